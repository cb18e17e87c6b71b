"""Wilson's interval for a share (A7), without SciPy, so that pages can show it."""

import math
from statistics import NormalDist

from tenure.engine.checks import counted, inside
from tenure.engine.errors import BadInput


def wilson(s: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Ends of the interval for s of n, n of 1 or more; at s = 0 the lower end is 0, at s = n the upper 1.

    Raises BadInput for s above n.
    """
    won, trials = counted("successes", s), counted("the number of trials", n, low=1)
    if won > trials:
        raise BadInput("more_than_all", f"{won} successes of {trials}", remedy="Give at most as many as trials.")
    z = NormalDist().inv_cdf(1 - (1 - inside("level", level)) / 2)
    share, shrink = won / trials, 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)
    return max(0.0, centre - half) if won else 0.0, min(1.0, centre + half) if won < trials else 1.0
