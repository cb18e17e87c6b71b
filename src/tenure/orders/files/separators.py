"""Where the table in a text file begins, what parts its columns, and whether its first line names them."""

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tenure.kernel.errors import BadInput
from tenure.orders.files.dates import NoDay, parse_day
from tenure.orders.files.headings import meaning
from tenure.orders.files.numbers import Unreadable, parse_number
from tenure.orders.files.records import Row, commonest_width, split_rows
from tenure.orders.files.scan import SAMPLE, TextScan

LOOKED_AT = 300
PREAMBLE = 40
_FAR = date(9998, 12, 30)


@dataclass(frozen=True)
class Table:
    """The table found. odd: something stands before it, so that only the careful reader may read the file."""

    separator: str
    has_heading: bool
    headings: tuple[str | None, ...]
    first_line: int
    samples: tuple[tuple[str, ...], ...]
    sample_lines: tuple[int, ...]
    odd: bool


def find_table(path: Path, scan: TextScan) -> Table:
    """Find separator and heading from the beginning of the file.

    Raises BadInput when there is no table or no line in it.
    """
    text = _beginning(path, scan)
    if not text.strip():
        raise BadInput("empty_file", file=path.name)
    forced, skipped = _excel_hint(text)
    separator = forced or _separator(path, text)
    rows = [
        row
        for row in split_rows(text, separator, LOOKED_AT)
        if row.line > skipped and any(cell.strip() for cell in row.cells)
    ]
    if not rows:
        raise BadInput("empty_file", file=path.name)
    width = commonest_width(rows)
    start = first_row(rows, width)
    has_heading = looks_like_heading(rows[start].cells, [row.cells for row in rows[start + 1 : start + 30]])
    if has_heading and len(rows) == start + 1:
        raise BadInput("no_lines", file=path.name)
    headings: tuple[str | None, ...] = rows[start].cells if has_heading else (None,) * width
    body = rows[start + has_heading :]
    headings = _without_empty_end(headings, body)
    if has_heading and len(body[0].cells) > 1 and len(headings) < 2:
        raise BadInput("no_separator", file=path.name)
    first_line = body[0].line
    return Table(
        separator, has_heading, headings, first_line,
        tuple(row.cells for row in body), tuple(row.line for row in body),
        odd=skipped > 0 or start > 0 or rows[start].line != first_line - has_heading,
    )  # fmt: skip


def _without_empty_end(headings: tuple[str | None, ...], body: Sequence[Row]) -> tuple[str | None, ...]:
    """Headings without the empty columns that a separator at the end of the line makes."""
    while len(headings) > 1 and not (headings[-1] or "").strip() and not _fills(body, len(headings) - 1):
        headings = headings[:-1]
    return headings


def _fills(body: Sequence[Row], place: int) -> bool:
    return any(len(row.cells) > place and row.cells[place].strip() for row in body)


def _beginning(path: Path, scan: TextScan) -> str:
    """The first part of the text, cut at a line end."""
    with path.open("rb") as file:
        file.seek(len(scan.bom))
        head = file.read(SAMPLE)
    text = codecs.getincrementaldecoder(scan.encoding)("replace").decode(head)
    if scan.size > SAMPLE + len(scan.bom) and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    return "".join(text.splitlines(keepends=True)[:LOOKED_AT]) if '"' not in text else text


def _excel_hint(text: str) -> tuple[str | None, int]:
    """A first line “sep=;” is an instruction to a spreadsheet program, not data."""
    match = re.match(r"\"?sep=(.)\"?\s*\r?\n", text, re.IGNORECASE)
    return (match[1], 1) if match else (None, 0)


def _separator(path: Path, text: str) -> str:
    best, best_score = "", 0.0
    for separator, preference in ((";", 1.1), ("\t", 1.2), ("|", 1.05), (",", 1.0)):
        score = preference * _consistency(text, separator)
        if score > best_score:
            best, best_score = separator, score
    if best_score >= 0.5:
        return best
    if _consistency(text, " ") >= 0.6:
        return " "
    if best_score > 0:
        return best
    raise BadInput("no_separator", file=path.name)


def _consistency(text: str, separator: str) -> float:
    """Share of lines with the commonest number of fields, a little more for many fields; 0 when that is one."""
    counts = Counter(len(row.cells) for row in split_rows(text, separator, LOOKED_AT) if any(row.cells))
    counts.pop(0, None)
    if not counts:
        return 0.0
    width, lines = max(counts.items(), key=lambda item: item[1])
    if width < 2:
        return 0.0
    return lines / sum(counts.values()) * (1 + min(width, 10) / 100)


def first_row(rows: Sequence[Row], width: int) -> int:
    """Index of the row the table begins with: titles and blank rows above it are passed over."""
    for place, row in enumerate(rows[:PREAMBLE]):
        known = sum(1 for cell in row.cells if (meaning(cell) or ("", 0.0))[1] > 0.9)
        if known >= 2 and len(row.cells) >= width - 1:
            return place
    for place, row in enumerate(rows[:PREAMBLE]):
        filled = sum(1 for cell in row.cells if cell.strip())
        if len(row.cells) >= width - 1 and filled >= max(2, width // 2):
            return place
    return 0


def looks_like_heading(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a row names columns: known names, or words above numbers and dates."""
    if any(_is_value(cell) for cell in first):
        return False
    known = sum(1 for cell in first if (meaning(cell) or ("", 0.0))[1] > 0.7)
    if known:
        return True
    below = [cell for row in rest for cell in row]
    return not below or any(_is_value(cell) for cell in below)


def _is_value(cell: str) -> bool:
    """Whether a cell is a number, a day or an address rather than a name."""
    text = cell.strip()
    if not text or not any(sign.isdigit() for sign in text):
        return "@" in text
    if not isinstance(parse_number(text, "."), Unreadable):
        return True
    day = parse_day(text, "dmy", _FAR)
    return not isinstance(day, NoDay) or day.code in {"no_such_day", "year_out_of_range"}
