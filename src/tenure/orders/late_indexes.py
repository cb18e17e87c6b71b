"""Indexes of empty tables made after their rows: sorting once is cheaper than finding a place for each row.

Only for tables that hold nothing yet, as at the first import: later the whole table would have to be sorted again for a
few rows. All inside the caller's transaction, so an import that fails or is killed leaves the indexes as they were.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper

# On PostgreSQL taking an index away keeps readers out until the end: only where an empty company reads nothing.
TABLES = {
    "sqlite": ("clients_client", "clients_phone", "orders_order", "orders_orderline", "clients_doubtfulpair"),
    "postgresql": ("orders_orderline",),
}
_NAMED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
    # Those that hold a constraint stay: they belong to it.
    "postgresql": """SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)""",
}


@contextmanager
def indexes_made_later(cursor: CursorWrapper) -> Iterator[None]:
    """Take the indexes of the empty TABLES away and make them again at the end of the block."""
    statements = []
    for table in TABLES[connection.vendor]:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
        if cursor.fetchone()[0]:
            continue
        cursor.execute(_NAMED[connection.vendor], [table])
        for name, statement in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
            statements.append(statement)
    yield
    for statement in statements:
        cursor.execute(statement)
