"""The selected task of Today at a glance: the client's rhythm, worth and last words, and why it ranks where it does."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from tenure.agenda.living_reason import living_reason
from tenure.agenda.models import Task
from tenure.agenda.tasks import visible_tasks
from tenure.clients.models import Note
from tenure.journeys.cards.rhythm_strip import RhythmStrip, expectation, order_marks, rhythm_strip, strip_start
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.orders.models import Order
from tenure.orders.scores import ClientScores, client_scores
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

NOTES_SHOWN = 2
PAST_SHOWN = 2


@dataclass(frozen=True)
class Word:
    """Something a person wrote: a note about the client, or how an earlier task ended."""

    text: str
    author: str
    at: datetime
    about: str = ""


@dataclass(frozen=True)
class PreviewClient:
    """The client of the task. phone and e-mail are empty when unknown or not for this viewer."""

    id: int
    name: str
    country: str
    phone: str
    email: str
    owner: str
    scores: ClientScores | None
    strip: RhythmStrip
    last_order_minor: int | None


@dataclass(frozen=True)
class TaskPreview:
    """One task in sight, in full. `as_of`: the last day whose orders are known."""

    id: int
    version: int
    kind: str
    title: str
    reason: dict[str, Any]
    minutes: int
    stake: int | None
    stake_low: int | None
    stake_high: int | None
    due_on: date | None
    postponed_times: int
    postpone_reason: str
    model_version: str
    client: PreviewClient | None
    words: tuple[Word, ...]


def task_preview(actor: User, task_id: int, *, as_of: date) -> TaskPreview:
    """The preview of a task in the actor's sight; NotFound otherwise."""
    row = (
        visible_tasks(actor)
        .filter(pk=task_id)
        .values(*TASK, *(f"client__{name}" for name in CLIENT), run=F("client__score__run__model_version"))
        .first()
    )
    if row is None:
        raise NotFound(f"task {task_id}")
    client = _client(actor, row, as_of) if row["client_id"] else None
    return TaskPreview(
        id=row["id"],
        version=row["version"],
        kind=row["kind"],
        title=row["title"],
        reason=living_reason(
            row["kind"],
            row["reason"],
            person=row["person__name"],
            due_on=row["due_on"],
            today=clock.today(),
        ),
        minutes=row["minutes"],
        stake=row["stake_minor"],
        stake_low=row["stake_low_minor"],
        stake_high=row["stake_high_minor"],
        due_on=row["due_on"],
        postponed_times=row["postponed_times"],
        postpone_reason=row["postpone_reason"],
        model_version=row["run"] or "",
        client=client,
        words=last_words(client.id, besides=task_id) if client else (),
    )


TASK = (
    "id", "version", "kind", "title", "reason", "minutes", "stake_minor", "stake_low_minor", "stake_high_minor",
    "due_on", "postponed_times", "postpone_reason", "client_id", "person__name",
)  # fmt: skip
CLIENT = ("name", "country", "phone", "email", "owner__name")


def _client(actor: User, row: dict[str, Any], as_of: date) -> PreviewClient:
    contacts = may(actor, Right.SEE_PERSONAL_CONTACTS)
    scores = client_scores(row["client_id"])
    marks = order_marks([row["client_id"]], strip_start(as_of)).get(row["client_id"], [])
    last = [mark.amount_minor for mark in marks if scores and mark.day == scores.last_day and not mark.is_return]
    return PreviewClient(
        id=row["client_id"],
        name=row["client__name"],
        country=row["client__country"],
        phone=row["client__phone"] if contacts else "",
        email=row["client__email"] if contacts else "",
        owner=row["client__owner__name"] or "",
        scores=scores,
        strip=rhythm_strip(marks, expectation(as_of, scores)),
        last_order_minor=sum(last) if last else last_order_of(row["client_id"], scores),
    )


def last_order_of(client_id: int, scores: ClientScores | None) -> int | None:
    """Amount of the last order day when it lies before the strip; None without orders."""
    if scores is None or scores.last_day is None:
        return None
    amounts = Order.objects.filter(client_id=client_id, day=scores.last_day, is_return=False)
    return sum(amounts.values_list("amount_minor", flat=True)) or None


def last_words(client_id: int, *, besides: int) -> tuple[Word, ...]:
    """What people last wrote about the client: notes, and remarks at the closing of earlier tasks; newest first."""
    notes = Note.objects.filter(client_id=client_id).order_by("-pk").values_list("text", "author__name", "created_at")
    closed = (
        Task.objects.filter(client_id=client_id, closed_at__isnull=False).exclude(pk=besides).exclude(close_note="")
    )
    remarks = closed.order_by("-closed_at").values_list("close_note", "closed_by__name", "closed_at", "kind")
    words = [Word(*row) for row in notes[:NOTES_SHOWN]]
    words += [Word(text, author or "", at, about) for text, author, at, about in remarks[:PAST_SHOWN] if at]
    return tuple(sorted(words, key=lambda word: word.at, reverse=True)[:NOTES_SHOWN])
