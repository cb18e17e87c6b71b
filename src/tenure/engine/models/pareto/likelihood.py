"""The Pareto/NBD likelihood and its gradient, over the distinct parts of a base.

The published form (Fader, Hardie 2005, equation 36) is a difference of two 2F1 that loses its digits when they are
close. Integrated by parts it is a sum of two positive terms, one of (x, T) and one of (x, t_x):

    L = G(r+x)/G(r) alpha^r beta^s [(r+x) J(r+x+1, s; T) + s J(r+x, s+1; t_x)]        J: see `pareto_integral`

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
    """The distinct (x, t_x), (x, T) and x of a base, and the place of each history among them."""

    last: tuple[Floats, Floats]
    last_place: Ints
    end: tuple[Floats, Floats]
    end_place: Ints
    orders: Levels
    count: Floats


def pairs_of(histories: Histories) -> Pairs:
    """The distinct parts of the histories; worth keeping when one base is looked at many times."""
    last, last_place = _distinct_pairs(histories.x, histories.t_x)
    end, end_place = _distinct_pairs(histories.x, histories.T)
    return Pairs(last, last_place, end, end_place, levels_of(histories.x), histories.count)


def _distinct_pairs(x: Floats, time: Floats) -> tuple[tuple[Floats, Floats], Ints]:
    times, place = levels_of(time)
    found, place = np.unique(x.astype(np.int64) * times.size + place, return_inverse=True)
    return ((found // times.size).astype(np.float64), times[found % times.size]), place.reshape(-1)


def terms(pairs: Pairs, r: float, alpha: float, s: float, beta: float) -> tuple[Floats, Floats]:
    """ln of the two terms of the bracket, (x, T) and (x, t_x), by pair; below each its slope over the parameters."""
    x, T = pairs.end
    end = np.empty((5, x.size))
    integrals(r + x + 1, np.full_like(x, s), np.full_like(x, alpha), np.full_like(x, beta), T, end)
    end[0] += np.log(r + x)
    end[1] += 1 / (r + x)
    x, t_x = pairs.last
    last = np.empty((5, x.size))
    integrals(r + x, np.full_like(x, s + 1), np.full_like(x, alpha), np.full_like(x, beta), t_x, last)
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
    end, last = terms(pairs, r, alpha, s, beta)
    end_weight, last_weight = np.zeros(end.shape[1]), np.zeros(last.shape[1])
    value = _mixed(end[0], last[0], pairs.end_place, pairs.last_place, pairs.count, end_weight, last_weight)
    slope = end[1:] @ end_weight + last[1:] @ last_weight
    orders, place = pairs.orders
    clients, by_orders = float(pairs.count.sum()), np.bincount(place, weights=pairs.count)
    value += by_orders @ (special.gammaln(r + orders) - special.gammaln(r))
    value += clients * (r * math.log(alpha) + s * math.log(beta))
    from_orders = by_orders @ (special.digamma(r + orders) - special.digamma(r))
    slope += (
        from_orders + clients * math.log(alpha),
        clients * r / alpha,
        clients * math.log(beta),
        clients * s / beta,
    )
    return float(value), slope


def nbd_log_likelihood(pairs: Pairs, r: float, alpha: float) -> tuple[float, Floats]:
    """ln L of the base and its gradient over (r, alpha) when nobody leaves."""
    x, T = pairs.end
    count = np.bincount(pairs.end_place, weights=pairs.count)
    ends = np.log(alpha + T)
    each = special.gammaln(r + x) - special.gammaln(r) + r * math.log(alpha) - (r + x) * ends
    by_r = special.digamma(r + x) - special.digamma(r) + math.log(alpha) - ends
    by_alpha = r / alpha - (r + x) / (alpha + T)
    return float(count @ each), np.array([count @ by_r, count @ by_alpha])


def brackets(x: Floats, t_x: Floats, T: Floats, r: float, alpha: float, s: float, beta: float) -> Floats:
    """ln of the bracket for each history, s > 0."""
    pairs = pairs_of(Histories(x, t_x, T, np.ones_like(x), np.arange(x.size)))
    end, last = terms(pairs, r, alpha, s, beta)
    return np.logaddexp(end[0][pairs.end_place], last[0][pairs.last_place])
