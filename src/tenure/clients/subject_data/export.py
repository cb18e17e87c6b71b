"""What the room of clients holds on a person or on a client that is one person."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.facts.fact_rows import ids_named
from tenure.clients.models import (
    Alias,
    Channel,
    Client,
    Company,
    CompanyTie,
    Consent,
    DecisionUnit,
    Fact,
    FactFile,
    Note,
    OurContact,
    Person,
    Post,
    Tie,
    UnitMember,
)
from tenure.privacy.readings import record_reading
from tenure.privacy.sealing import unseal
from tenure.privacy.subjects import Copy, DataSubject, Held

SEALED = "(sealed)"


def export_clients(subject: DataSubject, copy: Copy) -> Held:
    """Everything on the subject, by section; a known number of queries."""
    held: Held = {}
    if subject.client_ids:
        held |= _client(subject)
    people = subject.person_ids
    held["people"] = _rows(Person.objects.filter(pk__in=people), "name", "language", "created_at")
    held["channels"] = _rows(Channel.objects.filter(person__in=people), "kind", "value", "preferred")
    held["posts"] = _rows(
        Post.objects.filter(person__in=people), "client__name", "title", "department", "duties", "reports_to__name",
        "is_contact", "since", "until",
    )  # fmt: skip
    held["facts"] = _facts(subject, copy)
    held["files"] = _files(subject, copy)
    held["consents"] = _rows(
        Consent.objects.filter(person__in=people), "purpose", "basis", "proof", "given_on", "expires_on", "withdrawn_on"
    )
    return held | _units(people)


def _client(subject: DataSubject) -> Held:
    ids = subject.client_ids
    return {
        "client": _rows(
            Client.objects.filter(pk__in=ids),
            "name",
            "external_id",
            "email",
            "phone",
            "tax_id",
            "country",
            "created_at",
        ),
        "other_names": _rows(Alias.objects.filter(client__in=ids), "kind", "value"),
        "notes": _rows(Note.objects.filter(client__in=ids), "created_at", "text"),
        "companies": _rows(CompanyTie.objects.filter(client__in=ids), "company__name", "kind", "what", "until"),
        "decision_units": _rows(
            DecisionUnit.objects.filter(client__in=ids), "title", "value_minor", "state", "closed_on"
        ),
    }


def _units(people: frozenset[int]) -> Held:
    """What we think of the person's part in decisions; the other side of a tie is somebody else and is not named."""
    members = UnitMember.objects.filter(person__in=people).prefetch_related("criteria", "rivals__company")
    units = [
        {
            "client": member.unit.client.name,
            "unit": member.unit.title,
            **{name: getattr(member, name) for name in (
                "role", "weight", "attitude", "susceptibility", "veto", "contact", "estimate", "interest", "objection",
                "next_step", "effort_minutes")},
            "criteria": [f"{one.name} ({one.weight})" for one in member.criteria.all()],
            "rivals": [f"{one.company.name}: {one.attitude}" for one in member.rivals.all()],
        }
        for member in members.select_related("unit__client").order_by("pk")
    ]  # fmt: skip
    ties = Tie.objects.filter(Q(who__person__in=people) | Q(whom__person__in=people)).order_by("pk")
    contacts = OurContact.objects.filter(member__person__in=people).order_by("pk")
    return {
        "decisions": units,
        "ties": [
            {"kind": tie.kind, "from_the_person": tie.who.person_id in people, "strength": tie.strength}
            for tie in ties.select_related("who")
        ],
        "our_contacts": [{"strength": one.strength} for one in contacts],
    }


def _facts(subject: DataSubject, copy: Copy) -> list[dict[str, Any]]:
    """All claims, superseded ones too. A source nobody may know of is left out of whatever is handed over."""
    rows = Fact.objects.filter(Q(person__in=subject.person_ids) | Q(client__in=subject.client_ids)).order_by("pk")
    if not copy.hidden:
        rows = rows.exclude(not_to_be_shown=True)
    facts = list(rows)
    names = _names_of_companies(facts)
    return [
        {
            "type": fact.type_code,
            "value": _named(_value(fact, copy), names.get(fact.pk, {})),
            "source": GONE_SOURCE if fact.not_to_be_shown else fact.source,
            "how": fact.how,
            "confidence": fact.confidence,
            "known_on": fact.known_on,
            "expires_on": fact.expires_on,
            "superseded_at": fact.superseded_at,
            "not_to_be_shown": fact.not_to_be_shown,
        }
        for fact in facts
    ]


def _names_of_companies(facts: Sequence[Fact]) -> dict[int, dict[int, str]]:
    """Of each fact whose value names companies their names by number. Two queries."""
    kinds = fact_kinds()
    ids = {
        fact.pk: ids_named(fact.value)
        for fact in facts
        if fact.type_code in kinds and kinds[fact.type_code].value_kind == "company"
    }
    wanted = {id for each in ids.values() for id in each}
    found = dict(Company.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return {pk: {id: found[id] for id in each if id in found} for pk, each in ids.items()}


def _named(value: Any, names: Mapping[int, str]) -> Any:
    """The value with the name of a company beside its number, which says nothing to whoever gets the copy."""
    if isinstance(value, list):
        return [_named(one, names) for one in value]
    if isinstance(value, dict) and value.get("id") in names:
        return {**value, "name": names[value["id"]]}
    return value


def _files(subject: DataSubject, copy: Copy) -> list[dict[str, Any]]:
    """Files that are the value of a fact, whole: their bytes in base 64."""
    about = Q(fact__person__in=subject.person_ids) | Q(fact__client__in=subject.client_ids)
    rows = FactFile.objects.filter(about).order_by("pk")
    if not copy.hidden:
        rows = rows.exclude(fact__not_to_be_shown=True)
    return [{"name": row.name, "size": row.size, "content": base64.b64encode(row.content).decode()} for row in rows]


GONE_SOURCE = ""


def _value(fact: Fact, copy: Copy) -> Any:
    if fact.sealed is None:
        return fact.value
    if copy.reader is None or fact.person_id is None:
        return SEALED
    record_reading(actor=copy.reader, person_id=fact.person_id, fact_id=fact.pk, type_code=fact.type_code)
    return json.loads(unseal(fact.sealed))


def _rows(rows: QuerySet[Any], *columns: str) -> list[dict[str, Any]]:
    names = [column.replace("__name", "") for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows.order_by("pk").values_list(*columns)]
