"""How large a market is, by two ways and with ranges (E1 to E3)."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.checks import inside, number, numbers
from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import Posterior
from tenure.engine.tuples import Floats, first_rows

FLAG = 3.0  # times by which the two ways may differ before a question is raised
LOW = 0.1
HALVINGS = 46  # of a range of some twenty in logarithms: a part in ten thousand million


@dataclass(frozen=True)
class Market:
    """tam: all spending for the job; sam: of it within reach of the model; som_top: obtainable, from above; som_bottom:
    from single accounts; discrepancy: the larger over the smaller, infinite if one is nothing; flagged: above 3."""

    tam: float
    sam: float
    som_top: float
    som_bottom: float
    discrepancy: float
    flagged: bool


def market(*, whole: float, sam_share: float, som_share: float, factors: ArrayLike) -> Market:
    """From above, whole * shares, and from below, the product of `factors` (accounts, reach, prevalence, willing,
    price, frequency). Money in one unit; shares 0..1; raises BadInput otherwise."""
    tam = number("market", whole, low=0)
    sam = tam * number("share within reach", sam_share, low=0, high=1)
    top = sam * number("share obtainable", som_share, low=0, high=1)
    bottom = float(np.prod(numbers("factor", factors, low=0, high=1e300)))
    small, large = sorted((top, bottom))
    ratio = large / small if small > 0 else (math.inf if large > 0 else 1.0)
    return Market(tam, sam, top, bottom, ratio, ratio > FLAG)


@dataclass(frozen=True)
class Product:
    """A product of uncertain factors, lognormal: its mean, and ln of its median and its spread."""

    mean: float
    log_median: float
    log_sd: float

    def quantile(self, q: float) -> float:
        """The value below which the product lies with probability q, 0..1."""
        if self.log_sd == 0:
            return math.exp(self.log_median)
        return math.exp(self.log_median + self.log_sd * float(special.ndtri(number("quantile", q, low=0, high=1))))


def product(mean: ArrayLike, variation: ArrayLike) -> Product:
    """Independent lognormal factors of these means, above 0, and coefficients of variation (E2)."""
    centre, cv = numbers("mean", mean, low=0, high=1e300), numbers("variation", variation, low=0, high=1e6)
    wrong = ~(centre > 0)
    if wrong.any() or centre.shape != cv.shape:
        raise BadInput("market_factors", "A mean is not above zero, or the lists differ", rows=first_rows(wrong))
    spread = np.log1p(cv * cv)
    return Product(
        float(np.prod(centre)), float(np.log(centre).sum() - spread.sum() / 2), math.sqrt(float(spread.sum()))
    )


NODES, WEIGHTS = np.polynomial.legendre.leggauss(96)


@lru_cache(maxsize=1024)
def _nodes(share: Posterior) -> tuple[Floats, Floats]:
    """Logarithms of the quantiles of a share at Gauss-Legendre nodes, and the weights of these."""
    # Half of the nodes lies within each end, where a share near 0 or 1 bends most.
    near = (NODES + 1) ** 3 / 16
    heavy = WEIGHTS * 3 * (NODES + 1) ** 2 / 16
    low = special.betaincinv(share.alpha, share.beta, near)
    high = special.betainccinv(share.alpha, share.beta, near)
    logs = np.log(np.maximum(np.concatenate((low, high)), 1e-300))
    return logs, np.concatenate((heavy, heavy))


# The same numbers give the same quantile: a page of 72 markets asks for the same two hundred at every visit.
@lru_cache(maxsize=4096)
def with_share(rest: Product, share: Posterior, q: float) -> float:
    """The value below which `rest` times an uncertain share lies with probability q, inside 0..1; exact.

    A lognormal put in place of the share would make the low end too high where few were asked: twice as high for none of
    eight. The quantiles of the share are taken at Gauss-Legendre nodes, the probability is solved by halving.
    """
    wanted = inside("quantile", q)
    logs, weight = _nodes(share)
    if rest.log_sd == 0:
        return math.exp(rest.log_median) * share.quantile(wanted)
    least = float(logs.min()) + rest.log_median - 9 * rest.log_sd
    most = float(logs.max()) + rest.log_median + 9 * rest.log_sd
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        below = float(weight @ special.ndtr((middle - rest.log_median - logs) / rest.log_sd))
        least, most = (middle, most) if below < wanted else (least, middle)
    return math.exp((least + most) / 2)


@lru_cache(maxsize=4096)
def reaches(rest: Product, share: Posterior | None, value: float) -> float:
    """The probability, 0..1, that `rest`, times an uncertain share where one is given, is `value` or more; exact."""
    at = math.log(number("value", value, low=1e-300))
    if share is None:
        return _ndtr(rest.log_median - at, rest.log_sd)
    if rest.log_sd == 0:
        return share.above(min(1.0, math.exp(at - rest.log_median)))
    logs, weight = _nodes(share)
    return min(1.0, max(0.0, float(weight @ special.ndtr((rest.log_median + logs - at) / rest.log_sd))))


def _ndtr(over: float, spread: float) -> float:
    return float(special.ndtr(over / spread)) if spread else float(over >= 0)


@dataclass(frozen=True)
class Cells:
    """Segment x problem: mean and lower bound of how many have the problem, and of what that is worth; order: by the
    lower bound, largest first, so that little evidence does not win by luck."""

    prevalence: Floats
    prevalence_low: Floats
    value: Floats
    value_low: Floats
    order: tuple[int, ...]


def cells(s: ArrayLike, n: ArrayLike, companies: ArrayLike, spending: ArrayLike, *, low: float = LOW) -> Cells:
    """Value of each cell from s of n who named the problem unprompted, under a uniform prior (E3).

    companies: in the segment; spending: of each on the problem, in one unit. Raises BadInput for s > n.
    """
    won, trials = numbers("mentions", s, low=0), numbers("interviews", n, low=0)
    if (won > trials).any():
        raise BadInput("more_successes_than_trials", "More mentions than interviews", rows=first_rows(won > trials))
    each = numbers("companies", companies, low=0) * numbers("spending", spending, low=0)
    mean = (won + 1) / (trials + 2)
    bound = special.betaincinv(won + 1, trials - won + 1, number("low", low, low=0, high=1))
    return Cells(mean, bound, each * mean, each * bound, tuple(np.argsort(-each * bound, kind="stable").tolist()))
