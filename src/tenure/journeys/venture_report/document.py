"""A report as plain parts, so that the page and the PDF say the same."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sticker:
    """A hypothesis on the canvas. state: its code, for the look; likely: in words of the reader's language."""

    title: str
    state: str
    state_name: str
    likely: str
    evidence: str


@dataclass(frozen=True)
class Block:
    """One block of the canvas, by its code."""

    code: str
    name: str
    stickers: tuple[Sticker, ...]


@dataclass(frozen=True)
class Cell:
    """Text of a table's cell; small: a second, quieter line; tone: "", good, bad, warn or muted; figure: a number, set
    flush right; bar: 0..1, drawn before the text when given."""

    text: str
    small: str = ""
    tone: str = ""
    figure: bool = False
    bar: float | None = None


@dataclass(frozen=True)
class Table:
    """heads: of the columns; widths: parts of the whole, one each."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Swing:
    """A bar of the tornado. low, high: what comes out at the low and high guess, left to right in 0..100 of the drawing;
    at_low, at_high: those guesses in words; turned: the low guess lies on the right."""

    name: str
    left: float
    right: float
    at_left: str
    at_right: str
    turned: bool


@dataclass(frozen=True)
class Tornado:
    """base, zero: where the base case and nothing lie, 0..100 (zero None when outside); axis: marks with their words."""

    bars: tuple[Swing, ...]
    base: float
    zero: float | None
    axis: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Section:
    """heading; lead: sentences before the tables; notes: after them, small; quotes: words of people, with where from."""

    code: str
    heading: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    tornado: Tornado | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole. top: a line over the name; under: below it; answer: what a reader in a hurry takes along; figures: the
    headline numbers, (name, value, what stands beside it); canvas: nine blocks; legend: state codes and names."""

    venture_id: int
    language: str
    name: str
    top: str
    under: str
    answer: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    canvas_kind: str
    canvas_title: str
    canvas: tuple[Block, ...]
    legend: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footer: str
    warning: str = ""
    extra: dict[str, str] = field(default_factory=dict)
