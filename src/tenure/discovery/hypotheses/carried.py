"""What a pivot carried over is one and the same result in two places: it never counts twice, and falls in both at once."""

from collections.abc import Mapping
from typing import Any

from tenure.discovery.models import Evidence, Hypothesis


def copies_of(row: Evidence) -> list[Evidence]:
    """The pieces carried over from this one that still count. One query."""
    return list(Evidence.objects.filter(source=Evidence.Source.CARRIED, source_id=row.pk, withdrawn_at=None))


def carried_from_record(hypothesis: Hypothesis, source: str, source_id: int | None) -> list[Evidence]:
    """Pieces of a hypothesis that came over a pivot, or over several, from evidence of this record. A query a pivot."""
    if source_id is None or hypothesis.carried_from_id is None or source == Evidence.Source.CARRIED:
        return []
    counted = hypothesis.evidence.filter(source=Evidence.Source.CARRIED, withdrawn_at=None).order_by("pk")
    rows = {row.pk: row for row in counted}
    at = rows  # piece -> what it came from, one pivot further back each time
    found: list[Evidence] = []
    while at:
        behind = Evidence.objects.in_bulk({copy.source_id for copy in at.values() if copy.source_id})
        step: dict[int, Evidence] = {}
        for pk, copy in at.items():
            older = behind.get(copy.source_id or 0)
            if older is None or older.pk >= copy.pk:  # a copy is written after what it was made of; else it is forged
                continue
            if older.source == Evidence.Source.CARRIED:
                step[pk] = older
            elif (older.source, older.source_id) == (source, source_id):
                found.append(rows[pk])
        at = step
    return found


def relative_on_canvas(hypothesis: Hypothesis) -> int | None:
    """The number of a hypothesis on the canvas that this one was carried over into, or came from; None: there is none.
    One query."""
    rows = Hypothesis.objects.filter(venture=hypothesis.venture_id).order_by("pk")
    known = {pk: (older, number, away) for pk, older, number, away in rows.values_list(
        "pk", "carried_from_id", "number", "removed_at"
    )}  # fmt: skip
    first = _first(hypothesis.pk, known)
    family = [pk for pk in known if pk != hypothesis.pk and _first(pk, known) == first]
    return next((known[pk][1] for pk in family if known[pk][2] is None), None)


def _first(pk: int, known: Mapping[int, tuple[int | None, int, Any]]) -> int:
    """The hypothesis a line of carried ones began with."""
    seen = {pk}
    while (older := known[pk][0]) is not None and older in known and older not in seen:
        pk = older
        seen.add(pk)
    return pk
