"""How likely a hypothesis is after its evidence, every step of the sum laid open, with an interval (method 2.5, 2.15).

Log-odds of the prior, plus ln LR times weight of every result. Words (level 2 and below, and whatever has no record
behind it) are added first and held within 0.2 and 0.8, unless the prior was surer; deeds are added to that, so that no
heap of words hides behind one deed.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from scipy import special

from tenure.engine.checks import above_zero, inside, number
from tenure.engine.evidence.pooling import CAP_LEVEL, hold, log_odds_of

BAND = 0.8  # the house's interval: in 8 of 10 cases


@dataclass(frozen=True)
class Rates:
    """How often a result of some kind tells the truth: sensitivity P(for | true), specificity P(against | false), and
    how many observations stand behind each."""

    sensitivity: float
    specificity: float
    sensitivity_size: float = 20.0
    specificity_size: float = 20.0

    def log_ratio(self, supports: bool) -> float:
        """ln of the likelihood ratio of a result for or against."""
        hit, right = inside("sensitivity", self.sensitivity), inside("specificity", self.specificity)
        return math.log(hit / (1 - right)) if supports else math.log((1 - hit) / right)


@dataclass(frozen=True)
class Result:
    """One result. weight: 0..1, relevance * reliability; cluster: results of one share one voice, None alone; kind:
    results of the same kind have the same unknown rates, so their doubts add up instead of cancelling; None alone;
    recorded: a record stands behind it, else it is somebody's word, whatever its level."""

    supports: bool
    level: int
    rates: Rates
    weight: float = 1.0
    cluster: Hashable | None = None
    kind: Hashable | None = None
    recorded: bool = True

    @property
    def deed(self) -> bool:
        """Not held within the cap of words."""
        return self.recorded and self.level > CAP_LEVEL


@dataclass(frozen=True)
class Step:
    """What one result did: ln LR, the 1/m of its cluster, the whole weight, and what was added to the log-odds."""

    log_ratio: float
    independence: float
    weight: float
    added: float


@dataclass(frozen=True)
class Arithmetic:
    """start: log-odds of the prior; words, deeds: sums of the steps; held: log-odds after the words, within the cap;
    log_odds = held + deeds; sd: its doubt, of which prior_sd; low, high: 80 %; capped: the cap held something back."""

    start: float
    prior_sd: float
    steps: tuple[Step, ...]
    words: float
    held: float
    capped: bool
    deeds: float
    log_odds: float
    sd: float
    probability: float
    low: float
    high: float


def reckon(
    prior: float, prior_size: float, results: Sequence[Result], *, heard: Mapping[str, int] | None = None
) -> Arithmetic:
    """The whole sum. prior: 0..1, open; prior_size: observations it is worth, above 0; heard: by cluster, in how many of
    the results that stand for many its voice has spoken already; it shares its one voice with them. Raises BadInput."""
    start, size = log_odds_of(prior), above_zero("prior size", prior_size)
    steps = _steps(results, heard or {})
    words = math.fsum(step.added for step, one in zip(steps, results, strict=True) if not one.deed)
    deeds = math.fsum(step.added for step, one in zip(steps, results, strict=True) if one.deed)
    held = hold(start, words)
    prior_sd = math.sqrt(1 / (size * prior + 0.5) + 1 / (size * (1 - prior) + 0.5))
    sd = math.sqrt(prior_sd**2 + doubt_of(results, steps))
    middle, half = held + deeds, float(special.ndtri((1 + BAND) / 2)) * sd
    low, high = middle - half, middle + half
    if not any(step.weight > 0 for step, one in zip(steps, results, strict=True) if one.deed) and words:
        low, high = hold(start, low - start), hold(start, high - start)
    chances = [float(special.expit(value)) for value in (middle, low, high)]
    capped = not math.isclose(held, start + words, abs_tol=1e-12)
    return Arithmetic(start, prior_sd, steps, words, held, capped, deeds, middle, sd, *chances)


def doubt_of(results: Sequence[Result], steps: Sequence[Step]) -> float:
    """Variance of the sum of the steps because the rates themselves are known only from so many observations.

    Rates are taken as Beta distributions; the variances of their logarithms are exact (trigamma).
    """
    shares: defaultdict[Hashable, list[float]] = defaultdict(lambda: [0.0, 0.0])
    rates: dict[Hashable, Rates] = {}
    for place, (one, step) in enumerate(zip(results, steps, strict=True)):
        kind: Hashable = ("alone", place) if one.kind is None else ("kind", one.kind, one.rates)
        shares[kind][0 if one.supports else 1] += step.weight
        rates[kind] = one.rates
    return math.fsum(
        _spread(rate.sensitivity, rate.sensitivity_size, up, down)
        + _spread(rate.specificity, rate.specificity_size, down, up)
        for (up, down), rate in ((shares[kind], rate) for kind, rate in rates.items())
    )


def _spread(rate: float, size: float, of_rate: float, of_rest: float) -> float:
    """Variance of of_rate * ln(rate) + of_rest * ln(1 - rate) for a Beta rate."""
    whole = above_zero("size of a rate", size)
    a, b = whole * rate, whole * (1 - rate)
    both = float(special.polygamma(1, whole))
    up, down = float(special.polygamma(1, a)), float(special.polygamma(1, b))
    # The covariance of ln(rate) and ln(1 - rate) is -trigamma(whole).
    return of_rate**2 * (up - both) + of_rest**2 * (down - both) - 2 * of_rate * of_rest * both


def _steps(results: Sequence[Result], heard: Mapping[str, int]) -> tuple[Step, ...]:
    voices: defaultdict[Hashable, int] = defaultdict(int)
    for voice, times in heard.items():
        voices[voice] = times
    for one in results:
        if one.cluster is not None:
            voices[one.cluster] += 1
    found = []
    for one in results:
        ratio = one.rates.log_ratio(one.supports)
        share = 1 / voices[one.cluster] if one.cluster is not None else 1.0
        weight = number("weight", one.weight, low=0, high=1) * share
        found.append(Step(ratio, share, weight, ratio * weight))
    return tuple(found)
