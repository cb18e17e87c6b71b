"""The relationship map as places on paper: who stands where, how large, and what is tied to what.

Two layouts, both drawn the same every time: in rows, whoever decides above (`rows`), or free, those who are tied near each
other (`free`). Where somebody was put by hand they stay.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tenure.clients.units.decision_units import MemberRow
from tenure.journeys.units.unit_outlook import UnitOutlook

LEVELS = {"decider": 0, "approver": 0, "economic_buyer": 1, "gatekeeper": 3, "user": 3}
USUAL_LEVEL = 2
CELL, CAPTION, GAP = 129.0, 48.0, 22.0  # room for one person and the words below
LEAST, OF_WHOLE = 11.0, 52.0  # radius of nobody, and what the whole decision would add
MARGIN = 8.0
WHOLE = 1000.0  # width of the page's map, on which people are put by hand
ROUNDS = 180
CROWD, LETTER = 14, 6.9  # more people than that are a crowd; width of a letter
Places = dict[int, tuple[float, float]]


@dataclass(frozen=True)
class Node:
    """A person: place of the middle, radius by share of the decision; share None while nothing is computed."""

    row: MemberRow
    x: float
    y: float
    r: float
    share: float | None
    first: bool


@dataclass(frozen=True)
class OurNode:
    """One of our people, and how strongly they know whom: member and 1 to 3."""

    user_id: int
    name: str
    x: float
    y: float
    knows: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Edge:
    """A tie between two people who are both drawn."""

    id: int
    kind: str
    who: Node
    whom: Node
    strength: float
    mutual: bool


@dataclass(frozen=True)
class RelationshipMap:
    """width, height in drawing units, one to a pixel; left_out: people too small for this place; letters: how many fit
    below one."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    ours: tuple[OurNode, ...]
    edges: tuple[Edge, ...]
    left_out: int
    letters: int

    @property
    def dense(self) -> bool:
        """Whether there are so many people that posts are left out and ties are drawn pale."""
        return len(self.nodes) > CROWD


def relationship_map(
    outlook: UnitOutlook, *, width: float, most: int | None = None, layout: str = "kept"
) -> RelationshipMap:
    """The map of a unit, `width` wide and as high as it needs; `most`: only so many people, the weightiest.

    layout: kept (where people were put, the rest in rows), rows, or free.
    """
    shares = {one.row.id: one.share for one in outlook.members}
    everyone = sorted(outlook.unit.members, key=lambda row: (-shares.get(row.id, 0.0), row.id))
    shown = everyone[:most]
    radius = {row.id: LEAST + OF_WHOLE * math.sqrt(max(shares.get(row.id, 0.0), 0.0)) for row in shown}
    ties = [
        (tie.who_id, tie.whom_id, tie.kind)
        for tie in outlook.unit.ties
        if tie.who_id in radius and tie.whom_id in radius
    ]
    if layout == "free":
        places = free(shown, ties, radius, width)
    elif layout == "kept" and any(row.x is not None for row in shown):
        places = _by_hand(shown, rows(shown, ties, radius, WHOLE), radius, width)
    else:
        places = rows(shown, ties, radius, width)
    bottom = max((places[id][1] + radius[id] + CAPTION for id in radius), default=0.0)
    first = outlook.first.row.id if outlook.first else None
    nodes = {row.id: Node(row, *places[row.id], radius[row.id], shares.get(row.id), row.id == first) for row in shown}
    ours = _ours(shown, places, width, bottom + 14)
    pairs = {(kind, who, whom) for who, whom, kind in ties}
    edges = tuple(
        Edge(
            tie.id, tie.kind, nodes[tie.who_id], nodes[tie.whom_id], tie.strength,
            (tie.kind, tie.whom_id, tie.who_id) in pairs,
        )
        for tie in outlook.unit.ties if tie.who_id in nodes and tie.whom_id in nodes
    )  # fmt: skip
    height = (max(one.y for one in ours) + 20) if ours else bottom
    return RelationshipMap(
        width, height, tuple(nodes.values()), ours, edges, len(everyone) - len(shown), int(CELL / LETTER)
    )


def rows(
    people: Sequence[MemberRow], ties: Sequence[tuple[int, int, str]], radius: Mapping[int, float], width: float
) -> Places:
    """In rows: bosses above those who report to them, the rest by their role; tied people under each other."""
    levels = _levels(people, ties)
    fit = max(2, int(width // CELL))
    lines: list[list[int]] = []
    for level in sorted(set(levels.values())):
        line = [row.id for row in people if levels[row.id] == level]
        count = math.ceil(len(line) / fit)
        size = math.ceil(len(line) / count)
        lines += [line[at : at + size] for at in range(0, len(line), size)]
    _untangle(lines, ties)
    places: Places = {}
    y = MARGIN
    for line in lines:
        tallest = max(radius[id] for id in line)
        y += tallest
        step = width / len(line)
        shift = _sway(len(lines), lines.index(line), len(line), width)
        for at, id in enumerate(line):
            places[id] = (round((at + 0.5) * step + shift, 1), round(y, 1))
        y += tallest + CAPTION + GAP
    return places


def _sway(lines: int, at: int, length: int, width: float) -> float:
    """A person alone in a row stands a little aside, so that ties do not run through the one between."""
    return (width * 0.09) * (-1 if at % 2 else 1) if lines > 2 and length == 1 and at else 0.0


def _levels(people: Sequence[MemberRow], ties: Sequence[tuple[int, int, str]]) -> dict[int, int]:
    bosses: dict[int, list[int]] = {}
    for who, whom, kind in ties:
        if kind == "reports":
            bosses.setdefault(who, []).append(whom)
    heads = {boss for found in bosses.values() for boss in found}
    levels: dict[int, int] = {}

    def level(one: int) -> int:
        if one not in levels:
            levels[one] = 0  # whoever is met again on the way up
            above = bosses.get(one)
            levels[one] = 1 + max(level(boss) for boss in above) if above else 0
        return levels[one]

    for row in people:
        if row.id in bosses or row.id in heads:
            level(row.id)
    for row in people:
        levels.setdefault(row.id, LEVELS.get(row.role, USUAL_LEVEL))
    return levels


def _untangle(lines: list[list[int]], ties: Sequence[tuple[int, int, str]]) -> None:
    """Order each row by where those they are tied to stand, a few times over; the weightiest begin in the middle."""
    near: dict[int, list[int]] = {}
    for who, whom, _kind in ties:
        near.setdefault(who, []).append(whom)
        near.setdefault(whom, []).append(who)
    for line in lines:
        line[:] = [*reversed(line[1::2]), *line[0::2]]
    for _ in range(6):
        at = {id: (place + 0.5) / len(line) for line in lines for place, id in enumerate(line)}
        for line in lines:
            inside = set(line)
            pull = {id: [at[other] for other in near.get(id, ()) if other not in inside] or [at[id]] for id in line}
            line.sort(key={one: sum(found) / len(found) for one, found in pull.items()}.__getitem__)


def free(
    people: Sequence[MemberRow], ties: Sequence[tuple[int, int, str]], radius: Mapping[int, float], width: float
) -> Places:
    """By forces (Fruchterman and Reingold 1991): ties pull, people push, then whoever overlaps is moved apart."""
    size = len(people)
    if not size:
        return {}
    height = max(250.0, width * 0.62, size * CELL * 105 / width)
    at = {row.id: place for place, row in enumerate(people)}
    turn = 2 * np.pi * np.arange(size) * 0.381966
    reach = np.sqrt(np.arange(size) + 0.5) / math.sqrt(size)
    spot = np.column_stack((np.cos(turn) * reach, np.sin(turn) * reach))
    link = np.zeros((size, size))
    for who, whom, kind in ties:
        link[at[who], at[whom]] = link[at[whom], at[who]] = 0.15 if kind == "conflict" else 1.0
    ideal = 1.6 / math.sqrt(size)
    for heat in np.linspace(0.12, 0.004, ROUNDS):
        apart = spot[:, None] - spot[None]
        far = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-3)
        push = ideal**2 / far - link * far**2 / ideal
        move = (apart / far[..., None] * push[..., None]).sum(axis=1) - spot * 0.6
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)[:, None]
        spot = spot + move / length * np.minimum(length, heat)
    half = np.array([[max(radius[row.id], CELL / 2), radius[row.id] + CAPTION / 2] for row in people])
    frame = np.array([width, height])
    low, high = spot.min(axis=0), spot.max(axis=0)
    spot = (spot - low) / np.maximum(high - low, 1e-9) * (frame - 2 * half.max(axis=0)) + half.max(axis=0)
    spot = _apart(spot, half, frame)
    return {row.id: (round(float(x), 1), round(float(y), 1)) for row, (x, y) in zip(people, spot, strict=True)}


def _apart(spot: np.ndarray, half: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """Push overlapping boxes apart along the shorter way, and keep all within the width."""
    for _ in range(120):
        gap = spot[:, None] - spot[None]
        over = half[:, None] + half[None] - np.abs(gap)
        over[np.arange(len(spot)), np.arange(len(spot))] = 0
        meet = (over > 0).all(axis=2)
        if not meet.any():
            break
        along = over.argmin(axis=2)
        side = np.where(np.take_along_axis(gap, along[..., None], 2)[..., 0] >= 0, 1.0, -1.0)
        side = np.where(np.tri(len(spot), k=-1) > 0, np.abs(side) * np.where(side == 0, 1, side), side)
        much = np.where(meet, np.take_along_axis(over, along[..., None], 2)[..., 0] / 2 + 0.5, 0.0)
        step = np.zeros_like(spot)
        for axis in (0, 1):
            step[:, axis] = (np.where(along == axis, side * much, 0.0)).sum(axis=1)
        spot = spot + step * 0.6
        spot[:, 0] = np.clip(spot[:, 0], half[:, 0], np.maximum(frame[0] - half[:, 0], half[:, 0]))
        spot[:, 1] = np.maximum(spot[:, 1], half[:, 1])
    return spot


def _by_hand(people: Sequence[MemberRow], wide: Places, radius: Mapping[int, float], width: float) -> Places:
    """People who were put somewhere stand there; the picture is fitted to this width, words keep their size."""
    put = {row.id: (row.x, row.y) for row in people if row.x is not None and row.y is not None}
    wanted = {**wide, **put}
    spot = np.array([wanted[row.id] for row in people])
    half = np.array([[CELL / 2, radius[row.id] + CAPTION / 2] for row in people])
    low, high = spot.min(axis=0), spot.max(axis=0)
    room = max(width - CELL, 1.0)
    scale = min(1.0, room / max(high[0] - low[0], 1.0))
    left = low[0] if low[0] >= CELL / 2 and high[0] <= width - CELL / 2 else (width - (high[0] - low[0]) * scale) / 2
    top = min(y - radius[row.id] for row, (_x, y) in zip(people, spot, strict=True))
    spot = np.column_stack((left + (spot[:, 0] - low[0]) * scale, MARGIN + (spot[:, 1] - top) * max(scale, 0.6)))
    if scale < 1:
        spot = _apart(spot, half, np.array([width, 0.0]))
    return {row.id: (round(float(x), 1), round(float(y), 1)) for row, (x, y) in zip(people, spot, strict=True)}


def _ours(people: Sequence[MemberRow], places: Places, width: float, y: float) -> tuple[OurNode, ...]:
    """Our people below, each near the middle of those they know."""
    knows: dict[int, list[tuple[int, int]]] = {}
    names: dict[int, str] = {}
    for row in people:
        for one in row.ours:
            knows.setdefault(one.user_id, []).append((row.id, one.strength))
            names[one.user_id] = one.name
    wished = sorted((sum(places[id][0] for id, _ in found) / len(found), user) for user, found in knows.items())
    fit = max(1, int(width // 132))
    found = []
    for at, (x, user) in enumerate(wished):
        line, place = divmod(at, fit)
        in_line = min(fit, len(wished) - line * fit)
        step = width / in_line
        across = x if len(wished) == 1 else (place + 0.5) * step
        across = min(max(across, 66.0), width - 66)
        found.append(OurNode(user, names[user], round(across, 1), round(y + line * 34 + 4, 1), tuple(knows[user])))
    return tuple(found)
