"""The level at which retention of a cohort settles: c + (1 - c) exp(-k t), the curve product people draw by eye.

A description by least squares, not a model of clients: it has no standard error and should not be carried far beyond the
periods seen. Where clients renew a contract `sbg` says more.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models.descent import lowest
from tenure.engine.tuples import Floats, first_rows

BOUNDS = ((-9.0, 5.0),)  # of ln k, in the mean time given
STARTS = (-1.0, 0.5, 2.0)
FEWEST = 4


@dataclass(frozen=True)
class Plateau:
    """level: share that stays in the end, 0..1; speed: k, per unit of the times given; last_slope: change per unit over
    the last three points (near zero when the level has been reached); off: root of the weighted mean square of the misses."""

    level: float
    speed: float
    last_slope: float
    off: float


def fit(t: ArrayLike, retention: ArrayLike, weights: ArrayLike | None = None) -> Plateau:
    """The curve nearest to shares of a cohort active at times t since its beginning. weights: how much each miss counts,
    as the clients a share was counted of; else all alike.

    Raises BadInput on shares outside 0..1, times that do not rise and negative weights, NotEnoughData below four points.
    """
    t, share = np.asarray(t, dtype=np.float64), np.asarray(retention, dtype=np.float64)
    heavy = np.ones_like(share) if weights is None else np.asarray(weights, dtype=np.float64)
    if t.ndim != 1 or not t.shape == share.shape == heavy.shape:
        raise BadInput("plateau_shapes", "Times and shares are two lists of equal length")
    wrong = ~(np.isfinite(t) & np.isfinite(share) & (t >= 0) & (share >= 0) & (share <= 1))
    wrong[1:] |= ~(np.diff(t) > 0)
    if wrong.any():
        remedy = "Give rising times from 0 and shares between 0 and 1."
        raise BadInput("plateau_points", "A time or a share cannot be", rows=first_rows(wrong), remedy=remedy)
    light = ~(np.isfinite(heavy) & (heavy >= 0))
    if light.any() or (heavy.size and not heavy.sum()):
        remedy = "Give the number of clients each share was counted of."
        raise BadInput("plateau_weights", "A weight cannot be", rows=first_rows(light), remedy=remedy)
    if t.size < FEWEST:
        raise NotEnoughData("plateau_few", f"{t.size} points", remedy=f"Give at least {FEWEST}.", needed=FEWEST)
    scale, heavy = float(t.mean()), heavy / max(float(heavy.mean()), 1e-300)

    def misses(theta: Floats) -> tuple[float, Floats]:
        fading = np.exp(-math.exp(theta[0]) / scale * t)
        level = _level(fading, share, heavy)
        off = level + (1 - level) * fading - share
        # At the best level the slope over the level is zero, or the level stands at a bound: it does not enter.
        return float(heavy @ off**2), np.array([2 * (heavy * off) @ ((1 - level) * fading * np.log(fading))])

    found = min((lowest(misses, (start,), BOUNDS) for start in STARTS), key=lambda end: end.value)
    speed = math.exp(found.point[0]) / scale
    level = _level(np.exp(-speed * t), share, heavy)
    slope = float(np.polyfit(t[-3:], share[-3:], 1)[0])
    return Plateau(level, speed, slope, math.sqrt(found.value / t.size))


def _level(fading: Floats, share: Floats, heavy: Floats) -> float:
    """The best level for a given speed: linear least squares, kept within 0..1."""
    gone = 1 - fading
    return float(np.clip((heavy * gone) @ (share - fading) / max(float(heavy @ gone**2), 1e-300), 0, 1))
