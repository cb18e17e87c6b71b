"""The search for the least of a smooth function of a few numbers within bounds: BFGS, projected onto the box.

SciPy's L-BFGS-B finds the same points, but its small matrices wake every thread of the linear algebra library, which
costs ten times the processor time of the likelihood itself on a small base. Here nothing is larger than a few rows, and
what was learned of the curvature on a part of a base can be handed on to the whole.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.errors import DidNotConverge
from tenure.engine.tuples import Floats

Objective = Callable[[Floats], tuple[float, Floats]]
Bounds = Sequence[tuple[float, float]]
LONGEST_STEP = 2.0
FIRST_STEP = 0.5
ENOUGH = 1e-4  # share of the promised decrease a step must bring (Armijo)
MOST_STEPS = 300
MOST_HALVINGS = 30
AT_BOUND = 1e-3
SHIFT = 1e-4
SETTLED = 1e-4


@dataclass(frozen=True)
class Lowest:
    """Where the search ended: the point, the value and slope there, and the inverse of the curvature as learned.

    slope: without the parts that push against a bound, so that it is near zero wherever the search has settled.
    """

    point: Floats
    value: float
    slope: Floats
    inverse: NDArray[np.float64]
    evaluations: int


def lowest(
    objective: Objective,
    start: ArrayLike,
    bounds: Bounds,
    *,
    inverse: NDArray[np.float64] | None = None,
    flat: float = 1e-8,
    still: float = 1e-14,
) -> Lowest:
    """The lowest point near `start`.

    objective: value and slope at a point. inverse: the inverse curvature to begin with, when it is known. The search
    ends where no part of the slope exceeds `flat`, or where steps bring less than `still` of the value.
    """
    low, high = np.array(bounds, dtype=np.float64).T
    point = np.clip(np.asarray(start, dtype=np.float64), low, high)
    value, slope = objective(point)
    known, evaluations = inverse is not None, 1
    curve = np.eye(point.size) if inverse is None else inverse.copy()
    for _ in range(MOST_STEPS):
        free = ~(((point <= low) & (slope > 0)) | ((point >= high) & (slope < 0)))
        if not np.isfinite(value) or np.abs(slope[free]).max(initial=0.0) <= flat:
            break
        step = _direction(curve, slope, free, known)
        found, tried = _shorter(objective, point, value, slope, step, low, high)
        evaluations += tried
        if found is None:
            if not known:
                break
            # What was known of the curvature misleads here: once more, straight down.
            curve, known = np.eye(point.size), False
            continue
        moved, turned = found[0] - point, found[2] - slope
        gain = value - found[1]
        point, value, slope = found
        curve, known = _learned(curve, moved, turned, known)
        if gain <= still * abs(value):
            break
    stuck = ((point <= low) & (slope > 0)) | ((point >= high) & (slope < 0))
    return Lowest(point, float(value), np.where(stuck, 0.0, slope), curve, evaluations)


def lowest_of(ends: Iterable[Lowest]) -> Lowest:
    """The lowest end of searches from several starts; raises DidNotConverge where none reached a finite value."""
    best = min((end for end in ends if np.isfinite(end.value)), key=lambda end: end.value, default=None)
    if best is None:
        remedy = "Check the unit of time and the amounts."
        raise DidNotConverge("no_start", "No starting point led to finite parameters", remedy=remedy)
    return best


def require_settled(end: Lowest) -> None:
    """Raise DidNotConverge where the objective, minus a mean ln L, still falls."""
    if not np.isfinite(end.value) or float(np.abs(end.slope).max()) > SETTLED:
        message = "The likelihood still rises where the search ended"
        raise DidNotConverge("not_settled", message, remedy="Check the data.")


def spread(objective: Objective, point: Floats, bounds: Bounds, clients: float) -> NDArray[np.float64] | None:
    """Covariance of the numbers searched over, where `objective` is minus the mean ln L of `clients` clients.

    From the curvature at the point (Laplace); zero for what stands at a bound. None when it is not that of a peak.
    """
    low, high = np.array(bounds, dtype=np.float64).T
    free = np.flatnonzero((point > low + AT_BOUND) & (point < high - AT_BOUND))
    shifts = np.eye(point.size)[free] * SHIFT
    sides = [[objective(point + sign * shift)[1][free] for sign in (1, -1)] for shift in shifts]
    bend = clients * np.array([(up - down) / (2 * SHIFT) for up, down in sides])
    bend = (bend + bend.T) / 2
    if free.size == 0 or not np.isfinite(bend).all() or np.linalg.eigvalsh(bend).min() <= 0:
        return None
    whole = np.zeros((point.size, point.size))
    whole[np.ix_(free, free)] = np.linalg.inv(bend)
    return whole


def _direction(curve: Floats, slope: Floats, free: NDArray[np.bool_], known: bool) -> Floats:
    """Where to go, not further than LONGEST_STEP; nowhere along what is held at a bound."""
    step, inner = np.zeros_like(slope), curve[np.ix_(free, free)]
    if not free.all():
        # The inverse of the curvature among the free ones alone, not a part of the inverse of the whole.
        across = curve[np.ix_(free, ~free)]
        inner = inner - across @ np.linalg.pinv(curve[np.ix_(~free, ~free)]) @ across.T
    step[free] = -(inner @ slope[free])
    if step @ slope >= 0:
        step = np.where(free, -slope, 0.0)
    return step * min(1.0, (LONGEST_STEP if known else FIRST_STEP) / float(np.abs(step).max()))


def _shorter(
    objective: Objective, point: Floats, value: float, slope: Floats, step: Floats, low: Floats, high: Floats
) -> tuple[tuple[Floats, float, Floats] | None, int]:
    """The first point along the step, bent at the bounds, that lies low enough; and how many were tried."""
    share = 1.0
    for tried in range(1, MOST_HALVINGS + 1):
        there = np.clip(point + share * step, low, high)
        promised = float(slope @ (there - point))
        if promised >= 0:
            return None, tried - 1
        new, new_slope = objective(there)
        if np.isfinite(new) and np.isfinite(new_slope).all() and new <= value + ENOUGH * promised:
            return (there, new, new_slope), tried
        # The lowest point of the parabola through what is known, within a tenth and a half.
        bend = new - value - promised
        best = -promised / (2 * bend) if np.isfinite(bend) and bend > 0 else 0.1
        share *= min(max(best, 0.1), 0.5)
    return None, MOST_HALVINGS


def _learned(curve: Floats, moved: Floats, turned: Floats, known: bool) -> tuple[Floats, bool]:
    """BFGS: the inverse curvature after a step; unchanged where the function does not bend upwards."""
    bend = float(moved @ turned)
    if bend <= 1e-12 * float(np.linalg.norm(moved) * np.linalg.norm(turned)):
        return curve, known
    if not known:
        curve = np.eye(moved.size) * (bend / float(turned @ turned))
    along = curve @ turned
    scale = (1 + float(turned @ along) / bend) / bend
    mixed = np.outer(along, moved) / bend
    return curve + scale * np.outer(moved, moved) - mixed - mixed.T, True
