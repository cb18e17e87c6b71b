"""What to believe of measured effects: one by one and as a table, with a first-class "unknown" (M4 to M6)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from tenure.engine.checks import above_zero, inside, number, numbers
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, first_rows

SURE = 0.9
GRID, REACH, PRIOR_SD = 4001, 4.0, 50.0


@dataclass(frozen=True)
class Shrunk:
    """weight: of the estimate, 0..1; mean, sd, low, high (90 %): what to believe; p_positive: that there is an effect;
    p_worth: that it exceeds its cost; verdict: "works", "does_not" or "unknown" (keep the holdout)."""

    weight: float
    mean: float
    sd: float
    low: float
    high: float
    p_positive: float
    p_worth: float
    verdict: str


def shrink(estimate: float, se: float, *, tau: float, cost: float = 0.0, sure: float = SURE) -> Shrunk:
    """An effect against the doubt that effects of this kind are of the size tau (M4); cost: by client, same unit."""
    spread, usual = above_zero("standard error", se), above_zero("tau", tau)
    weight = usual**2 / (usual**2 + spread**2)
    mean, sd = weight * number("estimate", estimate), math.sqrt(weight) * spread
    half, worth = float(special.ndtri(0.95)) * sd, float(special.ndtr((mean - number("cost", cost)) / sd))
    level = inside("sure", sure)
    verdict = "works" if worth >= level else "does_not" if worth <= 1 - level else "unknown"
    return Shrunk(weight, mean, sd, mean - half, mean + half, float(special.ndtr(mean / sd)), worth, verdict)


@dataclass(frozen=True)
class Table:
    """tau: how far actions differ, mean of what is likely; mean, sd, p_positive: by action."""

    tau: float
    mean: Floats
    sd: Floats
    p_positive: Floats


def likeliest(estimate: ArrayLike, se: ArrayLike) -> tuple[float, float, Floats]:
    """Variance between actions by maximum likelihood, their mean, and each drawn to it (M5).

    With few actions the variance often collapses to 0, which is no evidence that they are alike: prefer `table`.
    """
    y, v = _effects(estimate, se)

    def mean(tau2: float) -> float:
        return float((y / (v + tau2)).sum() / (1 / (v + tau2)).sum())

    def cost(tau2: float) -> float:
        return float((np.log(v + tau2) + (y - mean(tau2)) ** 2 / (v + tau2)).sum())

    most = float(np.ptp(y)) ** 2 + 1e-12
    found = float(optimize.minimize_scalar(cost, bounds=(0.0, most), method="bounded", options={"xatol": 1e-9}).x)
    tau2 = found if cost(found) < cost(0.0) else 0.0
    middle = mean(tau2)
    return tau2, middle, middle + tau2 / (tau2 + v) * (y - middle)


def table(estimate: ArrayLike, se: ArrayLike, *, scale: float, prior_sd: float = PRIOR_SD) -> Table:
    """Several actions at once (M5b): tau ~ half-normal of `scale`, their mean ~ normal of `prior_sd`, on a grid of tau.

    Averages the conditional normal posteriors, so that tau never collapses to 0.
    """
    y, v = _effects(estimate, se)
    tau = np.linspace(0, REACH * above_zero("scale", scale), GRID)[:, None]
    w = 1 / (v + tau**2)
    precision = w.sum(axis=1) + above_zero("prior sd", prior_sd) ** -2
    middle = (w * y).sum(axis=1) / precision
    fit = 0.5 * (np.log(w).sum(axis=1) - np.log(precision) - (w * y * y).sum(axis=1) + precision * middle**2)
    logs = fit - 0.5 * (tau[:, 0] / scale) ** 2
    chance = np.exp(logs - logs.max())
    chance[[0, -1]] *= 0.5  # ends of the trapezoid
    chance /= chance.sum()
    share = tau**2 * w  # of the estimate, the rest is the common mean
    mean = share * y + (1 - share) * middle[:, None]
    variance = share * v + (1 - share) ** 2 / precision[:, None]
    average = chance @ mean
    sd = np.sqrt(chance @ (variance + mean**2) - average**2)
    positive = chance @ special.ndtr(mean / np.sqrt(variance))
    return Table(float(chance @ tau[:, 0]), average, sd, positive)


def adjusted(p: ArrayLike) -> Floats:
    """p-values of several actions after Benjamini & Hochberg (M6)."""
    found = np.atleast_1d(numbers("p-value", p, low=0, high=1))
    order = np.argsort(-found, kind="stable")
    raised = found[order] * found.size / np.arange(found.size, 0, -1)
    answer = np.empty_like(found)
    answer[order] = np.minimum(1, np.minimum.accumulate(raised))
    return answer


def _effects(estimate: ArrayLike, se: ArrayLike) -> tuple[Floats, Floats]:
    y, s = numbers("estimate", estimate, low=-1e150, high=1e150), numbers("standard error", se, low=0, high=1e150)
    if y.ndim != 1 or y.shape != s.shape or not y.size or not (s > 0).all():
        rows = first_rows(np.atleast_1d(~(s > 0)))
        raise BadInput("effects", "Effects and errors do not fit, or an error is not above zero", rows=rows)
    return y, s**2
