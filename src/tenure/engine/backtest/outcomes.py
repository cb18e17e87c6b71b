"""One model's forecasts from one past day beside what then happened, and the measures of any number of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tenure.engine.backtest import measures
from tenure.engine.backtest.ahead import LEVELS, log_scores, look_ahead
from tenure.engine.backtest.ledger import Known, Ledger, counts_between
from tenure.engine.backtest.measures import Chances, Coverage
from tenure.engine.models.shape import OrdersModel
from tenure.engine.tuples import Floats, Histories, Ints

NAIVE = ("own_rate", "last_period")


@dataclass(frozen=True)
class Outcome:
    """One row a client. who: position in the ledger; score: ln of the probability given to what happened; buys: chance
    of at least one order; intervals: by level, (low, high, probability inside)."""

    who: Ints
    actual: Floats
    expected: Floats
    median: Floats
    buys: Floats
    score: Floats
    intervals: Mapping[float, tuple[Floats, Floats, Floats]]


@dataclass(frozen=True)
class Measures:
    """How good one model's forecasts of orders were, over all clients and days they were made for.

    mae: of the expected number; mae_median: of the median, the forecast with the smallest mean absolute error; bias: of
    the total (+.1 is a tenth too many, None when nobody ordered); log_likelihood: of the held-out numbers of orders.
    """

    forecasts: int
    expected: float
    actual: float
    bias: float | None
    mae: float
    mae_median: float
    rmse: float
    log_likelihood: float
    chances: Chances
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True)
class NaiveMeasures:
    """The same of a rule of thumb. "own_rate": repeat orders go on at each client's rate so far; "last_period": as many
    repeat orders as in the same number of days before."""

    mae: float
    rmse: float
    bias: float | None


def outcome(
    model: OrdersModel[Any], parameters: Any, known: Known, histories: Histories, actual: Floats, *, horizon: float
) -> Outcome:
    """Forecasts of everybody known, beside `actual`, the order days of the next `horizon` (unit of known)."""
    ahead = look_ahead(model, parameters, histories, horizon=horizon)
    place = histories.place
    intervals = {found.level: (found.low[place], found.high[place], found.inside[place]) for found in ahead.intervals}
    score = log_scores(model, parameters, (known.x, known.t_x, known.T), actual, horizon=horizon)
    return Outcome(known.who, actual, ahead.expected[place], ahead.median[place], ahead.buys[place], score, intervals)


def measured(outcomes: Sequence[Outcome]) -> Measures:
    """The measures of all these forecasts together."""
    actual, expected, median, buys, score = (
        np.concatenate([getattr(found, name) for found in outcomes])
        for name in ("actual", "expected", "median", "buys", "score")
    )
    covered = []
    for level in LEVELS:
        low, high, inside = (np.concatenate([found.intervals[level][part] for found in outcomes]) for part in range(3))
        covered.append(measures.coverage(low, high, inside, actual, level=level))
    return Measures(
        forecasts=actual.size,
        expected=float(expected.sum()),
        actual=float(actual.sum()),
        bias=measures.bias_in_total(expected, actual),
        mae=measures.mean_absolute_error(expected, actual),
        mae_median=measures.mean_absolute_error(median, actual),
        rmse=measures.root_mean_square_error(expected, actual),
        log_likelihood=float(score.sum()),
        chances=measures.chances(buys, actual > 0),
        coverage=tuple(covered),
    )


def naive(base: Ledger, known: Known, *, horizon_days: int) -> dict[str, Floats]:
    """Forecasts of the rules of thumb, by name."""
    rate = np.divide(known.x, known.T, out=np.zeros_like(known.x), where=known.T > 0)
    after = known.day - horizon_days
    recent = counts_between(base, after, known.day, who=known.who)
    firsts = base.first_days[known.who] > after
    return {"own_rate": rate * horizon_days / known.unit_days, "last_period": recent.astype(np.float64) - firsts}


def naive_measured(forecasts: Sequence[Floats], actual: Sequence[Floats]) -> NaiveMeasures:
    """The measures of a rule of thumb over several days."""
    told, came = np.concatenate(forecasts), np.concatenate(actual)
    return NaiveMeasures(
        measures.mean_absolute_error(told, came),
        measures.root_mean_square_error(told, came),
        measures.bias_in_total(told, came),
    )
