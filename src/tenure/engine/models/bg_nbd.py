"""BG/NBD: how often a client orders while a client, and the chance of leaving after each order.

Source: Fader, Hardie, Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2). While active a
client orders at random with rate lambda, gamma(r, alpha) among clients; after each repeat order leaves with
probability p, beta(a, b) among clients. The nested model without leaving (NBD) is a = 0.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from tenure.engine.compiled import compiled
from tenure.engine.errors import DidNotConverge, NotEnoughData
from tenure.engine.tuples import Floats, Histories, Levels, levels_of

NAMES = ("r", "alpha", "a", "b")
MINIMUM_REPEATERS = 10
# Bounds of (ln r, ln alpha', logit of the mean of p, ln(a + b)); alpha' in mean observed times. At a bound of the last
# one clients do not differ in p, at the lower bound of the third nobody leaves.
BOUNDS = ((-7.0, 7.0), (-9.0, 9.0), (-14.0, 6.0), (-6.0, 9.0))
STARTS = ((-0.5, 0.0, -1.0, 1.0), (0.0, -1.0, -2.5, 0.5), (-1.5, -2.0, -0.5, 2.0), (1.0, 0.0, -3.0, 3.0))
WORTH_DROPOUT = 0.5
THINNED = 20_000
LARGE_A = 30.0


@dataclass(frozen=True)
class BgNbdParameters:
    """Fitted parameters; alpha in the unit of the times given (days here), the rest without unit.

    standard_errors: by name, from the curvature at the best point; NaN-free, empty at a boundary where none exist.
    verdict: "ok"; "no_dropout" (a = 0: nobody is seen leaving, the nested NBD is reported); "even_dropout" (clients do
    not differ in their chance of leaving; a and b large, only a / (a + b) means anything); "even_rate" (the same of r
    and alpha).
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    standard_errors: Mapping[str, float]
    converged: bool
    verdict: str


@compiled
def _likelihood(x, t_x, T, count, place, at_x, r, alpha, a, out):  # type: ignore[no-untyped-def]
    """Adds up ln L and its gradient over (r, alpha, a, b) into `out`; `at_x` holds what depends on x alone, by row."""
    ln_alpha = math.log(alpha)
    ln_a = math.log(a)
    for i in range(x.size):
        row = place[i]
        n = count[i]
        ends = math.log(alpha + T[i])
        survived = -(r + x[i]) * ends
        if x[i] > 0:
            lasts = math.log(alpha + t_x[i])
            left = ln_a - at_x[1, row] - (r + x[i]) * lasts
            top = max(survived, left)
            total = top + math.log(math.exp(survived - top) + math.exp(left - top))
            share = math.exp(left - total)
        else:
            lasts = 0.0
            total = survived
            share = 0.0
        out[0] += n * (at_x[0, row] + r * ln_alpha + total)
        out[1] += n * (at_x[2, row] + ln_alpha - (1.0 - share) * ends - share * lasts)
        out[2] += n * (r / alpha - (r + x[i]) * ((1.0 - share) / (alpha + T[i]) + share / (alpha + t_x[i])))
        out[3] += n * (at_x[3, row] + share / a)
        out[4] += n * (at_x[4, row] - share * at_x[5, row])


def log_likelihood(
    histories: Histories, r: float, alpha: float, a: float, b: float, levels: Levels | None = None
) -> tuple[float, Floats]:
    """ln L of the base and its gradient over (r, alpha, a, b); Fader, Hardie, Lee (2005), equation 6.

    levels: `levels_of(histories.x)`, when it is at hand already.
    """
    values, place = levels or levels_of(histories.x)
    out = np.zeros(5)
    arrays = (histories.x, histories.t_x, histories.T, histories.count, place)
    _likelihood(*arrays, _tables(values, r, a, b), r, alpha, a, out)
    return float(out[0]), out[1:]


def _tables(x: Floats, r: float, a: float, b: float) -> Floats:
    """What the likelihood and its gradient need of each distinct x, one row each."""
    repeats = np.maximum(b + x - 1, 1e-300)
    stayed = special.betaln(a, b + x) - special.betaln(a, b)
    shared = special.digamma(a + b) - special.digamma(a + b + x)
    return np.stack(
        (
            special.gammaln(r + x) - special.gammaln(r) + stayed,
            np.log(repeats),
            special.digamma(r + x) - special.digamma(r),
            shared,
            shared + special.digamma(b + x) - special.digamma(b),
            1 / repeats,
        )
    )


def _natural(theta: Floats, scale: float) -> tuple[float, float, float, float]:
    """(r, alpha, a, b) from the unbounded form."""
    mean, size = special.expit(theta[2]), math.exp(theta[3])
    return math.exp(theta[0]), scale * math.exp(theta[1]), float(mean * size), float((1 - mean) * size)


def _objective(theta: Floats, histories: Histories, scale: float, levels: Levels) -> tuple[float, Floats]:
    """Minus the mean ln L and its gradient over the unbounded form."""
    r, alpha, a, b = _natural(theta, scale)
    value, slope = log_likelihood(histories, r, alpha, a, b, levels)
    size = a + b
    chain = np.array(
        [r * slope[0], alpha * slope[1], (slope[2] - slope[3]) * a * b / size, slope[2] * a + slope[3] * b]
    )
    clients = histories.count.sum()
    return -value / clients, -chain / clients


def _thinned(histories: Histories) -> Histories:
    """At most about THINNED histories, evenly spread: enough to find the neighbourhood of the best parameters."""
    step = max(1, histories.x.size // THINNED)
    part = slice(None, None, step)
    return Histories(histories.x[part], histories.t_x[part], histories.T[part], histories.count[part], histories.place)


def _search(histories: Histories, theta: ArrayLike, scale: float) -> optimize.OptimizeResult:
    options = {"maxiter": 400, "ftol": 1e-14, "gtol": 1e-8}
    return optimize.minimize(
        _objective,
        theta,
        args=(histories, scale, levels_of(histories.x)),
        jac=True,
        method="L-BFGS-B",
        bounds=BOUNDS,
        options=options,
    )


def fit(histories: Histories) -> BgNbdParameters:
    """The most likely parameters. Raises NotEnoughData below ten clients with a repeat order, DidNotConverge."""
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
    candidates = [_search(few, start, scale) for start in STARTS]
    best = min((c for c in candidates if np.isfinite(c.fun)), key=lambda c: c.fun, default=None)
    if best is None:
        raise DidNotConverge("no_start", "No starting point led to finite parameters", remedy="Check the time unit.")
    best = _search(histories, best.x, scale)
    return _judged(histories, best, scale)


def _judged(histories: Histories, best: optimize.OptimizeResult, scale: float) -> BgNbdParameters:
    """The found point with its verdict, or the nested model when leaving adds nothing to the likelihood."""
    clients = float(histories.count.sum())
    value = -float(best.fun) * clients
    nested = fit_nbd(histories, scale)
    if value - nested.log_likelihood < WORTH_DROPOUT:
        return nested
    settled = float(np.abs(_projected(best.x, best.jac)).max()) < 1e-4
    if not settled:
        raise DidNotConverge(
            "not_settled", "The likelihood still rises where the search ended", remedy="Check the data."
        )
    r, alpha, a, b = _natural(best.x, scale)
    verdict = "ok"
    if best.x[3] > BOUNDS[3][1] - 1e-3:
        verdict = "even_dropout"
    elif best.x[0] > BOUNDS[0][1] - 1e-3:
        verdict = "even_rate"
    errors = _standard_errors(histories, np.asarray(best.x), scale) if verdict == "ok" else {}
    return BgNbdParameters(r, alpha, a, b, value, errors, True, verdict)


def _projected(theta: Floats, slope: Floats) -> Floats:
    """The slope without the parts that push against a bound."""
    low, high = np.array(BOUNDS).T
    stuck = ((theta <= low + 1e-9) & (slope > 0)) | ((theta >= high - 1e-9) & (slope < 0))
    return np.where(stuck, 0.0, slope)


def _standard_errors(histories: Histories, theta: Floats, scale: float) -> dict[str, float]:
    """Delta method on the curvature in the unbounded form; empty when the curvature is not that of a peak."""
    clients = float(histories.count.sum())
    step = 1e-4
    shifts = np.eye(4) * step
    data = (histories, scale, levels_of(histories.x))
    sides = [(_objective(theta + s, *data)[1], _objective(theta - s, *data)[1]) for s in shifts]
    curvature = clients * np.array([(up - down) / (2 * step) for up, down in sides])
    curvature = (curvature + curvature.T) / 2
    if np.linalg.eigvalsh(curvature).min() <= 0:
        return {}
    r, alpha, a, b = _natural(theta, scale)
    mean = a / (a + b)
    turn = np.diag([r, alpha, 0.0, 0.0])
    turn[2, 2:] = (a + b) * mean * (1 - mean), a
    turn[3, 2:] = -(a + b) * mean * (1 - mean), b
    spread = np.sqrt(np.diag(turn @ np.linalg.inv(curvature) @ turn.T))
    return dict(zip(NAMES, map(float, spread), strict=True))


def fit_nbd(histories: Histories, scale: float) -> BgNbdParameters:
    """The nested model in which nobody leaves: counts are negative binomial over each client's time."""
    # The likelihood falls into a part of x alone and a part of T alone, so that distinct values of each are enough.
    (orders, at_x), (times, at_t) = levels_of(histories.x), levels_of(histories.T)
    by_orders = np.bincount(at_x, weights=histories.count)
    by_time = np.bincount(at_t, weights=histories.count)
    orders_by_time = np.bincount(at_t, weights=histories.count * histories.x)
    clients = by_orders.sum()

    def objective(theta: Floats) -> tuple[float, Floats]:
        r, alpha = math.exp(theta[0]), scale * math.exp(theta[1])
        ends, exponents = np.log(alpha + times), r * by_time + orders_by_time
        value = by_orders @ (special.gammaln(r + orders) - special.gammaln(r)) + clients * r * math.log(alpha)
        by_r = by_orders @ (special.digamma(r + orders) - special.digamma(r)) + clients * math.log(alpha)
        by_alpha = clients * r / alpha - (exponents / (alpha + times)).sum()
        slope = np.array([r * (by_r - by_time @ ends), alpha * by_alpha])
        return -float(value - exponents @ ends) / clients, -slope / clients

    options = {"maxiter": 400, "ftol": 1e-14, "gtol": 1e-9}
    found = optimize.minimize(objective, (-0.5, 0.0), jac=True, method="L-BFGS-B", bounds=BOUNDS[:2], options=options)
    r, alpha = math.exp(found.x[0]), scale * math.exp(found.x[1])
    value = -float(found.fun) * float(clients)
    return BgNbdParameters(r, alpha, 0.0, 1.0, value, {}, bool(found.success), "no_dropout")


def p_alive(parameters: BgNbdParameters, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
    """Probability that the client is still one; 1 for x = 0, where this model allows no leaving.

    Computed through the logarithm of the odds of having left, so that x in the hundreds cannot overflow.
    """
    x, t_x, T = (np.asarray(value, dtype=np.float64) for value in (x, t_x, T))
    if parameters.a == 0:
        return np.ones(np.broadcast(x, t_x, T).shape)
    repeats = np.where(x > 0, parameters.b + x - 1, 1.0)
    ends, lasts = np.log(parameters.alpha + T), np.log(parameters.alpha + t_x)
    odds_of_leaving = math.log(parameters.a) - np.log(repeats) + (parameters.r + x) * (ends - lasts)
    return np.where(x > 0, special.expit(-odds_of_leaving), 1.0)


@compiled
def _gauss(first, second, third, z):  # type: ignore[no-untyped-def]
    """2F1(first, second; third; z) by its series, for third > 0 and 0 <= z < 1; nan when 100,000 terms are too few."""
    term = 1.0
    total = 1.0
    for n in range(100_000):
        term *= (first + n) * (second + n) / ((third + n) * (n + 1.0)) * z
        total += term
        if abs(term) < 1e-14 * abs(total) and n > -first and n > -second:
            return total
    return math.nan


@compiled
def _active_orders(x, T, horizon, r, alpha, a, b, out):  # type: ignore[no-untyped-def]
    """Expected orders within `horizon` given that the client is active now.

    Euler's transformation of the published form, which turns its 2F1 into one whose third argument grows with x:
    (a+b+x-1)/(a-1) * (1 - (1-z)^(a-1) * 2F1(a-1, a+b-1-r; a+b+x-1; z)), z = horizon/(alpha+T+horizon).
    """
    for i in range(x.size):
        z = horizon / (alpha + T[i] + horizon)
        third = a + b + x[i] - 1.0
        rest = math.exp((a - 1.0) * math.log1p(-z))
        out[i] = third / (a - 1.0) * (1.0 - rest * _gauss(a - 1.0, a + b - 1.0 - r, third, z))


@compiled
def _summed_orders(x, T, horizon, r, alpha, a, b, out):  # type: ignore[no-untyped-def]
    """The same as the sum over y of P(at least y orders), for large a, where the 2F1 form loses all its digits.

    P(Y >= y | active) = B(a, b+x+y-1) / B(a, b+x) * P(negative binomial >= y): y - 1 orders that did not end it.
    """
    for i in range(x.size):
        ln_z = math.log(horizon / (alpha + T[i] + horizon))
        ln_pmf = (r + x[i]) * (math.log(alpha + T[i]) - math.log(alpha + T[i] + horizon))
        above, stayed, total = -math.expm1(ln_pmf), 1.0, 0.0
        for y in range(1, 100_000):
            total += stayed * above
            ln_pmf += ln_z + math.log((r + x[i] + y - 1.0) / y)
            above = max(above - math.exp(ln_pmf), 0.0)
            stayed *= (b + x[i] + y - 1.0) / (a + b + x[i] + y - 1.0)
            if stayed * above < 1e-13 * total:
                break
        out[i] = total


def expected_orders(
    parameters: BgNbdParameters, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, *, horizon: float
) -> Floats:
    """Orders expected in the next `horizon` (unit of T), given the history; Fader, Hardie, Lee (2005), equation 10."""
    x, t_x, T = (np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in (x, t_x, T))
    r, alpha, a, b = parameters.r, parameters.alpha, parameters.a, parameters.b
    if a == 0:
        return (r + x) / (alpha + T) * horizon
    out = np.empty_like(T)
    if a > LARGE_A:
        _summed_orders(x, T, horizon, r, alpha, a, b, out)
        return p_alive(parameters, x, t_x, T) * out
    # At a = 1, and at x = 0 with a + b = 1, the form is 0/0; the mean of two near neighbours is exact to second order.
    nudges = (0.0,) if abs(a - 1) > 1e-5 and abs(a + b - 1) > 1e-9 else (-1e-4, 1e-4)
    total = np.zeros_like(T)
    for nudge in nudges:
        _active_orders(x, T, horizon, r, alpha, a + nudge, b, out)
        total += out / len(nudges)
    return p_alive(parameters, x, t_x, T) * total
