"""People and companies that may be written down twice: found by what they share, for a person to decide.

Two that were said to be different are not proposed again; the answer is kept with the younger of the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Count, F
from rapidfuzz import fuzz, process

from tenure.clients.models import Channel, Company, CompanyTie, Person, Post
from tenure.kernel.errors import NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

LEAST_SIMILARITY = 90.0
LEAST_RESEMBLANCE = 65.0
# What more people than this share, such as a switchboard, says nothing about any two of them.
SHARED_BY_MANY = 6
MOST_PAIRS = 50
MOST_FOUND = 2_000
MOST_COMPARED = 200_000
SHORTEST = 5
NEIGHBOURS = 4
_REACH = ("phone", "whatsapp", "viber", "email", "telegram")


@dataclass(frozen=True)
class Twin:
    """One of two: words to compare by. places: posts of a person, ties of a company; contacts: of a person."""

    id: int
    name: str
    places: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class TwinPair:
    """Two that may be one, the older first. because: phone, email, name, near_name."""

    first: Twin
    second: Twin
    because: str


@dataclass(frozen=True)
class Merged:
    """A merge that can be taken back."""

    gone_id: int
    gone_name: str
    kept_id: int
    kept_name: str


def twin_people(*, actor: User) -> list[TwinPair]:
    """People with the same phone or e-mail, or nearly the same name at one client; at most fifty pairs. Five queries."""
    require(actor, Right.MERGE_CLIENTS)
    alive = {"person__merged_into": None, "person__erased_at": None}
    shared = Channel.objects.filter(kind__in=_REACH, **alive).exclude(normal="").values("normal")
    shared = shared.annotate(n=Count("person", distinct=True)).filter(n__gt=1, n__lte=SHARED_BY_MANY)
    rows = Channel.objects.filter(kind__in=_REACH, normal__in=shared.values("normal"), **alive).order_by("person")
    because: dict[tuple[int, int], str] = {}
    sharing = list(rows.values_list("normal", "person", "kind", "person__normal_name")[:MOST_COMPARED])
    called = {person: name for _normal, person, _kind, name in sharing}
    for person, kind, other in _pairs((normal, person, kind) for normal, person, kind, _name in sharing):
        # Colleagues share a desk and its phone; an address of their own they do not.
        if kind == "email" or may_be_called(called[person], called[other]):
            because.setdefault((person, other), "email" if kind == "email" else "phone")
    crowded = Post.objects.filter(**alive).values("client").annotate(n=Count("person", distinct=True)).filter(n__gt=1)
    posts = Post.objects.filter(client__in=crowded.values("client"), **alive).order_by("person")
    names = posts.values_list("client", "person", "person__normal_name")[:MOST_COMPARED]
    for person, other, why in islice(_near_names(names), MOST_FOUND):
        because.setdefault((person, other), why)
    different = _said_different(Person, because)
    pairs = [pair for pair in because if pair not in different][:MOST_PAIRS]
    twins = _people({id for pair in pairs for id in pair})
    return [TwinPair(twins[one], twins[other], because[one, other]) for one, other in pairs]


def twin_companies(*, actor: User) -> list[TwinPair]:
    """Companies of the same or nearly the same name; at most fifty pairs. Three queries."""
    require(actor, Right.MERGE_CLIENTS)
    rows = Company.objects.filter(merged_into=None).order_by("normal_name", "pk").values_list("normal_name", "pk")
    found = list(rows[:MOST_COMPARED])
    because = dict.fromkeys(_same_words(found)[:MOST_FOUND], "name")
    # Names a slip apart stand near each other in one of two orders: from the first letter, or from the last.
    for order in (found, sorted(found, key=lambda row: row[0][::-1])):
        for one, other in islice(_near_each_other(order), MOST_FOUND):
            because.setdefault((min(one, other), max(one, other)), "near_name")
    different = _said_different(Company, because)
    pairs = [pair for pair in sorted(because) if pair not in different][:MOST_PAIRS]
    twins = _companies({id for pair in pairs for id in pair})
    return [TwinPair(twins[one], twins[other], because[one, other]) for one, other in pairs]


def alike(one: str, other: str) -> str:
    """name: the same words in whatever order; near_name: a slip apart, the same numbers in both; else empty. Pure."""
    words = sorted(one.split())
    if words == sorted(other.split()):
        return "name" if words else ""
    if min(len(one), len(other)) < SHORTEST or _digits(one) != _digits(other):
        return ""
    near = fuzz.ratio(one, other, score_cutoff=LEAST_SIMILARITY)
    return "near_name" if near or fuzz.token_sort_ratio(one, other, score_cutoff=LEAST_SIMILARITY) else ""


def may_be_called(one: str, other: str) -> bool:
    """Whether one human being may go by both names: a word in common, much the same letters, or another alphabet. Pure."""
    if one.isascii() != other.isascii() or set(one.split()) & set(other.split()):
        return True
    return fuzz.token_sort_ratio(one, other) >= LEAST_RESEMBLANCE


def call_twins_different(*, actor: User, kind: str, first_id: int, second_id: int) -> None:
    """Remember that the two are two. kind: "person" or "company"."""
    _answer(actor, kind, first_id, second_id, "call_twins_different")


def ask_about_twins_again(*, actor: User, kind: str, first_id: int, second_id: int) -> None:
    """Take that answer back."""
    _answer(actor, kind, first_id, second_id, "ask_about_twins_again")


def merged_lately(*, actor: User, kind: str, limit: int = 10) -> list[Merged]:
    """The newest merges that can be taken back. One query."""
    require(actor, Right.MERGE_CLIENTS)
    rows = _table(kind).objects.filter(merged_into__merged_into=None, moved__has_key="merge")
    rows = rows.exclude(merged_into=None).order_by("-pk")
    columns = rows.values_list("pk", "name", "merged_into", "merged_into__name")
    return [Merged(id, name, kept, called) for id, name, kept, called in columns[:limit] if kept is not None]


def _answer(actor: User, kind: str, first_id: int, second_id: int, action: str) -> None:
    require(actor, Right.MERGE_CLIENTS)
    table = _table(kind)
    older, younger = sorted((first_id, second_id))
    with transaction.atomic():
        row = table.objects.select_for_update().filter(pk=younger, merged_into=None).first()
        if row is None or not table.objects.filter(pk=older, merged_into=None).exists():
            raise NotFound
        others = set(row.moved.get("different", ())) - {older}
        if action == "call_twins_different":
            others.add(older)
        row.moved = row.moved | {"different": sorted(others)}
        row.save(update_fields=["moved"])
        record_change(actor=actor, action=action, subject_kind=kind, subject_id=younger)


def _table(kind: str) -> type[Person] | type[Company]:
    tables: dict[str, type[Person] | type[Company]] = {"person": Person, "company": Company}
    if kind not in tables:
        raise NotFound
    return tables[kind]


def _said_different(table: type[Person] | type[Company], pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    younger = {other for _one, other in pairs}
    rows = table.objects.filter(pk__in=younger, moved__has_key="different").values_list("pk", "moved")
    return {(one, id) for id, moved in rows for one in moved["different"]}


def _pairs(rows: Iterable[tuple[str, int, str]]) -> Iterable[tuple[int, str, int]]:
    """Each two people that share a word, the older first, with the kind of the word."""
    groups: dict[str, dict[int, str]] = defaultdict(dict)
    for word, person, kind in rows:
        groups[word][person] = kind
    for people in groups.values():
        ids = sorted(people)
        for place, one in enumerate(ids):
            for other in ids[place + 1 :]:
                yield one, people[one], other


def _near_names(rows: Iterable[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
    groups: dict[int, dict[int, str]] = defaultdict(dict)
    for client, person, name in rows:
        groups[client][person] = name
    for people in groups.values():
        known = sorted(people.items())[:200]
        for place, (one, name) in enumerate(known):
            for other, other_name in known[place + 1 :]:
                why = alike(name, other_name)
                if why:
                    yield one, other, why


def _same_words(rows: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
    """Each of those called by the same words with the oldest of them, the older first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for name, id in rows:
        groups[" ".join(sorted(name.split()))].append(id)
    return [(ids[0], other) for ids in map(sorted, groups.values()) for other in ids[1:]]


def _near_each_other(rows: Sequence[tuple[str, int]]) -> Iterable[tuple[int, int]]:
    """Those of the rows a few places apart whose names are a slip apart."""
    names = [name for name, _id in rows]
    for step in range(1, min(NEIGHBOURS, len(rows) - 1) + 1):
        near = process.cpdist(names[:-step], names[step:], scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY)
        for place in near.nonzero()[0].tolist():
            if alike(names[place], names[place + step]) == "near_name":
                yield rows[place][1], rows[place + step][1]


def _digits(name: str) -> str:
    return "".join(sign for sign in name if sign.isdigit())


def _people(ids: set[int]) -> Mapping[int, Twin]:
    posts: dict[int, list[str]] = defaultdict(list)
    for post in (
        Post.objects.filter(person__in=ids).select_related("client").order_by(F("until").desc(nulls_first=True))
    ):
        posts[post.person_id].append(", ".join(part for part in (post.title, post.client.name) if part))
    contacts: dict[int, list[str]] = defaultdict(list)
    for person, value in Channel.objects.filter(person__in=ids).order_by("pk").values_list("person", "value"):
        contacts[person].append(value)
    names = Person.objects.filter(pk__in=ids).values_list("pk", "name")
    return {id: Twin(id, name, tuple(posts[id][:4]), tuple(contacts[id][:4])) for id, name in names}


def _companies(ids: set[int]) -> Mapping[int, Twin]:
    ties: dict[int, list[str]] = defaultdict(list)
    rows = CompanyTie.objects.filter(company__in=ids).select_related("client").order_by("pk")
    for tie in rows:
        ties[tie.company_id].append(tie.client.name)
    names = Company.objects.filter(pk__in=ids).values_list("pk", "name")
    return {id: Twin(id, name, tuple(ties[id][:4]), ()) for id, name in names}
