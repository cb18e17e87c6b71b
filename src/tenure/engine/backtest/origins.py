"""From which past days to forecast, and how far: so that each forecast can be held against what then happened."""

from dataclasses import dataclass

from tenure.engine.errors import BadInput, NotEnoughData

WEEK = 7
LONGEST_HORIZON = 364
SHORTEST_HORIZON = 28
SHORTEST_PAST = 28


@dataclass(frozen=True)
class Plan:
    """Days to forecast from, oldest first, and how many days ahead. overlapping: the same orders are forecast from more
    than one day, so the days are not independent of each other."""

    days: tuple[int, ...]
    horizon_days: int

    @property
    def overlapping(self) -> bool:
        """Whether two holdouts share days."""
        return any(
            later - earlier < self.horizon_days for earlier, later in zip(self.days, self.days[1:], strict=False)
        )


def usual_horizon(first: int, until: int) -> int:
    """A year where there are three; else a third of what there is, in whole weeks."""
    third = (until - first + 1) // 3 // WEEK * WEEK
    return max(min(third, LONGEST_HORIZON), SHORTEST_HORIZON)


def plan(first: int, until: int, *, horizon_days: int | None, origins: int) -> Plan:
    """At most `origins` days between the first order and `until`, the last of them a horizon before the end.

    They lie a horizon apart where there is room, else closer, and none has less behind it than half a horizon (at least
    four weeks). Raises BadInput on impossible settings, NotEnoughData when not even one forecast can be checked.
    """
    horizon = usual_horizon(first, until) if horizon_days is None else horizon_days
    if horizon < 1 or origins < 1:
        raise BadInput("backtest_settings", "The horizon and the number of origins are at least 1")
    last, span = until - horizon, until - first + 1
    earliest = first - 1 + max(horizon // 2, SHORTEST_PAST)
    if last < first - 1 + SHORTEST_PAST:
        longest = span - SHORTEST_PAST
        raise NotEnoughData(
            "horizon_too_long",
            f"Orders of {span} days cannot check a forecast of {horizon} days",
            remedy="Take a shorter horizon or a longer file.",
            days=span,
            horizon=horizon,
            longest=longest,
        )
    if earliest >= last or origins == 1:
        return Plan((last,), horizon)
    step = min(horizon, (last - earliest) // (origins - 1))
    if step < WEEK:
        return Plan((last,), horizon)
    return Plan(tuple(last - step * n for n in range(origins - 1, -1, -1)), horizon)
