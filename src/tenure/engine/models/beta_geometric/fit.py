"""The most likely parameters of the family, and the nested model where the peak of the likelihood runs away."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.models.beta_geometric.likelihood import Base, base_of, log_likelihood, timing
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.descent import Lowest, lowest, lowest_of, require_settled, spread
from tenure.engine.models.shape import Fit, require_repeaters, standard_errors
from tenure.engine.tuples import Floats, Histories

NAMES: tuple[str, ...] = ("r", "alpha", "a", "b")
# Bounds of (ln r, ln alpha', logit of the mean of p, ln(a + b)); alpha' in mean observed times. At a bound of the last
# one clients do not differ in p, at the lower bound of the third nobody leaves.
BOUNDS = ((-7.0, 7.0), (-9.0, 9.0), (-14.0, 6.0), (-6.0, 9.0))
STARTS = ((-0.5, 0.0, -1.0, 1.0), (0.0, -1.0, -2.5, 0.5), (-1.5, -2.0, -0.5, 2.0), (1.0, 0.0, -3.0, 3.0))
NOBODY_LEAVES = (-0.5, 0.0)
# Histories, evenly spread, on which to start; each part finds the neighbourhood in which the next one looks.
PARTS = (2_000, 20_000)
WORTH_DROPOUT = 0.5
# So much better on a part of the base that the whole cannot say otherwise.
BEYOND_DOUBT = 20.0
MOST_EVEN = 12
# Parameters that mean nothing by themselves under a verdict.
MEANS_NOTHING = {"no_dropout": ("a", "b"), "even_dropout": ("a", "b"), "even_rate": ("r", "alpha")}


@dataclass(frozen=True)
class Part:
    """A base, or a part of one, with the time in which alpha is counted while searching."""

    base: Base
    scale: float

    def objective(self, model: BetaGeometric) -> Callable[[Floats], tuple[float, Floats]]:
        """Minus the mean ln L and its gradient over the unbounded form of `model`; two numbers where nobody leaves."""

        def value_and_slope(theta: Floats) -> tuple[float, Floats]:
            point = self.at(model, theta)
            value, slope = log_likelihood(self.base, point)
            chain = np.array([point.r * slope[0], point.alpha * slope[1]])
            if theta.size > 2:
                a, b = point.a, point.b
                chain = np.append(chain, ((slope[2] - slope[3]) * a * b / (a + b), slope[2] * a + slope[3] * b))
            return -value / self.base.clients, -chain / self.base.clients

        return value_and_slope

    def at(self, model: BetaGeometric, theta: ArrayLike) -> BetaGeometric:
        """`model` with the parameters of `theta`."""
        theta = np.asarray(theta)
        r, alpha = math.exp(theta[0]), self.scale * math.exp(theta[1])
        if theta.size == 2:
            return BetaGeometric(r, alpha, 0.0, 1.0, model.k, model.leaves_at_start)
        mean, size = float(special.expit(theta[2])), math.exp(theta[3])
        return BetaGeometric(r, alpha, mean * size, (1 - mean) * size, model.k, model.leaves_at_start)

    def lowest(
        self, model: BetaGeometric, start: ArrayLike, inverse: NDArray[np.float64] | None = None, flat: float = 1e-8
    ) -> Lowest:
        """The best point near `start`; over (r, alpha) alone when the start has two numbers."""
        bounds = BOUNDS[: np.size(start)]
        return lowest(self.objective(model), start, bounds, inverse=inverse, flat=flat)


@dataclass(frozen=True)
class Found:
    """The best points of a model with leaving and of the one without it, and by how much ln L the first is better."""

    model: BetaGeometric
    leaving: Lowest
    staying: Lowest
    better: float


def fit(histories: Histories, *, k: int | None, leaves_at_start: bool) -> BetaGeometric:
    """The most likely parameters; k None lets the likelihood choose among 1..12, see `timing` for what it goes by.

    Raises NotEnoughData below ten clients with a repeat order, DidNotConverge.
    """
    require_repeaters(histories)
    parts = _parts(histories)
    found = _found(parts, BetaGeometric(1.0, parts[-1].scale, 1.0, 1.0, k or 1, leaves_at_start))
    if k is None:
        found = _most_likely_k(parts, found)
    return _judged(parts[-1], found)


def refit(histories: Histories, near: BetaGeometric) -> BetaGeometric:
    """The most likely parameters of similar data (a resample), searched for from `near`; without errors or a verdict.

    What `near` holds at a boundary stays there: k always, and a where it is 0.
    """
    part = Part(base_of(histories), _scale(histories))
    start = [math.log(near.r), math.log(near.alpha / part.scale)]
    turn = np.eye(2)
    if near.a > 0:
        mean = near.a / (near.a + near.b)
        start += [math.log(near.a / near.b), math.log(near.a + near.b)]
        turn = np.eye(4)
        turn[2, 2:], turn[3, 2:] = (1.0, -1.0), (mean, 1 - mean)
    inverse = None
    if near.fit and near.fit.covariance is not None:
        inverse = part.base.clients * turn @ near.fit.covariance[: len(start), : len(start)] @ turn.T
    return part.at(near, part.lowest(near, start, inverse, flat=1e-6).point)


def _scale(histories: Histories) -> float:
    return max(float(np.average(histories.T, weights=histories.count)), 1e-9)


def _parts(histories: Histories) -> list[Part]:
    """The base and, before it, the smaller ones to start on."""
    scale, parts = _scale(histories), []
    for size in (size for size in PARTS if size < histories.x.size):
        part = slice(None, None, histories.x.size // size)
        thin = {name: getattr(histories, name)[part] for name in ("x", "t_x", "T", "count")}
        parts.append(Part(base_of(replace(histories, **thin)), scale))
    return [*parts, Part(base_of(histories), scale)]


def _found(parts: list[Part], model: BetaGeometric) -> Found:
    """Best of several starts on the first part, then on each larger one from where the one before ended."""
    leaving = lowest_of(parts[0].lowest(model, start) for start in STARTS)
    staying = parts[0].lowest(model, NOBODY_LEAVES)
    better = (staying.value - leaving.value) * parts[0].base.clients
    for part in parts[1:]:
        leaving = part.lowest(model, leaving.point, leaving.inverse)
        if better < BEYOND_DOUBT:
            staying = part.lowest(model, staying.point, staying.inverse)
            better = (staying.value - leaving.value) * part.base.clients
    return Found(model, leaving, staying, better)


def _most_likely_k(parts: list[Part], first: Found) -> Found:
    """k upwards from 1 until the likelihood has fallen twice in a row."""
    whole = parts[-1].base
    best, highest, falls, point = first, -first.leaving.value * whole.clients, 0, first.leaving.point
    inverse = first.leaving.inverse
    for k in range(2, MOST_EVEN + 1):
        trial = replace(first.model, k=k)
        # k stages take the place of k - 1, each that much shorter.
        near = point - np.array([0.0, math.log(k / (k - 1)), 0.0, 0.0])
        found = parts[-1].lowest(trial, near, inverse)
        value = timing(whole.histories, k) - found.value * whole.clients
        point, inverse = found.point, found.inverse
        if value <= highest:
            falls += 1
            if falls == 2:
                break
            continue
        highest, falls = value, 0
        staying = parts[-1].lowest(trial, (best.staying.point[0], best.staying.point[1] - math.log(k / (k - 1))))
        best = Found(trial, found, staying, (staying.value - found.value) * whole.clients)
    return best


def _judged(part: Part, found: Found) -> BetaGeometric:
    """The found point with its verdict, or the nested model where leaving adds nothing to the likelihood."""
    best = found.leaving if found.better >= WORTH_DROPOUT else found.staying
    require_settled(best)
    verdicts = _verdicts(best.point)
    parameters = part.at(found.model, best.point)
    covariance = _covariance(part, found.model, best)
    values = [getattr(parameters, name) for name in NAMES]
    nothing = {name for verdict in verdicts for name in MEANS_NOTHING[verdict]}
    histories = part.base.histories
    said = Fit(
        log_likelihood=timing(histories, found.model.k) - best.value * part.base.clients,
        clients=round(part.base.clients),
        tuples=int(histories.x.size),
        verdict=verdicts[0] if verdicts else "ok",
        standard_errors=standard_errors(NAMES, values, covariance, without=nothing),
        covariance=covariance,
    )
    return replace(parameters, fit=said)


def _verdicts(point: Floats) -> list[str]:
    """The boundaries at which a point lies, the gravest first."""
    high = np.array(BOUNDS)[: point.size, 1] - 1e-3
    if point.size == 2:
        return ["no_dropout", *(["even_rate"] if point[0] > high[0] else [])]
    # Where everybody leaves after the first coin, nothing tells how clients differ in leaving.
    even = bool(point[3] > high[3] or point[2] > high[2])
    return [name for name, true in (("even_dropout", even), ("even_rate", bool(point[0] > high[0]))) if true]


def _covariance(part: Part, model: BetaGeometric, best: Lowest) -> NDArray[np.float64] | None:
    """Of the logarithms of (r, alpha, a, b), from the curvature in the unbounded form; None when it is no peak's."""
    size = best.point.size
    bounds = list(BOUNDS[:size])
    if size > 2 and "even_dropout" in _verdicts(best.point):
        bounds[3] = (best.point[3], BOUNDS[3][1])
    found = spread(part.objective(model), best.point, bounds, part.base.clients)
    if found is None:
        return None
    turn = np.zeros((4, size))
    turn[0, 0] = turn[1, 1] = 1.0
    if size > 2:
        mean = special.expit(best.point[2])
        turn[2, 2:], turn[3, 2:] = (1 - mean, 1.0), (-mean, 1.0)
    return np.asarray(turn @ found @ turn.T)
