"""Staged rows into the database, fast, inside the caller's one transaction. Never imported by the pages."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from tenure.clients.search.search import index_pending
from tenure.orders.late_indexes import indexes_made_later
from tenure.orders.order_sums import renew_sums
from tenure.orders.staging import TABLES, Ready, Staged, column_kinds

Written = Callable[[float], None]

COPY_BLOCK = 1 << 20
ROWS_AT_ONCE = 100_000

# Held until the end, so that nobody makes the client or the order this import is about to make. Reading goes on.
_LOCKS = "LOCK TABLE clients_client, orders_product, orders_order, orders_orderline IN SHARE ROW EXCLUSIVE MODE"
_FILL = """
UPDATE clients_client SET
    external_id = coalesce(clients_client.external_id, s.external_id),
    tax_id = coalesce(s.tax_id, clients_client.tax_id), email = coalesce(s.email, clients_client.email),
    phone = coalesce(s.phone, clients_client.phone),
    country = coalesce(s.country, clients_client.country), name = coalesce(s.name, clients_client.name),
    normal_name = CASE WHEN s.name IS NULL THEN clients_client.normal_name ELSE s.normal_name END,
    search_text = CASE WHEN s.words = '' THEN search_text ELSE search_text || ' ' || s.words END
FROM {fills} AS s WHERE clients_client.id = s.id
"""


def lock_tables() -> None:
    """Keep other writers out from here to the end of the transaction; SQLite's IMMEDIATE has done so already."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        cursor.execute(_LOCKS)


def write_rows(ready: Ready, written: Written) -> None:
    """Copy the staged rows into their tables; `written` hears what share of the lines is in. Inside a transaction."""
    with connection.cursor() as cursor:
        with indexes_made_later(cursor) as filled:
            _write_tables(cursor, ready, written, filled)
        renew_sums(cursor, _place("touched_orders"))
        cursor.execute(_FILL.format(fills=_place("client_fills")))


def _write_tables(cursor: CursorWrapper, ready: Ready, written: Written, filled: Callable[[str], None]) -> None:
    for staged in TABLES:
        heard = written if staged.name == "new_lines" else _unheard
        file = ready(staged)
        if connection.vendor != "sqlite":
            _copy(cursor, staged, file, heard)
        else:
            cursor.execute(f"ATTACH %s AS {staged.name}", [str(file)])
            cursor.execute(
                f"PRAGMA {staged.name}.mmap_size = 0"
            )  # read once: mapped, it would stay in memory to the end
            if staged.into is not None and _insert(cursor, staged, heard) and staged.into == "clients_client":
                index_pending()  # now, while orders and lines are still laid out
        if staged.into is not None:
            filled(staged.into)


def let_go() -> None:
    """Detach what `write_rows` attached to SQLite. Outside the transaction, whether it succeeded or not."""
    if connection.vendor != "sqlite":
        return
    names = {staged.name for staged in TABLES}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pragma_database_list")
        for name in names & {row[0] for row in cursor.fetchall()}:
            cursor.execute(f"DETACH {name}")


def _place(name: str) -> str:
    return f"{name}.{name}" if connection.vendor == "sqlite" else name


def _unheard(share: float) -> None:
    return None


def _insert(cursor: CursorWrapper, staged: Staged, written: Written) -> int:
    columns = ", ".join(staged.columns)
    source = _place(staged.name)
    cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {source}")
    rows: int = cursor.fetchone()[0]
    for start in range(0, rows, ROWS_AT_ONCE):
        cursor.execute(
            f"INSERT INTO main.{staged.into} ({columns}) SELECT {columns} FROM {source} "
            "WHERE rowid > %s AND rowid <= %s ORDER BY rowid",
            [start, start + ROWS_AT_ONCE],
        )
        written(min(1.0, (start + ROWS_AT_ONCE) / rows))
    return rows


def _copy(cursor: CursorWrapper, staged: Staged, path: Path, written: Written) -> None:
    kinds, size = column_kinds(staged), path.stat().st_size
    columns = ", ".join(kinds)
    if staged.into is None:
        typed = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        cursor.execute(f"CREATE TEMP TABLE {staged.name} ({typed}) ON COMMIT DROP")
    with (
        path.open("rb", buffering=0) as file,
        cursor.cursor.copy(f"COPY {staged.into or staged.name} ({columns}) FROM STDIN (FORMAT binary)") as copy,
    ):
        while block := file.read(COPY_BLOCK):
            copy.write(block)
            written(file.tell() / size)
