"""A report as plain parts in the reader's language, so that the page and the PDF say the same.

Every part names its kind, by which a template chooses how to draw it. Places on scales are per cent of the width.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from tenure.discovery.economics.pictures import TornadoPicture


@dataclass(frozen=True)
class Sticker:
    """A hypothesis on the canvas. state: its code, for the look; state_name, likely: the same in words."""

    title: str
    state: str
    state_name: str
    likely: str


@dataclass(frozen=True)
class Block:
    """One block of the canvas. left_out: how many stickers found no room, in words; empty when all lie there."""

    code: str
    name: str
    stickers: tuple[Sticker, ...]
    left_out: str = ""


@dataclass(frozen=True)
class Canvas:
    """The nine blocks; elsewhere: those of the other kind that hold stickers; legend: codes and names of states."""

    kind: str
    heading: str
    blocks: tuple[Block, ...]
    elsewhere: tuple[Block, ...]
    legend: tuple[tuple[str, str], ...]
    empty: str = ""


@dataclass(frozen=True)
class Words:
    """Sentences. tone: lead (what a section says first), plain, note (small), missing (what is not known) or warn."""

    lines: tuple[str, ...]
    tone: str = "plain"
    kind: str = field(default="words", init=False)


class Cell(NamedTuple):
    """Text of a table's cell; small: a second, quieter line; tone: "", good, bad, warn or muted; figure: a number, set
    flush right."""

    text: str
    small: str = ""
    tone: str = ""
    figure: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """title: above it; heads: of the columns; widths: parts of the whole, one each."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class TestTold:
    """A test: heading, verdict with its tone, what was promised as pairs of name and text, and its amendments."""

    __test__ = False  # no test of pytest

    heading: str
    verdict: str
    tone: str
    rows: tuple[tuple[str, str], ...]
    seal: str
    seal_note: str
    seal_holds: bool
    amendments: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """A hypothesis that is decided. low, likely, high: per cent, for the bar; interval, strength: in words."""

    number: str
    title: str
    statement: str
    state: str
    state_name: str
    share: str
    low: float
    likely: float
    high: float
    interval: str
    strength: str
    tests: tuple[TestTold, ...]
    untested: str


@dataclass(frozen=True)
class Findings:
    rows: tuple[Finding, ...]
    kind: str = field(default="findings", init=False)


@dataclass(frozen=True)
class Span:
    """One range on a scale shared with others."""

    name: str
    small: str
    low: float
    middle: float
    high: float
    text: str


@dataclass(frozen=True)
class Spans:
    """Ranges under each other; zero: place of nothing, None outside; ticks: places with their words."""

    title: str
    rows: tuple[Span, ...]
    zero: float | None
    ticks: tuple[tuple[float, str], ...]
    note: str
    kind: str = field(default="spans", init=False)


@dataclass(frozen=True)
class Drawn:
    """The tornado. labels: of the low and the high guess, and of the likely values."""

    title: str
    picture: TornadoPicture
    labels: tuple[str, str, str]
    bottleneck: str
    kind: str = field(default="tornado", init=False)


@dataclass(frozen=True)
class Quotes:
    """Exact words, with of which segment the person is."""

    rows: tuple[tuple[str, str], ...]
    kind: str = field(default="quotes", init=False)


@dataclass(frozen=True)
class Entry:
    """Something decided: when and by whom, what, why, and what belongs to it in lines."""

    when: str
    who: str
    what: str
    tone: str
    why: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entries:
    title: str
    rows: tuple[Entry, ...]
    kind: str = field(default="entries", init=False)


Part = Words | Table | Findings | Spans | Drawn | Quotes | Entries


@dataclass(frozen=True)
class Section:
    code: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Figure:
    """A headline number: what it is, the number, what stands beside it."""

    name: str
    value: str
    small: str
    tone: str = ""


@dataclass(frozen=True)
class Report:
    """The whole. top: a line over the name; under: lines below it; vision: the venture in its own words; answer: what a
    reader in a hurry takes along; method: how to read it, at the end."""

    venture_id: int
    language: str
    name: str
    top: str
    under: str
    vision: str
    warnings: tuple[str, ...]
    answer: str
    figures: tuple[Figure, ...]
    canvas: Canvas
    sections: tuple[Section, ...]
    method: Section
    footer: str
