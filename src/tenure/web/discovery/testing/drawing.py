"""The picture of a running always-valid test: the path of evidence, the line that proves, what the next answer does."""

import math
from dataclasses import dataclass

from tenure.discovery.testing.plan import Plan
from tenure.discovery.testing.verdicts import RunningView

MOST_POINTS, MOST_DOTS = 240, 80
TOP, BOTTOM = 14.0, 168.0  # of the plot, pixels
FLOOR = 0.02  # evidence below this is drawn here: it is next to nothing either way


@dataclass(frozen=True)
class Tick:
    """A mark of the axis: place in per cent of the width, the number."""

    x: float
    n: int


@dataclass(frozen=True)
class EvidenceDrawing:
    """x in per cent of the width, y in pixels. path, against: points of the lines; now, up, down: (x, y) of the last
    point and of where the next answer would take it; dots: (x, success); ended: no next answer."""

    path: str
    against: str
    now: tuple[float, float]
    value: float
    up: tuple[float, float] | None
    down: tuple[float, float] | None
    level_y: float
    one_y: float
    low_y: float | None
    dots: tuple[tuple[float, bool], ...]
    ticks: tuple[Tick, ...]
    level: float


def evidence_drawing(view: RunningView, plan: Plan) -> EvidenceDrawing | None:
    """The drawing of a view that has a path; None for rules that show nothing."""
    path = view.path
    if path is None:
        return None
    ratios = plan.rule == "sprt"  # these are logarithms already
    start = 0.0 if ratios else 1.0
    above, below = [start, *path.above], [start, *path.below] if path.below else []
    size = len(above) - 1
    width = _axis(size, plan.most)
    tops = [path.level, *above, *below, path.after_success or start]
    scale = _Scale(
        high=max(_log(value, ratios) for value in tops) + 0.35,
        low=min(_lowest(above, path, ratios), -0.3),
        ratios=ratios,
    )

    def x(place: float) -> float:
        return round(100 * place / width, 2)

    last = (x(size), scale.y(above[-1]))
    shown_dots = path.wins[-MOST_DOTS:]
    first = len(path.wins) - len(shown_dots)
    return EvidenceDrawing(
        path=_points(above, x, scale), against=_points(below, x, scale) if below else "", now=last, value=above[-1],
        up=(x(size + 1), scale.y(path.after_success)) if path.after_success is not None else None,
        down=(x(size + 1), scale.y(path.after_failure)) if path.after_failure is not None else None,
        level_y=scale.y(path.level), one_y=scale.y(start), low_y=scale.y(path.low) if path.low is not None else None,
        dots=tuple((x(first + place + 1), won) for place, won in enumerate(shown_dots)),
        ticks=tuple(Tick(x(n), n) for n in _ticks(width)), level=path.level,
    )  # fmt: skip


@dataclass(frozen=True)
class _Scale:
    """From evidence to pixels, logarithmic."""

    high: float
    low: float
    ratios: bool

    def y(self, value: float) -> float:
        at = (_log(value, self.ratios) - self.low) / (self.high - self.low)
        return round(BOTTOM - (BOTTOM - TOP) * min(max(at, 0.0), 1.0), 1)


def _log(value: float, ratios: bool) -> float:
    return value if ratios else math.log(min(max(value, FLOOR), 1e12))


def _lowest(above: list[float], path, ratios: bool) -> float:  # type: ignore[no-untyped-def]
    lows = [
        *above,
        *([path.low] if path.low is not None else []),
        *([path.after_failure] if path.after_failure else []),
    ]
    return min(_log(value, ratios) for value in lows) - 0.2


def _points(values: list[float], x, scale: _Scale) -> str:  # type: ignore[no-untyped-def]
    step = max(1, math.ceil(len(values) / MOST_POINTS))
    kept = sorted({*range(0, len(values), step), len(values) - 1})
    return " ".join(f"{x(place)},{scale.y(values[place])}" for place in kept)


def _axis(size: int, most: int) -> int:
    """How far the axis goes: to the planned end, or twice what is there when that is far off."""
    return max(5, min(most, max(20, 2 * (size + 1))))


def _ticks(width: int) -> list[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000) if width / step <= 6)
    return list(range(0, width + 1, step))
