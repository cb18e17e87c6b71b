"""Pareto/NBD: how often a client orders while a client, and how long it stays one, whether it orders or not.

Source: Schmittlein, Morrison, Colombo (1987), "Counting Your Customers", Management Science 33(1); Fader, Hardie (2005),
"A Note on Deriving the Pareto/NBD Model and Related Expressions". While active a client orders at random with rate
lambda, gamma(r, alpha) among clients; it leaves after an exponential time with rate mu, gamma(s, beta) among clients.
The nested model without leaving (NBD) is s = 0.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.errors import BadInput
from tenure.engine.models.pareto import search
from tenure.engine.models.pareto.ahead import counted, discounted, staying
from tenure.engine.models.pareto.likelihood import brackets
from tenure.engine.models.shape import Fit, Parameters, discount_rate_of, histories_of, horizon_of, orders_of
from tenure.engine.tuples import Floats, Histories, levels_of

NAME = "pareto-nbd"
NAMES: tuple[str, ...] = search.NAMES
LONGEST = 500.0  # ln of a time that is for ever


@dataclass(frozen=True, repr=False)
class ParetoNbdParameters(Parameters):
    """Fitted parameters; alpha and beta in the unit of the times given, r and s without unit.

    fit.verdict: "ok"; "no_dropout" (s = 0: nobody is seen leaving, the nested NBD is reported); "even_dropout" (clients
    do not differ in how soon they leave; s and beta large, only s / beta means anything); "even_rate" (the same of r
    and alpha).
    """

    r: float
    alpha: float
    s: float
    beta: float
    fit: Fit | None = None

    def __post_init__(self) -> None:
        values = (self.r, self.alpha, self.s, self.beta)
        if not all(map(math.isfinite, values)) or min(self.r, self.alpha, self.beta) <= 0 or self.s < 0:
            raise BadInput(
                "parameters_impossible",
                f"r = {self.r}, alpha = {self.alpha}, s = {self.s}, beta = {self.beta} cannot be parameters",
                remedy="r, alpha and beta lie above zero, s not below it.",
            )

    @property
    def values(self) -> search.Four:
        """(r, alpha, s, beta)."""
        return self.r, self.alpha, self.s, self.beta


@dataclass(frozen=True)
class OwnParameters:
    """Parameters of clients who differ in what is known of them: alpha and beta are arrays, one value for each client.

    Every function of this module takes them in place of ParetoNbdParameters, with as many clients; see `covariates`.
    """

    r: float
    alpha: Floats
    s: float
    beta: Floats

    @property
    def values(self) -> tuple[float, Floats, float, Floats]:
        """(r, alpha, s, beta)."""
        return self.r, self.alpha, self.s, self.beta


Given = ParetoNbdParameters | OwnParameters


def fit(histories: Histories) -> ParetoNbdParameters:
    """The most likely parameters. Raises NotEnoughData below ten clients with a repeat order, DidNotConverge."""
    found, own = search.best_parameters(histories)
    return ParetoNbdParameters(*found, own)


def refit(histories: Histories, near: ParetoNbdParameters) -> ParetoNbdParameters:
    """The most likely parameters of similar data (a resample), searched for from `near`; without errors or a verdict.

    Where `near` has s = 0 nobody leaves in the result either.
    """
    return ParetoNbdParameters(*search.best_near(histories, near.values))


def _brackets(parameters: Given, x: Floats, t_x: Floats, T: Floats) -> Floats:
    r, alpha, s, beta = parameters.values
    if np.ndim(alpha):
        alpha, beta = (np.broadcast_to(value, T.shape).ravel() for value in (alpha, beta))
    return brackets(x.ravel(), t_x.ravel(), T.ravel(), r, alpha, s, beta).reshape(T.shape)


def log_likelihoods(parameters: Given, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """ln L of each history."""
    x, t_x, T = histories_of(x, t_x, T)
    r, alpha, s, beta = parameters.values
    fixed = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
    if s == 0:
        return np.asarray(fixed - (r + x) * np.log(alpha + T))
    return np.asarray(fixed + s * np.log(beta) + _brackets(parameters, x, t_x, T))


def p_alive(parameters: Given, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """Probability that the client is still one at T. In logarithms throughout: x in the hundreds cannot overflow."""
    x, t_x, T = histories_of(x, t_x, T)
    r, alpha, s, beta = parameters.values
    if s == 0:
        return np.ones_like(T)
    active = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    return np.asarray(np.minimum(np.exp(active - _brackets(parameters, x, t_x, T)), 1.0))


def expected_orders(parameters: Given, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: ArrayLike) -> Floats:
    """Orders expected in (T, T + horizon], given the history; Fader, Hardie (2005), equation 41."""
    ahead = horizon_of(horizon)
    x, t_x, T = histories_of(x, t_x, T)
    rate = (parameters.r + x) / (parameters.alpha + T)
    return np.asarray(p_alive(parameters, x, t_x, T) * rate * _time_active(parameters.s, parameters.beta + T, ahead))


def _time_active(s: float, beta: ArrayLike, horizon: ArrayLike) -> Floats:
    """Expected part of `horizon` for which a client active now will stay; stable at s = 1 and s = 0."""
    beta = np.asarray(beta, dtype=np.float64)
    ln_grown = np.log1p(np.asarray(horizon, dtype=np.float64) / beta)
    return np.asarray(beta * ln_grown * special.exprel((1 - s) * ln_grown))


def expected_orders_new(parameters: Given, *, horizon: ArrayLike) -> Floats:
    """Repeat orders a new client is expected to place within `horizon` of the first."""
    return parameters.r / parameters.alpha * _time_active(parameters.s, parameters.beta, horizon_of(horizon))


def p_orders(parameters: Given, n: int, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: float) -> Floats:
    """Probability of exactly n orders in (T, T + horizon], given the history.

    A client active at T is like a new one with r + x, alpha + T and beta + T in place of r, alpha and beta.
    """
    horizon_of(horizon)
    orders_of(n)
    x, t_x, T = histories_of(x, t_x, T)
    active = p_alive(parameters, x, t_x, T)
    own = (parameters.r + x).ravel(), (parameters.alpha + T).ravel(), parameters.s, (parameters.beta + T).ravel()
    chance = counted(np.full(T.size, float(n)), *own, horizon).reshape(T.shape)
    return np.asarray(active * chance + (1 - active if n == 0 else 0.0))


def mixture(
    parameters: Given, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: float
) -> tuple[Floats, Floats, Floats]:
    """Orders in (T, T + horizon] as a mixture of negative binomials: (weight, shape, share), parts along the last axis.

    One part for each of some lengths of time for which an active client may stay; the weights add up to P(alive), and
    share is the chance of one more order against the end of that time. For distributions of many clients at once; exact
    chances of single numbers: `p_orders`.
    """
    horizon_of(horizon)
    active = p_alive(parameters, x, t_x, T)[..., None]
    x, t_x, T = histories_of(x, t_x, T)
    stays, weight = staying(parameters.s, parameters.beta + T, horizon)
    shape = np.broadcast_to((parameters.r + x)[..., None], weight.shape)
    return active * weight, shape, stays / ((parameters.alpha + T)[..., None] + stays)


def p_orders_new(parameters: Given, n: ArrayLike, *, horizon: float) -> Floats:
    """Probability that a new client places exactly n repeat orders within `horizon`."""
    horizon_of(horizon)
    n, alpha, beta = np.broadcast_arrays(orders_of(n), parameters.alpha, parameters.beta)
    r = np.full(n.size, parameters.r)
    return counted(n.ravel(), r, alpha.ravel(), parameters.s, beta.ravel(), horizon).reshape(n.shape)


def discounted_orders(parameters: Given, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, rate: float) -> Floats:
    """Orders ahead of each client without end, each worth exp(-rate * time until it).

    Fader, Hardie, Lee (2005), "RFM and CLV", Journal of Marketing Research 42(4), equation 2; Tricomi's U written as an
    exponential integral.
    """
    rate = discount_rate_of(rate)
    x, t_x, T = histories_of(x, t_x, T)
    ends, place = levels_of((parameters.beta + T).ravel())
    stays = discounted(parameters.s, ends, rate)[place].reshape(T.shape)
    return np.asarray(p_alive(parameters, x, t_x, T) * (parameters.r + x) / (parameters.alpha + T) * stays)


def simulate(parameters: Given, T: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """New clients observed for T: (x, t_x), one draw each."""
    T = np.asarray(T, dtype=np.float64)
    if not np.isfinite(T).all() or (T < 0).any():
        raise BadInput("history_negative", "A time of observation is finite and not below zero")
    rate = generator.gamma(parameters.r, 1 / parameters.alpha, T.shape)
    stays = np.minimum(_stays(parameters.s, np.broadcast_to(parameters.beta, T.shape), generator), T)
    x = generator.poisson(rate * stays).astype(np.float64)
    # The last of x times spread evenly over the active time.
    t_x = np.where(x > 0, stays * generator.random(T.shape) ** (1 / np.maximum(x, 1)), 0.0)
    return x, t_x


def _stays(s: float, beta: Floats, generator: np.random.Generator) -> Floats:
    """How long clients stay active: exponential times with gamma(s, beta) rates, which is Pareto's distribution."""
    if s == 0:
        return np.full_like(beta, np.inf)
    return np.asarray(beta * np.expm1(np.minimum(generator.exponential(1 / s, beta.shape), LONGEST)))


def simulate_ahead(
    parameters: Given,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    horizon: float,
    draws: int,
    generator: np.random.Generator,
) -> NDArray[np.int64]:
    """Numbers of orders in (T, T + horizon] given the histories; shape (draws, histories)."""
    horizon_of(horizon)
    x, t_x, T = histories_of(x, t_x, T)
    shape = (draws, *T.shape)
    active = generator.random(shape) < p_alive(parameters, x, t_x, T)
    rate = generator.gamma(parameters.r + x, 1 / (parameters.alpha + T), shape)
    stays = np.minimum(_stays(parameters.s, np.broadcast_to(parameters.beta + T, shape), generator), horizon)
    return np.where(active, generator.poisson(rate * stays), 0).astype(np.int64)
