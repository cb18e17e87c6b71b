"""The append-only record of changes. Every writer calls `record_change` inside its own transaction."""

from typing import Any

from tenure.kernel import clock
from tenure.privacy.models import AuditRow, User


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
        details=details,
    )
