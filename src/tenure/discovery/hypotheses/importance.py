"""Which assumptions to look at first: importance against evidence, and whether all critical ones hold together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.engine.evidence.pooling import Together, all_hold
from tenure.engine.evidence.value_of_information import entropy


class Placed(NamedTuple):
    """A hypothesis on the map. known: 0..1 how much its evidence has settled, 1 - entropy of its probability, 0 without
    evidence; urgency: impact times entropy (method 2.15, D1): what to test first."""

    row: HypothesisRow
    known: float
    urgency: float


def placed(rows: Sequence[HypothesisRow]) -> tuple[Placed, ...]:
    """Every hypothesis that is neither set aside nor refuted, the most urgent first."""
    asked = [row for row in rows if row.state not in {"parked", "refuted"}]
    doubts = entropy([row.likely for row in asked]).tolist()
    found = [
        Placed(row, 1 - doubt if row.evidence_count else 0.0, row.impact * doubt)
        for row, doubt in zip(asked, doubts, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (-one.urgency, one.row.number)))


@dataclass(frozen=True)
class Critical:
    """Whether the whole model holds. together: None without critical hypotheses; refuted: numbers of those that fell."""

    rows: tuple[HypothesisRow, ...]
    together: Together | None
    refuted: tuple[int, ...]


def critical(rows: Sequence[HypothesisRow]) -> Critical:
    """The critical hypotheses taken together (C6); one decided counts with its probability all the same."""
    found = tuple(row for row in rows if row.critical and row.state != "parked")
    together = all_hold([row.likely for row in found]) if found else None
    return Critical(found, together, tuple(row.number for row in found if row.state == "refuted"))
