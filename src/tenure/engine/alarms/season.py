"""Busy and dead months: a month-of-year factor learned from the base, and the clock that runs with it.

Method: orders a day in full calendar months, in logarithms, explained by the month of the year and a quadratic trend.
A season is believed when the F test for the months says so at 5 %; the factors are then drawn towards 1 by the share of
noise in them (James, Stein 1961). Two full years are the least: within one year season and trend cannot be told apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, Ints

YEAR = 12
FEWEST_MONTHS = 2 * YEAR
SIGNIFICANT = 0.05
NEARLY_NOTHING = 0.5  # orders, so that a month without any has a logarithm
LATE_START = 4  # days into its first month after which a base has not seen that month
LEAST_FACTOR = 0.02  # a dead month still lets time pass


@dataclass(frozen=True)
class Season:
    """How busy each calendar month is, January first, mean 1; all 1 when there is no season to speak of.

    verdict: "ok"; "no_season" (the months differ no more than chance has them differ); "too_short" (less than two full
    years). p_value: of the test that months do not differ, 1 when it was not made. months: full months looked at.
    kept: the share of the differences seen that was believed, 0..1.
    """

    factors: tuple[float, ...] = (1.0,) * YEAR
    verdict: str = "too_short"
    p_value: float = 1.0
    months: int = 0
    kept: float = 0.0

    def clock(self, day: ArrayLike) -> Floats:
        """Season days passed by the end of each epoch day: as many as calendar days over a year, more in busy months.

        Only differences mean anything; the count starts at the end of day 0.
        """
        days = np.asarray(day, dtype=np.float64)
        if self.is_flat or days.size == 0:
            return days.copy()
        low, high = int(np.floor(days.min())), int(np.ceil(days.max()))
        ends, passed = self._table(min(low, 0), max(high, 0))
        return np.interp(days, ends, passed)

    def elapsed(self, day_from: ArrayLike, day_to: ArrayLike) -> Floats:
        """Season days after the end of `day_from` until the end of `day_to`: what an interval counts for."""
        start, end = np.broadcast_arrays(np.asarray(day_from, np.float64), np.asarray(day_to, np.float64))
        both = self.clock(np.stack((start, end)))
        return both[1] - both[0]

    def day_after(self, day: ArrayLike, season_days: ArrayLike) -> Floats:
        """The epoch day by whose end `season_days` have passed since the end of `day`."""
        start, ahead = np.broadcast_arrays(np.asarray(day, np.float64), np.asarray(season_days, np.float64))
        if self.is_flat or start.size == 0:
            return np.ceil(start + ahead)
        longest = float(ahead.max()) / min(self.factors)
        ends, passed = self._table(min(int(start.min()), 0), max(int(start.max() + longest) + 1, 0))
        return np.ceil(np.interp(self.clock(start) + ahead, passed, ends) - 1e-9)

    @property
    def is_flat(self) -> bool:
        """Whether every month counts the same."""
        return all(factor == 1.0 for factor in self.factors)

    def _table(self, low: int, high: int) -> tuple[Floats, Floats]:
        """Epoch days from `low` to `high` and the season days passed by the end of each."""
        ends = np.arange(low, high + 1)
        month = ends.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % YEAR
        passed = np.cumsum(np.asarray(self.factors)[month])
        return ends.astype(np.float64), passed - passed[-low]


def learn(counts: ArrayLike, first_month: str) -> Season:
    """The season of consecutive full calendar months; counts: orders of each, oldest first; first_month: "2022-03".

    Raises BadInput on counts that are negative or not numbers, or a month that is none.
    """
    orders = np.asarray(counts, dtype=np.float64)
    if orders.ndim != 1 or not np.isfinite(orders).all() or (orders < 0).any():
        raise BadInput("season_counts", "Orders of a month are counts of zero or more", remedy="Count full months.")
    try:
        first = np.datetime64(first_month, "M")
    except ValueError as error:
        raise BadInput("season_month", f"{first_month!r} is no month", remedy='Write it as "2022-03".') from error
    years = orders.size // YEAR
    if orders.size < FEWEST_MONTHS or orders.sum() == 0:
        return Season(months=int(orders.size))
    months = first + np.arange(orders.size - years * YEAR, orders.size + 1)
    lengths = np.diff(months.astype("datetime64[D]").astype(np.int64)).astype(np.float64)
    kept = orders[-years * YEAR :]
    logs = np.log((kept + NEARLY_NOTHING) / lengths)
    effects, p_value, believed = _month_effects(logs, float(1 / np.maximum(kept.mean(), 1.0)))
    if p_value >= SIGNIFICANT or believed <= 0:
        return Season(verdict="no_season", p_value=p_value, months=int(orders.size))
    factors = np.empty(YEAR)
    factors[months[:YEAR].astype(np.int64) % YEAR] = np.maximum(np.exp(effects * believed), LEAST_FACTOR)
    factors /= factors.mean()
    return Season(tuple(map(float, factors)), "ok", p_value, int(orders.size), believed)


def _month_effects(logs: Floats, chance: float) -> tuple[Floats, float, float]:
    """Effects of the months on the logarithm, the p-value of there being none, and the share of them to believe.

    logs: in order of time, full years; chance: the least variance of a logarithm, that of a Poisson count.
    """
    time = np.linspace(-1.0, 1.0, logs.size)
    trend = np.stack((np.ones(logs.size), time, time**2), axis=1)
    months = np.tile(np.eye(YEAR), (logs.size // YEAR, 1))
    both = np.concatenate((months, trend[:, 1:]), axis=1)
    found, left = _least_squares(both, logs)
    _, left_without = _least_squares(trend, logs)
    freedom = logs.size - both.shape[1]
    noise = max(left / freedom, chance)
    ratio = max(left_without - left, 0.0) / (YEAR - 1) / noise
    effects = found[:YEAR] - found[:YEAR].mean()
    p_value = float(stats.f.sf(ratio, YEAR - 1, freedom))
    return effects, p_value, max(0.0, 1 - 1 / ratio) if ratio > 0 else 0.0


def _least_squares(columns: Floats, values: Floats) -> tuple[Floats, float]:
    """Coefficients and the sum of squares left."""
    found = np.linalg.lstsq(columns, values, rcond=None)[0]
    return np.asarray(found, dtype=np.float64), float(((values - columns @ found) ** 2).sum())


def month_of(day: Ints) -> Ints:
    """Calendar months since January 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_counts(day: Ints, *, until: int) -> tuple[Ints, str]:
    """Order days in each full calendar month from the first whole one to `until`, and the first month's name.

    The month of the first order is left out unless that order stands in its first days.
    """
    seen = day[day <= until]
    if seen.size == 0:
        return np.zeros(0, dtype=np.int64), "1970-01"
    month = seen.astype("datetime64[D]").astype("datetime64[M]")
    first, end = month.min(), (np.datetime64(until + 1, "D")).astype("datetime64[M]")
    if int(seen.min()) - int(first.astype("datetime64[D]").astype(np.int64)) >= LATE_START:
        first = first + 1
    size = max(int((end - first).astype(np.int64)), 0)
    place = (month - first).astype(np.int64)
    return np.bincount(place[(place >= 0) & (place < size)], minlength=size), str(first)


def season_of(day: Ints, *, until: int) -> Season:
    """The season of a base from its order days (epoch days, any order) known at the end of day `until`."""
    counts, first = month_counts(day, until=until)
    return learn(counts, first)
