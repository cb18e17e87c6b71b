"""The most likely parameters of the family, what they may be off by, and the nested model where the peak runs away."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from tenure.engine.errors import DidNotConverge, NotEnoughData
from tenure.engine.models.beta_geometric.likelihood import Base, base_of, log_likelihood, timing
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.shape import Fit
from tenure.engine.tuples import Floats, Histories

NAMES: tuple[str, ...] = ("r", "alpha", "a", "b")
MINIMUM_REPEATERS = 10
# Bounds of (ln r, ln alpha', logit of the mean of p, ln(a + b)); alpha' in mean observed times. At a bound of the last
# one clients do not differ in p, at the lower bound of the third nobody leaves.
BOUNDS = ((-7.0, 7.0), (-9.0, 9.0), (-14.0, 6.0), (-6.0, 9.0))
STARTS = ((-0.5, 0.0, -1.0, 1.0), (0.0, -1.0, -2.5, 0.5), (-1.5, -2.0, -0.5, 2.0), (1.0, 0.0, -3.0, 3.0))
SEARCH = {"maxiter": 400, "ftol": 1e-14, "gtol": 1e-8}
WORTH_DROPOUT = 0.5
THINNED = 20_000
MOST_EVEN = 12


def fit(histories: Histories, *, k: int | None, leaves_at_start: bool) -> BetaGeometric:
    """The most likely parameters; k None lets the likelihood choose among 1..12, see `timing` for what it goes by.

    Raises NotEnoughData below ten clients with a repeat order, DidNotConverge.
    """
    repeaters = int(histories.count[histories.x > 0].sum())
    if repeaters < MINIMUM_REPEATERS:
        raise NotEnoughData(
            "too_few_repeaters",
            f"{repeaters} clients have ordered on two days or more; at least {MINIMUM_REPEATERS} are needed",
            remedy="Take a longer period or more clients.",
            repeaters=repeaters,
            needed=MINIMUM_REPEATERS,
        )
    base, scale = base_of(histories), _scale(histories)
    model = BetaGeometric(1.0, scale, 1.0, 1.0, k or 1, leaves_at_start)
    best = _found(base, model, scale)
    if k is None:
        best, model = _most_likely_k(base, model, best, scale)
    return _judged(base, model, best, scale)


def refit(histories: Histories, near: BetaGeometric) -> BetaGeometric:
    """The most likely parameters of similar data (a resample), searched for from `near`; without errors or a verdict.

    What `near` holds at a boundary stays there: k always, and a where it is 0.
    """
    base, scale = base_of(histories), _scale(histories)
    if near.a == 0:
        return _at(near, _without_dropout(base, near, scale).x, scale)
    found = _search(base, near, _unbounded(near, scale), scale, SEARCH | {"ftol": 1e-11, "gtol": 1e-6})
    return _at(near, found.x, scale)


def _scale(histories: Histories) -> float:
    return max(float(np.average(histories.T, weights=histories.count)), 1e-9)


def _natural(theta: ArrayLike, scale: float) -> tuple[float, ...]:
    """(r, alpha) or (r, alpha, a, b) from the unbounded form."""
    theta = np.asarray(theta)
    first = math.exp(theta[0]), scale * math.exp(theta[1])
    if theta.size == 2:
        return first
    mean, size = float(special.expit(theta[2])), math.exp(theta[3])
    return *first, mean * size, (1 - mean) * size


def _unbounded(parameters: BetaGeometric, scale: float) -> Floats:
    r, alpha, a, b = (getattr(parameters, name) for name in NAMES)
    theta = np.array([math.log(r), math.log(alpha / scale), math.log(a / b), math.log(a + b)])
    return np.clip(theta, *np.array(BOUNDS).T)


def _at(model: BetaGeometric, theta: ArrayLike, scale: float) -> BetaGeometric:
    """`model` with the parameters of `theta`."""
    r, alpha, *leaving = _natural(theta, scale)
    a, b = leaving or (model.a, model.b)
    return BetaGeometric(r, alpha, a, b, model.k, model.leaves_at_start)


def _objective(theta: Floats, base: Base, model: BetaGeometric, scale: float) -> tuple[float, Floats]:
    """Minus the mean ln L and its gradient over the unbounded form; over the first two alone where nobody leaves."""
    point = _at(model, theta, scale)
    value, slope = log_likelihood(base, point)
    chain = np.array([point.r * slope[0], point.alpha * slope[1]])
    if theta.size > 2:
        a, b = point.a, point.b
        chain = np.append(chain, ((slope[2] - slope[3]) * a * b / (a + b), slope[2] * a + slope[3] * b))
    return -value / base.clients, -chain / base.clients


def _search(
    base: Base, model: BetaGeometric, theta: ArrayLike, scale: float, options: dict[str, float] = SEARCH
) -> optimize.OptimizeResult:
    theta = np.asarray(theta, dtype=np.float64)
    return optimize.minimize(
        _objective,
        theta,
        args=(base, model, scale),
        jac=True,
        method="L-BFGS-B",
        bounds=BOUNDS[: theta.size],
        options=options,
    )


def _thinned(histories: Histories) -> Histories:
    """At most about THINNED histories, evenly spread: enough to find the neighbourhood of the best parameters."""
    part = slice(None, None, max(1, histories.x.size // THINNED))
    thin = {name: getattr(histories, name)[part] for name in ("x", "t_x", "T", "count")}
    return replace(histories, **thin)


def _found(base: Base, model: BetaGeometric, scale: float) -> optimize.OptimizeResult:
    """Best of several starts on a part of the base, then of the whole."""
    few = base_of(_thinned(base.histories))
    candidates = [_search(few, model, start, scale, SEARCH | {"ftol": 1e-9}) for start in STARTS]
    best = min((c for c in candidates if np.isfinite(c.fun)), key=lambda c: c.fun, default=None)
    if best is None:
        raise DidNotConverge("no_start", "No starting point led to finite parameters", remedy="Check the time unit.")
    return _search(base, model, best.x, scale)


def _most_likely_k(
    base: Base, model: BetaGeometric, first: optimize.OptimizeResult, scale: float
) -> tuple[optimize.OptimizeResult, BetaGeometric]:
    """k upwards from 1 until the likelihood has fallen twice in a row."""
    best, chosen, highest, falls = first, model, -first.fun * base.clients, 0
    theta = first.x
    for k in range(2, MOST_EVEN + 1):
        trial = replace(model, k=k)
        # k stages take the place of k - 1, each that much shorter.
        found = _search(base, trial, theta - np.array([0.0, math.log(k / (k - 1)), 0.0, 0.0]), scale)
        value = -found.fun * base.clients + timing(base.histories, k)
        theta = found.x
        if value > highest:
            best, chosen, highest, falls = found, trial, value, 0
        else:
            falls += 1
        if falls == 2:
            break
    return best, chosen


def _without_dropout(base: Base, model: BetaGeometric, scale: float) -> optimize.OptimizeResult:
    """The nested model in which nobody leaves."""
    start = np.array([-0.5, -math.log(model.k)])
    return _search(base, replace(model, a=0.0, b=1.0), start, scale)


def _judged(base: Base, model: BetaGeometric, best: optimize.OptimizeResult, scale: float) -> BetaGeometric:
    """The found point with its verdict, or the nested model where leaving adds nothing to the likelihood."""
    nested = _without_dropout(base, model, scale)
    verdict, found = "ok", _at(model, best.x, scale)
    if (nested.fun - best.fun) * base.clients < WORTH_DROPOUT:
        verdict, best = "no_dropout", nested
        found = _at(replace(model, a=0.0, b=1.0), best.x, scale)
    elif best.x[3] > BOUNDS[3][1] - 1e-3:
        verdict = "even_dropout"
    elif best.x[0] > BOUNDS[0][1] - 1e-3:
        verdict = "even_rate"
    if float(np.abs(_projected(best.x, best.jac)).max()) > 1e-4:
        raise DidNotConverge(
            "not_settled", "The likelihood still rises where the search ended", remedy="Check the data."
        )
    covariance = _covariance(base, found, np.asarray(best.x), scale)
    errors = {}
    if covariance is not None:
        off = {"no_dropout": ("a", "b"), "even_dropout": ("a", "b"), "even_rate": ("r", "alpha")}.get(verdict, ())
        spread = np.sqrt(np.diag(covariance))
        errors = {n: float(s * getattr(found, n)) for n, s in zip(NAMES, spread, strict=True) if n not in off}
    said = Fit(
        log_likelihood=-float(best.fun) * base.clients + timing(base.histories, model.k),
        clients=round(base.clients),
        tuples=int(base.histories.x.size),
        verdict=verdict,
        standard_errors=errors,
        covariance=covariance,
    )
    return replace(found, fit=said)


def _projected(theta: Floats, slope: Floats) -> Floats:
    """The slope without the parts that push against a bound."""
    low, high = np.array(BOUNDS[: theta.size]).T
    stuck = ((theta <= low + 1e-9) & (slope > 0)) | ((theta >= high - 1e-9) & (slope < 0))
    return np.where(stuck, 0.0, slope)


def _covariance(base: Base, found: BetaGeometric, theta: Floats, scale: float) -> NDArray[np.float64] | None:
    """Of the logarithms of (r, alpha, a, b), from the curvature in the unbounded form; None when it is no peak's."""
    low, high = np.array(BOUNDS[: theta.size]).T
    free = np.flatnonzero((theta > low + 1e-3) & (theta < high - 1e-3))
    step = 1e-4
    shifts = np.eye(theta.size)[free] * step
    data = (base, found, scale)
    sides = [(_objective(theta + s, *data)[1], _objective(theta - s, *data)[1]) for s in shifts]
    curvature = base.clients * np.array([(up - down)[free] / (2 * step) for up, down in sides])
    if free.size == 0 or np.linalg.eigvalsh((curvature + curvature.T) / 2).min() <= 0:
        return None
    spread = np.zeros((theta.size, theta.size))
    spread[np.ix_(free, free)] = np.linalg.inv((curvature + curvature.T) / 2)
    turn = np.zeros((4, theta.size))
    turn[0, 0] = turn[1, 1] = 1.0
    if theta.size > 2:
        mean = found.a / (found.a + found.b)
        turn[2, 2:], turn[3, 2:] = (1 - mean, 1.0), (-mean, 1.0)
    return turn @ spread @ turn.T
