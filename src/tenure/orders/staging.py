"""A plan's rows laid out beside the database with their final ids: SQLite files to attach, or files for binary COPY.

One file a table, made in threads of its own, so that the first tables are written while the last are still laid out.
Never imported by the pages.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from django.apps import apps
from django.db import connection

from tenure.kernel.workbench import load_extension


@dataclass(frozen=True)
class Firsts:
    """Where the ids of the new rows begin, and the batch they belong to. line: on PostgreSQL alone."""

    client: int
    product: int
    order: int
    line: int
    batch: int


@dataclass(frozen=True)
class Staged:
    """Rows laid out under `name` for the table `into` (None: only read by later updates).

    after: the part of the plan that has to be worked out first: "orders" or "similar" clients.
    numbered: PostgreSQL is sent an id beside the columns, for it asks a sequence more slowly than it writes. SQLite counts.
    """

    name: str
    into: str | None
    columns: tuple[str, ...]
    sql: str
    after: str = ""
    numbered: bool = False


# A client known by its address alone is called by what stands before the @: not everybody may see addresses.
_NUMBERED = (
    """CREATE OR REPLACE VIEW new_client_ids AS
    SELECT no + {client} - 1 AS id, *,
           coalesce(name, external_id, nullif(split_part(email, '@', 1), ''), tax_id, 'e-mail') AS shown
    FROM planned_clients""",
    """CREATE OR REPLACE VIEW product_ids AS
    SELECT no + {product} - 1 AS id, key FROM planned_products UNION ALL SELECT id, key FROM base_products""",
)
_ORDERS = "(SELECT coalesce(stored_id, no + {order} - 1) AS id, * FROM planned_orders)"

# Parents first. Days and moments as text, truth as 0 and 1: what Django itself writes into SQLite.
TABLES = (
    Staged(
        "new_clients",
        "clients_client",
        ("id", "name", "normal_name", "search_text", "external_id", "email", "tax_id", "phone", "country",
         "import_batch_id", "created_at"),
        """SELECT id, left(shown, 250), coalesce(normal_name, left(lower(coalesce(name, external_id, email, shown)), 250)),
               concat_ws(' ', coalesce(folded, lower(shown)), lower(nullif(external_id, shown)), lower(tax_id)),
               external_id, coalesce(email, ''), CASE WHEN length(tax_id) <= 40 THEN tax_id ELSE '' END,
               coalesce(phone, ''),
               coalesce(country, ''), {batch}, '{now}'
        FROM new_client_ids ORDER BY id""",
    ),
    Staged(
        "new_phones",
        "clients_phone",
        ("client_id", "normal"),
        """SELECT id, normal_phone FROM new_client_ids WHERE normal_phone IS NOT NULL
        UNION ALL SELECT id, normal_phone FROM planned_fills WHERE phone IS NOT NULL AND normal_phone IS NOT NULL""",
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
        FROM {orders} o LEFT JOIN new_client_ids c ON c.client = o.client WHERE stored_id IS NULL ORDER BY o.id""",
        after="orders",
    ),
    Staged(
        "new_lines",
        "orders_orderline",
        ("order_id", "batch_id", "product_id", "quantity", "amount_minor", "margin_minor", "fingerprint", "is_return",
         "damage"),
        """SELECT o.id, {batch}, p.id, l.quantity, l.amount_minor, l.margin_minor, l.fingerprint,
               l.is_return::INTEGER, l.damage
        FROM planned_lines l
        JOIN {orders} o ON o.client = l.client AND o.number = l.number
                        AND o.number_day IS NOT DISTINCT FROM CASE WHEN l.number = '' THEN l.day END
        LEFT JOIN product_ids p ON p.key = l.product_key
        ORDER BY o.id, l.line_no""",
        after="orders",
        numbered=True,
    ),
    Staged(
        "new_pairs",
        "clients_doubtfulpair",
        ("first_id", "second_id", "similarity", "reason", "state", "moved"),
        """SELECT least(f, s), greatest(f, s), similarity, reason, 'open', '{{}}'
        FROM (SELECT coalesce(a.id, p.first) AS f, coalesce(b.id, p.second) AS s, similarity, reason
              FROM planned_pairs p LEFT JOIN new_client_ids a ON a.client = p.first
              LEFT JOIN new_client_ids b ON b.client = p.second)""",
        after="similar",
    ),
    Staged(
        "touched_orders", None, ("id",), "SELECT id FROM {orders} o WHERE stored_id IS NOT NULL ORDER BY id", "orders"
    ),
    Staged(
        "client_fills",
        None,
        ("id", "external_id", "tax_id", "email", "phone", "country", "name", "normal_name", "words"),
        """SELECT id, external_id, tax_id, email, phone, country, name, normal_name,
               concat_ws(' ', CASE WHEN name IS NOT NULL THEN folded END, lower(external_id), lower(tax_id))
        FROM planned_fills ORDER BY id""",
    ),
)  # fmt: skip


Ready = Callable[[Staged], Path]


@contextmanager
def staged_rows(
    bench: duckdb.DuckDBPyConnection,
    workers: Executor,
    workdir: Path,
    firsts: Firsts,
    now: datetime,
    parts: Mapping[str, Future[Any]],
) -> Iterator[Ready]:
    """Begin to lay all TABLES out; inside the `with` block a call waits for one and returns its file.

    parts: what `Staged.after` names, done when it is worked out. Call outside a transaction.
    """
    ids = {"client": firsts.client, "product": firsts.product, "batch": firsts.batch}
    for statement in _NUMBERED:
        bench.execute(statement.format(**ids))
    for_sqlite = connection.vendor == "sqlite"
    load_extension(bench, "sqlite_scanner" if for_sqlite else "postgres_scanner")
    moment = now.strftime("%Y-%m-%d %H:%M:%S.%f") + ("" if for_sqlite else "+00")
    lay_out = _sqlite_file if for_sqlite else _copy_file
    files, orders = {}, _ORDERS.format(order=firsts.order)
    for staged in TABLES:
        sql = staged.sql.format(**ids, orders=orders, now=moment)
        after = parts.get(staged.after)
        if staged.numbered and not for_sqlite:
            sql = f"SELECT row_number() OVER () + {firsts.line} - 1, * FROM ({sql})"
        files[staged.name] = workers.submit(_laid_out, lay_out, bench.cursor(), workdir, staged, sql, after)
    try:
        yield lambda staged: files[staged.name].result()
    finally:
        for file in files.values():
            file.cancel()
        wait(files.values())


def _laid_out(
    lay_out: Callable[[duckdb.DuckDBPyConnection, Path, Staged, str], Path],
    bench: duckdb.DuckDBPyConnection,
    workdir: Path,
    staged: Staged,
    sql: str,
    after: Future[Any] | None,
) -> Path:
    if after is not None:
        after.result()
    return lay_out(bench, workdir, staged, sql)


def _copy_file(bench: duckdb.DuckDBPyConnection, workdir: Path, staged: Staged, sql: str) -> Path:
    file = workdir / f"{staged.name}.copy"
    kinds = column_kinds(staged)
    # A jsonb travels as the number of its version and its text.
    values = ", ".join(f"chr(1) || {name}" if kind == "jsonb" else f"{name}::{kind}" for name, kind in kinds.items())
    rows = f"SELECT {values} FROM ({sql}) AS r({', '.join(kinds)})"
    bench.execute(f"COPY ({rows}) TO '{_quoted(file)}' (FORMAT postgres_binary)")
    return file


def column_kinds(staged: Staged) -> dict[str, str]:
    """The columns PostgreSQL is sent, and what it keeps in each. Its binary COPY takes nothing else."""
    if staged.into is None:
        return {name: "bigint" if name == "id" else "text" for name in staged.columns}
    model = next(model for model in apps.get_models() if model._meta.db_table == staged.into)
    kinds = {field.column: str(field.rel_db_type(connection)) for field in model._meta.concrete_fields}
    return {name: kinds[name] for name in (["id"] if staged.numbered else []) + [*staged.columns]}


def _sqlite_file(bench: duckdb.DuckDBPyConnection, workdir: Path, staged: Staged, sql: str) -> Path:
    file = workdir / f"{staged.name}.sqlite3"
    file.unlink(missing_ok=True)
    place = f"laid_{staged.name}"
    # Read once and thrown away: it needs no journal.
    bench.execute(f"ATTACH '{_quoted(file)}' AS {place} (TYPE sqlite, JOURNAL_MODE 'OFF')")
    bench.execute(f"CREATE TABLE {place}.{staged.name} AS SELECT * FROM ({sql}) AS r({', '.join(staged.columns)})")
    bench.execute(f"DETACH {place}")
    return file


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
