"""The search for the most likely Pareto/NBD parameters: starts, bounds, the nested model, the curvature at the peak."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.errors import NotEnoughData
from tenure.engine.models.descent import AT_BOUND, Lowest, lowest, lowest_of, require_settled, spread
from tenure.engine.models.pareto.likelihood import Pairs, log_likelihood, nbd_log_likelihood, pairs_of
from tenure.engine.models.shape import Fit, require_repeaters, standard_errors
from tenure.engine.tuples import Floats, Histories

NAMES = ("r", "alpha", "s", "beta")
Four = tuple[float, float, float, float]
# The search runs over (ln r, ln r/alpha, ln s, ln s/beta), rates per mean observed time: the two mean rates are well
# known from any base, the two shapes less so. At the upper bound of a shape clients do not differ in that rate.
BOUNDS = ((-7.0, 7.0), (-14.0, 9.0), (-7.0, 7.0), (-14.0, 9.0))
STARTS = ((-0.5, 0.5, -0.5, 0.0), (0.7, 0.5, 0.7, -1.5), (-1.5, -0.5, -1.5, 1.5))
WORTH_DROPOUT = 0.5
THINNED = 5_000
# Parameters that mean nothing by themselves under a verdict.
MEANS_NOTHING = {"no_dropout": ("s", "beta"), "even_dropout": ("s", "beta"), "even_rate": ("r", "alpha")}


def best_parameters(histories: Histories) -> tuple[Four, Fit]:
    """(r, alpha, s, beta) at the peak; raises NotEnoughData below ten clients with a repeat order, DidNotConverge."""
    enough(histories)
    scale = scale_of(histories)
    few = _thinned(histories)
    pairs = pairs_of(few)
    best = lowest_of(_search(pairs, start, scale, still=1e-9) for start in STARTS)
    if few is not histories:
        pairs = pairs_of(histories)
    return _judged(pairs, _search(pairs, best.point, scale, inverse=best.inverse), scale)


def best_near(histories: Histories, near: Four) -> Four:
    """The same for similar data, searched for from `near` alone; what `near` holds at s = 0 stays there."""
    scale = scale_of(histories)
    found = _search(pairs_of(histories), searched(near, scale), scale, flat=1e-6, still=1e-11)
    return natural(found.point, scale)


def enough(histories: Histories) -> None:
    """Raise NotEnoughData below ten clients with a repeat order, or when no time has passed since anyone's first."""
    if not (histories.T > 0).any():
        remedy = "Take a later end of observation."
        raise NotEnoughData("no_time_observed", "All clients are seen on the day of their first order", remedy=remedy)
    require_repeaters(histories)


def scale_of(histories: Histories) -> float:
    """The mean observed time, which makes the search the same in every unit."""
    return float(np.average(histories.T, weights=histories.count))


def natural(theta: Floats, scale: float) -> Four:
    """(r, alpha, s, beta) from the form searched over; s = 0 from its first two alone."""
    r, rate = math.exp(theta[0]), math.exp(theta[1])
    if theta.size == 2:
        return r, scale * r / rate, 0.0, 1.0
    s, leaving = math.exp(theta[2]), math.exp(theta[3])
    return r, scale * r / rate, s, scale * s / leaving


def searched(parameters: Four, scale: float) -> Floats:
    """The form searched over, inside its bounds."""
    r, alpha, s, beta = parameters
    point = [r, scale * r / alpha] + ([s, scale * s / beta] if s > 0 else [])
    return np.clip(np.log(point), *np.array(BOUNDS[: len(point)]).T)


def objective(theta: Floats, pairs: Pairs, scale: float) -> tuple[float, Floats]:
    """Minus the mean ln L and its gradient over the form searched over, of the nested model for its first two."""
    r, alpha, s, beta = natural(theta, scale)
    clients = pairs.count.sum()
    value, slope = log_likelihood(pairs, r, alpha, s, beta) if s else nbd_log_likelihood(pairs, r, alpha)
    by_alpha = alpha * slope[1]
    chain = np.array([r * slope[0] + by_alpha, -by_alpha])
    if s:
        by_beta = beta * slope[3]
        chain = np.append(chain, (s * slope[2] + by_beta, -by_beta))
    return -value / clients, -chain / clients


def _thinned(histories: Histories) -> Histories:
    """At most about THINNED histories, evenly spread: enough to find the neighbourhood of the best parameters."""
    step = histories.x.size // THINNED
    if step <= 1:
        return histories
    return replace(histories, **{name: getattr(histories, name)[::step] for name in ("x", "t_x", "T", "count")})


def _search(
    pairs: Pairs,
    theta: ArrayLike,
    scale: float,
    *,
    inverse: NDArray[np.float64] | None = None,
    flat: float = 1e-8,
    still: float = 1e-14,
) -> Lowest:
    bounds = BOUNDS[: np.size(theta)]
    return lowest(lambda point: objective(point, pairs, scale), theta, bounds, inverse=inverse, flat=flat, still=still)


def _judged(pairs: Pairs, best: Lowest, scale: float) -> tuple[Four, Fit]:
    """The found point with its verdict, or the nested model where leaving adds nothing to the likelihood."""
    clients = float(pairs.count.sum())
    nested = _search(pairs, STARTS[0][:2], scale)
    verdict = "ok"
    if (nested.value - best.value) * clients < WORTH_DROPOUT:
        verdict, best = "no_dropout", nested
    elif best.point[2] > BOUNDS[2][1] - AT_BOUND:
        verdict = "even_dropout"
    elif best.point[0] > BOUNDS[0][1] - AT_BOUND:
        verdict = "even_rate"
    theta = best.point
    require_settled(best)
    covariance, found = _covariance(pairs, theta, scale), natural(theta, scale)
    errors = standard_errors(NAMES, found, covariance, without=MEANS_NOTHING.get(verdict, ()))
    said = Fit(-float(best.value) * clients, round(clients), int(pairs.count.size), verdict, errors, covariance)
    return found, said


def _covariance(pairs: Pairs, theta: Floats, scale: float) -> NDArray[np.float64] | None:
    """Of (ln r, ln alpha, ln s, ln beta); None when the point is no peak."""
    bounds, clients = BOUNDS[: theta.size], float(pairs.count.sum())
    found = spread(lambda point: objective(point, pairs, scale), theta, bounds, clients)
    turn = np.array([[1, 0, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [0, 0, 1, -1]], dtype=np.float64)[:, : theta.size]
    return None if found is None else turn @ found @ turn.T
