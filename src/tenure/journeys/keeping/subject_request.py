"""A person asks what is held on them, or to be forgotten: everything in one place, a copy of it, its erasure with proof.

Every room that holds personal data exports before it erases; they stand here in one tuple, in the order of erasing.
"""

import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from tenure.agenda.subject_data import erase_agenda, export_agenda
from tenure.clients.subject_data.erase import erase_clients
from tenure.clients.subject_data.export import export_clients
from tenure.clients.subject_data.subjects import (
    FoundSubject,
    client_subject,
    find_subjects,
    person_subject,
    rows_of,
)
from tenure.conversations.subject_data import erase_conversations, export_conversations
from tenure.discovery.hypotheses.one_voice import lock_ventures_about, recount_clients
from tenure.discovery.subject_data import erase_ventures, export_ventures
from tenure.journeys.keeping.mentions import erase_mentions, export_mentions
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotFound
from tenure.orders.subject_data import erase_orders, export_orders
from tenure.privacy.audit import record_change
from tenure.privacy.erasure_ledger import recorded, write
from tenure.privacy.models import Erasure, User
from tenure.privacy.rights import Right, require, sees_sensitive
from tenure.privacy.subject_data import erase_logs, export_logs
from tenure.privacy.subjects import CLIENT, PERSON, Copy, DataSubject, Held, Holder

HOLDERS = (
    Holder("privacy", export_logs, erase_logs),
    Holder("agenda", export_agenda, erase_agenda),
    Holder("conversations", export_conversations, erase_conversations),
    Holder("discovery", export_ventures, erase_ventures),
    Holder("orders", export_orders, erase_orders),
    # Texts are searched while the names are still known.
    Holder("texts", export_mentions, erase_mentions),
    Holder("clients", export_clients, erase_clients),
)
FORMAT = "tenure subject copy 1"


@dataclass(frozen=True)
class SubjectPage:
    """All that is held on one human being. digest: changes with whatever is held, so that an erasure takes only what
    was seen; also_erased: people who go with a client."""

    kind: str
    id: int
    name: str
    held: Held
    digest: str
    also_erased: int


@dataclass(frozen=True)
class ErasureProof:
    """That somebody's data were erased, without saying who it was."""

    id: int
    kind: str
    subject_id: int
    at: datetime
    by: str
    digest: str
    counts: dict[str, int]


def find(*, actor: User, text: str) -> tuple[FoundSubject, ...]:
    """People and clients whose name, e-mail or phone holds the text."""
    require(actor, Right.MANAGE_PRIVACY)
    return find_subjects(text)


def subject_page(*, actor: User, kind: str, subject_id: int) -> SubjectPage:
    """Everything held, sealed facts left sealed; looking leaves no trace but shows no sealed value either."""
    require(actor, Right.MANAGE_PRIVACY)
    subject = _subject(kind, subject_id)
    held = _held(subject, Copy())
    also = len(subject.person_ids) if kind == CLIENT else 0
    return SubjectPage(kind, subject_id, subject.shown_name, held, digest_of(held), also)


def subject_copy(*, actor: User, kind: str, subject_id: int, hidden: bool = False) -> dict[str, Any]:
    """A copy for the person, as JSON values; recorded. hidden: with the facts marked not to be shown, never their source.

    Sealed facts are opened, and the openings logged, when the actor may open them; else they say that they are sealed.
    """
    require(actor, Right.MANAGE_PRIVACY)
    with transaction.atomic():
        subject = _subject(kind, subject_id)
        held = _held(subject, Copy(hidden=hidden, reader=actor if sees_sensitive(actor) else None))
        record_change(
            actor=actor, action="export_subject", subject_kind=kind, subject_id=subject_id, not_to_be_shown=hidden
        )  # fmt: skip
    copy = {"format": FORMAT, "made_at": clock.now(), "name": subject.shown_name, "held": held}
    return dict(json.loads(json.dumps(copy, cls=DjangoJSONEncoder)))


def erase_subject(*, actor: User | None, kind: str, subject_id: int, seen: str | None) -> ErasureProof:
    """Erase everything but accounting and proof. seen: digest of what the actor was shown; None only for a job.

    Raises BadInput when something was recorded meanwhile or the subject is erased already; nothing is erased then.
    """
    if actor is not None:
        require(actor, Right.MANAGE_PRIVACY)
    try:
        with transaction.atomic():
            seen_first = _subject(kind, subject_id)
            ventures = lock_ventures_about(seen_first.person_ids, seen_first.client_ids)
            subject = _subject(kind, subject_id, lock=True)
            digest = digest_of(_held(subject, Copy()))
            if actor is not None and seen != digest:
                raise BadInput("subject_changed")
            rows = rows_of(subject)
            counts = erase_held(subject, actor=actor, ventures=ventures)
            proof = Erasure.objects.create(
                at=clock.now(), actor=actor, subject_kind=kind, subject_id=subject_id, digest=digest, counts=counts,
                rows=[[row.kind, row.id, row.mark] for row in rows],
                left=digest_of(_held(client_subject(subject_id), Copy())) if kind == CLIENT else "",
            )  # fmt: skip
            transaction.on_commit(note_erasures)
            record_change(
                actor=actor, action="erase_subject", subject_kind=kind, subject_id=subject_id, digest=digest, **counts
            )
    except IntegrityError as error:
        raise BadInput("subject_changed") from error
    return _proof(proof, actor.name if actor else "")


def proofs(*, actor: User, size: int = 50) -> tuple[ErasureProof, ...]:
    """The newest erasures. One query."""
    require(actor, Right.MANAGE_PRIVACY)
    rows = Erasure.objects.select_related("actor").order_by("-id")[:size]
    return tuple(_proof(row, row.actor.name if row.actor else "") for row in rows)


def digest_of(held: Held) -> str:
    """SHA-256 of everything held, in a form in which the same data always read the same.

    Openings are left out: a colleague who opens a fact meanwhile changes nothing of what is held.
    """
    stable = {section: rows for section, rows in held.items() if section not in ("readings", "changes")}
    text = json.dumps(stable, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _subject(kind: str, subject_id: int, *, lock: bool = False) -> DataSubject:
    if kind == PERSON:
        return person_subject(subject_id, lock=lock)
    if kind != CLIENT:
        raise NotFound
    subject = client_subject(subject_id, lock=lock)
    last = Erasure.objects.filter(subject_kind=CLIENT, subject_id=subject_id).order_by("-at", "-id").first()
    if last is not None and last.left in ("", digest_of(_held(subject, Copy()))):
        raise BadInput("subject_erased", day=clock.day_of(last.at).isoformat())
    return subject


def _held(subject: DataSubject, copy: Copy) -> Held:
    held: Held = {}
    for holder in HOLDERS:
        held |= holder.export(subject, copy)
    return held


def note_erasures() -> None:
    """Let the list beside the database have every proof; what cannot be written now is written with the next."""
    with suppress(OSError):
        settings.TENURE_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(settings.TENURE_HOME, recorded())


def erase_held(subject: DataSubject, *, actor: User | None, ventures: Collection[int]) -> dict[str, int]:
    """Take away all that is held, room by room, and count anew what rests on the subject's voice in these ventures; how much of
    what went. Part of a transaction that locked the ventures (`lock_ventures_about`)."""
    counts: dict[str, int] = {}
    for holder in HOLDERS:
        counts |= holder.erase(subject)
    recount_clients(actor, subject.client_ids, ventures)
    return {name: count for name, count in counts.items() if count}


def _proof(row: Erasure, by: str) -> ErasureProof:
    return ErasureProof(row.pk, row.subject_kind, row.subject_id, row.at, by, row.digest, dict(row.counts))
