"""Whether a product fits its market, and the answer "not decided" (G1, G2, G5)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.checks import counted, inside, numbers
from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import intervals, posterior
from tenure.engine.tuples import Floats

MARK, FEWEST, SURE = 0.4, 40, 0.8
MANY = 5  # answers of each kind from which the plain interval of a score holds


@dataclass(frozen=True)
class Ellis:
    """share who would be very disappointed; low, high: Wilson, 95 %; chance: that the share reaches the mark; verdict:
    "fit", "no_fit" or "not_decided", the last too below 40 answers."""

    share: float
    low: float
    high: float
    chance: float
    verdict: str


def ellis(very: float, n: float, *, mark: float = MARK, a0: float = 1.0, b0: float = 1.0, sure: float = SURE) -> Ellis:
    """The question of S. Ellis, asked of those who used the core lately: very of n, n of 1 or more (G1)."""
    found, chance = intervals(very, n).wilson, posterior(very, n, a0=a0, b0=b0).above(inside("mark", mark))
    decided = "fit" if chance >= sure else "no_fit" if chance <= 1 - sure else "not_decided"
    return Ellis(very / n, found[0], found[1], chance, decided if n >= FEWEST else "not_decided")


def answers_needed(very: int, n: int, *, mark: float = MARK, sure: float = SURE, most: int = 5000) -> int | None:
    """How many more answers decide the question if the share stays as it is; 0: decided; None: not by `most` in all."""
    if ellis(very, n, mark=mark, sure=sure).verdict != "not_decided":
        return 0
    sizes = np.arange(max(n + 1, FEWEST), most + 1)
    s = very / n * sizes  # whole answers would decide sooner by being rounded up, and later by being rounded down
    chance = special.betaincc(1 + s, 1 + sizes - s, mark)
    decided = np.flatnonzero((chance >= sure) | (chance <= 1 - sure))
    return int(sizes[decided[0]] - n) if decided.size else None


@dataclass(frozen=True)
class Nps:
    """score, -100 to 100; se: its standard error; low, high: 95 %, within -100 and 100."""

    score: float
    se: float
    low: float
    high: float


def nps(promoters: float, passives: float, detractors: float) -> Nps:
    """Net promoter score and how sure it is (G2). Raises BadInput without an answer.

    With fewer than five answers of a kind the plain interval is far too narrow, and of nothing but promoters it has no
    width at all: three answers, half of them passive, are added for the interval (Rocks 2016, "Interval estimation for
    the Net Promoter Score", Am. Stat. 70, after Agresti and Min).
    """
    groups = np.array([counted("answers", group) for group in (promoters, passives, detractors)], dtype=np.float64)
    if not groups.sum():
        raise BadInput("no_answers", "Nobody has answered", remedy="Give at least one answer.")
    up, _, down = (groups / groups.sum()).tolist()
    score, se = up - down, math.sqrt(max(0.0, up + down - (up - down) ** 2) / float(groups.sum()))
    many = float(groups.min()) >= MANY
    centre, error = (score, se) if many else _softened(groups)
    half = float(special.ndtri(0.975)) * error
    low, high = max(-1.0, min(score, centre - half)), min(1.0, max(score, centre + half))
    return Nps(100 * score, 100 * se, 100 * low, 100 * high)


def _softened(groups: Floats) -> tuple[float, float]:
    """Score and standard error with three more answers."""
    more = groups + np.array([0.75, 1.5, 0.75])
    up, _, down = (more / more.sum()).tolist()
    return up - down, math.sqrt((up + down - (up - down) ** 2) / float(more.sum()))


@dataclass(frozen=True)
class CanvasFit:
    """fit: weighted share of pains and gains that is covered; top_covered: share of the heaviest that is touched."""

    fit: float
    top_covered: float


def canvas_fit(weights: ArrayLike, coverage: ArrayLike, *, top: int = 3) -> CanvasFit:
    """Fit of a value proposition (G5). weights: importance, above 0 in sum; coverage: 0..1 of each pain or gain."""
    heavy, covered = numbers("weight", weights, low=0, high=1e12), numbers("coverage", coverage, low=0, high=1)
    if heavy.shape != covered.shape or not heavy.sum() > 0:
        raise BadInput("canvas_fit", "The lists differ in length, or nothing weighs anything")
    first = np.argsort(-heavy, kind="stable")[: counted("top", top, low=1)]
    return CanvasFit(float(heavy @ covered / heavy.sum()), float((covered[first] > 0).mean()))
