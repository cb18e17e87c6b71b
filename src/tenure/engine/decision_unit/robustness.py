"""How sure the advice is: who comes first when every guess about the unit might have been another one.

Ties, weights and attitudes are guesses. Each is drawn anew around what was entered (Dirichlet for ties and weights,
beta for attitudes), the advice is computed each time, and the share of draws in which it stays the same is shown.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import above_zero, counted, number, numbers
from tenure.engine.decision_unit.influence import Unit
from tenure.engine.decision_unit.whom import PUSH
from tenure.engine.decision_unit.win import Odds, attitudes, chance, vetoes
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats

DRAWS = 1000
SURENESS = 20.0  # a guess is worth as much as having seen the thing this many times
ENOUGH = 0.6  # below this share of draws: learn more first
EDGE = 0.005  # an attitude entered as -1 or 1 is almost that
BARE = 1e-3  # nobody is followed so wholly that nothing of an own opinion is left


@dataclass(frozen=True)
class Robustness:
    """first: whom the advice names, None when nobody is worth it as entered; stays: share of draws in which the same
    comes first; first_share: by person, and nobody: share in which no one is worth it; learn_first: whether to learn
    more before acting; win, win_low, win_high: mean and the middle 80 % of the probability of winning; share_low,
    share_high: of each person's share of the decision; knowing: what learning the unit for certain would bring, in the
    unit of the value."""

    first: int | None
    stays: float
    first_share: Floats
    nobody: float
    learn_first: bool
    win: float
    win_low: float
    win_high: float
    share_low: Floats
    share_high: Floats
    knowing: float


def robustness(
    people: Unit,
    attitude: ArrayLike,
    odds: Odds,
    *,
    value: float,
    cost: ArrayLike,
    first: int | None,
    rng: np.random.Generator,
    push: float = PUSH,
    draws: int = DRAWS,
    sureness: float = SURENESS,
    attitude_sureness: ArrayLike | None = None,
    enough: float = ENOUGH,
) -> Robustness:
    """How often `first` stays the person who brings most money after cost; see `whom.rank`.

    value, cost: in one unit; sureness: how firmly the entries are believed, 5 a guess, 100 nearly certain; ties entered
    as none stay none; attitude_sureness: by person, where attitudes are known less firmly than the rest (2: anything from
    -1 to 1 alike). Raises BadInput as `influence` and `outlook` do.
    """
    size, times = people.weight.size, counted("draws", draws, low=1)
    firm = above_zero("sureness", sureness)
    if first is not None and not 0 <= first < size:
        raise BadInput("unit_shapes", "The first is none of the people", remedy="Give a place in the unit.")
    known = firm if attitude_sureness is None else attitude_sureness
    before = _attitudes(attitudes(attitude, size), _firmness(known, size), times, rng)
    formal = _dirichlet(np.broadcast_to(people.weight, (times, size)), firm, rng)
    ties = _dirichlet(np.broadcast_to(people.listening, (times, size, size)), firm, rng)
    veto = vetoes(odds, size)
    share, stoppers = _parts(ties, people.susceptibility, formal, veto)
    win, gain = _gains(share, stoppers, before, veto[veto > 0], odds, number("push", push, low=0, high=2))
    net = number("value", value, low=0) * gain - numbers("cost", cost, low=0)
    net = np.column_stack((net, np.zeros(times)))  # the last: leave them all alone
    counts = np.bincount(net.argmax(axis=1), minlength=size + 1) / times
    stays = counts[size if first is None else first]
    (low, high), (share_low, share_high) = np.quantile(win, (0.1, 0.9)), np.quantile(share, (0.1, 0.9), axis=0)
    return Robustness(
        first=first,
        stays=float(stays),
        first_share=counts[:size],
        nobody=float(counts[size]),
        learn_first=bool(stays < enough),
        win=float(win.mean()),
        win_low=float(low),
        win_high=float(high),
        share_low=share_low,
        share_high=share_high,
        knowing=float(max(0.0, net.max(axis=1).mean() - net.mean(axis=0).max())),
    )


def _firmness(values: ArrayLike, size: int) -> Floats:
    found = numbers("sureness of an attitude", values, low=1e-6)
    found = np.full(size, found) if found.ndim == 0 else found
    if found.shape != (size,):
        raise BadInput("unit_shapes", f"{found.size} surenesses for {size} people", remedy="Give one for each.")
    return found


def _attitudes(centre: Floats, firm: Floats, times: int, rng: np.random.Generator) -> Floats:
    up = np.clip((centre + 1) / 2, EDGE, 1 - EDGE)
    return np.asarray(2 * rng.beta(firm * up, firm * (1 - up), size=(times, up.size)) - 1)


def _dirichlet(centre: Floats, firm: float, rng: np.random.Generator) -> Floats:
    """Rows around `centre` of the same absolute sum and signs; what is zero stays zero."""
    part = np.abs(centre)
    drawn = np.maximum(rng.standard_gamma(firm * part), np.where(part > 0, np.finfo(float).tiny, 0.0))
    return np.asarray(np.sign(centre) * drawn / drawn.sum(axis=-1, keepdims=True))


def _parts(ties: Floats, susceptibility: Floats, formal: Floats, veto: Floats) -> tuple[Floats, Floats]:
    """By draw: the share v of each person, and the rows of V of those who can veto. Adjoint: V^T d for a few d."""
    lam = np.minimum(susceptibility, 1 - BARE)
    times, size = formal.shape
    wanted = np.flatnonzero(veto > 0)
    right = np.zeros((times, size, 1 + wanted.size))
    right[:, :, 0] = formal
    right[:, wanted, 1 + np.arange(wanted.size)] = 1.0
    left = -(lam[:, None] * ties).transpose(0, 2, 1)
    left[:, np.arange(size), np.arange(size)] += 1.0
    solved = (1 - lam)[:, None] * np.linalg.solve(left, right)
    return solved[:, :, 0], solved[:, :, 1:].transpose(0, 2, 1)


def _gains(
    share: Floats, stoppers: Floats, before: Floats, veto: Floats, odds: Odds, push: float
) -> tuple[Floats, Floats]:
    """By draw: the probability of winning, and what moving each person adds to it."""
    delta = np.minimum(push, 1 - before)
    score = np.einsum("tj,tj->t", share, before)
    win, moved = chance(score, odds), chance(score[:, None] + share * delta, odds)
    for row, strength in enumerate(veto):
        after = np.einsum("tj,tj->t", stoppers[:, row], before)
        win = win * (1 - strength * np.maximum(0, -after))
        moved = moved * (1 - strength * np.maximum(0, -(after[:, None] + stoppers[:, row] * delta)))
    return win, moved - win[:, None]


def draws_for(margin: float) -> int:
    """Draws after which the share that stays is known to within `margin`, 19 times of 20, whatever it is."""
    return math.ceil(0.25 * (1.96 / number("margin", margin, low=1e-4, high=0.5)) ** 2)
