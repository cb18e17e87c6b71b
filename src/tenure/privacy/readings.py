"""The reading log: who opened which sealed fact, and when. Written by the opening itself, never changed."""

from dataclasses import dataclass
from datetime import datetime

from tenure.kernel import clock
from tenure.privacy.models import Reading, User
from tenure.privacy.rights import Right, require

PAGE = 50


@dataclass(frozen=True)
class ReadingRow:
    """One opening of a sealed fact."""

    id: int
    at: datetime
    reader: str
    person_id: int
    fact_id: int
    type_code: str


def record_reading(*, actor: User, person_id: int, fact_id: int, type_code: str) -> None:
    """Part of the transaction that opens the fact: without the row nothing is shown."""
    Reading.objects.create(
        at=clock.now(), actor=actor, person_id=person_id, fact_id=fact_id, type_code=type_code
    )  # fmt: skip


def readings(
    *, actor: User, person_id: int | None = None, before: int | None = None, size: int = PAGE
) -> tuple[tuple[ReadingRow, ...], int | None]:
    """The newest openings, of one person or of all, and where the next page begins. One query."""
    require(actor, Right.MANAGE_PRIVACY)
    rows = Reading.objects.select_related("actor").order_by("-id")
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    shown = tuple(
        ReadingRow(row.pk, row.at, row.actor.name, row.person_id, row.fact_id, row.type_code) for row in found[:size]
    )
    return shown, shown[-1].id if len(found) > size else None
