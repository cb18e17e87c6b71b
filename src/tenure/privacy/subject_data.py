"""What the logs hold on a person or on a client that is one person: told in a copy, hidden by an erasure, never deleted."""

from typing import Any

from django.db.models import Q, QuerySet

from tenure.privacy.models import AuditRow, Reading
from tenure.privacy.subjects import GONE, Copy, DataSubject, Held


def export_logs(subject: DataSubject, copy: Copy) -> Held:
    """Changes of the subject's own records and openings of their sealed facts, without the names of our people."""
    changes = _changes(subject).order_by("pk").values("at", "action", "details")
    opened = Reading.objects.filter(person_id__in=subject.person_ids).order_by("pk").values("at", "type_code")
    return {"changes": [dict(row) for row in changes], "readings": [dict(row) for row in opened]}


def erase_logs(subject: DataSubject) -> dict[str, int]:
    """Who did what and when stays; every word of what was changed goes."""
    changed = 0
    for row in _changes(subject).only("pk", "details"):
        details = _wordless(row.details)
        if details != row.details:
            AuditRow.objects.filter(pk=row.pk).update(details=details)
            changed += 1
    return {"changes": changed}


def _changes(subject: DataSubject) -> QuerySet[AuditRow]:
    people = Q(subject_kind="person", subject_id__in=subject.person_ids)
    clients = Q(subject_kind="client", subject_id__in=subject.client_ids)
    return AuditRow.objects.filter(people | clients)


def _wordless(value: Any) -> Any:
    if isinstance(value, str):
        return GONE if value else value
    if isinstance(value, list):
        return [_wordless(one) for one in value]
    return {key: _wordless(one) for key, one in value.items()} if isinstance(value, dict) else value
