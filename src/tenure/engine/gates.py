"""Whether a stage is passed: every must-hypothesis likely enough, and all of them together too (P1 to P3).

An average hides the one that fails, and cannot grow with the amount of evidence; log-odds can.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import above_zero, inside, number, numbers
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats

EACH, JOINT = 0.9, 0.7


@dataclass(frozen=True)
class Gate:
    """joint: probability that all hold if independent; mean: for comparison only; weakest: the smallest probability, at
    weakest_place; below: places of those under the mark; passed: none below and joint high enough."""

    joint: float
    mean: float
    weakest: float
    weakest_place: int
    below: tuple[int, ...]
    passed: bool


def gate(p: ArrayLike, *, each: float = EACH, joint: float = JOINT) -> Gate:
    """A gate over the probabilities of its must-hypotheses. Raises BadInput without any: nothing proven passes nothing."""
    found = np.atleast_1d(numbers("probability", p, low=0, high=1))
    if not found.size:
        raise BadInput("no_hypotheses", "The gate has no criterion", remedy="Give at least one probability.")
    mark, together = number("the mark of each", each, low=0, high=1), float(np.prod(found))
    below = tuple(np.flatnonzero(found < mark).tolist())
    place = int(found.argmin())
    passed = not below and together >= number("the mark of all", joint, low=0, high=1)
    return Gate(together, float(found.mean()), float(found[place]), place, below, passed)


def repeated(prior: float, likelihood_ratio: float, times: ArrayLike) -> Floats:
    """Probability after the same result so many times over, each independent: it grows, an average would not (P3)."""
    start = inside("prior", prior)
    each = math.log(above_zero("likelihood ratio", likelihood_ratio))
    log_odds = math.log(start / (1 - start)) + numbers("times", times, low=0) * each
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)), dtype=np.float64)
