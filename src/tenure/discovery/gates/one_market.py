"""One and the same market: whoever was talked with, has the problem, suffers from it and is many enough must be the same people.

The criteria of a market are asked of every segment and problem in turn; the gate goes by the one that meets most of them, and
says which (docs/adr/0019).
"""

from collections.abc import Iterator
from dataclasses import replace

from tenure.discovery.gates.criteria import Criterion
from tenure.discovery.gates.finding import MET, MISSING, Marks
from tenure.discovery.gates.named_before import CELL, SEGMENT
from tenure.discovery.gates.numbers import LOOKED_AT, Cell, GateNumbers, Talks, choices_among
from tenure.discovery.gates.rules import find
from tenure.discovery.reading_once import remembered

OF_ONE_MARKET = frozenset({"interviews", "prevalence", "severity", "market"})
NAMED = {CELL: 2, SEGMENT: 1}
Asked = tuple[str, tuple[tuple[str, float], ...]]  # a rule and its marks


def one_market(criteria: tuple[Criterion, ...], numbers: GateNumbers) -> GateNumbers:
    """The numbers of the market that meets most of these criteria, of those alike the one denied least, talked of most, named
    in advance and likeliest; all numbers where no market is asked for or known."""
    asked = tuple((one.rule, tuple(sorted(one.marks.items()))) for one in criteria if one.rule in OF_ONE_MARKET)
    if not asked:
        return numbers
    found = _best(asked, numbers.talks, numbers.cells, numbers.least_company_minor)
    return replace(numbers, talks=found.talks, cells=found.cells, choices=found.choices) if found else numbers


@remembered
def _best(
    asked: tuple[Asked, ...], talks: tuple[Talks, ...], cells: tuple[Cell, ...], least_minor: int | None
) -> GateNumbers | None:
    """What these rules read, of the best market alone. In a long reading the gate and the conditions of the fit ask for the
    same."""
    choices = {rule: choices_among(filter(seen, cells)) for rule, seen in LOOKED_AT.items()}
    known = GateNumbers(talks=talks, cells=cells, least_company_minor=least_minor, choices=choices)
    rules: list[tuple[str, Marks]] = [(rule, dict(marks)) for rule, marks in asked]
    return max(_markets(known), key=lambda market: _stands(rules, market), default=None)


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


def _stands(rules: list[tuple[str, Marks]], market: GateNumbers) -> tuple[float, ...]:
    found = {rule: find(rule, marks, market) for rule, marks in rules}
    states = [one.state for one in found.values()]
    chances = [float(found[rule].data.get("chance", 0.0)) for rule in LOOKED_AT if rule in found]
    talks, named = (
        sum(one.held for one in market.talks),
        max((NAMED.get(one.named, 0) for one in market.cells), default=0),
    )
    return (states.count(MET), -states.count(MISSING), talks, named, *chances)
