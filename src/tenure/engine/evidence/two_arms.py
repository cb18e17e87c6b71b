"""Two variants side by side, A against B: an exact test of fixed size, and evidence valid whenever one looks.

The always-valid part follows Turner, Ly & Grünwald, "Generic E-variables for exact sequential k-sample tests that allow
for optional stopping", J. Stat. Plan. Inference 230 (2024) 106116: answers come in blocks of one from A and one from B;
a block is judged by its likelihood under two shares guessed from the blocks before it, against their mean for both.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.checks import counted, inside, successes
from tenure.engine.errors import BadInput
from tenure.engine.evidence.sequential import answers, confidence_sequence
from tenure.engine.tuples import Floats

GUESS = 0.18  # each arm's guess before its first answer: Beta(0.18, 0.18), the one the paper recommends
LARGEST_TABLE = 600  # per arm; the exact chances of larger tables are not asked for


@dataclass(frozen=True)
class TwoArms:
    """path: evidence that the share of B is above that of A after each pair, 1 is none; first_reject: the pair at which
    it reached 1/alpha, None if never; anytime_p: valid whenever one looks."""

    path: Floats
    first_reject: int | None
    anytime_p: float


def log_two_arms(a: ArrayLike, b: ArrayLike) -> Floats:
    """ln of the evidence for "B above A" after each pair of answers; a[i] and b[i], 0 or 1, are the i-th of each arm.

    Its mean stays 1 at most under every pair of shares with B no larger than A. For the block's factor is
    (1 - x d/v)(1 + y d/v) on average, where d is half the guessed difference, never below 0, v = m (1 - m) at the
    guessed mean m, and x >= y are how far the true shares of A and B lie from m: at most 1 whatever they are.
    Shares are guessed as (successes + 0.18) / (answers + 0.36) of the pairs before; guesses in the other order are a
    bet on nothing.
    """
    first, second = answers(a), answers(b)
    if first.size != second.size:
        raise BadInput("pairs", f"{first.size} answers of A and {second.size} of B do not make pairs")
    before = np.arange(first.size)
    guess_a = (np.cumsum(first) - first + GUESS) / (before + 2 * GUESS)
    guess_b = (np.cumsum(second) - second + GUESS) / (before + 2 * GUESS)
    mean = (guess_a + guess_b) / 2
    half = np.maximum(0.0, (guess_b - guess_a) / 2)
    lower, upper = mean - half, mean + half
    factor_a = np.where(first == 1, lower / mean, (1 - lower) / (1 - mean))
    factor_b = np.where(second == 1, upper / mean, (1 - upper) / (1 - mean))
    return np.asarray(np.cumsum(np.log(factor_a) + np.log(factor_b)), dtype=np.float64)


def two_arms(a: ArrayLike, b: ArrayLike, *, alpha: float = 0.05) -> TwoArms:
    """Evidence for "B above A", pair by pair; swap the arms for the other direction."""
    logs = log_two_arms(a, b)
    reached = np.flatnonzero(logs >= -math.log(inside("alpha", alpha)))
    with np.errstate(over="ignore"):
        path = np.exp(logs)
    p = math.exp(-max(0.0, float(logs.max()))) if logs.size else 1.0
    return TwoArms(path, int(reached[0]) + 1 if reached.size else None, p)


def difference_sequence(s_a: int, n_a: int, s_b: int, n_b: int, *, alpha: float = 0.05) -> tuple[float, float]:
    """Ends for the share of B less that of A that hold at every size at once: each arm's own at alpha / 2 (Bonferroni),
    so wider than they need be."""
    low, high = confidence_sequence([s_a, s_b], [n_a, n_b], alpha=inside("alpha", alpha) / 2)
    return float(low[1] - high[0]), float(high[1] - low[0])


def fisher_exact(s_a: int, n_a: int, s_b: int, n_b: int) -> float:
    """p-value of Fisher's exact test, one-sided: so many more successes of B, given all successes together."""
    won_a, lost_a = successes(s_a, n_a)
    won_b, lost_b = successes(s_b, n_b)
    n_a, n_b, together = won_a + lost_a, won_b + lost_b, won_a + won_b
    of_b = np.arange(won_b, min(together, n_b) + 1)
    logs = _ways(n_b, of_b) + _ways(n_a, together - of_b) - _ways(n_a + n_b, np.array(together))
    return min(1.0, float(np.exp(logs).sum()))


def fisher_power(p_a: float, p_b: float, per_arm: int, *, alpha: float = 0.05) -> float:
    """Chance that Fisher's one-sided test of `per_arm` answers each finds B above A; exact, arms up to 600."""
    low, high, n = inside("p_a", p_a), inside("p_b", p_b), counted("answers per arm", per_arm, low=1)
    if n > LARGEST_TABLE:
        raise BadInput("table_too_large", f"{n} per arm", remedy=f"Give at most {LARGEST_TABLE}.", most=LARGEST_TABLE)
    k = np.arange(n + 1)
    passing = _tails(n) <= inside("alpha", alpha)  # [all successes, those of B]
    of_a, of_b = _binomial(k, n, low), _binomial(k, n, high)
    return float(sum(of_a[m] * of_b[passing[m : m + n + 1, :].diagonal()].sum() for m in range(n + 1)))


def _tails(n: int) -> Floats:
    """[t, k]: P(B has k or more of t successes together) with n answers in each arm."""
    together, of_b = np.arange(2 * n + 1)[:, None], np.arange(n + 1)[None, :]
    possible = (of_b <= together) & (together - of_b <= n)
    rest = np.where(possible, together - of_b, 0)
    logs = _ways(n, of_b) + _ways(n, rest) - _ways(2 * n, together)
    chances = np.where(possible, np.exp(np.where(possible, logs, -np.inf)), 0.0)
    return np.asarray(chances[:, ::-1].cumsum(axis=1)[:, ::-1], dtype=np.float64)


def _ways(n: int, k: NDArray[np.int64]) -> Floats:
    """ln of n over k."""
    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1), dtype=np.float64)


def _binomial(k: NDArray[np.int64], n: int, p: float) -> Floats:
    return np.asarray(np.exp(_ways(n, k) + k * math.log(p) + (n - k) * math.log1p(-p)), dtype=np.float64)
