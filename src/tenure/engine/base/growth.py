"""What a base says of growing: do newcomers stay as the early ones did, does one client carry it, do open deals cover a plan.

Shares have 80 % intervals; nothing here decides, it only says how sure one can be.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.checks import counted, inside, number
from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import Posterior
from tenure.engine.tuples import Floats

Z80 = 1.2815515655446004
DRAWS = 20_000
QUANTILES = tuple(round(0.01 * step, 2) for step in range(101))


@dataclass(frozen=True)
class Waves:
    """Clients that could be watched for so many days after their first order, halved by its day. early, late: how many;
    early_back, late_back: those of them that ordered again within these days; split: the first day of the late half."""

    early: int
    early_back: int
    late: int
    late_back: int
    split: int


def waves(client: ArrayLike, day: ArrayLike, *, within: int, until: int, known_from: int) -> Waves | None:
    """From (client, day) of every order, days as numbers. until: the last day known; clients whose first order lies before
    `known_from` may be older than the data and are left out. None when the rest cannot be halved."""
    who, when = np.asarray(client, dtype=np.int64), np.asarray(day, dtype=np.int64)
    if who.shape != when.shape or who.ndim != 1:
        raise BadInput("returning_shapes", "Clients and days are two lists of equal length")
    watched = counted("days watched", within, low=1)
    if not who.size:
        return None
    _ids, place = np.unique(who, return_inverse=True)
    first = np.full(int(place.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, place, when)
    after = when - first[place]
    back = np.zeros(first.size, dtype=bool)
    back[place[(after > 0) & (after <= watched)]] = True
    kept = (first >= known_from) & (first + watched <= until)
    first, back = first[kept], back[kept]
    if first.size < 2 or first.min() == first.max():
        return None
    split = int(np.partition(first, first.size // 2)[first.size // 2])
    if split == first.min():
        split = int(first[first > split].min())
    late = first >= split
    return Waves(int((~late).sum()), int(back[~late].sum()), int(late.sum()), int(back[late].sum()), split)


def difference_below(b: Posterior, a: Posterior, at: float) -> float:
    """P(share b - share a <= at) of independent posteriors: the mean of the distribution of b at the quantiles of a.

    By the double exponential rule, as `proportions.greater`; good to about 1e-7.
    """
    edge = number("difference", at, low=-1, high=1)
    step = np.arange(-3.6, 3.6001, 0.01)
    near = special.expit(np.pi * np.sinh(-np.abs(step)))
    weight = 0.01 * np.pi * np.cosh(step) * near * (1 - near)
    weight *= 1 / weight.sum()
    low = special.betaincinv(a.alpha, a.beta, near)
    high = 1 - special.betaincinv(a.beta, a.alpha, near)
    # One end of the rule for each half: quantiles near 1 are measured from there.
    shares = np.where(step > 0, low, high)
    return float(weight @ special.betainc(b.alpha, b.beta, np.clip(shares + edge, 0.0, 1.0)))


def difference_interval(b: Posterior, a: Posterior, *, level: float = 0.8) -> tuple[float, float]:
    """The middle `level` of share b - share a."""
    out = (1 - inside("level", level)) / 2
    return _where(b, a, out), _where(b, a, 1 - out)


def _where(b: Posterior, a: Posterior, q: float) -> float:
    low, high = -1.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if difference_below(b, a, middle) < q else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Largest:
    """The part the largest client has of all, with the 80 % interval that months drawn again give; place: which it is."""

    share: float
    low: float
    high: float
    place: int


def largest_share(money: ArrayLike, *, generator: np.random.Generator, replicates: int = 1000) -> Largest | None:
    """money: (clients, months), losses count as nothing. None without income, or with fewer than three months of it.

    Months are drawn again whole, so that a month in which many buy stays together.
    """
    found = np.asarray(money, dtype=np.float64)
    if found.ndim != 2:
        raise BadInput("largest_shape", "Money by client and month is a table")
    months = found.shape[1]
    total = np.maximum(found.sum(axis=1), 0.0)
    if not total.size or total.sum() <= 0 or int((np.abs(found).sum(axis=0) > 0).sum()) < 3:
        return None
    # The interval is of this client: the largest of each draw would be larger than itself on average.
    place = int(total.argmax())
    drawn = generator.multinomial(months, np.full(months, 1 / months), size=replicates).astype(np.float64)
    mine = np.maximum(drawn @ found[place], 0.0)
    whole = mine + np.maximum(drawn @ np.delete(found, place, axis=0).sum(axis=0), 0.0)
    shares = mine[whole > 0] / whole[whole > 0]
    low, high = np.quantile(shares, (0.1, 0.9)).tolist()
    share = float(total[place] / total.sum())
    return Largest(share, min(low, share), max(high, share), place)


@dataclass(frozen=True)
class Part:
    """A part of a whole, clients taken as they come; low, high: 80 % interval, both ends 0..1."""

    share: float
    low: float
    high: float


def clustered_part(part: ArrayLike, whole: ArrayLike) -> Part | None:
    """The sum of `part` over the sum of `whole`, one of each by client, with the linearised error of a ratio of clustered
    sums. None without money or with fewer than two clients."""
    above, below = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    if below.size < 2 or below.sum() <= 0:
        return None
    share = float(above.sum() / below.sum())
    square = float(np.square(above - share * below).sum()) * below.size / (below.size - 1)
    half = Z80 * math.sqrt(square) / float(below.sum())
    return Part(share, max(0.0, share - half), min(1.0, share + half))


@dataclass(frozen=True)
class Deal:
    """An open deal: its money, and its own chance when somebody gave one."""

    value: float
    chance: float | None = None


def pipeline(deals: Sequence[Deal], usual: Posterior, *, generator: np.random.Generator) -> tuple[float, Floats]:
    """What open deals bring: the mean, and its quantiles at QUANTILES. A deal without a chance of its own has the usual
    one, which is uncertain and the same for all of them in each draw."""
    rate = generator.beta(usual.alpha, usual.beta, DRAWS)
    brought, mean = np.zeros(DRAWS), 0.0
    for deal in deals:
        value = number("value of a deal", deal.value, low=0)
        chance: Floats | float = rate if deal.chance is None else inside("chance", deal.chance)
        brought += value * (generator.random(DRAWS) < chance)
        mean += value * (usual.mean if deal.chance is None else deal.chance)
    return mean, np.asarray(np.quantile(brought, QUANTILES), dtype=np.float64)


def reaches(quantiles: ArrayLike, plan: float) -> float:
    """The chance that what the quantiles (at QUANTILES) describe is `plan` or more."""
    found: NDArray[np.float64] = np.asarray(quantiles, dtype=np.float64)
    below = int(np.searchsorted(found, number("plan", plan, low=0), side="left"))
    if below == 0:
        return 1.0
    if below == found.size:
        return 0.0
    low, high = float(found[below - 1]), float(found[below])
    part = (plan - low) / (high - low) if high > low else 1.0
    return 1 - (below - 1 + part) / (found.size - 1)
