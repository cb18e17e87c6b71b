"""What an action does, from clients chosen by lot: matched pairs, what came before taken out (M1, M2, M7 to M9).

Deng, Xu, Kohavi & Walker 2013 (CUPED); Lin 2013; Imai, King & Nall 2009 (matched pairs).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.checks import above_zero, inside, numbers
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.evidence.designs import at_least
from tenure.engine.evidence.sequential import log_e_value
from tenure.engine.tuples import Floats

EXACT = 50_000  # places of the lattice on which signs are flipped


@dataclass(frozen=True)
class Effect:
    """Difference made, in the unit of the outcome, and its standard error."""

    estimate: float
    se: float


@dataclass(frozen=True)
class Holdout:
    """naive: difference of means, with Welch's p; cuped: with what came before taken out at the slope theta; did: of the
    changes; ancova: with HC2 errors; correlation: of before and after."""

    naive: Effect
    welch_p: float
    cuped: Effect
    theta: float
    did: Effect
    ancova: Effect
    correlation: float


def holdout(before: ArrayLike, after: ArrayLike, treated: ArrayLike) -> Holdout:
    """Effect by assignment, whether or not it was carried out. treated: 1 or 0 by client; two of each at least."""
    x, y, t = _checked(before, after, treated)
    theta = float(np.cov(x, y)[0, 1] / x.var(ddof=1)) if np.ptp(x) > 0 else 0.0
    naive = _difference(y, t)
    correlation = float(np.corrcoef(x, y)[0, 1]) if np.ptp(x) > 0 and np.ptp(y) > 0 else 0.0
    return Holdout(
        naive,
        _welch(y, t, naive),
        _difference(y - theta * (x - x.mean()), t),
        theta,
        _difference(y - x, t),
        _ancova(x, y, t),
        correlation,
    )


@dataclass(frozen=True)
class Paired:
    """Mean difference within pairs; p by Student's t, and exact_p by flipping the sign of each pair in every way."""

    effect: Effect
    p: float
    exact_p: float


def paired(before: ArrayLike, after: ArrayLike, treated: ArrayLike) -> Paired:
    """Pairs of neighbours by what came before, largest first, one of each treated. Raises BadInput where that is not so."""
    x, y, t = _checked(before, after, treated)
    order = np.argsort(-x, kind="stable")
    y, t = y[order], t[order]
    if t.size % 2 or (t[::2] + t[1::2] != 1).any():
        raise BadInput("not_pairs", "Neighbours are not one treated and one not", remedy="Use the unpaired estimate.")
    d = np.where(t[::2] == 1, y[::2] - y[1::2], y[1::2] - y[::2])
    se = float(d.std(ddof=1)) / math.sqrt(d.size)
    mean = float(d.mean())
    p = 2 * float(special.stdtr(d.size - 1, -abs(mean) / se)) if se else float(mean == 0)
    return Paired(Effect(mean, se), p, sign_flip(d))


def sign_flip(d: ArrayLike) -> float:
    """Share of all 2^n ways to sign the differences whose sum is as far from 0 or farther: exact, by convolution.

    Differences are taken on a lattice of at most 50,000 places: to the last digit when they have few.
    """
    found = np.abs(numbers("difference", d, low=-1e300, high=1e300))
    unit = _unit(found)
    steps = np.rint(found / unit).astype(np.int64) if unit else np.zeros(found.size, dtype=np.int64)
    total, seen = int(steps.sum()), abs(float(np.rint(np.asarray(d) / unit).sum())) if unit else 0.0
    chance: Floats = np.zeros(total + 1)  # of the sum of the positive ones
    chance[0], filled = 1.0, 0
    for step in steps:
        moved = chance[: filled + 1].copy()
        chance[: filled + step + 1] *= 0.5
        chance[step : filled + step + 1] += 0.5 * moved
        filled += int(step)
    sums = np.abs(2 * np.arange(total + 1) - total)
    return float(min(1.0, chance[sums >= seen].sum()))


def _unit(sizes: Floats) -> float:
    whole = float(sizes.sum())
    for digits in range(7):
        unit = 10.0**-digits
        if whole / unit <= EXACT and np.allclose(sizes, np.rint(sizes / unit) * unit, rtol=0, atol=1e-9):
            return unit
    return whole / EXACT


def detectable(
    sd: float, treated: float, held: float, *, rho: ArrayLike = 0.0, alpha: float = 0.05, power: float = 0.8
) -> Floats:
    """Smallest effect found with `power`, two-sided (M2); sd: of the outcome; rho: its correlation with before."""
    z = float(special.ndtri(1 - inside("alpha", alpha) / 2) + special.ndtri(inside("power", power)))
    size = math.sqrt(1 / above_zero("treated", treated) + 1 / above_zero("held", held))
    return z * above_zero("sd", sd) * np.sqrt(1 - numbers("rho", rho, low=-1, high=1) ** 2) * size


def by_itself(sd_true: float, sd_noise: float, worst: float) -> float:
    """By how much the worst share of clients rises with nothing done: regression to the mean (M7).

    sd_true: of the clients' usual levels; sd_noise: of one period around it; worst: share chosen, 0..1.
    """
    true, noise, share = above_zero("sd", sd_true), above_zero("noise", sd_noise), inside("share", worst)
    z = float(special.ndtri(share))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return noise**2 / math.hypot(true, noise) * density / share


def pair_wins(won: int, pairs: int) -> tuple[float, float]:
    """Pairs that differ, won by the treated: evidence valid whenever one looks, and the exact p-value (M8)."""
    if not 0 <= won <= pairs:
        raise BadInput("more_successes_than_trials", f"{won} wins of {pairs} pairs", s=won, n=pairs)
    return float(np.exp(log_e_value(won, pairs - won, 0.5))), at_least(won, pairs, 0.5)


def did(treated_before: float, treated_after: float, held_before: float, held_after: float) -> float:
    """Difference in differences of four means (M9); assumes both would have moved alike."""
    return (treated_after - treated_before) - (held_after - held_before)


def _checked(before: ArrayLike, after: ArrayLike, treated: ArrayLike) -> tuple[Floats, Floats, Floats]:
    x, y, t = (numbers(name, v, low=-1e300, high=1e300) for name, v in zip(
        ("before", "after", "treated"), (before, after, treated), strict=True))  # fmt: skip
    if x.ndim != 1 or not x.shape == y.shape == t.shape or ((t != 0) & (t != 1)).any():
        raise BadInput("holdout_lists", "The lists differ in length, or treated is neither 0 nor 1")
    if min(t.sum(), (1 - t).sum()) < 2:
        raise NotEnoughData("holdout_few", "Fewer than two clients treated or held out", needed=2)
    return x, y, t


def _parts(y: Floats, t: Floats) -> tuple[float, float]:
    one, other = y[t == 1], y[t == 0]
    return float(one.var(ddof=1)) / one.size, float(other.var(ddof=1)) / other.size


def _difference(y: Floats, t: Floats) -> Effect:
    return Effect(float(y[t == 1].mean() - y[t == 0].mean()), math.sqrt(sum(_parts(y, t))))


def _welch(y: Floats, t: Floats, found: Effect) -> float:
    a, b = _parts(y, t)
    if not found.se:
        return float(found.estimate == 0)
    free = (a + b) ** 2 / (a**2 / (t.sum() - 1) + b**2 / ((1 - t).sum() - 1))
    return 2 * float(special.stdtr(free, -abs(found.estimate) / found.se))


def _ancova(x: Floats, y: Floats, t: Floats) -> Effect:
    columns = np.column_stack((np.ones_like(x), t, x - x.mean()))
    inverse = np.linalg.pinv(columns.T @ columns)
    found = inverse @ columns.T @ y
    leverage = np.einsum("ij,jk,ik->i", columns, inverse, columns)
    left = (y - columns @ found) ** 2 / np.maximum(1 - leverage, 1e-12)
    spread = inverse @ (columns.T * left) @ columns @ inverse
    return Effect(float(found[1]), math.sqrt(float(spread[1, 1])))
