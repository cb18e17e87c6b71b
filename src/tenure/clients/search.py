"""Finding clients by what people type: any case, any alphabet, from the middle of a word.

Names are folded in Python (`clients.names`) into `search_text`. SQLite keeps a trigram index of it in `client_search`;
new rows wait in `client_search_pending` so that an import is not slowed down, and are searched there until
`index_pending` moves them over. PostgreSQL keeps a pg_trgm index by itself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tenure.clients.names import fold, search_text
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

SHORTEST_INFIX = 3
LONGEST_TEXT = 100
# Above so many own clients a salesperson's search goes through the index instead of over the list.
OWN_SCAN = 5000
CANDIDATES = 1000


@dataclass(frozen=True)
class Found:
    """One hit: enough for a line in a list of suggestions."""

    id: int
    name: str
    external_id: str
    country: str
    owner_name: str


@dataclass(frozen=True)
class Matches:
    """Ids of matching clients; `complete` is False when there are more than asked for."""

    ids: tuple[int, ...]
    complete: bool


def find_clients(*, actor: User, text: str, limit: int = 10) -> list[Found]:
    """The best matches among the clients this actor may see: names that begin so first, then shorter names."""
    matches = matching(actor=actor, text=text, limit=max(200, limit))
    if not matches.ids:
        return []
    wanted = search_text(text)
    sql = f"""SELECT c.id, c.name, c.normal_name, coalesce(c.external_id, ''), c.country, coalesce(u.name, '')
        FROM clients_client c LEFT JOIN privacy_user u ON u.id = c.owner_id WHERE c.id {_in_ids()}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_ids_parameter(matches.ids)])
        rows = cursor.fetchall()
    rows.sort(key=lambda row: (row[3].casefold() != wanted, *_rank(fold(row[1]), wanted), row[0]))
    return [Found(row[0], row[1], row[3], row[4], row[5]) for row in rows[:limit]]


def matching(*, actor: User, text: str, limit: int = CANDIDATES) -> Matches:
    """Ids of the clients in the actor's sight whose name, number or tax id holds the text; by e-mail where allowed."""
    text = text.replace("\x00", " ")  # no database stores it
    wanted = search_text(text)[:LONGEST_TEXT]
    if not wanted:
        return Matches((), True)
    owner_id = None if may(actor, Right.SEE_ALL_CLIENTS) else actor.pk
    if "@" in wanted and may(actor, Right.SEE_PERSONAL_CONTACTS):
        rows = _by_email(text.strip().lower(), owner_id, limit + 1)
    elif len(wanted) < SHORTEST_INFIX:
        rows = _by_beginning(wanted, owner_id, limit + 1)
    elif connection.vendor == "sqlite":
        rows = _by_trigram_sqlite(wanted, owner_id, limit + 1)
    else:
        rows = _by_trigram_postgres(wanted, owner_id, limit + 1)
    return Matches(tuple(rows[:limit]), len(rows) <= limit)


def index_pending(batch: int = 20000) -> int:
    """Move waiting clients into the SQLite index, a batch per transaction; returns how many were moved."""
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


def trigrams(text: str) -> list[str]:
    """The distinct three-letter pieces of a text, in order."""
    return list(dict.fromkeys(text[i : i + 3] for i in range(len(text) - 2)))


def _rank(name: str, wanted: str) -> tuple[int, int]:
    if name.startswith(wanted):
        return 0, len(name)
    return (1 if f" {wanted}" in name else 2), len(name)


def _by_trigram_sqlite(wanted: str, owner_id: int | None, limit: int) -> list[int]:
    if owner_id is not None and _owns_few(owner_id):
        sql = """SELECT id FROM clients_client INDEXED BY client_owner WHERE owner_id = %s AND merged_into_id IS NULL
            AND instr(search_text, %s) > 0 ORDER BY id LIMIT %s"""
        return _ids(sql, [owner_id, wanted, limit])
    owned = "" if owner_id is None else "AND c.owner_id = %s"
    owner = [] if owner_id is None else [owner_id]
    match = " ".join('"' + piece.replace('"', '""') + '"' for piece in trigrams(wanted))
    reach = limit if owner_id is None else max(limit, CANDIDATES)
    indexed = _ids(
        f"""SELECT c.id FROM (SELECT rowid AS id FROM client_search WHERE client_search MATCH %s LIMIT %s) m
        CROSS JOIN clients_client c ON c.id = m.id
        WHERE c.merged_into_id IS NULL AND instr(c.search_text, %s) > 0 {owned} LIMIT %s""",
        [match, reach, wanted, *owner, limit],
    )
    waiting = _ids(
        f"""SELECT c.id FROM client_search_pending p CROSS JOIN clients_client c ON c.id = p.id
        WHERE c.merged_into_id IS NULL AND instr(c.search_text, %s) > 0 {owned} LIMIT %s""",
        [wanted, *owner, limit],
    )
    return [*indexed, *waiting][:limit]


def _by_trigram_postgres(wanted: str, owner_id: int | None, limit: int) -> list[int]:
    owned = "" if owner_id is None else "AND owner_id = %s"
    sql = f"""SELECT id FROM clients_client WHERE search_text LIKE %s AND merged_into_id IS NULL {owned} LIMIT %s"""
    return _ids(sql, [f"%{_like(wanted)}%", *([] if owner_id is None else [owner_id]), limit])


def _by_beginning(wanted: str, owner_id: int | None, limit: int) -> list[int]:
    return _by_prefix("normal_name", wanted, owner_id, limit)


def _by_email(wanted: str, owner_id: int | None, limit: int) -> list[int]:
    return _by_prefix("email", wanted, owner_id, limit)


def _by_prefix(column: str, wanted: str, owner_id: int | None, limit: int) -> list[int]:
    owned = "" if owner_id is None else "AND owner_id = %s"
    owner = [] if owner_id is None else [owner_id]
    if connection.vendor == "sqlite":
        begins, values = f"{column} >= %s AND {column} < %s", [wanted, wanted + "\U0010ffff"]
    else:
        begins, values = f"{column} LIKE %s", [f"{_like(wanted)}%"]
    sql = f"SELECT id FROM clients_client WHERE {begins} AND merged_into_id IS NULL {owned} LIMIT %s"
    return _ids(sql, [*values, *owner, limit])


def _owns_few(owner_id: int) -> bool:
    sql = "SELECT count(*) FROM (SELECT 1 FROM clients_client WHERE owner_id = %s LIMIT %s) AS owned"
    return _ids(sql, [owner_id, OWN_SCAN + 1])[0] <= OWN_SCAN


def _ids(sql: str, parameters: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _in_ids() -> str:
    return "IN (SELECT value FROM json_each(%s))" if connection.vendor == "sqlite" else "= ANY(%s)"


def _ids_parameter(ids: Sequence[int]) -> str | list[int]:
    return json.dumps(list(ids)) if connection.vendor == "sqlite" else list(ids)
