"""BG/BB: clients who can order at set opportunities only (one campaign a year, one visit a month), and leave in between.

Source: Fader, Hardie, Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual Setting", Marketing
Science 29(6). While active a client orders at an opportunity with probability p, beta(alpha, beta) among clients;
before each it leaves with probability theta, beta(gamma, delta) among clients. The nested model without leaving
(beta-binomial) is gamma = 0. Times are numbers of opportunities: x of T taken, the last of them the t_x-th.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.errors import BadInput
from tenure.engine.models import bg_bb_fit
from tenure.engine.models.bg_bb_fit import Four, best_near, best_parameters, each, opportunities
from tenure.engine.models.leaving import draw_stays, ln_stays, perpetual, time_active
from tenure.engine.models.shape import Fit, Parameters, discount_rate_of, histories_of, horizon_of, orders_of
from tenure.engine.tuples import Floats, Histories, levels_of

NAME = "bg-bb"
NAMES = bg_bb_fit.NAMES


@dataclass(frozen=True, repr=False)
class BgBbParameters(Parameters):
    """Fitted parameters, all without unit.

    fit.verdict: "ok"; "no_dropout" (gamma = 0: nobody is seen leaving, the nested beta-binomial is reported);
    "even_dropout" (clients do not differ in their chance of leaving; gamma and delta large, only gamma / (gamma +
    delta) means anything); "even_rate" (the same of alpha and beta).
    """

    alpha: float
    beta: float
    gamma: float
    delta: float
    fit: Fit | None = None

    def __post_init__(self) -> None:
        values = self.values
        if not all(map(math.isfinite, values)) or min(self.alpha, self.beta, self.delta) <= 0 or self.gamma < 0:
            given = ", ".join(f"{name} = {value}" for name, value in zip(NAMES, values, strict=True))
            remedy = "alpha, beta and delta lie above zero, gamma not below it."
            raise BadInput("parameters_impossible", f"{given} cannot be parameters", remedy=remedy)

    @property
    def values(self) -> Four:
        """(alpha, beta, gamma, delta)."""
        return self.alpha, self.beta, self.gamma, self.delta


def fit(histories: Histories) -> BgBbParameters:
    """The most likely parameters. Raises BadInput on times that are no numbers of opportunities, NotEnoughData below ten
    clients with a repeat order, DidNotConverge."""
    found, own = best_parameters(histories)
    return BgBbParameters(*found, own)


def refit(histories: Histories, near: BgBbParameters) -> BgBbParameters:
    """The most likely parameters of similar data (a resample), searched for from `near`; without errors or a verdict."""
    return BgBbParameters(*best_near(histories, near.values))


def _ahead(horizon: ArrayLike) -> Floats:
    ahead = horizon_of(horizon)
    if (ahead != np.floor(ahead)).any():
        raise BadInput("horizon_impossible", "A horizon is a whole number of opportunities")
    return ahead


def log_likelihoods(parameters: BgBbParameters, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """ln L of each history, that is of its very sequence of orders and none."""
    x, t_x, T = histories_of(x, t_x, T)
    whole = opportunities(x.ravel(), t_x.ravel(), T.ravel())
    return each(*whole, *parameters.values)[0].reshape(T.shape)


def p_alive(parameters: BgBbParameters, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """Probability that the client had not left at opportunity T."""
    likelihoods = log_likelihoods(parameters, x, t_x, T)
    x, t_x, T = histories_of(x, t_x, T)
    alpha, beta, gamma, delta = parameters.values
    ordered = special.betaln(alpha + x, beta + T - x) - special.betaln(alpha, beta)
    return np.asarray(np.minimum(np.exp(ordered + ln_stays(gamma, delta, T) - likelihoods), 1.0))


def expected_orders(
    parameters: BgBbParameters, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: ArrayLike
) -> Floats:
    """Orders expected at the next `horizon` opportunities, given the history; equation 13 of the source, as a sum."""
    ahead = _ahead(horizon)
    active = p_alive(parameters, x, t_x, T)
    x, t_x, T = histories_of(x, t_x, T)
    alpha, beta, gamma, delta = parameters.values
    return np.asarray(active * (alpha + x) / (alpha + beta + T) * time_active(gamma, delta + T, ahead))


def expected_orders_new(parameters: BgBbParameters, *, horizon: ArrayLike) -> Floats:
    """Orders expected of a new client at its first `horizon` opportunities."""
    alpha, beta, gamma, delta = parameters.values
    return np.asarray(alpha / (alpha + beta) * time_active(gamma, np.asarray(delta), _ahead(horizon)))


def p_orders(
    parameters: BgBbParameters, n: int, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: float
) -> Floats:
    """Probability of exactly n orders at the next `horizon` opportunities, given the history."""
    ahead = int(_ahead(horizon))
    active = p_alive(parameters, x, t_x, T)
    x, t_x, T = histories_of(x, t_x, T)
    own = parameters.alpha + x, parameters.beta + T - x, parameters.gamma, parameters.delta + T
    return np.asarray(active * _counted(orders_of(n), *own, ahead) + (1 - active if n == 0 else 0.0))


def p_orders_new(parameters: BgBbParameters, n: ArrayLike, *, horizon: float) -> Floats:
    """Probability that a new client places exactly n orders at its first `horizon` opportunities."""
    alpha, beta, gamma, delta = map(np.asarray, parameters.values)
    return _counted(orders_of(n), alpha, beta, float(gamma), delta, int(_ahead(horizon)))


def _counted(n: Floats, alpha: Floats, beta: Floats, gamma: float, delta: Floats, horizon: int) -> Floats:
    """Probability of n orders at `horizon` opportunities of a client active now: over how many of them it stays for."""
    shape = np.broadcast_shapes(n.shape, alpha.shape, delta.shape)
    total = np.zeros(shape)
    for stays in range(horizon + 1):
        if stays == horizon:
            ends = np.exp(ln_stays(gamma, delta, horizon))
        else:
            ends = np.exp(ln_stays(gamma, delta, stays)) * gamma / (gamma + delta + stays)
        missed = np.maximum(stays - n, 0.0)
        ways = -np.log(stays + 1) - special.betaln(missed + 1, np.minimum(n, stays) + 1)
        chance = np.exp(ways + special.betaln(alpha + n, beta + missed) - special.betaln(alpha, beta))
        total += np.where(n <= stays, ends * chance, 0.0)
    return np.minimum(total, 1.0)


def discounted_orders(parameters: BgBbParameters, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, rate: float) -> Floats:
    """Orders ahead of each client without end, each worth exp(-rate * opportunities until it); equation 14."""
    rate = discount_rate_of(rate)
    active = p_alive(parameters, x, t_x, T)
    x, t_x, T = histories_of(x, t_x, T)
    alpha, beta, gamma, delta = parameters.values
    ends, place = levels_of(delta + T.ravel())
    stays = np.array([perpetual(gamma, end, rate) for end in ends.tolist()])[place].reshape(T.shape)
    return np.asarray(active * (alpha + x) / (alpha + beta + T) * stays)


def simulate(parameters: BgBbParameters, T: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """New clients observed for T opportunities: (x, t_x), one draw each."""
    T = _ahead(T)
    chance = generator.beta(parameters.alpha, parameters.beta, T.shape)
    stays = np.minimum(draw_stays(parameters.gamma, np.full_like(T, parameters.delta), generator), T)
    x, t_x = np.zeros_like(T), np.zeros_like(T)
    for opportunity in range(1, int(T.max(initial=0)) + 1):
        ordered = (opportunity <= stays) & (generator.random(T.shape) < chance)
        x = x + ordered
        t_x = np.where(ordered, opportunity, t_x)
    return x, t_x


def simulate_ahead(
    parameters: BgBbParameters,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    horizon: float,
    draws: int,
    generator: np.random.Generator,
) -> NDArray[np.int64]:
    """Numbers of orders at the next `horizon` opportunities given the histories; shape (draws, histories)."""
    ahead = float(_ahead(horizon))
    alive = p_alive(parameters, x, t_x, T)
    x, t_x, T = histories_of(x, t_x, T)
    shape = (draws, *T.shape)
    active = generator.random(shape) < alive
    chance = generator.beta(parameters.alpha + x, parameters.beta + T - x, shape)
    stays = np.minimum(
        draw_stays(parameters.gamma, np.broadcast_to(parameters.delta + T, shape).copy(), generator), ahead
    )
    return np.where(active, generator.binomial(stays.astype(np.int64), chance), 0).astype(np.int64)
