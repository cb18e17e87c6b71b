"""What the alarms would have been worth, month by month: each month's promise learned before it, then held to what came.

Nothing of a month is known when its promise is learned: an alarm counts for learning only once its judging window has
passed, and the season of the whole record is the one known before its first month.
"""

from dataclasses import dataclass

import numpy as np

from tenure.engine.alarms.bounds import share_of
from tenure.engine.alarms.days import OrderDays
from tenure.engine.alarms.evidence import USUAL_WINDOW, Window, require_orders
from tenure.engine.alarms.promise import CONFIDENCE, LEVEL, check_level, lowest_before, promise_from
from tenure.engine.alarms.replay import Replay, replay
from tenure.engine.alarms.season import month_of, season_of
from tenure.engine.summary import YEAR_DAYS
from tenure.engine.tuples import Ints

MONTHS = 18  # a year, and the half year whose last alarms are not judged yet


@dataclass(frozen=True)
class Month:
    """Alarms raised in one calendar month.

    start: its first epoch day; verdict, threshold: of the promise made before it ("kept" or nothing was raised); raised:
    alarms; judged: those whose window has passed; false: of these, followed by an order within it; returned: of the
    raised, followed by any order until now; low, high: 90 % interval of the share of false ones, 0 and 1 when none is
    judged. gone, caught: clients gone at the month's end, and those whose silence had alarmed by then.
    """

    start: int
    verdict: str
    threshold: float
    raised: int
    judged: int
    false: int
    returned: int
    low: float
    high: float
    gone: int
    caught: int

    @property
    def false_share(self) -> float | None:
        """Share of false alarms among the judged; None when none is."""
        return self.false / self.judged if self.judged else None

    @property
    def recall(self) -> float | None:
        """Share of the gone that had been alarmed; None when nobody is known to be gone."""
        return self.caught / self.gone if self.gone else None


@dataclass(frozen=True)
class Record:
    """The months, oldest first, and their sum. share: of clients with a rhythm that were looked at."""

    level: float
    confidence: float
    months: tuple[Month, ...]
    total: Month
    share: float

    @property
    def is_kept(self) -> bool | None:
        """Whether the realised share agrees with the promise: its interval reaches down to the level; None: unknown."""
        return None if self.total.judged == 0 else self.total.low <= self.level


def track_record(
    days: OrderDays,
    *,
    until: int,
    level: float = LEVEL,
    confidence: float = CONFIDENCE,
    window: Window = USUAL_WINDOW,
    months: int = MONTHS,
) -> Record:
    """The record of the `months` last calendar months up to epoch day `until`; a month without a promise raises nothing.

    Raises BadInput on a level or confidence outside 0..1, NotEnoughData on a base without orders.
    """
    check_level(level, confidence)
    require_orders(days)
    first = first_month(days, until=until, months=months)
    past = replay(days, until=until, season=season_of(days.day, until=first - 1), window=window)
    return record_from(past, since=first, level=level, confidence=confidence)


def first_month(days: OrderDays, *, until: int, months: int = MONTHS) -> int:
    """The epoch day on which a record begins: so many months back, or the month of the first order."""
    last, oldest = month_of(np.array([until, int(days.day.min())]))
    return _first_day(max(int(last) - months + 1, int(oldest)))


def record_from(past: Replay, *, since: int, level: float = LEVEL, confidence: float = CONFIDENCE) -> Record:
    """The record of a replay from epoch day `since`, the first of a month."""
    begin, end = month_of(np.array([since, past.until]))
    rows_month = month_of(past.origin)
    crossed, raised = np.zeros(past.origin.size, dtype=bool), np.zeros(past.origin.size, dtype=bool)
    promises = []
    for month in range(int(begin), int(end) + 1):
        promise = promise_from(past, at=_first_day(month) - 1, level=level, confidence=confidence)
        promises.append((month, promise))
        if not promise.is_calibrated:
            continue
        now = np.flatnonzero(rows_month == month)
        chance = promise.rule.chance(past.scores[now], past.usual[now], past.orders[now], past.window[now])
        crossed[now] = chance <= promise.threshold
    alarmed = lowest_before(past.silence, 1.0 - crossed) < 1
    raised = crossed & ~alarmed & ~_starting(past, crossed)
    alarmed |= crossed
    found = []
    for month, promise in promises:
        rows = np.flatnonzero(rows_month == month)
        found.append(_month(past, rows, raised, alarmed, month, promise.verdict, promise.threshold))
    return Record(level, confidence, tuple(found), _total(past, raised, found), past.share)


def _starting(past: Replay, crossed: np.ndarray) -> np.ndarray:
    """Rows of the very first date with alarms: old silences noticed at once are no news."""
    first = past.origin[crossed].min() if crossed.any() else -1
    return past.origin == first


def _month(
    past: Replay, rows: Ints, raised: np.ndarray, alarmed: np.ndarray, month: int, verdict: str, threshold: float
) -> Month:
    """What came of one month."""
    new = rows[raised[rows]]
    judged = new[past.judged_by[new] <= past.until]
    low, high = _interval(past, judged)
    last = past.origin[rows] == (past.origin[rows].max() if rows.size else -1)
    gone = rows[last & ~past.returns[rows] & (past.judged_by[rows] <= past.until)]
    gone = gone[past.origin[gone] - past.last_day[gone] <= YEAR_DAYS]
    return Month(
        start=_first_day(month),
        verdict=verdict,
        threshold=threshold,
        raised=int(new.size),
        judged=int(judged.size),
        false=int(past.returns[judged].sum()),
        returned=int((past.next_day[new] <= past.until).sum()),
        low=low,
        high=high,
        gone=int(gone.size),
        caught=int(alarmed[gone].sum()),
    )


def _total(past: Replay, raised: np.ndarray, months: list[Month]) -> Month:
    """All months together; recall counts the months with a promise only."""
    rows = np.flatnonzero(raised)
    low, high = _interval(past, rows[past.judged_by[rows] <= past.until])
    kept = [month for month in months if month.verdict == "kept"]
    sums = {name: sum(getattr(month, name) for month in kept) for name in
            ("raised", "judged", "false", "returned", "gone", "caught")}  # fmt: skip
    start = months[0].start if months else past.until
    return Month(start=start, verdict="kept" if kept else "too_short", threshold=0.0, low=low, high=high, **sums)


def _interval(past: Replay, judged: Ints) -> tuple[float, float]:
    """90 % interval of the share of false alarms."""
    share = share_of(past.returns[judged], np.ones(judged.size), past.client[judged], month_of(past.origin[judged]))
    return (share.lower(0.05), share.upper(0.05)) if judged.size else (0.0, 1.0)


def _first_day(month: int) -> int:
    """First epoch day of a month counted from January 1970."""
    return int(np.datetime64(month, "M").astype("datetime64[D]").astype(np.int64))
