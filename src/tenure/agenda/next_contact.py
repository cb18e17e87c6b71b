"""The next talk with a client: agreed, or following from when the client plans to buy. One at a time per client."""

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from tenure.agenda.models import Task
from tenure.agenda.promises import MINUTES, check_sight
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

# Days from the answer to "when do you plan to buy" to the next talk: before the choice is made, never in the middle of
# nothing. Somebody who buys next year is not offered anything now.
DAYS_TO_TALK = {"now": 1, "month": 14, "quarter": 45, "year": 180, "later": 365}
FARTHEST_DAYS = 5 * 366


def next_contact_day(readiness: str, today: date) -> date | None:
    """Pure: the day that readiness suggests, moved off a week-end; None when they do not plan to buy or nobody asked."""
    days = DAYS_TO_TALK.get(readiness)
    return None if days is None else working_day(today + timedelta(days=days))


def working_day(day: date) -> date:
    """Pure: the day itself, or the Monday after a week-end."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def set_next_contact(
    *,
    actor: User,
    client_id: int,
    due_on: date,
    today: date,
    readiness: str = "",
    person_id: int | None = None,
    interaction_id: int | None = None,
) -> int:
    """Put the next talk on the agenda in place of any that still waits. Returns the task."""
    require(actor, Right.WORK_WITH_CLIENTS)
    if due_on < today:
        raise InvalidValue("contact_day_past", field="next_on", day=due_on.isoformat())
    if (due_on - today).days > FARTHEST_DAYS:
        raise InvalidValue("owed_day_far", field="next_on", day=due_on.isoformat(), years=FARTHEST_DAYS // 366)
    with transaction.atomic():
        check_sight(actor, client_id, person_id)
        _waiting(client_id).update(state=Task.State.EXPIRED, closed_at=clock.now(), version=F("version") + 1)
        task = Task.objects.create(
            kind=Task.Kind.CONTACT,
            owner=actor,
            client_id=client_id,
            person_id=person_id,
            interaction_id=interaction_id,
            episode=uuid.uuid4().hex,
            reason={"code": "contact", "said": today.isoformat(), "readiness": readiness},
            minutes=MINUTES["contact"],
            due_on=due_on,
            show_from=due_on,
            created_at=clock.now(),
        )
        record_change(
            actor=actor, action="set_next_contact", subject_kind="task", subject_id=task.pk, client=client_id,
            due_on=due_on.isoformat(),
        )  # fmt: skip
    return int(task.pk)


def talk_took_place(*, actor: User, client_id: int) -> int:
    """Part of a writer that records a talk: whatever talk was waiting has now been held. Returns how many."""
    done = _waiting(client_id).update(
        state=Task.State.DONE, closed_at=clock.now(), closed_by=actor, version=F("version") + 1
    )
    return int(done)


def _waiting(client_id: int) -> QuerySet[Task]:
    return Task.objects.filter(client_id=client_id, kind=Task.Kind.CONTACT, state=Task.State.OPEN)
