"""A plan's rows laid out beside the database with their final ids: a SQLite file to attach, or CSV files for COPY.

All of it happens before anything is locked. Never imported by the pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
from django.db import connection

from tenure.kernel.workbench import load_extension


@dataclass(frozen=True)
class Firsts:
    """Where the ids of the new rows begin, and the batch they belong to."""

    client: int
    product: int
    order: int
    batch: int


@dataclass(frozen=True)
class Staged:
    """Rows laid out under `name` for the table `into` (None: only read by later updates)."""

    name: str
    into: str | None
    columns: tuple[str, ...]
    sql: str


# A client known by its address alone is called by what stands before the @: not everybody may see addresses.
_NUMBERED = (
    """CREATE OR REPLACE TABLE new_client_ids AS
    SELECT no + {client} - 1 AS id, *,
           coalesce(name, external_id, nullif(split_part(email, '@', 1), ''), tax_id, 'e-mail') AS shown
    FROM planned_clients""",
    """CREATE OR REPLACE TABLE product_ids AS
    SELECT no + {product} - 1 AS id, key FROM planned_products UNION ALL SELECT id, key FROM base_products""",
    "CREATE OR REPLACE TABLE order_ids AS SELECT coalesce(stored_id, no + {order} - 1) AS id, * FROM planned_orders",
)

# Parents first. Days and moments as text, truth as 0 and 1: what Django itself writes into SQLite.
TABLES = (
    Staged(
        "new_clients",
        "clients_client",
        ("id", "name", "normal_name", "search_text", "external_id", "email", "tax_id", "phone", "country",
         "import_batch_id", "created_at"),
        """SELECT id, left(shown, 250), coalesce(normal_name, left(lower(coalesce(name, external_id, email, shown)), 250)),
               concat_ws(' ', coalesce(folded, lower(shown)), lower(nullif(external_id, shown)), lower(tax_id)),
               external_id, coalesce(email, ''), CASE WHEN length(tax_id) <= 40 THEN tax_id ELSE '' END, '',
               coalesce(country, ''), {batch}, '{now}'
        FROM new_client_ids ORDER BY id""",
    ),
    Staged(
        "new_products",
        "orders_product",
        ("id", "key", "name", "category"),
        "SELECT no + {product} - 1, key, name, category FROM planned_products ORDER BY no",
    ),
    Staged(
        "new_orders",
        "orders_order",
        ("id", "client_id", "number", "day", "amount_minor", "margin_minor", "currency", "rate", "line_count",
         "is_return", "looks_damaged", "batch_id"),
        """SELECT o.id, coalesce(c.id, o.client), number, strftime(day, '%Y-%m-%d'), amount_minor, margin_minor,
               currency, rate, line_count, is_return::INTEGER, looks_damaged::INTEGER, {batch}
        FROM order_ids o LEFT JOIN new_client_ids c ON c.client = o.client WHERE stored_id IS NULL ORDER BY o.id""",
    ),
    Staged(
        "new_lines",
        "orders_orderline",
        ("order_id", "batch_id", "product_id", "quantity", "amount_minor", "margin_minor", "fingerprint", "is_return",
         "damage"),
        """SELECT o.id, {batch}, p.id, l.quantity, l.amount_minor, l.margin_minor, l.fingerprint,
               l.is_return::INTEGER, l.damage
        FROM planned_lines l
        JOIN order_ids o ON o.client = l.client AND o.number = l.number
                        AND o.number_day IS NOT DISTINCT FROM CASE WHEN l.number = '' THEN l.day END
        LEFT JOIN product_ids p ON p.key = l.product_key
        ORDER BY o.id, l.line_no""",
    ),
    Staged(
        "new_pairs",
        "clients_doubtfulpair",
        ("first_id", "second_id", "similarity", "reason", "state", "moved"),
        """SELECT least(f, s), greatest(f, s), similarity, reason, 'open', '{{}}'
        FROM (SELECT coalesce(a.id, p.first) AS f, coalesce(b.id, p.second) AS s, similarity, reason
              FROM planned_pairs p LEFT JOIN new_client_ids a ON a.client = p.first
              LEFT JOIN new_client_ids b ON b.client = p.second)""",
    ),
    Staged("touched_orders", None, ("id",), "SELECT id FROM order_ids WHERE stored_id IS NOT NULL ORDER BY id"),
    Staged(
        "client_fills",
        None,
        ("id", "external_id", "tax_id", "email", "country", "name", "normal_name", "words"),
        """SELECT id, external_id, tax_id, email, country, name, normal_name,
               concat_ws(' ', CASE WHEN name IS NOT NULL THEN folded END, lower(external_id), lower(tax_id))
        FROM planned_fills ORDER BY id""",
    ),
)  # fmt: skip


def csv_path(workdir: Path, staged: Staged) -> Path:
    """Where the rows for COPY lie."""
    return workdir / f"{staged.name}.csv"


@contextmanager
def staged_rows(bench: duckdb.DuckDBPyConnection, workdir: Path, firsts: Firsts, now: datetime) -> Iterator[None]:
    """Lay all TABLES out. Call outside a transaction; inside the `with` block they can be copied."""
    ids = {"client": firsts.client, "product": firsts.product, "order": firsts.order, "batch": firsts.batch}
    for statement in _NUMBERED:
        bench.execute(statement.format(**ids))
    moment = now.strftime("%Y-%m-%d %H:%M:%S.%f") + ("" if connection.vendor == "sqlite" else "+00")
    queries = {staged: staged.sql.format(**ids, now=moment) for staged in TABLES}
    if connection.vendor == "sqlite":
        with _attached(_sqlite_file(bench, workdir, queries)):
            yield
        return
    for staged, sql in queries.items():
        path = str(csv_path(workdir, staged)).replace("'", "''")
        bench.execute(f"COPY ({sql}) TO '{path}' (FORMAT csv, HEADER false, NULL '\\N')")
    yield


def _sqlite_file(bench: duckdb.DuckDBPyConnection, workdir: Path, queries: dict[Staged, str]) -> Path:
    file = workdir / "staged.sqlite3"
    file.unlink(missing_ok=True)
    load_extension(bench, "sqlite_scanner")
    path = str(file).replace("'", "''")
    bench.execute(f"ATTACH '{path}' AS staging (TYPE sqlite)")
    for staged, sql in queries.items():
        bench.execute(f"CREATE TABLE staging.{staged.name} AS SELECT * FROM ({sql}) AS r({', '.join(staged.columns)})")
    bench.execute("DETACH staging")
    return file


@contextmanager
def _attached(file: Path) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ATTACH %s AS staging", [str(file)])
        try:
            yield
        finally:
            cursor.execute("DETACH staging")
