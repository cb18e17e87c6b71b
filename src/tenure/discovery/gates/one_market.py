"""One and the same market: whoever was talked with, has the problem, suffers from it and is many enough must be the same people.

The criteria of a market are asked of every segment and problem in turn; the gate goes by the one that meets most of them, and
says which (docs/adr/0019).
"""

from collections.abc import Iterator
from dataclasses import replace

from tenure.discovery.gates.criteria import Criterion
from tenure.discovery.gates.finding import MET, MISSING
from tenure.discovery.gates.named_before import CELL, SEGMENT
from tenure.discovery.gates.numbers import LOOKED_AT, Cell, GateNumbers, Talks, choices_among
from tenure.discovery.gates.rules import find

OF_ONE_MARKET = frozenset({"interviews", "prevalence", "severity", "market"})
NAMED = {CELL: 2, SEGMENT: 1}


def one_market(criteria: tuple[Criterion, ...], numbers: GateNumbers) -> GateNumbers:
    """The numbers of the market that meets most of these criteria, of those alike the one denied least, talked of most, named
    in advance and likeliest; all numbers where no market is asked for or known."""
    asked = [one for one in criteria if one.rule in OF_ONE_MARKET]
    if not asked:
        return numbers
    choices = {rule: choices_among(filter(seen, numbers.cells)) for rule, seen in LOOKED_AT.items()}
    known = replace(numbers, choices=choices)
    return max(_markets(known), key=lambda market: _stands(asked, market), default=numbers)


def _markets(numbers: GateNumbers) -> Iterator[GateNumbers]:
    """Narrowed to each segment, and within it to each problem anything is known of."""
    known: dict[str, list[Cell]] = {}
    for cell in numbers.cells:
        if any(seen(cell) for seen in LOOKED_AT.values()):
            known.setdefault(cell.segment, []).append(cell)
    talks = {one.segment: one for one in numbers.talks if one.segment}
    for segment in dict.fromkeys((*talks, *known)):
        held: tuple[Talks, ...] = (talks[segment],) if segment in talks else ()
        heard: list[tuple[Cell, ...]] = [(cell,) for cell in known.get(segment, ())]
        for cells in heard or [()]:
            yield replace(numbers, talks=held, cells=cells)


def _stands(criteria: list[Criterion], market: GateNumbers) -> tuple[float, ...]:
    found = {one.rule: find(one.rule, one.marks, market) for one in criteria}
    states = [one.state for one in found.values()]
    chances = [float(found[rule].data.get("chance", 0.0)) for rule in LOOKED_AT if rule in found]
    talks, named = (
        sum(one.held for one in market.talks),
        max((NAMED.get(one.named, 0) for one in market.cells), default=0),
    )
    return (states.count(MET), -states.count(MISSING), talks, named, *chances)
