"""A way of several stages and an end, walked by many: how far each got, what share went on, how long it took.

Days are whole numbers of any one calendar. Who skipped a stage and stands beyond it has left it behind; who stands at a stage and
has neither gone on nor stopped says nothing about it yet.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tenure.engine.evidence.proportions import posterior

LEVEL = 0.8  # the middle of the posterior of a share that is shown beside it


@dataclass(frozen=True)
class Walk:
    """One who walked. begun: the day of the beginning; days: by stage, in their order, the day it was passed, None: it was
    not; arrived: the day of the end, None: not there; stopped: gone no further for good."""

    begun: int
    days: tuple[int | None, ...]
    arrived: int | None = None
    stopped: bool = False

    @property
    def reached(self) -> int:
        """Stages that lie behind, up to the furthest one passed; all of them and one more at the end."""
        if self.arrived is not None:
            return len(self.days) + 1
        furthest = len(self.days)
        while furthest and self.days[furthest - 1] is None:
            furthest -= 1
        return furthest

    @property
    def in_order(self) -> bool:
        """Whether every stage was passed, none before the one it follows, and then the end."""
        way = [*self.days, self.arrived]
        known = [day for day in way if day is not None]
        return len(known) == len(way) and known == sorted(known)

    @property
    def length(self) -> int | None:
        """Days from the beginning, or from the first stage where that lies before it, to the end; None: not there yet."""
        if self.arrived is None:
            return None
        return self.arrived - min([self.begun, *(day for day in self.days if day is not None)])


@dataclass(frozen=True)
class Passage:
    """One stage, or the end. reached: how many got here or further; of: those at the stage before who have gone on or stopped;
    low, high: 80 % of the posterior share of `reached` among `of`, None without any; days: the median from the stage before,
    None when nobody's is known; stopped, waiting: how many stand here, for good or not."""

    reached: int
    of: int
    low: float | None
    high: float | None
    days: float | None
    stopped: int
    waiting: int


def passages(walks: Sequence[Walk], stages: int) -> tuple[Passage, ...]:
    """Each of so many stages, then the end. Every walk has a day or None for each stage."""
    furthest = [walk.reached for walk in walks]
    ways = [(*walk.days, walk.arrived) for walk in walks]
    standing = Counter(furthest)
    gone = Counter(far for walk, far in zip(walks, furthest, strict=True) if walk.stopped)
    found = []
    for place in range(1, stages + 2):
        here, stopped = (standing[place], gone[place]) if place <= stages else (0, 0)
        reached = sum(far >= place for far in furthest)
        of = reached + gone[place - 1]
        low, high = posterior(reached, of).interval(LEVEL) if of else (None, None)
        days = _days(ways, place) if place > 1 else None
        found.append(Passage(reached, of, low, high, days, stopped, here - stopped))
    return tuple(found)


def _days(ways: Sequence[tuple[int | None, ...]], place: int) -> float | None:
    """The median from the stage before to this one, of those who passed both in their order. place: counted from one."""
    took = []
    for way in ways:
        before, here = way[place - 2], way[place - 1]
        if before is not None and here is not None and here >= before:
            took.append(here - before)
    return float(median(took)) if took else None


def usual_length(walks: Sequence[Walk]) -> float | None:
    """The median of days from the beginning to the end, of those who arrived; None without any."""
    lengths = [length for walk in walks if (length := walk.length) is not None]
    return float(median(lengths)) if lengths else None
