"""The picture of a script: steps in rows by how soon they are reached, answers as lines. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.conversations.script_steps import END, Step

WIDE, TALL, ACROSS, DOWN, MARGIN = 120, 46, 134, 84, 8
LETTERS = 17


@dataclass(frozen=True)
class Box:
    """A step as drawn. ends: an answer leads to the end; lost: nothing leads here."""

    number: int
    kind: str
    x: float
    y: float
    words: str
    ends: bool
    lost: bool


@dataclass(frozen=True)
class Line:
    """An answer as drawn: the path of the line; back: it leads to a step drawn higher or level."""

    path: str
    back: bool
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
    rows = _rows(steps)
    widest = max((len(row) for row in rows), default=1)
    place: dict[int, tuple[float, float]] = {}
    for depth, row in enumerate(rows):
        shift = (widest - len(row)) * ACROSS / 2
        for at, number in enumerate(row):
            place[number] = (MARGIN + shift + at * ACROSS, MARGIN + depth * DOWN)
    reached = _depths(steps)
    boxes = tuple(
        Box(
            n, step.kind, *place[n], _short(step.text),
            any(answer.to == END for answer in step.answers), n not in reached,
        )
        for n, step in enumerate(steps, 1)
    )  # fmt: skip
    lines = tuple(line for n, step in enumerate(steps, 1) for line in _lines(n, step, place))
    return Tree(2 * MARGIN + widest * ACROSS - (ACROSS - WIDE), MARGIN + len(rows) * DOWN, boxes, lines)


def _depths(steps: Sequence[Step]) -> dict[int, int]:
    """The row of each step that can be reached: below every step that leads to it, unless that closes a circle."""
    onward = _onward(steps)
    depths = dict.fromkeys(onward, 0)
    for n in reversed(onward):  # each comes after all that lead to it
        for to in onward[n]:
            depths[to] = max(depths[to], depths[n] + 1)
    return depths


def _onward(steps: Sequence[Step]) -> dict[int, list[int]]:
    """Where each reached step leads, without the answers that close a circle; the last to be passed stands first."""
    found: dict[int, list[int]] = {}
    trail: list[int] = []
    waiting = [(1, False)] if steps else []
    leads: dict[int, list[int]] = {}
    while waiting:
        at, leaving = waiting.pop()
        if leaving:
            found[at] = leads[at]
            trail.pop()
        elif at not in leads:
            aims = {answer.to for answer in steps[at - 1].answers if 1 <= answer.to <= len(steps)}
            trail.append(at)
            leads[at] = sorted(aims - set(trail))
            waiting += [(at, True), *((to, False) for to in reversed(leads[at]))]
    return found


def _rows(steps: Sequence[Step]) -> list[list[int]]:
    """Numbers of the steps by row, each near the steps that lead to it; lost ones in a row of their own."""
    depths = _depths(steps)
    rows: list[list[int]] = [[] for _depth in range(max(depths.values(), default=-1) + 1)]
    for n in range(1, len(steps) + 1):
        if n in depths:
            rows[depths[n]].append(n)
    middle: dict[int, float] = {}
    for row in rows:
        wanted = {n: _mean([middle[p] for p in _leading(steps, n) if p in middle], n) for n in row}
        row.sort(key=lambda n: (wanted[n], n))
        for at, n in enumerate(row):
            middle[n] = at - (len(row) - 1) / 2
    lost = [n for n in range(1, len(steps) + 1) if n not in depths]
    return [*rows, *([lost] if lost else [])]


def _leading(steps: Sequence[Step], number: int) -> list[int]:
    return [n for n, step in enumerate(steps, 1) if any(answer.to == number for answer in step.answers)]


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else float(otherwise)


def _lines(number: int, step: Step, place: dict[int, tuple[float, float]]) -> list[Line]:
    x, y = place[number]
    aims = [answer for answer in step.answers if answer.to in place]
    found: dict[int, list[str]] = {}
    for answer in aims:
        found.setdefault(answer.to, []).append(answer.text)
    lines = []
    for at, (to, texts) in enumerate(found.items()):
        start = x + WIDE * (at + 1) / (len(found) + 1)
        aim_x, aim_y = place[to]
        label = "; ".join(text for text in texts if text)
        if aim_y > y:
            end = aim_x + WIDE / 2 + max(-40.0, min(40.0, (x - aim_x) / 5))
            bend = y + TALL + 18
            path = f"M{start:.0f} {y + TALL:.0f}C{start:.0f} {bend + 8:.0f} {end:.0f} {aim_y - 26:.0f} {end:.0f} {aim_y - 2:.0f}"
            lines.append(Line(path, False, label))
        else:
            path = _back(x, y, aim_x, aim_y)
            lines.append(Line(path, True, label))
    return lines


def _back(x: float, y: float, aim_x: float, aim_y: float) -> str:
    """A line that leaves sideways and comes back sideways; on one level it bows over the boxes between."""
    right = aim_x > x
    leave = x + (WIDE if right else 0)
    enter = aim_x + (0 if right else WIDE)
    if x == aim_x:
        side = x + WIDE + 14
        return (
            f"M{x + WIDE:.0f} {y + TALL / 2:.0f}C{side:.0f} {y + TALL / 2:.0f} {side:.0f} {aim_y + TALL / 2:.0f} "
            f"{aim_x + WIDE + 2:.0f} {aim_y + TALL / 2:.0f}"
        )
    reach = (enter - leave) / 2
    return (
        f"M{leave:.0f} {y + TALL / 2 - 8:.0f}C{leave + reach:.0f} {y + TALL / 2 - 8:.0f} {enter - reach:.0f} "
        f"{aim_y + TALL / 2 + 8:.0f} {enter + (-2 if right else 2):.0f} {aim_y + TALL / 2 + 8:.0f}"
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LETTERS else flat[: LETTERS - 1].rstrip() + "…"
