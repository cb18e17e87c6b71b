"""Promises given in conversations, ours and theirs: waiting, kept, late or broken; and questions an answer is owed to."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from tenure.agenda.models import Task
from tenure.agenda.tasks import TITLE_LETTERS
from tenure.clients.clients import visible_clients
from tenure.clients.people.people import visible_people
from tenure.clients.sight import Sight, look
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

MINUTES = {"promise": 15, "answer": 10, "contact": 10}
# A word of ours is on the list so many days before its day; one of theirs from its day on.
LEAD_DAYS = 2
FARTHEST_DAYS = 5 * 366
# What the card reads of one client; more promises than this were never given to anybody.
MOST_READ = 500
ENDED_SHOWN = 5
NOT_KEPT = "not_kept"

WAITING, KEPT, LATE, BROKEN, RELEASED = "waiting", "kept", "late", "broken", "released"


@dataclass(frozen=True)
class Promise:
    """A word given. outcome: waiting, kept, late, broken, or released (not needed any more)."""

    id: int
    version: int
    title: str
    theirs: bool
    person: str
    by: str
    due_on: date
    said_on: date
    outcome: str
    late_days: int
    ended_on: date | None
    note: str
    interaction_id: int | None


@dataclass(frozen=True)
class Word:
    """How often one side kept its word: `kept` of `counted`; the late, the broken and those overdue count against it."""

    kept: int
    counted: int

    @property
    def share(self) -> float | None:
        return self.kept / self.counted if self.counted else None


@dataclass(frozen=True)
class Promises:
    """The promises of one client: those waiting by their day, the last that ended, and both sides' record."""

    waiting: tuple[Promise, ...]
    ended: tuple[Promise, ...]
    ours: Word
    theirs: Word


def outcome_of(*, state: str, due_on: date, ended_on: date | None, note: str) -> str:
    """Pure: what became of a promise. It is kept on its day or before, late after it."""
    if state == Task.State.DONE:
        return KEPT if ended_on is None or ended_on <= due_on else LATE
    if state == Task.State.NOT_USEFUL:
        return BROKEN if note == NOT_KEPT else RELEASED
    return WAITING if state == Task.State.OPEN else RELEASED


def word_of(promises: Iterable[Promise], *, today: date) -> Word:
    """Pure: the record of one side. A promise overdue is not kept, whether or not anybody has said so."""
    counted = [one for one in promises if one.outcome in (KEPT, LATE, BROKEN) or is_overdue(one, today)]
    return Word(sum(one.outcome == KEPT for one in counted), len(counted))


def is_overdue(promise: Promise, today: date) -> bool:
    """Whether a promise waits beyond its day."""
    return promise.outcome == WAITING and promise.due_on < today


def promises_of(*, actor: User, client_id: int, today: date | None = None, sight: Sight | None = None) -> Promises:
    """The promises between us and a client in sight, whoever gave them. Two queries."""
    look(actor, client_id, sight)
    day = today or clock.today()
    rows = Task.objects.filter(client_id=client_id, kind=Task.Kind.PROMISE).order_by("-id")
    found = [_promise(row, day) for row in rows.values_list(*_SHOWN, named=True)[:MOST_READ]]
    waiting = sorted((one for one in found if one.outcome == WAITING), key=lambda one: (one.due_on, one.id))
    ended = sorted(
        (one for one in found if one.outcome != WAITING), key=lambda one: (one.ended_on or one.due_on, one.id)
    )
    return Promises(
        waiting=tuple(waiting),
        ended=tuple(reversed(ended[-ENDED_SHOWN:])),
        ours=word_of((one for one in found if not one.theirs), today=day),
        theirs=word_of((one for one in found if one.theirs), today=day),
    )


def add_promise(
    *,
    actor: User,
    client_id: int,
    title: str,
    due_on: date,
    theirs: bool = False,
    person_id: int | None = None,
    interaction_id: int | None = None,
    said_on: date | None = None,
) -> int:
    """A word given by us, or by the client, for a day; it becomes a task of whoever took it down. Returns the task."""
    return _owed(
        actor, "promise", client_id, title, due_on, theirs=theirs, person_id=person_id, interaction_id=interaction_id,
        said_on=said_on,
    )  # fmt: skip


def owe_answer(
    *,
    actor: User,
    client_id: int,
    question: str,
    due_on: date,
    person_id: int | None = None,
    interaction_id: int | None = None,
    said_on: date | None = None,
) -> int:
    """A question of the client left open: the answer is promised for a day. Returns the task."""
    return _owed(
        actor, "answer", client_id, question, due_on, person_id=person_id, interaction_id=interaction_id,
        said_on=said_on,
    )  # fmt: skip


def _owed(
    actor: User,
    kind: str,
    client_id: int,
    title: str,
    due_on: date,
    *,
    person_id: int | None,
    interaction_id: int | None,
    said_on: date | None,
    theirs: bool = False,
) -> int:
    require(actor, Right.WORK_WITH_CLIENTS)
    said = said_on or clock.today()
    title = _title(kind, title)
    _check_day(kind, due_on, said)
    with transaction.atomic():
        check_sight(actor, client_id, person_id)
        task = Task.objects.create(
            kind=kind,
            owner=actor,
            client_id=client_id,
            person_id=person_id,
            interaction_id=interaction_id,
            theirs=theirs,
            title=title,
            episode=uuid.uuid4().hex,
            reason={"code": kind, "said": said.isoformat()} | ({"theirs": True} if theirs else {}),
            minutes=MINUTES[kind],
            due_on=due_on,
            show_from=due_on if theirs else max(said, due_on - timedelta(days=LEAD_DAYS)),
            created_at=clock.now(),
        )
        _audit(actor, f"add_{kind}", task.pk, client_id, theirs=theirs, due_on=due_on.isoformat())
    return int(task.pk)


def check_sight(actor: User, client_id: int, person_id: int | None) -> None:
    """Raise NotFound unless the client, and the person if one is named, are in the actor's sight."""
    if not visible_clients(actor).filter(pk=client_id).exists():
        raise NotFound(f"client {client_id}")
    if person_id is not None and not visible_people(actor).filter(pk=person_id).exists():
        raise NotFound(f"person {person_id}")


def _title(kind: str, text: str) -> str:
    clean = " ".join(text.replace("\x00", "").split())
    if not clean:
        raise InvalidValue(f"{kind}_empty", field="title")
    if len(clean) > TITLE_LETTERS:
        raise InvalidValue(f"{kind}_long", field="title", letters=len(clean), most=TITLE_LETTERS)
    return clean


def _check_day(kind: str, due_on: date, said: date) -> None:
    if due_on < said:
        raise InvalidValue(f"{kind}_day_past", field="due_on", day=due_on.isoformat(), said=said.isoformat())
    if (due_on - said).days > FARTHEST_DAYS:
        raise InvalidValue("owed_day_far", field="due_on", day=due_on.isoformat(), years=FARTHEST_DAYS // 366)


_SHOWN = (
    "id", "version", "title", "theirs", "person__name", "owner__name", "due_on", "closed_at", "state", "close_note",
    "reason", "created_at", "interaction_id",
)  # fmt: skip


def _promise(row: Any, today: date) -> Promise:
    """row: the columns of _SHOWN."""
    due = row.due_on or today
    ended = _local_day(row.closed_at)
    outcome = outcome_of(state=row.state, due_on=due, ended_on=ended, note=row.close_note)
    until = today if outcome == WAITING else ended or due
    said = row.reason.get("said")
    return Promise(
        id=row.id,
        version=row.version,
        title=row.title,
        theirs=row.theirs,
        person=row.person__name or "",
        by=row.owner__name or "",
        due_on=due,
        said_on=date.fromisoformat(said) if said else clock.day_of(row.created_at),
        outcome=outcome,
        late_days=max(0, (until - due).days) if outcome in (WAITING, LATE) else 0,
        ended_on=ended,
        note=row.close_note,
        interaction_id=row.interaction_id,
    )


def _local_day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None


def _audit(actor: User, action: str, task_id: int, client_id: int, **details: Any) -> None:
    record_change(
        actor=actor, action=action, subject_kind="task", subject_id=task_id, client=client_id, **details
    )  # fmt: skip
