"""Geometry of the pictures on Base: from ready figures to positions in percent and pixels. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from tenure.orders.summary import Cell, Concentration, Step

# Shares of all the money from which a cell gets the next deeper tint.
TINTS = (0.04, 0.10, 0.20, 0.30)
CURVE_HEIGHT = 200
FLOW_HEIGHT, FLOW_GAP, THINNEST = 300, 14, 2.0
RANK = {"A": 3, "B": 2, "C": 1}


@dataclass(frozen=True)
class MatrixCell:
    """One cell drawn: counts, money in minor units, tint 1 to 5."""

    regularity: str
    clients: int
    money: int
    silent: int
    tint: int


@dataclass(frozen=True)
class MatrixRow:
    """One value class: its cells and its sums."""

    value_class: str
    cells: tuple[MatrixCell, ...]
    clients: int
    money: int
    silent: int


@dataclass(frozen=True)
class Curve:
    """A cumulative curve in a square of 100 by 100, y down; `top` is the share at its upper edge."""

    path: str
    area: str
    top: float
    ticks: tuple[float, ...]


@dataclass(frozen=True)
class Node:
    """One class on one side: y and height in pixels."""

    name: str
    clients: int
    y: float
    height: float


@dataclass(frozen=True)
class Ribbon:
    """Clients who went from one class to another; path in a field of 100 by FLOW_HEIGHT."""

    before: str
    now: str
    clients: int
    path: str
    kind: str


@dataclass(frozen=True)
class Flow:
    """The alluvial drawing of the movement between classes; widths on a root scale."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    height: int


def matrix(cells: Sequence[Cell], measure: str) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    """The columns that have clients, and the rows; clients without a class stand last."""
    marks = tuple(mark for mark in ("X", "Y", "Z", "") if mark or any(not c.regularity and c.clients for c in cells))
    found = {(cell.value_class, cell.regularity): cell for cell in cells}
    total = sum(_money(cell, measure) for cell in cells)
    rows = []
    for letter in ("A", "B", "C", ""):
        drawn = tuple(_drawn(found.get((letter, mark)), mark, measure, total) for mark in marks)
        row = MatrixRow(
            letter, drawn, sum(c.clients for c in drawn), sum(c.money for c in drawn), sum(c.silent for c in drawn)
        )
        if letter or row.clients:
            rows.append(row)
    return marks, tuple(rows)


def curve(concentration: Concentration, top: float | None = None) -> Curve | None:
    """The curve scaled to its highest point or to `top`; None with fewer than two points or nothing to share."""
    points = concentration.curve
    if len(points) < 2 or concentration.total_minor <= 0:
        return None
    high = top or top_of(concentration)
    drawn = [f"{100 * x:.2f} {100 * (1 - max(0.0, y) / high):.2f}" for x, y in points]
    path = "M" + "L".join(drawn)
    step = 0.2 if high <= 1.4 else 0.5
    ticks = tuple(round(step * n, 2) for n in range(int(high / step + 1e-9) + 1))
    return Curve(path, f"{path}L100 100L0 100Z", high, ticks)


def top_of(concentration: Concentration) -> float:
    """The upper edge of the drawing: 1, or the next fifth above the whale's back."""
    return max(1.0, ceil(5 * max(y for _x, y in concentration.curve) - 1e-6) / 5)


def flow(steps: Sequence[Step]) -> Flow | None:
    """The drawing of the movement; None when nobody is known to have stood anywhere."""
    known = [step for step in steps if step.clients and (step.before, step.now) != ("left", "left")]
    if not known:
        return None
    sizes = {(step.before, step.now): sqrt(step.clients) for step in known}
    befores = [name for name in ("A", "B", "C", "new", "left") if any(b == name for b, _n in sizes)]
    nows = [name for name in ("A", "B", "C", "left") if any(n == name for _b, n in sizes)]
    room = FLOW_HEIGHT - FLOW_GAP * (max(len(befores), len(nows)) - 1)
    scale = room / sum(sizes.values())
    counts = {(step.before, step.now): step.clients for step in known}
    left = _nodes(befores, {name: sum(s for (b, _n), s in sizes.items() if b == name) for name in befores},
                  {name: sum(c for (b, _n), c in counts.items() if b == name) for name in befores}, scale)  # fmt: skip
    right = _nodes(nows, {name: sum(s for (_b, n), s in sizes.items() if n == name) for name in nows},
                   {name: sum(c for (_b, n), c in counts.items() if n == name) for name in nows}, scale)  # fmt: skip
    return Flow(left, right, _ribbons(left, right, sizes, counts, scale), FLOW_HEIGHT)


def kind_of(before: str, now: str) -> str:
    """stayed, rose, fell, left or came: the colour of a movement."""
    if now == "left":
        return "left"
    if before == "new":
        return "came"
    if before == "left":
        return "rose"
    return "stayed" if before == now else "rose" if RANK[now] > RANK[before] else "fell"


def _nodes(names: Sequence[str], sizes: dict[str, float], counts: dict[str, int], scale: float) -> tuple[Node, ...]:
    nodes, y = [], 0.0
    for name in names:
        height = max(THINNEST, sizes[name] * scale)
        nodes.append(Node(name, counts[name], round(y, 1), round(height, 1)))
        y += height + FLOW_GAP
    return tuple(nodes)


def _ribbons(
    left: Sequence[Node], right: Sequence[Node], sizes: dict[tuple[str, str], float],
    counts: dict[tuple[str, str], int], scale: float,
) -> tuple[Ribbon, ...]:  # fmt: skip
    out = {node.name: node.y for node in left}
    into = {node.name: node.y for node in right}
    ribbons = []
    for b in (node.name for node in left):
        for n in (node.name for node in right):
            if (b, n) not in sizes:
                continue
            width = sizes[b, n] * scale
            y0, y1 = out[b], into[n]
            out[b] += width
            into[n] += width
            path = (
                f"M0 {y0:.1f}C50 {y0:.1f} 50 {y1:.1f} 100 {y1:.1f}V{y1 + width:.1f}"
                f"C50 {y1 + width:.1f} 50 {y0 + width:.1f} 0 {y0 + width:.1f}Z"
            )
            ribbons.append(Ribbon(b, n, counts[b, n], path, kind_of(b, n)))
    # Thin and telling ribbons lie above the broad grey ones.
    return tuple(sorted(ribbons, key=lambda ribbon: (ribbon.kind not in ("stayed", "came"), -ribbon.clients)))


def _drawn(cell: Cell | None, mark: str, measure: str, total: int) -> MatrixCell:
    if cell is None:
        return MatrixCell(mark, 0, 0, 0, 1)
    money = _money(cell, measure)
    share = money / total if total > 0 else 0.0
    return MatrixCell(mark, cell.clients, money, cell.silent, 1 + sum(share >= edge for edge in TINTS))


def _money(cell: Cell, measure: str) -> int:
    return (cell.margin_12m_minor or 0) if measure == "margin" else cell.revenue_12m_minor
