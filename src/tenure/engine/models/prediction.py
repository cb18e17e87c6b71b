"""The orders ahead of each history as a distribution that also knows what the parameters may be off by.

Given parameters every model says the chance of each number of orders exactly. Mixed over draws of the parameters
(`uncertainty.draw_parameters`, `uncertainty.bootstrap`, `bayes.sample`) it holds both kinds of not knowing, without
simulating a single order: sixteen to thirty-two draws are enough. With one draw it is the model's own distribution.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.compiled import compiled
from tenure.engine.errors import BadInput
from tenure.engine.models.beta_geometric.parameters import BetaGeometric, state
from tenure.engine.models.shape import OrdersModel, histories_of
from tenure.engine.tuples import Floats

NODES = 24
MOST_ORDERS = 100_000
# The sum over numbers of orders ends where all further ones together are less likely than this.
NEGLIGIBLE = 1e-7
BLOCK = 4_096
TINY = 1e-280


@dataclass(frozen=True)
class Prediction:
    """Per history: expected orders, the interval holding them with probability `cover`, the orders in NODES groups.

    node_orders, node_chance: shape (histories, NODES), mean number of orders of a group and its probability; groups of
    one number each where numbers are few. chance_of_none: probability of no order at all. The interval leaves out
    (1 - cover) / 2 on each side; where no order at all is likelier than that, it starts at 0 and leaves everything out
    above, so that it holds `cover` and not more than whole numbers force it to.
    """

    expected: Floats
    low: Floats
    high: Floats
    chance_of_none: Floats
    node_orders: Floats
    node_chance: Floats
    cover: float


def predict(
    model: OrdersModel[Any],
    draws: Sequence[Any],
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    horizon: float,
    cover: float = 0.8,
) -> Prediction:
    """Distribution of the number of orders in (T, T + horizon], for each history, mixed over `draws` of parameters."""
    if not 0 < cover < 1 or not np.isfinite(horizon) or horizon <= 0:
        raise BadInput("horizon_or_cover", "The horizon must be above zero and the cover between 0 and 1")
    if not draws:
        raise BadInput("no_draws", "There are no parameters to predict with")
    columns = histories_of(np.atleast_1d(x), t_x, T)
    size = columns[0].size
    found, orders, chance = np.zeros((4, size)), np.zeros((size, NODES)), np.zeros((size, NODES))
    exact, mixed = all(isinstance(one, BetaGeometric) for one in draws), getattr(model, "mixture", None)
    for rows in _blocks(size):
        part = tuple(column[rows] for column in columns)
        into = (cover, found[:, rows], orders[rows], chance[rows])
        if exact:
            _mixed(*_components(draws, *part, horizon=horizon), *into)
        elif mixed is not None:
            _mixed(*_parts([mixed(one, *part, horizon=horizon) for one in draws]), *into)
            found[0, rows] = np.mean([model.expected_orders(one, *part, horizon=horizon) for one in draws], axis=0)
        else:
            each = [model.expected_orders(one, *part, horizon=horizon) for one in draws]
            found[0, rows] = np.mean(each, axis=0)
            _all_grouped(_chances(model, draws, *part, horizon=horizon), *into)
    expected, low, high, none = found
    return Prediction(expected, low, high, none, orders, chance, cover)


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + BLOCK) for start in range(0, size, BLOCK))


def _components(
    draws: Sequence[BetaGeometric], x: Floats, t_x: Floats, T: Floats, *, horizon: float
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats]:
    """(weight, shape, share, stayed, a, due, k) of each draw and stage of the open gap, the former four by history."""
    rows: list[tuple[Floats, Floats, Floats, Floats]] = []
    fixed: list[tuple[float, int, int]] = []
    for one in draws:
        now = state(one, x, t_x, T)
        share = horizon / (now.rate + horizon)
        for j in range(one.k):
            rows.append((now.p_alive * now.stages[j] / len(draws), now.shape + j, share, now.stayed))
            fixed.append((one.a, one.k - j, one.k))
    weight, shape, share, stayed = (
        np.ascontiguousarray(np.stack(column, axis=1)) for column in zip(*rows, strict=True)
    )
    a, due, k = (np.array(column, dtype=np.float64) for column in zip(*fixed, strict=True))
    return weight, shape, share, stayed, a, due, k


def _parts(
    mixtures: Sequence[tuple[Floats, Floats, Floats]],
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats]:
    """The same for mixtures of negative binomials (weight, shape, share), one of each draw: nobody leaves at an order."""
    columns = (np.concatenate(column, axis=1) for column in zip(*mixtures, strict=True))
    weight, shape, share = (np.ascontiguousarray(column) for column in columns)
    every = np.ones(weight.shape[1])
    return weight / len(mixtures), shape, share, np.zeros_like(weight), np.zeros_like(every), every, every


@compiled
def _struck(place, strikes, shape, share, ln_pmf, pmf, beyond, at):  # type: ignore[no-untyped-def]
    """Moves component `place` on until `beyond` is the chance of at least `strikes` strikes of the clock."""
    while at[place] < strikes:
        n = at[place]
        ratio = share * (shape + n - 1.0) / n
        if pmf[place] > TINY:
            pmf[place] *= ratio
        else:
            ln_pmf[place] += np.log(ratio)
            pmf[place] = np.exp(ln_pmf[place])
        beyond[place] = max(beyond[place] - pmf[place], 0.0)
        at[place] = n + 1.0


@compiled
def _walked(weight, shape, share, stayed, a, due, k, chance):  # type: ignore[no-untyped-def]
    """Fills `chance` with that of 0, 1, 2 ... orders, as far as anything is left; returns (how many, expected)."""
    size = weight.size
    ln_pmf, beyond = shape * np.log1p(-share), np.empty(size)
    pmf, stays, at = np.exp(ln_pmf), np.ones(size), np.ones(size)
    at_least = 0.0
    for c in range(size):
        beyond[c] = -np.expm1(ln_pmf[c])
        _struck(c, due[c], shape[c], share[c], ln_pmf, pmf, beyond, at)
        at_least += weight[c] * beyond[c]
    chance[0], expected, y = 1.0 - at_least, 0.0, 0
    while y == 0 or (at_least >= NEGLIGIBLE and y < MOST_ORDERS - 1):
        y += 1
        expected += at_least
        left = 0.0
        for c in range(size):
            if weight[c] * stays[c] * beyond[c] < 1e-14:
                continue
            if a[c] > 0.0:
                stays[c] *= (stayed[c] + y - 1.0) / (a[c] + stayed[c] + y - 1.0)
            _struck(c, due[c] + y * k[c], shape[c], share[c], ln_pmf, pmf, beyond, at)
            left += weight[c] * stays[c] * beyond[c]
        chance[y] = at_least - left
        at_least = left
    return y + 1, expected


@compiled
def _grouped(chance, size, cover, node_orders, node_chance):  # type: ignore[no-untyped-def]
    """Sorts chances of 0, 1, 2 ... orders into groups; returns the bounds of the interval."""
    tail = (1.0 - cover) / 2.0
    below = 0.0 if chance[0] >= tail else tail
    low, high, node, mass, moment, reached = -1.0, -1.0, 0, 0.0, 0.0, 0.0
    for y in range(size):
        reached += chance[y]
        if low < 0.0 and reached > tail:
            low = y
        if high < 0.0 and reached >= cover + below:
            high = y
        if y == 0:
            continue
        mass += chance[y]
        moment += chance[y] * y
        full = node < NODES - 1 and mass >= 1.0 / (NODES - 2)
        if mass > 0.0 and (full or y == size - 1):
            node_orders[node], node_chance[node] = moment / mass, mass
            node, mass, moment = node + 1, 0.0, 0.0
    # Only a client of a hundred thousand orders a horizon gets here without an end.
    return low if low >= 0.0 else size - 1.0, high if high >= 0.0 else size - 1.0


@compiled
def _mixed(weight, shape, share, stayed, a, due, k, cover, found, orders, chances):  # type: ignore[no-untyped-def]
    buffer = np.empty(MOST_ORDERS)
    for i in range(weight.shape[0]):
        size, found[0, i] = _walked(weight[i], shape[i], share[i], stayed[i], a, due, k, buffer)
        found[1, i], found[2, i] = _grouped(buffer, size, cover, orders[i], chances[i])
        found[3, i] = buffer[0]


@compiled
def _all_grouped(chance, cover, found, orders, chances):  # type: ignore[no-untyped-def]
    for i in range(chance.shape[0]):
        found[1, i], found[2, i] = _grouped(chance[i], chance.shape[1], cover, orders[i], chances[i])
        found[3, i] = chance[i, 0]


def _chances(
    model: OrdersModel[Any], draws: Sequence[Any], x: Floats, t_x: Floats, T: Floats, *, horizon: float
) -> Floats:
    """Chance of 0, 1, 2 ... orders of each history, mixed over the draws, for any model."""
    size, columns = 8, list[Floats]()
    reached = np.zeros(x.size)
    while len(columns) < MOST_ORDERS and (reached < 1 - NEGLIGIBLE).any():
        for n in range(len(columns), size):
            each = [model.p_orders(one, n, x, t_x, T, horizon=horizon) for one in draws]
            columns.append(np.clip(np.mean(each, axis=0), 0.0, 1.0))
            reached += columns[-1]
        # What rounding leaves over is no reason to go on.
        if size > 64 and (columns[-1] < NEGLIGIBLE / size).all():
            break
        size *= 2
    return np.ascontiguousarray(np.stack(columns, axis=1))
