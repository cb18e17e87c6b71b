"""How many to ask before asking: sample sizes and pass marks (A5, A6, A8, M3)."""

import math
from dataclasses import dataclass

from scipy import special

from tenure.engine.checks import counted, inside
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.evidence.proportions import Posterior, predictive

LARGEST = 50_000


@dataclass(frozen=True)
class Design:
    """Ask exactly n; passed with min_successes or more. The power is saw-toothed: n and the mark belong together.

    alpha: probability to pass if the share is p0; power: if it is p1."""

    n: int
    min_successes: int
    alpha: float
    power: float


@dataclass(frozen=True)
class PassMark:
    """min_successes: of n, None when even n of n do not convince; false_go: probability to pass with a share exactly at
    the threshold; assurance: probability to pass as the design prior sees it."""

    min_successes: int | None
    false_go: float
    assurance: float


def exact_design(p0: float, p1: float, *, alpha: float = 0.05, power: float = 0.8) -> Design:
    """The smallest n with a mark that p0 passes with probability alpha at most and p1 with `power` at least (A5).

    p0: share not worth having; p1 > p0: share worth having. Raises BadInput for shares in another order, NotEnoughData
    when more than 50,000 would be needed.
    """
    low, high = inside("p0", p0), inside("p1", p1)
    inside("alpha", alpha)
    inside("power", power)
    if high <= low:
        raise BadInput("design_order", "The share worth having is not above the other", remedy="Give p1 above p0.")
    mark = 0
    for n in range(1, LARGEST + 1):
        while at_least(mark, n, low) > alpha:  # with one more trial the mark stays or rises by one
            mark += 1
        if mark <= n and at_least(mark, n, high) >= power:
            return Design(n, mark, at_least(mark, n, low), at_least(mark, n, high))
    remedy = "Set the two shares further apart, or allow more error."
    raise NotEnoughData("design_too_large", f"More than {LARGEST} would be needed", remedy=remedy, most=LARGEST)


def at_least(k: int, n: int, p: float) -> float:
    """P(X >= k) of n trials at share p."""
    if k <= 0:
        return 1.0
    return float(special.betainc(k, n - k + 1, p)) if k <= n else 0.0


def pass_mark(n: int, threshold: float, *, prior: Posterior, design: Posterior, sure: float = 0.9) -> PassMark:
    """Fewest successes of n after which P(share > threshold) >= sure under `prior`; chances to get there (A6)."""
    trials, at, level = counted("the number of trials", n, low=1), inside("threshold", threshold), inside("sure", sure)
    for mark in range(trials + 1):
        if Posterior(prior.alpha + mark, prior.beta + trials - mark).above(at) >= level:
            return PassMark(mark, at_least(mark, trials, at), float(predictive(trials, design)[mark:].sum()))
    return PassMark(None, 0.0, 0.0)


def interviews_needed(prevalence: float, certainty: float) -> int:
    """How many to hear a problem of this prevalence at least once with this certainty (A8)."""
    exact = math.log1p(-inside("certainty", certainty)) / math.log1p(-inside("prevalence", prevalence))
    return max(1, math.ceil(exact - 1e-9))


def per_arm(p1: float, p2: float, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Size of each of two arms that tells p1 from p2, two-sided, by the normal approximation (M3)."""
    first, second = inside("p1", p1), inside("p2", p2)
    if first == second:
        raise BadInput(
            "design_same", "The two shares are the same", remedy="Give the smallest difference that matters."
        )
    z = special.ndtri(1 - inside("alpha", alpha) / 2) + special.ndtri(inside("power", power))
    spread = first * (1 - first) + second * (1 - second)
    return math.ceil(float(z * z * spread / (first - second) ** 2) - 1e-9)
