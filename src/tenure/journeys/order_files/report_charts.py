"""Drawing of the report: plain numbers to places on a chart. Across in percent of the width, down in pixels.

A chart is HEIGHT high whatever its width, so that its words keep their size from a phone to paper.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

HEIGHT = 190.0
Point = tuple[float, float]
Label = Callable[[float], str]


@dataclass(frozen=True)
class Bar:
    """A bar standing on the ground; kind: its class in the style."""

    x: float
    width: float
    top: float
    height: float
    kind: str


@dataclass(frozen=True)
class Line:
    """A path or an area in a field of 100 by HEIGHT that stretches with the chart."""

    path: str
    kind: str


@dataclass(frozen=True)
class Dot:
    """A point with its interval, from high to low (pixels down from the top)."""

    x: float
    y: float
    high: float
    low: float
    kind: str


@dataclass(frozen=True)
class Mark:
    """A line across the chart: upright at `x`, or level at `y`; its words stand beside it."""

    text: str
    kind: str
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class Tick:
    """A name on an axis: at `place`, percent across or pixels down."""

    place: float
    text: str

    @property
    def anchor(self) -> str:
        """So that the first and the last name do not leave the chart."""
        return "start" if self.place < 4 else "end" if self.place > 96 else "middle"


@dataclass(frozen=True)
class Chart:
    """Everything on one drawing. label: its finding in words, for those who do not see it; key: (kind, words)."""

    label: str
    x_title: str
    y_title: str
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    marks: tuple[Mark, ...] = ()
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    key: tuple[tuple[str, str], ...] = ()

    @property
    def filled(self) -> set[str]:
        """The kinds drawn as areas, for their signs in the key."""
        return {bar.kind for bar in self.bars} | {"spread"}


@dataclass(frozen=True)
class Scale:
    """From values to places: `low` at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return round(self.start + share * (self.end - self.start), 2)


def across(low: float, high: float) -> Scale:
    """Values to percent of the width."""
    return Scale(low, high, 0.0, 100.0)


def upward(high: float, low: float = 0.0) -> Scale:
    """Values to pixels from the top, the ground at HEIGHT."""
    return Scale(low, high, HEIGHT, 0.0)


def nice_steps(high: float, *, most: int = 4) -> list[float]:
    """Round values from 0 to at least `high`, in steps of 1, 2 or 5 times a power of ten."""
    if high <= 0:
        return [0.0, 1.0]
    raw = high / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)
    return [step * n for n in range(math.ceil(round(high / step, 9)) + 1)]


def polyline(points: Sequence[Point], x: Scale, y: Scale) -> str:
    """A path through the points."""
    return "M" + "L".join(f"{x(a):g} {y(b):g}" for a, b in points)


def area(low: Sequence[Point], high: Sequence[Point], x: Scale, y: Scale) -> str:
    """The closed area between two lines."""
    back = "L".join(f"{x(a):g} {y(b):g}" for a, b in reversed(low))
    return polyline(high, x, y) + "L" + back + "Z"


def levels(values: Sequence[float], y: Scale, text: Label) -> tuple[Tick, ...]:
    """Names of levels, the ground left out."""
    return tuple(Tick(y(value), text(value)) for value in values if value > 0)


def paired_bars(
    label: str, names: Sequence[str], actual: Sequence[float], fitted: Sequence[float], text: Label
) -> Chart:
    """Two bars side by side for each name: what was, and what the model makes of it."""
    steps = nice_steps(max(*actual, *fitted, 1e-9))
    y, slot = upward(steps[-1]), 100.0 / len(names)
    bars = []
    for place, pair in enumerate(zip(actual, fitted, strict=True)):
        for second, (value, kind) in enumerate(zip(pair, ("actual", "fitted"), strict=True)):
            top = y(value)
            left = round(slot * (place + 0.14 + 0.37 * second), 2)
            bars.append(Bar(left, round(slot * 0.35, 2), top, round(HEIGHT - top, 2), kind))
    ticks = tuple(Tick(round(slot * (place + 0.5), 2), name) for place, name in enumerate(names))
    return Chart(label, "", "", bars=tuple(bars), x_ticks=ticks, y_ticks=levels(steps, y, text))


def titled(chart: Chart, x_title: str, y_title: str, key: Sequence[tuple[str, str]] = ()) -> Chart:
    """The chart with the words around it."""
    return replace(chart, x_title=x_title, y_title=y_title, key=tuple(key))


def with_ticks(chart: Chart, x_ticks: tuple[Tick, ...]) -> Chart:
    """The chart with other names along its ground: those of the edges between bars."""
    return replace(chart, x_ticks=x_ticks)
