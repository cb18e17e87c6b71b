"""Keeping the brief on one page: overlong texts are cut at a word, overlong lists lose their last rows. Pure.

The type never gets smaller. Lines are estimated on the safe side, from how many letters of the page's font go into one.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

LEFT_LETTERS, RIGHT_LETTERS = 54, 47  # of one line of each column
COLUMN_LINES = 34.0
HEADING = 1.7  # a block's heading with the space around it, in lines
ELLIPSIS = "…"
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # what a line may break at; a number keeps its per cent sign
LATIN, WIDE = 0x36F, 0x2E7F  # the last code points of Latin letters, and of those of usual width


@dataclass(frozen=True)
class Row:
    """One row of a block: strong text first, then plain; small: a second line in small type. mark: what stands before it
    (a day, a share); tail: the end of the plain text that is never cut. attitude: -2..2 for a person, None unknown or none."""

    strong: str = ""
    plain: str = ""
    small: str = ""
    mark: str = ""
    attitude: float | None = None
    person: bool = False
    late: bool = False
    tail: str = ""


@dataclass(frozen=True)
class Block:
    """A block of the brief. keep: rows never given up; rank: blocks of the highest rank give up rows first; lines: the
    most lines of one row; left_out: rows given up, said at its end."""

    code: str
    heading: str
    rows: tuple[Row, ...]
    rank: int
    keep: int = 1
    lines: int = 3
    left_out: int = 0


def fitted(blocks: Sequence[Block], letters: int, room: float = COLUMN_LINES) -> tuple[Block, ...]:
    """The blocks of one column as they fit into `room` lines of `letters` letters; empty blocks are left out."""
    found = [
        replace(block, rows=tuple(shortened(row, letters, block.lines) for row in block.rows))
        for block in blocks
        if block.rows
    ]
    while sum(height(block, letters) for block in found) > room:
        spare = [place for place, block in enumerate(found) if len(block.rows) > block.keep]
        if not spare:
            break
        place = max(spare, key=lambda at: (found[at].rank, len(found[at].rows)))
        block = found[place]
        found[place] = replace(block, rows=block.rows[:-1], left_out=block.left_out + 1)
    while sum(height(block, letters) for block in found) > room and len(found) > 1:
        found.remove(max(found, key=lambda block: block.rank))
    return tuple(found)


def height(block: Block, letters: int) -> float:
    """Lines a block takes, its heading and the space between its rows included."""
    return HEADING + sum(row_lines(row, letters) + 0.35 for row in block.rows) + (0.9 if block.left_out else 0)


def row_lines(row: Row, letters: int) -> float:
    """Lines a row takes."""
    if row.person:  # name and post on the left, the drawing, and what they decide by in half the width
        return max(2.0, float(lines_of(row.plain, letters // 2)) * 0.92)
    text = " ".join(part for part in (row.mark, row.strong, row.plain) if part)
    return lines_of(text, letters) + (0.92 * lines_of(row.small, round(letters * 1.1)) if row.small else 0.0)


def lines_of(text: str, letters: int) -> int:
    """Lines of a text broken at its words; wide letters count double."""
    lines, used = 1, 0
    for word in BLANKS.split(text.strip()) if text.strip() else ():
        width = letters_of(word)
        if used and used + 1 + width > letters:
            lines, used = lines + 1, 0
        lines += width // (letters + 1)
        used += width + (1 if used else 0)
    return lines


def letters_of(text: str) -> int:
    """How many letters' room a text takes: capitals and Cyrillic letters are wider, those of East Asia twice as wide."""
    return math.ceil(
        sum(2.0 if ord(sign) > WIDE else 1.15 if ord(sign) > LATIN or sign.isupper() else 1.0 for sign in text)
    )


def shortened(row: Row, letters: int, lines: int) -> Row:
    """The row cut to so many lines: the plain text first, then the strong one."""
    if row.person:
        return replace(row, strong=cut(row.strong, letters), small=cut(row.small, letters // 2),
                       plain=cut(row.plain, (letters // 2) * 2))  # fmt: skip
    strong = cut(row.strong, letters * max(1, lines - 1) if row.plain else letters * lines)
    room = letters * lines - letters_of(strong) - letters_of(row.mark) - letters // 4
    plain = cut(row.plain, max(room, letters // 2) - (letters_of(row.tail) + 1 if row.tail else 0))
    return replace(
        row,
        strong=strong,
        plain=f"{plain} {row.tail}" if row.tail else plain,
        tail="",
        small=cut(row.small, 2 * letters),
    )


def cut(text: str, letters: int) -> str:
    """At most so many letters' room, cut at a word, with an ellipsis where something was cut."""
    clean = BLANKS.sub(" ", text).strip()
    if letters_of(clean) <= letters:
        return clean
    kept: list[str] = []
    used = 1
    for word in clean.split(" "):
        if used + letters_of(word) + (1 if kept else 0) > letters:
            break
        used += letters_of(word) + (1 if kept else 0)
        kept.append(word)
    if not kept:  # one endless word
        room = max(1, letters - 1)
        while letters_of(clean[:room]) > letters - 1 and room > 1:
            room -= 1
        kept = [clean[:room]]
    return " ".join(kept).rstrip(",;:–-.") + ELLIPSIS


def column(blocks: Iterable[Block | None], letters: int, room: float = COLUMN_LINES) -> tuple[Block, ...]:
    """`fitted` over the blocks that are there."""
    return fitted([block for block in blocks if block is not None], letters, room)
