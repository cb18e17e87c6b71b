"""When the next order is due: for any model, from the chance of no order within a time."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.models.shape import OrdersModel, histories_of
from tenure.engine.tuples import Floats

# Looked for between these shares of the shortest and the longest usual gap, in steps of a factor e^STEP.
NEAR, FAR = 1e-3, 1e4
STEP = 0.2
FAINT = 1e-12


def next_order_window(
    model: OrdersModel[Any],
    parameters: Any,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    early: float = 0.1,
    late: float = 0.9,
) -> tuple[Floats, Floats]:
    """(from, to): times after T by which a client who is still one has ordered next with probability early and late.

    inf where that is never so likely (clients of some models leave between orders) or lies beyond ten thousand of the
    longest gaps. Times in the unit of the arguments; within a hundredth of the exact ones.
    """
    if not 0 < early < late < 1:
        raise BadInput("window_impossible", "Early and late are probabilities, the first below the second")
    x, t_x, T = histories_of(np.atleast_1d(x), t_x, T)
    if x.size == 0:
        return np.zeros(0), np.zeros(0)
    active = model.p_alive(parameters, x, t_x, T)
    gaps = np.maximum(T, T.max() * 1e-6 + FAINT) / (x + 1)
    # ln of the cumulative hazard is nearly straight over ln time, and exactly so for orders at random.
    goals = [np.log(-np.log1p(-goal)) for goal in (early, late)]
    found = [np.full(x.shape, np.inf) for _ in goals]
    before = np.full(x.shape, -np.inf)
    for ln_time in np.arange(np.log(gaps.min() * NEAR), np.log(gaps.max() * FAR), STEP):
        none = model.p_orders(parameters, 0, x, t_x, T, horizon=float(np.exp(ln_time)))
        ordered = np.clip((1 - none) / np.maximum(active, FAINT), FAINT, 1 - FAINT)
        hazard = np.log(-np.log1p(-ordered))
        for goal, times in zip(goals, found, strict=True):
            rows = np.isinf(times) & (hazard >= goal)
            back = np.clip((hazard[rows] - goal) / np.maximum(hazard[rows] - before[rows], FAINT), 0.0, 1.0)
            times[rows] = np.exp(ln_time - STEP * back)
        before = hazard
        if all(np.isfinite(times).all() for times in found):
            break
    return found[0], found[1]
