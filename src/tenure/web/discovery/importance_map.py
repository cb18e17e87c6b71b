"""The map of importance against evidence as a drawing: which assumption to look at first lies at the upper left."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.discovery.hypotheses.importance import Placed

WIDTH, HEIGHT = 800, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 16, 40
RADIUS, APART = 12, 27  # points that would cover each other stand beside each other
FIRST_IMPACT, FIRST_KNOWN = 6, 0.35  # the corner to begin with: important, and little is settled


@dataclass(frozen=True)
class Point:
    """A hypothesis drawn at x, y in units of the picture."""

    placed: Placed
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """corner: x, y, width, height of what to test first; ticks: impact and its y."""

    points: tuple[Point, ...]
    corner: tuple[float, float, float, float]
    ticks: tuple[tuple[int, float], ...]
    first: int


def across(known: float) -> float:
    """x of how much is settled, 0..1."""
    return LEFT + RADIUS * 2 + known * (WIDTH - LEFT - RIGHT - 4 * RADIUS)


def up(impact: float) -> float:
    """y of an impact, 1..10."""
    return TOP + RADIUS + (10 - impact) / 9 * (HEIGHT - TOP - BOTTOM - 2 * RADIUS)


def map_of(found: Sequence[Placed]) -> Map:
    """Where each point stands; those of one place are moved apart to the right."""
    last: dict[int, float] = {}
    points = []
    for one in sorted(found, key=lambda placed: (placed.known, placed.row.number)):
        impact = one.row.impact
        x = min(max(across(one.known), last.get(impact, 0.0) + APART), WIDTH - RIGHT - RADIUS)
        last[impact] = x
        points.append(Point(one, round(x, 1), round(up(impact), 1)))
    edge, floor = across(FIRST_KNOWN), up(FIRST_IMPACT - 0.5)
    corner = (LEFT, TOP, round(edge - LEFT, 1), round(floor - TOP, 1))
    first = sum(one.row.impact >= FIRST_IMPACT and one.known < FIRST_KNOWN for one in found)
    return Map(tuple(points), corner, tuple((impact, round(up(impact), 1)) for impact in (1, 5, 10)), first)
