"""The next months of a client as a distribution: how many orders, and what they bring, with intervals.

The number of orders comes from `models.prediction`, mixed over draws of the model's parameters. The value of y orders
under Gamma-Gamma is a beta prime variable; it is mixed over y, and over draws of the value model's parameters.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.compiled import compiled
from tenure.engine.errors import EngineError
from tenure.engine.models import gamma_gamma
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.models.prediction import Prediction, predict
from tenure.engine.models.shape import OrdersModel
from tenure.engine.models.uncertainty import draw_parameters
from tenure.engine.tuples import Floats, Histories

COVER = 0.8
# So many histories times stages times draws are worked through. A base too large for many draws knows its parameters
# to a few parts in a thousand, and what they may be off by adds nothing to the interval of a client.
WORK = 2_000_000
MOST_DRAWS = 24
VALUE_DRAWS, VALUE_CLIENTS = 8, 20_000
LEAST_Q = 1.2  # as in the fit: below it values hardly have a mean


def orders_ahead(
    model: OrdersModel[Any], parameters: Any, histories: Histories, *, horizon: float
) -> tuple[Prediction, int]:
    """The distribution of the orders in the next `horizon` of each history, and how many draws of the parameters it is
    mixed over; 1 where the likelihood has no peak to draw around, or the base is large."""
    cost = histories.x.size * getattr(parameters, "k", 1)
    many = int(np.clip(WORK // max(cost, 1), 1, MOST_DRAWS))
    draws = [parameters] if many == 1 else _drawn(model.NAMES, parameters, many)
    found = predict(model, draws, histories.x, histories.t_x, histories.T, horizon=horizon, cover=COVER)
    return found, len(draws)


def value_draws(parameters: GammaGammaParameters, clients: int) -> list[GammaGammaParameters]:
    """Parameters of the value model as the data allow them; the fitted ones alone where the base is large."""
    if clients > VALUE_CLIENTS:
        return [parameters]
    drawn = _drawn(gamma_gamma.NAMES, parameters, VALUE_DRAWS)
    return [GammaGammaParameters(one.p, max(one.q, LEAST_Q), one.v) for one in drawn]


def _drawn(names: tuple[str, ...], parameters: Any, draws: int) -> list[Any]:
    """Draws that are the same for the same parameters."""
    try:
        return draw_parameters(names, parameters, draws, np.random.default_rng(draws))
    except EngineError:
        return [parameters]


@compiled
def _chance_up_to(value, node, orders, chance, none, shape, weight, scale):  # type: ignore[no-untyped-def]
    """P(value of all orders <= value), mixed over draws of weight and scale; Paulson's normal form of the F distribution
    for each number of orders."""
    reached = none
    for d in range(weight.size):
        second = 2.0 / (9.0 * 2.0 * weight[d])
        for j in range(orders.shape[1]):
            if chance[node, j] <= 0.0:
                break
            ahead = shape * orders[node, j]
            first = 2.0 / (9.0 * 2.0 * ahead)
            root = (value / scale[d] * weight[d] / ahead) ** (1.0 / 3.0)
            score = ((1.0 - second) * root - (1.0 - first)) / math.sqrt(second * root * root + first)
            reached += chance[node, j] * 0.5 * math.erfc(-score * 0.7071067811865476) / weight.size
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
    prediction: Prediction, place: ArrayLike, *, shape: Floats, weight: Floats, total: Floats
) -> tuple[Floats, Floats, Floats]:
    """(expected, low, high) of what each client brings within the horizon of the prediction.

    place: position of each client's history in `prediction`; shape: evenness p of the client's values; weight, total:
    the inverse-gamma distribution of its mean value (gamma_gamma.posterior), one row a client and one column a draw of
    the value model. The interval follows the rule of `Prediction`, and always reaches up to the expectation.
    """
    place = np.asarray(place, dtype=np.int64)
    worth = (total / np.maximum(weight - 1, 1e-9)).mean(axis=1)
    expected = prediction.expected[place] * worth
    low, high = np.zeros_like(expected), np.zeros_like(expected)
    nodes = (prediction.node_orders, prediction.node_chance, prediction.chance_of_none)
    _value_bounds(place, *nodes, prediction.cover, shape, weight, total / shape[:, None], expected, low, high)
    return expected, low, high
