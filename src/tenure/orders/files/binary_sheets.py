"""How far the cells of a binary workbook (XLSB) reach, found without building its table."""

import struct
import zipfile

_ROW, _LAST_CELL = 0, 11  # kinds of records: a row's beginning; 1 to 11 are its cells
_PIECE = 1 << 20


def reach(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """(rows, columns) of the rectangle from the first cell of the sheet to its last. A cut record ends the reading."""
    rows = columns = row = 0
    data, place = b"", 0
    with archive.open(part) as stream:
        while True:
            head = _head(data, place)
            if head is None or head[2] + min(head[1], 8) > len(data):
                piece = stream.read(_PIECE)
                if not piece:
                    return rows, columns
                data, place = data[place:] + piece, 0
                continue
            kind, size, begin = head
            if kind <= _LAST_CELL and size >= 8:
                (number,) = struct.unpack_from("<I", data, begin)
                if kind == _ROW:
                    row = number + 1
                else:
                    rows, columns = max(rows, row), max(columns, number + 1)
            place = begin + size
            while place > len(data):  # a long record is passed over without keeping it
                place -= len(data)
                data = stream.read(_PIECE)
                if not data:
                    return rows, columns


def _head(data: bytes, place: int) -> tuple[int, int, int] | None:
    """(kind, size, where the content begins) of the record at `place`; None when its head is cut off."""
    try:
        kind = data[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[place] & 0x7F) << 7
            place += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = data[place]
            place += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
    except IndexError:
        return None
    return kind, size, place
