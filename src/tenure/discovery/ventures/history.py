"""The timeline of a venture, read newest first: all of it, one loop, one kind of thing, or one record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenure.discovery.models import VentureEvent
from tenure.discovery.sight import seen_venture
from tenure.privacy.models import User

PAGE = 40


@dataclass(frozen=True)
class EventRow:
    """Something learnt or decided. kind: the action; details: as recorded, JSON values."""

    id: int
    at: datetime
    actor: str
    kind: str
    loop: int
    subject_kind: str
    subject_id: int | None
    details: dict[str, Any]


@dataclass(frozen=True)
class Timeline:
    """rows newest first; older: where the next page begins, None on the last; loops: all there were; kinds: of records
    that occur."""

    rows: tuple[EventRow, ...]
    older: int | None
    loops: tuple[int, ...]
    kinds: tuple[str, ...]


def timeline_of(
    *, actor: User, venture_id: int, loop: int | None = None, subject_kind: str = "", subject_id: int | None = None,
    before: int | None = None, size: int = PAGE,
) -> Timeline:  # fmt: skip
    """A page of the timeline. Four queries."""
    venture = seen_venture(actor, venture_id)
    every = VentureEvent.objects.filter(venture=venture)
    kinds = tuple(every.order_by().values_list("subject_kind", flat=True).distinct())
    rows = every
    if loop is not None:
        rows = rows.filter(loop=loop)
    if subject_kind:
        rows = rows.filter(subject_kind=subject_kind)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("actor").order_by("-pk")[: size + 1])
    shown = tuple(_row(one) for one in found[:size])
    loops = tuple(venture.loops.order_by("-number").values_list("number", flat=True))
    return Timeline(shown, shown[-1].id if len(found) > size else None, loops, tuple(sorted(kinds)))


def _row(one: VentureEvent) -> EventRow:
    actor = one.actor.name if one.actor else ""
    return EventRow(one.pk, one.at, actor, one.kind, one.loop, one.subject_kind, one.subject_id, one.details)
