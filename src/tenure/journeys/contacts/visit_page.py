"""A field visit: what its form needs on a phone without a connection, and what becomes of it when it is sent.

The list holds the visitor's own clients only, those not visited for longest first: it stays on the phone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Max, Q

from tenure.clients.clients import visible_clients
from tenure.clients.companies.companies import visible_companies
from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.facts.fact_subjects import Subject
from tenure.clients.facts.facts import facts_of
from tenure.clients.models import Client
from tenure.journeys.contacts.record_contact import Answer, ContactRecord, RecordedContact, record_contact
from tenure.kernel import clock
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

MOST_CLIENTS, MOST_COMPANIES = 2000, 500


@dataclass(frozen=True)
class Place:
    """A client or a company to visit, and when somebody last did."""

    id: int
    name: str
    last_visit: date | None = None


@dataclass(frozen=True)
class LiveQuestion:
    """A question of the visit: what to look at, or to ask; choices where the answer is one of them."""

    code: str
    label: str
    question: str
    help: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VisitPage:
    """The form. more: own clients beyond the list, found by their card."""

    clients: tuple[Place, ...]
    companies: tuple[Place, ...]
    of_clients: tuple[LiveQuestion, ...]
    of_companies: tuple[LiveQuestion, ...]
    more: int


@dataclass(frozen=True)
class VisitTo:
    """Whom the visit is to: a client or a company."""

    client_id: int | None = None
    company_id: int | None = None


def visit_page(*, actor: User, client_id: int | None = None) -> VisitPage:
    """The form for this visitor; `client_id`: one more client in sight, for a visit begun from its card. Five queries."""
    require(actor, Right.WORK_WITH_CLIENTS)
    seen = visible_clients(actor)
    own = Q(owner=actor) if client_id is None else Q(owner=actor) | Q(pk=client_id)
    visits = Max("interactions__at", filter=Q(interactions__kind="visit"))
    rows = seen.filter(own).annotate(visited=visits).order_by(F("visited").asc(nulls_first=True), "normal_name", "pk")
    found = list(rows.values_list("pk", "name", "visited")[:MOST_CLIENTS])
    total = Client.objects.filter(pk__in=seen.filter(own).values("pk")).count() if len(found) == MOST_CLIENTS else 0
    companies = visible_companies(actor).order_by("normal_name", "pk").values_list("pk", "name")[:MOST_COMPANIES]
    kinds = fact_kinds()
    return VisitPage(
        clients=tuple(Place(pk, name, clock.day_of(at) if at else None) for pk, name, at in found),
        companies=tuple(Place(pk, name) for pk, name in companies),
        of_clients=questions_of(kinds, "client"),
        of_companies=questions_of(kinds, "company"),
        more=max(0, total - len(found)),
    )


def questions_of(kinds: Mapping[str, FactKind], subject: str) -> tuple[LiveQuestion, ...]:
    """The live questions about a client, or those about a company around our clients; nothing hidden or sensitive."""
    return tuple(
        LiveQuestion(
            kind.code, str(kind.label), str(kind.question), str(kind.help),
            tuple((code, str(label)) for code, label in kind.choices),
        )
        for kind in kinds.values()
        if _asked(kind, subject)
    )  # fmt: skip


def _asked(kind: FactKind, subject: str) -> bool:
    live = kind.block == "live" if subject == "client" else kind.subject == "company"
    plain = kind.value_kind in ("text", "choice", "number") and kind.sensitivity == "ordinary"
    return live and kind.subject == subject and plain and not kind.hidden


def record_visit(*, actor: User, to: VisitTo, record: ContactRecord, keep_facts: bool) -> RecordedContact:
    """Record a visit; its answers become facts too, each in place of an older one. The same key again writes nothing."""
    subject = Subject("client", to.client_id) if to.client_id else Subject("company", to.company_id or 0)
    if keep_facts and record.talk.answers:
        record = replace(record, answers=_facts(actor, subject, record))
    return record_contact(actor=actor, client_id=to.client_id, company_id=to.company_id, record=record)


def _facts(actor: User, subject: Subject, record: ContactRecord) -> tuple[Answer, ...]:
    """What was seen replaces what was known on that day or before; what is known from later stands beside it."""
    seen_on = clock.day_of(record.talk.at)
    known = {
        fact.kind: fact
        for fact in facts_of(actor=actor, subjects=[subject]).get(subject, ())
        if fact.known_on <= seen_on
    }
    return tuple(
        Answer(code, value, subject, known[code].id if code in known else None, how="seen", prefix=f"a-{code}-")
        for code, value in record.talk.answers.items()
        if value.strip()
    )
