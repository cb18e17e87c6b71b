"""The forecasts by when clients first ordered: a model may fit the old ones and miss the new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tenure.engine.backtest.ledger import Ledger
from tenure.engine.backtest.measures import bias_in_total
from tenure.engine.backtest.outcomes import Outcome
from tenure.engine.summary import from_epoch_day
from tenure.engine.tuples import Ints

MOST_COHORTS = 16
WIDTHS = (1, 3, 6, 12, 24, 60, 120, 1200)


@dataclass(frozen=True)
class Cohort:
    """Clients whose first order fell into the `months` from `start`. forecasts: client and day pairs; log_likelihood:
    total of the held-out numbers of orders, per_client: its mean; expected, actual: orders."""

    start: date
    months: int
    forecasts: int
    log_likelihood: float
    per_client: float
    expected: float
    actual: float
    bias: float | None


def cohorts(base: Ledger, found: Sequence[Outcome]) -> tuple[Cohort, ...]:
    """The cohorts of all forecasts, oldest first; of whole months, as wide as keeps them few."""
    who, score, expected, actual = (
        np.concatenate([getattr(part, name) for part in found]) for name in ("who", "score", "expected", "actual")
    )
    months = month_numbers(base.first_days[who])
    width = next(w for w in WIDTHS if months.max() // w - months.min() // w < MOST_COHORTS)
    numbers = months // width
    return tuple(
        Cohort(
            start=date(*divmod_months(int(number) * width), 1),
            months=width,
            forecasts=int(rows.sum()),
            log_likelihood=float(score[rows].sum()),
            per_client=float(score[rows].mean()),
            expected=float(expected[rows].sum()),
            actual=float(actual[rows].sum()),
            bias=bias_in_total(expected[rows], actual[rows]),
        )
        for number in np.unique(numbers)
        for rows in [numbers == number]
    )


def month_numbers(days: Ints) -> Ints:
    """Months since year 0 of epoch days."""
    distinct, place = np.unique(days, return_inverse=True)
    numbers = [day.year * 12 + day.month - 1 for day in map(from_epoch_day, distinct.tolist())]
    return np.array(numbers, dtype=np.int64)[place]


def divmod_months(number: int) -> tuple[int, int]:
    """(year, month) of a number of months since year 0."""
    return number // 12, number % 12 + 1
