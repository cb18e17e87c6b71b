"""What the agenda holds on a person or on a client that is one person, and taking it away."""

from django.db.models import Case, F, Q, QuerySet, Value, When

from tenure.agenda.models import Task
from tenure.kernel import clock
from tenure.privacy.subjects import GONE, Copy, DataSubject, Held


def export_agenda(subject: DataSubject, copy: Copy) -> Held:
    """Tasks about the subject, open and past. One query."""
    columns = ("kind", "title", "reason", "due_on", "state", "postpone_reason", "close_note", "created_at")
    return {"tasks": [dict(row) for row in _about(subject).order_by("pk").values(*columns)]}


def erase_agenda(subject: DataSubject) -> dict[str, int]:
    """That there was a task stays, what it said goes; an open one has nobody left to be about and ends."""
    tasks = _about(subject)
    count = tasks.count()
    ended = {"state": Task.State.EXPIRED, "closed_at": clock.now()}
    tasks.filter(state=Task.State.OPEN).update(**ended, version=F("version") + 1)
    tasks.update(
        title=Case(When(title="", then=Value("")), default=Value(GONE)), reason={}, postpone_reason="", close_note=""
    )
    Task.objects.filter(person__in=subject.person_ids).update(person=None)
    return {"tasks": count}


def _about(subject: DataSubject) -> QuerySet[Task]:
    ids = Task.objects.filter(Q(person__in=subject.person_ids) | Q(client__in=subject.client_ids))
    return Task.objects.filter(pk__in=list(ids.values_list("pk", flat=True)))
