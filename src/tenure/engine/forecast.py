"""The next months of a client as a distribution: how many orders, and what they bring, with intervals.

Exact under BG/NBD. Given the rate and the chance of leaving, "at least y orders" means: y - 1 of them did not end the
relationship, and the clock struck at least y times. The two are independent given that the client is active, so
    P(Y >= y) = P(active) * B(a, b+x+y-1) / B(a, b+x) * I_z(y, r+x),   z = horizon / (alpha + T + horizon).
The value of y orders under Gamma-Gamma is a beta prime variable; the two are mixed over y. What the parameters
themselves may be off by is not in the intervals.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.compiled import compiled
from tenure.engine.errors import BadInput
from tenure.engine.models.beta_geometric.parameters import BetaGeometric, p_alive
from tenure.engine.tuples import Floats

NODES = 24
MOST_ORDERS = 100_000


@dataclass(frozen=True)
class Forecast:
    """Per history: expected orders, the interval holding them with probability `cover`, the orders in NODES groups.

    node_orders, node_chance: shape (histories, NODES), mean number of orders of a group and its probability; groups of
    one number each where numbers are few. chance_of_none: probability of no order at all.
    """

    expected: Floats
    low: Floats
    high: Floats
    chance_of_none: Floats
    node_orders: Floats
    node_chance: Floats
    cover: float


@compiled
def _walk(x, T, active, horizon, r, alpha, a, b, cover, orders, chance):  # type: ignore[no-untyped-def]
    """Walks y upwards for one history until nothing is left; fills its groups, returns (expected, low, high, none)."""
    tail = (1.0 - cover) / 2.0
    ln_z = math.log(horizon / (alpha + T + horizon))
    ln_pmf = (r + x) * (math.log(alpha + T) - math.log(alpha + T + horizon))
    above, stayed, total = -math.expm1(ln_pmf), 1.0, 0.0
    at_least = active * above
    none = 1.0 - at_least
    # The share left outside below: nothing can be below zero orders.
    below = 0.0 if none >= tail else tail
    low = 0.0 if none > tail else -1.0
    high = 0.0 if none >= cover else -1.0
    node, mass, moment = 0, 0.0, 0.0
    for y in range(1, MOST_ORDERS):
        total += at_least
        ln_pmf += ln_z + math.log((r + x + y - 1.0) / y)
        above = max(above - math.exp(ln_pmf), 0.0)
        if a > 0.0:
            stayed *= (b + x + y - 1.0) / (a + b + x + y - 1.0)
        beyond = active * stayed * above
        mass += at_least - beyond
        moment += (at_least - beyond) * y
        if low < 0.0 and 1.0 - beyond > tail:
            low = y
        if high < 0.0 and 1.0 - beyond >= cover + below:
            high = y
        done = beyond < 1e-7
        if mass > 0.0 and (done or (node < NODES - 1 and mass >= 1.0 / (NODES - 2))):
            orders[node], chance[node] = moment / mass, mass
            node, mass, moment = node + 1, 0.0, 0.0
        if done:
            break
        at_least = beyond
    # Only a client of a hundred thousand orders a horizon gets here without an end: its count is as good as certain.
    return total, total if low < 0.0 else low, total if high < 0.0 else high, none


@compiled
def _orders(x, T, active, horizon, r, alpha, a, b, cover, found, orders, chance):  # type: ignore[no-untyped-def]
    """`_walk` for every history; `found` gets its four numbers."""
    for i in range(x.size):
        found[:, i] = _walk(x[i], T[i], active[i], horizon, r, alpha, a, b, cover, orders[i], chance[i])


def forecast_orders(
    parameters: BetaGeometric, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: float, cover: float = 0.8
) -> Forecast:
    """Distribution of the number of orders in the next `horizon` (unit of T), for each history.

    The interval leaves out (1 - cover) / 2 on each side; where no order at all is likelier than that, it starts at 0
    and leaves everything out above, so that it holds `cover` and not more than whole numbers force it to.
    """
    if not 0 < cover < 1 or horizon <= 0:
        raise BadInput("horizon_or_cover", "The horizon must be above zero and the cover between 0 and 1")
    x, t_x, T = (np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in (x, t_x, T))
    active = p_alive(parameters, x, t_x, T)
    found, orders, chance = np.zeros((4, T.size)), np.zeros((T.size, NODES)), np.zeros((T.size, NODES))
    fitted = (parameters.r, parameters.alpha, parameters.a, parameters.b)
    _orders(x, T, active, horizon, *fitted, cover, found, orders, chance)
    expected, low, high, none = found
    return Forecast(expected, low, high, none, orders, chance, cover)


@compiled
def _chance_up_to(value, node, orders, chance, none, shape, weight, scale):  # type: ignore[no-untyped-def]
    """P(value of all orders <= value); Paulson's normal form of the F distribution for each number of orders."""
    reached = none
    second = 2.0 / (9.0 * 2.0 * weight)
    for j in range(orders.shape[1]):
        if chance[node, j] <= 0.0:
            break
        ahead = shape * orders[node, j]
        first = 2.0 / (9.0 * 2.0 * ahead)
        root = (value / scale * weight / ahead) ** (1.0 / 3.0)
        score = ((1.0 - second) * root - (1.0 - first)) / math.sqrt(second * root * root + first)
        reached += chance[node, j] * 0.5 * math.erfc(-score * 0.7071067811865476)
    return reached


@compiled
def _quantile(goal, start, node, orders, chance, none, shape, weight, scale):  # type: ignore[no-untyped-def]
    """The value below which lies `goal`, to 2e-4 of probability: false position (Illinois) in logarithms."""
    low = high = math.log(start)
    under = over = _chance_up_to(start, node, orders, chance, none, shape, weight, scale) - goal
    step = 0.7
    while under > 0.0 and low > -700.0:
        high, over = low, under
        low -= step
        step *= 2.0
        under = _chance_up_to(math.exp(low), node, orders, chance, none, shape, weight, scale) - goal
    while over < 0.0 and high < 700.0:
        low, under = high, over
        high += step
        step *= 2.0
        over = _chance_up_to(math.exp(high), node, orders, chance, none, shape, weight, scale) - goal
    side = 0
    for _ in range(60):
        if abs(under) < 2e-4:
            return math.exp(low)
        if abs(over) < 2e-4 or high - low < 1e-6:
            return math.exp(high)
        middle = high - over * (high - low) / (over - under)
        off = _chance_up_to(math.exp(middle), node, orders, chance, none, shape, weight, scale) - goal
        if off < 0.0:
            low, under = middle, off
            over = over * 0.5 if side < 0 else over
            side = -1
        else:
            high, over = middle, off
            under = under * 0.5 if side > 0 else under
            side = 1
    return math.exp(0.5 * (low + high))


@compiled
def _value_bounds(place, orders, chance, none, cover, shape, weight, scale, expected, low, high):  # type: ignore[no-untyped-def]
    tail = (1.0 - cover) / 2.0
    for i in range(place.size):
        node = place[i]
        if expected[i] <= 0.0:
            continue
        below = 0.0
        if none[node] < tail:
            below = tail
            low[i] = _quantile(tail, expected[i], node, orders, chance, none[node], shape[i], weight[i], scale[i])
        if none[node] < cover:
            goal = cover + below
            high[i] = _quantile(goal, expected[i], node, orders, chance, none[node], shape[i], weight[i], scale[i])
        high[i] = max(high[i], expected[i])


def value_interval(
    forecast: Forecast, place: ArrayLike, *, shape: Floats, weight: Floats, total: Floats
) -> tuple[Floats, Floats, Floats]:
    """(expected, low, high) of what each client brings within the forecast's horizon.

    place: position of each client's history in `forecast`; shape: evenness p of the client's values; weight, total: the
    inverse-gamma distribution of its mean value (gamma_gamma.posterior). The interval follows the rule of
    `forecast_orders`, and always reaches up to the expectation.
    """
    place = np.asarray(place, dtype=np.int64)
    expected = forecast.expected[place] * total / np.maximum(weight - 1, 1e-9)
    low, high = np.zeros_like(expected), np.zeros_like(expected)
    nodes = (forecast.node_orders, forecast.node_chance, forecast.chance_of_none)
    _value_bounds(place, *nodes, forecast.cover, shape, weight, total / shape, expected, low, high)
    return expected, low, high
