"""The rhythm of contacts: on average every 7 days, never longer than 14 apart (J8)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.tuples import first_rows

AVERAGE_DAYS, LONGEST_DAYS = 7.0, 14.0


@dataclass(frozen=True)
class Cadence:
    """Days between contacts: mean and longest gap, None without a gap, and whether each keeps its norm."""

    average_days: float | None
    longest_days: float | None
    average_kept: bool | None
    longest_kept: bool | None


def contact_cadence(
    gap_days: ArrayLike, *, average_days: float = AVERAGE_DAYS, longest_days: float = LONGEST_DAYS
) -> Cadence:
    """How the gaps between contacts keep the norm; a single contact has no gap and the answer is None.

    Raises BadInput for gaps that are negative or no numbers.
    """
    gaps = np.asarray(gap_days, dtype=np.float64)
    wrong = ~(gaps >= 0) | np.isinf(gaps)
    if wrong.any():
        raise BadInput("cadence_gaps", "A gap is negative or not a number", rows=first_rows(wrong))
    if gaps.size == 0:
        return Cadence(None, None, None, None)
    average, longest = float(gaps.mean()), float(gaps.max())
    return Cadence(average, longest, average <= average_days, longest <= longest_days)
