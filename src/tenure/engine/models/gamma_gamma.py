"""Gamma-Gamma: what one order day of a client brings.

Source: Fader, Hardie (2013), "The Gamma-Gamma Model of Monetary Value". Values of one client are gamma(p, nu) around
the client's own mean; nu is gamma(q, v) among clients. Value is taken to be independent of how often a client orders;
`independence` says how far that holds.

Returns: what was sent back is netted out of the day it stands on. A client whose days net to nothing or less has no
mean above zero: it is left out of the fit (`fit` refuses it, naming the row), and in predictions its mean counts as
zero, so that it is expected to bring what the base teaches about clients of little value, never a negative sum.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.compiled import compiled
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models.descent import Lowest, Objective, lowest, lowest_of, require_settled, spread
from tenure.engine.models.shape import Fit, Parameters, Table, standard_errors
from tenure.engine.tuples import Floats, Ints, first_rows, levels_of, numbers_of, one_for_each

NAME = "gamma-gamma"
NAMES = ("p", "q", "v")
MINIMUM_CLIENTS = 10
# Of (ln p, ln q, ln v'). Below q = 1 the mean of the base is infinite, and just above it useless: 1.2 is the least.
BOUNDS = ((-6.0, 9.0), (math.log(1.2), 7.0), (-12.0, 16.0))
STARTS = ((1.0, 1.0, 0.0), (0.0, 0.5, 0.5), (2.0, 1.5, -1.0))
PARTS = (2_000, 20_000)
# A search has settled where the likelihood is flat, or where a step further could not raise it by half of that.
WORTH_MORE = 0.02
TINY = 1e-300
NEGLIGIBLE = 0.1
STRONG = 0.3


@dataclass(frozen=True, repr=False)
class GammaGammaParameters(Parameters):
    """v in the unit of the values given, p and q without unit. The verdict of a fit: "ok", "even_value" (all clients
    share one mean, q at its upper bound) or "heavy_tail" (clients differ so much that the base's mean hardly exists,
    q at its lower bound; means of clients with their own orders are hardly touched). Raises BadInput on numbers that
    cannot be parameters."""

    p: float
    q: float
    v: float
    fit: Fit | None = None

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) and value > 0 for value in (self.p, self.q, self.v)):
            raise BadInput("parameters_impossible", f"p = {self.p}, q = {self.q}, v = {self.v} cannot be parameters")


@dataclass(frozen=True)
class Values:
    """Clients' values in the form every evaluation of the likelihood needs.

    counts, clients: distinct numbers of orders and how many clients have each; place: where each client's number stands
    among them; total: the sum of each client's values. by_p, fixed: what p multiplies, and what no parameter touches.
    single: whether the single values are known, not their means alone.
    """

    counts: Floats
    clients: Floats
    place: Ints
    total: Floats
    by_p: float
    fixed: float
    single: bool


def values_of(count: Floats, mean: Floats, logs: Floats | None = None) -> Values:
    """Values from numbers of orders, their means and, where known, sums of ln value by client.

    With the logarithms the likelihood is that of the single values, which tells much more about p; without, that of
    their means alone, as published.
    """
    counts, place = levels_of(count)
    total = count * mean
    clients = np.bincount(place).astype(np.float64)
    # Of the means alone: (p n - 1) ln mean + p n ln n. Of single values: (p - 1) times the sum of their logarithms.
    if logs is None:
        by_p, fixed = float((count * np.log(total)).sum()), -float(np.log(mean).sum())
    else:
        by_p, fixed = float(logs.sum()), -float(logs.sum())
    return Values(counts, clients, place, total, by_p, fixed, logs is not None)


@compiled
def _rates(total, place, v, out):  # type: ignore[no-untyped-def]
    """Sums of ln(v + total) and of its reciprocal, by number of orders."""
    for i in range(total.size):
        out[0, place[i]] += math.log(v + total[i])
        out[1, place[i]] += 1.0 / (v + total[i])


def log_likelihood(values: Values, p: float, q: float, v: float) -> tuple[float, Floats]:
    """ln L of the values and its gradient over (p, q, v). Fader, Hardie (2013), equation 1a."""
    counts, clients = values.counts, values.clients
    sums = np.zeros((2, counts.size))
    _rates(values.total, values.place, v, sums)
    shape = p * counts
    own = counts * special.gammaln(p) if values.single else special.gammaln(shape)
    own_by_p = counts * (special.digamma(p) if values.single else special.digamma(shape))
    value = clients @ (special.gammaln(shape + q) - own - special.gammaln(q) + q * math.log(v))
    risen = special.digamma(shape + q)
    slope = (
        clients @ (counts * risen - own_by_p) + values.by_p - counts @ sums[0],
        clients @ (risen - special.digamma(q) + math.log(v)) - sums[0].sum(),
        clients.sum() * q / v - (shape + q) @ sums[1],
    )
    return float(value + p * values.by_p + values.fixed - (shape + q) @ sums[0]), np.array(slope)


def fit(count: ArrayLike, mean: ArrayLike, *, logs: ArrayLike | None = None) -> GammaGammaParameters:
    """The most likely parameters from clients' numbers of orders and mean values, both positive.

    logs: see `values_of`; the log-likelihood reported is that of single values when they are given. Raises BadInput on
    values that are not positive, NotEnoughData below ten clients, DidNotConverge.
    """
    count, mean = numbers_of(count), numbers_of(mean)
    one_for_each(count, mean)
    wrong = ~(np.isfinite(mean) & (mean > 0) & np.isfinite(count) & (count >= 1))
    if wrong.any():
        remedy = "Leave out clients whose returns outweigh their orders."
        raise BadInput("value_not_positive", "A mean value is not above zero", rows=first_rows(wrong), remedy=remedy)
    if count.size < MINIMUM_CLIENTS or np.all(count == 1):
        raise NotEnoughData("too_few_values", "Too few clients with repeated values", needed=MINIMUM_CLIENTS)
    scale = float(mean.mean())
    own_logs = None if logs is None else np.asarray(logs, dtype=np.float64) - count * math.log(scale)
    best, values = _found(count, mean / scale, own_logs)
    if best.slope @ best.inverse @ best.slope * count.size > WORTH_MORE:
        require_settled(best)
    natural = np.exp(best.point) * np.array([1.0, 1.0, scale])
    even, heavy = best.point[1] > BOUNDS[1][1] - 1e-3, best.point[1] < BOUNDS[1][0] + 1e-3
    covariance = spread(_objective(values), best.point, BOUNDS, count.size)
    errors = standard_errors(NAMES, natural.tolist(), covariance, without=NAMES if even or heavy else ())
    known = count.size if logs is None else float(count.sum())
    said = Fit(
        log_likelihood=-best.value * count.size - known * math.log(scale),
        clients=count.size,
        tuples=count.size,
        verdict="even_value" if even else "heavy_tail" if heavy else "ok",
        standard_errors=errors,
        covariance=covariance,
    )
    p, q, v = map(float, natural)
    return GammaGammaParameters(p, q, v, said)


def _objective(values: Values) -> Objective:
    """Minus the mean ln L and its slope over the logarithms of (p, q, v)."""
    clients = float(values.clients.sum())

    def value_and_slope(theta: Floats) -> tuple[float, Floats]:
        p, q, v = natural = np.exp(theta)
        value, slope = log_likelihood(values, float(p), float(q), float(v))
        return -value / clients, -slope * natural / clients

    return value_and_slope


def _found(count: Floats, mean: Floats, logs: Floats | None) -> tuple[Lowest, Values]:
    """Best of several starts on a part of the clients, then on more of them from where the last search ended."""
    parts = []
    for size in (*(size for size in PARTS if size < count.size), count.size):
        part = slice(None, None, count.size // size)
        parts.append(values_of(count[part], mean[part], None if logs is None else logs[part]))
    best = lowest_of(lowest(_objective(parts[0]), start, BOUNDS) for start in STARTS)
    for values in parts[1:]:
        best = lowest(_objective(values), best.point, BOUNDS, inverse=best.inverse)
    return best, parts[-1]


def expected_mean(
    parameters: GammaGammaParameters, count: ArrayLike, mean: ArrayLike, *, shape: ArrayLike | None = None
) -> Floats:
    """Expected value of the client's next order day, between the client's own mean and that of the base.

    shape: the client's own p (evenness of its values) where it is known better than the base's. A mean below zero
    counts as zero.
    """
    own = np.asarray(parameters.p if shape is None else shape, dtype=np.float64)
    weight, total = posterior(parameters, count, mean, own)
    return total / np.maximum(weight - 1, 1e-9)


def posterior(
    parameters: GammaGammaParameters, count: ArrayLike, mean: ArrayLike, shape: Floats
) -> tuple[Floats, Floats]:
    """(weight, total) of the inverse-gamma distribution of the client's true mean value."""
    count, mean = np.asarray(count, dtype=np.float64), np.maximum(np.asarray(mean, dtype=np.float64), 0.0)
    return parameters.q + shape * count, parameters.p * parameters.v + shape * count * mean


def mean_interval(
    parameters: GammaGammaParameters,
    count: ArrayLike,
    mean: ArrayLike,
    *,
    cover: float = 0.8,
    shape: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """(low, high) between which the client's true mean value lies with probability `cover`, equal tails."""
    if not 0 < cover < 1:
        raise BadInput("horizon_or_cover", "The cover lies between 0 and 1")
    own = np.asarray(parameters.p if shape is None else shape, dtype=np.float64)
    weight, total = posterior(parameters, count, mean, own)
    tail = (1 - cover) / 2
    return total / special.gammainccinv(weight, tail), total / special.gammaincinv(weight, tail)


def simulate(
    parameters: GammaGammaParameters, count: ArrayLike, generator: np.random.Generator
) -> tuple[Floats, Floats]:
    """(mean, logs) of new clients with `count` orders each: mean value, and sum of ln value; 0 where count is 0."""
    count = np.asarray(count, dtype=np.int64)
    client = np.repeat(np.arange(count.size), count.reshape(-1))
    rate = generator.gamma(parameters.q, 1 / parameters.v, count.size)
    value = generator.gamma(parameters.p, 1 / rate[client])
    sums = [
        np.bincount(client, weights=each, minlength=count.size) for each in (value, np.log(np.maximum(value, TINY)))
    ]
    total, logs = np.array(sums, dtype=np.float64).reshape(2, *count.shape)
    return total / np.maximum(count, 1), logs


@dataclass(frozen=True, repr=False)
class Independence(Table):
    """Whether clients who order more often bring more or less an order.

    correlation: Spearman's; low, high: its 95 % interval; p_value: of a correlation as far from none in a base where
    there is none. verdict: "independent" (the correlation is below NEGLIGIBLE, or none cannot be ruled out),
    "weakly_dependent", "dependent" (STRONG or more: values forecast by Gamma-Gamma are off for the frequent clients), or
    "unknown" (fewer than ten clients, or either does not vary), with None for the numbers.
    """

    correlation: float | None
    low: float | None
    high: float | None
    p_value: float | None
    clients: int
    verdict: str


def independence(count: ArrayLike, mean: ArrayLike) -> Independence:
    """The test whether value is independent of frequency, which Gamma-Gamma takes for granted.

    Interval by Fisher's transformation with the variance of Bonett, Wright (2000), Psychometrika 65(1).
    """
    count, mean = np.asarray(count, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    size = count.size
    found = value_frequency_correlation(count, mean)
    if found is None or size < MINIMUM_CLIENTS:
        return Independence(None, None, None, None, size, "unknown")
    off = min(abs(found), 1 - 1e-12)
    freedom = size - 2
    chance = float(2 * special.stdtr(freedom, -off * math.sqrt(freedom / (1 - off * off))))
    reach = special.ndtri(0.975) * math.sqrt((1 + found * found / 2) / (size - 3))
    low, high = (float(math.tanh(math.copysign(math.atanh(off), found) + side * reach)) for side in (-1, 1))
    verdict = "dependent" if off >= STRONG else "weakly_dependent"
    if off < NEGLIGIBLE or low <= 0 <= high:
        verdict = "independent"
    return Independence(found, low, high, chance, size, verdict)


def value_frequency_correlation(count: ArrayLike, mean: ArrayLike) -> float | None:
    """Spearman's correlation between the number of orders and their mean value; None when either does not vary."""
    count, mean = np.asarray(count, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    if count.size < 3 or np.ptp(count) == 0 or np.ptp(mean) == 0:
        return None
    return float(np.corrcoef(_ranks(count), _ranks(mean))[0, 1])


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, equal values sharing their mean rank."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2)[place]
