"""The probability of winning a deal, from what the people who decide think of us (L1)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import inside, number, numbers
from tenure.engine.decision_unit.influence import Influence
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats

SLOPE = 3.0  # log-odds of winning between a wholly neutral and a wholly favourable unit, until learned from deals


@dataclass(frozen=True)
class Odds:
    """What turns opinions into a probability. base_rate: share of deals of the segment that are won, above 0 and below
    1; slope: gain in log-odds per unit of score; veto: by person, 0..1, how surely a wholly hostile one stops the deal,
    None when nobody can."""

    base_rate: float
    slope: float = SLOPE
    veto: ArrayLike | None = None


@dataclass(frozen=True)
class Outlook:
    """attitude: what each person ends up thinking, -1..1; score: their opinions by formal weight, -1..1; open_win: the
    probability if nobody could veto; win: with vetoes."""

    attitude: Floats
    score: float
    open_win: float
    win: float


def outlook(found: Influence, weight: ArrayLike, attitude: ArrayLike, odds: Odds) -> Outlook:
    """Where the deal stands: win = sigmoid(logit(base rate) + slope * score) * prod(1 - veto_j max(0, -x*_j)).

    weight: formal weights of sum 1; attitude: to us, -1..1, of each person before they talk. Raises BadInput for values
    that cannot be and lists of different length.
    """
    before, formal = attitudes(attitude, found.share.size), np.asarray(weight, dtype=np.float64)
    after = found.total @ before
    score = float(formal @ after)
    open_win = float(chance(score, odds))
    return Outlook(after, score, open_win, open_win * float(unstopped(after, vetoes(odds, before.size))))


def attitudes(values: ArrayLike, people: int) -> Floats:
    """Attitudes checked: one for each of `people`, -1..1."""
    found = numbers("attitude", values, low=-1, high=1)
    if found.shape != (people,):
        raise BadInput("unit_shapes", f"{found.size} attitudes for {people} people", remedy="Give one for each.")
    return found


def vetoes(odds: Odds, people: int) -> Floats:
    """Strength of the veto of each person, 0..1."""
    found = np.zeros(people) if odds.veto is None else numbers("veto", odds.veto, low=0, high=1)
    if found.shape != (people,):
        raise BadInput("unit_shapes", f"{found.size} vetoes for {people} people", remedy="Give one for each.")
    return found


def chance(score: ArrayLike, odds: Odds) -> Floats:
    """Probability of winning at a score, or at many, before vetoes."""
    base = inside("base rate", odds.base_rate)
    log_odds = np.log(base / (1 - base)) + number("slope", odds.slope) * np.asarray(score, dtype=np.float64)
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)), dtype=np.float64)


def unstopped(attitude: Floats, veto: Floats) -> Floats:
    """Probability that no veto falls; people along the last axis."""
    return np.asarray(np.prod(1 - veto * np.maximum(0, -attitude), axis=-1), dtype=np.float64)
