"""Records of a text table with the line each starts on, also with blank lines, quoted line ends and quotes that never
close.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

MOST_FIELDS = 131_072  # characters in one field, the csv module's own limit

_MARKED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class Row:
    """A record and the physical line it starts on."""

    line: int
    cells: tuple[str, ...]


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet program may take the text for a formula."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))


def unmarked(row: Row) -> Row:
    """The row of a file of rejected lines without the apostrophes that kept its cells from being formulas."""
    return Row(row.line, tuple(cell[1:] if cell and _MARKED.match(cell) else cell for cell in row.cells))


def odd_width(cells: Sequence[str], width: int) -> int | None:
    """The number of fields when it is not the table's; empty fields at the end are no fields."""
    if len(cells) == width or (len(cells) > width and not any(cell.strip() for cell in cells[width:])):
        return None
    return len(cells)


def read_records(lines: Iterator[str], separator: str, width: int | None, *, first_line: int = 1) -> Iterator[Row]:
    """Records from `first_line` on; blank ones are left out.

    With a width, a record over several lines that does not fit it is taken line by line: the quote was no quote.
    """
    if separator == " ":
        yield from (Row(n, tuple(line.split())) for n, line in enumerate(lines, 1) if n >= first_line and line.strip())
        return
    feed = _Feed(lines)
    for _ in range(first_line - 1):
        next(feed, None)
    reader = csv.reader(feed, delimiter=separator)
    while True:
        feed.taken.clear()
        start = feed.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a field without end
            cells, reader = [], csv.reader(feed, delimiter=separator)
        if len(feed.taken) > 1 and width and odd_width(cells, width) is not None:
            yield from _as_single_lines(feed.taken, start, separator)
        elif any(cell.strip() for cell in cells):
            yield Row(start, tuple(cells))


def split_rows(text: str, separator: str, most: int) -> list[Row]:
    """The first `most` records of a piece of text; their commonest width settles which quotes are quotes."""
    lines = text.splitlines(keepends=True)
    width = commonest_width(list(islice(read_records(iter(lines), separator, None), most)))
    return list(islice(read_records(iter(lines), separator, width), most))


def commonest_width(rows: Sequence[Row]) -> int:
    """How many fields most records have."""
    counts = Counter(len(row.cells) for row in rows)
    return counts.most_common(1)[0][0] if counts else 0


class _Feed(Iterator[str]):
    """Physical lines, remembered until their record is complete, so that a false start can be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.number, self.taken = lines, 0, list[str]()

    def __next__(self) -> str:
        line = next(self.lines)
        self.number += 1
        self.taken.append(line)
        return line


def _as_single_lines(lines: list[str], start: int, separator: str) -> Iterator[Row]:
    for number, line in enumerate(lines, start):
        if line.strip():
            yield Row(number, tuple(next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE))))
