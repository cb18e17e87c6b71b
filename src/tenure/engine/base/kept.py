"""What is kept of last period's money and clients: net and gross revenue retention, logo churn (J5)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, Ints, first_rows


@dataclass(frozen=True)
class Kept:
    """Money of one period from the clients who brought any in the period before, in the unit given.

    start: their money before; expansion and contraction: what those who stayed brought more or less than then; churn:
    the former money of those who brought nothing now; clients_start, clients_lost: their numbers. The shares are None
    when there was nothing to keep.
    """

    start: float
    expansion: float
    contraction: float
    churn: float
    clients_start: int
    clients_lost: int

    @property
    def nrr(self) -> float | None:
        """Net revenue retention: (start + expansion - contraction - churn) / start."""
        return (self.start + self.expansion - self.contraction - self.churn) / self.start if self.start > 0 else None

    @property
    def grr(self) -> float | None:
        """Gross revenue retention, growth left out: (start - contraction - churn) / start, never above 1."""
        return (self.start - self.contraction - self.churn) / self.start if self.start > 0 else None

    @property
    def logo_churn(self) -> float | None:
        """Share of the clients who are gone."""
        return self.clients_lost / self.clients_start if self.clients_start else None


def kept(before: ArrayLike, now: ArrayLike) -> Kept:
    """What is kept of `before`, the money of each client in the earlier period, in `now`, that of the later one.

    Who brought nothing before (zero or less, returns included) is new and not counted; who brings nothing now is lost.
    Raises BadInput for values that are no numbers or lists of different length.
    """
    earlier = np.asarray(before, dtype=np.float64)
    return kept_by_group(earlier, now, np.zeros(earlier.size, dtype=np.int64), 1)[0]


def kept_by_group(before: ArrayLike, now: ArrayLike, group: ArrayLike, groups: int) -> tuple[Kept, ...]:
    """`kept` for each of `groups` parts of a base at once; group: 0 to groups - 1 for each client."""
    earlier, later, part = (np.asarray(before, dtype=np.float64), np.asarray(now, dtype=np.float64), np.asarray(group))
    _check(earlier, later, part, groups)
    known = earlier > 0
    earlier, later, part = earlier[known], later[known], part[known].astype(np.int64)
    lost = later <= 0
    change = np.where(lost, 0.0, later - earlier)

    def sums(values: Floats) -> Floats:
        return np.bincount(part, weights=values, minlength=groups).astype(np.float64)

    start, churn = sums(earlier), sums(np.where(lost, earlier, 0.0))
    expansion, contraction = sums(np.maximum(change, 0.0)), sums(np.maximum(-change, 0.0))
    clients, gone = sums(np.ones(part.size)), sums(lost.astype(np.float64))
    return tuple(
        Kept(
            float(start[n]), float(expansion[n]), float(contraction[n]), float(churn[n]), int(clients[n]), int(gone[n])
        )
        for n in range(groups)
    )


def _check(before: Floats, now: Floats, group: Ints, groups: int) -> None:
    if not before.shape == now.shape == group.shape or before.ndim != 1:
        raise BadInput("kept_lengths", "Money before, money now and group must be lists of one length")
    wrong = ~(np.isfinite(before) & np.isfinite(now))
    if wrong.any():
        raise BadInput("kept_not_finite", "An amount is not a number", rows=first_rows(wrong))
    outside = (group < 0) | (group >= groups)
    if outside.any():
        raise BadInput("kept_group", f"A group lies outside 0 to {groups - 1}", rows=first_rows(outside))
