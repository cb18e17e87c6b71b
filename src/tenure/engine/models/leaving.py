"""Clients who may leave before each of a row of opportunities, with a chance that differs: beta(gamma, delta) among them.

What BG/BB and the shifted-beta-geometric model share. gamma = 0: nobody leaves.
"""

import math

import numpy as np
from scipy import special

from tenure.engine.models.pareto.integral import integral
from tenure.engine.tuples import Floats, levels_of

RAREST = 1e-15  # a chance of leaving below it is no chance, and its reciprocal still a whole number


def ln_stays(gamma: float, delta: Floats | float, k: Floats | float) -> Floats:
    """ln of the chance of staying k opportunities."""
    start, ends = np.asarray(delta, dtype=np.float64), np.asarray(delta + k, dtype=np.float64)
    first = special.gammaln(start) - special.gammaln(gamma + start)
    return np.asarray(special.gammaln(ends) - special.gammaln(gamma + ends) - first)


def time_active(gamma: float, delta: Floats, horizon: Floats) -> Floats:
    """Expected number of the next `horizon` opportunities at which a client active now still is; whole horizons."""
    ends, place = levels_of(delta.ravel())
    steps = np.arange(int(horizon.max(initial=0)))
    stays = np.exp(np.cumsum(-np.log1p(gamma / (ends[:, None] + steps)), axis=1))
    summed = np.concatenate((np.zeros((ends.size, 1)), np.cumsum(stays, axis=1)), axis=1)
    place, ahead = np.broadcast_arrays(place.reshape(delta.shape), horizon.astype(np.int64))
    return np.asarray(summed[place, ahead])


def perpetual(gamma: float, delta: float, rate: float) -> float:
    """Sum over k = 1, 2, ... of exp(-rate k) times the chance of staying k opportunities; rate > 0.

    delta / (gamma + delta) e^-rate F(delta + 1, 1; gamma + delta + 1; e^-rate), its F written as the integral of
    `pareto.integral`, which stays exact as the rate goes to zero.
    """
    left = -math.expm1(-rate)
    if gamma == 0:
        return math.exp(-rate) / left
    value = integral(delta + 1, gamma, 1.0, left, 0.0)[0]
    return delta * math.exp(value + (gamma - 1) * math.log(left) - rate)


def draw_stays(gamma: float, delta: Floats, generator: np.random.Generator) -> Floats:
    """For how many opportunities clients stay, one draw for each delta."""
    if gamma == 0:
        return np.full_like(delta, np.inf)
    return generator.geometric(np.maximum(generator.beta(gamma, delta), RAREST)).astype(np.float64) - 1
