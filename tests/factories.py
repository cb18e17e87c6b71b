"""Rows for the tests, one function per table; every argument has a harmless default."""

import functools
import itertools
import os
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import django.test
from django.contrib.auth.hashers import make_password

from tenure.agenda.models import Task
from tenure.clients.models import (
    Channel,
    Client,
    Company,
    CompanyTie,
    Consent,
    DecisionUnit,
    Fact,
    Note,
    Person,
    Post,
    Tie,
    UnitMember,
)
from tenure.conversations.models import Interaction, Objection, ObjectionAnswer, Participant, Script, Technique
from tenure.kernel import clock
from tenure.orders.models import ClientScore, ImportBatch, Order, OrderLine, ScoreRun
from tenure.orders.owner_figures import store_owner_figures
from tenure.privacy.models import User, Workspace

PASSWORD = "Plenty of rain 1907"
ZONE = os.environ.get("TENURE_TEST_ZONE") or "Europe/Chisinau"
_numbers = itertools.count(1)
_OF_A_POST = {"title", "department", "duties", "reports_to", "is_contact", "since", "until"}


@functools.cache
def _hashed(password: str) -> str:
    return make_password(password)


def make_workspace(**fields: Any) -> Workspace:
    """The one workspace; made when absent, changed when fields are given."""
    defaults = {"name": "Codru Trade SRL", "currency": "EUR", "language": "en", "time_zone": ZONE}
    workspace, _ = Workspace.objects.update_or_create(pk=1, defaults=fields, create_defaults=defaults | fields)
    return workspace


def make_user(*, role: str = "salesperson", **fields: Any) -> User:
    """An account whose password is PASSWORD."""
    number = next(_numbers)
    defaults = {
        "email": f"person{number}@example.com",
        "name": f"Person {number}",
        "password": _hashed(PASSWORD),
        "created_at": clock.now(),
    }
    return User.objects.create(role=role, **(defaults | fields))


def signed_in(user: User | None = None, **options: Any) -> django.test.Client:
    """Django's test client, signed in as the user when one is given."""
    browser = django.test.Client(**options)
    if user is not None:
        browser.force_login(user)
    return browser


def make_client(name: str | None = None, **fields: Any) -> Client:
    """A client; its normal name and search text follow from the name."""
    name = name or f"Client {next(_numbers)} SRL"
    defaults = {"normal_name": name.casefold(), "search_text": name.casefold(), "created_at": clock.now()}
    return Client.objects.create(name=name, **(defaults | fields))


def make_note(client: Client, author: User, text: str = "Prefers deliveries before ten.") -> Note:
    return Note.objects.create(client=client, author=author, text=text, created_at=clock.now())


def make_person(name: str | None = None, client: Client | None = None, **fields: Any) -> Person:
    """A person; with a client, one who has an open post there. Columns of that post may stand among the fields."""
    name = name or f"Person {next(_numbers)}"
    post = {column: fields.pop(column) for column in _OF_A_POST & fields.keys()}
    defaults = {"normal_name": name.casefold(), "search_text": name.casefold(), "created_at": clock.now()}
    person = Person.objects.create(name=name, **(defaults | fields))
    if client is not None:
        make_post(person, client, **post)
    return person


def make_consent(person: Person, recorded_by: User, **fields: Any) -> Consent:
    """A consent to e-mails since today, without an end."""
    defaults = {"purpose": "email", "basis": "consent", "given_on": clock.today(), "recorded_at": clock.now()}
    return Consent.objects.create(person=person, recorded_by=recorded_by, **(defaults | fields))


def make_post(person: Person, client: Client, **fields: Any) -> Post:
    """An open post."""
    return Post.objects.create(person=person, client=client, **({"created_at": clock.now()} | fields))


def make_channel(person: Person, value: str = "+37369000001", kind: str = "phone", **fields: Any) -> Channel:
    """A way to reach the person; its comparable form is the value in lower case."""
    return Channel.objects.create(person=person, kind=kind, value=value, **({"normal": value.lower()} | fields))


def make_company(name: str | None = None, **fields: Any) -> Company:
    """A company of the register."""
    name = name or f"Company {next(_numbers)}"
    defaults = {"normal_name": name.casefold(), "search_text": name.casefold(), "created_at": clock.now()}
    return Company.objects.create(name=name, **(defaults | fields))


def make_company_tie(client: Client, company: Company, kind: str = "supplier", **fields: Any) -> CompanyTie:
    """What the company is to the client; open."""
    defaults = {"created_at": clock.now()}
    return CompanyTie.objects.create(client=client, company=company, kind=kind, **(defaults | fields))


def make_fact(client: Client, recorded_by: User, value: Any = "bakes bread", **fields: Any) -> Fact:
    """A fact about a client: what it does, unless another kind is given."""
    defaults = {"type_code": "activity", "confidence": 0.8, "known_on": clock.today(), "recorded_at": clock.now()}
    return Fact.objects.create(client=client, recorded_by=recorded_by, value=value, **(defaults | fields))


def make_batch(**fields: Any) -> ImportBatch:
    """An import that is done."""
    defaults = {"file_name": "orders.csv", "state": ImportBatch.State.DONE, "created_at": clock.now()}
    return ImportBatch.objects.create(**(defaults | fields))


def make_order(client: Client, day: date, amount_minor: int = 10_000, **fields: Any) -> Order:
    """One order with one line of the same amount."""
    order = Order.objects.create(client=client, day=day, amount_minor=amount_minor, **({"currency": "EUR"} | fields))
    OrderLine.objects.create(
        order=order,
        batch=order.batch,
        amount_minor=amount_minor,
        margin_minor=order.margin_minor,
        fingerprint=next(_numbers),
        is_return=order.is_return,
    )
    return order


def make_orders(client: Client, days: Iterable[date], amount_minor: int = 10_000, **fields: Any) -> list[Order]:
    """One order of the same amount on each of the days."""
    return [make_order(client, day, amount_minor, **fields) for day in days]


def rhythm(*, every: int, count: int, last: date) -> list[date]:
    """`count` days, `every` so many days, the last of them on `last`."""
    return [last - timedelta(days=every * step) for step in reversed(range(count))]


def make_run(**fields: Any) -> ScoreRun:
    """A score run that is done; the owners' part of its `summary` goes where pages look for it."""
    defaults = {
        "state": ScoreRun.State.DONE,
        "requested_at": clock.now(),
        "finished_at": clock.now(),
        "as_of": clock.today(),
        "model_version": "test",
    }
    run = ScoreRun.objects.create(**(defaults | fields))
    if run.state == ScoreRun.State.DONE:
        store_owner_figures(run_id=run.pk, figures=run.summary.get("owners", {}))
    return run


def make_score(client: Client, run: ScoreRun | None = None, **fields: Any) -> ClientScore:
    """Scores of one client; `status` is "ok" unless told otherwise, the owner is the client's."""
    defaults = {"status": "ok", "owner": client.owner, "run": run or make_run()}
    return ClientScore.objects.create(client=client, **(defaults | fields))


def make_task(client: Client | None = None, **fields: Any) -> Task:
    """An open task; a plain one unless a kind is given, its owner the client's."""
    plain = fields.get("kind", Task.Kind.PLAIN) == Task.Kind.PLAIN
    defaults = {
        "kind": Task.Kind.PLAIN,
        "title": "Call back" if plain else "",
        "owner": client.owner if client else None,
        "client": client,
        "episode": "" if plain else f"episode {next(_numbers)}",
        "created_at": clock.now(),
    }
    return Task.objects.create(**(defaults | fields))


def make_unit(client: Client | None = None, **fields: Any) -> DecisionUnit:
    """A decision unit without people; of the client at large unless a title is given."""
    return DecisionUnit.objects.create(client=client or make_client(), **({"created_at": clock.now()} | fields))


def make_member(unit: DecisionUnit, person: Person | str | None = None, **fields: Any) -> UnitMember:
    """A person of the unit, made with an open post at its client unless one is given."""
    title = fields.pop("title", "")
    if not isinstance(person, Person):
        person = make_person(person, unit.client, title=title)
    return UnitMember.objects.create(unit=unit, person=person, **fields)


def make_tie(who: UnitMember, whom: UnitMember, kind: str = "listens", strength: float = 1) -> Tie:
    """A tie between two people of one unit."""
    return Tie.objects.create(unit=who.unit, kind=kind, who=who, whom=whom, strength=strength)


def make_promise(client: Client, **fields: Any) -> Task:
    """A promise of ours, given three days ago for tomorrow, open."""
    said = clock.today() - timedelta(days=3)
    defaults = {
        "kind": Task.Kind.PROMISE,
        "title": "Send the certificate",
        "due_on": clock.today() + timedelta(days=1),
        "reason": {"code": "promise", "said": said.isoformat()} | ({"theirs": True} if fields.get("theirs") else {}),
    }
    return make_task(client, **(defaults | fields))


def make_interaction(client: Client, author: User, people: Iterable[Person] = (), **fields: Any) -> Interaction:
    """A call that reached somebody, an hour ago."""
    defaults = {"kind": "call", "outcome": "reached", "at": clock.now() - timedelta(hours=1), "created_at": clock.now()}
    row = Interaction.objects.create(client=client, author=author, **(defaults | fields))
    Participant.objects.bulk_create([Participant(interaction=row, person=person) for person in people])
    return row


def make_script(owner: User | None = None, **fields: Any) -> Script:
    """A script of two steps, for everybody unless it has an owner."""
    steps = [
        {"kind": "say", "text": "Good morning.", "technique": "", "answers": [["", 2]]},
        {"kind": "ask", "text": "How do you order?", "technique": "", "answers": [["By phone", 0], ["Not at all", 1]]},
    ]
    defaults = {"title": "First call", "language": "en", "steps": steps, **_made()}
    return Script.objects.create(owner=owner, **(defaults | fields))


def make_objection(owner: User | None = None, **fields: Any) -> Objection:
    """An objection without answers, for everybody unless it has an owner."""
    defaults = {"text": "It is too expensive", "language": "en", "category": "price", **_made()}
    return Objection.objects.create(owner=owner, **(defaults | fields))


def make_answer(objection: Objection | None = None, **fields: Any) -> ObjectionAnswer:
    defaults = {"text": "What do you compare it with?", "created_at": clock.now()}
    return ObjectionAnswer.objects.create(objection=objection or make_objection(), **(defaults | fields))


def make_technique(**fields: Any) -> Technique:
    defaults = {"code": f"card{next(_numbers)}", "language": "en", "title": "Open questions", "text": "Ask how.",
                "changed_at": clock.now()}  # fmt: skip
    return Technique.objects.create(**(defaults | fields))


def _made() -> dict[str, Any]:
    return {"created_at": clock.now(), "changed_at": clock.now()}
