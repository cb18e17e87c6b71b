"""The parameters of the family, and what every calculation with them starts from."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.errors import BadInput
from tenure.engine.models.shape import Fit, Parameters, histories_of
from tenure.engine.tuples import Floats

# Below it nobody leaves in any time there is; the beta function of such a number is beyond floating point.
NEVER = 1e-150


@dataclass(frozen=True, repr=False)
class BetaGeometric(Parameters):
    """r, alpha: gamma distribution of the rate of stages among clients, alpha in the unit of the times given. a, b:
    beta distribution of the chance of leaving; a = 0 means that nobody leaves. k: stages to an order, 1 for fully
    random timing. leaves_at_start: whether a client may leave right after the first order.

    The verdict of a fit: "ok"; "no_dropout" (a = 0: nobody is seen leaving, the nested model without leaving is
    reported); "even_dropout" (clients do not differ in their chance of leaving, or all leave at once: only a / (a + b)
    means anything); "even_rate" (the same of r and alpha). Raises BadInput on numbers that cannot be parameters.
    """

    r: float
    alpha: float
    a: float
    b: float
    k: int = 1
    leaves_at_start: bool = False
    fit: Fit | None = None

    def __post_init__(self) -> None:
        finite = all(math.isfinite(value) for value in (self.r, self.alpha, self.a, self.b))
        if not finite or min(self.r, self.alpha, self.b) <= 0 or self.a < 0 or self.k < 1 or self.k != int(self.k):
            raise BadInput(
                "parameters_impossible",
                f"r = {self.r}, alpha = {self.alpha}, a = {self.a}, b = {self.b}, k = {self.k} cannot be parameters",
                remedy="r, alpha and b lie above zero, a not below it, k is a whole number from 1.",
            )


@dataclass(frozen=True)
class State:
    """What a history says of a client, in the form every prediction needs; arrays of one shape.

    shape: r + k x, so that the rate of stages is gamma(shape + j, rate) if j stages of the current gap have struck;
    rate: alpha + T; stayed: b + x (+ 1 if leaving is possible at the start), so that the chance of leaving is
    beta(a, stayed) for an active client. stages: chance of each j = 0..k-1 for an active client, along the first axis.
    """

    shape: Floats
    rate: Floats
    stayed: Floats
    stages: Floats
    p_alive: Floats


def state(parameters: BetaGeometric, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> State:
    """The state of each history; raises BadInput on what no client can have done."""
    x, t_x, T = histories_of(x, t_x, T)
    shape = parameters.r + parameters.k * x
    rate = parameters.alpha + T
    stayed = parameters.b + x + parameters.leaves_at_start
    terms = stage_terms(shape, (T - t_x) / rate, parameters.k)
    total = terms.sum(axis=0)
    active = _p_alive(parameters, x, shape, rate, parameters.alpha + t_x, total)
    return State(shape, rate, stayed, terms / total, active)


def stage_terms(shape: Floats, passed: Floats, k: int) -> Floats:
    """Weights of 0..k-1 stages struck in a gap still open: (shape)_j / j! passed^j, passed = (T - t_x) / (alpha + T)."""
    terms = np.ones((k, *shape.shape))
    for j in range(1, k):
        terms[j] = terms[j - 1] * (shape + (j - 1)) / j * passed
    return terms


def _p_alive(parameters: BetaGeometric, x: Floats, shape: Floats, ends: Floats, lasts: Floats, open_: Floats) -> Floats:
    """Through the logarithm of the odds of having left, so that orders in the hundreds cannot overflow."""
    if parameters.a == 0:
        return np.ones(x.shape)
    may_leave = (x > 0) | parameters.leaves_at_start
    chances = np.where(may_leave, parameters.b + x - 1 + parameters.leaves_at_start, 1.0)
    odds = math.log(parameters.a) - np.log(chances) + shape * np.log(ends / lasts) - np.log(open_)
    return np.where(may_leave, special.expit(-odds), 1.0)


def p_alive(parameters: BetaGeometric, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """Probability that the client is still one at T. 1 for x = 0 where nobody can leave at the start."""
    return state(parameters, x, t_x, T).p_alive


def ln_stayed(parameters: BetaGeometric, stayed: Floats, orders: Floats) -> Floats:
    """ln of the chance that an active client does not leave after any of the next `orders` orders."""
    if parameters.a < NEVER:
        return np.zeros(np.broadcast_shapes(stayed.shape, orders.shape))
    return special.betaln(parameters.a, stayed + orders) - special.betaln(parameters.a, stayed)
