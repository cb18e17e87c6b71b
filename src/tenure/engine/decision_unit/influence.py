"""Who has how much of a decision: opinions travel along who listens to whom (Friedkin & Johnsen 1990; DeGroot 1974).

x(t+1) = Lambda W x(t) + (I - Lambda) x(0) settles at x* = V x(0) with V = (I - Lambda W)^-1 (I - Lambda). The share of a
person in a decision with formal weights d is v = V^T d (Friedkin 1991, weighted by the decision).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.checks import numbers
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, first_rows

STEADY = 1 - 1e-9  # opinions settle while the spectral radius of Lambda W stays below this
ROUNDED = 5e-3  # what weights typed by a person may miss a whole by without being called rescaled
GAP = 0.15  # share of a decision by which an estimate may differ before it raises a question


@dataclass(frozen=True)
class Unit:
    """A decision unit of n people, as computed with: rows of `listening` of absolute sum 1, weights of sum 1.

    listening: row i, whom i listens to, own opinion on the diagonal, negative for a hostile tie; susceptibility: 0 (own
    opinion only) to 1; weight: formal part in the decision. What was changed to get there: rescaled_rows, people whose
    ties did not sum to 1; isolated, people who listen to nobody and keep their opinion; weight_given, the sum of the
    formal weights before, and weight_rescaled, whether it was neither 1 nor 100.
    """

    listening: Floats
    susceptibility: Floats
    weight: Floats
    rescaled_rows: tuple[int, ...]
    isolated: tuple[int, ...]
    weight_given: float

    @property
    def weight_rescaled(self) -> bool:
        return min(abs(self.weight_given - 1), abs(self.weight_given / 100 - 1)) > ROUNDED

    @property
    def hostile(self) -> bool:
        """Whether anybody does the opposite of what another says."""
        return bool((self.listening < 0).any())


@dataclass(frozen=True)
class Influence:
    """total: V, row i the part of each opinion in the one i ends with; share: v, of the decision, 0..1 and of sum 1
    where no tie is hostile (with hostile ties a share may be negative: who is won over turns the decision away);
    central: mean part in the opinions of the others."""

    total: Floats
    share: Floats
    central: Floats


def unit(listening: ArrayLike, susceptibility: ArrayLike, weight: ArrayLike) -> Unit:
    """A decision unit from what people enter: ties of any scale (0 to 3, percent), weights of any sum.

    Raises BadInput for tables that do not fit, values that cannot be, formal weights of which none is above zero.
    """
    ties, lam, formal = (
        numbers("who listens to whom", listening, low=-1e9, high=1e9),
        numbers("susceptibility", susceptibility, low=0, high=1),
        numbers("formal weight", weight, low=0, high=1e9),
    )
    if ties.ndim != 2 or not ties.shape[0] == ties.shape[1] == lam.size == formal.size:
        remedy = "Give a row and a column for each person, and as many susceptibilities and weights."
        raise BadInput("unit_shapes", "The tables do not speak of the same people", remedy=remedy)
    given = float(formal.sum())
    if not given > 0:
        raise BadInput("unit_no_weight", "Nobody decides", remedy="Give at least one person a formal weight.")
    ties, rescaled, isolated = _normalised(ties)
    return Unit(ties, lam, formal / given, rescaled, isolated, given)


def _normalised(ties: Floats) -> tuple[Floats, tuple[int, ...], tuple[int, ...]]:
    sums = np.abs(ties).sum(axis=1)
    alone = sums == 0
    whole = np.where(alone[:, None], np.eye(sums.size), ties / np.where(alone, 1, sums)[:, None])
    rescaled = ~alone & (np.abs(sums - 1) > ROUNDED)
    return whole, tuple(np.flatnonzero(rescaled).tolist()), tuple(np.flatnonzero(alone).tolist())


def influence(people: Unit) -> Influence:
    """What each opinion makes of the others and of the decision once everybody has listened.

    Raises BadInput when opinions do not settle: a circle of people none of whom keeps anything of an own opinion.
    """
    lam, size = people.susceptibility, people.weight.size
    pull = lam[:, None] * people.listening
    endless = _never_settle(pull, lam)
    if endless.any():
        remedy = "Give at least one of them a susceptibility below 1."
        raise BadInput("unit_unstable", "These people only repeat each other", rows=first_rows(endless), remedy=remedy)
    total: Floats = np.linalg.solve(np.eye(size) - pull, np.diag(1 - lam)).astype(np.float64)
    others = (total.sum(axis=0) - np.diag(total)) / max(size - 1, 1)
    return Influence(total, people.weight @ total, others)


def _never_settle(pull: Floats, lam: Floats) -> NDArray[np.bool_]:
    """People from whom no path of listening leads to anybody with an own opinion."""
    if pull.size == 0 or np.abs(np.linalg.eigvals(pull)).max() < STEADY:
        return np.zeros(lam.size, dtype=np.bool_)
    settled = lam < 1
    for _ in range(lam.size):
        settled = settled | (pull[:, settled] != 0).any(axis=1)
    return np.asarray(~settled if not settled.all() else lam == lam.max(), dtype=np.bool_)


def consensus(listening: ArrayLike) -> Floats:
    """Social influence where everybody follows wholly (DeGroot): pi W = pi, of sum 1; the common opinion is pi . x(0).

    Raises BadInput where ties are hostile or two groups listen only to themselves and no common opinion arises.
    """
    ties = numbers("who listens to whom", listening, low=0, high=1e9)
    if ties.ndim != 2 or ties.shape[0] != ties.shape[1] or ties.shape[0] == 0:
        raise BadInput("unit_shapes", "Give a row and a column for each person")
    rows, _, _ = _normalised(ties)
    values, vectors = np.linalg.eig(rows.T)
    at_one = np.abs(np.abs(values) - 1) < 1e-9
    if at_one.sum() != 1:
        remedy = "Let the groups listen to each other, and somebody in each circle to himself."
        raise BadInput("unit_no_consensus", "These people never come to one opinion", remedy=remedy)
    left = np.real(vectors[:, np.argmax(at_one)])
    return np.asarray(np.abs(left) / np.abs(left).sum(), dtype=np.float64)


def questionable(share: ArrayLike, estimate: ArrayLike, *, gap: float = GAP) -> tuple[int, ...]:
    """People whose computed share of the decision differs by more than `gap` from the user's own estimate (nan: none
    given): a question worth asking."""
    apart = np.abs(np.asarray(share, dtype=np.float64) - np.asarray(estimate, dtype=np.float64))
    return tuple(np.flatnonzero(apart > gap).tolist())
