"""Ranges people type, as the uncertain factors of a product: the middle 80 % of a lognormal. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tenure.engine.evidence.proportions import Posterior
from tenure.engine.market import FLAG, Market, Product, market, product, reaches, with_share

# Standard normal quantile of 0.9: half the width of the middle 80 %.
Z80 = 1.2815515655446004


class Range(NamedTuple):
    """A number that is not certain, low to high, both above 0."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The median."""
        return math.sqrt(self.low * self.high)

    @property
    def factor(self) -> tuple[float, float]:
        """Mean and coefficient of variation of the lognormal whose middle 80 % the range is."""
        return _factor(self)


@lru_cache(maxsize=2048)
def _factor(found: Range) -> tuple[float, float]:
    spread = math.log(found.high / found.low) / (2 * Z80)
    return found.middle * math.exp(spread * spread / 2), math.sqrt(math.expm1(spread * spread))


@dataclass(frozen=True)
class Size:
    """What is obtainable a year, money in one unit. low, middle, high: P10, P50, P90 from below; both: also from above,
    where that is known; rest, share: what it is the product of."""

    mean: float
    low: float
    middle: float
    high: float
    both: Market | None = None
    rest: Product | None = None
    share: Posterior | None = None

    def reaches(self, value: float) -> float:
        """The chance that it is `value` or more."""
        return reaches(self.rest, self.share, value) if self.rest else 0.0

    @property
    def apart(self) -> float | None:
        """How many times the larger of the two ways is the smaller, of the numbers that are shown: from above one, from below
        its middle, not the mean, which a wide range draws far above it."""
        if self.both is None:
            return None
        small, large = sorted((self.both.som_top, self.middle))
        return large / small

    @property
    def flagged(self) -> bool:
        """Whether the two ways differ more than threefold."""
        return (self.apart or 0.0) > FLAG


def size_of(
    factors: Sequence[tuple[float, float]],
    above: tuple[float, float, float] | None = None,
    share: Posterior | None = None,
) -> Size:
    """As `reckoned`; the same factors are reckoned once."""
    return reckoned(tuple(factors), above, share)


@lru_cache(maxsize=2048)
def reckoned(
    factors: tuple[tuple[float, float], ...], above: tuple[float, float, float] | None, share: Posterior | None
) -> Size:
    """From factors (mean, variation) from below (E2), and from above whole, share within reach, share obtainable (E1).

    share: one more factor, known from so many of so many and so no lognormal.
    """
    means = [mean for mean, _ in factors]
    found: Product = product(means, [variation for _, variation in factors])
    both = None
    if above is not None:
        known = [*means, share.mean] if share else means
        both = market(whole=above[0], sam_share=above[1], som_share=above[2], factors=known)
    if share is not None:
        low, middle, high = (with_share(found, share, q) for q in (0.1, 0.5, 0.9))
        return Size(found.mean * share.mean, low, middle, high, both, found, share)
    return Size(found.mean, found.quantile(0.1), found.quantile(0.5), found.quantile(0.9), both, found)


def carries_company(size: Size | None, margin: float | None, least: float | None) -> str:
    """Whether it supports a company and not a living for two (S000-82): "yes" when even the low end does, "no" when not
    even the high end does, "undecided" between them, "unknown" without size, margin or the least yearly margin."""
    if size is None or margin is None or least is None:
        return "unknown"
    if size.low * margin >= least:
        return "yes"
    return "no" if size.high * margin < least else "undecided"
