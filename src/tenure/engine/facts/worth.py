"""What a fact is worth before it is asked (K2, K3): expected money from knowing it against the cost of finding it.

worth = value * 4p(1-p) * influence * lift * (1 - known) * P(find) * P(use). A fact matters while the outcome is open, by
as much as the person it is about weighs, and only if it is found and may be used. Howard 1966 for the worth of
information; the lifts are assumptions until they are learned from closed deals.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.checks import number, numbers
from tenure.engine.tuples import Floats

CAP = 0.3  # all facts about one person together add no more than this to the probability of winning


@dataclass(frozen=True)
class Reason:
    """The one line that explains a worth: the factors whose product it is."""

    value: float
    openness: float
    influence: float
    lift: float
    unknown: float
    p_find: float
    p_use: float


@dataclass(frozen=True)
class Worth:
    """Facts side by side, money in the unit of the value.

    worth: expected gain; cost: of finding out, infinite for what must not be asked; net: worth - cost; ratio: worth per
    unit of cost (infinite where it costs nothing and is worth something); collect: worth > cost; factors: one row for
    each field of `Reason`.
    """

    worth: Floats
    cost: Floats
    factors: Floats

    @property
    def net(self) -> Floats:
        return np.asarray(self.worth - self.cost, dtype=np.float64)

    @property
    def ratio(self) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(self.worth > 0, self.worth / self.cost, 0.0), dtype=np.float64)

    @property
    def collect(self) -> NDArray[np.bool_]:
        return np.asarray(self.worth > self.cost, dtype=np.bool_)

    def reason(self, row: int) -> Reason:
        """Why the fact at `row` is worth what it is worth."""
        return Reason(*(float(factor) for factor in self.factors[:, row]))


def openness(win_probability: ArrayLike) -> Floats:
    """How far the outcome is open: 4p(1-p), 1 at p = 1/2, 0 when all is decided."""
    p = numbers("the probability of winning", win_probability, low=0, high=1)
    return np.asarray(4 * p * (1 - p), dtype=np.float64)


def cost_of_finding(
    minutes: ArrayLike, rate_per_hour: ArrayLike, money: ArrayLike = 0.0, *, allowed: ArrayLike = True
) -> Floats:
    """minutes / 60 * rate + money; infinite where asking is not `allowed` (sensitive and no recorded consent)."""
    spent = numbers("minutes", minutes, low=0) / 60 * numbers("the price of an hour", rate_per_hour, low=0)
    whole = spent + numbers("money", money, low=0)
    return np.asarray(np.where(np.asarray(allowed, dtype=np.bool_), whole, np.inf), dtype=np.float64)


def worth(
    *,
    value: ArrayLike,
    win_probability: ArrayLike,
    influence: ArrayLike,
    lift: ArrayLike,
    known: ArrayLike,
    p_find: ArrayLike,
    p_use: ArrayLike,
    cost: ArrayLike,
) -> Worth:
    """Quick worth of facts, each argument one number or a list by fact (all clients at once if need be).

    value: margin of the deal or expected gain of the account; influence: share of the decision of the person the fact
    is about, 1 for a fact about the company; lift: absolute gain in the probability of winning at p = 1/2 with full
    influence; known: confidence left, 0..1. A person of negative influence is worth knowing as much as a positive one.
    Raises BadInput for values that cannot be.
    """
    factors = np.stack(
        np.broadcast_arrays(
            np.atleast_1d(numbers("value", value, low=0)),
            openness(win_probability),
            np.abs(numbers("influence", influence, low=-1, high=1)),
            numbers("lift", lift, low=0, high=1),
            1 - numbers("known", known, low=0, high=1),
            numbers("the probability of finding out", p_find, low=0, high=1),
            numbers("the probability of using it", p_use, low=0, high=1),
        )
    )
    price = np.broadcast_to(numbers("cost", cost, low=0), factors.shape[1:])
    return Worth(np.prod(factors, axis=0), price, factors)


def joint_lift(lifts: ArrayLike, *, cap: float = CAP) -> float:
    """What several facts about one person add together: cap * (1 - prod(1 - lift / cap)), never above the cap."""
    each = np.minimum(numbers("lift", lifts, low=0, high=1), cap)
    return float(cap * (1 - np.prod(1 - each / number("cap", cap, low=1e-9, high=1))))
