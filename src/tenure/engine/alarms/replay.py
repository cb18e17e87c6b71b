"""Past dates of the same base seen again: what each silence looked like then, and what came of it.

Every week of the past is an origin. At an origin only orders up to it count, also for what the base teaches (its
rhythm and orders model are learned anew each month; the season is a parameter of the whole replay). Each row is a client
silent beyond its usual interval on one origin; an alarm there is false when the client orders again within its judging
window after the origin.
"""

from dataclasses import dataclass

import numpy as np

from tenure.engine.alarms import evidence, rhythm
from tenure.engine.alarms.days import OrderDays
from tenure.engine.alarms.evidence import SCORES, USUAL_WINDOW, Base, Timeline, Window
from tenure.engine.alarms.season import Season, month_of
from tenure.engine.tuples import Floats, Ints

WEEK = 7
REPLAYED_DAYS = 130 * WEEK  # two years and the half year an alarm may wait for its verdict
RUN_IN_DAYS = 13 * WEEK  # before that nobody has a rhythm
CLIENTS = 8_000
NEVER = 2**40


@dataclass(frozen=True)
class Replay:
    """Silent clients on past dates, one row per client and origin, sorted by silence and origin.

    origins: all dates looked from. silence: names the silence (all rows between the same two orders). client: whose.
    origin, last_day: epoch days. judged_by: day on which the judging window ends; returns: whether the client orders by
    then; next_day: of the next order, NEVER if none is known. scores: as `evidence.scores`; usual: interval; orders:
    order days so far; window: season days. is_first: rows of the first origin, at which a silence may be long known.
    share: of the clients with a rhythm looked at. until: last day known. season: of the clock; judging: how windows
    were set.
    """

    origins: Ints
    silence: Ints
    client: Ints
    origin: Ints
    last_day: Ints
    judged_by: Ints
    returns: np.ndarray
    next_day: Ints
    scores: Floats
    usual: Floats
    orders: Ints
    window: Floats
    is_first: np.ndarray
    share: float
    until: int
    season: Season
    judging: Window


def replay(
    days: OrderDays, *, until: int, season: Season, window: Window = USUAL_WINDOW, clients: int = CLIENTS
) -> Replay:
    """The past of a base as known at the end of epoch day `until`; of large bases `clients` clients spread evenly."""
    evidence.require_orders(days)
    sample, share = sample_of(days, clients)
    origins = past_origins(days, until)
    line, everybody = evidence.timeline(sample, season), evidence.timeline(evidence.thinned(days), season)
    months = month_of(origins)
    parts: list[tuple[np.ndarray, ...]] = []
    for month in np.unique(months):
        dates = origins[months == month]
        base = evidence.learn_base(everybody, until=int(dates[0]))
        parts.extend(_rows(sample, line, base, window, int(day)) for day in dates)
    return _gathered(parts, origins, share, until, season, window)


def sample_of(days: OrderDays, clients: int) -> tuple[OrderDays, float]:
    """At most `clients` clients with enough order days for a rhythm, spread evenly, and their share."""
    able = np.flatnonzero(np.diff(days.starts) >= rhythm.MINIMUM_ORDER_DAYS)
    step = max(1, -(-able.size // clients))
    return days.of(able[::step]), 1 / step


def past_origins(days: OrderDays, until: int) -> Ints:
    """Weekly dates up to `until`, from three months after the first order and at most two and a half years back."""
    begin = max(int(days.day.min()) + RUN_IN_DAYS, until - REPLAYED_DAYS)
    return np.arange(until, begin - 1, -WEEK)[::-1].astype(np.int64)


def _rows(sample: OrderDays, line: Timeline, base: Base, window: Window, day: int) -> tuple[np.ndarray, ...]:
    """Columns of one origin."""
    view = evidence.look(line, day)
    horizon = window.days(view.usual)
    following = view.last_row + 1
    ended = following >= sample.starts[view.client + 1]
    next_day = np.where(ended, NEVER, sample.day[np.minimum(following, sample.day.size - 1)])
    last_day = sample.day[view.last_row]
    judged_by = base.season.day_after(np.full(horizon.size, float(day)), horizon).astype(np.int64)
    found = evidence.scores(line, view, base, window)
    return (
        view.last_row, view.client, np.full(horizon.size, day), last_day, judged_by, next_day, found,
        view.usual, view.orders, horizon,
    )  # fmt: skip


def _gathered(
    parts: list[tuple[np.ndarray, ...]], origins: Ints, share: float, until: int, season: Season, window: Window
) -> Replay:
    """All origins together, sorted by silence."""
    if not parts:
        parts = [(*(np.zeros(0, np.int64),) * 6, np.zeros((0, len(SCORES))), *(np.zeros(0),) * 3)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[2], columns[0]))
    silence, client, origin, last_day, judged_by, next_day, found, usual, orders, horizon = (
        column[order] for column in columns
    )
    next_day = np.where(next_day > until, NEVER, next_day)
    returns = next_day <= judged_by
    is_first = origin == (origins[0] if origins.size else -1)
    return Replay(
        origins, silence, client, origin, last_day, judged_by, returns, next_day, found, usual, orders, horizon,
        is_first, share, until, season, window,
    )  # fmt: skip
