"""What the engine makes of a decision table. Plain numbers in and out; the same entries are reckoned once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tenure.engine.facts.asking_order import Unknown, asking_order, shifts, turns

KEPT = 256


@dataclass(frozen=True)
class UnknownEntries:
    """prior, right: by possible answer, 0..1; answered: how likely an answer comes; cost: of asking, minor units."""

    prior: tuple[float, ...]
    right: tuple[float, ...]
    answered: float
    cost: float


@dataclass(frozen=True)
class TableEntries:
    """brings: by tactic, what it brings in each case after its cost, minor units, the last unknown running fastest; seed:
    what the draws follow from."""

    brings: tuple[tuple[float, ...], ...]
    unknowns: tuple[UnknownEntries, ...]
    seed: tuple[int, ...]


@dataclass(frozen=True)
class Reckoned:
    """expected: by tactic; best: its place; perfect: worth of knowing all; certain_worth, source_worth: of each unknown
    by itself, for sure and from its source, the chance of no answer counted; first: what to ask first, None for
    nothing; gain: of asking in the best order, costs counted; best_after: by unknown and answer heard, the best tactic;
    turns: by unknown, (answer, probability, tactic); the rest: see `engine.facts.asking_order.Shifts`."""

    expected: tuple[float, ...]
    best: int
    perfect: float
    certain_worth: tuple[float, ...]
    source_worth: tuple[float, ...]
    first: int | None
    gain: float
    best_after: tuple[tuple[int, ...], ...]
    turns: tuple[tuple[tuple[int, float, int], ...], ...]
    stays: float
    often_best: tuple[float, ...]
    still_asks: float | None
    worth_low: float | None
    worth_high: float | None


@lru_cache(maxsize=KEPT)
def table_numbers(entries: TableEntries) -> Reckoned:
    """Reckon a table whole."""
    unknowns = [Unknown(one.prior, one.right, one.answered, one.cost) for one in entries.unknowns]
    sizes = [len(one.prior) for one in entries.unknowns]
    payoff = np.array(entries.brings).reshape(len(entries.brings), *sizes)
    found = asking_order(payoff, unknowns)
    moved = shifts(payoff, unknowns, rng=np.random.default_rng(entries.seed), first=found.first)
    return Reckoned(
        expected=tuple(found.ev_actions.tolist()),
        best=found.best_now,
        perfect=found.evpi,
        certain_worth=found.evpi_each,
        source_worth=tuple(worth * one.p_answer for worth, one in zip(found.evsi_each, unknowns, strict=True)),
        first=found.first,
        gain=found.gain,
        best_after=found.best_by_signal,
        turns=tuple(
            tuple((one.state, one.p, one.action) for one in turns(payoff, unknowns, place))
            for place in range(len(unknowns))
        ),
        stays=moved.stays,
        often_best=tuple(moved.best_share.tolist()),
        still_asks=moved.still_asks,
        worth_low=moved.worth_low,
        worth_high=moved.worth_high,
    )
