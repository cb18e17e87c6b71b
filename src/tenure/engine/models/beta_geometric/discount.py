"""Orders ahead without end, each worth less the later it comes.

Given the rate of stages l and the chance of leaving p, an order that takes m strikes is worth rho^m, rho = l / (l +
rate) with continuous discounting. Summed over all orders ahead of an active client with j stages struck:
    rho^(k-j) * E[1 / (1 - (1-p) rho^k)],   p ~ beta(a, stayed),   l ~ gamma(shape + j, alpha + T).
Both expectations are integrals of smooth functions over the whole line once written in logit p and ln l; the trapezoid
rule then converges faster than any power of its step.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.compiled import compiled
from tenure.engine.models.beta_geometric.parameters import BetaGeometric, state
from tenure.engine.models.shape import discount_rate_of
from tenure.engine.tuples import Floats, levels_of

# Steps: at most so wide, and at most so wide in standard deviations of what is averaged over.
WIDEST = 0.3
FINE = 0.7
# What lies beyond e^-DEEP of the peak is left out.
DEEP = 37.0


def discounted_orders(parameters: BetaGeometric, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, rate: float) -> Floats:
    """Orders ahead of each client without end, each worth exp(-rate * time until it); rate per unit of time.

    Fader, Hardie, Lee (2005) call it DERT. Raises BadInput where the rate is not above zero.
    """
    rate = discount_rate_of(rate)
    now = state(parameters, x, t_x, T)
    total = np.zeros(now.shape.size)
    shapes, place = levels_of(now.shape.reshape(-1))
    order = np.argsort(place, kind="stable")
    ends = np.cumsum(np.bincount(place))
    for level, shape in enumerate(shapes):
        rows = order[ends[level - 1] if level else 0 : ends[level]]
        stayed = float(now.stayed.reshape(-1)[rows[0]])
        paces = now.rate.reshape(-1)[rows]
        grid = _grid(shape, parameters.k, paces)
        worth = _worth(parameters, stayed, grid, rate)
        for j in range(parameters.k):
            ahead = worth * np.exp((parameters.k - j) * _ln_kept(grid, rate))
            each = np.empty(rows.size)
            _averaged(grid, ahead, shape + j, np.log(paces), special.gammaln(shape + j), each)
            total[rows] += now.stages[j].reshape(-1)[rows] * each
    return now.p_alive * total.reshape(now.shape.shape)


def _ln_kept(ln_pace: Floats, rate: float) -> Floats:
    """ln rho."""
    return -np.logaddexp(0.0, np.log(rate) - ln_pace)


def _grid(shape: float, k: int, paces: Floats) -> Floats:
    """Even points of ln l that hold gamma(shape + j, pace) for all j and paces. An order needs a strike, which takes
    one more power of l at the lower end."""
    step = min(WIDEST, FINE / np.sqrt(shape + k))
    deep = max(DEEP / (shape + 1), 9 / np.sqrt(shape))
    low = np.log(shape / paces.max()) - deep
    high = np.log((shape + k) / paces.min()) + min(9 / np.sqrt(shape), np.log1p(DEEP / shape) + 1.0)
    return np.arange(low, high + step, step)


def _worth(parameters: BetaGeometric, stayed: float, ln_pace: Floats, rate: float) -> Floats:
    """E[1 / (1 - (1-p) rho^k)] at each point of ln l."""
    lost = -np.expm1(parameters.k * _ln_kept(ln_pace, rate))
    a, b = parameters.a, stayed
    if a == 0:
        return 1 / lost
    # Shapes below 1 have long tails: one step up in both, and back by the recurrences of the integral.
    up = _mean_inverse(a + 1, b + 1, lost)
    with_a = 1 + (1 - lost) * b / (a + 1 + b) * up
    return (1 - (1 - lost) * a / (a + b) * with_a) / lost


def _mean_inverse(a: float, b: float, lost: Floats) -> Floats:
    """E[1 / (p + (1-p) lost)] under beta(a, b), a and b at least 1, by the trapezoid rule in logit p."""
    spread = np.sqrt(1 / a + 1 / b)
    step = min(WIDEST, FINE * spread)
    middle = np.log(a / b)
    low = middle - max(9 * spread, DEEP / a - np.log(lost.min()) if a < 30 else 0.0)
    high = middle + max(9 * spread, DEEP / b)
    points = np.arange(low, high + step, step)
    weights = step * np.exp(-a * np.logaddexp(0, -points) - b * np.logaddexp(0, points) - special.betaln(a, b))
    leaves, stays = special.expit(points), special.expit(-points)
    return (weights / (leaves + stays * lost[:, None])).sum(axis=1)


@compiled
def _averaged(grid, values, shape, ln_paces, ln_gamma, out):  # type: ignore[no-untyped-def]
    """Mean of `values` over gamma(shape, pace) for each pace."""
    step = grid[1] - grid[0]
    for i in range(ln_paces.size):
        total = 0.0
        for n in range(grid.size):
            scaled = grid[n] + ln_paces[i]
            if scaled < 6.6:
                total += values[n] * np.exp(shape * scaled - np.exp(scaled) - ln_gamma)
        out[i] = total * step
