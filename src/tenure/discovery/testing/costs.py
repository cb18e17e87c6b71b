"""What learning costs: hours and money per test and per decided hypothesis, beside the cost of building (method 2.14).

What a version of an MVP took is learning too, as it is built to be shown: it is work of no test (`offers.mvp_versions`).
"""

from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from django.db import transaction

from tenure.discovery.hypotheses.tested import tally_of
from tenure.discovery.loops import loop_number, loops_of, work_of
from tenure.discovery.models import TestCard, Venture, WorkEntry
from tenure.discovery.reading_once import reading_once, this_workspace
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.testing.calibration import Calibration, calibration_of
from tenure.discovery.testing.cards import every_card, step, test_for_work
from tenure.discovery.testing.hours import Took, took_by_tests, took_in_general, untimed
from tenure.discovery.testing.plan import TWO_ARMS
from tenure.discovery.timeline import record_step
from tenure.discovery.writing import line
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User

LONGEST_NOTE, MOST_MINUTES, MOST_MONEY = 250, 60 * 24 * 31, 10**15
USUAL_HOUR_MINOR = 2000


@dataclass(frozen=True)
class TestCost:
    """What one test has taken and what it had planned; took: its hours; total_minor: money and hours together."""

    __test__ = False  # no test of pytest

    test_id: int
    number: int
    name: str
    kind: str
    state: str
    verdict: str
    took: Took
    money_minor: int
    total_minor: int
    planned_minor: int


@dataclass(frozen=True)
class LoopTime:
    """How long one round took, days; open: it goes on."""

    number: int
    days: int
    open: bool


@dataclass(frozen=True)
class LearningCost:
    """The whole of a venture. general: hours of no test; untimed: interviews that do
    not say how long they were; per_decided_minor: money and hours for each hypothesis decided, None before the first;
    locked, tested: of the tests that ended, those locked beforehand; early: decided tests that stopped a claim before
    the planned size; build_minor: what building it would cost."""

    tests: tuple[TestCost, ...]
    minutes: int
    money_minor: int
    total_minor: int
    general: Took
    untimed: int
    general_money_minor: int
    decided: int
    per_decided_minor: int | None
    build_minor: int | None
    hour_minor: int
    loops: tuple[LoopTime, ...]
    median_loop_days: float | None
    ended: int
    locked: int
    killed: int
    killed_early: int
    people: tuple[Calibration, ...]


def learning_cost(*, actor: User, venture_id: int) -> LearningCost:
    """The account of a venture in sight. Eight queries."""
    with reading_once():
        found = learning_for(seen_venture(actor, venture_id))
    return replace(found, people=calibration_of(actor=actor, venture_id=venture_id))


def learning_for(venture: Venture) -> LearningCost:
    """As `learning_cost`, for a venture already found to be in sight and without the people. Six queries inside
    `reading_once`."""
    workspace = this_workspace()
    hour = workspace.hour_cost_minor if workspace else USUAL_HOUR_MINOR
    tests = _tests(venture, hour)
    general = took_in_general(venture)
    minutes = general.minutes + sum(row.took.minutes for row in tests)
    money = sum(one.money_minor for one in work_of(venture))
    total = money + round(minutes * hour / 60)
    decided = tally_of(venture.pk).tested
    loops = _loops(venture)
    finished = [row.days for row in loops if not row.open]
    cards = every_card(venture)
    ended = [card for card in cards if card.state == TestCard.State.DECIDED]
    left = sum(card.state == TestCard.State.ABANDONED for card in cards)
    refuted = [card for card in cards if card.verdict == "refuted" and card.state != TestCard.State.ABANDONED]
    return LearningCost(
        tests=tests, minutes=minutes, money_minor=money, total_minor=total, general=general,
        untimed=untimed(venture),
        general_money_minor=money - sum(row.money_minor for row in tests), decided=decided,
        per_decided_minor=round(total / decided) if decided else None, build_minor=venture.build_cost_minor,
        hour_minor=hour, loops=loops, median_loop_days=float(median(finished)) if finished else None,
        ended=len(ended), locked=sum(bool(card.lock_hash) and not card.exploratory for card in ended),
        killed=left + len(refuted),
        killed_early=left + sum(map(_short, refuted)),
        people=(),
    )  # fmt: skip


def record_work(
    *,
    actor: User,
    venture_id: int,
    on: date,
    minutes: int,
    money_minor: int,
    note: str = "",
    test_id: int | None = None,
) -> int:
    """Hours and money spent on one test, or on the venture in general. Returns the entry."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise InvalidValue("work_minutes", field="hours", value=minutes, most=MOST_MINUTES // 60)
    if not 0 <= money_minor <= MOST_MONEY:
        raise InvalidValue("money_outside", field="money", value=money_minor)
    if not minutes and not money_minor:
        raise InvalidValue("work_nothing", field="hours")
    if on > clock.today():
        raise InvalidValue("work_in_future", field="on", day=on.isoformat())
    words = line(note, "note", LONGEST_NOTE)
    with transaction.atomic():
        card = test_for_work(actor, test_id) if test_id is not None else None
        venture = card.venture if card else venture_for_work(actor, venture_id)
        row = WorkEntry.objects.create(
            venture=venture, test=card, on=on, minutes=minutes, money_minor=money_minor, note=words, author=actor,
            created_at=clock.now(),
        )  # fmt: skip
        if card:
            step(actor, card, "record_work", minutes=minutes, money=money_minor)
        else:
            record_step(
                actor=actor, venture=venture, loop=loop_number(venture), action="record_work", subject_kind="venture",
                subject_id=venture.pk, minutes=minutes, money=money_minor,
            )  # fmt: skip
    return row.pk


def _short(card: TestCard) -> bool:
    """Ended before the planned size, which with two variants is that of each."""
    return card.most is not None and card.observed < (2 if card.rule in TWO_ARMS else 1) * card.most


def _tests(venture: Venture, hour: int) -> tuple[TestCost, ...]:
    paid: dict[int | None, int] = {}
    for one in work_of(venture):
        paid[one.test_id] = paid.get(one.test_id, 0) + one.money_minor
    hours, found = took_by_tests(venture), []
    for card in every_card(venture):
        took, money = hours.get(card.pk, Took()), paid.get(card.pk, 0)
        planned = card.cost_minor + round(card.hours * hour)
        found.append(
            TestCost(card.pk, card.number, card.name, card.kind, card.state, card.verdict, took, money,
                     money + round(took.minutes * hour / 60), planned)
        )  # fmt: skip
    return tuple(found)


def _loops(venture: Venture) -> tuple[LoopTime, ...]:
    today = clock.today()
    return tuple(
        LoopTime(row.number, ((row.ended_on or today) - row.started_on).days + 1, row.ended_on is None)
        for row in loops_of(venture)
    )
