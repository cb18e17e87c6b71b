"""A stored fact as its reader sees it: value in their language, what is left of its confidence, who said it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from tenure.clients.fact_catalogue import FactKind
from tenure.clients.facts.fact_subjects import Subject
from tenure.clients.facts.fact_values import shown_value
from tenure.clients.models import Company, Fact, Person
from tenure.clients.people.people import visible_people
from tenure.engine.facts.freshness import still_known
from tenure.kernel import clock
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, sees_sensitive


class KnownFact(NamedTuple):
    """One claim; a tuple, for a card reads hundreds.

    kind: code of its kind; value: as stored, None where it is withheld or sealed; shown: the value in the reader's
    language; companies: those it names, each with its id in the register or None; confidence: 0..1 on the day
    `known_on`; left: what is left of it today; stale: its half-life has passed; withheld: the reader's role does not see
    values of personal facts; superseded_at: None while it is current.
    """

    id: int
    subject: Subject
    kind: str
    value: Any
    shown: str
    confidence: float
    left: float
    stale: bool
    age_days: int
    known_on: date
    source: str
    source_person_id: int | None
    source_person: str
    interaction_id: int | None
    how: str
    recorded_by_id: int
    recorded_by: str
    recorded_at: datetime
    not_to_be_shown: bool
    sealed: bool
    withheld: bool
    superseded_at: datetime | None
    superseded_by_id: int | None
    expires_on: date | None
    companies: tuple[tuple[int | None, str], ...] = ()


class _Row(NamedTuple):
    """The columns read, in order. sealed: ciphertext, looked at no further than whether there is any."""

    id: int
    client_id: int | None
    person_id: int | None
    company_id: int | None
    type_code: str
    value: Any
    sealed: str | None
    source: str
    source_person_id: int | None
    source_person__name: str | None
    interaction_id: int | None
    how: str
    confidence: float
    known_on: date
    not_to_be_shown: bool
    recorded_by_id: int
    recorded_by__name: str
    recorded_at: datetime
    superseded_at: datetime | None
    superseded_by_id: int | None
    expires_on: date | None


def read_facts(actor: User, rows: QuerySet[Fact], kinds: Mapping[str, FactKind]) -> list[KnownFact]:
    """These facts for this reader, in the order given. One query, and one each for people and companies named in them."""
    found = [_Row._make(values) for values in rows.values_list(*_Row._fields)]
    names = _names(actor, found, kinds)
    today = clock.today()
    known = [kinds.get(row.type_code) or _unknown(row.type_code) for row in found]
    ages = [max(0, (today - row.known_on).days) for row in found]
    left = still_known([row.confidence for row in found], ages, [kind.half_life_days for kind in known]).tolist()
    sees_personal, opens = may(actor, Right.SEE_PERSONAL_CONTACTS), sees_sensitive(actor)
    return [
        _known(row, kind, age, rest, names, sees_personal, opens)
        for row, kind, age, rest in zip(found, known, ages, left, strict=True)
    ]


def subject_of(row: Any) -> Subject:
    """The one subject of a fact or of its row."""
    if row.client_id is not None:
        return Subject("client", row.client_id)
    return Subject("company", row.company_id) if row.person_id is None else Subject("person", row.person_id)


def is_personal(kind: FactKind, subject: Subject) -> bool:
    """Whether the value tells something about a human being."""
    return subject.kind == "person" or kind.sensitivity != "ordinary"


def _known(
    row: _Row,
    kind: FactKind,
    age: int,
    left: float,
    names: Mapping[tuple[str, int], str],
    sees_personal: bool,
    opens: bool,
) -> KnownFact:
    subject = subject_of(row)
    withheld = is_personal(kind, subject) and not sees_personal
    sealed = row.sealed is not None
    silent = withheld or sealed
    sourceless = withheld or (sealed and not opens)  # who said it may tell what it was
    return KnownFact(
        id=row.id,
        subject=subject,
        kind=row.type_code,
        value=None if silent else row.value,
        shown="" if silent else shown_value(kind, row.value, names),
        confidence=row.confidence,
        left=left,
        stale=age >= kind.half_life_days,
        age_days=age,
        known_on=row.known_on,
        source="" if sourceless else row.source,
        source_person_id=None if sourceless else row.source_person_id,
        source_person="" if sourceless else row.source_person__name or "",
        interaction_id=row.interaction_id,
        how=row.how,
        recorded_by_id=row.recorded_by_id,
        recorded_by=row.recorded_by__name,
        recorded_at=row.recorded_at,
        not_to_be_shown=row.not_to_be_shown,
        sealed=sealed,
        withheld=withheld,
        superseded_at=row.superseded_at,
        superseded_by_id=row.superseded_by_id,
        expires_on=row.expires_on,
        companies=() if silent or kind.value_kind != "company" else _linked(row.value, names),
    )


def _names(actor: User, rows: Iterable[_Row], kinds: Mapping[str, FactKind]) -> dict[tuple[str, int], str]:
    """Names of the people and companies that values point to, as far as the reader may know of them."""
    ids: dict[str, set[int]] = {"person": set(), "company": set()}
    for row in rows:
        kind = kinds.get(row.type_code)
        if kind is not None and kind.value_kind in ids:
            ids[kind.value_kind] |= set(ids_named(row.value))
    names: dict[tuple[str, int], str] = {}
    if ids["person"]:
        seen = visible_people(actor).values("pk")
        # A value may name somebody who was merged into another since: it is that other one now.
        people = Person.objects.filter(Q(pk__in=seen) | Q(merged_into__in=seen), pk__in=ids["person"])
        rows_of = people.values_list("pk", "name", "merged_into__name")
        names |= {("person", id): kept or name for id, name, kept in rows_of}
    if ids["company"]:
        companies = Company.objects.filter(pk__in=ids["company"]).values_list("pk", "name", "merged_into__name")
        names |= {("company", id): kept or name for id, name, kept in companies}
    return names


def _linked(value: Any, names: Mapping[tuple[str, int], str]) -> tuple[tuple[int | None, str], ...]:
    each = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
    return tuple(
        (one["id"], names["company", one["id"]])
        if ("company", one.get("id")) in names
        else (None, one.get("name", "…"))
        for one in each
    )


def ids_named(value: Any) -> list[int]:
    """The people or companies a stored value points to."""
    each = value if isinstance(value, list) else [value]
    return [one["id"] for one in each if isinstance(one, dict) and "id" in one]


def _unknown(code: str) -> FactKind:
    """A kind that is no longer in the catalogue: its facts stay readable."""
    return FactKind(code=code, block="company", subject="client", group="company", label=code, help="", question="")


def in_catalogue_order(facts: Sequence[KnownFact], kinds: Mapping[str, FactKind]) -> list[KnownFact]:
    """By kind as the catalogue lists them, the surest claim of each kind first."""
    order = {code: place for place, code in enumerate(kinds)}
    return sorted(facts, key=lambda fact: (order.get(fact.kind, len(order)), -fact.left, -fact.id))
