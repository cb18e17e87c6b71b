"""Tasks out of ventures: a test to run, a learning card to write. One open row for each; its numbers are renewed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from tenure.agenda.models import Task
from tenure.kernel import clock
from tenure.privacy.models import User


@dataclass(frozen=True)
class VentureTask:
    """episode: what it is about, so that it stands once; reason: a code with its numbers; stake_minor: what it may
    bring, None when unknown."""

    owner_id: int
    episode: str
    title: str
    reason: dict[str, Any]
    minutes: int
    due_on: date | None = None
    stake_minor: int | None = None


def ask(task: VentureTask) -> int:
    """Put it on its owner's list, or renew it there; part of a writer of the venture. Returns the task."""
    values = {
        "owner_id": task.owner_id, "title": task.title[:200], "reason": task.reason, "minutes": task.minutes,
        "due_on": task.due_on, "stake_minor": task.stake_minor,
        "worth_per_minute": (task.stake_minor or 0) / max(1, task.minutes),
    }  # fmt: skip
    row = _open(task.episode).first()
    if row is None:
        return int(Task.objects.create(kind=Task.Kind.TEST, episode=task.episode, created_at=clock.now(), **values).pk)
    Task.objects.filter(pk=row.pk).update(**values)
    return int(row.pk)


def renew(episode: str, **numbers: Any) -> None:
    """Put newer numbers into the reason of an open task; nothing when there is none."""
    row = _open(episode).first()
    if row is not None:
        Task.objects.filter(pk=row.pk).update(reason=row.reason | numbers)


def end(episode: str, actor: User) -> None:
    """What was asked for is done; part of the writer that did it."""
    _open(episode).update(state=Task.State.DONE, closed_at=clock.now(), closed_by=actor, version=F("version") + 1)


def _open(episode: str) -> QuerySet[Task]:
    return Task.objects.filter(kind=Task.Kind.TEST, episode=episode, state=Task.State.OPEN)
