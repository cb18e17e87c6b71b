"""One and the same market: whoever was talked with, has the problem, suffers from it, is many enough, was reached by a channel,
would commit and built a way around must be the same people.

The criteria of a market are asked of every segment and problem in turn; the gate goes by the one that meets most of them, and
says which (docs/adr/0019, 0020).
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from tenure.discovery.gates.criteria import Criterion
from tenure.discovery.gates.finding import MET, MISSING, Marks
from tenure.discovery.gates.named_before import CELL, SEGMENT
from tenure.discovery.gates.numbers import LOOKED_AT, Cell, Claim, GateNumbers, Talks, choices_among
from tenure.discovery.gates.rules import find
from tenure.discovery.gates.standard import MUST

OF_ONE_MARKET = frozenset({"interviews", "prevalence", "severity", "market", "channel", "early_adopter"})
# Asked of the market too, though it is not what makes one: an offer may be made to several.
CHOOSING = OF_ONE_MARKET | {"commitment"}
NAMED = {CELL: 2, SEGMENT: 1}
Placed = TypeVar("Placed", Talks, Claim)
Asked = tuple[str, tuple[tuple[str, float], ...], bool]  # a rule, its marks, whether it is a must


def one_market(criteria: tuple[Criterion, ...], numbers: GateNumbers) -> GateNumbers:
    """The numbers of the market that meets most of these criteria, musts before wishes, of those alike the one denied least,
    talked of most, named in advance and likeliest; all numbers where no market is asked for or known."""
    asked = tuple(
        (one.rule, tuple(sorted(one.marks.items())), one.need == MUST) for one in criteria if one.rule in CHOOSING
    )
    if not any(rule in OF_ONE_MARKET for rule, _marks, _must in asked):
        return numbers
    found = _best(asked, numbers.talks, numbers.cells, numbers.channels, numbers.offers, numbers.least_company_minor)
    if found is None:
        return numbers
    return replace(
        numbers, talks=found.talks, cells=found.cells, choices=found.choices, channels=found.channels,
        segment=found.segment, talks_elsewhere=found.talks_elsewhere, channels_elsewhere=found.channels_elsewhere,
    )  # fmt: skip


# What was heard is the same until somebody is heard again, and the gate, the overview and the report all ask of it.
@lru_cache(maxsize=16)
def _best(
    asked: tuple[Asked, ...], talks: tuple[Talks, ...], cells: tuple[Cell, ...], channels: tuple[Claim, ...],
    offers: tuple[Claim, ...], least_minor: int | None,
) -> GateNumbers | None:  # fmt: skip
    """What these rules read, of the best market alone. Pure."""
    choices = {rule: choices_among(filter(seen, cells)) for rule, seen in LOOKED_AT.items()}
    known = GateNumbers(
        talks=talks, cells=cells, channels=channels, offers=offers, least_company_minor=least_minor, choices=choices
    )
    rules: list[tuple[str, Marks, bool]] = [(rule, dict(marks), must) for rule, marks, must in asked]
    return max(_markets(known), key=lambda market: _stands(rules, market), default=None)


def _markets(numbers: GateNumbers) -> Iterator[GateNumbers]:
    """Narrowed to each segment, and within it to each problem anything is known of."""
    known: dict[str, list[Cell]] = {}
    for cell in numbers.cells:
        if any(seen(cell) for seen in LOOKED_AT.values()):
            known.setdefault(cell.segment, []).append(cell)
    named = (*(one.segment for one in numbers.talks), *(one.segment for one in numbers.channels), *known)
    segments = [name for name in dict.fromkeys(named) if name]
    for segment in segments:
        # What names no segment speaks of the only one there is, and of none among several.
        whose = frozenset({segment, ""} if len(segments) == 1 else {segment})
        talks, talks_elsewhere = _parted(numbers.talks, whose)
        channels, channels_elsewhere = _parted(numbers.channels, whose)
        of_it = replace(
            numbers, segment=segment, talks=talks, channels=channels, talks_elsewhere=talks_elsewhere,
            channels_elsewhere=channels_elsewhere,
        )  # fmt: skip
        heard: list[tuple[Cell, ...]] = [(cell,) for cell in known.get(segment, ())]
        for cells in heard or [()]:
            yield replace(of_it, cells=cells)


def _parted(found: tuple[Placed, ...], whose: frozenset[str]) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
    """What is of these segments, and the rest."""
    return tuple(one for one in found if one.segment in whose), tuple(one for one in found if one.segment not in whose)


def _stands(rules: list[tuple[str, Marks, bool]], market: GateNumbers) -> tuple[float, ...]:
    found = {rule: find(rule, marks, market) for rule, marks, _must in rules}
    states = [one.state for one in found.values()]
    musts = sum(found[rule].state == MET for rule, _marks, must in rules if must)
    chances = [float(found[rule].data.get("chance", 0.0)) for rule in LOOKED_AT if rule in found]
    talks, named = (
        sum(one.held for one in market.talks),
        max((NAMED.get(one.named, 0) for one in market.cells), default=0),
    )
    return (musts, states.count(MET), -states.count(MISSING), talks, named, *chances)
