"""What a stranger's file looks like: its kind, encoding, separator, heading and columns. Nothing is judged yet."""

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from tenure.kernel.errors import BadInput
from tenure.orders.files.parquet import refuse_unfit
from tenure.orders.files.scan import fingerprint, scan_text
from tenure.orders.files.separators import find_table
from tenure.orders.files.sheets import cell_text, inspect_workbook

SAMPLES = 20
MOST_COLUMNS = 500
_KNOWN_BINARY = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"\x1f\x8b": "gzip", b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip", b"SQLite format 3": "SQLite", b"BZh": "bzip2", b"\xfd7zXZ": "xz",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: 1-based position, heading as written (None when there is none), first values."""

    position: int
    heading: str | None
    samples: tuple[str, ...]

    @property
    def title(self) -> str:
        """How messages name the column: its heading, else its number."""
        return self.heading or str(self.position)


@dataclass(frozen=True)
class FileShape:
    """How the file is laid out. separator is " " for logs parted by spaces; lines counts data lines when that is known.

    first_line: line number of the first data line. direct: DuckDB may read the text, line by line.
    bom: bytes of the byte-order mark. lost_letters: an earlier program wrote signs for letters it could not read.
    sample_lines: the line numbers of the samples.
    """

    path: Path
    kind: str
    encoding: str | None
    separator: str | None
    has_heading: bool
    columns: tuple[Column, ...]
    lines: int | None
    bytes: int
    sheet: str | None
    sha256: str
    first_line: int = 1
    direct: bool = True
    bom: int = 0
    lost_letters: bool = False
    sample_lines: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What a page needs to show the file: no path."""
        return {
            "file": self.path.name, "kind": self.kind, "encoding": self.encoding, "separator": self.separator,
            "has_heading": self.has_heading, "lines": self.lines, "bytes": self.bytes, "sheet": self.sheet,
            "sample_lines": list(self.sample_lines),
            "columns": [
                {"position": c.position, "heading": c.heading, "samples": list(c.samples)} for c in self.columns
            ],
        }  # fmt: skip


def inspect_file(path: Path) -> FileShape:
    """Look a file over. Raises BadInput for what is empty, binary, damaged, without lines or without columns."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
    except IsADirectoryError:
        raise BadInput("is_a_folder", file=str(path)) from None
    except FileNotFoundError:
        raise BadInput("no_such_file", file=str(path)) from None
    except PermissionError:
        raise BadInput("file_not_readable", file=str(path)) from None
    except OSError as error:  # a disk, a network folder or a device that gives way
        raise BadInput("file_not_read", file=str(path), reason=error.strerror or type(error).__name__) from error
    if size == 0:
        raise BadInput("empty_file", file=path.name)
    shape = _by_kind(path, size, head)
    _refuse_too_wide(path, len(shape.columns))
    return replace(shape, columns=_distinct_headings(shape.columns))


def _refuse_too_wide(path: Path, count: int) -> None:
    """A table of thousands of columns lists no orders; one stray cell far to the right makes a sheet look so."""
    if count > MOST_COLUMNS:
        raise BadInput("too_many_columns", file=path.name, count=count, most=MOST_COLUMNS)


def _by_kind(path: Path, size: int, head: bytes) -> FileShape:
    if head.startswith(b"PAR1"):
        return _inspect_parquet(path, size)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _inspect_workbook(path, size)
    for start, kind in _KNOWN_BINARY.items():
        if head.startswith(start):
            raise BadInput("wrong_kind", file=path.name, kind=kind)
    return _inspect_text(path, size)


def _inspect_text(path: Path, size: int) -> FileShape:
    scan = scan_text(path)
    table = find_table(path, scan)
    columns = tuple(
        Column(place, heading, tuple(row[place - 1] if place <= len(row) else "" for row in table.samples[:SAMPLES]))
        for place, heading in enumerate(table.headings, 1)
    )
    plain = not (scan.has_blank_lines or scan.has_bare_returns or table.odd)
    return FileShape(
        path, "csv", scan.encoding, table.separator, table.has_heading, columns,
        scan.physical_lines - table.first_line + 1, size, None, scan.sha256,
        first_line=table.first_line, direct=plain, bom=len(scan.bom), lost_letters=scan.has_lost_letters,
        sample_lines=table.sample_lines[:SAMPLES],
    )  # fmt: skip


def _inspect_workbook(path: Path, size: int) -> FileShape:
    try:
        sheet = inspect_workbook(path)
    except zipfile.BadZipFile:
        raise BadInput("damaged_workbook", file=path.name) from None
    columns = tuple(
        Column(place, heading, tuple(row[place - 1] for row in sheet.samples[:SAMPLES]))
        for place, heading in enumerate(sheet.headings, 1)
    )
    return FileShape(
        path, "xlsx", None, None, sheet.has_heading, columns, sheet.lines, size, sheet.name, fingerprint(path),
        first_line=sheet.first_line, sample_lines=sheet.sample_lines[:SAMPLES],
    )  # fmt: skip


def _inspect_parquet(path: Path, size: int) -> FileShape:
    with duckdb.connect() as connection:
        try:
            relation = connection.read_parquet(str(path))
            _refuse_too_wide(path, len(relation.columns))
            names = refuse_unfit(connection, path, size)
            samples = [
                tuple("" if v is None else cell_text(v) for v in row) for row in relation.limit(SAMPLES).fetchall()
            ]
            lines = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchall()[0][0]
        except duckdb.Error as error:
            raise BadInput("damaged_parquet", file=path.name, reason=str(error).splitlines()[0][:200]) from None
    if not lines:
        raise BadInput("no_lines", file=path.name)
    columns = tuple(
        Column(place, name, tuple(row[place - 1] for row in samples)) for place, name in enumerate(names, 1)
    )
    return FileShape(
        path, "parquet", None, None, True, columns, lines, size, None, fingerprint(path),
        sample_lines=tuple(range(1, len(samples) + 1)),
    )  # fmt: skip


def _distinct_headings(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(replace(column, heading=(column.heading or "").strip() or None) for column in columns)
