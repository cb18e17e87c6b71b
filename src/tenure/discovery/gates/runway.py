"""How many more loops the money lasts: cash left over the mean cost of a loop (method 2.13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tenure.discovery.loops import loops_of, work_of
from tenure.discovery.models import Venture
from tenure.discovery.sight import seen_venture
from tenure.kernel import clock
from tenure.privacy.models import User

DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True)
class LoopCost:
    """A round with its days and its money in minor units."""

    number: int
    days: int
    money_minor: int


@dataclass(frozen=True)
class Runway:
    """cash_minor: left today, None where it was never told; loop_minor: mean cost of a loop; measured: from loops that
    ended, else as planned; pivots: whole loops left, None where it cannot be told; months: until the money ends."""

    cash_minor: int | None
    loop_minor: float | None
    measured: int
    pivots: int | None
    months: float | None


def runway(
    *, cash_minor: int | None, days_since: int, burn_minor: int | None, ended: Sequence[LoopCost], loop_days: int,
    loop_budget_minor: int | None,
) -> Runway:  # fmt: skip
    """cash_minor: counted `days_since` days ago; burn_minor: a month; ended: loops that are over. Pure."""
    burn_a_day = (burn_minor or 0) / DAYS_IN_MONTH
    cash = None if cash_minor is None else max(0, round(cash_minor - burn_a_day * days_since))
    costs = [loop.money_minor + burn_a_day * loop.days for loop in ended]
    planned = (loop_budget_minor or 0) + burn_a_day * loop_days
    mean = sum(costs) / len(costs) if costs else planned
    each = mean or None
    pivots = None if cash is None or each is None else int(cash / each)
    months = None if cash is None or not burn_a_day else cash / burn_a_day / DAYS_IN_MONTH
    return Runway(cash, each, len(costs), pivots, months)


def runway_now(*, actor: User, venture_id: int) -> Runway:
    """Of a venture by its number. Three queries. Raises NotFound out of sight."""
    return runway_of(seen_venture(actor, venture_id), clock.today())


def runway_of(venture: Venture, today: date) -> Runway:
    """Of a venture in sight. Two queries."""
    work = work_of(venture)
    loops = loops_of(venture)
    ended = []
    for loop, following in zip(loops, [*loops[1:], None], strict=True):
        if loop.ended_on is None:
            continue
        # The day on which one loop ends and the next begins is one day, and belongs to the next.
        shared = following is not None and following.started_on == loop.ended_on
        after = loop.ended_on if shared else loop.ended_on + timedelta(days=1)
        money = sum(one.money_minor for one in work if loop.started_on <= one.on < after)
        ended.append(LoopCost(loop.number, (after - loop.started_on).days, money))
    since = (today - venture.cash_on).days if venture.cash_on else 0
    return runway(
        cash_minor=venture.cash_minor, days_since=max(0, since), burn_minor=venture.burn_minor, ended=ended,
        loop_days=venture.loop_days, loop_budget_minor=venture.loop_budget_minor,
    )  # fmt: skip
