"""Clients drawn at random: new ones from the beginning, known ones from where their history ends."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.errors import BadInput
from tenure.engine.models.beta_geometric.parameters import BetaGeometric, state
from tenure.engine.models.shape import horizon_of
from tenure.engine.tuples import Floats


def simulate(parameters: BetaGeometric, T: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """New clients observed for T: (x, t_x), one draw each."""
    return simulate_gaps(parameters, T, generator)[:2]


def simulate_gaps(
    parameters: BetaGeometric, T: ArrayLike, generator: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """The same with the sum of ln gap of each client: (x, t_x, gap_logs)."""
    T = np.asarray(T, dtype=np.float64)
    if not np.isfinite(T).all() or (T < 0).any():
        raise BadInput("history_negative", "A time of observation is finite and not below zero")
    rate = generator.gamma(parameters.r, 1 / parameters.alpha, T.size)
    leaves = generator.beta(parameters.a, parameters.b, T.size) if parameters.a else np.zeros(T.size)
    ends, x, t_x, logs = T.reshape(-1), np.zeros(T.size), np.zeros(T.size), np.zeros(T.size)
    active = np.arange(T.size)
    if parameters.leaves_at_start:
        active = active[generator.random(active.size) >= leaves[active]]
    while active.size:
        # A rate so small that its reciprocal overflows is a client who never orders again.
        gap = generator.standard_gamma(parameters.k, active.size) / np.maximum(rate[active], 1e-300)
        inside = t_x[active] + gap <= ends[active]
        active, gap = active[inside], gap[inside]
        x[active] += 1
        t_x[active] += gap
        logs[active] += np.log(np.maximum(gap, 1e-300))
        active = active[generator.random(active.size) >= leaves[active]]
    return x.reshape(T.shape), t_x.reshape(T.shape), logs.reshape(T.shape)


def simulate_ahead(
    parameters: BetaGeometric,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    horizon: float,
    draws: int,
    generator: np.random.Generator,
) -> NDArray[np.int64]:
    """Numbers of orders in (T, T + horizon] given the histories; shape (draws, histories)."""
    now = state(parameters, np.atleast_1d(x), t_x, T)
    size = (draws, now.shape.size)
    struck = (generator.random(size)[None] >= np.cumsum(now.stages, axis=0)[:-1, None, :]).sum(axis=0)
    rate = generator.standard_gamma(now.shape + struck) / now.rate
    orders = (generator.poisson(rate * horizon_of(horizon)) + struck) // parameters.k
    if parameters.a > 0:
        # At least so much that the number of the last order is a number the generator can say.
        leaves = np.maximum(generator.beta(parameters.a, now.stayed, size), 1e-15)
        orders = np.minimum(orders, generator.geometric(leaves))
    return np.where(generator.random(size) < now.p_alive, orders, 0).astype(np.int64)
