"""Whom to influence, with what and through whom: what each person's change of mind would bring (L1, L3)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import number, numbers
from tenure.engine.decision_unit.influence import Influence
from tenure.engine.decision_unit.win import Odds, attitudes, chance, outlook, unstopped, vetoes
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats

PUSH = 0.4  # how far an attitude can be moved by one effort, on the scale -1..1


@dataclass(frozen=True)
class Levers:
    """By person: delta, how far the attitude can still move up; score_gain: what that adds to the score; gain: what it
    adds to the probability of winning."""

    delta: Floats
    score_gain: Floats
    gain: Floats

    @property
    def order(self) -> tuple[int, ...]:
        """People by what they add to the probability, the first of equals first."""
        return largest_first(self.gain)


@dataclass(frozen=True)
class Ranking:
    """By person, in the unit of the value: net, value * gain - cost; ratio: value * gain per unit of cost (infinite
    where a gain costs nothing). by_net when money counts, by_ratio when time does; first: whom to work with, None when
    nobody brings more than it costs."""

    net: Floats
    ratio: Floats
    by_net: tuple[int, ...]
    by_ratio: tuple[int, ...]
    first: int | None


@dataclass(frozen=True)
class Path:
    """through: the person who carries our word best, None when nobody we reach is listened to; strength: access to him
    times what his opinion makes in the target; direct: the same for going to the target ourselves."""

    through: int | None
    strength: float
    direct: float


@dataclass(frozen=True)
class Arguments:
    """By person: best, place of the argument, -1 where no criterion of his is known or none of ours is proven (ask
    first); strength: weight of his criteria times our proof, under the best."""

    best: tuple[int, ...]
    strength: Floats


def levers(found: Influence, weight: ArrayLike, attitude: ArrayLike, odds: Odds, *, push: float = PUSH) -> Levers:
    """What moving each person up by `push`, or as far as there is room, does to the deal; all others stay.

    Exact, vetoes included. Raises BadInput as `outlook` does.
    """
    before = attitudes(attitude, found.share.size)
    now, formal = outlook(found, weight, before, odds), np.asarray(weight, dtype=np.float64)
    delta = np.minimum(number("push", push, low=0, high=2), 1 - before)
    after = now.attitude + (found.total * delta).T  # row j: what all think when j is moved
    score_gain = after @ formal - now.score
    win = chance(now.score + score_gain, odds) * unstopped(after, vetoes(odds, before.size))
    return Levers(delta, score_gain, win - now.win)


def rank(found: Levers, *, value: float, cost: ArrayLike) -> Ranking:
    """Whom to work with, in money: value of the deal against what the effort with each person costs."""
    spent = np.broadcast_to(numbers("cost", cost, low=0), found.gain.shape)
    brings = number("value", value, low=0) * found.gain
    ratio = np.where(brings == 0, 0.0, np.copysign(np.inf, brings))
    np.divide(brings, spent, out=ratio, where=spent > 0)
    net = brings - spent
    by_net = largest_first(net)
    first = by_net[0] if by_net and net[by_net[0]] > 0 else None
    return Ranking(net, ratio, by_net, largest_first(ratio), first)


def path(found: Influence, access: ArrayLike, target: int) -> Path:
    """Through whom to reach `target`: the largest access_i * V[target, i] among the others.

    access: 0..1, how well we reach each person. Raises BadInput for a target who is not in the unit.
    """
    reach = numbers("access", access, low=0, high=1)
    if reach.shape != found.share.shape or not 0 <= target < reach.size:
        raise BadInput("unit_shapes", "Access is not given for each person, or the target is none of them")
    carried = reach * found.total[target]
    direct = float(carried[target])
    carried[target] = -np.inf
    best = int(np.argmax(carried))
    if carried[best] <= 0:
        return Path(None, 0.0, direct)
    return Path(best, float(carried[best]), direct)


def arguments(criteria: ArrayLike, proof: ArrayLike) -> Arguments:
    """With what to influence each person: the argument that proves most of what he weighs.

    criteria: person x criterion, weights of any scale, all zero where nothing is known; proof: argument x criterion,
    0..1, how strongly the argument proves that we meet it. Raises BadInput for tables that do not fit.
    """
    weights, proven = numbers("weight of a criterion", criteria, low=0), numbers("proof", proof, low=0, high=1)
    if weights.ndim != 2 or proven.ndim != 2 or weights.shape[1] != proven.shape[1]:
        raise BadInput("criteria_shapes", "People and arguments do not speak of the same criteria")
    if proven.shape[0] == 0:
        return Arguments((-1,) * weights.shape[0], np.zeros(weights.shape[0]))
    sums = weights.sum(axis=1, keepdims=True)
    speaks = np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0) @ proven.T
    strength = speaks.max(axis=1)
    return Arguments(tuple(np.where(strength > 0, speaks.argmax(axis=1), -1).tolist()), strength)


def largest_first(values: Floats) -> tuple[int, ...]:
    """Places by value, largest first; of equals the first."""
    return tuple(np.argsort(-values, kind="stable").tolist())
