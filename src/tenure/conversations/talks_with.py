"""The newest conversations one person took part in, or that were held with a company around our clients."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tenure.clients.clients import visible_clients
from tenure.conversations.models import Interaction
from tenure.privacy.models import User

SHOWN = 10
LONGEST = 280


@dataclass(frozen=True)
class TalkLine:
    """One conversation in a line. text: its beginning; client_id None: held with a company."""

    id: int
    kind: str
    at: datetime
    author: str
    client_id: int | None
    client_name: str
    text: str


def talks_with_person(*, actor: User, person_id: int, limit: int = SHOWN) -> tuple[TalkLine, ...]:
    """The newest first, at clients in sight. One query. The caller has seen to it that the person is in sight."""
    rows = Interaction.objects.filter(participants__person=person_id, client__in=visible_clients(actor))
    return _lines(rows, limit)


def visits_to_company(*, company_id: int, limit: int = SHOWN) -> tuple[TalkLine, ...]:
    """What was seen and heard at a company of the register, the newest first. One query."""
    return _lines(Interaction.objects.filter(company=company_id), limit)


def _lines(rows: QuerySet[Interaction], limit: int) -> tuple[TalkLine, ...]:
    found = rows.select_related("author", "client").order_by("-at", "-pk")[:limit]
    return tuple(
        TalkLine(
            row.pk, row.kind, row.at, row.author.name, row.client_id, row.client.name if row.client else "", _cut(row.text)
        )
        for row in found
    )  # fmt: skip


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
