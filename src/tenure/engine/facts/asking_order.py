"""Which of several unknowns to ask about first, and when to decide instead of asking (K1 with more unknowns than one).

Raiffa & Schlaifer 1961, Howard 1966. The unknowns are independent of each other; each is asked about once at most, an
answer may lead to another question or to a decision, and a source that does not answer leaves things as they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import above_zero, counted, number, numbers
from tenure.engine.errors import BadInput
from tenure.engine.facts.decision_table import ROUNDED, decide, first_best
from tenure.engine.tuples import Floats

DRAWS = 1000
SURENESS = 20.0  # a stated probability is worth as much as having seen the thing this many times
GAIN = 1e-9  # a question must bring more than this, in parts of the largest payoff: rounding is no reason to ask


@dataclass(frozen=True)
class Unknown:
    """Something not known. prior: probability of each state, sum 1; reliability: by state, how likely the source says it
    when it is true (the rest falls on the other states alike), empty for a source that never errs; p_answer: that it
    answers at all; cost: of asking, in the unit of the payoffs."""

    prior: tuple[float, ...]
    reliability: tuple[float, ...] = ()
    p_answer: float = 1.0
    cost: float = 0.0

    @property
    def source(self) -> Floats:
        """State x signal: how likely each thing is said when each state is true."""
        return truthful(self.reliability or (1.0,) * len(self.prior))


@dataclass(frozen=True)
class AskingOrder:
    """In the unit of the payoffs. ev_actions: expected now; best_now: the first of the best; evpi: what knowing all
    unknowns for certain would bring; evpi_each, evsi_each: what knowing each alone for certain, and asking its source,
    would bring, cost not counted; gain_each: of asking that one only, with the chance of no answer and the cost; first:
    the unknown to ask about, None when nothing is worth asking; ev_plan: expected when asked in the best order, all
    costs counted; best_by_signal: for each unknown, the best action after each thing its source may say."""

    ev_actions: Floats
    best_now: int
    ev_now: float
    evpi: float
    evpi_each: tuple[float, ...]
    evsi_each: tuple[float, ...]
    gain_each: tuple[float, ...]
    first: int | None
    ev_plan: float
    best_by_signal: tuple[tuple[int, ...], ...]

    @property
    def gain(self) -> float:
        """What asking in the best order brings after its costs; 0 when it is best to decide now."""
        return self.ev_plan - self.ev_now


@dataclass(frozen=True)
class Shifts:
    """stays: share of plausible probabilities in which the same action is best; best_share: by action; still_asks: in
    which asking `first` still brings more than it costs; worth_low, worth_high: what it brings before its cost, in 8 of
    10 of them. All three None when nothing is asked."""

    stays: float
    best_share: Floats
    still_asks: float | None
    worth_low: float | None
    worth_high: float | None


@dataclass(frozen=True)
class Turn:
    """From this probability of a state on (the others keep their proportions) another action is best."""

    state: int
    p: float
    action: int


def truthful(reliability: Sequence[float]) -> Floats:
    """State x signal: a source that says what is true with these probabilities, and else anything else alike."""
    right = numbers("reliability", reliability, low=0, high=1)
    if right.size == 1:
        return np.ones((1, 1))
    source = np.repeat(((1 - right) / (right.size - 1))[:, None], right.size, axis=1)
    np.fill_diagonal(source, right)
    return source


def asking_order(payoff: ArrayLike, unknowns: Sequence[Unknown]) -> AskingOrder:
    """What to do now, what knowing would change, and what to ask first.

    payoff: action x state of the first unknown x state of the second, and so on. Raises BadInput for tables that do not
    fit and probabilities that do not sum to 1.
    """
    table = _checked(payoff, unknowns)
    priors = [np.array(one.prior) for one in unknowns]
    alone = [decide(_given(table, priors, place), one.prior, one.source) for place, one in enumerate(unknowns)]
    certain = [decide(_given(table, priors, place), one.prior) for place, one in enumerate(unknowns)]
    joint = _joint(priors)
    whole = decide(table.reshape(table.shape[0], -1), joint)
    least = GAIN * max(1.0, float(np.abs(table).max()))
    ev_plan, first = _plan(table, list(enumerate(unknowns)), least)
    return AskingOrder(
        ev_actions=whole.ev_actions,
        best_now=whole.best_now,
        ev_now=whole.ev_now,
        evpi=whole.evpi,
        evpi_each=tuple(one.evpi for one in certain),
        evsi_each=tuple(one.evsi for one in alone),
        gain_each=tuple(
            found.gain(p_answer=one.p_answer, cost=one.cost) for found, one in zip(alone, unknowns, strict=True)
        ),
        first=first,
        ev_plan=whole.ev_now if first is None else ev_plan,
        best_by_signal=tuple(one.best_by_signal for one in alone),
    )


def shifts(
    payoff: ArrayLike, unknowns: Sequence[Unknown], *, rng: np.random.Generator, first: int | None = None,
    draws: int = DRAWS, sureness: float = SURENESS,
) -> Shifts:  # fmt: skip
    """How sure the advice is when every stated probability might have been another (Dirichlet around each).

    first: the unknown whose question is looked at, as in `asking_order`. A state stated as impossible stays so.
    """
    table = _checked(payoff, unknowns)
    times, strength = counted("draws", draws, low=1), above_zero("sureness", sureness)
    flat = table.reshape(table.shape[0], -1)
    best = first_best(flat @ _joint([np.array(one.prior) for one in unknowns]))
    drawn = [_drawn(np.array(one.prior), times, strength, rng) for one in unknowns]
    joint = drawn[0]
    for other in drawn[1:]:
        joint = (joint[:, :, None] * other[:, None, :]).reshape(times, -1)
    leads = np.argmax(flat @ joint.T + _tie_break(flat, best), axis=0)
    share = np.bincount(leads, minlength=table.shape[0]) / times
    stays, by_action = float(share[best]), np.asarray(share, dtype=np.float64)
    if first is None:
        return Shifts(stays, by_action, None, None, None)
    worth = _worth(table, unknowns, drawn, first)
    low, high = np.quantile(worth, [0.1, 0.9]).tolist()
    return Shifts(stays, by_action, float(np.mean(worth > unknowns[first].cost)), low, high)


def turns(payoff: ArrayLike, unknowns: Sequence[Unknown], which: int) -> tuple[Turn, ...]:
    """For one unknown, where the best action changes first, up and down from each stated probability."""
    table = _checked(payoff, unknowns)
    priors = [np.array(one.prior) for one in unknowns]
    by_state, prior = _given(table, priors, which), priors[which]
    best = first_best(by_state @ prior)
    found = []
    for state, p in enumerate(prior.tolist()):
        if p >= 1 - ROUNDED:
            continue
        rest = (by_state @ prior - p * by_state[:, state]) / (1 - p)
        slope, lead = by_state[:, state] - rest, rest[best] - rest
        # Another action a is as good as the best where lead[a] = q * (slope[a] - slope[best]).
        for down in (False, True):
            at = _nearest(slope - slope[best], lead, p, down=down)
            if at is not None:
                found.append(Turn(state, at[0], at[1]))
    return tuple(found)


def _nearest(steeper: Floats, lead: Floats, p: float, *, down: bool) -> tuple[float, int] | None:
    """The nearest probability above (or below) p at which another action overtakes the best, and that action."""
    sign = -1.0 if down else 1.0
    able = np.flatnonzero(sign * steeper > GAIN * max(1.0, float(np.abs(lead).max())))
    crossings = [(lead[a] / steeper[a], int(a)) for a in able]
    inside = [(q, a) for q, a in crossings if 0 <= q <= 1 and sign * (q - p) >= -GAIN]
    if not inside:
        return None
    q, a = min(inside, key=lambda one: (sign * one[0], one[1]))
    return float(q), a


def _plan(table: Floats, left: list[tuple[int, Unknown]], least: float) -> tuple[float, int | None]:
    """Expected payoff of going on as well as can be, and the place of the unknown to ask about first."""
    ev = table
    for _place, one in reversed(left):
        ev = ev @ np.array(one.prior)
    best, first = float(ev.max()), None
    for axis, (place, one) in enumerate(left, start=1):
        rest = [other for other in left if other[0] != place]
        joint = np.array(one.prior)[:, None] * one.source
        heard = 0.0
        for signal in joint.T:
            if (chance := float(signal.sum())) > 0:
                heard += chance * _plan(_contracted(table, axis, signal / chance), rest, least)[0]
        silent = _plan(_contracted(table, axis, np.array(one.prior)), rest, least)[0] if one.p_answer < 1 else 0.0
        brings = one.p_answer * heard + (1 - one.p_answer) * silent - one.cost
        if brings > best + least:
            best, first = brings, place
    return best, first


def _contracted(table: Floats, axis: int, belief: Floats) -> Floats:
    return np.asarray(np.tensordot(table, belief, axes=([axis], [0])), dtype=np.float64)


def _given(table: Floats, priors: Sequence[Floats], which: int) -> Floats:
    """Action x state of one unknown, the others as expected."""
    found = table
    for place in reversed(range(len(priors))):
        if place != which:
            found = _contracted(found, place + 1, priors[place])
    return found


def _joint(priors: Sequence[Floats]) -> Floats:
    joint = np.ones(1)
    for prior in priors:
        joint = (joint[:, None] * prior).ravel()
    return joint


def _drawn(prior: Floats, draws: int, sureness: float, rng: np.random.Generator) -> Floats:
    weights = rng.standard_gamma(np.maximum(sureness * prior, 1e-12), (draws, prior.size)) * (prior > 0)
    weights[weights.sum(axis=1) == 0] = prior
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def _tie_break(flat: Floats, best: int) -> Floats:
    """A hair for the action named best, so that an equal one does not count as another."""
    hair = np.zeros((flat.shape[0], 1))
    hair[best] = GAIN * max(1.0, float(np.abs(flat).max()))
    return hair


def _worth(table: Floats, unknowns: Sequence[Unknown], drawn: Sequence[Floats], which: int) -> Floats:
    """What asking one source brings before its cost, by draw."""
    one, draws = unknowns[which], drawn[which].shape[0]
    moved = np.moveaxis(table, which + 1, -1)
    others = [belief for place, belief in enumerate(drawn) if place != which]
    weight = np.ones((draws, 1))
    for belief in others:
        weight = (weight[:, :, None] * belief[:, None, :]).reshape(draws, -1)
    flat = moved.reshape(table.shape[0], -1, drawn[which].shape[1])
    by_state = np.einsum("aos,do->das", flat, weight)
    heard = np.einsum("das,ds,sz->daz", by_state, drawn[which], one.source)
    evsi = heard.max(axis=1).sum(axis=1) - heard.sum(axis=2).max(axis=1)
    return np.asarray(np.maximum(evsi, 0) * one.p_answer, dtype=np.float64)


def _checked(payoff: ArrayLike, unknowns: Sequence[Unknown]) -> Floats:
    table = numbers("payoff", payoff, low=-1e300, high=1e300)
    sizes = tuple(len(one.prior) for one in unknowns)
    if not unknowns or table.ndim != len(sizes) + 1 or table.shape[1:] != sizes or not table.shape[0]:
        raise BadInput("table_shapes", "The tables do not speak of the same states", remedy="One column per state.")
    for one in unknowns:
        sums = float(numbers("the probabilities of the states", one.prior, low=0, high=1).sum())
        if abs(sums - 1) > ROUNDED:
            remedy = "Make each list of probabilities sum to 1."
            raise BadInput("probabilities_sum", f"the probabilities sum to {sums}", remedy=remedy, name="prior")
        if len(one.reliability) not in (0, len(one.prior)):
            raise BadInput("table_shapes", "The tables do not speak of the same states", remedy="One number a state.")
        number("the probability of an answer", one.p_answer, low=0, high=1)
        number("cost", one.cost, low=0)
    return table
