"""How sure a share is: exact bounds, allowing for rows that belong together and for several thresholds tried.

Sources: Clopper, Pearson (1934) for the bound; Kish (1965) for the effective number of rows under weights and
clusters; Angelopoulos, Bates, Candès, Jordan, Lei (2021), Learn then Test, for the sequence of thresholds: each is
tested only when all stricter ones of its sequence passed, so that the chance of passing any wrong one stays at `risk`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from tenure.engine.tuples import Floats, Ints

UNSHOWABLE = 1_000_000
FEWEST_CLUSTERS = 6  # fewer say nothing about how much clusters differ


@dataclass(frozen=True)
class Share:
    """A weighted share of rows and the number of independent rows that would know it as well."""

    value: float
    effective: float

    def upper(self, risk: float) -> float:
        """The share that is exceeded with probability `risk` at most; 1 when nothing is known."""
        hits, misses = self.value * self.effective, (1 - self.value) * self.effective
        return 1.0 if misses <= 1e-9 else float(special.betaincinv(hits + 1, misses, 1 - risk))

    def lower(self, risk: float) -> float:
        """The share that is fallen short of with probability `risk` at most; 0 when nothing is known."""
        hits, misses = self.value * self.effective, (1 - self.value) * self.effective
        return 0.0 if hits <= 1e-9 else float(special.betaincinv(hits, misses + 1, risk))


def share_of(hit: np.ndarray, weight: Floats, *clusterings: Ints) -> Share:
    """The weighted share of `hit`, its certainty the least that any of the clusterings of the rows allows.

    Each clustering numbers the group of each row; rows of a group may agree with each other.
    """
    if hit.size == 0:
        return Share(0.0, 0.0)
    total = weight.sum()
    value = float((weight * hit).sum() / total)
    # Nothing differs when all or none were hit: then a group of the first clustering counts as one row at most.
    rows = np.bincount(np.unique(clusterings[0], return_inverse=True)[1], weights=weight) if clusterings else weight
    effective = float(total**2 / ((rows if value in (0.0, 1.0) else weight) ** 2).sum())
    for groups in clusterings:
        _, place = np.unique(groups, return_inverse=True)
        size = int(place.max()) + 1
        if size >= FEWEST_CLUSTERS and 0 < value < 1:
            off = np.bincount(place, weights=weight * (hit - value))
            variance = float((off**2).sum()) / total**2 * size / (size - 1)
            effective = min(effective, value * (1 - value) / max(variance, 1e-12))
    return Share(value, max(effective, 1.0))


def fewest_rows(level: float, risk: float) -> int:
    """Rows without a single miss that it takes to promise `level`."""
    return int(np.ceil(np.log(risk) / np.log1p(-level)))


def rows_to_show(value: float, level: float, risk: float) -> int:
    """Independent rows it takes until a share of `value` is shown to be `level` at most; UNSHOWABLE when none would."""
    if value >= level:
        return UNSHOWABLE
    low, high = 0, fewest_rows(level, risk)
    while Share(value, high).upper(risk) > level and high < UNSHOWABLE:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if Share(value, middle).upper(risk) <= level else (middle, high)
    return min(high, UNSHOWABLE)


def loosest_passing(shares: Sequence[Share], level: float, risk: float, starts: Sequence[int]) -> int | None:
    """The last place of a row of ever looser thresholds whose share is shown to be `level` at most; None if none is.

    starts: places from which a sequence of tests sets out, chosen without a look at the outcomes; they share `risk`.
    """
    begin = sorted({start for start in starts if 0 <= start < len(shares)})
    passed = None
    for start in begin:
        for place in range(start, len(shares)):
            if shares[place].upper(risk / len(begin)) > level:
                break
            passed = max(place, passed or 0)
    return passed
