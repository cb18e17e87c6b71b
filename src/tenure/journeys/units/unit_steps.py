"""The next step with a person of a decision unit becomes a task when it has a day."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tenure.agenda.tasks import TITLE_LETTERS, add_task
from tenure.clients.units.decision_units import unit_of
from tenure.clients.units.unit_members import MemberDetails, edit_member
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User


@dataclass(frozen=True)
class Step:
    """A day for the next step; today: the company's day, before which none can be."""

    on: date
    today: date


def save_member(
    *, actor: User, unit_id: int, member_id: int, version: int, details: MemberDetails, step: Step | None = None
) -> None:
    """Change what is entered of a person; with a day, the next step is a task too. Both or neither are stored."""
    if step and not details.next_step.strip():
        raise InvalidValue("unit_step_missing", field="next_step")
    with transaction.atomic():
        edit_member(actor=actor, member_id=member_id, version=version, details=details)
        if step:
            found = unit_of(actor=actor, unit_id=unit_id)
            title = f"{found.member(member_id).name}: {' '.join(details.next_step.split())}"
            add_task(
                actor=actor, title=title[:TITLE_LETTERS], minutes=min(details.effort_minutes, 480), due_on=step.on,
                today=step.today, client_id=found.head.client_id,
            )  # fmt: skip
