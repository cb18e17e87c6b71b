"""What every calculation asks of its numbers before it begins: that they are numbers, and possible ones."""

import math

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, first_rows


def numbers(name: str, values: ArrayLike, *, low: float = -math.inf, high: float = math.inf) -> Floats:
    """`values` as floats, each from `low` to `high`.

    Raises BadInput `not_a_number` or `out_of_range`, naming the first places; infinity passes where a bound is
    infinite and the number was given as infinite.
    """
    found = np.asarray(values, dtype=np.float64)
    wrong = np.isnan(found)
    if wrong.any():
        raise BadInput("not_a_number", f"{name} is not a number", rows=first_rows(np.atleast_1d(wrong)), name=name)
    wrong = (found < low) | (found > high)
    if wrong.any():
        rows = first_rows(np.atleast_1d(wrong)) if found.ndim else ()
        remedy = f"Give {name} from {low:g} to {high:g}."
        message = f"{name} lies outside {low:g} to {high:g}"
        raise BadInput("out_of_range", message, rows=rows, remedy=remedy, name=name, low=low, high=high)
    return found


def number(name: str, value: float, *, low: float = -math.inf, high: float = math.inf) -> float:
    """One finite number from `low` to `high`; raises BadInput."""
    if not math.isfinite(value):
        raise BadInput("not_a_number", f"{name} is not a finite number", name=name)
    return float(value) if low <= value <= high else float(numbers(name, value, low=low, high=high))


def inside(name: str, value: float) -> float:
    """A probability strictly between 0 and 1; raises BadInput."""
    if not 0 < value < 1:
        remedy = f"Give {name} above 0 and below 1."
        raise BadInput("not_between", f"{name} is {value}", remedy=remedy, name=name, value=value)
    return float(value)


def above_zero(name: str, value: float) -> float:
    """A finite number above 0; raises BadInput."""
    if not 0 < value < math.inf:
        raise BadInput("not_above_zero", f"{name} is {value}", remedy=f"Give {name} above 0.", name=name, value=value)
    return float(value)


def counted(name: str, value: float, *, low: int = 0) -> int:
    """A whole number, `low` or more; raises BadInput."""
    if not math.isfinite(value) or value != math.floor(value) or value < low:
        remedy = f"Give a whole number from {low}."
        raise BadInput("not_a_count", f"{name} is {value}", remedy=remedy, name=name, value=value)
    return int(value)


def successes(s: float, n: float) -> tuple[int, int]:
    """Successes and failures of n trials; raises BadInput when there are more successes than trials."""
    won, trials = counted("the number of successes", s), counted("the number of trials", n)
    if won > trials:
        raise BadInput("more_successes_than_trials", f"{won} successes of {trials} trials", s=won, n=trials)
    return won, trials - won
