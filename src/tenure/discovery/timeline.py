"""What was learnt and decided in a venture, in its order. Every writer of the room ends with `record_step`."""

from typing import Any

from tenure.discovery.models import Venture, VentureEvent
from tenure.kernel import clock
from tenure.privacy.audit import record_change
from tenure.privacy.models import User


def record_step(
    *,
    actor: User | None,
    venture: Venture,
    loop: int,
    action: str,
    subject_kind: str,
    subject_id: int | None,
    **details: Any,
) -> None:
    """One line of the timeline and one of the audit log. actor None: the system itself. details: JSON values; short names, no
    whole texts."""
    VentureEvent.objects.create(
        venture=venture, at=clock.now(), actor=actor, kind=action, loop=loop, subject_kind=subject_kind,
        subject_id=subject_id, details=details,
    )  # fmt: skip
    record_change(
        actor=actor, action=action, subject_kind=subject_kind, subject_id=subject_id, venture=venture.pk, **details
    )
