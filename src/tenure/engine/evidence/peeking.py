"""What a stopping rule does if one looks at every answer (B5, B6): exactly, and by simulation.

A rule is a table: row n, column s, whether to stop and say "go" after s successes of n. The exact chances come from
walking the lattice of (n, s); the simulation draws answers and applies the same table.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from tenure.engine.checks import counted, inside, number
from tenure.engine.evidence.sequential import log_e_value
from tenure.engine.tuples import Floats

Rule = NDArray[np.bool_]


@dataclass(frozen=True)
class Behaviour:
    """go: probability that the rule says "go" by the end; mean_stop: answers on average, runs that never stop counted
    in full."""

    go: float
    mean_stop: float


def exact_test(p0: float, most: int, *, alpha: float = 0.05, only_at_end: bool = False) -> Rule:
    """Go when so many successes would come at share p0 with probability alpha at most."""
    n, s = _lattice(most)
    inside("alpha", alpha)
    tail = np.where(s > 0, special.betainc(np.maximum(s, 1), np.maximum(n - s, 0) + 1, inside("p0", p0)), 1.0)
    return _rule((tail <= alpha) & (n >= (most if only_at_end else 1)))


def bayes(threshold: float, most: int, *, sure: float = 0.95, least: int = 1, only_at_end: bool = False) -> Rule:
    """Go when P(share > threshold) >= sure under a uniform prior, from `least` answers."""
    n, s = _lattice(most)
    chance = special.betaincc(s + 1, np.maximum(n - s, 0) + 1, inside("threshold", threshold))
    return _rule((chance >= inside("sure", sure)) & (n >= (most if only_at_end else max(1, least))))


def e_value(p0: float, most: int, *, alpha: float = 0.05) -> Rule:
    """Go when the evidence against "p0 or less" reaches 1/alpha: valid whenever one looks."""
    n, s = _lattice(most)
    enough = log_e_value(s, np.maximum(n - s, 0), p0) >= -np.log(inside("alpha", alpha))
    return _rule(enough & (n >= 1))


def behaviour(rule: Rule, p: float) -> Behaviour:
    """Exact chances of a rule when the true share is p, 0..1."""
    share, most = number("p", p, low=0, high=1), rule.shape[0] - 1
    alive: Floats = np.zeros(most + 1)
    alive[0], go, mean = 1.0, 0.0, 0.0
    for n in range(1, most + 1):
        mean += float(alive.sum())  # who is still going answers once more
        alive[1:], alive[0] = alive[1:] * (1 - share) + alive[:-1] * share, alive[0] * (1 - share)
        go += float(alive[rule[n]].sum())
        alive[rule[n]] = 0.0
    return Behaviour(go, mean)


def simulated(rule: Rule, p: float, *, runs: int, rng: np.random.Generator) -> Behaviour:
    """The same from `runs` drawn series of answers."""
    share, most = number("p", p, low=0, high=1), rule.shape[0] - 1
    successes = np.cumsum(rng.random((counted("runs", runs, low=1), most)) < share, axis=1)
    stops = rule[np.arange(1, most + 1), successes]
    ever = stops.any(axis=1)
    at = np.where(ever, stops.argmax(axis=1) + 1, most)
    return Behaviour(float(ever.mean()), float(at.mean()))


def _lattice(most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    size = np.arange(counted("the most answers", most, low=1) + 1)
    return size[:, None], size[None, :]


def _rule(wanted: NDArray[np.bool_]) -> Rule:
    """Cells with more successes than answers cannot be reached."""
    return np.asarray(np.tril(wanted), dtype=np.bool_)
