"""Workbooks: guarded against bombs, read through calamine; formulas count with the result stored beside them."""

import contextlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import python_calamine

from tenure.kernel.errors import BadInput
from tenure.orders.files.binary_sheets import reach
from tenure.orders.files.records import Row
from tenure.orders.files.separators import first_row, looks_like_heading

MOST_UNPACKED = 1_500_000_000  # bytes of all parts together
MOST_TIMES = 300  # unpacked to packed, for parts over SMALL
SMALL = 50_000_000
LOOKED_AT = 300
MOST_CELLS = 60_000_000  # of the rectangle round the used cells: the parser holds all of it, empty ones too
MOST_ROWS = 1 << 20
# Cells from column BF on: without any, no sheet of the largest height is over MOST_CELLS.
_FAR_CELL = re.compile(rb"""\sr\s*=\s*["'](B[F-Z]|[C-Z][A-Z]|[A-Z]{3,})\d""", re.IGNORECASE)
_FAR_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Z]{0,9}(\d{7,})["']""", re.IGNORECASE)
_ANY_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Z]{0,9}(\d{1,20})["']""", re.IGNORECASE)
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>(.*?)</c>', re.DOTALL)
_NO_RESULT = re.compile(rb"<f[ >/]")


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Whatever the parser cannot read makes a damaged workbook."""
    try:
        yield
    except python_calamine.PasswordError:
        raise BadInput("workbook_locked", file=path.name) from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError):
        raise BadInput("damaged_workbook", file=path.name) from None


@dataclass(frozen=True)
class Sheet:
    """The table found in a workbook; lines counts rows below the heading."""

    name: str
    has_heading: bool
    headings: tuple[str | None, ...]
    first_line: int
    lines: int
    samples: tuple[tuple[str, ...], ...]
    sample_lines: tuple[int, ...]


def inspect_workbook(path: Path) -> Sheet:
    """Find the table: in the first visible sheet that holds at least two columns and a line."""
    with _readable(path):
        refuse_bomb(path)
    with _readable(path), python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        for meta in book.sheets_metadata:
            if (
                meta.visible != python_calamine.SheetVisibleEnum.Visible
                or meta.typ != python_calamine.SheetTypeEnum.WorkSheet
            ):
                continue
            found = _table(path, book, meta.name)
            if found:
                return found
    raise BadInput("no_lines", file=path.name)


def _table(path: Path, book: python_calamine.CalamineWorkbook, name: str) -> Sheet | None:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return None
    rows: list[Row] = []
    for row in _rows(sheet, {}):
        rows.append(row)
        if len(rows) >= LOOKED_AT:
            break
    rows = [row for row in rows if any(row.cells)]
    if not rows or len(rows[0].cells) < 2:
        return None
    start = first_row(rows, len(rows[0].cells))
    has_heading = looks_like_heading(rows[start].cells, [row.cells for row in rows[start + 1 : start + 30]])
    body = rows[start + has_heading :]
    if not body:
        return None
    headings: tuple[str | None, ...] = rows[start].cells if has_heading else (None,) * len(rows[start].cells)
    return Sheet(
        name, has_heading, headings, body[0].line, sheet.end[0] + 2 - body[0].line,
        tuple(row.cells for row in body), tuple(row.line for row in body),
    )  # fmt: skip


def read_rows(path: Path, name: str, first_line: int) -> Iterator[Row]:
    """The rows of a sheet from `first_line` on, as text that can mean one thing only; empty rows are left out."""
    with _readable(path):
        unread = cells_without_value(path, name)
    with _readable(path), python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        for row in _rows(book.get_sheet_by_name(name), unread):
            if row.line >= first_line and any(row.cells):
                yield row


def _rows(sheet: python_calamine.CalamineSheet, unread: dict[tuple[int, int], str]) -> Iterator[Row]:
    for line, cells in enumerate(sheet.iter_rows(), 1):
        written = tuple(cell_text(cell) for cell in cells)
        if unread:
            written = tuple(text or unread.get((line, place), "") for place, text in enumerate(written, 1))
        yield Row(line, written)


def cell_text(value: object) -> str:
    """A typed cell as unambiguous text: days as ISO, numbers with a point that cannot be taken for a thousands mark."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta | int) else ""


def number_text(value: float) -> str:
    """A number as text; “1.234” becomes “1.2340”, which no reader takes for 1234."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    _, point, after = text.partition(".")
    return text + "0" if point and len(after) == 3 else text


def refuse_bomb(path: Path) -> None:
    """Raise BadInput when a zipped workbook unpacks to far more than it should, by what it declares and by what it
    does.
    """
    if not zipfile.is_zipfile(path):
        return  # the older XLS has no compression
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_UNPACKED or any(_swells(part) for part in parts):
            raise BadInput("zip_bomb", file=path.name, bytes=unpacked, limit=MOST_UNPACKED)
        names = {part.filename for part in parts}
        if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
            raise BadInput("wrong_kind", file=path.name, kind="ZIP")
        for part in parts:
            if _spreads(archive, part):  # reads it all: a part that lies about its size fails its checksum here
                raise BadInput("zip_bomb", file=path.name, bytes=unpacked, limit=MOST_UNPACKED)


def _spreads(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether the cells of a sheet stand so far apart that the empty ones between them would fill the memory."""
    if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".bin"):
        rows, columns = reach(archive, part)
        return rows * columns > MOST_CELLS
    widest = 0
    for text in _pieces(archive, part):
        if any(int(row) > MOST_ROWS for row in _FAR_ROW.findall(text)):
            return True
        widest = max([widest, *(_number_of(letters.upper()) for letters in _FAR_CELL.findall(text))])
    if widest * MOST_ROWS <= MOST_CELLS:
        return False
    lowest = max(max(map(int, _ANY_ROW.findall(text)), default=0) for text in _pieces(archive, part))
    return widest * lowest > MOST_CELLS


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, a megabyte at a time; what a cut would split is seen whole in the next piece."""
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            yield rest + chunk
            rest = chunk[-60:]


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > MOST_TIMES * max(1, part.compress_size)


def cells_without_value(path: Path, name: str) -> dict[tuple[int, int], str]:
    """(row, column) -> what stands there, for formulas without a stored result and for error values such as #N/A."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, name)
        if part is None:
            return {}
        found: dict[tuple[int, int], str] = {}
        with archive.open(part) as stream:
            rest = b""
            while chunk := stream.read(1 << 20):
                rest = _collect(rest + chunk, found)
        return found


def _collect(xml: bytes, found: dict[tuple[int, int], str]) -> bytes:
    """Note the cells of a piece of sheet XML that calamine leaves empty; returns the unfinished rest."""
    end = xml.rfind(b"</c>") + 4
    if end < 4:
        return xml[-100_000:]
    if b"<f" in xml[:end] or b't="e"' in xml[:end]:
        for column, row, attributes, body in _CELL.findall(xml, 0, end):
            if b't="e"' in attributes:
                found[int(row), _number_of(column)] = re.sub(rb".*<v>(.*?)</v>.*", rb"\1", body).decode(
                    "ascii", "replace"
                )
            elif _NO_RESULT.search(body) and not re.search(rb"<v>[^<]", body) and b't="str"' not in attributes:
                found[int(row), _number_of(column)] = "=" + re.sub(rb".*<f[^>]*>(.*?)</f>.*", rb"\1", body).decode(
                    "utf-8", "replace"
                )
    return xml[end:]


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _part_of(archive: zipfile.ZipFile, name: str) -> str | None:
    """The archive part that holds the sheet of this name; None in formats other than XLSX."""
    try:
        # The parser refuses entities that grow; the size of both parts was checked before.
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return None
    identifier = next(
        (_relation(sheet) for sheet in book.iter() if sheet.tag.endswith("}sheet") and sheet.get("name") == name), None
    )
    target = next((link.get("Target") for link in links if link.get("Id") == identifier), None)
    if target is None:
        return None
    full = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return full if full in archive.namelist() else None


def _relation(sheet: ElementTree.Element) -> str | None:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
