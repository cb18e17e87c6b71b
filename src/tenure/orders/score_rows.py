"""Replacing all scores at once, in the caller's transaction: from an attached SQLite file, or by COPY on PostgreSQL.

The rows come from outside in the columns `STAGED`; the owner is taken from the client as it is at that moment, and
clients that are gone by then are left out. On SQLite the indexes are rebuilt, which is quicker than keeping a dozen of
them alive; on PostgreSQL they stay, because dropping one would keep every reader waiting until the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from tenure.orders.models import ClientScore, ScoreSnapshot

SCORES = ClientScore._meta.db_table
SNAPSHOTS = ScoreSnapshot._meta.db_table
STAGED: tuple[str, ...] = tuple(
    str(field.column)
    for field in ClientScore._meta.local_concrete_fields
    if field.column not in {"owner_id", "run_id"} and not field.generated
)
SNAPSHOT_COLUMNS = (
    "client_id", "abc_class", "xyz_frequency_class", "xyz_stability_class", "p_active", "value_12m_minor", "is_silent",
)  # fmt: skip
STAGE = "stage"
PIECE = 1 << 20


@contextmanager
def staged(path: Path) -> Iterator[None]:
    """The staged rows at hand as table `stage.scores` (SQLite); opened before the transaction, as SQLite wants it."""
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {STAGE}", [str(path)])
        # Clients and owners are joined, so every reference is good; looking each up again would take half the time.
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA cache_size = -262144")
    try:
        yield
    finally:
        connection.close()  # the next connection has its usual settings again


def copy_in(path: Path) -> None:
    """The staged rows at hand as table `pg_temp.scores` (PostgreSQL), from a CSV file, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE scores ON COMMIT DROP AS SELECT {', '.join(STAGED)} FROM {SCORES} LIMIT 0"
        )
        copying = cursor.cursor.copy(f"COPY pg_temp.scores ({', '.join(STAGED)}) FROM STDIN (FORMAT csv)")
        with path.open("rb") as source, copying as copy:
            while piece := source.read(PIECE):
                copy.write(piece)


def replace_scores(run_id: int) -> int:
    """Put the staged rows in place of all scores; clients without one get an empty row. Returns the number of rows."""
    source = f"{STAGE}.scores" if connection.vendor == "sqlite" else "pg_temp.scores"
    columns, values = ", ".join(STAGED), ", ".join(f"s.{column}" for column in STAGED)
    with connection.cursor() as cursor, without_indexes(cursor, SCORES):
        cursor.execute(f"DELETE FROM {SCORES}")
        cursor.execute(
            f"""INSERT INTO {SCORES} ({columns}, run_id, owner_id) SELECT {values}, %s, c.owner_id
            FROM {source} s JOIN clients_client c ON c.id = s.client_id WHERE c.merged_into_id IS NULL
            ORDER BY s.client_id""",
            [run_id],
        )
        count = cursor.rowcount
        cursor.execute(
            "SELECT id, owner_id FROM clients_client WHERE merged_into_id IS NULL AND "
            f"NOT EXISTS (SELECT 1 FROM {SCORES} s WHERE s.client_id = clients_client.id)"
        )
        late = [ClientScore(client_id=pk, owner_id=owner, status="no_orders") for pk, owner in cursor.fetchall()]
    ClientScore.objects.bulk_create(late, batch_size=500)
    return int(count) + len(late)


def replace_snapshots(*, month: date, as_of: date, model_version: str) -> None:
    """Keep the scores just stored as those of the month; a later run of the same month takes their place."""
    columns = ", ".join(SNAPSHOT_COLUMNS)
    ScoreSnapshot.objects.filter(month=month).delete()
    days = [connection.ops.adapt_datefield_value(day) for day in (month, as_of)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {SNAPSHOTS} (month, as_of, model_version, {columns}) SELECT %s, %s, %s, {columns}
            FROM {SCORES} WHERE status <> 'no_orders' ORDER BY client_id""",
            [*days, model_version],
        )


@contextmanager
def without_indexes(cursor: Any, table: str) -> Iterator[None]:
    """On SQLite, the plain indexes of a table away while it is filled, and then exactly as they were."""
    if connection.vendor != "sqlite":
        yield
        return
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL", [table]
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in indexes:
        cursor.execute(definition)
