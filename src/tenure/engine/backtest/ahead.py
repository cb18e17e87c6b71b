"""What a model says of each history's next orders, as a distribution: the same call for every model of one shape."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenure.engine.models.shape import OrdersModel
from tenure.engine.tuples import Floats, Histories

LEVELS = (0.8, 0.95)
MOST_ORDERS = 5_000


@dataclass(frozen=True)
class Interval:
    """The interval that holds `level` of each history's probability; inside: what it really holds, numbers being
    whole."""

    level: float
    low: Floats
    high: Floats
    inside: Floats


@dataclass(frozen=True)
class Ahead:
    """Per history: expected orders, the median, the chance of at least one, and the intervals."""

    expected: Floats
    median: Floats
    buys: Floats
    intervals: tuple[Interval, ...]


def look_ahead(model: OrdersModel[Any], parameters: Any, histories: Histories, *, horizon: float) -> Ahead:
    """The distribution of the orders in the next `horizon` (unit of T).

    An interval leaves out (1 - level) / 2 on each side; where no order at all is likelier than that, it starts at 0 and
    leaves everything out above.
    """
    arrays = (histories.x, histories.t_x, histories.T)
    none = np.clip(model.p_orders(parameters, 0, *arrays, horizon=horizon), 0.0, 1.0)
    # (lower tail, goal of the distribution function) of the median and of each interval.
    tails = [np.zeros_like(none)] + [np.where(none >= (1 - level) / 2, 0.0, (1 - level) / 2) for level in LEVELS]
    goals = [np.full_like(none, 0.5)] + [level + tail for level, tail in zip(LEVELS, tails[1:], strict=True)]
    walk = _Walk(np.stack(tails), np.stack(goals), none)
    n = 0
    while walk.open.size and n < MOST_ORDERS:
        n += 1
        part = tuple(column[walk.open] for column in arrays)
        walk.step(n, np.clip(model.p_orders(parameters, n, *part, horizon=horizon), 0.0, 1.0))
    expected = model.expected_orders(parameters, *arrays, horizon=horizon)
    intervals = tuple(
        Interval(level, walk.low[place], walk.high[place], walk.inside[place]) for place, level in enumerate(LEVELS, 1)
    )
    return Ahead(expected, walk.high[0], 1 - none, intervals)


class _Walk:
    """Distribution functions walked upwards together, each row until its highest bound is found.

    Rows of the arrays: the median, then the intervals; columns: histories. `open` holds the columns still on the way.
    """

    def __init__(self, tails: Floats, goals: Floats, none: Floats) -> None:
        self.tails, self.goals = tails, goals
        self.reached = none.copy()
        self.low = np.where(none > tails, 0.0, np.nan)
        self.high = np.where(none >= goals, 0.0, np.nan)
        self.below = np.zeros_like(tails)
        self.inside = np.where(none >= goals, none, np.nan)
        self.open: NDArray[np.int64] = np.flatnonzero(np.isnan(self.high).any(axis=0))

    def step(self, n: int, chance: Floats) -> None:
        """Take in the probability of exactly n for the open columns."""
        columns = self.open
        before = self.reached[columns]
        after = before + chance
        self.reached[columns] = after
        low, high = self.low[:, columns], self.high[:, columns]
        starts = np.isnan(low) & (after > self.tails[:, columns])
        below = np.where(starts, before, self.below[:, columns])
        # 1e-9: a sum of probabilities may end a hair below one.
        ends = np.isnan(high) & (after >= self.goals[:, columns] - 1e-9)
        self.low[:, columns] = np.where(starts, n, low)
        self.below[:, columns] = below
        self.high[:, columns] = np.where(ends, n, high)
        self.inside[:, columns] = np.where(ends, after - below, self.inside[:, columns])
        self.open = columns[np.isnan(self.high[:, columns]).any(axis=0) & (n < MOST_ORDERS)]
        if n == MOST_ORDERS:
            self.low = np.where(np.isnan(self.low), n, self.low)
            self.high, self.inside = np.where(np.isnan(self.high), n, self.high), np.nan_to_num(self.inside, nan=1.0)


def log_scores(
    model: OrdersModel[Any], parameters: Any, arrays: tuple[Floats, Floats, Floats], actual: Floats, *, horizon: float
) -> Floats:
    """ln of the probability the model gave to what each client (x, t_x, T) then did."""
    found = np.zeros(actual.size)
    for n in np.unique(actual):
        rows = np.flatnonzero(actual == n)
        x, t_x, T = (column[rows] for column in arrays)
        chance = model.p_orders(parameters, int(n), x, t_x, T, horizon=horizon)
        # The least positive double: a model that thought it impossible loses 700 nats, not the whole comparison.
        found[rows] = np.log(np.maximum(chance, 5e-324))
    return found
