"""The picture of a value proposition: a square of what is offered, a circle of what the segment wants, lines between.

Places of marks are computed here so that the picture is plain SVG. Units are those of the view box, 760 by 340.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tenure.discovery.offers.value_canvas import ProfileView, ValueCanvas, ValueView

SQUARE = (16.0, 20.0, 300.0)  # left, top, side
CIRCLE = (590.0, 170.0, 150.0)  # centre and radius
Point = tuple[float, float]
# Where the heading of a zone stands, and its anchor.
HEADS = {
    "creator": (198.0, 42.0), "reliever": (198.0, 308.0), "product": (24.0, 174.0),
    "gain": (556.0, 42.0), "pain": (556.0, 308.0), "job": (716.0, 174.0),
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A mark with its letter or number. kind: of the item; hollow: nobody was heard saying it; size: radius."""

    id: int
    label: str
    kind: str
    x: float
    y: float
    size: float
    text: str
    hollow: bool = False
    open: bool = False


@dataclass(frozen=True)
class Line:
    """An offer that answers a want; partly: not wholly; faint: the want is not proven."""

    path: str
    partly: bool
    faint: bool


@dataclass(frozen=True)
class Drawing:
    """The picture. labels: item or want -> what stands on its mark, for the lists beside."""

    offers: tuple[Mark, ...]
    wants: tuple[Mark, ...]
    lines: tuple[Line, ...]
    offer_labels: dict[int, str]
    want_labels: dict[int, str]


def drawing_of(canvas: ValueCanvas) -> Drawing:
    """The picture of one segment's canvas."""
    offers = _offers(canvas.items)
    wants = _wants(canvas.profile)
    at = {mark.id: mark for mark in wants}
    lines = tuple(
        Line(_curve(mark, at[pk]), coverage < 1, at[pk].hollow)
        for item, mark in ((one, mark) for one in canvas.items for mark in offers if mark.id == one.id)
        for pk, coverage in item.answers.items()
        if pk in at
    )
    labels = ({mark.id: mark.label for mark in offers}, {mark.id: mark.label for mark in wants})
    return Drawing(offers, wants, lines, *labels)


def _offers(items: Sequence[ValueView]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for kind in ("creator", "product", "reliever"):
        mine = [one for one in items if one.kind == kind]
        for one, (x, y) in zip(mine, _spots(len(mine), _in_square(kind)), strict=True):
            label = chr(ord("A") + len(marks)) if len(marks) < 26 else f"A{len(marks) - 25}"
            marks.append(Mark(one.id, label, kind, x, y, 12.0, one.text, open=not one.answers))
    return tuple(marks)


def _wants(profile: Sequence[ProfileView]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for kind in ("gain", "job", "pain"):
        mine = [one for one in profile if one.kind == kind]
        for one, (x, y) in zip(mine, _spots(len(mine), _in_circle(kind)), strict=True):
            size = 9.0 + one.importance
            marks.append(
                Mark(one.id, str(len(marks) + 1), kind, x, y, size, one.text, not one.proven, one.coverage == 0)
            )
    return tuple(marks)


def _spots(count: int, inside: Callable[[float, float], bool]) -> list[Point]:
    """So many places inside a zone, on the widest even grid that holds them, nearest to its middle first."""
    if not count:
        return []
    for step in (36.0, 31.0, 27.0, 23.0, 19.0, 15.0, 12.0, 9.0):
        grid = [
            (step * (column + (row % 2) / 2), step * row * 0.87 + 4)
            for row in range(int(340 / (step * 0.87)) + 1)
            for column in range(int(760 / step) + 1)
        ]
        held = [(x, y) for x, y in grid if inside(x, y)]
        if len(held) >= count or step == 9.0:
            break
    middle = (sum(x for x, _y in held) / len(held), sum(y for _x, y in held) / len(held))
    near = sorted(held, key=lambda spot: (math.dist(spot, middle), spot))[:count]
    near += near[-1:] * (count - len(near))
    return sorted(((round(x, 1), round(y, 1)) for x, y in near), key=lambda spot: (spot[1], spot[0]))


def _in_square(kind: str) -> Callable[[float, float], bool]:
    left, top, side = SQUARE
    middle_x, middle_y = left + side / 2, top + side / 2

    def inside(x: float, y: float) -> bool:
        if not (left + 18 < x < left + side - 18 and top + 34 < y < top + side - 34):
            return False
        from_left, from_middle = x - left, abs(y - middle_y)
        wedge = (middle_x - x) - from_middle  # above 0 within the triangle that opens to the left
        if kind == "product":
            return wedge > 16 and not (abs(y - middle_y) < 14 and from_left < 110)
        if wedge > -16:
            return False
        return y < middle_y - 14 if kind == "creator" else y > middle_y + 14

    return inside


def _in_circle(kind: str) -> Callable[[float, float], bool]:
    centre_x, centre_y, radius = CIRCLE

    def inside(x: float, y: float) -> bool:
        across, down = x - centre_x, y - centre_y
        if math.hypot(across, down) > radius - 20 or abs(down) > radius - 36:
            return False
        wedge = across - abs(down)  # above 0 within the sector that opens to the right
        if kind == "job":
            return wedge > 16 and not (abs(down) < 14 and across > 60)
        if wedge > -16:
            return False
        return down < -14 if kind == "gain" else down > 14

    return inside


def _curve(one: Mark, other: Mark) -> str:
    start, end = one.x + one.size, other.x - other.size
    bend = (start + end) / 2
    return f"M{start:.1f} {one.y:.1f}C{bend:.1f} {one.y:.1f} {bend:.1f} {other.y:.1f} {end:.1f} {other.y:.1f}"
