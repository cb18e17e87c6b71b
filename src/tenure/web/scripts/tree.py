"""The picture of a script: steps in rows by how soon they are reached. Pure geometry.

Only the first way to each step is a line, so that lines never cross; every other answer is named in its box by the
number of the step it jumps to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.conversations.script_steps import END, Step

WIDE, TALL, ACROSS, DOWN, MARGIN = 120, 58, 134, 92, 8
LETTERS = 17
MOST_JUMPS = 5


@dataclass(frozen=True)
class Box:
    """A step as drawn. jumps: steps its answers lead to besides the lines; ends: an answer ends the talk; lost: nothing
    leads here."""

    number: int
    kind: str
    x: float
    y: float
    words: str
    jumps: str
    ends: bool
    lost: bool


@dataclass(frozen=True)
class Line:
    """The first way to a step: the path of the line and the answer that takes it."""

    path: str
    label: str


@dataclass(frozen=True)
class Tree:
    """The whole picture in its own units."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def tree_of(steps: Sequence[Step]) -> Tree:
    """The picture of these steps."""
    parents, rows = _reached(steps)
    lost = [n for n in range(1, len(steps) + 1) if n not in parents]
    widest = max((len(row) for row in rows), default=1)
    rows += [lost[at : at + widest] for at in range(0, len(lost), widest)]
    place = {
        n: (MARGIN + (widest - len(row)) * ACROSS / 2 + at * ACROSS, float(MARGIN + depth * DOWN))
        for depth, row in enumerate(rows)
        for at, n in enumerate(row)
    }
    boxes = tuple(_box(n, step, place[n], parents, lost=n not in parents) for n, step in enumerate(steps, 1))
    lines = tuple(_line(steps, n, parent, place) for n, parent in parents.items() if parent)
    return Tree(
        2 * MARGIN + widest * ACROSS - (ACROSS - WIDE), 2 * MARGIN + len(rows) * DOWN - (DOWN - TALL), boxes, lines
    )


def _reached(steps: Sequence[Step]) -> tuple[dict[int, int], list[list[int]]]:
    """The step from which each one is first reached (0 for the first), and the steps by row, in the order of answers."""
    parents = {1: 0} if steps else {}
    rows = [[1]] if steps else []
    while rows and rows[-1]:
        row: list[int] = []
        for n in rows[-1]:
            for answer in steps[n - 1].answers:
                if 1 <= answer.to <= len(steps) and answer.to not in parents:
                    parents[answer.to] = n
                    row.append(answer.to)
        rows.append(row)
    return parents, rows[:-1]


def _box(number: int, step: Step, at: tuple[float, float], parents: dict[int, int], *, lost: bool) -> Box:
    aims = dict.fromkeys(answer.to for answer in step.answers if answer.to != END)
    jumps = [to for to in aims if parents.get(to) != number]
    shown = ", ".join(map(str, jumps[:MOST_JUMPS])) + ("…" if len(jumps) > MOST_JUMPS else "")
    ends = any(answer.to == END for answer in step.answers)
    return Box(number, step.kind, *at, _short(step.text), shown, ends, lost)


def _line(steps: Sequence[Step], number: int, parent: int, place: dict[int, tuple[float, float]]) -> Line:
    (from_x, from_y), (x, y) = place[parent], place[number]
    start, bottom, end = from_x + WIDE / 2, from_y + TALL, x + WIDE / 2
    bend = (y - bottom) / 2
    path = f"M{start:.0f} {bottom:.0f}C{start:.0f} {bottom + bend:.0f} {end:.0f} {y - bend:.0f} {end:.0f} {y - 2:.0f}"
    texts = (answer.text for answer in steps[parent - 1].answers if answer.to == number and answer.text)
    return Line(path, "; ".join(texts))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LETTERS else flat[: LETTERS - 1].rstrip() + "…"
