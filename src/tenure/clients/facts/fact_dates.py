"""Facts that are dates worth a reminder, with the client each belongs to. Special and sealed ones are never read here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.models import Company, Fact
from tenure.clients.models.month_day import MonthDay


@dataclass(frozen=True)
class DatedFact:
    """One stored date. comes: "yearly" or "once"; value: see agenda.occasions.day_ahead."""

    code: str
    comes: str
    value: Any
    client_id: int
    owner_id: int | None
    person_id: int | None
    personal: bool
    hidden: bool


@dataclass(frozen=True)
class Scope:
    """Whose clients: these, those of one owner, or all. contacts: personal facts too."""

    client_ids: tuple[int, ...] | None = None
    owner_id: int | None = None
    contacts: bool = True


def dated_facts_at(
    *, client_id: int, owner_id: int | None, people: Sequence[int], contacts: bool, kinds: Mapping[str, FactKind]
) -> Iterator[DatedFact]:
    """Current dates of one client, of the people given, and of the company that it is. One query."""
    dated = _dated(kinds, contacts)
    company = Company.objects.filter(client_id=client_id).values("pk")
    rows = _current(dated).filter(Q(client_id=client_id) | Q(person_id__in=people) | Q(company_id__in=company))
    columns = ("type_code", "value", "person_id", "not_to_be_shown")
    seen: set[tuple[int | None, str, str]] = set()
    for code, value, person, hidden in rows.order_by("id").values_list(*columns):
        if person is None or (person, code, str(value)) not in seen:
            seen.add((person, code, str(value)))
            yield _dated_fact(dated[code], value, client_id, owner_id, person, hidden)


def dated_facts(scope: Scope, first: date, last: date) -> Iterator[DatedFact]:
    """Current dates of clients, of people who work there, and of companies that are clients. Four queries.

    The database finds those that fall on a day from `first` to `last`; it gives no others but a few whose year is wrong.
    """
    kinds = _dated(fact_kinds(), scope.contacts)
    current = _current(kinds).alias(ends=MonthDay("value")).filter(ends__in=_ends(first, last))
    yield from _read(current.filter(_of(scope, "client__")), "client", kinds)
    people = current.filter(
        _of(scope, "person__posts__client__"),
        person__posts__until=None,
        person__erased_at=None,
        person__merged_into=None,
    ).order_by("-person__posts__is_contact", "person__posts__id")
    seen: set[tuple[int | None, str, str]] = set()
    for fact in _read(people, "person__posts__client", kinds):
        key = (fact.person_id, fact.code, str(fact.value))
        if key not in seen:  # somebody with two posts is congratulated once
            seen.add(key)
            yield fact
    yield from _read(current.filter(_of(scope, "company__client__")), "company__client", kinds)


def _ends(first: date, last: date) -> list[str]:
    """How the days are stored at their end. Who was born on 29 February is congratulated on the 28th in other years."""
    days = {f"{first + timedelta(days=ahead):%m-%d}" for ahead in range(min((last - first).days, 366) + 1)}
    return sorted(f'{day}"' for day in days | ({"02-29"} if "02-28" in days else set()))


def dates_by_day(first: date, last: date, *, contacts: bool) -> Counter[date]:
    """How many dates of anybody fall on each of the days. Two queries.

    Counted by month and day alone, so that no row is looked at: some are of people who left.
    """
    rows = _current(_dated(fact_kinds(), contacts)).annotate(ends=MonthDay("value")).filter(ends__in=_ends(first, last))
    counts = dict(rows.values_list("ends").annotate(Count("id")).order_by())
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return Counter({day: sum(counts.get(end, 0) for end in _ends(day, day)) for day in days})


def _dated(kinds: Mapping[str, FactKind], contacts: bool) -> dict[str, FactKind]:
    """The kinds of dates worth a reminder to those who may see personal contacts, or may not."""
    return {
        code: kind
        for code, kind in kinds.items()
        if kind.occasion and not kind.hidden and kind.sensitivity != "special"
        and (contacts or kind.sensitivity == "ordinary")
    }  # fmt: skip


def _current(kinds: Iterable[str]) -> QuerySet[Fact]:
    return Fact.objects.filter(type_code__in=list(kinds), superseded_at=None, sealed=None)


def _dated_fact(
    kind: FactKind, value: Any, client: int, owner: int | None, person: int | None, hidden: bool
) -> DatedFact:
    return DatedFact(kind.code, kind.occasion, value, client, owner, person, kind.sensitivity == "personal", hidden)


def _of(scope: Scope, way: str) -> Q:
    condition = Q(**{f"{way}pk__isnull": False, f"{way}merged_into": None})
    if scope.client_ids is not None:
        condition &= Q(**{f"{way}pk__in": scope.client_ids})
    if scope.owner_id is not None:
        condition &= Q(**{f"{way}owner_id": scope.owner_id})
    return condition


def _read(facts: QuerySet[Fact], way: str, kinds: dict[str, FactKind]) -> Iterator[DatedFact]:
    rows = facts.annotate(at_client=F(f"{way}__id"), answers=F(f"{way}__owner_id")).values_list(
        "type_code", "value", "at_client", "answers", "person_id", "not_to_be_shown"
    )
    for code, value, client, owner, person, hidden in rows.iterator(chunk_size=2000):
        yield _dated_fact(kinds[code], value, client, owner, person, hidden)


def clients_of_facts(ids: Iterable[int]) -> set[int]:
    """The clients whose occasions these facts may change, whether they are current or not. Two queries."""
    facts = Fact.objects.filter(
        pk__in=list(ids), type_code__in=[c for c, kind in fact_kinds().items() if kind.occasion]
    )
    rows = facts.values_list("client_id", "person__posts__client_id", "company__client_id")
    return {client for row in rows for client in row if client is not None}
