"""Questions a person takes from a decision table onto the list of the day, and what becomes of them."""

from dataclasses import dataclass

from django.db import transaction

from tenure.agenda.models import FROM_TABLE, Task
from tenure.agenda.proposals import Stake
from tenure.agenda.tasks import MOST_MINUTES, TITLE_LETTERS
from tenure.clients.clients import visible_clients
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require


@dataclass(frozen=True)
class TableQuestion:
    """A question of a table as a task: which, in whose words, about whom, and what it brings and costs (minor units)."""

    unit_id: int
    unknown: str
    text: str
    person_id: int | None
    minutes: int
    cost_minor: int
    worth: Stake


def plan_table_question(*, actor: User, client_id: int, question: TableQuestion) -> int:
    """Put the question on one's own list, once: while it waits there, its numbers are renewed. Returns the task."""
    require(actor, Right.WORK_WITH_CLIENTS)
    if not visible_clients(actor).filter(pk=client_id).exists():
        raise NotFound(f"client {client_id}")
    about = _episodes(question.unit_id, question.unknown)
    minutes = min(MOST_MINUTES, max(1, question.minutes))
    values = {
        "title": question.text[:TITLE_LETTERS],
        "person_id": question.person_id,
        "reason": {"code": "table", "unit": question.unit_id, "worth": question.worth.estimate,
                   "cost": question.cost_minor, "minutes": minutes},
        "stake_minor": question.worth.estimate,
        "stake_low_minor": question.worth.low,
        "stake_high_minor": question.worth.high,
        "minutes": minutes,
        "worth_per_minute": question.worth.estimate / minutes,
    }  # fmt: skip
    with transaction.atomic():
        mine = Task.objects.filter(client_id=client_id, kind=Task.Kind.LEARN, episode__startswith=about)
        task = mine.filter(state=Task.State.OPEN).first()
        if task is None:
            episode = f"{about}{mine.count() + 1}"
            task = Task(kind=Task.Kind.LEARN, owner=actor, client_id=client_id, episode=episode, created_at=clock.now())
        for name, value in values.items():
            setattr(task, name, value)
        task.save()
        record_change(actor=actor, action="add_task", subject_kind="task", subject_id=task.pk, client=client_id)
    return task.pk


def table_question_heard(*, actor: User, unit_id: int, unknown: str) -> int:
    """The answer came: whoever had the question on their list has it no more. Returns how many tasks ended."""
    rows = Task.objects.filter(
        kind=Task.Kind.LEARN, state=Task.State.OPEN, episode__startswith=_episodes(unit_id, unknown)
    )
    return rows.update(state=Task.State.DONE, closed_at=clock.now(), closed_by=actor)


def planned_table_questions(*, unit_id: int) -> frozenset[str]:
    """Keys of the unknowns of this unit that wait on somebody's list. One query."""
    rows = Task.objects.filter(
        kind=Task.Kind.LEARN, state=Task.State.OPEN, episode__startswith=f"{FROM_TABLE}{unit_id}:"
    )
    return frozenset(episode.split(":")[2] for episode in rows.values_list("episode", flat=True))


def end_table_questions(*, unit_id: int) -> int:
    """The deal is closed: nothing is asked about it any more. Returns how many tasks ended."""
    rows = Task.objects.filter(
        kind=Task.Kind.LEARN, state=Task.State.OPEN, episode__startswith=f"{FROM_TABLE}{unit_id}:"
    )
    return rows.update(state=Task.State.EXPIRED, closed_at=clock.now())


def _episodes(unit_id: int, unknown: str) -> str:
    return f"{FROM_TABLE}{unit_id}:{unknown}:"
