"""The likelihood of BG/BB and the search for its peak, over distinct histories."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.compiled import compiled
from tenure.engine.errors import BadInput
from tenure.engine.models.descent import AT_BOUND, Lowest, lowest, lowest_of, require_settled, spread
from tenure.engine.models.shape import Fit, require_repeaters, standard_errors
from tenure.engine.tuples import Floats, Histories, Ints, first_rows

NAMES = ("alpha", "beta", "gamma", "delta")
Four = tuple[float, float, float, float]
# The search runs over the logit of the mean and ln of the size (the sum) of either beta distribution. At the upper bound
# of a size clients do not differ in that chance.
BOUNDS = ((-12.0, 12.0), (-7.0, 9.0), (-14.0, 8.0), (-7.0, 9.0))
STARTS = ((-0.5, 0.5, -1.5, 1.0), (0.5, 1.5, -2.5, 0.0), (-2.0, 0.0, -0.5, 2.0), (0.3, 4.0, 2.0, 1.0))
WORTH_DROPOUT = 0.5
MEANS_NOTHING = {"no_dropout": ("gamma", "delta"), "even_dropout": ("gamma", "delta"), "even_rate": ("alpha", "beta")}


@dataclass(frozen=True)
class Tables:
    """For m = 0, 1, ... opportunities; each a row of values and rows of slopes.

    ordered: ln of (alpha)_m over size^m, slope over alpha; passed: the same of beta; both: of alpha + beta; stay: ln of
    the chance of staying m opportunities, slopes over gamma and delta; leave: of leaving after exactly m.
    """

    ordered: Floats
    passed: Floats
    both: Floats
    stay: Floats
    leave: Floats


def tables(most: int, alpha: float, beta: float, gamma: float, delta: float) -> Tables:
    """The tables for 0..most opportunities; sums of logarithms, exact for sizes however large."""
    k, size = np.arange(most, dtype=np.float64), alpha + beta

    def summed(*rows: Floats) -> Floats:
        return np.stack([np.concatenate(([0.0], np.cumsum(row))) for row in rows])

    total = gamma + delta + k
    stay = summed(-np.log1p(gamma / (delta + k)), -1 / total, gamma / ((delta + k) * total))
    after = gamma + delta + np.arange(most + 1)
    with np.errstate(divide="ignore", over="ignore"):
        leave = stay + np.stack((np.log(gamma / after), np.divide(1, gamma) - 1 / after, -1 / after))
    return Tables(
        summed(np.log((alpha + k) / size), 1 / (alpha + k)),
        summed(np.log((beta + k) / size), 1 / (beta + k)),
        summed(np.log1p(k / size), 1 / (size + k)),
        stay,
        leave,
    )


@compiled
def _each(x, t_x, T, ordered, passed, both, stay, leave, out):  # type: ignore[no-untyped-def]
    """ln L of each history and its slopes over (alpha, beta, gamma, delta), as columns of `out`'s five rows."""
    for i in range(x.size):
        bought, last, end = x[i], t_x[i], T[i]
        top = passed[0, end - bought] - both[0, end] + stay[0, end]
        if last < end:
            top = max(top, passed[0, last - bought] - both[0, last] + leave[0, last])
        weight = math.exp(passed[0, end - bought] - both[0, end] + stay[0, end] - top)
        total = weight
        by_both = weight * both[1, end]
        by_beta = weight * passed[1, end - bought]
        by_gamma, by_delta = weight * stay[1, end], weight * stay[2, end]
        for m in range(last, end):
            weight = math.exp(passed[0, m - bought] - both[0, m] + leave[0, m] - top)
            if weight > 0.0:
                total += weight
                by_both += weight * both[1, m]
                by_beta += weight * passed[1, m - bought]
                by_gamma += weight * leave[1, m]
                by_delta += weight * leave[2, m]
        out[0, i] = ordered[0, bought] + top + math.log(total)
        out[1, i] = ordered[1, bought] - by_both / total
        out[2, i] = (by_beta - by_both) / total
        out[3, i] = by_gamma / total
        out[4, i] = by_delta / total


def each(x: Ints, t_x: Ints, T: Ints, alpha: float, beta: float, gamma: float, delta: float) -> Floats:
    """ln L of each history (equation 3 of the source) and below it its slopes over the four; gamma = 0: none over it."""
    known = tables(int(T.max(initial=0)) + 1, alpha, beta, gamma, delta)
    out = np.empty((5, x.size))
    _each(x, t_x, T, known.ordered, known.passed, known.both, known.stay, known.leave, out)
    return out


def opportunities(x: Floats, t_x: Floats, T: Floats) -> tuple[Ints, Ints, Ints]:
    """The three as whole numbers; raises BadInput where one is not, or more was ordered than could be."""
    for code, wrong, message in (
        (
            "opportunities_not_whole",
            (t_x != np.floor(t_x)) | (np.floor(T) != T),
            "A number of opportunities is not whole",
        ),
        ("opportunities_exceeded", x > t_x, "More orders than opportunities until the last of them"),
    ):
        if wrong.any():
            remedy = "Count time in opportunities to order: campaigns, visits, years."
            raise BadInput(code, message, rows=first_rows(wrong.ravel()), remedy=remedy)
    return x.astype(np.int64), t_x.astype(np.int64), T.astype(np.int64)


def natural(theta: Floats) -> Four:
    """(alpha, beta, gamma, delta) from the form searched over; gamma = 0 from its first two alone."""
    pairs = []
    for mean, size in theta.reshape(-1, 2):
        share = float(special.expit(mean))
        pairs.append((math.exp(size) * share, math.exp(size) * float(special.expit(-mean))))
    (alpha, beta), (gamma, delta) = pairs if theta.size == 4 else (*pairs, (0.0, 1.0))
    return alpha, beta, gamma, delta


def _searched(parameters: Four) -> Floats:
    alpha, beta, gamma, delta = parameters
    point = [math.log(alpha / beta), math.log(alpha + beta)]
    if gamma > 0:
        point += [math.log(gamma / delta), math.log(gamma + delta)]
    return np.clip(point, *np.array(BOUNDS[: len(point)]).T)


def objective(theta: Floats, clients: tuple[Ints, Ints, Ints], count: Floats) -> tuple[float, Floats]:
    """Minus the mean ln L and its gradient over the form searched over, of the nested model for its first two."""
    point = natural(theta)
    value, *slope = each(*clients, *point) @ count
    chain = []
    for place in range(0, theta.size, 2):
        (first, second), (by_first, by_second) = point[place : place + 2], slope[place : place + 2]
        chain += [(by_first - by_second) * first * second / (first + second), by_first * first + by_second * second]
    whole = count.sum()
    return -float(value) / whole, -np.array(chain) / whole


def best_parameters(histories: Histories) -> tuple[Four, Fit]:
    """The four at the peak; raises NotEnoughData below ten clients with a repeat order, DidNotConverge."""
    require_repeaters(histories)
    clients = opportunities(histories.x, histories.t_x, histories.T)
    best = lowest_of(_search(clients, histories.count, start, still=1e-9) for start in STARTS)
    best = _search(clients, histories.count, best.point, inverse=best.inverse)
    return _judged(clients, histories.count, best)


def best_near(histories: Histories, near: Four) -> Four:
    """The same for similar data, searched for from `near` alone; what `near` holds at gamma = 0 stays there."""
    clients = opportunities(histories.x, histories.t_x, histories.T)
    return natural(_search(clients, histories.count, _searched(near), still=1e-11).point)


def _search(
    clients: tuple[Ints, Ints, Ints],
    count: Floats,
    theta: ArrayLike,
    *,
    inverse: NDArray[np.float64] | None = None,
    still: float = 1e-14,
) -> Lowest:
    bounds = BOUNDS[: np.size(theta)]
    return lowest(lambda point: objective(point, clients, count), theta, bounds, inverse=inverse, still=still)


def _judged(clients: tuple[Ints, Ints, Ints], count: Floats, best: Lowest) -> tuple[Four, Fit]:
    """The found point with its verdict, or the nested model where leaving adds nothing to the likelihood."""
    whole = float(count.sum())
    nested = _search(clients, count, STARTS[0][:2])
    verdict = "ok"
    if (nested.value - best.value) * whole < WORTH_DROPOUT:
        verdict, best = "no_dropout", nested
    elif best.point[3] > BOUNDS[3][1] - AT_BOUND:
        verdict = "even_dropout"
    elif best.point[1] > BOUNDS[1][1] - AT_BOUND:
        verdict = "even_rate"
    require_settled(best)
    found, covariance = natural(best.point), _covariance(clients, count, best.point)
    errors = standard_errors(NAMES, found, covariance, without=MEANS_NOTHING.get(verdict, ()))
    return found, Fit(-best.value * whole, round(whole), int(count.size), verdict, errors, covariance)


def _covariance(clients: tuple[Ints, Ints, Ints], count: Floats, theta: Floats) -> NDArray[np.float64] | None:
    """Of the logarithms of the four; None when the point is no peak."""
    bounds = BOUNDS[: theta.size]
    found = spread(lambda point: objective(point, clients, count), theta, bounds, float(count.sum()))
    if found is None:
        return None
    turn = np.zeros((4, theta.size))
    for place in range(0, theta.size, 2):
        share = float(special.expit(theta[place]))
        turn[place, place : place + 2], turn[place + 1, place : place + 2] = (1 - share, 1), (-share, 1)
    return np.asarray(turn @ found @ turn.T)
