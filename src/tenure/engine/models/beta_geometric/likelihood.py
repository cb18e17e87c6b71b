"""The likelihood of the family with its gradient, over distinct histories."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.compiled import compiled
from tenure.engine.models.beta_geometric.parameters import BetaGeometric, ln_stayed, stage_terms
from tenure.engine.models.shape import histories_of
from tenure.engine.tuples import Floats, Histories, Ints, levels_of

NO_GAP = 1e-300


@dataclass(frozen=True)
class Base:
    """Histories with what every evaluation of the likelihood needs and no parameter changes.

    orders, ends, lasts: the distinct x, T and t_x; of_x, of_end, of_last: where each history's value stands among them.
    by_x: clients with each x.
    """

    histories: Histories
    orders: Floats
    ends: Floats
    lasts: Floats
    of_x: Ints
    of_end: Ints
    of_last: Ints
    by_x: Floats
    clients: float


def base_of(histories: Histories) -> Base:
    """The histories made ready for `log_likelihood`."""
    columns = (histories.x, histories.T, histories.t_x)
    (orders, of_x), (ends, of_end), (lasts, of_last) = (levels_of(column) for column in columns)
    by_x = np.bincount(of_x, weights=histories.count).astype(np.float64)
    return Base(histories, orders, ends, lasts, of_x, of_end, of_last, by_x, float(by_x.sum()))


@compiled
def _summed(x, t_x, T, count, of_x, of_end, of_last, by_x, ends, lasts, r, k, out):  # type: ignore[no-untyped-def]
    """Adds up what depends on more than x, with the gradient over (r, alpha, a, b), into `out`.

    by_x: rows of ln odds of leaving against staying, and its slope over b, for each distinct x. ends, lasts: rows of
    ln(alpha + t) and 1 / (alpha + t) for each distinct T and t_x.
    """
    for i in range(x.size):
        n = count[i]
        shape = r + k * x[i]
        end, last = of_end[i], of_last[i]
        # Orders due but not yet placed: 1 for k = 1, a sum over the stages struck since the last order otherwise.
        total, active, by_shape, by_rate = 1.0, 0.0, 0.0, 0.0
        if k > 1:
            passed = (T[i] - t_x[i]) * ends[1, end]
            term, risen = 1.0, 0.0
            for j in range(1, k):
                risen += 1.0 / (shape + j - 1.0)
                term *= (shape + j - 1.0) / j * passed
                total += term
                by_shape += term * risen
                by_rate += term * j
            active = math.log(total)
            by_shape, by_rate = by_shape / total, by_rate / total
        odds = by_x[0, of_x[i]] + shape * (ends[0, end] - lasts[0, last]) - active
        if odds > 0.0:
            rest = math.exp(-odds)
            left = 1.0 / (1.0 + rest)
            value = odds + math.log1p(rest)
        else:
            rest = math.exp(odds)
            left = rest / (1.0 + rest)
            value = math.log1p(rest)
        stays = 1.0 - left
        out[0] += n * (active + value - shape * ends[0, end])
        out[1] += n * (stays * (by_shape - ends[0, end]) - left * lasts[0, last])
        out[2] -= n * (stays * (shape + by_rate) * ends[1, end] + left * shape * lasts[1, last])
        out[3] += n * left
        out[4] += n * left * by_x[1, of_x[i]]


def log_likelihood(base: Base, parameters: BetaGeometric) -> tuple[float, Floats]:
    """ln L of the base and its gradient over (r, alpha, a, b); the slope over a is 0 where a = 0.

    Fader, Hardie, Lee (2005), equation 6, for k = 1; Reutterer, Platzer, Schroeder (2021), equation 4, for k > 1.
    """
    r, alpha, a, b, k = (getattr(parameters, name) for name in ("r", "alpha", "a", "b", "k"))
    data, x = base.histories, base.orders
    out = np.zeros(5)
    arrays = (data.x, data.t_x, data.T, data.count, base.of_x, base.of_end, base.of_last)
    ends, lasts = (np.stack((np.log(alpha + times), 1 / (alpha + times))) for times in (base.ends, base.lasts))
    _summed(*arrays, _odds(parameters, x), ends, lasts, r, k, out)
    clients = base.by_x
    shape, chances = r + k * x, x + parameters.leaves_at_start
    value, slope = out[0], out[1:]
    value += clients @ (special.gammaln(shape) - special.gammaln(r) + r * math.log(alpha))
    slope[0] += clients @ (special.digamma(shape) - special.digamma(r) + math.log(alpha))
    slope[1] += base.clients * r / alpha
    if a > 0:
        value += clients @ (special.betaln(a, b + chances) - special.betaln(a, b))
        shared = special.digamma(a + b) - special.digamma(a + b + chances)
        slope[2] = slope[2] / a + clients @ shared
        slope[3] += clients @ (shared + special.digamma(b + chances) - special.digamma(b))
    return float(value), slope


def _odds(parameters: BetaGeometric, x: Floats) -> Floats:
    """Rows for each x: ln of a / (b + coins tossed before the last one), and its slope over b."""
    if parameters.a == 0:
        return np.stack((np.full(x.size, -np.inf), np.zeros(x.size)))
    tossed = x - 1 + parameters.leaves_at_start
    may_leave = tossed >= 0
    before = np.where(may_leave, parameters.b + tossed, 1.0)
    odds = np.where(may_leave, math.log(parameters.a) - np.log(before), -np.inf)
    return np.stack((odds, np.where(may_leave, -1 / before, 0.0)))


def timing(histories: Histories, k: int) -> float:
    """What the times of the orders within the histories add to ln L: nothing for k = 1.

    From the sum of ln gap where it is known. Otherwise from t_x alone, the earlier orders integrated out: the density
    of t_x against that of an order at any moment, so that every k can still be compared with every other.
    """
    if k == 1:
        return 0.0
    if histories.gap_logs is not None:
        orders = float(histories.count @ histories.x)
        return (k - 1) * histories.gap_logs - orders * math.lgamma(k)
    return float(histories.count @ _timing_each(histories.x, histories.t_x, k))


def _timing_each(x: Floats, t_x: Floats, k: int) -> Floats:
    repeats = np.maximum(x, 1.0)
    value = (k - 1) * x * np.log(np.maximum(t_x, NO_GAP)) - special.gammaln(k * repeats) + special.gammaln(repeats)
    return np.where(x > 0, value, 0.0)


def log_likelihoods(
    parameters: BetaGeometric, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, gap_logs: ArrayLike | None = None
) -> Floats:
    """ln L of each history, constants included.

    gap_logs: sum of ln gap of each, which says more where k > 1; without it the earlier orders are integrated out.
    """
    x, t_x, T = histories_of(x, t_x, T)
    r, alpha, k = parameters.r, parameters.alpha, parameters.k
    shape, tossed = r + k * x, x + parameters.leaves_at_start
    ends, lasts = np.log(alpha + T), np.log(alpha + t_x)
    open_ = np.log(stage_terms(shape, (T - t_x) / (alpha + T), k).sum(axis=0))
    left = _odds(parameters, x.reshape(-1))[0].reshape(x.shape) + shape * (ends - lasts)
    value = special.gammaln(shape) - special.gammaln(r) + r * math.log(alpha) - shape * ends
    value = value + np.logaddexp(open_, left)
    value = value + ln_stayed(parameters, np.asarray(parameters.b), tossed)
    if k == 1:
        return value
    if gap_logs is None:
        return value + _timing_each(x, t_x, k)
    return value + np.where(x > 0, (k - 1) * np.asarray(gap_logs, dtype=np.float64) - x * math.lgamma(k), 0.0)
