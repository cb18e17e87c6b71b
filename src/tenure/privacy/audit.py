"""The append-only record of changes. Every writer calls `record_change` inside its own transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from tenure.kernel import clock
from tenure.privacy.models import AuditRow, User
from tenure.privacy.rights import Right, require

HIDDEN = "•••"


def record_change(
    *, actor: User | None, action: str, subject_kind: str, subject_id: int | None, **details: Any
) -> None:
    """Write one audit row. actor None means the system itself (a job). details: JSON values only, no secrets."""
    AuditRow.objects.create(
        at=clock.now(),
        actor=actor,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        details=redacted(details),
    )


@dataclass(frozen=True)
class AuditEntry:
    """One change as the log shows it. actor_name is empty for the system itself; details hold no secrets."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    subject_kind: str
    subject_id: int | None
    details: dict[str, Any]


@dataclass(frozen=True)
class AuditFilter:
    """What to look for; None or empty leaves a part open. actor_id 0 means the system. Days are inclusive."""

    actor_id: int | None = None
    action: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class AuditPage:
    """Newest first. `older` is where the next page begins, None on the last one."""

    entries: tuple[AuditEntry, ...]
    older: int | None


def audit_page(actor: User, wanted: AuditFilter, *, before: int | None = None, size: int = 50) -> AuditPage:
    """A page of the log, by right. One query; the cursor is the id of the last row shown."""
    require(actor, Right.SEE_AUDIT)
    rows = AuditRow.objects.select_related("actor").order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(_narrowed(rows, wanted)[: size + 1])
    entries = tuple(_entry(row) for row in found[:size])
    return AuditPage(entries, entries[-1].id if len(found) > size else None)


def newest_change(subject_kind: str, actions: Collection[str]) -> int:
    """The number of the newest of these changes, 0 when there was none: another one means that something happened since."""
    rows = AuditRow.objects.filter(subject_kind=subject_kind, action__in=actions)
    return rows.aggregate(last=Max("id"))["last"] or 0


def _narrowed(rows: QuerySet[AuditRow], wanted: AuditFilter) -> QuerySet[AuditRow]:
    if wanted.actor_id is not None:
        rows = rows.filter(actor_id=wanted.actor_id or None)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.subject_kind:
        rows = rows.filter(subject_kind=wanted.subject_kind)
    if wanted.subject_id is not None:
        rows = rows.filter(subject_id=wanted.subject_id)
    if wanted.first_day:
        rows = rows.filter(at__gte=clock.beginning(wanted.first_day))
    if wanted.last_day:
        rows = rows.filter(at__lt=clock.beginning(wanted.last_day + timedelta(days=1)))
    return rows


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        id=row.pk,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor.name if row.actor else "",
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        details=redacted(row.details),
    )


def redacted(details: Any) -> Any:
    """The details without the value of anything whose name says it is secret."""
    if isinstance(details, dict):
        return {key: HIDDEN if is_secret(key) else redacted(value) for key, value in details.items()}
    return [redacted(value) for value in details] if isinstance(details, list) else details


def is_secret(key: str) -> bool:
    """Whether a detail of this name is never stored nor shown."""
    return any(word in key.lower() for word in ("password", "secret", "token"))


def last_change(action: str | None = None) -> datetime | None:
    """When something was last changed, or last changed in this way; None when never. One query."""
    rows = AuditRow.objects.filter(action=action) if action else AuditRow.objects.all()
    return rows.order_by("-at").values_list("at", flat=True).first()
