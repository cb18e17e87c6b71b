"""How often something happens in so much time, with its interval, without SciPy, so that pages can show it."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from tenure.engine.checks import counted, inside
from tenure.engine.errors import BadInput

EXACT_BELOW = 30


@dataclass(frozen=True)
class Rate:
    """Events per unit of exposure, with the ends of the interval that holds the true rate with the given level."""

    rate: float
    low: float
    high: float


def rate(events: int, exposure: float, *, level: float = 0.8) -> Rate:
    """Events over exposure (above 0, e.g. hours), Poisson with its exact limits; from 30 events on by Byar's approximation.

    The limits are the means under which so many events or more, or so few or fewer, come with half of what is left of the
    level (Garwood 1936). Byar: k (1 - 1/(9k) - z/(3 sqrt k))^3 and the same of k + 1 with + z (Breslow and Day 1987, II,
    p. 69). At 0 events the lower end is 0.
    """
    k = counted("events", events)
    if not (math.isfinite(exposure) and exposure > 0):
        raise BadInput("exposure_wrong", f"an exposure of {exposure}", remedy="Give a time above 0.")
    tail = (1 - inside("level", level)) / 2
    if k < EXACT_BELOW:
        low, high = _mean(k - 1, 1 - tail) if k else 0.0, _mean(k, tail)
    else:
        z = NormalDist().inv_cdf(1 - tail)
        low = k * (1 - 1 / (9 * k) - z / (3 * math.sqrt(k))) ** 3
        high = (k + 1) * (1 - 1 / (9 * (k + 1)) + z / (3 * math.sqrt(k + 1))) ** 3
    return Rate(k / exposure, low / exposure, high / exposure)


def _mean(most: int, chance: float) -> float:
    """The mean under which `most` events or fewer come with this chance; found by halving."""
    low, high = 0.0, 8.0 * EXACT_BELOW
    for _step in range(60):
        mean = (low + high) / 2
        below = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1))
        low, high = (mean, high) if below > chance else (low, mean)
    return (low + high) / 2
