"""Tasks: what people do with them. Every change is one conditional update, so that two people cannot both make it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, PositiveSmallIntegerField, Q, QuerySet, When

from tenure.agenda.models import Task
from tenure.clients.clients import visible_clients
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

TITLE_LETTERS = 200
REASON_LETTERS = 200
MOST_MINUTES = 480


@dataclass(frozen=True)
class TaskChange:
    """A task as a change left it: enough to take the change back."""

    task_id: int
    version: int
    state: str


@dataclass(frozen=True)
class Usefulness:
    """How tasks of one kind ended: carried out, judged not useful, or ended by themselves."""

    kind: str
    done: int
    not_useful: int
    expired: int


def visible_tasks(actor: User) -> QuerySet[Task]:
    """The tasks this user may know of: all of them, or their own; without contacts, none about somebody's own day."""
    if not actor.is_active:
        return Task.objects.none()
    tasks = Task.objects.all() if may(actor, Right.SEE_ALL_CLIENTS) else Task.objects.filter(owner=actor)
    if may(actor, Right.SEE_PERSONAL_CONTACTS):
        return tasks
    return tasks.exclude(kind=Task.Kind.OCCASION, person__isnull=False)


def usefulness(actor: User) -> tuple[Usefulness, ...]:
    """Per kind of task, how those visible to the user ended."""
    ended = Count("id", filter=Q(state=Task.State.DONE))
    useless = Count("id", filter=Q(state=Task.State.NOT_USEFUL))
    expired = Count("id", filter=Q(state=Task.State.EXPIRED))
    rows = visible_tasks(actor).values("kind").annotate(done=ended, not_useful=useless, expired=expired)
    return tuple(Usefulness(**row) for row in rows.order_by("kind"))


def add_task(
    *, actor: User, title: str, minutes: int, due_on: date, today: date, client_id: int | None = None
) -> TaskChange:
    """A plain task for oneself, with or without a client; it is listed from its day on."""
    require(actor, Right.WORK_WITH_CLIENTS)
    title = " ".join(title.split())
    if not title:
        raise InvalidValue("task_title_missing", field="title")
    if len(title) > TITLE_LETTERS:
        raise InvalidValue("task_title_long", field="title", letters=len(title), most=TITLE_LETTERS)
    if not 1 <= minutes <= MOST_MINUTES:
        raise InvalidValue("task_minutes", field="minutes", minutes=minutes, most=MOST_MINUTES)
    if due_on < today:
        raise InvalidValue("task_day_past", field="due_on", day=due_on.isoformat())
    if client_id is not None and not visible_clients(actor).filter(pk=client_id).exists():
        raise NotFound(f"client {client_id}")
    with transaction.atomic():
        task = Task.objects.create(
            kind=Task.Kind.PLAIN,
            owner=actor,
            client_id=client_id,
            title=title,
            minutes=minutes,
            due_on=due_on,
            show_from=due_on,
            created_at=clock.now(),
        )
        record_change(actor=actor, action="add_task", subject_kind="task", subject_id=task.pk, client=client_id)
    return TaskChange(task.pk, task.version, task.state)


def finish_task(*, actor: User, task_id: int, version: int, note: str = "") -> TaskChange:
    """The task is carried out."""
    return _close(actor, task_id, version, state=Task.State.DONE, note=note, action="finish_task")


def mark_not_useful(*, actor: User, task_id: int, version: int, note: str = "") -> TaskChange:
    """The task should not have been asked for; remembered for this episode and counted for its kind."""
    return _close(actor, task_id, version, state=Task.State.NOT_USEFUL, note=note, action="mark_not_useful")


def postpone_task(*, actor: User, task_id: int, version: int, until: date, reason: str, today: date) -> TaskChange:
    """Take the task off the list until a later day, saying why."""
    reason = _short(reason, "reason")
    if until <= today:
        raise InvalidValue("postpone_past", field="until", day=until.isoformat())
    change = {"show_from": until, "postpone_reason": reason, "postponed_times": F("postponed_times") + 1}
    details = {"until": until.isoformat(), "reason": reason}
    return _change(actor, task_id, version, Q(state=Task.State.OPEN), change, "postpone_task", **details)


def reopen_task(*, actor: User, task_id: int, version: int) -> TaskChange:
    """Take back a closing or a postponement: the task stands on the list again."""
    taken_back = Case(
        When(state=Task.State.OPEN, postponed_times__gt=0, then=F("postponed_times") - 1),
        default=F("postponed_times"),
        output_field=PositiveSmallIntegerField(),
    )
    change = {
        "state": Task.State.OPEN,
        "closed_at": None,
        "closed_by": None,
        "close_note": "",
        "show_from": None,
        "postpone_reason": "",
        "postponed_times": taken_back,
    }
    possible = Q(state__in=[Task.State.DONE, Task.State.NOT_USEFUL]) | Q(state=Task.State.OPEN, show_from__isnull=False)
    return _change(actor, task_id, version, possible, change, "reopen_task")


def explain_closing(*, actor: User, task_id: int, version: int, note: str) -> TaskChange:
    """Add to a closed task what came of it, or why it was of no use."""
    note = _short(note, "note")
    closed = Q(state__in=[Task.State.DONE, Task.State.NOT_USEFUL])
    return _change(actor, task_id, version, closed, {"close_note": note}, "explain_task", note=note)


def hand_over(*, client_ids: list[int], owner_id: int | None) -> int:
    """Give the open tasks of these clients to their new owner; part of the writer that moves the clients."""
    computed = Task.objects.filter(client_id__in=client_ids, state=Task.State.OPEN).exclude(kind=Task.Kind.PLAIN)
    return computed.update(owner_id=owner_id)


def _close(actor: User, task_id: int, version: int, *, state: str, note: str, action: str) -> TaskChange:
    note = _short(note, "note")
    change = {"state": state, "closed_at": clock.now(), "closed_by": actor, "close_note": note}
    return _change(actor, task_id, version, Q(state=Task.State.OPEN), change, action, note=note)


def _change(
    actor: User, task_id: int, version: int, possible: Q, change: dict[str, Any], action: str, **details: Any
) -> TaskChange:
    """Change one task that is still as the user saw it; otherwise Conflict and nothing is written."""
    mine = visible_tasks(actor).filter(pk=task_id)
    if not mine.exists():
        raise NotFound(f"task {task_id}")
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        changed = mine.filter(possible, version=version).update(**change, version=version + 1)
        if not changed:
            raise Conflict(f"task {task_id} is no longer at version {version}")
        record_change(actor=actor, action=action, subject_kind="task", subject_id=task_id, **details)
        state = mine.values_list("state", flat=True).get()
    return TaskChange(task_id, version + 1, state)


def _short(text: str, field: str) -> str:
    text = " ".join(text.split())
    if len(text) > REASON_LETTERS:
        raise InvalidValue("reason_long", field=field, letters=len(text), most=REASON_LETTERS)
    return text
