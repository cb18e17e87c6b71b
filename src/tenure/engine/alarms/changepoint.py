"""Has a client's level of ordering fallen, and is it down to stay: one change-point in a stream of orders, exactly.

Model: orders (or money in the client's usual order) come at one level before a moment and at another after it; both
levels are gamma, a priori around the base's mean; the moment stands after any of the client's orders with equal chance,
and there is one with chance one half. Levels are integrated out in closed form, moments summed over: Raftery, Akman
(1986), Bayesian Analysis of a Poisson Process with a Change-Point, Biometrika 73(1). An evenness k of the stream (gamma
gaps, or 1 / dispersion) raises the counts to k-fold, as in `rhythm`.
"""

import math

import numpy as np

from tenure.engine.compiled import compiled
from tenure.engine.tuples import Floats, Ints

HALF = 0.5  # a fall worth a word: to less than half of the level before
NEGLIGIBLE = 1e-3  # a moment less likely than that adds nothing
TINY = 1e-300
CLOSE = 1e-9
STEPS = 400


def fall_probability(
    weight: Floats, time: Floats, sizes: Ints, span: Floats, evenness: Floats, *, r: float, alpha: float
) -> Floats:
    """P(the level has changed, to less than half of the one before) of each client.

    weight: of each order, 1 or its money over the client's mean; time: since the client's first order; rows sorted by
    client and time; sizes: orders of each client, two at least; span: from first order to now; evenness: k of each
    client; r, alpha: of the levels among clients, alpha in the unit of time.
    """
    found = np.zeros(sizes.size)
    if sizes.size:
        _falls(weight, time, sizes, span, evenness, r, alpha, np.empty(int(sizes.max())), found)
    return found


@compiled
def _level(shape, time):  # type: ignore[no-untyped-def]
    """ln of the integral over a level: gamma(shape) / time^shape."""
    return math.lgamma(shape) - shape * math.log(time)


@compiled
def _beta_share(a, b, x):  # type: ignore[no-untyped-def]
    """Regularised incomplete beta function by its continued fraction (modified Lentz), Abramowitz, Stegun 26.5.8."""
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast on the near side of the mean; the far side is one minus the other.
    swapped = x > (a + 1.0) / (a + b + 2.0)
    if swapped:
        a, b, x = b, a, 1.0 - x
    c = 1.0
    d = 1.0 / max(1.0 - (a + b) * x / (a + 1.0), TINY)
    total = d
    for m in range(1, STEPS):
        step = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 / (1.0 + step * d)
        c = 1.0 + step / c
        total *= d * c
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 / (1.0 + step * d)
        c = 1.0 + step / c
        total *= d * c
        if abs(d * c - 1.0) < CLOSE:
            break
    share = front * total / a
    return 1.0 - share if swapped else share


@compiled
def _falls(weight, time, sizes, span, evenness, r, alpha, logs, found):  # type: ignore[no-untyped-def]
    """Each client's candidates are the moments after its second order and on: a change needs an order behind it."""
    begin = 0
    for i in range(sizes.size):
        n, k = sizes[i], evenness[i]
        prior = alpha / k
        constant = r * math.log(prior) - math.lgamma(r)
        total = 0.0
        for j in range(1, n):
            total += weight[begin + j]
        top = _level(r + k * total, prior + span[i]) + constant
        without = top
        before = 0.0
        for j in range(1, n):
            before += weight[begin + j]
            first = _level(r + k * before, prior + time[begin + j])
            after = prior + max(span[i] - time[begin + j], 0.0)
            logs[j] = first + _level(r + k * max(total - before, 0.0), after) + 2.0 * constant - math.log(n - 1.0)
            top = max(top, logs[j])
        sum_ = math.exp(without - top)
        for j in range(1, n):
            logs[j] = math.exp(logs[j] - top)
            sum_ += logs[j]
        before = 0.0
        fallen = 0.0
        for j in range(1, n):
            before += weight[begin + j]
            if logs[j] > NEGLIGIBLE * sum_:
                ahead = HALF * (prior + max(span[i] - time[begin + j], 0.0))
                edge = ahead / (prior + time[begin + j] + ahead)
                shape = r + k * max(total - before, 0.0)
                fallen += logs[j] / sum_ * _beta_share(shape, r + k * before, edge)
        found[i] = min(max(fallen, 0.0), 1.0)
        begin += n
