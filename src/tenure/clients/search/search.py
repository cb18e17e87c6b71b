"""Finding clients by what people type: any case, any alphabet, words in any order, from the middle, a slip apart.

Names are folded in Python (`clients.names`) into `search_text`. SQLite keeps a trigram index of it in `client_search`;
new rows wait in `client_search_pending` so that an import is not slowed down, and are searched there until
`index_pending` moves them over. PostgreSQL keeps a pg_trgm index by itself. Each way of matching goes through an index
of its own and the next is asked only while hits are missing, so that the best are found however many there are.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tenure.clients.matching.names import normal_name, search_text
from tenure.clients.search.find_index import learn_clients
from tenure.clients.search.find_terms import (
    EXACT,
    LONGEST_TEXT,
    MISSPELT,
    SHORTEST_INFIX,
    WORD_BEGINS,
    Term,
    fts_match,
    holds,
    like,
    rank,
    terms_of,
    trigrams,
)
from tenure.clients.search.find_words import near_terms
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

__all__ = ["CANDIDATES", "Found", "Matches", "find_clients", "index_pending", "matching", "trigrams"]

# Above so many own clients a salesperson's search goes through the index instead of over the list.
OWN_SCAN = 5000
CANDIDATES = 1000
RANKED = 200  # of those that only hold the words, so many are ranked


@dataclass(frozen=True)
class Found:
    """One hit: enough for a line in a list of suggestions. `place`: how well it answers, see find_terms.rank."""

    id: int
    name: str
    external_id: str
    country: str
    owner_name: str
    place: int = EXACT

    @property
    def good(self) -> bool:
        """Whether a word of it begins as typed, so that nothing else need be guessed."""
        return self.place <= WORD_BEGINS

    @property
    def misspelt(self) -> bool:
        """Whether it was found by a spelling near to what was typed."""
        return self.place == MISSPELT


@dataclass(frozen=True)
class Matches:
    """Ids of matching clients; `complete` is False when there are more than asked for."""

    ids: tuple[int, ...]
    complete: bool


def find_clients(
    *,
    actor: User,
    text: str,
    limit: int = 10,
    near: tuple[Term, ...] | None = None,
    held: Sequence[Found] | None = None,
) -> list[Found]:
    """The best matches among the clients this actor may see: exact, names that begin so, parts, then near spellings.

    Near spellings are looked for when no word of any hit begins as typed. near: those to take instead, none when empty.
    held: what an earlier call found as typed, not to be looked for again.
    """
    terms = terms_of(text)
    if not terms:
        return []
    wanted, owner_id = search_text(text)[:LONGEST_TEXT], _only_of(actor)
    found: dict[int, None] = dict.fromkeys(
        _exact(text, wanted, owner_id, limit) if held is None else (one.id for one in held)
    )
    if held is None and len(found) < limit:
        found |= dict.fromkeys(matching(actor=actor, text=text, limit=max(RANKED, limit)).ids)
    best = _ranked(list(found), wanted, terms, limit)
    if any(one.good for one in best):
        return best
    spelled = near_terms(terms) if near is None else near
    if spelled:
        found |= dict.fromkeys(_holding(spelled, owner_id, RANKED))
        best = _ranked(list(found), wanted, terms, limit)
    return best


def _ranked(ids: list[int], wanted: str, terms: Sequence[Term], limit: int) -> list[Found]:
    if not ids:
        return []
    sql = f"""SELECT c.id, c.name, c.normal_name, coalesce(c.external_id, ''), c.country, coalesce(u.name, ''),
        c.search_text, lower(c.email) FROM clients_client c LEFT JOIN privacy_user u ON u.id = c.owner_id
        WHERE c.id {_in_ids()}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_ids_parameter(ids)])
        rows = [(_place(row, wanted, terms), row) for row in cursor.fetchall()]
    rows.sort(key=lambda one: (one[0], one[1][0]))
    return [Found(r[0], r[1], r[3], r[4], r[5], place[0]) for place, r in rows[:limit]]


def _place(row: Sequence[Any], wanted: str, terms: Sequence[Term]) -> tuple[int, int]:
    """The best of what the client's own words, its name as written and its numbers say; by e-mail it is a part."""
    name = search_text(row[1])
    places = [rank(row[2], normal_name(wanted), terms), rank(name, wanted, terms)]
    if search_text(row[3]) == wanted:
        places.append((EXACT, 0))
    if (min(places)[0] == MISSPELT and rank(row[6], wanted, terms)[0] != MISSPELT) or "@" in wanted:
        places.append((MISSPELT - 1, len(name)))
    return min(places)


def matching(*, actor: User, text: str, limit: int = CANDIDATES) -> Matches:
    """Ids of the clients in the actor's sight that hold all words of the text; by e-mail where allowed."""
    text = text.replace("\x00", " ")  # no database stores it
    wanted = search_text(text)[:LONGEST_TEXT]
    terms = terms_of(text)
    if not terms:
        return Matches((), True)
    owner_id = _only_of(actor)
    if "@" in wanted and may(actor, Right.SEE_PERSONAL_CONTACTS):
        rows = _by_prefix("email", text.strip().lower(), owner_id, limit + 1)
    elif max(len(term.word) for term in terms) < SHORTEST_INFIX:
        rows = _by_prefix("normal_name", wanted, owner_id, limit + 1)
    else:
        rows = _holding(terms, owner_id, limit + 1)
    return Matches(tuple(rows[:limit]), len(rows) <= limit)


def index_pending(batch: int = 20000) -> int:
    """Learn the new clients' words and move waiting ones into the SQLite index, a batch per transaction.

    Returns how many were moved.
    """
    learn_clients()
    if connection.vendor != "sqlite":
        return 0
    moved = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT max(id) FROM (SELECT id FROM client_search_pending ORDER BY id LIMIT %s)", [batch])
            last = cursor.fetchone()[0]
            if last is None:
                return moved
            cursor.execute(
                """INSERT INTO client_search (rowid, search_text) SELECT c.id, c.search_text
                FROM client_search_pending p JOIN clients_client c ON c.id = p.id WHERE p.id <= %s ORDER BY p.id""",
                [last],
            )
            cursor.execute("DELETE FROM client_search_pending WHERE id <= %s", [last])
            moved += cursor.rowcount


def _only_of(actor: User) -> int | None:
    """Whose clients alone are in sight; None for all."""
    return None if may(actor, Right.SEE_ALL_CLIENTS) else actor.pk


def _exact(text: str, wanted: str, owner_id: int | None, limit: int) -> list[int]:
    """Clients of exactly that name, number or tax id, then those whose name begins so."""
    name = normal_name(wanted)
    owned, owner = _owned(owner_id)
    found: list[int] = []
    for column, value in (("normal_name", name), ("external_id", text.strip()), ("tax_id", text.strip())):
        sql = f"SELECT id FROM clients_client WHERE {column} = %s AND merged_into_id IS NULL {owned} LIMIT %s"
        found += _ids(sql, [value.replace("\x00", ""), *owner, limit])
    if len(found) < limit and name and (owner_id is None or not _owns_few(owner_id)):
        found += _by_prefix("normal_name", name, owner_id, limit)
    return found


def _holding(terms: Sequence[Term], owner_id: int | None, limit: int) -> list[int]:
    return (_holding_sqlite if connection.vendor == "sqlite" else _holding_postgres)(terms, owner_id, limit)


def _holding_sqlite(terms: Sequence[Term], owner_id: int | None, limit: int) -> list[int]:
    if owner_id is not None and _owns_few(owner_id):
        condition, values = holds("search_text", terms)
        sql = f"""SELECT id FROM clients_client INDEXED BY client_owner WHERE owner_id = %s AND merged_into_id IS NULL
            AND {condition} ORDER BY id LIMIT %s"""
        return _ids(sql, [owner_id, *values, limit])
    condition, values = holds("c.search_text", terms)
    owned, owner = _owned(owner_id)
    reach = limit if owner_id is None else max(limit, CANDIDATES)
    indexed = _ids(
        f"""SELECT c.id FROM (SELECT rowid AS id FROM client_search WHERE client_search MATCH %s LIMIT %s) m
        CROSS JOIN clients_client c ON c.id = m.id
        WHERE c.merged_into_id IS NULL AND {condition} {owned} LIMIT %s""",
        [fts_match(terms), reach, *values, *owner, limit],
    )
    waiting = _ids(
        f"""SELECT c.id FROM client_search_pending p CROSS JOIN clients_client c ON c.id = p.id
        WHERE c.merged_into_id IS NULL AND {condition} {owned} LIMIT %s""",
        [*values, *owner, limit],
    )
    return [*indexed, *waiting][:limit]


def _holding_postgres(terms: Sequence[Term], owner_id: int | None, limit: int) -> list[int]:
    condition, values = holds("search_text", terms)
    owned, owner = _owned(owner_id)
    sql = f"SELECT id FROM clients_client WHERE {condition} AND merged_into_id IS NULL {owned} LIMIT %s"
    return _ids(sql, [*values, *owner, limit])


def _by_prefix(column: str, wanted: str, owner_id: int | None, limit: int) -> list[int]:
    owned, owner = _owned(owner_id)
    if connection.vendor == "sqlite":
        begins, values = f"{column} >= %s AND {column} < %s", [wanted, wanted + "\U0010ffff"]
    else:
        begins, values = f"{column} LIKE %s", [f"{like(wanted)}%"]
    sql = f"SELECT id FROM clients_client WHERE {begins} AND merged_into_id IS NULL {owned} LIMIT %s"
    return _ids(sql, [*values, *owner, limit])


def _owned(owner_id: int | None) -> tuple[str, list[int]]:
    return ("", []) if owner_id is None else ("AND owner_id = %s", [owner_id])


def _owns_few(owner_id: int) -> bool:
    sql = "SELECT count(*) FROM (SELECT 1 FROM clients_client WHERE owner_id = %s LIMIT %s) AS owned"
    return _ids(sql, [owner_id, OWN_SCAN + 1])[0] <= OWN_SCAN


def _ids(sql: str, parameters: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def _in_ids() -> str:
    return "IN (SELECT value FROM json_each(%s))" if connection.vendor == "sqlite" else "= ANY(%s)"


def _ids_parameter(ids: Sequence[int]) -> str | list[int]:
    return json.dumps(list(ids)) if connection.vendor == "sqlite" else list(ids)
