"""Write everything into one file while people go on working: one moment's view of the database, then the uploads."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from tenure import __version__
from tenure.journeys.keeping.backup_file import SQLITE_MEMBER, Archive, Manifest
from tenure.journeys.keeping.subject_request import note_erasures
from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.privacy.audit import record_change
from tenure.privacy.erasure_ledger import read, write

NAME, PART, COPY = "tenure-", ".part", ".backup-"
SECONDS_KEPT = 24 * 3600


@dataclass(frozen=True)
class BackupReport:
    """What was written."""

    path: Path
    bytes: int
    rows: int
    uploads: int


def back_up(target: Path | None = None) -> BackupReport:
    """Write a backup, by default into the `backups` folder of TENURE_HOME. Never overwrites a file.

    Raises BadInput when the file exists or cannot be written; then nothing is left behind.
    """
    path = target or settings.TENURE_HOME / "backups" / f"{NAME}{timezone.localtime(clock.now()):%Y-%m-%d-%H%M%S}.zip"
    if path.exists():
        raise BadInput("backup_exists", file=str(path))
    part = path.with_name(path.name + PART)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        _sweep(path.parent)
        rows, uploads = _write(part)
        os.chmod(part, 0o600)
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise BadInput("backup_not_written", file=str(path), reason=error.strerror or str(error)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    note_erasures()
    with suppress(OSError):  # the list at home is enough while there is one
        write(path.parent, read(settings.TENURE_HOME))
    size = path.stat().st_size
    record_change(actor=None, action="back_up", subject_kind="backup", subject_id=None, file=path.name, bytes=size)
    return BackupReport(path, size, rows, uploads)


def _sweep(folder: Path) -> None:
    """Remove what killed backups left in the folder a day ago: each is a whole copy of the data."""
    for left in (*folder.glob(f"{COPY}*"), *folder.glob(f"{NAME}*{PART}")):
        if time.time() - left.lstat().st_mtime < SECONDS_KEPT:
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _write(part: Path) -> tuple[int, int]:
    archive = Archive(part)
    manifest: Manifest | None = None
    try:
        copy = _copy_sqlite if connection.vendor == "sqlite" else _copy_postgres
        tables, columns, layout = copy(archive, part.parent)
        uploads = _copy_uploads(archive)
        manifest = Manifest(
            version=__version__,
            made_at=clock.now().isoformat(),
            database=connection.vendor,
            layout=layout,
            tables=tables,
            columns=columns,
        )
    finally:
        archive.close(manifest)
    return sum(tables.values()), uploads


def _copy_sqlite(archive: Archive, folder: Path) -> tuple[dict[str, int], dict[str, list[str]], list[tuple[str, str]]]:
    """SQLite's own online copy: one read of one moment; writers are not held up."""
    connection.ensure_connection()
    with tempfile.TemporaryDirectory(dir=folder, prefix=COPY) as name:
        path = Path(name) / SQLITE_MEMBER
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            found = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise BadInput("database_damaged", reason=found[0])
            tables = {table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in table_names()}
            layout = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        archive.add_file(SQLITE_MEMBER, path)
    return tables, {}, _last_steps(layout)


def _copy_postgres(
    archive: Archive, folder: Path
) -> tuple[dict[str, int], dict[str, list[str]], list[tuple[str, str]]]:
    """All tables as COPY text within one read-only snapshot."""
    tables: dict[str, int] = {}
    columns: dict[str, list[str]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        layout = sorted(MigrationRecorder(connection).applied_migrations())
        for table in table_names():
            columns[table] = _stored_columns(cursor, table)
            archive.add(f"tables/{table}", _copied_rows(cursor, table, columns[table]))
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            tables[table] = cursor.fetchone()[0]
    return tables, columns, _last_steps(layout)


def _stored_columns(cursor: Any, table: str) -> list[str]:
    """The columns that hold values of their own; generated ones are computed again."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _copied_rows(cursor: Any, table: str, columns: list[str]) -> Iterator[bytes]:
    names = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f'COPY (SELECT {names} FROM "{table}") TO STDOUT') as rows:
        for chunk in rows:
            yield bytes(chunk)


def table_names() -> list[str]:
    """Every table with rows of ours: those of the models, and the record of layout steps."""
    return sorted({*connection.introspection.django_table_names(only_existing=True), "django_migrations"})


def _last_steps(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The latest step of each app; steps are numbered, so the greatest name is the latest."""
    last: dict[str, str] = {}
    for app, name in steps:
        last[app] = max(name, last.get(app, ""))
    return sorted(last.items())


def _copy_uploads(archive: Archive) -> int:
    """Files waiting to be imported; one that goes meanwhile has been imported and is not needed."""
    count = 0
    folder = settings.TENURE_HOME / "uploads"
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if path.is_file():
            try:
                archive.add_file(f"uploads/{path.name}", path)
            except FileNotFoundError:
                continue
            count += 1
    return count
