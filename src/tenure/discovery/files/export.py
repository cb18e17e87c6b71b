"""A venture as one JSON file: everything learnt, for another installation, a partner's analyst, or an archive."""

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from tenure.discovery.files.anonymous import BUYERS, NOTES, Companies, without_people
from tenure.discovery.files.merges import TABLE as MERGES
from tenure.discovery.files.merges import authors_of
from tenure.discovery.files.shape import LOOSE, Table, table_of_kind, tables
from tenure.discovery.models import Venture
from tenure.discovery.sight import seen_venture, works_in
from tenure.discovery.voices import by_name, cluster_of
from tenure.kernel import clock
from tenure.kernel.errors import NotAllowed
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may
from tenure.privacy.workspace import current_workspace

FORMAT = "tenure venture 1"
# Who sees the venture is decided where the file is read, and orders and clients are of the base there; who has sent how
# many answers today is nobody's business.
STAYS = {"VentureMember", "SurveySender", "FitReading"}
# Columns that mean something here only: secrets of public addresses, marks of forms, numbers in the client base, by which rules
# a belief was counted, which is counted anew where the file is read.
HERE = {
    "Hypothesis": frozenset({"rules_edition"}),
    "Survey": frozenset({"token"}),
    "Interview": frozenset({"key", "interaction_id"}),
    "Quote": frozenset({"fact_id"}),
    "SurveyAnswer": frozenset({"sender"}),
}


class _Encoder(DjangoJSONEncoder):
    """As Django's, but with moments to the microsecond: the seals of observations are made from them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def takes_people(actor: User, venture: Venture) -> bool:
    """Whether the user may carry the people of the venture out of the house: who answers for it, heads, administrators."""
    return venture.owner_id == actor.pk or may(actor, Right.WORK_WITH_ALL_VENTURES)


def may_take_people(*, actor: User, venture_id: int) -> bool:
    """As `takes_people`, of a venture in sight."""
    return takes_people(actor, seen_venture(actor, venture_id))


def venture_file(*, actor: User, venture_id: int, people: bool) -> bytes:
    """The venture as UTF-8 JSON for who works in it; without `people`, no name, contact or words of anybody we talked to.

    One query for each table, without people two for those of buyers, and one for clients. The reading is written into the
    audit log. Raises NotAllowed to those who only read the venture, and, with people, to those who do not answer for it.
    """
    venture = seen_venture(actor, venture_id)
    if not works_in(actor, venture) or (people and not takes_people(actor, venture)):
        raise NotAllowed(f"{actor.pk} may not take venture {venture_id} out")
    workspace = current_workspace()
    staff: set[int] = set()
    companies = Companies()
    found = {table.name: _rows(table, venture, people, staff) for table in tables() if table.name not in STAYS}
    staff |= authors_of(found[MERGES])
    if not people:
        _voice_for_buyer(found, venture)
    _company_for_client(found)
    if not people:
        for name, rows in found.items():
            for row in rows:
                without_people(name, row, companies)
    content = {
        "format": FORMAT,
        "name": venture.name,
        "made_at": clock.now(),
        "currency": workspace.currency if workspace else "",
        "people": people,
        "staff": _staff(staff, people),
        "tables": found,
    }
    with transaction.atomic():
        record_change(
            actor=actor, action="export_venture", subject_kind="venture", subject_id=venture_id, people=people,
        )  # fmt: skip
    return json.dumps(content, cls=_Encoder, ensure_ascii=False, indent=1).encode()


def _voice_for_buyer(found: dict[str, list[dict[str, Any]]], venture: Venture) -> None:
    """The voice of each buyer beside the row, so that two of them do not become one nameless buyer. One query for each table."""
    for table in (one for one in tables() if one.name in BUYERS):
        rows = table.model._default_manager.filter(**{table.way: venture.pk}).values_list("pk", "client_id", "who")
        voices = {pk: cluster_of(client, who) for pk, client, who in rows}
        for row in found[table.name]:
            row["cluster"] = voices.get(row["id"], "")


def _company_for_client(found: dict[str, list[dict[str, Any]]]) -> None:
    """Voices of clients by their names: the numbers are of the base here."""
    rows = [row for table in found.values() for row in table if row.get("cluster")]
    companies = by_name({row["cluster"] for row in rows})
    for row in rows:
        row["cluster"] = companies.get(row["cluster"], row["cluster"])


def here_only(table: Table) -> frozenset[str]:
    """Columns that are not in the file."""
    return HERE.get(table.name, frozenset())


def _rows(table: Table, venture: Venture, people: bool, staff: set[int]) -> list[dict[str, Any]]:
    way = table.way or "pk"
    hidden = here_only(table) | (frozenset() if people else table.personal | NOTES.get(table.name, frozenset()))
    names = ["id", *(link.name for link in table.links), *table.staff, *table.plain]
    names = [name for name in names if name not in hidden]
    rows = list(table.model._default_manager.filter(**{way: venture.pk}).order_by("pk").values(*names))
    for row in rows:
        staff |= {row[name] for name in table.staff if row[name] is not None}
        kind, number = LOOSE.get(table.name, ("", ""))
        if number and table_of_kind(row[kind]) is None:
            row[number] = None
    return rows


def _staff(ids: set[int], people: bool) -> list[dict[str, Any]]:
    rows = User.objects.filter(pk__in=ids).order_by("pk").values("id", "name", "email")
    return [dict(row) if people else {"id": row["id"], "name": row["name"]} for row in rows]
