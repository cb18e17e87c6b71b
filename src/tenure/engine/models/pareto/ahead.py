"""What a Pareto/NBD client does after a moment at which it is active: sums over how long it will stay."""

import math

import numpy as np

from tenure.engine.compiled import compiled
from tenure.engine.models.pareto.integral import NODES, WEIGHTS
from tenure.engine.tuples import Floats

NEGLIGIBLE = 45.0
GONE = 16.0  # all but e^-16 of the clients have left


def counted(n: Floats, r: Floats, alpha: Floats, s: float, beta: Floats, horizon: float) -> Floats:
    """Probability of n orders within `horizon` of a client active now, orders gamma(r, alpha), leaving gamma(s, beta).

    n, r, alpha, beta: equally long. Fader, Hardie (2005), "Deriving an Expression for P(X(t)=x)": n orders and still
    active at the end, or n orders and gone at some time before it.
    """
    out = np.empty(n.shape)
    _counted(n, r, alpha, s, beta, horizon, out)
    return out


@compiled
def _counted(n, r, alpha, s, beta, horizon, out):  # type: ignore[no-untyped-def]
    for i in range(n.size):
        if horizon == 0.0:
            out[i] = 1.0 if n[i] == 0.0 else 0.0
            continue
        ways = math.lgamma(r[i] + n[i]) - math.lgamma(r[i]) - math.lgamma(n[i] + 1.0)
        grown, a = alpha[i] + horizon, r[i] + n[i]
        stayed = r[i] * math.log(alpha[i] / grown) + n[i] * math.log(horizon / grown)
        total = math.exp(ways + stayed - s * math.log1p(horizon / beta[i]))
        if s > 0.0:
            fixed = ways + r[i] * math.log(alpha[i]) + s * math.log(beta[i])
            total += s * _left(n[i], a, s + 1.0, alpha[i], beta[i], horizon, fixed)
        out[i] = min(total, 1.0)


@compiled
def _left(n, a, b, alpha, beta, horizon, fixed):  # type: ignore[no-untyped-def]
    """e^fixed times the integral over y in (0, horizon) of y^n (alpha + y)^-a (beta + y)^-b.

    By panels in w = ln(1 + y/S), S the smaller of alpha and beta: short enough for the powers on either side of a peak.
    """
    small = min(alpha, beta)
    top = math.log1p(horizon / small)
    length = min(1.0, 4.0 / math.sqrt(1.0 + n), 10.0 / (1.0 + a - n + b))
    panels = max(1, math.ceil(top / length))
    length = top / panels
    total = 0.0
    for panel in range(panels):
        for k in range(NODES.size):
            w = length * (panel + 0.5 * (NODES[k] + 1.0))
            y = small * math.expm1(w)
            powers = n * math.log(y) - a * math.log(alpha + y) - b * math.log(beta + y)
            total += 0.5 * length * WEIGHTS[k] * small * math.exp(fixed + w + powers)
    return total


def staying(s: float, beta: Floats, horizon: float) -> tuple[Floats, Floats]:
    """(time, weight): lengths of time within `horizon` that a client active now may stay, and how likely each is.

    The nodes of a quadrature over ln(1 + time / beta), closer together near now, and the whole horizon; they stand along
    the last axis.
    """
    top = np.log1p(horizon / np.asarray(beta, dtype=np.float64))[..., None]
    u = (NODES + 1) / 2
    # Where clients leave soon, hardly any is left long before the horizon: nodes stand where they leave.
    reach = np.minimum(top, GONE / max(s, 1e-300))
    w = reach * u**2
    times = np.concatenate((np.expm1(w) * np.asarray(beta)[..., None], np.full(top.shape, horizon)), axis=-1)
    leaves = s * np.exp(-s * w) * reach * u * WEIGHTS
    # What the rule misses of the chance of leaving in time, where s is large, is made good in proportion.
    total = leaves.sum(axis=-1, keepdims=True)
    leaves = leaves * np.divide(-np.expm1(-s * top), total, out=np.ones_like(total), where=total > 0)
    return times, np.concatenate((leaves, np.exp(-s * top)), axis=-1)


def discounted(s: float, beta: Floats, rate: float) -> Floats:
    """Expected worth of one unit of activity per unit of time from now until the client leaves, discounted at `rate`.

    beta e^z E_s(z) with z = rate * beta and E_s the exponential integral of any real order s >= 0.
    """
    out = np.empty(beta.shape)
    _discounted(s, beta, rate, out)
    return out


@compiled
def _discounted(s, beta, rate, out):  # type: ignore[no-untyped-def]
    for i in range(beta.size):
        z = rate * beta[i]
        low = total = 0.0
        # The integrand is exp(-z (e^w - 1) + (1 - s) w), w = ln(1 + time / beta).
        while z * math.expm1(low) + (s - 1.0) * low < NEGLIGIBLE:
            length = min(1.0, 8.0 / (z * math.exp(low) * math.e + abs(s - 1.0)))
            for k in range(NODES.size):
                w = low + 0.5 * length * (NODES[k] + 1.0)
                total += 0.5 * length * WEIGHTS[k] * math.exp((1.0 - s) * w - z * math.expm1(w))
            low += length
        out[i] = beta[i] * total
