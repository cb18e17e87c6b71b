"""Free text about a client: everyone in sight reads it, its author changes and deletes it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.clients.models import Note
from tenure.clients.sight import Sight, look
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

LONGEST = 10_000
PAGE = 20


@dataclass(frozen=True)
class NoteRow:
    """A note as shown; `own` when the viewer may change it."""

    id: int
    text: str
    author: str
    at: datetime
    own: bool


def notes_of(
    *, actor: User, client_id: int, before: int | None = None, limit: int = PAGE, sight: Sight | None = None
) -> tuple[list[NoteRow], bool]:
    """The newest notes about a client in sight, older than note `before`, and whether there are more."""
    look(actor, client_id, sight)
    rows = Note.objects.filter(client_id=client_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    columns = ("id", "text", "author__name", "created_at", "author_id")
    found = list(rows.order_by("-pk").values_list(*columns)[: limit + 1])
    works = may(actor, Right.WORK_WITH_CLIENTS)
    shown = [NoteRow(pk, text, name, at, works and by == actor.pk) for pk, text, name, at, by in found[:limit]]
    return shown, len(found) > limit


def add_note(*, actor: User, client_id: int, text: str) -> NoteRow:
    """Write a note about a client in sight."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        if not visible_clients(actor).filter(pk=client_id).exists():
            raise NotFound
        note = Note.objects.create(client_id=client_id, author=actor, text=_clean(text), created_at=clock.now())
        _audit(actor, "add_note", note)
    return _row(note, actor)


def edit_note(*, actor: User, note_id: int, text: str) -> NoteRow:
    """Change one's own note."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        note = _own(actor, note_id)
        note.text = _clean(text)
        note.save(update_fields=["text"])
        _audit(actor, "edit_note", note)
    return _row(note, actor)


def delete_note(*, actor: User, note_id: int) -> int:
    """Delete one's own note; returns the client it was about."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        note = _own(actor, note_id)
        _audit(actor, "delete_note", note)
        note.delete()
    return note.client_id


def own_note(*, actor: User, note_id: int) -> tuple[int, NoteRow]:
    """One's own note and its client, for editing."""
    note = _own(actor, note_id)
    return note.client_id, _row(note, actor)


def _own(actor: User, note_id: int) -> Note:
    note = Note.objects.filter(pk=note_id, author=actor, client__in=visible_clients(actor)).first()
    if note is None:
        raise NotFound
    return note


def _clean(text: str) -> str:
    clean = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not clean:
        raise InvalidValue("note_empty", field="text")
    if len(clean) > LONGEST:
        raise InvalidValue("note_long", field="text", longest=LONGEST, length=len(clean))
    return clean


def _row(note: Note, actor: User) -> NoteRow:
    own = note.author_id == actor.pk and may(actor, Right.WORK_WITH_CLIENTS)
    return NoteRow(note.pk, note.text, note.author.name, note.created_at, own)


def _audit(actor: User, action: str, note: Note) -> None:
    record_change(
        actor=actor, action=action, subject_kind="client", subject_id=note.client_id, note=note.pk,
        letters=len(note.text),
    )  # fmt: skip
