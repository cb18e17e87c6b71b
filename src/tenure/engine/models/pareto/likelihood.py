"""The Pareto/NBD likelihood and its gradient, over the distinct parts of a base.

The published form (Fader, Hardie 2005, equation 36) is a difference of two 2F1 that loses its digits when they are
close. Integrated by parts it is a sum of two positive terms, one of (x, T) and one of (x, t_x):

    L = G(r+x)/G(r) alpha^r beta^s [(r+x) J(r+x+1, s; T) + s J(r+x, s+1; t_x)]        J: see `integral`

so that the costly part is done for distinct pairs alone, far fewer than distinct histories.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from tenure.engine.compiled import compiled
from tenure.engine.models.pareto.integral import integrals
from tenure.engine.tuples import Floats, Histories, Ints, Levels, levels_of


@dataclass(frozen=True)
class Pairs:
    """The distinct (x, t_x), (x, T) and x of a base, and the place of each history among them.

    last, end: arrays of x, time and level, the number of the group of clients with an alpha and a beta of their own; one
    group without covariates. at_level: clients in each group.
    """

    last: tuple[Floats, Floats, Ints]
    last_place: Ints
    end: tuple[Floats, Floats, Ints]
    end_place: Ints
    orders: Levels
    count: Floats
    at_level: Floats


def pairs_of(histories: Histories, level: Ints | None = None) -> Pairs:
    """The distinct parts of the histories; worth keeping when one base is looked at many times.

    level: the group of each history, 0 and up.
    """
    group = np.zeros(histories.x.size, dtype=np.int64) if level is None else level
    last, last_place = _distinct_pairs(histories.x, histories.t_x, group)
    end, end_place = _distinct_pairs(histories.x, histories.T, group)
    at_level = np.bincount(group, weights=histories.count, minlength=1).astype(np.float64)
    return Pairs(last, last_place, end, end_place, levels_of(histories.x), histories.count, at_level)


def _distinct_pairs(x: Floats, time: Floats, level: Ints) -> tuple[tuple[Floats, Floats, Ints], Ints]:
    times, place = levels_of(time)
    groups = int(level.max(initial=0)) + 1
    key = (x.astype(np.int64) * times.size + place) * groups + level
    found, place = np.unique(key, return_inverse=True)
    pair = found // groups
    return ((pair // times.size).astype(np.float64), times[pair % times.size], found % groups), place.reshape(-1)


def terms(pairs: Pairs, r: float, alpha: Floats, s: float, beta: Floats) -> tuple[Floats, Floats]:
    """ln of the two terms of the bracket, (x, T) and (x, t_x), by pair; below each its slope over the parameters.

    alpha, beta: by level.
    """
    x, T, level = pairs.end
    end = np.empty((5, x.size))
    integrals(r + x + 1, np.full_like(x, s), alpha[level], beta[level], T, end)
    end[0] += np.log(r + x)
    end[1] += 1 / (r + x)
    x, t_x, level = pairs.last
    last = np.empty((5, x.size))
    integrals(r + x, np.full_like(x, s + 1), alpha[level], beta[level], t_x, last)
    last[0] += math.log(s)
    last[2] += 1 / s
    # From (p, q, alpha, beta) to the order of the parameters.
    return end[[0, 1, 3, 2, 4]], last[[0, 1, 3, 2, 4]]


@compiled
def _mixed(end, last, end_place, last_place, count, end_weight, last_weight):  # type: ignore[no-untyped-def]
    """Sum of count * ln(e^end + e^last), with the share of each term added to the weight of its pair."""
    value = 0.0
    for i in range(count.size):
        j, k = end_place[i], last_place[i]
        ahead = last[k] - end[j]
        odds = math.exp(-abs(ahead))
        value += count[i] * (max(last[k], end[j]) + math.log1p(odds))
        share = (1.0 if ahead > 0.0 else odds) / (1.0 + odds)
        last_weight[k] += count[i] * share
        end_weight[j] += count[i] * (1.0 - share)
    return value


def log_likelihood(pairs: Pairs, r: float, alpha: float, s: float, beta: float) -> tuple[float, Floats]:
    """ln L of the base and its gradient over (r, alpha, s, beta), s > 0."""
    value, slope = log_likelihood_by_level(pairs, r, np.full(1, alpha), s, np.full(1, beta))
    return value, slope[:, 0]


def log_likelihood_by_level(pairs: Pairs, r: float, alpha: Floats, s: float, beta: Floats) -> tuple[float, Floats]:
    """The same with alpha and beta by level. The gradient has a row for each parameter and a column for each level; over
    r and s it is their sum."""
    end, last = terms(pairs, r, alpha, s, beta)
    end_weight, last_weight = np.zeros(end.shape[1]), np.zeros(last.shape[1])
    value = _mixed(end[0], last[0], pairs.end_place, pairs.last_place, pairs.count, end_weight, last_weight)
    levels = pairs.at_level.size
    slope = np.empty((4, levels))
    for row in range(4):
        slope[row] = np.bincount(pairs.end[2], weights=end[row + 1] * end_weight, minlength=levels)
        slope[row] += np.bincount(pairs.last[2], weights=last[row + 1] * last_weight, minlength=levels)
    slope += pairs.at_level * np.stack((np.log(alpha), r / alpha, np.log(beta), s / beta))
    orders, place = pairs.orders
    by_orders = np.bincount(place, weights=pairs.count)
    value += by_orders @ (special.gammaln(r + orders) - special.gammaln(r))
    value += pairs.at_level @ (r * np.log(alpha) + s * np.log(beta))
    slope[0, 0] += by_orders @ (special.digamma(r + orders) - special.digamma(r))
    return float(value), slope


def nbd_log_likelihood(pairs: Pairs, r: float, alpha: float) -> tuple[float, Floats]:
    """ln L of the base and its gradient over (r, alpha) when nobody leaves."""
    x, T, _ = pairs.end
    count = np.bincount(pairs.end_place, weights=pairs.count)
    ends = np.log(alpha + T)
    each = special.gammaln(r + x) - special.gammaln(r) + r * math.log(alpha) - (r + x) * ends
    by_r = special.digamma(r + x) - special.digamma(r) + math.log(alpha) - ends
    by_alpha = r / alpha - (r + x) / (alpha + T)
    return float(count @ each), np.array([count @ by_r, count @ by_alpha])


def brackets(
    x: Floats, t_x: Floats, T: Floats, r: float, alpha: float | Floats, s: float, beta: float | Floats
) -> Floats:
    """ln of the bracket for each history, s > 0; alpha and beta of all, or of each history by itself."""
    histories = Histories(x, t_x, T, np.ones_like(x), np.arange(x.size))
    if np.ndim(alpha) or np.ndim(beta):
        alone = np.arange(x.size)
        pairs = Pairs((x, t_x, alone), alone, (x, T, alone), alone, (x, alone), histories.count, histories.count)
        alpha, beta = (np.broadcast_to(value, x.shape) for value in (alpha, beta))
    else:
        pairs, alpha, beta = pairs_of(histories), np.full(1, alpha), np.full(1, beta)
    end, last = terms(pairs, r, alpha, s, beta)
    return np.logaddexp(end[0][pairs.end_place], last[0][pairs.last_place])
