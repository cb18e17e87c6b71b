"""Cohort retention: of the clients who began in one period, how many order in each later one, and for how much."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, Ints, first_rows


@dataclass(frozen=True)
class CohortTable:
    """Rows: cohorts by their first period, oldest first; columns: periods since then, 0 the first.

    clients: those of the cohort, all of whom order in period 0; active, revenue: how many order in each period and their
    money, nan where the period has not come yet.
    """

    clients: Ints
    active: Floats
    revenue: Floats

    @property
    def share(self) -> Floats:
        """Share of the cohort that orders in each period."""
        return _over(self.active, self.clients.astype(np.float64))

    @property
    def revenue_share(self) -> Floats:
        """Money of each period as a share of the cohort's first; nan where the first brought nothing."""
        return _over(self.revenue, self.revenue[:, 0])


def cohort_table(
    first: ArrayLike, period: ArrayLike, clients: ArrayLike, revenue: ArrayLike, *, periods: int
) -> CohortTable:
    """The table from rows that say: of those who began in `first`, so many `clients` ordered in `period`, for `revenue`.

    first, period: numbers of periods from 0 to periods - 1; rows of the same two add up, so that one row per client
    (clients = 1) and rows already summed give the same table. Raises BadInput for periods outside the range or before
    the first one, and for values that are no numbers.
    """
    if periods < 1:
        raise BadInput("cohort_periods", "At least one period is needed")
    began, at = np.asarray(first, dtype=np.int64), np.asarray(period, dtype=np.int64)
    count, money = np.asarray(clients, dtype=np.float64), np.asarray(revenue, dtype=np.float64)
    wrong = (began < 0) | (at < began) | (at >= periods) | ~np.isfinite(count) | ~np.isfinite(money)
    if wrong.any():
        raise BadInput(
            "cohort_rows", "A period lies outside the range or an amount is no number", rows=first_rows(wrong)
        )
    cell = began * periods + at - began
    size = periods * periods
    active = np.bincount(cell, weights=count, minlength=size).astype(np.float64).reshape(periods, periods)
    earned = np.bincount(cell, weights=money, minlength=size).astype(np.float64).reshape(periods, periods)
    to_come = np.add.outer(np.arange(periods), np.arange(periods)) >= periods
    active[to_come] = earned[to_come] = np.nan
    return CohortTable(active[:, 0].astype(np.int64), active, earned)


def _over(values: Floats, whole: Floats) -> Floats:
    known = np.where(whole > 0, whole, np.nan)
    return np.asarray(values / known[:, None], dtype=np.float64)
