"""Classes of clients: value A/B/C, frequency and stability X/Y/Z, RFM scores. Equal clients always get equal classes,
except where a share must be cut somewhere: there the order of the keys decides, so that two runs agree."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.tuples import Floats, Ints

Letters = NDArray[np.str_]
A_SHARE = 0.80
B_SHARE = 0.95
X_VARIATION = 0.10
Y_VARIATION = 0.25


def value_order(income: Floats, keys: ArrayLike) -> Ints:
    """Positions from the largest income down, equal ones by key."""
    return np.lexsort((np.asarray(keys), -income))


def abc(income: ArrayLike, keys: ArrayLike, *, a_share: float = A_SHARE, b_share: float = B_SHARE) -> Letters:
    """A while the larger clients together hold less than `a_share` of all positive income, B below `b_share`, else C.

    The share counted is the one *before* the client, so the client that crosses 80 % is still A. No income: C.
    """
    income = np.asarray(income, dtype=np.float64)
    order = value_order(income, keys)
    ranked = np.maximum(income[order], 0.0)
    before = np.concatenate(([0.0], np.cumsum(ranked)[:-1])) if ranked.size else ranked
    total = ranked.sum()
    # Sums of floats: the ninth digit decides nothing a person could see.
    letters = np.where(
        before < a_share * total * (1 - 1e-12), "A", np.where(before < b_share * total * (1 - 1e-12), "B", "C")
    )
    result = np.empty(income.size, dtype="<U1")
    result[order] = np.where(ranked > 0, letters, "C")
    return result


def frequency_class(orders_a_year: ArrayLike) -> Letters:
    """X when at least two thirds of the clients order less often, Y when at least one third does, else Z."""
    rates = np.asarray(orders_a_year, dtype=np.float64)
    ranked = np.sort(rates)
    # Doubled and tripled whole numbers instead of fractions: 2/3 of 9 clients is exactly 6.
    fewer = 3 * np.searchsorted(ranked, rates, side="left")
    return np.where(fewer >= 2 * rates.size, "X", np.where((fewer >= rates.size) & (fewer > 0), "Y", "Z"))


def variation(total: ArrayLike, squares: ArrayLike, months: ArrayLike) -> Floats:
    """Coefficient of variation (population) of monthly amounts from sum and sum of squares; nan when undefined."""
    total, squares, months = (np.asarray(value, dtype=np.float64) for value in (total, squares, months))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / months
        spread = np.sqrt(np.maximum(squares / months - mean * mean, 0.0))
        return np.where((months > 0) & (mean > 0), spread / mean, np.nan)


def stability_class(cv: ArrayLike) -> Letters:
    """X up to 10 % variation, Y up to 25 %, Z above; empty where the variation is not known."""
    cv = np.asarray(cv, dtype=np.float64)
    letters = np.where(cv <= X_VARIATION, "X", np.where(cv <= Y_VARIATION, "Y", "Z"))
    return np.where(np.isnan(cv), "", letters)


def quintile(values: ArrayLike, *, small_is_best: bool = False) -> Ints:
    """Scores 1..5, 5 best: ceil(5 * rank / n), equal values sharing their mean rank."""
    values = np.asarray(values, dtype=np.float64)
    if values.size == 0:
        return np.zeros(0, dtype=np.int64)
    _, place, count = np.unique(-values if small_is_best else values, return_inverse=True, return_counts=True)
    doubled_rank = 2 * np.cumsum(count) - count + 1
    scores = -(-5 * doubled_rank // (2 * values.size))
    return scores[place.reshape(-1)]


def rfm(recency: ArrayLike, frequency: ArrayLike, money: ArrayLike) -> tuple[Ints, Ints, Ints]:
    """The three quintile scores; recency in days since the last order, where few is best."""
    return quintile(recency, small_is_best=True), quintile(frequency), quintile(money)
