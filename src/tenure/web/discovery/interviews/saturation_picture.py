"""The saturation of themes as a line: themes heard talk by talk, and where new ones would no longer come. Pure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from tenure.discovery.interviews.coding import Step

MOST_POINTS = 40
HEIGHT, TOP, FLOOR = 150.0, 14.0, 122.0


@dataclass(frozen=True)
class Picture:
    """points: (x in per cent, y in pixels, talks, themes); segments: (x1, y1, x2, y2) between them; ticks: (x, number of
    talks); most: the largest number of themes; height, floor: of the drawing, in pixels."""

    points: tuple[tuple[float, float, int, int], ...]
    segments: tuple[tuple[float, float, float, float], ...]
    ticks: tuple[tuple[float, int], ...]
    most: int
    height: float = HEIGHT
    floor: float = FLOOR


def picture_of(curve: Sequence[Step]) -> Picture | None:
    """From two talks on; fewer show nothing. Of many talks every so many is drawn, and the last."""
    if len(curve) < 2:
        return None
    every = -(-len(curve) // MOST_POINTS)
    curve = [*curve[:-1:every], curve[-1]]
    most = max(step.themes for step in curve) or 1
    last = curve[-1].talks
    points = tuple(
        (round(100 * (step.talks - 1) / (last - 1), 2), round(FLOOR - (FLOOR - TOP) * step.themes / most, 1),
         step.talks, step.themes)
        for step in curve
    )  # fmt: skip
    lines = tuple((one[0], one[1], other[0], other[1]) for one, other in itertools.pairwise(points))
    ticks = tuple((x, talks) for x, _y, talks, _n in points)
    return Picture(points, lines, _apart(ticks), most)


def _apart(ticks: Sequence[tuple[float, int]]) -> tuple[tuple[float, int], ...]:
    """Ticks that do not touch: the last one always, others where there is room."""
    kept: list[tuple[float, int]] = []
    for tick in ticks:
        if (not kept or tick[0] - kept[-1][0] >= 8) and (tick is ticks[-1] or ticks[-1][0] - tick[0] >= 8):
            kept.append(tick)
    return tuple(kept)
