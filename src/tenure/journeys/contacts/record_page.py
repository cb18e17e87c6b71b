"""What the form for recording a contact offers: the people, how they lean, the question worth asking, the task."""

from dataclasses import dataclass
from datetime import date

from tenure.agenda.living_reason import living_reason
from tenure.agenda.next_contact import DAYS_TO_TALK, next_contact_day
from tenure.agenda.tasks import visible_tasks
from tenure.clients.clients import client_facts
from tenure.clients.people.people import people_of
from tenure.clients.units.decision_units import main_unit, unit_of, units_of
from tenure.conversations.likely_objections import LikelyObjection, objections_to_record
from tenure.journeys.learning.learn_next import learn_next
from tenure.journeys.units.decision_table import TableAsks, open_tables, tables_ask
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

ANSWERED_IN_A_FIELD = frozenset({"text", "number", "money", "date", "choice", "company", "person"})


@dataclass(frozen=True)
class Someone:
    """A person who may have taken part. attitude: what is entered of it; in_unit: whether one can be entered."""

    id: int
    name: str
    title: str
    is_contact: bool
    in_unit: bool
    attitude: int | None


@dataclass(frozen=True)
class ForTask:
    """The task the contact is for: what the form finishes."""

    id: int
    version: int
    kind: str
    title: str
    reason: dict[str, object]
    person_id: int | None


@dataclass(frozen=True)
class Asking:
    """The one question worth asking. seen: the claim known already; about: the person it is about, None: the client.

    choices: pairs (code, label) where the answer is one of them.
    """

    kind: str
    label: str
    text: str
    ask: str
    about: int | None
    seen: int | None
    known: str
    worth_minor: int
    value_kind: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RecordPage:
    """What the form shows. days: the next talk each readiness suggests; table: what a decision table asks first; likely:
    objections to expect that have an answer; other_objections: the rest of the library."""

    client_id: int
    client_name: str
    people: tuple[Someone, ...]
    task: ForTask | None
    question: Asking | None
    today: date
    days: dict[str, date | None]
    table: TableAsks | None
    likely: tuple[LikelyObjection, ...]
    other_objections: tuple[LikelyObjection, ...]


def record_page(*, actor: User, client_id: int, task_id: int | None = None) -> RecordPage:
    """The form for a client in sight; NotFound otherwise. A known number of queries."""
    facts = client_facts(actor=actor, client_id=client_id)
    require(actor, Right.WORK_WITH_CLIENTS)
    today = clock.today()
    likely, others = objections_to_record(actor=actor, client_id=client_id)
    return RecordPage(
        client_id=client_id,
        client_name=facts.details.name,
        people=_people(actor, client_id),
        task=_task(actor, client_id, task_id, today) if task_id is not None else None,
        question=_question(actor, client_id),
        today=today,
        days={code: next_contact_day(code, today) for code in (*DAYS_TO_TALK, "never")},
        table=next(iter(_tables_ask(actor, client_id)), None),
        likely=likely,
        other_objections=others,
    )


def _people(actor: User, client_id: int) -> tuple[Someone, ...]:
    head = main_unit(units_of(actor=actor, client_id=client_id))
    members = {one.person_id: one for one in unit_of(actor=actor, unit_id=head.id).members} if head else {}
    return tuple(
        Someone(
            person.id, person.name, person.title, person.is_contact, person.id in members,
            members[person.id].attitude if person.id in members else None,
        )
        for person in people_of(actor=actor, client_id=client_id)
        if person.is_here
    )  # fmt: skip


def _tables_ask(actor: User, client_id: int) -> tuple[TableAsks, ...]:
    """What the decision tables of open deals ask; most clients have none, which costs one query."""
    tables = open_tables(client_id=client_id)
    return tables_ask(tables, heads=units_of(actor=actor, client_id=client_id), members={}) if tables else ()


def _question(actor: User, client_id: int) -> Asking | None:
    """The question that brings most and whose answer fits into one field; None when nothing is worth asking."""
    asked = learn_next(actor=actor, client_id=client_id).chosen.asked
    best = next((one for one in asked if one.kind.value_kind in ANSWERED_IN_A_FIELD), None)
    if best is None:
        return None
    claim = best.claims[0] if len(best.claims) == 1 else None
    return Asking(
        kind=best.kind.code,
        label=best.label,
        text=best.text,
        ask=best.ask.name if best.ask else "",
        about=best.about.id if best.about else None,
        seen=claim.id if claim else None,
        known=claim.shown if claim else "",
        worth_minor=best.worth_minor,
        value_kind=best.kind.value_kind,
        choices=tuple((code, str(label)) for code, label in best.kind.choices),
    )


def _task(actor: User, client_id: int, task_id: int, today: date) -> ForTask:
    row = visible_tasks(actor).filter(pk=task_id, client_id=client_id).select_related("person").first()
    if row is None:
        raise NotFound(f"task {task_id}")
    reason = living_reason(
        row.kind, row.reason, person=row.person.name if row.person else "", due_on=row.due_on, today=today
    )
    return ForTask(row.pk, row.version, row.kind, row.title, reason, row.person_id)
