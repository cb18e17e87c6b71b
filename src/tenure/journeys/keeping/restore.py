"""Put a backup back. It proves itself first; whatever fails leaves the database and the uploads as they were."""

import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tenure.journeys.keeping.back_up import table_names
from tenure.journeys.keeping.backup_file import SQLITE_MEMBER, Manifest, chunks_of, open_backup, verify
from tenure.journeys.keeping.erase_again import ErasedAgain, erase_again
from tenure.journeys.keeping.subject_request import note_erasures
from tenure.kernel.database import describe, layout, prepare, soundness
from tenure.kernel.errors import BadInput, TenureError
from tenure.kernel.new_tables import lay_out_as_of
from tenure.privacy.audit import record_change
from tenure.privacy.erasure_ledger import Entry, joined, read, recorded
from tenure.privacy.users import users_exist

FOLDER = ".restore-"
SECONDS_KEPT = 24 * 3600


@dataclass(frozen=True)
class RestoreReport:
    """What was put back. before: where the former database file is kept (SQLite), if there was one; erased: what had
    been erased since the backup was made, and is again."""

    made_at: str
    rows: int
    uploads: int
    before: Path | None
    erased: ErasedAgain


def restore(source: Path, *, replace: bool = False) -> RestoreReport:
    """Check the backup, put it in place of the database and the uploads, check the result.

    replace: also over a database that has people in it. Raises BadInput; then nothing has changed.
    """
    archive, manifest = open_backup(source)
    with archive:
        if manifest.database != connection.vendor:
            raise BadInput("backup_other_database", made=manifest.database, here=connection.vendor)
        _require_known_layout(manifest)
        if not replace and layout().prepared and users_exist():
            raise BadInput("restore_not_empty", database=describe())
        settings.TENURE_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_room(settings.TENURE_HOME, manifest)
        verify(archive, manifest)
        _sweep()
        with tempfile.TemporaryDirectory(dir=settings.TENURE_HOME, prefix=FOLDER) as name:
            folder = Path(name)
            _unpack(archive, manifest, folder)
            (folder / "uploads").mkdir(exist_ok=True)
            since = _erasures(source)
            before = None
            if connection.vendor == "sqlite":
                before, erased = _put_sqlite(folder, manifest, since)
            else:
                erased = _put_postgres(folder, manifest, since)
            uploads = _put_uploads(folder)
    note_erasures()
    record_change(
        actor=None, action="restore", subject_kind="backup", subject_id=None, file=source.name, made_at=manifest.made_at
    )
    return RestoreReport(manifest.made_at, sum(manifest.tables.values()), uploads, before, erased)


def _erasures(source: Path) -> tuple[Entry, ...]:
    """All that are known of: to the database about to be replaced, to the list at home and to the one beside the backup."""
    known: tuple[Entry, ...] = ()
    with suppress(Error):  # one that is damaged, empty or of an older layout is what the backup is for
        known = recorded()
    return joined(known, read(settings.TENURE_HOME, source.resolve().parent))


def _require_known_layout(manifest: Manifest) -> None:
    known = set(MigrationExecutor(None).loader.disk_migrations)
    for app, step in manifest.layout:
        if (app, step) not in known:
            raise BadInput("backup_newer", file=f"{app}.{step}", version=manifest.version)


def _require_room(folder: Path, manifest: Manifest) -> None:
    """Before anything is read: `verify` then finds out whether the manifest told the truth."""
    need = sum(member.bytes for member in manifest.members.values())
    if shutil.disk_usage(folder).free < need * 1.2:
        raise BadInput("disk_full", place=str(folder))


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Write all members below the folder; their names were checked by `verify`."""
    for name in manifest.members:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with archive.open(name) as source, path.open("xb") as target:
            for chunk in chunks_of(source):
                target.write(chunk)
        path.chmod(0o600)


def _put_sqlite(folder: Path, manifest: Manifest, since: tuple[Entry, ...]) -> tuple[Path | None, ErasedAgain]:
    """Swap the file in and erase again; the former one is kept beside it until somebody deletes it."""
    fresh, place = folder / SQLITE_MEMBER, Path(connection.settings_dict["NAME"])
    _prove_sqlite(fresh, manifest)
    connection.close()
    _require_alone(place)
    before = place.with_name(place.name + ".before-restore")
    had_one = place.exists()
    if had_one:
        _keep_beside(place, before)
    try:
        os.replace(fresh, place)
        prepare()
        found = soundness()
        if found:
            raise BadInput("database_damaged", reason=found[0])
        with transaction.atomic():
            erased = erase_again(since, uploads=folder / "uploads")
    except (Error, TenureError, OSError):
        connection.close()
        for leftover in (place, *_side_files(place)):
            leftover.unlink(missing_ok=True)
        if had_one:
            os.replace(before, place)
        raise
    return (before if had_one else None), erased


def _keep_beside(place: Path, before: Path) -> None:
    """A second name for the former file, so that a killed restore never leaves the place empty."""
    before.unlink(missing_ok=True)
    try:
        os.link(place, before)
    except OSError:  # a file system without second names
        shutil.copy2(place, before)


def _sweep() -> None:
    """Remove what killed restores unpacked and left behind a day ago: it is a whole copy of the data."""
    for left in settings.TENURE_HOME.glob(f"{FOLDER}*"):
        if time.time() - left.stat().st_mtime > SECONDS_KEPT:
            shutil.rmtree(left, ignore_errors=True)


def _prove_sqlite(path: Path, manifest: Manifest) -> None:
    """Content, references and row counts of an unpacked file. Raises BadInput."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
            found += [f"{row[0]}: {row[2]}" for row in copy.execute("PRAGMA foreign_key_check").fetchmany(1)]
            for table, rows in manifest.tables.items():
                if copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] != rows:
                    found.append(table)
    except sqlite3.Error as error:
        found = [str(error)]
    if found:
        raise BadInput("database_damaged", reason=found[0])


def _side_files(place: Path) -> tuple[Path, Path]:
    return place.with_name(place.name + "-wal"), place.with_name(place.name + "-shm")


def _require_alone(place: Path) -> None:
    """Only when nobody else has the file open can SQLite fold its log into it. Raises BadInput otherwise."""
    if not place.exists():
        return
    try:
        with closing(sqlite3.connect(place, timeout=2)) as alone:
            mode = alone.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "locked"
    except sqlite3.DatabaseError:
        return  # the present file is damaged: that is what the backup is for
    if mode != "delete":
        raise BadInput("restore_in_use", database=str(place))


def _put_postgres(folder: Path, manifest: Manifest, since: tuple[Entry, ...]) -> ErasedAgain:
    """Drop, lay out as the backup was, fill, check, erase again: one transaction, so that a failure changes nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            present = table_names() if layout().prepared else []
            if present:
                cursor.execute("DROP TABLE " + ", ".join(f'"{table}"' for table in present) + " CASCADE")
            lay_out_as_of(manifest.layout)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # a migration that adds a reference leaves it immediate
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in manifest.tables) + " CASCADE")
            for table, rows in manifest.tables.items():
                _fill(cursor, table, manifest.columns[table], folder / "tables" / table, rows)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            prepare()
            return erase_again(since, uploads=folder / "uploads")
    except OperationalError as error:
        raise BadInput("restore_in_use", database=describe()) from error
    except Error as error:
        raise BadInput("database_damaged", reason=str(error).splitlines()[0]) from error


def _fill(cursor: Any, table: str, columns: list[str], path: Path, rows: int) -> None:
    """COPY one table in, count it, and let its numbering go on after the greatest id."""
    names = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as target, path.open("rb") as source:
        for chunk in chunks_of(source):
            target.write(chunk)
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    if cursor.fetchone()[0] != rows:
        raise BadInput("database_damaged", reason=table)
    if "id" in columns:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        sequence = cursor.fetchone()[0]
        if sequence:
            cursor.execute(f'SELECT setval(%s, COALESCE((SELECT max(id) FROM "{table}"), 0) + 1, false)', [sequence])


def _put_uploads(folder: Path) -> int:
    """The waiting files of the backup take the place of those that wait now."""
    fresh, place = folder / "uploads", settings.TENURE_HOME / "uploads"
    if place.exists():
        os.replace(place, folder / "uploads-before")
    os.replace(fresh, place)
    place.chmod(0o700)
    return sum(1 for _ in place.iterdir())
