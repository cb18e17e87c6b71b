"""Finding people, companies, facts, notes and conversations in the index, and only those this viewer may know of."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F

from tenure.clients.clients import visible_clients
from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.models import Channel, Company, Fact, Person, Post
from tenure.clients.phone_numbers import normal_phone
from tenure.clients.search.find_index import MARKS, Reader, waiting_entries
from tenure.clients.search.find_terms import MISSPELT, SHORTEST_INFIX, WORD_BEGINS, Term, fts_match, held, holds, rank
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

# So many of the newest that hold the words are looked at for what is in sight of somebody who sees only their own.
REACH = 5000
CANDIDATES = 60
FEW = 200
WAITING = 100
BY_NAME = ("person", "company")
DIGITS_OF_NUMBER = 6

Row = tuple[int, int | None, str]  # record, client, text
Few = Mapping[str, Sequence[tuple[int, int | None, str, str]]]  # kind -> rows with the code of their fact


@dataclass(frozen=True)
class EntryHit:
    """A record that holds the words. `place`: how well, smaller is better, see find_terms.rank."""

    kind: str
    record_id: int
    client_id: int | None
    place: tuple[int, int]

    @property
    def good(self) -> bool:
        """Whether a word of it begins as typed, so that nothing else need be guessed."""
        return self.place[0] <= WORD_BEGINS

    @property
    def misspelt(self) -> bool:
        return self.place[0] == MISSPELT


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and by whom. near: the same words with near spellings besides; empty: not guessed at."""

    actor: User
    text: str
    terms: tuple[Term, ...]
    near: tuple[Term, ...] = ()

    @property
    def terms_now(self) -> tuple[Term, ...]:
        return self.near or self.terms

    @property
    def whole(self) -> str:
        return " ".join(term.word for term in self.terms)


def find_entries(
    wanted: Wanted, kind: str, *, readers: Mapping[str, Reader], most: int, few: Few | None = None
) -> list[EntryHit]:
    """The best hits of one kind in sight: names by how well they answer, texts the newest first. few: see few_entries."""
    hits = {hit.record_id: hit for hit in _round(wanted, kind, wanted.terms_now, readers, few)}
    if kind == "person":
        hits |= {person: EntryHit(kind, person, None, (0, 0)) for person in _reached_by(wanted)}
    best = sorted(hits.values(), key=lambda hit: (*(hit.place if kind in BY_NAME else hit.place[:1]), -hit.record_id))
    return _in_sight(wanted.actor, kind, best)[:most]


def few_entries(wanted: Wanted) -> Few | None:
    """All entries that hold the words, by kind, where they are so few that one query finds them. None: ask by kind.

    PostgreSQL's index knows no kinds: asking for each would read the same lists again. SQLite's narrows by them.
    """
    terms = wanted.terms_now
    if connection.vendor == "sqlite" or max(len(term.word) for term in terms) < SHORTEST_INFIX:
        return None
    condition, values = holds("e.text", terms)
    sql = (
        f"SELECT e.kind, e.record_id, e.client_id, e.text, e.code FROM clients_searchentry e WHERE {condition} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, FEW + 1])
        rows = cursor.fetchall()
    if len(rows) > FEW:
        return None
    found: dict[str, list[tuple[int, int | None, str, str]]] = {}
    for kind, *row in rows:
        found.setdefault(kind, []).append(tuple(row))
    return found


def _of_few(actor: User, kind: str, few: Few) -> list[Row]:
    rows = few.get(kind, ())
    codes = _codes(actor) if kind == "fact" and rows else frozenset()
    return [(record, client, text) for record, client, text, code in rows if kind != "fact" or code in codes]


def _round(
    wanted: Wanted, kind: str, terms: tuple[Term, ...], readers: Mapping[str, Reader], few: Few | None
) -> list[EntryHit]:
    rows = _rows(wanted.actor, kind, terms) if few is None else _of_few(wanted.actor, kind, few)
    rows += [
        (entry.record_id, entry.client_id, entry.text)
        for entry in (waiting_entries(readers, kind, WAITING) if readers else ())
        if held(_own_text(entry.text), terms) and (kind != "fact" or entry.code in _codes(wanted.actor))
    ]
    return [EntryHit(kind, record, client, _place(kind, text, wanted)) for record, client, text in rows]


def _place(kind: str, text: str, wanted: Wanted) -> tuple[int, int]:
    """Of a name, how well it answers; of a text, only whether it holds what was typed."""
    place = rank(_own_text(text), wanted.whole, wanted.terms)
    return place if kind in BY_NAME else (MISSPELT if place[0] == MISSPELT else 0, 0)


def _own_text(text: str) -> str:
    return text.partition(" ")[2]


def _rows(actor: User, kind: str, terms: Sequence[Term]) -> list[Row]:
    condition, values = holds("e.text", terms)
    mine, own = "", []
    if kind not in BY_NAME and not may(actor, Right.SEE_ALL_CLIENTS):
        # A fact without a client is about a person or a company; their sight is judged afterwards.
        mine = """AND (e.client_id IS NULL OR EXISTS
            (SELECT 1 FROM clients_client c WHERE c.id = e.client_id AND c.owner_id = %s))"""
        own = [actor.pk]
    coded, codes = _of_codes(actor) if kind == "fact" else ("", [])
    if connection.vendor == "sqlite":
        sql = f"""SELECT e.record_id, e.client_id, e.text FROM (SELECT rowid AS id FROM entry_search
            WHERE entry_search MATCH %s ORDER BY rowid DESC LIMIT {REACH}) m
            CROSS JOIN clients_searchentry e ON e.id = m.id WHERE e.kind = %s AND {condition} {mine} {coded}
            LIMIT {CANDIDATES}"""
        parameters = [fts_match(terms, MARKS[kind]), kind, *values, *own, *codes]
    else:
        sql = f"""SELECT e.record_id, e.client_id, e.text FROM clients_searchentry e
            WHERE e.kind = %s AND {condition} {mine} {coded} ORDER BY e.record_id DESC LIMIT {CANDIDATES}"""
        parameters = [kind, *values, *own, *codes]
    if max(len(term.word) for term in terms) < SHORTEST_INFIX:
        return _short(kind, terms[0].word)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _short(kind: str, word: str) -> list[Row]:
    """One or two letters find only names that begin with them."""
    if kind not in BY_NAME:
        return []
    model = Person if kind == "person" else Company
    begins = {"normal_name__startswith": word}
    if connection.vendor == "sqlite":  # its LIKE would read the whole table
        begins = {"normal_name__gte": word, "normal_name__lt": word + "\U0010ffff"}
    rows = model.objects.filter(merged_into=None, **begins)[:CANDIDATES]
    return [(id, None, f"{MARKS[kind]} {name}") for id, name in rows.values_list("id", "normal_name")]


def _of_codes(actor: User) -> tuple[str, list[Any]]:
    codes = sorted(_codes(actor))
    if connection.vendor == "sqlite":
        return "AND e.code IN (SELECT value FROM json_each(%s))", [json.dumps(codes)]
    return "AND e.code = ANY(%s)", [codes]


def _codes(actor: User) -> frozenset[str]:
    """Kinds of facts this viewer may find: never a special one, a personal one by right."""
    personal = may(actor, Right.SEE_PERSONAL_CONTACTS)
    return frozenset(
        code
        for code, kind in fact_kinds().items()
        if kind.sensitivity == "ordinary" or (kind.sensitivity == "personal" and personal)
    )


def _reached_by(wanted: Wanted) -> list[int]:
    """People by the beginning of an e-mail or by a whole number, for those who may see channels."""
    text = wanted.text.strip().lower()
    digits = sum(sign.isdigit() for sign in text)
    if not may(wanted.actor, Right.SEE_PERSONAL_CONTACTS) or ("@" not in text and digits < DIGITS_OF_NUMBER):
        return []
    if "@" in text:
        rows = Channel.objects.filter(normal__startswith=text)
    else:
        rows = Channel.objects.filter(normal__in={text, normal_phone(text, "MD")} - {""})
    return list(rows.values_list("person_id", flat=True)[:CANDIDATES])


def visible_people_ids(actor: User, ids: Sequence[int]) -> set[int]:
    """Those of the people this viewer may know of, as `visible_people` has it, without reading the whole base."""
    people = Person.objects.filter(pk__in=ids, merged_into=None, erased_at=None)
    if not may(actor, Right.SEE_ALL_CLIENTS):
        people = people.filter(posts__client__owner=actor, posts__client__merged_into=None)
    return set(people.values_list("id", flat=True))


def _in_sight(actor: User, kind: str, hits: list[EntryHit]) -> list[EntryHit]:
    if kind == "person":
        seen = visible_people_ids(actor, [hit.record_id for hit in hits]) if hits else set()
        return [hit for hit in hits if hit.record_id in seen]
    if kind == "fact":
        return _facts_in_sight(actor, hits)
    if kind == "company" or not hits:
        return hits
    clients = {hit.client_id for hit in hits if hit.client_id is not None}
    seen_clients = set(visible_clients(actor).filter(pk__in=clients).values_list("id", flat=True))
    return [hit for hit in hits if hit.client_id in seen_clients]


def _facts_in_sight(actor: User, hits: list[EntryHit]) -> list[EntryHit]:
    if not hits:
        return hits
    rows = Fact.objects.filter(pk__in=[hit.record_id for hit in hits], superseded_at=None, sealed=None)
    subjects = {id: row for id, *row in rows.values_list("id", "client_id", "person_id", "company_id")}
    people = visible_people_ids(actor, [row[1] for row in subjects.values() if row[1]])
    clients = visible_clients(actor).filter(pk__in=[row[0] for row in subjects.values() if row[0]])
    seen = set(clients.values_list("id", flat=True))
    return [hit for hit in hits if hit.record_id in subjects and _subject_seen(subjects[hit.record_id], seen, people)]


def _subject_seen(subject: Sequence[int | None], clients: set[int], people: set[int]) -> bool:
    client, person, company = subject
    return client in clients or person in people or company is not None


def visible_client_posts(actor: User, people: Sequence[int]) -> dict[int, tuple[int, str]]:
    """For these people the client in sight they belong to now or did last, and their title there. One query."""
    posts = Post.objects.filter(person_id__in=people, client__merged_into=None)
    if not may(actor, Right.SEE_ALL_CLIENTS):
        posts = posts.filter(client__owner=actor)
    rows = posts.order_by(F("until").desc(nulls_first=True), "id").values_list("person_id", "client_id", "title")
    return {person: (client, title) for person, client, title in reversed(list(rows))}
