"""Binary workbooks (XLSB) written cell by cell, as no spreadsheet program would."""

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

Cell = tuple[int, int, str | float]
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def binary_workbook(path: Path, cells: Iterable[Cell], told: tuple[int, int, int, int] | None = None) -> Path:
    """Write cells (row, column, value), counted from 0, in order. told: the first and last row and column it claims."""
    cells = list(cells)
    size = told or (0, max(row for row, _, _ in cells), 0, max(column for _, column, _ in cells))
    sheet = _record(129) + _record(148, struct.pack("<4I", *size)) + _record(145)
    for place, (row, column, value) in enumerate(cells):
        if not place or cells[place - 1][0] != row:
            sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        head = struct.pack("<II", column, 0)
        sheet += (
            _record(6, head + _text(value)) if isinstance(value, str) else _record(5, head + struct.pack("<d", value))
        )
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _text("a") + _text("Sheet"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", book + _record(144) + _record(132))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("_rels/.rels", _links("officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/_rels/workbook.bin.rels", _links("worksheet", "worksheets/sheet1.bin"))
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(content)
    while size > 127:
        head += bytes([size & 127 | 128])
        size >>= 7
    return head + bytes([size]) + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _links(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{_LINK}/{kind}" Target="{target}"/></Relationships>'
    )
