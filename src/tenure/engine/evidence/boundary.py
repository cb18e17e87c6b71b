"""How far the evidence still has to go: where an e-process crosses, and how likely it is to get there by a size.

The e-process of `sequential.log_e_value` grows with the successes of n answers, so that crossing 1/alpha is one number of
successes a size: the boundary. What is asked of it is a walk along the lattice of (n, s), exact and without drawing.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.checks import above_zero, counted, inside, number, successes
from tenure.engine.evidence.sequential import answers
from tenure.engine.tuples import Floats


@dataclass(frozen=True)
class Reach:
    """chance: to cross by the last size; mean: answers on average, a walk that never crosses counted in full."""

    chance: float
    mean: float


def boundary(most: int, p0: float, *, alpha: float = 0.05) -> NDArray[np.int64]:
    """Fewest successes of n answers, n from 0 to `most`, whose evidence against "p0 or less" is 1/alpha or more; n + 1
    where even n of n do not reach it."""
    size = counted("the most answers", most, low=1)
    at, level = inside("p0", p0), -math.log(inside("alpha", alpha))
    found = np.empty(size + 1, dtype=np.int64)
    s = 1
    for n in range(size + 1):
        s = max(s, 0)
        while s <= n and _log_e(s, n - s, at) < level:
            s += 1
        while s > 0 and s <= n and _log_e(s - 1, n - s + 1, at) >= level:
            s -= 1
        found[n] = min(s, n + 1)
    return found


def reach(line: NDArray[np.int64], p: float, *, s: int = 0, n: int = 0) -> Reach:
    """From s of n on, when the true share is p; whoever stands on the line has crossed."""
    share = number("p", p, low=0, high=1)
    return _walk(line, s, n, lambda _n, won: np.full(won.size, share))


def reach_predicted(line: NDArray[np.int64], *, s: int, n: int, a: float = 1.0, b: float = 1.0) -> Reach:
    """The same when the share is only known as a Beta(a, b) prior and the s of n answers so far."""
    first, whole = above_zero("a", a), above_zero("a", a) + above_zero("b", b)
    return _walk(line, s, n, lambda size, won: (first + won) / (whole + size))


def at_the_end(most: int, mark: int) -> NDArray[np.int64]:
    """The line of a test of fixed size: crossed only by `mark` successes of all `most` answers."""
    line = np.arange(counted("the most answers", most, low=1) + 1) + 1
    line[most] = mark
    return np.asarray(line, dtype=np.int64)


def chances_ahead(line: NDArray[np.int64], wins: ArrayLike, *, a: float = 1.0, b: float = 1.0) -> Floats:
    """Predicted chance to cross by the last size as it stood before any answer and after each of `wins`, 0 or 1.

    As `reach_predicted` at each place, by one walk from the end backwards; answers beyond the last size are left out.
    """
    first, whole = above_zero("a", a), above_zero("a", a) + above_zero("b", b)
    most = line.size - 1
    won = np.concatenate(([0], np.cumsum(answers(wins)[:most]))).astype(np.intp)
    found = np.zeros(won.size)
    ahead: Floats = np.zeros(0)
    for n in range(most, -1, -1):
        s = np.arange(n + 1, dtype=np.float64)
        if n < most:
            up = (first + s) / (whole + n)
            here = up * ahead[1:] + (1 - up) * ahead[:-1]
        else:
            here = np.zeros(n + 1)
        here[min(int(line[n]), n + 1) :] = 1.0
        if n < won.size:
            found[n] = here[won[n]]
        ahead = here
    return found


def _walk(line: NDArray[np.int64], s: int, n: int, next_success: Callable[[int, Floats], Floats]) -> Reach:
    won, lost = successes(s, n)
    start, most = won + lost, line.size - 1
    if start <= most and won >= line[start]:
        return Reach(1.0, 0.0)
    alive: Floats = np.ones(1)  # by successes, from `won` on
    crossed, mean = 0.0, 0.0
    for size in range(start, most):
        mean += float(alive.sum())
        up = next_success(size, np.arange(won, won + alive.size, dtype=np.float64))
        after = np.zeros(alive.size + 1)
        after[:-1] = alive * (1 - up)
        after[1:] += alive * up
        keep = max(0, int(line[size + 1]) - won)
        crossed += float(after[keep:].sum())
        alive = after[:keep]
        if not alive.size:
            break
    return Reach(crossed, mean)


def _log_e(s: int, f: int, at: float) -> float:
    """ln of the evidence, one number at a time: cheaper than lists of one."""
    beyond = special.betaincc(s + 1, f + 1, at)
    if beyond <= 0:
        return -math.inf
    whole = math.lgamma(s + 1) + math.lgamma(f + 1) - math.lgamma(s + f + 2)
    return whole + math.log(beyond) - math.log1p(-at) - s * math.log(at) - f * math.log1p(-at)
