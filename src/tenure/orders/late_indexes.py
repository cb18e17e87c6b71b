"""Indexes of empty tables made after their rows: sorting once is cheaper than finding a place for each row.

Only for tables that hold nothing yet, as at the first import: later the whole table would have to be sorted again for a
few rows. All inside the caller's transaction, so an import that fails or is killed leaves everything as it was.

A table's indexes are made as soon as it is filled: other threads are still laying out the rows of the next then.

On PostgreSQL the links between such tables are made later too, at the end: a new link is checked by one join, one that
stands by a look-up for every row. So are keys nothing else leads to. All keep readers of these tables out until the end,
so it is done only when nobody is reading.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

TABLES = ("clients_client", "clients_phone", "orders_order", "orders_orderline", "clients_doubtfulpair")
TRIES, SECONDS_BETWEEN = 20, 0.05
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
    # Those that hold a constraint stay: they belong to it.
    "postgresql": """SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)""",
}
# Keys that a link of another table leads to stay.
_KEYS = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint k
    WHERE conrelid = %s::regclass AND contype IN ('p', 'u')
    AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = k.conindid)"""
_LINKS = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) AND confrelid = ANY(%s::regclass[])"""


@contextmanager
def indexes_made_later(cursor: CursorWrapper) -> Iterator[Callable[[str], None]]:
    """Take the indexes of the empty TABLES away, and their links to each other; make them again at the end of the block.

    Inside the block a call says that a table has all its rows, so that its indexes may be made. Raises IntegrityError
    at the end when a row leads nowhere.
    """
    empty = [table for table in TABLES if _is_empty(cursor, table)]
    postgres = connection.vendor == "postgresql"
    if postgres and not _alone(cursor, empty):
        empty = []
    links = _dropped(cursor, _LINKS, [empty, empty]) if postgres else []
    later = {table: _taken_away(cursor, table) for table in empty}

    def filled(table: str) -> None:
        statements = later.pop(table, [])
        if postgres and statements:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made while a check of the table waits
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in statements:
            cursor.execute(statement)

    yield filled
    for table in [*later]:
        filled(table)
    for statement in links:
        cursor.execute(statement)


def _is_empty(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(f"SELECT NOT EXISTS (SELECT 1 FROM {table})")
    return bool(cursor.fetchone()[0])


def _alone(cursor: CursorWrapper, tables: Sequence[str]) -> bool:
    """Keep readers out of these tables, unless somebody reads them all the time.

    Asked again and again instead of waited for: waiting while others wait for us could end in a deadlock.
    """
    for _try in range(TRIES if tables else 0):
        try:
            with transaction.atomic():
                cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE NOWAIT")
        except OperationalError:
            time.sleep(SECONDS_BETWEEN)
        else:
            return True
    return False


def _taken_away(cursor: CursorWrapper, table: str) -> list[str]:
    """Drop the indexes of the table, and its keys; returns the statements that make them again."""
    keys = _dropped(cursor, _KEYS, [table]) if connection.vendor == "postgresql" else []
    cursor.execute(_INDEXES[connection.vendor], [table])
    indexes = cursor.fetchall()
    for name, _statement in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    return keys + [statement for _name, statement in indexes]


def _dropped(cursor: CursorWrapper, asked: str, parameters: list[str] | list[list[str]]) -> list[str]:
    """Drop the constraints that a query finds; returns the statements that make and check them again."""
    cursor.execute(asked, parameters)
    statements = []
    for table, name, definition in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        statements.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    return statements
