"""Ventures: the list, and starting one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from tenure.discovery.hypotheses.tested import Tally, tallies_of
from tenure.discovery.models import ChecklistItem, Loop, Venture
from tenure.discovery.sight import visible_ventures
from tenure.discovery.timeline import record_step
from tenure.discovery.ventures.phases import CHECKLISTS
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, Wrongs
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

LONGEST_NAME, LONGEST_VISION = 200, 4000
MOST_LISTED = 200


@dataclass(frozen=True)
class VentureRow:
    """A venture in the list; tally: how many of its hypotheses were tested."""

    id: int
    name: str
    kind: str
    state: str
    phase: str
    loop: int
    owner: str
    tally: Tally
    started_on: date


def ventures_of(*, actor: User, exited: bool = False) -> tuple[VentureRow, ...]:
    """The ventures in sight, newest first; exited: those given up instead. Two queries."""
    rows = Venture.objects.filter(pk__in=visible_ventures(actor).values("pk"))
    state = Q(state=Venture.State.EXITED)
    rows = rows.filter(state if exited else ~state).select_related("owner").annotate(loop=Max("loops__number"))
    found = list(rows.order_by("-created_at", "-pk")[:MOST_LISTED])
    tallies = tallies_of([row.pk for row in found])
    return tuple(_row(row, tallies.get(row.pk, Tally())) for row in found)


def _row(row: Any, tally: Tally) -> VentureRow:
    return VentureRow(
        id=row.pk, name=row.name, kind=row.kind, state=row.state, phase=row.phase, loop=row.loop, owner=row.owner.name,
        tally=tally, started_on=clock.day_of(row.created_at),
    )  # fmt: skip


def checked_head(name: str, kind: str, vision: str) -> dict[str, str]:
    """Pure: name, kind and vision as they are stored. Raises InvalidValue naming every wrong field."""
    wrongs, values = Wrongs(), {"kind": kind}
    with wrongs:
        values["name"] = line(name, "name", LONGEST_NAME)
        if not values["name"]:
            raise InvalidValue("venture_name_missing", field="name")
    with wrongs:
        if kind not in Venture.Kind.values:
            raise InvalidValue("choice_unknown", field="kind", value=str(kind)[:40])
    with wrongs:
        values["vision"] = paragraph(vision, "vision", LONGEST_VISION)
    wrongs.tell()
    return values


def start_venture(*, actor: User, name: str, kind: str = "idea", vision: str = "", **settings: Any) -> int:
    """Begin the search for a business: its first loop of customer discovery and the standard checklists.

    settings: further columns of a venture, for those who bring it from elsewhere. Returns its id.
    """
    require(actor, Right.START_VENTURES)
    head = checked_head(name, kind, vision)
    with transaction.atomic():
        venture = Venture.objects.create(**head, owner=actor, created_at=clock.now(), **settings)
        Loop.objects.create(venture=venture, number=1, phase=venture.phase, started_on=clock.today())
        ChecklistItem.objects.bulk_create(
            ChecklistItem(venture=venture, phase=phase, code=code, position=place)
            for phase, codes in CHECKLISTS.items()
            for place, code in enumerate(codes)
        )
        record_step(
            actor=actor, venture=venture, loop=1, action="start_venture", subject_kind="venture",
            subject_id=venture.pk, name=venture.name, kind=kind,
        )  # fmt: skip
    return venture.pk
