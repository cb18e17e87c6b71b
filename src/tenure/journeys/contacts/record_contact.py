"""A contact is recorded in one go: the conversation, what was learnt, promised, left open, who leans how, what is next.

Everything is written in one transaction, or nothing. The same submission again changes nothing and leads to the first.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from tenure.agenda.next_contact import next_contact_day, set_next_contact, talk_took_place
from tenure.agenda.promises import add_promise, owe_answer
from tenure.agenda.tasks import add_task, finish_task
from tenure.clients.facts.fact_subjects import Subject
from tenure.clients.facts.facts import FactConflict, Source, record_fact
from tenure.clients.people.channels import add_channel
from tenure.clients.people.people import add_person
from tenure.clients.units.decision_units import main_unit, unit_of, units_of
from tenure.clients.units.unit_members import details_of, edit_member
from tenure.conversations.interactions import Recorded, Talk, record_interaction
from tenure.conversations.objection_answers import record_use
from tenure.journeys.learning.talk_worth import value_talks
from tenure.journeys.units.decision_table import hear_answer
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

SUGGESTED, ON_A_DAY, NOT_AGAIN = "suggested", "day", "none"
CONFIDENCE = 0.8


@dataclass(frozen=True)
class Owed:
    """A line of the form: a promise of ours, one of theirs, a question left open, or a task for oneself.

    kind: promise, theirs, question or task; `prefix` begins the names of its fields.
    """

    kind: str
    title: str
    due_on: date
    prefix: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer that is to become a fact; `seen`: the current claim the form showed."""

    kind: str
    value: str
    subject: Subject
    seen: int | None = None
    how: str = "asked"
    prefix: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Somebody met for the first time; only the name must be there."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class NewChannel:
    """A way to reach somebody who is known already."""

    person_id: int
    kind: str
    value: str


@dataclass(frozen=True)
class AnswerUsed:
    """An objection came up and this answer to it was given. helped: None when that is not known yet."""

    answer_id: int
    helped: bool | None = None


@dataclass(frozen=True)
class HeardAnswer:
    """What was said to the question of a decision table; version: of the table the form showed."""

    unit_id: int
    version: int
    unknown: str
    answer: str


@dataclass(frozen=True)
class ContactRecord:
    """The form as a whole. next_contact: suggested by readiness, on a day, or none; task_id: what the contact was for."""

    talk: Talk
    key: uuid.UUID | None = None
    attitudes: tuple[tuple[int, int], ...] = ()
    answers: tuple[Answer, ...] = ()
    owed: tuple[Owed, ...] = ()
    new_person: NewPerson | None = None
    channel: NewChannel | None = None
    used: tuple[AnswerUsed, ...] = ()
    heard: HeardAnswer | None = None
    next_contact: str = SUGGESTED
    next_on: date | None = None
    task_id: int | None = None
    task_version: int = 0


@dataclass(frozen=True)
class RecordedContact:
    """What was written: ids and counts, to be said in a line."""

    interaction_id: int
    repeated: bool = False
    facts: int = 0
    promises: int = 0
    questions: int = 0
    objections: int = 0
    next_on: date | None = None


class _Repeated(Exception):
    """Takes everything back that this submission wrote again."""

    def __init__(self, first: Recorded) -> None:
        self.first = first
        super().__init__(first.id)


def record_contact(
    *, actor: User, client_id: int | None, record: ContactRecord, company_id: int | None = None
) -> RecordedContact:
    """Write all of it. Raises what the single writers raise, with the field's own name in the form."""
    try:
        with transaction.atomic():
            return _record(actor, client_id, company_id, record)
    except _Repeated as again:
        return RecordedContact(again.first.id, repeated=True)


def _record(actor: User, client_id: int | None, company_id: int | None, record: ContactRecord) -> RecordedContact:
    said_on = clock.day_of(record.talk.at)
    talk = _with_new_person(actor, client_id, record)
    next_on = _next_on(record, said_on) if client_id else None
    first = record_interaction(
        actor=actor, client_id=client_id, company_id=company_id, kind=talk.kind, at=talk.at, outcome=talk.outcome,
        readiness=talk.readiness, next_contact_on=next_on, minutes=talk.minutes, text=talk.text, people=talk.people,
        answers=talk.answers, key=record.key,
    )  # fmt: skip
    if first.repeated:
        raise _Repeated(first)
    for answer in record.answers:
        _learn(actor, answer, talk, first.id, said_on)
    if client_id is None:
        return RecordedContact(first.id, facts=len(record.answers))
    _lean(actor, client_id, record)
    if record.channel:
        with fields_of("channel-"):
            add_channel(
                actor=actor, person_id=record.channel.person_id, kind=record.channel.kind, value=record.channel.value
            )
    if record.heard is not None:
        hear_answer(actor=actor, on=said_on, **vars(record.heard))
    for used in record.used:
        record_use(actor=actor, answer_id=used.answer_id, helped=used.helped, interaction_id=first.id)
    for one in record.owed:
        _owe(actor, client_id, one, talk, first.id, said_on)
    _go_on(actor, client_id, record, talk, first.id, next_on, said_on)
    value_talks(client_id=client_id)
    promises = sum(one.kind in ("promise", "theirs") for one in record.owed)
    questions = sum(one.kind == "question" for one in record.owed)
    return RecordedContact(first.id, facts=len(record.answers), promises=promises, questions=questions,
                           objections=len(record.used), next_on=next_on)  # fmt: skip


@contextmanager
def fields_of(prefix: str) -> Iterator[None]:
    """What is refused inside belongs to the fields of that part of the form."""
    try:
        yield
    except InvalidValue as refused:
        data = dict(refused.problem.data)
        data["field"] = f"{prefix}{data.get('field', '')}"
        raise InvalidValue(refused.problem.code, **data) from None


def _with_new_person(actor: User, client_id: int | None, record: ContactRecord) -> Talk:
    new = record.new_person
    if new is None or client_id is None:
        return record.talk
    with fields_of("new-"):
        person = add_person(
            actor=actor, client_id=client_id, name=new.name, title=new.title, phone=new.phone, email=new.email
        )
    return replace(record.talk, people=(*record.talk.people, person))


def _next_on(record: ContactRecord, said_on: date) -> date | None:
    """The day of the next talk; one that was asked for but not given is named."""
    if record.next_contact == ON_A_DAY:
        if record.next_on is None:
            raise InvalidValue("day_unreadable", field="next_on", value="")
        return record.next_on
    return next_contact_day(record.talk.readiness, said_on) if record.next_contact == SUGGESTED else None


def _learn(actor: User, answer: Answer, talk: Talk, interaction_id: int, said_on: date) -> None:
    """The answer as a fact. One that contradicts what somebody recorded meanwhile stands beside it, and nothing is lost."""
    who = talk.people[0] if talk.people and answer.how == "asked" else None
    source = Source(person_id=who, interaction_id=interaction_id, how=answer.how, known_on=said_on)
    with fields_of(answer.prefix):
        for beside in (False, True):
            try:
                record_fact(
                    actor=actor, subject=answer.subject, kind=answer.kind, value=answer.value, source=source,
                    confidence=CONFIDENCE, seen=answer.seen, beside=beside,
                )  # fmt: skip
            except FactConflict:
                continue
            return


def _lean(actor: User, client_id: int, record: ContactRecord) -> None:
    """The attitudes that showed, in the decision unit of the client; of people outside it nothing is kept."""
    wanted = dict(record.attitudes)
    head = main_unit(units_of(actor=actor, client_id=client_id)) if wanted else None
    if head is None:
        return
    for member in unit_of(actor=actor, unit_id=head.id).members:
        attitude = wanted.get(member.person_id)
        if attitude is not None and attitude != member.attitude:
            details = replace(details_of(member), attitude=attitude)
            edit_member(actor=actor, member_id=member.id, version=member.version, details=details)


def _owe(actor: User, client_id: int, one: Owed, talk: Talk, interaction_id: int, said_on: date) -> None:
    person = talk.people[0] if talk.people else None
    with fields_of(one.prefix):
        if one.kind == "task":
            add_task(actor=actor, title=one.title, minutes=15, due_on=one.due_on, today=said_on, client_id=client_id)
        elif one.kind == "question":
            owe_answer(
                actor=actor, client_id=client_id, question=one.title, due_on=one.due_on, person_id=person,
                interaction_id=interaction_id, said_on=said_on,
            )  # fmt: skip
        else:
            add_promise(
                actor=actor, client_id=client_id, title=one.title, due_on=one.due_on, theirs=one.kind == "theirs",
                person_id=person, interaction_id=interaction_id, said_on=said_on,
            )  # fmt: skip


def _go_on(
    actor: User, client_id: int, record: ContactRecord, talk: Talk, interaction_id: int, next_on: date | None,
    said_on: date,
) -> None:  # fmt: skip
    """The talk that waited has been held, unless nobody answered; the next one is set; the task it was for is done."""
    if talk.outcome != "no_answer":
        talk_took_place(actor=actor, client_id=client_id)
    if next_on is not None:
        set_next_contact(
            actor=actor, client_id=client_id, due_on=next_on, today=said_on, readiness=talk.readiness,
            person_id=talk.people[0] if talk.people else None, interaction_id=interaction_id,
        )  # fmt: skip
    if record.task_id is not None:
        try:
            finish_task(actor=actor, task_id=record.task_id, version=record.task_version)
        except (Conflict, NotFound):
            return  # somebody has dealt with it already: the contact is recorded all the same
