"""How much of a fact still holds: confidence halves with every half-life (K5)."""

import math

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import above_zero, number, numbers
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats


def still_known(confidence: ArrayLike, age_days: ArrayLike, half_life_days: ArrayLike) -> Floats:
    """confidence * 2^(-age / half-life): the confidence, 0..1, left in facts of these ages.

    confidence: 0..1 when the fact was last confirmed; half_life_days: above 0, infinite for a fact that never ages.
    Raises BadInput for values that cannot be, an age below zero (a fact dated ahead) among them.
    """
    sure = numbers("confidence", confidence, low=0, high=1)
    age, half = numbers("the age of a fact", age_days, low=0), numbers("half-life", half_life_days, low=0)
    if np.isinf(age).any() or (half == 0).any():
        raise BadInput("fact_age", "An age is infinite or a half-life is zero", remedy="Give both in days.")
    return np.asarray(sure * np.exp2(-age / half), dtype=np.float64)


def days_until(level: float, confidence: float, half_life_days: float) -> float:
    """Age in days at which `confidence` has faded to `level`: when to ask again; 0 when it is there already.

    Infinite for a fact that never ages. Raises BadInput for a level or a confidence outside 0..1.
    """
    number("confidence", confidence, low=0, high=1)
    number("level", level, low=0, high=1)
    if confidence <= level:
        return 0.0
    if level == 0 or math.isinf(half_life_days):
        return math.inf
    return above_zero("half-life", half_life_days) * math.log2(confidence / level)
