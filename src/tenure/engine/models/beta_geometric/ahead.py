"""What a client will do: expected orders, the chance of each number of them, and what they are worth discounted.

Given that the client is active with j stages of the current gap struck, the y-th order ahead comes within the horizon
if the clock strikes at least ky - j times and the client has not left after one of the y - 1 orders before it. The two
are independent: the strikes are negative binomial, the leaving beta-geometric. So
    P(Y >= y) = P(active) * sum over j of P(j) * B(a, stayed + y - 1) / B(a, stayed) * I_z(ky - j, shape + j),
z = horizon / (rate + horizon), exactly, for every k.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.compiled import compiled
from tenure.engine.models.beta_geometric.parameters import BetaGeometric, State, ln_stayed, state
from tenure.engine.models.shape import histories_of, horizon_of, orders_of
from tenure.engine.tuples import Floats, Ints, coded, ranked

# An order ahead with less chance than this share of the expectation ends the sum.
NEGLIGIBLE = 1e-12
MOST_STRIKES = 1_000_000
TINY = 1e-280
# Histories so few that it does not matter how they are computed.
FEW = 64


@compiled
def _expected(shape, stayed, z, first, k, a):  # type: ignore[no-untyped-def]
    """Expected orders of an active client whose next order takes `first` strikes and every further one k."""
    ln_pmf = shape * math.log1p(-z)
    pmf, beyond = math.exp(ln_pmf), -math.expm1(ln_pmf)
    ln_z = math.log(z)
    due, orders, stays, total = first, 0.0, 1.0, 0.0
    for n in range(1, MOST_STRIKES):
        if n == due:
            total += stays * beyond
            if stays * beyond <= NEGLIGIBLE * total:
                break
            if a > 0.0:
                stays *= (stayed + orders) / (a + stayed + orders)
            orders += 1.0
            due += k
        ratio = (shape + n - 1.0) / n
        if pmf > TINY:
            pmf *= z * ratio
        else:
            ln_pmf += ln_z + math.log(ratio)
            pmf = math.exp(ln_pmf)
        beyond = max(beyond - pmf, 0.0)
    return total


@compiled
def _expected_table(shape, rate, stayed, horizons, first, k, a, out):  # type: ignore[no-untyped-def]
    for h in range(horizons.size):
        for i in range(shape.size):
            z = horizons[h] / (rate[i] + horizons[h])
            out[h, i] = _expected(shape[i], stayed[i], z, first, k, a) if z > 0.0 else 0.0


@compiled
def _expected_each(shape, rate, stayed, horizon, first, k, a, out):  # type: ignore[no-untyped-def]
    for i in range(shape.size):
        z = horizon[i] / (rate[i] + horizon[i])
        out[i] = _expected(shape[i], stayed[i], z, first, k, a) if z > 0.0 else 0.0


def expected_orders(
    parameters: BetaGeometric, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: ArrayLike
) -> Floats:
    """Orders expected in (T, T + horizon], given the history. Equals equation 10 of Fader, Hardie, Lee (2005).

    Several horizons for all histories at once, `np.array([[30.0], [60.0]])`, are far quicker than one by one.
    """
    x, t_x, T = histories_of(x, t_x, T)
    now, ahead = state(parameters, x, t_x, T), horizon_of(horizon)
    if parameters.a == 0 and parameters.k == 1:
        return now.shape / now.rate * ahead
    pairs = _pairs(parameters, x, T)
    size = np.broadcast(x, ahead).size
    if ahead.size * pairs.shape.size <= 2 * size + FEW:
        return now.p_alive * _by_pairs(parameters, now, pairs, ahead)
    shape, rate, stayed, ahead = np.broadcast_arrays(now.shape, now.rate, now.stayed, ahead)
    shapes, rates, stays, times = (np.ascontiguousarray(column).reshape(-1) for column in (shape, rate, stayed, ahead))
    total, each = np.zeros(shape.shape), np.empty(shape.size)
    for j in range(parameters.k):
        _expected_each(shapes + j, rates, stays, times, parameters.k - j, parameters.k, parameters.a, each)
        total += now.stages[j] * each.reshape(shape.shape)
    return now.p_alive * total


@dataclass(frozen=True)
class Pairs:
    """The distinct pairs of x and T: shape, rate and stayed as in `State`, and where each history stands among them."""

    shape: Floats
    rate: Floats
    stayed: Floats
    place: Ints


def _pairs(parameters: BetaGeometric, x: Floats, T: Floats) -> Pairs:
    x_code, x_values = coded(x.reshape(-1))
    age_code, age_values = coded(T.reshape(-1))
    place, found = ranked(x_code * age_values.size + age_code, x_values.size * age_values.size)
    orders, ages = x_values[found // max(age_values.size, 1)], age_values[found % max(age_values.size, 1)]
    stayed = parameters.b + orders + parameters.leaves_at_start
    return Pairs(parameters.r + parameters.k * orders, parameters.alpha + ages, stayed, place.reshape(x.shape))


def _by_pairs(parameters: BetaGeometric, now: State, pairs: Pairs, ahead: Floats) -> Floats:
    """Expected orders of active clients, computed once for each pair and horizon: given the stages struck, t_x says no
    more."""
    horizons, which = ahead.reshape(-1), np.arange(ahead.size).reshape(ahead.shape)
    table = np.empty((horizons.size, pairs.shape.size))
    total = np.zeros(np.broadcast_shapes(ahead.shape, now.shape.shape))
    for j in range(parameters.k):
        first, shape = parameters.k - j, pairs.shape + j
        _expected_table(shape, pairs.rate, pairs.stayed, horizons, first, parameters.k, parameters.a, table)
        total += now.stages[j] * table[which, pairs.place]
    return total


def expected_orders_new(parameters: BetaGeometric, *, horizon: ArrayLike) -> Floats:
    """Repeat orders a new client is expected to place within `horizon` of the first order."""
    return expected_orders(parameters, 0.0, 0.0, 0.0, horizon=horizon)


def p_orders(
    parameters: BetaGeometric, n: ArrayLike, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: ArrayLike
) -> Floats:
    """Probability of exactly n orders in (T, T + horizon], given the history; n is broadcast against the history."""
    orders, ahead = orders_of(n), horizon_of(horizon)
    now = state(parameters, x, t_x, T)
    share = ahead / (now.rate + ahead)
    total = np.zeros(np.broadcast_shapes(orders.shape, now.shape.shape, share.shape))
    for j in range(parameters.k):
        total = total + now.stages[j] * _exactly(parameters, now, j, orders, share)
    return now.p_alive * total + np.where(orders == 0, 1 - now.p_alive, 0.0)


def _exactly(parameters: BetaGeometric, now: State, j: int, orders: Floats, share: Floats) -> Floats:
    """Of an active client with j stages struck. A sum of positive terms, so that small chances keep their digits."""
    k, shape = parameters.k, now.shape + j
    due = orders * k - j
    total = np.zeros(np.broadcast_shapes(orders.shape, shape.shape, share.shape))
    stayed = np.exp(ln_stayed(parameters, now.stayed, orders))
    for strikes in range(k):
        total = total + np.where(due + strikes >= 0, stayed * _strikes(due + strikes, shape, share), 0.0)
    if parameters.a == 0:
        return total
    before = np.exp(ln_stayed(parameters, now.stayed, np.maximum(orders - 1, 0)))
    leaves = parameters.a / (parameters.a + now.stayed + np.maximum(orders - 1, 0))
    at_least = special.betainc(np.maximum(due, 1), shape, share)
    return total + np.where(orders > 0, before * leaves * at_least, 0.0)


def _strikes(n: Floats, shape: Floats, share: Floats) -> Floats:
    """Chance of exactly n strikes; negative binomial."""
    n = np.maximum(n, 0.0)
    ways = -special.betaln(n + 1, shape) - np.log(n + shape)
    return np.exp(ways + special.xlog1py(shape, -share) + special.xlogy(n, share))


def p_orders_new(parameters: BetaGeometric, n: ArrayLike, *, horizon: ArrayLike) -> Floats:
    """Probability that a new client places exactly n repeat orders within `horizon` of the first order."""
    return p_orders(parameters, n, 0.0, 0.0, 0.0, horizon=horizon)
