"""Has a client's level of ordering fallen, and is it down to stay: one change-point in a stream of orders, exactly.

Model: orders (or money in the client's usual order) come at one level before a moment and at another after it; both
levels are gamma around the base's; the moment stands after any of the client's orders with equal chance, and there is
one with chance one half. Levels are integrated out in closed form, moments summed over: Raftery, Akman (1986),
Bayesian Analysis of a Poisson Process with a Change-Point, Biometrika 73(1). An evenness k of the stream (gamma gaps,
or 1 / dispersion) raises the counts to k-fold, as in `rhythm`.
"""

import numpy as np
from scipy import special

from tenure.engine.tuples import Floats, Ints

HALF = 0.5  # a fall worth a word: to less than half of the level before
NEGLIGIBLE = 1e-3


def fall_probability(
    weight: Floats, time: Floats, owner: Ints, sizes: Ints, span: Floats, evenness: Floats, *, r: float, alpha: float
) -> Floats:
    """P(the level has changed, to less than half of the one before) of each client.

    weight: of each order, 1 or its money over the client's mean; time: since the client's first order; owner: client
    of each row, rows sorted by client and time; sizes: orders of each, two at least; span: from first order to now;
    evenness: k of each client; r, alpha: of the levels among clients, alpha in the unit of time.
    """
    starts = np.cumsum(sizes) - sizes
    later = np.where(np.arange(owner.size) == starts[owner], 0.0, weight)
    running = np.cumsum(later)
    before = running - (running[starts] - later[starts])[owner]
    total = before[starts + sizes - 1]
    # A change needs an order behind it: the candidates are the moments after the second order and on.
    rows = np.flatnonzero(np.arange(owner.size) != starts[owner])
    who = owner[rows]
    k, prior = evenness[who], alpha / evenness[who]
    first = (r + k * before[rows], prior + time[rows])
    second = (r + k * np.maximum(total[who] - before[rows], 0.0), prior + np.maximum(span[who] - time[rows], 0.0))
    constant = r * np.log(prior) - special.gammaln(r)
    with_change = _level(*first) + _level(*second) + 2 * constant - np.log(sizes[who] - 1.0)
    prior_all = alpha / evenness
    without = _level(r + evenness * total, prior_all + span) + r * np.log(prior_all) - special.gammaln(r)
    top = np.maximum(np.maximum.reduceat(with_change, starts - np.arange(sizes.size)), without)
    share = np.exp(with_change - top[who])
    share /= (np.bincount(who, weights=share, minlength=sizes.size) + np.exp(without - top))[who]
    worth = np.flatnonzero(share > NEGLIGIBLE)
    edge = HALF * second[1][worth] / (first[1][worth] + HALF * second[1][worth])
    below = special.betainc(second[0][worth], first[0][worth], edge)
    fallen = np.bincount(who[worth], weights=share[worth] * below, minlength=sizes.size)
    return np.clip(fallen, 0.0, 1.0)


def _level(shape: Floats, time: Floats) -> Floats:
    """ln of the integral over a level: gamma(shape) / time^shape."""
    return special.gammaln(shape) - shape * np.log(time)
