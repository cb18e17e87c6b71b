"""How often something holds, from so many of so many: posteriors, intervals, Bayes factors (A1 to A4, A7, A9)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.checks import above_zero, counted, inside, number, numbers, successes
from tenure.engine.tuples import Floats

SURE = 0.9  # probability from which a hypothesis is called supported or refuted while searching; 0.95 at gates


@dataclass(frozen=True)
class Posterior:
    """Beta distribution of a share: alpha - prior successes, beta - prior failures, both above 0."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    @property
    def sd(self) -> float:
        whole = self.alpha + self.beta
        return math.sqrt(self.alpha * self.beta / (whole + 1)) / whole

    def quantile(self, q: float) -> float:
        return float(special.betaincinv(self.alpha, self.beta, number("quantile", q, low=0, high=1)))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The middle `level` of the distribution."""
        out = (1 - inside("level", level)) / 2
        return self.quantile(out), float(special.betainccinv(self.alpha, self.beta, out))

    def above(self, threshold: float) -> float:
        """Probability that the share is larger than `threshold`, 0..1."""
        at = number("threshold", threshold, low=0, high=1)
        return float(special.betaincc(self.alpha, self.beta, at))

    def verdict(self, threshold: float, *, sure: float = SURE) -> str:
        """Verdict: "supported" when the share is above the threshold with probability `sure` or more, "refuted" when with
        1 - sure or less, else "inconclusive"."""
        chance = self.above(threshold)
        return "supported" if chance >= sure else "refuted" if chance <= 1 - sure else "inconclusive"


def posterior(s: float, n: float, *, a0: float = 1.0, b0: float = 1.0) -> Posterior:
    """What s successes of n trials make of a Beta(a0, b0) prior (A1). Raises BadInput for s > n."""
    won, lost = successes(s, n)
    return Posterior(above_zero("prior a", a0) + won, above_zero("prior b", b0) + lost)


def more_needed(s: float, n: float, threshold: float, *, sure: float = SURE, most: int = 10_000) -> int | None:
    """Further trials after which the verdict falls, if the share stays as seen; None beyond `most`."""
    won, lost = successes(s, n)
    if won + lost == 0:
        return None
    more = np.arange(most + 1)
    share = won / (won + lost)
    chance = special.betaincc(1 + won + share * more, 1 + lost + (1 - share) * more, threshold)
    decided = np.flatnonzero((chance >= sure) | (chance <= 1 - sure))
    return int(decided[0]) if decided.size else None


def greater(b: Posterior, a: Posterior) -> float:
    """P(share b > share a) of independent posteriors (A2): integral of the distribution of a over that of b.

    By the double exponential rule over the quantiles of b, which bears the steep ends; good to about 1e-10.
    """
    step = np.arange(-3.6, 3.6001, 0.01)
    low = special.expit(np.pi * np.sinh(-np.abs(step)))  # distance of the quantile from the nearer end
    weight = 0.01 * np.pi * np.cosh(step) * low * (1 - low)
    left = special.betainc(a.alpha, a.beta, special.betaincinv(b.alpha, b.beta, low))
    # Measured from the upper end, where a share near 1 would lose its digits.
    right = special.betaincc(a.beta, a.alpha, special.betaincinv(b.beta, b.alpha, low))
    total = float(weight @ np.where(step < 0, left, right)) / float(weight.sum())
    return min(max(total, 0.0), 1.0)


def bayes_factor_above(s: float, n: float, threshold: float, *, a0: float = 1.0, b0: float = 1.0) -> float:
    """Odds that the share is above the threshold, after against before (A3); infinite or zero where one side is."""
    at, before, after = inside("threshold", threshold), Posterior(a0, b0), posterior(s, n, a0=a0, b0=b0)
    won = special.betaincc(after.alpha, after.beta, at) * special.betainc(before.alpha, before.beta, at)
    lost = special.betainc(after.alpha, after.beta, at) * special.betaincc(before.alpha, before.beta, at)
    return float(won / lost) if lost > 0 else math.inf


def bayes_factor_point(s: float, n: float, p0: float, *, a: float = 1.0, b: float = 1.0) -> float:
    """A share drawn from Beta(a, b) against the share p0 exactly (A3b)."""
    won, lost = successes(s, n)
    at = inside("p0", p0)
    mixed = special.betaln(above_zero("a", a) + won, above_zero("b", b) + lost) - special.betaln(a, b)
    return float(np.exp(mixed - won * math.log(at) - lost * math.log1p(-at)))


def predictive(m: int, share: Posterior) -> Floats:
    """Probabilities of 0 to m successes among the next m trials (A4, beta-binomial)."""
    k = np.arange(counted("the number of trials", m) + 1.0)
    ways = -special.betaln(k + 1, m - k + 1) - math.log(m + 1)
    logs = ways + special.betaln(share.alpha + k, share.beta + m - k) - special.betaln(share.alpha, share.beta)
    return np.asarray(np.exp(logs), dtype=np.float64)


@dataclass(frozen=True)
class Intervals:
    """Ends of an interval for a share by three customs: Wilson, Clopper-Pearson, Jeffreys."""

    wilson: tuple[float, float]
    clopper_pearson: tuple[float, float]
    jeffreys: tuple[float, float]


def intervals(s: float, n: float, *, level: float = 0.95) -> Intervals:
    """Intervals for s of n (A7), n of 1 or more. At s = 0 the lower end of the last two is 0, at s = n the upper 1."""
    won, lost = successes(s, n)
    trials, out = counted("the number of trials", n, low=1), (1 - inside("level", level)) / 2
    z = float(special.ndtri(1 - out))
    share, shrink = won / trials, 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)

    def beta(low: tuple[float, float], high: tuple[float, float]) -> tuple[float, float]:
        lower = 0.0 if won == 0 else float(special.betaincinv(*low, out))
        return lower, 1.0 if lost == 0 else float(special.betainccinv(*high, out))

    jeffreys = (won + 0.5, lost + 0.5)
    return Intervals(
        (max(0.0, centre - half), min(1.0, centre + half)),
        beta((won, lost + 1), (won + 1, lost)),
        beta(jeffreys, jeffreys),
    )


def none_seen(n: float, *, alpha: float = 0.05) -> tuple[float, float]:
    """Largest share with which nothing in n trials is no surprise at `alpha` (A9): exact, and by the rule of three,
    3/n, which stands for alpha = .05."""
    trials = counted("the number of trials", n, low=1)
    exact = -math.expm1(math.log(inside("alpha", alpha)) / trials)
    return exact, 3 / trials


def shares(s: ArrayLike, n: ArrayLike) -> Floats:
    """Plain shares s / n, nan without a trial."""
    won, trials = numbers("successes", s, low=0), numbers("trials", n, low=0)
    return np.divide(won, trials, out=np.full(np.broadcast_shapes(won.shape, trials.shape), np.nan), where=trials > 0)
