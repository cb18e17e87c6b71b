"""Conversations with clients: recorded once, read newest first, corrected by who held them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.companies.company_sight import company_exists
from tenure.clients.people.people import visible_people
from tenure.clients.sight import Sight, look
from tenure.conversations.models import Interaction, Participant
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

LONGEST = 20_000
LONGEST_ANSWER = 2_000
MOST_MINUTES = 24 * 60
PAGE = 20
EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
KINDS = tuple(Interaction.Kind.values)
OUTCOMES = tuple(Interaction.Outcome.values)
READINESS = tuple(Interaction.Readiness.values)


@dataclass(frozen=True)
class Talk:
    """What is said about a conversation, before it is stored; only its kind and moment must be there."""

    kind: str
    at: datetime
    outcome: str = ""
    readiness: str = ""
    next_contact_on: date | None = None
    minutes: int | None = None
    text: str = ""
    people: tuple[int, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    """With whom the conversation was: a client, or a company around our clients. One of the two."""

    client_id: int | None
    company_id: int | None = None


@dataclass(frozen=True)
class Recorded:
    """The stored conversation; `repeated` when the same submission had been recorded before."""

    id: int
    version: int
    repeated: bool = False


@dataclass(frozen=True)
class Participation:
    """A person of the client who took part."""

    id: int
    name: str


@dataclass(frozen=True)
class InteractionRow:
    """A conversation as shown; `own` when the viewer may correct it."""

    id: int
    version: int
    client_id: int | None
    company_id: int | None
    kind: str
    at: datetime
    outcome: str
    readiness: str
    next_contact_on: date | None
    minutes: int | None
    text: str
    answers: dict[str, str]
    author: str
    author_id: int
    edited_at: datetime | None
    own: bool
    people: tuple[Participation, ...]


@dataclass(frozen=True)
class InteractionPage:
    """Newest first; `older` is the cursor of the next page, empty on the last one."""

    rows: tuple[InteractionRow, ...]
    older: str


def record_interaction(
    *,
    actor: User,
    client_id: int | None,
    kind: str,
    at: datetime,
    outcome: str = "",
    readiness: str = "",
    next_contact_on: date | None = None,
    minutes: int | None = None,
    text: str = "",
    people: Sequence[int] = (),
    answers: dict[str, str] | None = None,
    key: uuid.UUID | None = None,
    company_id: int | None = None,
) -> Recorded:
    """Write down a conversation with a client in sight, or a visit to a company around our clients.

    The same key again changes nothing and tells what it recorded first.
    """
    require(actor, Right.WORK_WITH_CLIENTS)
    about = About(client_id, company_id)
    talk = Talk(kind, at, outcome, readiness, next_contact_on, minutes, text, tuple(people), answers or {})
    with transaction.atomic():
        _check_sight(actor, about)
        known = _same_submission(actor, about, key)
        if known is not None:
            return known
        values = _clean(talk)
        people_here = _people(actor, about, talk.people)
        try:
            with transaction.atomic():
                row = Interaction.objects.create(
                    client_id=client_id, company_id=company_id, author=actor, created_at=clock.now(), key=key, **values
                )
        except IntegrityError:  # the other of two submissions was quicker
            return _required(_same_submission(actor, about, key))
        _take_part(row.pk, people_here)
        _audit(actor, "record_interaction", row, people=len(people_here))
    return Recorded(row.pk, row.version)


def edit_interaction(*, actor: User, interaction_id: int, version: int, talk: Talk) -> Recorded:
    """Correct a conversation. Conflict when somebody corrected it in the meantime; nothing is written then."""
    require(actor, Right.WORK_WITH_CLIENTS)
    with transaction.atomic():
        row = _editable(actor).select_for_update(of=("self",)).filter(pk=interaction_id).first()
        if row is None:
            raise NotFound(f"interaction {interaction_id}")
        if row.version != version:
            raise Conflict(f"interaction {interaction_id} is no longer at version {version}")
        values = _clean(talk)
        kept = [one for one in _participants([row.pk]).get(row.pk, ()) if one.id in talk.people]
        fresh = [person for person in talk.people if person not in {one.id for one in kept}]
        people_here = [*(one.id for one in kept), *_people(actor, About(row.client_id, row.company_id), fresh)]
        changed = _changed(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.edited_at = version + 1, clock.now()
        row.save()
        Participant.objects.filter(interaction=row).exclude(person__in=people_here).delete()
        _take_part(row.pk, people_here)
        _audit(actor, "edit_interaction", row, changed=changed, people=len(people_here))
    return Recorded(row.pk, row.version)


def interaction(*, actor: User, interaction_id: int) -> InteractionRow:
    """One conversation with a client in sight; NotFound otherwise."""
    row = _visible(actor).annotate(author_name=F("author__name")).filter(pk=interaction_id).first()
    if row is None:
        raise NotFound(f"interaction {interaction_id}")
    return _row(row, actor, _participants([row.pk]))


def timeline_of(
    *, actor: User, client_id: int, before: str | None = None, limit: int = PAGE, sight: Sight | None = None
) -> InteractionPage:
    """The newest conversations with a client in sight, or those older than the cursor. At most three queries."""
    look(actor, client_id, sight)
    rows = Interaction.objects.filter(client_id=client_id).annotate(author_name=F("author__name"))
    rows = rows.order_by("-at", "-id")
    if before:
        at, last = read_cursor(before)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last))
    found = list(rows[: limit + 1])
    shown = tuple(interaction_rows(actor, found[:limit]))
    return InteractionPage(shown, cursor(shown[-1].at, shown[-1].id) if len(found) > limit else "")


def interaction_rows(actor: User, rows: Iterable[Interaction]) -> list[InteractionRow]:
    """Conversations the caller has found in sight, with who took part: one query more, two where authors are to come."""
    found = list(rows.annotate(author_name=F("author__name")) if isinstance(rows, QuerySet) else rows)
    people = _participants([row.pk for row in found])
    return [_row(row, actor, people) for row in found]


def cursor(at: datetime, row_id: int) -> str:
    """Where a page ends, as it stands in an address."""
    return f"{(at - EPOCH) // MICROSECOND}-{row_id}"


def read_cursor(text: str) -> tuple[datetime, int]:
    """The moment and number a cursor names; InvalidValue for anything a page of ours does not make."""
    moment, _dash, row_id = text.rpartition("-")
    try:
        return EPOCH + int(moment) * MICROSECOND, int(row_id)
    except (ValueError, OverflowError):
        raise InvalidValue("cursor_wrong", field="before", value=text[:40]) from None


def _check_sight(actor: User, about: About) -> None:
    """The client must be in sight; the register of companies is everybody's."""
    found = (
        company_exists(about.company_id)
        if about.client_id is None
        else about.company_id is None and visible_clients(actor).filter(pk=about.client_id).exists()
    )
    if not found:
        raise NotFound(f"{about}")


def _same_submission(actor: User, about: About, key: uuid.UUID | None) -> Recorded | None:
    """What this key recorded before; Conflict when it was somebody else's or about another client."""
    row = Interaction.objects.filter(key=key).first() if key else None
    if row is None:
        return None
    if row.author_id != actor.pk or (row.client_id, row.company_id) != (about.client_id, about.company_id):
        raise Conflict("this key has recorded another conversation")
    return Recorded(row.pk, row.version, repeated=True)


def _required(found: Recorded | None) -> Recorded:
    if found is None:
        raise Conflict("the conversation could not be recorded")
    return found


def _visible(actor: User) -> QuerySet[Interaction]:
    return Interaction.objects.filter(Q(client__in=visible_clients(actor)) | Q(company__isnull=False))


def _editable(actor: User) -> QuerySet[Interaction]:
    """A conversation is corrected by who held it, or by who answers for the whole team."""
    rows = _visible(actor)
    return rows if may(actor, Right.ASSIGN_CLIENTS) else rows.filter(author=actor)


def _people(actor: User, about: About, people: Iterable[int]) -> list[int]:
    """Those who have or had a post at this client and are in sight; NotFound when any is not."""
    wanted = sorted(set(people))
    if not wanted:
        return []
    found = visible_people(actor).filter(pk__in=wanted, posts__client=about.client_id).values_list("pk", flat=True)
    if len(set(found)) != len(wanted):
        raise NotFound("a person named is not at this client")
    return wanted


def _take_part(interaction_id: int, people: Iterable[int]) -> None:
    Participant.objects.bulk_create(
        [Participant(interaction_id=interaction_id, person_id=person) for person in people], ignore_conflicts=True
    )


def _participants(ids: Sequence[int]) -> dict[int, tuple[Participation, ...]]:
    found: dict[int, tuple[Participation, ...]] = {}
    if not ids:
        return found
    rows = Participant.objects.filter(interaction__in=ids).order_by("id")
    for interaction_id, person, name in rows.values_list("interaction_id", "person_id", "person__name"):
        found[interaction_id] = (*found.get(interaction_id, ()), Participation(person, name))
    return found


def _clean(talk: Talk) -> dict[str, Any]:
    """The columns as they are stored; InvalidValue names the field that cannot be."""
    for name, value, known in (
        ("kind", talk.kind, KINDS),
        ("outcome", talk.outcome, ("", *OUTCOMES)),
        ("readiness", talk.readiness, ("", *READINESS)),
    ):
        if value not in known:
            raise InvalidValue("talk_choice_wrong", field=name, value=value[:40])
    text = talk.text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise InvalidValue("talk_long", field="text", longest=LONGEST, length=len(text))
    if talk.minutes is not None and not 0 < talk.minutes <= MOST_MINUTES:
        raise InvalidValue("talk_minutes", field="minutes", minutes=talk.minutes, most=MOST_MINUTES)
    # A phone's clock may run a little ahead of ours.
    if talk.at > clock.now() + timedelta(days=1):
        raise InvalidValue("talk_ahead", field="at")
    if talk.at < EARLIEST:  # and no database or time zone has to cope with the year 1
        raise InvalidValue("talk_long_ago", field="at")
    return {
        "kind": talk.kind,
        "at": talk.at,
        "outcome": talk.outcome,
        "readiness": talk.readiness,
        "next_contact_on": talk.next_contact_on,
        "minutes": talk.minutes,
        "text": text,
        "answers": _answers(talk.answers),
    }


def _answers(answers: dict[str, str]) -> dict[str, str]:
    clean = {name: value.replace("\r\n", "\n").replace("\x00", "").strip() for name, value in answers.items()}
    for name, value in clean.items():
        if len(value) > LONGEST_ANSWER:
            raise InvalidValue("answer_too_long", field=name, longest=LONGEST_ANSWER, length=len(value))
    return {name: value for name, value in clean.items() if value}


def _changed(row: Interaction, values: dict[str, Any]) -> dict[str, list[Any]]:
    """What was and what is, for the log; of what was said only how long it was, so that it can be erased for good."""
    changed: dict[str, list[Any]] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before == value:
            continue
        if name in ("text", "answers"):
            changed[name] = [len(str(before)), len(str(value))]
        else:
            changed[name] = [_plain(before), _plain(value)]
    return changed


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _row(row: Any, actor: User, people: dict[int, tuple[Participation, ...]]) -> InteractionRow:
    """row: an Interaction with `author_name`."""
    own = row.author_id == actor.pk or may(actor, Right.ASSIGN_CLIENTS)
    return InteractionRow(
        id=row.pk,
        version=row.version,
        client_id=row.client_id,
        company_id=row.company_id,
        kind=row.kind,
        at=row.at,
        outcome=row.outcome,
        readiness=row.readiness,
        next_contact_on=row.next_contact_on,
        minutes=row.minutes,
        text=row.text,
        answers=row.answers,
        author=row.author_name,
        author_id=row.author_id,
        edited_at=row.edited_at,
        own=own and may(actor, Right.WORK_WITH_CLIENTS),
        people=people.get(row.pk, ()),
    )


def _audit(actor: User, action: str, row: Interaction, **details: Any) -> None:
    kind, subject = ("client", row.client_id) if row.client_id else ("company", row.company_id)
    record_change(
        actor=actor, action=action, subject_kind=kind, subject_id=subject, conversation=row.pk,
        letters=len(row.text), **details,
    )  # fmt: skip
