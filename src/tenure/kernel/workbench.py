"""A DuckDB beside the application's database, for work that is done on whole tables. Never imported by the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import duckdb_extension_postgres_scanner
import duckdb_extension_sqlite_scanner
from django.db import connection
from django.utils import timezone

EXTENSIONS = {
    "sqlite_scanner": duckdb_extension_sqlite_scanner,
    "postgres_scanner": duckdb_extension_postgres_scanner,
}
MEMORY = "600MB"
THREADS = 2


def open_workbench(path: Path, *, memory: str = MEMORY, in_memory: bool = False) -> duckdb.DuckDBPyConnection:
    """A DuckDB file of its own at `path`, spilling beside it; memory does not grow with the data.

    memory: what DuckDB itself may take, such as "400MB". in_memory: no file at `path`, nothing is written until that is spent.
    """
    bench = duckdb.connect(":memory:" if in_memory else str(path))
    spill = str(path.with_suffix(".spill")).replace("'", "''")
    bench.execute(f"SET temp_directory = '{spill}'")
    bench.execute(f"SET memory_limit = '{memory}'")
    bench.execute(f"SET threads = {THREADS}")
    bench.execute("SET preserve_insertion_order = false")
    bench.execute("PRAGMA force_compression = 'uncompressed'")  # its tables are read once or twice and thrown away
    bench.execute("SET autoinstall_known_extensions = false")
    return bench


def load_extension(bench: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension from its wheel; nothing is fetched from anywhere."""
    folder = Path(str(EXTENSIONS[name].__file__)).parent / "extensions"
    found = next(folder.rglob(f"{name}.duckdb_extension"))
    bench.execute(f"LOAD '{_quoted(str(found))}'")


@contextmanager
def application_attached(bench: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The application's tables, read-only, as `app.<table>`; `day_of(moment)` is the day of one of its moments in the active
    time zone. Outside any transaction.

    Django's own connection is closed meanwhile and refuses every query: DuckDB brings a second copy of SQLite, and two
    copies in one process drop each other's file locks when they close; other processes then write over what is in use.
    """
    if connection.in_atomic_block:
        raise RuntimeError("The application's database cannot be attached inside a transaction")
    connection.close()
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        load_extension(bench, "sqlite_scanner")
        bench.execute(f"ATTACH '{_quoted(str(given['NAME']))}' AS app (TYPE sqlite, READ_ONLY)")
    else:
        load_extension(bench, "postgres_scanner")
        bench.execute(f"ATTACH '{_quoted(_postgres_address(given))}' AS app (TYPE postgres, READ_ONLY)")
    # SQLite's moments come without a zone; they are in UTC.
    moment = "timezone('UTC', moment)" if connection.vendor == "sqlite" else "moment"
    zone = _quoted(timezone.get_current_timezone_name())
    bench.execute(f"CREATE OR REPLACE TEMP MACRO day_of(moment) AS CAST(timezone('{zone}', {moment}) AS DATE)")
    try:
        with connection.execute_wrapper(_refuse):
            yield
    finally:
        connection.close()  # a refused query may have opened it
        bench.execute("DETACH app")


def _refuse(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> NoReturn:
    """Instead of a query of Django's."""
    raise RuntimeError(f"Ask before the application's database is attached, or after: {sql[:200]}")


def asked_of_application(sql: str) -> str:
    """A FROM item whose rows the application's database computes itself, with its own indexes."""
    return f"{connection.vendor.replace('postgresql', 'postgres')}_query('app', '{_quoted(sql)}')"


def _postgres_address(given: dict) -> str:
    parts = {
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "host": given["HOST"],
        "port": given["PORT"],
    }
    return " ".join(f"{name}={_conninfo(str(value))}" for name, value in parts.items() if value)


def _conninfo(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _quoted(text: str) -> str:
    return text.replace("'", "''")
