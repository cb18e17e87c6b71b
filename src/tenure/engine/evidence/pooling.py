"""Several pieces of evidence as one: of the same kind, of different populations, of different kinds (C1 to C6)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.checks import above_zero, inside, number, numbers
from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import Posterior
from tenure.engine.tuples import first_rows

CAP_LEVEL, CAP = 2, 0.8  # words alone, up to this level of the ladder, prove no more than this
APART, DOUBT = 0.5, 0.1  # part of the spread that is real, and its p-value, from which results are not pooled


@dataclass(frozen=True)
class Item:
    """One result. sensitivity: P(positive | true), specificity: P(negative | false), above 0 and below 1; positive: what
    came out; weight: 0..1, relevance * reliability * independence; level: of the ladder of evidence, 0..6."""

    sensitivity: float
    specificity: float
    positive: bool
    weight: float = 1.0
    level: int = 6

    @property
    def log_ratio(self) -> float:
        """ln of the likelihood ratio of what came out, weighted."""
        hit, right = inside("sensitivity", self.sensitivity), inside("specificity", self.specificity)
        plain = math.log(hit / (1 - right)) if self.positive else math.log((1 - hit) / right)
        return number("weight", self.weight, low=0, high=1) * plain


@dataclass(frozen=True)
class Belief:
    """log_odds and probability that the hypothesis is true; capped: whether the probability was held back because only
    words speak; steps: what each result added to the log-odds."""

    log_odds: float
    probability: float
    capped: bool
    steps: tuple[float, ...]


def weigh(prior: float, items: Sequence[Item], *, cap: bool = True) -> Belief:
    """Log-odds added up (C1). With `cap`, words (level 2 and below) never lift a hypothesis above 0.8 or press it below
    0.2, a prior already beyond that stays; deeds are added to what is left of the words."""
    start = log_odds_of(prior)
    steps = tuple(item.log_ratio for item in items)
    words = math.fsum(step for step, item in zip(steps, items, strict=True) if item.level <= CAP_LEVEL)
    held = hold(start, words) if cap else start + words
    deeds = math.fsum(step for step, item in zip(steps, items, strict=True) if item.level > CAP_LEVEL)
    capped = not math.isclose(held, start + words, abs_tol=1e-12)
    return Belief(held + deeds, float(special.expit(held + deeds)), capped, steps)


def hold(start: float, words: float) -> float:
    """Log-odds after words alone: within 0.2 and 0.8, or as far out as the prior was already."""
    most = log_odds_of(CAP)
    return min(max(start + words, min(-most, start)), max(most, start))


def log_odds_of(probability: float) -> float:
    """ln of the odds of a probability above 0 and below 1."""
    found = inside("prior", probability)
    return math.log(found / (1 - found))


def discounted(s: ArrayLike, n: ArrayLike, weight: ArrayLike, *, a0: float = 1.0, b0: float = 1.0) -> Posterior:
    """Counts pooled, each discounted by its weight 0..1 (power prior, C2)."""
    won, trials, w = (
        numbers("successes", s, low=0),
        numbers("trials", n, low=0),
        numbers("weight", weight, low=0, high=1),
    )
    _possible(won > trials)
    return Posterior(
        above_zero("prior a", a0) + float((w * won).sum()),
        above_zero("prior b", b0) + float((w * (trials - won)).sum()),
    )


@dataclass(frozen=True)
class Pooled:
    """fixed, random: means without and with true differences between the sources; q, p_heterogeneity: test of these;
    i2: 0..1, part of the spread that is real; tau2: its variance; se, low, high: of the random mean, 95 %."""

    fixed: float
    q: float
    p_heterogeneity: float
    i2: float
    tau2: float
    random: float
    se: float
    low: float
    high: float

    @property
    def refuse(self) -> bool:
        """Whether the sources differ too much for one number: split by segment instead."""
        return self.i2 > APART and self.p_heterogeneity < DOUBT


def pool(estimate: ArrayLike, variance: ArrayLike) -> Pooled:
    """DerSimonian & Laird 1986: estimates with known variances, above 0, of one or more sources."""
    y, v = numbers("estimate", estimate), numbers("variance", variance, low=0)
    if y.ndim != 1 or y.shape != v.shape or not y.size or not (np.isfinite(y) & (v > 0) & np.isfinite(v)).all():
        raise BadInput("pool_values", "Estimates and variances do not fit, or a variance is not above zero")
    w = 1 / v
    fixed = float(w @ y / w.sum())
    q, free = float(w @ (y - fixed) ** 2), y.size - 1
    spread = float(w.sum() - (w @ w) / w.sum())
    tau2 = max(0.0, (q - free) / spread) if free else 0.0
    w = 1 / (v + tau2)
    random, se = float(w @ y / w.sum()), 1 / math.sqrt(float(w.sum()))
    half = float(special.ndtri(0.975)) * se
    i2 = max(0.0, (q - free) / q) if q > 0 else 0.0
    p = float(special.chdtrc(free, q)) if free else 1.0
    return Pooled(fixed, q, p, i2, tau2, random, se, random - half, random + half)


def pool_shares(s: ArrayLike, n: ArrayLike) -> Pooled:
    """Shares s / n of different populations, pooled as logits with 0.5 added to each count (C3)."""
    won, trials = numbers("successes", s, low=0), numbers("trials", n, low=0)
    _possible(won > trials)
    won, lost = won + 0.5, trials - won + 0.5
    return pool(np.log(won / lost), 1 / won + 1 / lost)


def fisher(p: ArrayLike) -> float:
    """p-value of several independent ones by Fisher's sum of logarithms (C4)."""
    found = np.atleast_1d(numbers("p-value", p, low=0, high=1))
    with np.errstate(divide="ignore"):
        return float(special.chdtrc(2 * found.size, -2 * np.log(found).sum())) if found.size else 1.0


def stouffer(p: ArrayLike) -> float:
    """p-value of several independent one-sided ones by Stouffer's sum of normal scores (C4); 0 and 1 not at once."""
    found = np.atleast_1d(numbers("p-value", p, low=0, high=1))
    if (found == 0).any() and (found == 1).any():
        raise BadInput("p_values_opposite", "One p-value is 0 and another 1", rows=first_rows(found == 1))
    return float(special.ndtr(special.ndtri(found).sum() / math.sqrt(found.size))) if found.size else 1.0


def clustered(n: float, per_cluster: float, rho: float) -> tuple[float, float]:
    """Design effect and effective number of answers when people come several from a company (C5).

    per_cluster: people of one company on average, 1 or more; rho: likeness within it, 0..1.
    """
    effect = 1 + (number("people per company", per_cluster, low=1) - 1) * number("rho", rho, low=0, high=1)
    return effect, number("n", n, low=0) / effect


@dataclass(frozen=True)
class Together:
    """Probability that all of several hypotheses hold: product if independent, low to high whatever their dependence
    (Frechet); weakest: place of the least likely."""

    product: float
    low: float
    high: float
    weakest: int


def all_hold(p: ArrayLike) -> Together:
    """Whether a business model survives, which it does only if every critical hypothesis holds (C6)."""
    found = np.atleast_1d(numbers("probability", p, low=0, high=1))
    if not found.size:
        raise BadInput("no_hypotheses", "There is no hypothesis", remedy="Give at least one probability.")
    low = max(0.0, float(found.sum()) - (found.size - 1))
    return Together(float(np.prod(found)), low, float(found.min()), int(found.argmin()))


def _possible(wrong: np.ndarray) -> None:
    if np.any(wrong):
        rows = first_rows(np.atleast_1d(wrong))
        raise BadInput("more_successes_than_trials", "More successes than trials", rows=rows)
