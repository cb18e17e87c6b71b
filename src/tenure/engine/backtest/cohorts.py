"""The forecasts by when clients first ordered: a model may fit the old ones and miss the new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tenure.engine.alarms.season import month_of
from tenure.engine.backtest.ledger import Ledger
from tenure.engine.backtest.measures import bias_in_total
from tenure.engine.backtest.outcomes import Outcome

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
    months = month_of(base.first_days[who])
    width = next(w for w in WIDTHS if months.max() // w - months.min() // w < MOST_COHORTS)
    numbers = months // width
    return tuple(
        Cohort(
            start=first_of_month(int(number) * width),
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


def first_of_month(number: int) -> date:
    """The first day of a month counted from January 1970."""
    return date(1970 + number // 12, number % 12 + 1, 1)
