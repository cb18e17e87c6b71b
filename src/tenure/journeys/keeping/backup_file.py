"""The backup archive: a zip of the database and the uploads, with a manifest that lets it prove itself.

`manifest.json` names format, program version, database kind, layout steps, row counts, and size and SHA-256 of every
member. The secret key is not inside: a stolen backup must not open sessions.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from tenure.kernel.errors import BadInput

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE_MEMBER = "database.sqlite3"
MEMBER_NAME = re.compile(r"database\.sqlite3|tables/[a-z0-9_]+|uploads/[A-Za-z0-9][A-Za-z0-9._-]*")
PLAIN_NAME = re.compile(r"[a-z0-9_]+")
CHUNK = 1 << 20
LARGEST_MANIFEST = 16 << 20  # it is read whole; a true one has some hundred bytes for each table and upload
SMALL, MOST_TIMES = 50_000_000, 300  # a larger member unpacking to more times its size holds no data of ours
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Member:
    """One file of the archive."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive says about itself. layout: (app, last step) of every app; tables: rows by table name."""

    version: str
    made_at: str
    database: str
    layout: list[tuple[str, str]]
    tables: dict[str, int]
    columns: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT


class Archive:
    """An archive being written; every member's size and digest is noted on the way."""

    def __init__(self, path: Path) -> None:
        self.members: dict[str, Member] = {}
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=1)

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        """Write one member from its chunks."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members[name] = Member(size, digest.hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        """Write one member from a file."""
        with path.open("rb") as file:
            self.add(name, iter(lambda: file.read(CHUNK), b""))

    def close(self, manifest: Manifest | None) -> None:
        """Write the manifest, unless the backup failed, and close the file."""
        if manifest is not None:
            content = asdict(manifest) | {"members": {name: asdict(one) for name, one in self.members.items()}}
            self._zip.writestr(MANIFEST, json.dumps(content, indent=1))
        self._zip.close()


def open_backup(path: Path) -> tuple[zipfile.ZipFile, Manifest]:
    """The archive and its manifest. Raises BadInput when the file is no backup, or one of a newer format."""
    try:
        archive = zipfile.ZipFile(path)
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError(MANIFEST)
        content = json.loads(archive.read(MANIFEST))
        members = {name: Member(**one) for name, one in content.pop("members").items()}
        manifest = Manifest(**(content | {"members": members, "layout": [tuple(step) for step in content["layout"]]}))
        names = [*manifest.tables, *(column for columns in manifest.columns.values() for column in columns)]
        if not _has_kinds(manifest):
            raise ValueError(MANIFEST)
    except OSError as error:
        raise BadInput("backup_unreadable", file=str(path), reason=error.strerror or str(error)) from None
    except (*_BROKEN, KeyError, TypeError, AttributeError) as error:
        raise BadInput("backup_no_backup", file=str(path), reason=str(error)) from None
    if not all(PLAIN_NAME.fullmatch(name) for name in names):  # they become part of SQL
        raise BadInput("backup_no_backup", file=str(path), reason=MANIFEST)
    if manifest.format != FORMAT:
        raise BadInput("backup_newer", file=str(path), version=manifest.version)
    return archive, manifest


def _has_kinds(manifest: Any) -> bool:
    """Whether the numbers, names and digests of what came as JSON are such."""
    members = manifest.members.values()
    columns = [column for names in manifest.columns.values() for column in names]
    words = [manifest.version, manifest.made_at, manifest.database, *manifest.tables, *columns]
    words += [word for step in manifest.layout for word in step] + [one.sha256 for one in members]
    numbers = [*manifest.tables.values(), *(one.bytes for one in members)]
    return all(type(one) is int and one >= 0 for one in numbers) and all(isinstance(one, str) for one in words)


def verify(archive: zipfile.ZipFile, manifest: Manifest, progress: Callable[[int], None] | None = None) -> None:
    """Read every member and compare size and digest. Raises BadInput naming the first that is damaged."""
    for one in archive.infolist():
        if one.file_size > SMALL and one.file_size > MOST_TIMES * max(1, one.compress_size):
            raise BadInput("backup_damaged", file=archive.filename, member=one.filename)
    inside = {one.filename: one.file_size for one in archive.infolist() if one.filename != MANIFEST}
    expected = {name: one.bytes for name, one in manifest.members.items()}
    if inside != expected:
        differing = sorted(inside.items() ^ expected.items())
        raise BadInput("backup_damaged", file=archive.filename, member=differing[0][0])
    for name, member in manifest.members.items():
        if not MEMBER_NAME.fullmatch(name):
            raise BadInput("backup_damaged", file=archive.filename, member=name)
        digest = hashlib.sha256()
        try:
            with archive.open(name) as source:
                for chunk in chunks_of(source):
                    digest.update(chunk)
                    if progress:
                        progress(len(chunk))
        except (*_BROKEN, OSError):
            raise BadInput("backup_damaged", file=archive.filename, member=name) from None
        if digest.hexdigest() != member.sha256:
            raise BadInput("backup_damaged", file=archive.filename, member=name)


def chunks_of(source: IO[bytes]) -> Iterator[bytes]:
    """The content of an open file, a megabyte at a time."""
    return iter(lambda: source.read(CHUNK), b"")
