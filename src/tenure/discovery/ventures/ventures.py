"""Ventures: the list, and starting one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q

from tenure.discovery.models import ChecklistItem, Hypothesis, Loop, Venture
from tenure.discovery.sight import visible_ventures
from tenure.discovery.timeline import record_step
from tenure.discovery.ventures.phases import CHECKLISTS
from tenure.discovery.writing import line, paragraph
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

LONGEST_NAME, LONGEST_VISION = 200, 4000
MOST_LISTED = 200
OPEN_HYPOTHESES = Q(hypotheses__removed_at=None) & ~Q(hypotheses__state=Hypothesis.State.PARKED)


@dataclass(frozen=True)
class VentureRow:
    """A venture in the list. tested: hypotheses supported or refuted, of `hypotheses` in all."""

    id: int
    name: str
    kind: str
    state: str
    phase: str
    loop: int
    owner: str
    hypotheses: int
    supported: int
    refuted: int
    started_on: date

    @property
    def tested(self) -> int:
        return self.supported + self.refuted


def ventures_of(*, actor: User, exited: bool = False) -> tuple[VentureRow, ...]:
    """The ventures in sight, newest first; exited: those given up instead. One query."""
    rows = Venture.objects.filter(pk__in=visible_ventures(actor).values("pk"))
    state = Q(state=Venture.State.EXITED)
    rows = rows.filter(state if exited else ~state).select_related("owner").annotate(
        loop=Max("loops__number"),
        all_hypotheses=Count("hypotheses", distinct=True, filter=OPEN_HYPOTHESES),
        supported=Count("hypotheses", distinct=True, filter=OPEN_HYPOTHESES & Q(hypotheses__state="supported")),
        refuted=Count("hypotheses", distinct=True, filter=OPEN_HYPOTHESES & Q(hypotheses__state="refuted")),
    )  # fmt: skip
    return tuple(_row(row) for row in rows.order_by("-created_at", "-pk")[:MOST_LISTED])


def _row(row: Any) -> VentureRow:
    return VentureRow(
        id=row.pk, name=row.name, kind=row.kind, state=row.state, phase=row.phase, loop=row.loop, owner=row.owner.name,
        hypotheses=row.all_hypotheses, supported=row.supported, refuted=row.refuted, started_on=row.created_at.date(),
    )  # fmt: skip


def start_venture(*, actor: User, name: str, kind: str = "idea", vision: str = "", **settings: Any) -> int:
    """Begin the search for a business: its first loop of customer discovery and the standard checklists.

    settings: further columns of a venture, for those who bring it from elsewhere. Returns its id.
    """
    require(actor, Right.START_VENTURES)
    title = line(name, "name", LONGEST_NAME)
    if not title:
        raise InvalidValue("venture_name_missing", field="name")
    if kind not in Venture.Kind.values:
        raise InvalidValue("choice_unknown", field="kind", value=str(kind)[:40])
    words = paragraph(vision, "vision", LONGEST_VISION)
    with transaction.atomic():
        venture = Venture.objects.create(
            name=title, kind=kind, vision=words, owner=actor, created_at=clock.now(), **settings
        )
        Loop.objects.create(venture=venture, number=1, phase=venture.phase, started_on=clock.today())
        ChecklistItem.objects.bulk_create(
            ChecklistItem(venture=venture, phase=phase, code=code, position=place)
            for phase, codes in CHECKLISTS.items()
            for place, code in enumerate(codes)
        )
        record_step(
            actor=actor, venture=venture, loop=1, action="start_venture", subject_kind="venture",
            subject_id=venture.pk, name=title, kind=kind,
        )  # fmt: skip
    return venture.pk
