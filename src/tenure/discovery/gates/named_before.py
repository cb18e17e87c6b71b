"""What was named before anybody could be heard on it: a market named in advance was picked by no result, and bears no choice.

A cell of problem and segment is named by the lock of a test of a hypothesis that has both, a segment by being named the best.
Either counts from the later of that moment and the last time it was said otherwise; whoever of the segment was heard, or
written down, before it was named makes it a choice among what was heard.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min

from tenure.discovery.models import Interview, TestCard, Venture, VentureEvent
from tenure.discovery.reading_once import remembered
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once

CELL, SEGMENT = "cell", "segment"
LOCKED = (TestCard.State.LOCKED, TestCard.State.DECIDED)


@dataclass(frozen=True)
class NamedBefore:
    """cells: (segment, problem); segments: the one named the best."""

    cells: frozenset[tuple[int, int]] = frozenset()
    segments: frozenset[int] = frozenset()

    def how(self, segment: int, problem: int) -> str:
        """cell, segment or empty: picked."""
        return CELL if (segment, problem) in self.cells else SEGMENT if segment in self.segments else ""


@dataclass(frozen=True)
class Choices:
    """From what a market was picked. cells: how many were named in advance as they are; by_segment: how many each segment has;
    every: all that were looked at."""

    cells: int
    by_segment: Mapping[str, int]
    every: int

    def among(self, segment: str, named: str) -> int:
        """From how many one was picked: named in advance, from those so named; in a segment named in advance, from its
        problems; else from all."""
        return self.cells if named == CELL else self.by_segment[segment] if named == SEGMENT else self.every


@remembered
def named_before(venture: Venture, best: int | None) -> NamedBefore:
    """Of a venture in sight. best: its segment named the best. One query where nothing was named, else three."""
    locks = _locks(venture.pk)
    if not locks and best is None:
        return NamedBefore()
    heard = {segment: (day, at) for segment, day, at in _first_heard(venture.pk)}
    said = sorted(_said(venture.pk), key=lambda step: step[:2])
    changed = {
        subject: at
        for at, _step, kind, subject, details in said
        if kind == "edit_hypothesis" and _moved(details.get("fields"))
    }
    # A problem that took another in is named anew: who named the other was not counted for it before.
    merged = _merged(said)
    named = {subject: at for at, _step, kind, subject, _details in said if kind == "declare_best_segment"}

    def before(segment: int, at: datetime | None) -> bool:
        first = heard.get(segment)
        return at is not None and (first is None or (clock.day_of(at) <= first[0] and at <= first[1]))

    return NamedBefore(
        frozenset(
            (segment, problem)
            for hypothesis, segment, problem, at in locks
            if at is not None and before(segment, max(at, changed.get(hypothesis, at), merged.get(problem, at)))
        ),
        frozenset({best} if best is not None and before(best, named.get(best)) else ()),
    )


@compiled_once
def _locks(venture_id: int) -> Query:
    cards = TestCard.objects.filter(
        venture=venture_id, state__in=LOCKED, exploratory=False, hypothesis__segment__isnull=False,
        hypothesis__problem__isnull=False,
    ).order_by()  # fmt: skip
    return cards.values_list("hypothesis_id", "hypothesis__segment_id", "hypothesis__problem_id", "locked_at")


@compiled_once
def _first_heard(venture_id: int) -> Query:
    talks = Interview.objects.filter(venture=venture_id, segment__isnull=False).order_by().values_list("segment_id")
    return talks.annotate(Min("held_on"), Min("created_at"))


@compiled_once
def _said(venture_id: int) -> Query:
    kinds = ("edit_hypothesis", "declare_best_segment", "merge_problem", "undo_merge_problem")
    steps = VentureEvent.objects.filter(venture=venture_id, kind__in=kinds)
    # Not in order: SQLite would go through the whole timeline for it instead of taking these by their kind.
    return steps.order_by().values_list("at", "pk", "kind", "subject_id", "details")


def _merged(said: Iterable[tuple[datetime, int, str, int | None, Any]]) -> dict[int | None, datetime]:
    """By problem when it last took another in that is part of it still; of steps in their order."""
    standing: dict[tuple[int | None, str], datetime] = {}
    for at, _step, kind, subject, details in said:
        if kind == "merge_problem":
            standing[subject, str(details.get("name"))] = at
        elif kind == "undo_merge_problem" and isinstance(kept := details.get("kept"), int):
            standing.pop((kept, str(details.get("name"))), None)
    found: dict[int | None, datetime] = {}
    for (subject, _name), at in standing.items():
        found[subject] = max(at, found.get(subject, at))
    return found


def _moved(fields: object) -> bool:
    """Whether a change of a hypothesis was of its segment or its problem; a file of a venture may hold anything there."""
    return isinstance(fields, Iterable) and any(str(name).startswith(("segment", "problem")) for name in fields)
