"""The search for the most likely Pareto/NBD parameters: starts, bounds, the nested model, the curvature at the peak."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from tenure.engine.errors import DidNotConverge, NotEnoughData
from tenure.engine.models.bg_nbd import fit_nbd
from tenure.engine.models.pareto_likelihood import Pairs, log_likelihood, pairs_of
from tenure.engine.models.shape import Fit
from tenure.engine.tuples import Floats, Histories

NAMES = ("r", "alpha", "s", "beta")
Four = tuple[float, float, float, float]
MINIMUM_REPEATERS = 10
# The search runs over (ln r, ln r/alpha, ln s, ln s/beta), rates per mean observed time: the two mean rates are well
# known from any base, the two shapes less so. At the upper bound of a shape clients do not differ in that rate.
BOUNDS = ((-7.0, 7.0), (-14.0, 9.0), (-7.0, 7.0), (-14.0, 9.0))
STARTS = ((-0.5, 0.5, -0.5, 0.0), (0.7, 0.5, 0.7, -1.5), (-1.5, -0.5, -1.5, 1.5))
WORTH_DROPOUT = 0.5
THINNED = 5_000
STEP = 1e-4


def best_parameters(histories: Histories) -> tuple[Four, Fit]:
    """(r, alpha, s, beta) at the peak; raises NotEnoughData below ten clients with a repeat order, DidNotConverge."""
    repeaters = int(histories.count[histories.x > 0].sum())
    if repeaters < MINIMUM_REPEATERS:
        raise NotEnoughData(
            "too_few_repeaters",
            f"{repeaters} clients have ordered on two days or more; at least {MINIMUM_REPEATERS} are needed",
            remedy="Take a longer period or more clients.",
            repeaters=repeaters,
            needed=MINIMUM_REPEATERS,
        )
    scale = max(float(np.average(histories.T, weights=histories.count)), 1e-9)
    few = _thinned(histories)
    pairs = pairs_of(few)
    candidates = [_search(pairs, start, scale) for start in STARTS]
    best = min((c for c in candidates if np.isfinite(c.fun)), key=lambda c: c.fun, default=None)
    if best is None:
        raise DidNotConverge("no_start", "No starting point led to finite parameters", remedy="Check the time unit.")
    if few is not histories:
        pairs = pairs_of(histories)
        best = _search(pairs, best.x, scale)
    return _judged(histories, pairs, best, scale)


def natural(theta: Floats, scale: float) -> Four:
    """(r, alpha, s, beta) from the form searched over."""
    r, rate, s, leaving = np.exp(theta)
    return float(r), float(scale * r / rate), float(s), float(scale * s / leaving)


def objective(theta: Floats, pairs: Pairs, scale: float) -> tuple[float, Floats]:
    """Minus the mean ln L and its gradient over the form searched over."""
    r, alpha, s, beta = natural(theta, scale)
    value, slope = log_likelihood(pairs, r, alpha, s, beta)
    by_alpha, by_beta = alpha * slope[1], beta * slope[3]
    chain = np.array([r * slope[0] + by_alpha, -by_alpha, s * slope[2] + by_beta, -by_beta])
    clients = pairs.count.sum()
    return -value / clients, -chain / clients


def _thinned(histories: Histories) -> Histories:
    """At most about THINNED histories, evenly spread: enough to find the neighbourhood of the best parameters."""
    step = histories.x.size // THINNED
    if step <= 1:
        return histories
    part = slice(None, None, step)
    return Histories(histories.x[part], histories.t_x[part], histories.T[part], histories.count[part], histories.place)


def _search(pairs: Pairs, theta: ArrayLike, scale: float) -> optimize.OptimizeResult:
    return optimize.minimize(
        objective,
        theta,
        args=(pairs, scale),
        jac=True,
        method="L-BFGS-B",
        bounds=BOUNDS,
        options={"maxiter": 400, "ftol": 1e-14, "gtol": 1e-8},
    )


def _judged(
    histories: Histories, pairs: Pairs, best: optimize.OptimizeResult, scale: float
) -> tuple[Four, Fit]:
    """The found point with its verdict, or the nested model when leaving adds nothing to the likelihood."""
    clients = float(pairs.count.sum())
    value = -float(best.fun) * clients
    sizes = int(round(clients)), int(histories.x.size)
    nested = fit_nbd(histories, scale)
    alone = nbd_log_likelihood(histories, nested.r, nested.alpha)
    if value - alone < WORTH_DROPOUT:
        return (nested.r, nested.alpha, 0.0, 1.0), Fit(alone, *sizes, "no_dropout")
    theta = np.asarray(best.x)
    if np.abs(_projected(theta, best.jac)).max() > 1e-4:
        raise DidNotConverge(
            "not_settled", "The likelihood still rises where the search ended", remedy="Check the data."
        )
    verdict = "ok"
    if theta[2] > BOUNDS[2][1] - 1e-3:
        verdict = "even_dropout"
    elif theta[0] > BOUNDS[0][1] - 1e-3:
        verdict = "even_rate"
    covariance = _covariance(pairs, theta, scale) if verdict == "ok" else None
    found = natural(theta, scale)
    errors = {}
    if covariance is not None:
        errors = dict(zip(NAMES, (np.array(found) * np.sqrt(np.diag(covariance))).tolist(), strict=True))
    return found, Fit(value, *sizes, verdict, errors, covariance)


def nbd_log_likelihood(histories: Histories, r: float, alpha: float) -> float:
    """ln L of the base when nobody leaves."""
    x, T = histories.x, histories.T
    each = special.gammaln(r + x) - special.gammaln(r) + r * math.log(alpha) - (r + x) * np.log(alpha + T)
    return float(histories.count @ each)


def _projected(theta: Floats, slope: Floats) -> Floats:
    """The slope without the parts that push against a bound."""
    low, high = np.array(BOUNDS).T
    stuck = ((theta <= low + 1e-9) & (slope > 0)) | ((theta >= high - 1e-9) & (slope < 0))
    return np.where(stuck, 0.0, slope)


def _covariance(pairs: Pairs, theta: Floats, scale: float) -> NDArray[np.float64] | None:
    """Of (ln r, ln alpha, ln s, ln beta), from the curvature; None when it is not that of a peak."""
    sides = [[objective(theta + sign * s, pairs, scale)[1] for sign in (1, -1)] for s in np.eye(4) * STEP]
    curvature = pairs.count.sum() * np.array([(up - down) / (2 * STEP) for up, down in sides])
    curvature = (curvature + curvature.T) / 2
    if np.linalg.eigvalsh(curvature).min() <= 0:
        return None
    turn = np.array([[1, 0, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [0, 0, 1, -1]], dtype=np.float64)
    return np.asarray(turn @ np.linalg.inv(curvature) @ turn.T)
