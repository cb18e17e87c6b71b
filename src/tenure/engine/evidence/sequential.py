"""Looking at every answer without fooling oneself: SPRT, e-processes, confidence sequences, futility (B1 to B4, B7).

Wald 1945; Ville 1939; Robbins 1970; Howard, Ramdas, McAuliffe & Sekhon 2021; Grunwald, de Heide & Koolen 2024.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.checks import above_zero, counted, inside, numbers, successes
from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import Posterior, predictive
from tenure.engine.tuples import Floats, first_rows

EXACT_BELOW = 0.01  # a rest smaller than this is not found by subtraction
ROUNDS = 60  # Newton's steps at most; a dozen suffice


@dataclass(frozen=True)
class Sprt:
    """upper, lower: log-likelihood ratios at which to stop; path: after each answer; decision: "accept_H1",
    "accept_H0" or "continue"; stopped_at: the answer, counted from 1, None while it goes on."""

    upper: float
    lower: float
    path: Floats
    decision: str
    stopped_at: int | None


@dataclass(frozen=True)
class EProcess:
    """path: evidence against the hypothesis after each answer, 1 is none; first_reject: the answer at which it reached
    1/alpha, None if never; anytime_p: valid whenever one looks, 1 at most."""

    path: Floats
    first_reject: int | None
    anytime_p: float


def answers(x: ArrayLike) -> Floats:
    """Answers as 0 and 1; raises BadInput for anything else."""
    found = numbers("answer", x)
    wrong = (found != 0) & (found != 1)
    if found.ndim != 1 or wrong.any():
        raise BadInput("answers", "An answer is neither 0 nor 1", rows=first_rows(np.atleast_1d(wrong)))
    return found


def sprt(x: ArrayLike, p0: float, p1: float, *, alpha: float = 0.05, beta: float = 0.1) -> Sprt:
    """Wald's test of the share p1 against p0 (B1); alpha, beta: errors allowed, of sum below 1."""
    upper, lower, up, down = _sprt_steps(p0, p1, alpha, beta)
    path = np.cumsum(np.where(answers(x) == 1, up, down))
    out = np.flatnonzero((path >= upper) | (path <= lower))
    if not out.size:
        return Sprt(upper, lower, path, "continue", None)
    decision = "accept_H1" if path[out[0]] >= upper else "accept_H0"
    return Sprt(upper, lower, path, decision, int(out[0]) + 1)


def sprt_expected(p0: float, p1: float, *, alpha: float = 0.05, beta: float = 0.1) -> tuple[float, float]:
    """Answers needed on average if the share is p0, and if it is p1, by Wald's approximation (B1b)."""
    upper, lower, up, down = _sprt_steps(p0, p1, alpha, beta)
    under_p0 = ((1 - alpha) * lower + alpha * upper) / (p0 * up + (1 - p0) * down)
    return under_p0, (beta * lower + (1 - beta) * upper) / (p1 * up + (1 - p1) * down)


def _sprt_steps(p0: float, p1: float, alpha: float, beta: float) -> tuple[float, float, float, float]:
    low, high = inside("p0", p0), inside("p1", p1)
    if low == high or inside("alpha", alpha) + inside("beta", beta) >= 1:
        raise BadInput("sprt", "The shares are the same, or the errors sum to 1 or more")
    up, down = math.log(high / low), math.log((1 - high) / (1 - low))
    return math.log((1 - beta) / alpha), math.log(beta / (1 - alpha)), up, down


def log_e_value(s: ArrayLike, f: ArrayLike, p0: float) -> Floats:
    """ln of the evidence against "the share is p0 or less" after s successes and f failures (B2).

    Uniform mixture over (p0, 1]; its mean is 1 at most wherever the hypothesis holds, whenever one stops.
    """
    at = inside("p0", p0)
    won, lost = numbers("successes", s, low=0), numbers("failures", f, low=0)
    with np.errstate(divide="ignore"):
        beyond = np.log(special.betaincc(won + 1, lost + 1, at))
    mixed = special.betaln(won + 1, lost + 1) + beyond - math.log1p(-at)
    return np.asarray(mixed - won * math.log(at) - lost * math.log1p(-at), dtype=np.float64)


def log_e_value_below(s: ArrayLike, f: ArrayLike, threshold: float) -> Floats:
    """ln of the evidence against "the share is `threshold` or more": the mirror, to invalidate (B2b)."""
    return log_e_value(f, s, 1 - inside("threshold", threshold))


def log_e_values(s: ArrayLike, f: ArrayLike, p0: float) -> tuple[Floats, Floats]:
    """`log_e_value` and `log_e_value_below` at once, for half the price: both rest on one incomplete beta integral, whose
    small end is worked out on its own so that nothing is lost by subtraction."""
    at = inside("p0", p0)
    won, lost = numbers("successes", s, low=0), numbers("failures", f, low=0)
    under = np.atleast_1d(special.betainc(won + 1, lost + 1, at))
    beyond = 1 - under
    small = beyond < EXACT_BELOW
    if small.any():
        beyond[small] = special.betaincc(np.atleast_1d(won)[small] + 1, np.atleast_1d(lost)[small] + 1, at)
    common = special.betaln(won + 1, lost + 1) - won * math.log(at) - lost * math.log1p(-at)
    with np.errstate(divide="ignore"):
        above, below = common + np.log(beyond) - math.log1p(-at), common + np.log(under) - math.log(at)
    return np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)


def e_process(x: ArrayLike, p0: float, *, alpha: float = 0.05, below: bool = False) -> EProcess:
    """Evidence after each answer against "p0 or less", or with `below` against "p0 or more"."""
    won = np.cumsum(answers(x))
    lost = np.arange(1, won.size + 1) - won
    return _process(log_e_value_below(won, lost, p0) if below else log_e_value(won, lost, p0), alpha)


def e_processes(x: ArrayLike, p0: float, *, alpha: float = 0.05) -> tuple[EProcess, EProcess]:
    """Both directions at once: against "p0 or less" and against "p0 or more"."""
    won = np.cumsum(answers(x))
    above, below = log_e_values(won, np.arange(1, won.size + 1) - won, p0)
    return _process(above, alpha), _process(below, alpha)


def _process(logs: Floats, alpha: float) -> EProcess:
    reached = np.flatnonzero(logs >= -math.log(inside("alpha", alpha)))
    with np.errstate(over="ignore"):
        path = np.exp(logs)
    p = math.exp(-max(0.0, float(logs.max()))) if logs.size else 1.0
    return EProcess(path, int(reached[0]) + 1 if reached.size else None, p)


def confidence_sequence(
    s: ArrayLike, n: ArrayLike, *, alpha: float = 0.05, a: float = 0.5, b: float = 0.5
) -> tuple[Floats, Floats]:
    """Ends of intervals that hold at every n at once with probability 1 - alpha (B3, Robbins' beta mixture).

    s of n, lists of equal length: {p: B(a+s, b+f) / (B(a, b) p^s (1-p)^f) < 1/alpha}. Along one run of answers the ends
    may be narrowed to the highest lower and the lowest upper so far.
    """
    won, trials = np.atleast_1d(numbers("successes", s, low=0)), np.atleast_1d(numbers("trials", n, low=0))
    if won.shape != trials.shape or (won > trials).any():
        raise BadInput("more_successes_than_trials", "More successes than trials", rows=first_rows(won > trials))
    lost = trials - won
    level = -math.log(inside("alpha", alpha)) + special.betaln(above_zero("a", a), above_zero("b", b))
    level = level - special.betaln(a + won, b + lost)
    with np.errstate(divide="ignore", invalid="ignore"):
        # From far outside, where the convex function is above the level: Newton walks in without overstepping.
        low, high = np.where(won > 0, level / won, np.inf), np.where(lost > 0, level / lost, np.inf)
    return special.expit(_root(won, trials, level, -low)), special.expit(_root(won, trials, level, high))


def _root(won: Floats, trials: Floats, level: Floats, start: Floats) -> Floats:
    """Where n ln(1 + e^t) - s t meets the level, t the log-odds; infinite starts stay."""
    t = start.copy()
    moving: NDArray[np.intp] = np.flatnonzero(np.isfinite(t))
    for _ in range(ROUNDS):
        if not moving.size:
            break
        at, s, n = t[moving], won[moving], trials[moving]
        over = n * np.logaddexp(0, at) - s * at - level[moving]
        step = over / (n * special.expit(at) - s)
        t[moving] = at - step
        moving = moving[np.abs(step) > 1e-13 * (1 + np.abs(at))]
    return t


@dataclass(frozen=True)
class Combined:
    """Evidence of several experiments: product when they are independent, mean whatever their dependence; p: 1/e."""

    product: float
    mean: float
    p_product: float
    p_mean: float


def combine(e: ArrayLike) -> Combined:
    """Evidence together (B4). Raises BadInput for values below zero or none at all."""
    found = numbers("evidence", e, low=0)
    if not found.size:
        raise BadInput("no_evidence", "There is nothing to combine", remedy="Give at least one value.")
    product, mean = float(np.prod(found)), float(found.mean())
    return Combined(product, mean, 1 / product if product else math.inf, 1 / mean if mean else math.inf)


def still_passing(s: int, n: int, planned: int, mark: int, *, a: float = 1.0, b: float = 1.0) -> float:
    """Probability to end with `mark` successes of `planned`, after s of n and a Beta(a, b) prior (B7); stop below .05.

    Raises BadInput when more have answered than were planned.
    """
    won, lost = successes(s, n)
    left = counted("planned answers", planned) - won - lost
    if left < 0:
        raise BadInput("more_than_planned", f"{n} answers of {planned} planned", planned=planned, n=n)
    needed = max(0, mark - won)
    return float(predictive(left, Posterior(above_zero("a", a) + won, above_zero("b", b) + lost))[needed:].sum())
