"""Replacing all scores at once: pages see the old ones or the new ones, never some of each.

The rows come from outside in the columns `STAGED`. On SQLite they wait in a table of their own (`score_shadow`); on
PostgreSQL, where writers do not shut each other out, they wait in a temporary table and replace the old rows in place.
Clients may come, go and change hands while a run computes: `settle` says so to the waiting rows at the last moment.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from tenure.orders import score_shadow
from tenure.orders.models import ClientScore, ScoreRun, ScoreSnapshot

SCORES = ClientScore._meta.db_table
SNAPSHOTS = ScoreSnapshot._meta.db_table
STAGED: tuple[str, ...] = tuple(
    str(field.column) for field in ClientScore._meta.local_concrete_fields if not field.generated
)
SNAPSHOT_COLUMNS = (
    "client_id", "abc_class", "xyz_frequency_class", "xyz_stability_class", "p_active", "value_12m_minor", "is_silent",
)  # fmt: skip
PIECE = 1 << 20
SNAPSHOTS_A_TURN = 100_000


@dataclass(frozen=True)
class Changes:
    """What happened to clients while the run computed: who is gone, and whose owner is another now."""

    gone: frozenset[int]
    owners: dict[int, int | None]


def bring_in(folder: Path) -> None:
    """The rows staged in `folder` brought into the database, beside the scores in use; nobody is kept waiting long."""
    if connection.vendor == "sqlite":
        with score_shadow.staged(folder / "stage.sqlite"):
            score_shadow.fill(SCORES, STAGED)
    else:
        copy_in(folder / "stage.csv")


def clear_away() -> None:
    """Take away the scores that were replaced, and what an earlier run left behind when it was killed."""
    if connection.vendor == "sqlite":
        score_shadow.clear(SCORES)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.scores")


def waiting_table() -> str:
    """The table in which the new rows wait."""
    return f"{SCORES}{score_shadow.NEXT}" if connection.vendor == "sqlite" else "pg_temp.scores"


def copy_in(path: Path) -> None:
    """The staged rows as table `pg_temp.scores` (PostgreSQL), from a CSV file, for as long as the connection lives."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.scores")
        cursor.execute(f"CREATE TEMPORARY TABLE scores AS SELECT {', '.join(STAGED)} FROM {SCORES} LIMIT 0")
        copying = cursor.cursor.copy(f"COPY pg_temp.scores ({', '.join(STAGED)}) FROM STDIN (FORMAT csv)")
        with path.open("rb") as source, copying as copy:
            while piece := source.read(PIECE):
                copy.write(piece)
        cursor.execute("CREATE UNIQUE INDEX ON pg_temp.scores (client_id)")
        cursor.execute("ANALYZE pg_temp.scores")


def last_turn() -> AbstractContextManager[None]:
    """The one transaction in which the waiting rows, and all that follows from them, become what pages show."""
    return score_shadow.last_turn() if connection.vendor == "sqlite" else transaction.atomic()


def settle() -> Changes:
    """Bring the waiting rows up to the clients as they are in this transaction, and say what had changed."""
    table = waiting_table()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT client_id FROM {table} s WHERE NOT EXISTS (SELECT 1 FROM clients_client c
            WHERE c.id = s.client_id AND c.merged_into_id IS NULL)"""
        )
        gone = [row[0] for row in cursor.fetchall()]
        cursor.executemany(f"DELETE FROM {table} WHERE client_id = %s", [[pk] for pk in gone])
        cursor.execute(
            f"""SELECT c.id, c.owner_id FROM {table} s JOIN clients_client c ON c.id = s.client_id
            WHERE coalesce(c.owner_id, 0) <> coalesce(s.owner_id, 0)"""
        )
        owners = dict(cursor.fetchall())
        cursor.executemany(
            f"UPDATE {table} SET owner_id = %s WHERE client_id = %s", [[owner, pk] for pk, owner in owners.items()]
        )
    return Changes(frozenset(gone), owners)


def replace_scores() -> int:
    """Put the waiting rows in place of all scores; clients without one get an empty row. Returns the number of rows."""
    table = waiting_table()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, owner_id FROM clients_client WHERE merged_into_id IS NULL AND "
            f"NOT EXISTS (SELECT 1 FROM {table} s WHERE s.client_id = clients_client.id)"
        )
        late = [ClientScore(client_id=pk, owner_id=owner, status="no_orders") for pk, owner in cursor.fetchall()]
        cursor.execute(f"SELECT count(*) FROM {table}")
        count = cursor.fetchone()[0]
        if connection.vendor == "sqlite":
            score_shadow.switch(SCORES)
        else:
            columns = ", ".join(STAGED)
            cursor.execute(f"DELETE FROM {SCORES}")
            cursor.execute(f"INSERT INTO {SCORES} ({columns}) SELECT {columns} FROM {table} ORDER BY client_id")
    ClientScore.objects.bulk_create(late, batch_size=500)
    return int(count) + len(late)


def keep_past_month(as_of: date) -> None:
    """When scores as of a new month are about to come, keep those in use as the last of their own month.

    In short turns, before the new ones take their place; done again after a break it changes nothing.
    """
    last = ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-id").first()
    if last is None or last.as_of is None or last.as_of.replace(day=1) >= as_of.replace(day=1):
        return
    columns = ", ".join(SNAPSHOT_COLUMNS)
    days = [connection.ops.adapt_datefield_value(day) for day in (last.as_of.replace(day=1), last.as_of)]
    renewed = ", ".join(f"{name} = excluded.{name}" for name in ("as_of", "model_version", *SNAPSHOT_COLUMNS[1:]))
    turns = score_shadow.Turns()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(client_id), 0) FROM {SCORES}")
        highest = cursor.fetchone()[0]
    for start in range(0, highest, SNAPSHOTS_A_TURN):
        with turns.turn() as cursor:
            cursor.execute(
                f"""INSERT INTO {SNAPSHOTS} (month, as_of, model_version, {columns}) SELECT %s, %s, %s, {columns}
                FROM {SCORES} WHERE status <> 'no_orders' AND client_id > %s AND client_id <= %s
                ON CONFLICT (client_id, month) DO UPDATE SET {renewed}""",
                [*days, last.model_version, start, start + SNAPSHOTS_A_TURN],
            )
