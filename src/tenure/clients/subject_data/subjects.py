"""Finding the human being a request is about, with everything that is the same human being."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from tenure.clients.matching.names import fold
from tenure.clients.models import Alias, Channel, Client, Fact, Person, Post
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotFound
from tenure.privacy.erasure_ledger import ErasedRow, mark_of
from tenure.privacy.mentions import Mentions, words_of_names
from tenure.privacy.subjects import CLIENT, GONE, PERSON, DataSubject

T = TypeVar("T", Person, Client)
MOST_FOUND = 30
FEWEST_LETTERS = 2
# A nickname of more words is a sentence.
MOST_WORDS = 3


@dataclass(frozen=True)
class FoundSubject:
    """One line of the search on the privacy page. where: names of the clients a person has a post at."""

    kind: str
    id: int
    name: str
    where: str
    erased_at: datetime | None = None


def find_subjects(text: str) -> tuple[FoundSubject, ...]:
    """People and clients by a piece of their name, e-mail or phone; at most thirty of each. Right checked by the caller."""
    wanted = " ".join(text.split())
    if len(wanted) < FEWEST_LETTERS:
        return ()
    folded = fold(wanted)
    digits = "".join(sign for sign in wanted if sign.isdigit())
    by_channel = Q(channels__value__icontains=wanted) | Q(channels__normal__icontains=wanted.casefold())
    if len(digits) >= 5:
        by_channel |= Q(channels__normal__contains=digits)
    named = Q(name__icontains=wanted) | _with_words("normal_name", folded) | _with_words("search_text", folded)
    people = (
        Person.objects.filter(named | by_channel, merged_into=None, erased_at=None).distinct().order_by("name", "pk")
    )
    people = people[:MOST_FOUND]
    where: dict[int, list[str]] = {}
    for person_id, name in Post.objects.filter(person__in=list(people)).values_list("person_id", "client__name"):
        where.setdefault(person_id, []).append(name)
    called = Q(email__icontains=wanted) | _with_words("normal_name", folded) | _with_words("search_text", folded)
    clients = Client.objects.filter(called, merged_into=None).order_by("name", "pk")[:MOST_FOUND]
    return (
        *(FoundSubject(PERSON, one.pk, one.name, ", ".join(where.get(one.pk, []))) for one in people),
        *(FoundSubject(CLIENT, one.pk, one.name, "") for one in clients),
    )


def names_of_people(ids: set[int]) -> dict[int, str]:
    """Names by number, erased people with what is left of theirs. Right checked by the caller. One query."""
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


def person_subject(person_id: int, *, lock: bool = False) -> DataSubject:
    """The person with all merged into them. NotFound for none or a merged one, BadInput when erased already."""
    person = _held(Person.objects.all(), person_id, lock)
    if person.erased_at is not None:
        raise BadInput("subject_erased", day=clock.day_of(person.erased_at).isoformat())
    ids = _with_merged(Person.objects.all(), {person.pk})
    posts = set(Post.objects.filter(person__in=ids).values_list("client_id", flat=True))
    return DataSubject(
        kind=PERSON, id=person.pk, shown_name=person.name, person_ids=ids, at_clients=frozenset(posts),
        mentions=_mentions(ids, frozenset(), frozenset(posts)),
    )  # fmt: skip


def client_subject(client_id: int, *, lock: bool = False) -> DataSubject:
    """The client with all merged into it and the people who have a post nowhere else. NotFound for none."""
    client = _held(Client.objects.all(), client_id, lock)
    ids = _with_merged(Client.objects.all(), {client.pk})
    here = Person.objects.filter(posts__client__in=ids, erased_at=None, merged_into=None)
    elsewhere = Post.objects.exclude(client__in=ids).values("person_id")
    only_here = set(here.exclude(pk__in=elsewhere).values_list("pk", flat=True))
    people = _with_merged(Person.objects.all(), only_here)
    return DataSubject(
        kind=CLIENT, id=client.pk, shown_name=client.name, person_ids=people, client_ids=ids, at_clients=ids,
        mentions=_mentions(people, ids, ids),
    )  # fmt: skip


def rows_of(subject: DataSubject) -> list[ErasedRow]:
    """Every row that is the subject with its mark, the one asked for first. Two queries at most."""
    tables: tuple[tuple[str, Any, frozenset[int]], ...] = (
        (CLIENT, Client, subject.client_ids), (PERSON, Person, subject.person_ids),
    )  # fmt: skip
    found = [
        ErasedRow(kind, id, mark_of(kind, id, made))
        for kind, table, ids in tables
        for id, made in table.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "created_at")
    ]
    return sorted(found, key=lambda row: (row.kind, row.id) != (subject.kind, subject.id))


def state_of_row(row: ErasedRow) -> str:
    """ "held", "merged" (into another, which decides), "erased", or "another" where no such row or another's stands."""
    table: Any = Client if row.kind == CLIENT else Person
    found = table.objects.filter(pk=row.id).first()
    if found is None or mark_of(row.kind, row.id, found.created_at) != row.mark:
        return "another"
    erased = found.name == f"{GONE} {row.id}" if row.kind == CLIENT else found.erased_at is not None
    if erased:
        return "erased"
    return "merged" if found.merged_into_id is not None else "held"


def subject_of_row(row: ErasedRow) -> DataSubject:
    """Whoever this row is now, with all that is merged into it."""
    return client_subject(row.id, lock=True) if row.kind == CLIENT else person_subject(row.id, lock=True)


def _with_words(column: str, folded: str) -> Q:
    """Every word stands in the column, in any order."""
    wanted = Q()
    for word in folded.split():
        wanted &= Q(**{f"{column}__contains": word})
    return wanted


def _held(rows: QuerySet[T], wanted: int, lock: bool) -> T:
    found = (rows.select_for_update() if lock else rows).filter(pk=wanted).first()
    if found is None or found.merged_into_id is not None:
        raise NotFound
    return found


def _with_merged(rows: QuerySet[Any], ids: set[int]) -> frozenset[int]:
    """These and everything that was merged into them, however deep."""
    all_ids, newest = set(ids), set(ids)
    while newest:
        newest = set(rows.filter(merged_into__in=newest).values_list("pk", flat=True)) - all_ids
        all_ids |= newest
    return frozenset(all_ids)


def _nicknames(people: frozenset[int]) -> list[str]:
    """What people call them besides, one each; a sentence about it is no name."""
    told = Fact.objects.filter(person__in=people, type_code="nickname", sealed=None).values_list("value", flat=True)
    parts = [part.strip() for value in told if isinstance(value, str) for part in re.split(r"[,;/\n]", value)]
    return [part for part in parts if part and len(part.split()) <= MOST_WORDS]


def _mentions(people: frozenset[int], clients: frozenset[int], at_clients: frozenset[int]) -> Mentions:
    """What the subject is called and reached by; a word that names a colleague too means nobody by itself."""
    names = list(Person.objects.filter(pk__in=people).values_list("name", flat=True))
    contacts = [
        text
        for kind, *pair in Channel.objects.filter(person__in=people).values_list("kind", "value", "normal")
        for text in pair
        if kind not in (Channel.Kind.ADDRESS, Channel.Kind.OTHER)
    ]
    for client in Client.objects.filter(pk__in=clients):
        names.append(client.name)
        contacts += [client.email, client.phone, client.tax_id]
    names += _nicknames(people)
    contacts += Alias.objects.filter(client__in=clients, kind=Alias.Kind.EMAIL).values_list("value", flat=True)
    colleagues = Person.objects.filter(posts__client__in=at_clients).exclude(pk__in=people)
    others = list(colleagues.values_list("name", flat=True))
    others += Client.objects.filter(pk__in=at_clients - clients).values_list("name", flat=True)
    return Mentions(
        tuple(dict.fromkeys(names)), tuple(dict.fromkeys(one for one in contacts if one)), words_of_names(others)
    )
