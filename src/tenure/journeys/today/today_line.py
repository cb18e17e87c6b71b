"""The line of the day: what is worth doing today, and below it what is better left undone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Ranked(NamedTuple):
    """One open task as the line needs it. Money in minor units; `stake` None when unknown. A tuple: lists have a thousand."""

    id: int
    kind: str
    minutes: int
    stake: int | None
    per_minute: float
    due: bool


@dataclass(frozen=True)
class BelowLine:
    """What is better left undone today: for lack of room in the day, or because it is worth less than its time."""

    tasks: tuple[Ranked, ...] = ()
    no_room: int = 0
    too_little: int = 0

    @property
    def minutes(self) -> int:
        return sum(task.minutes for task in self.tasks)

    @property
    def stake(self) -> int:
        return sum(task.stake or 0 for task in self.tasks)


def draw_line(tasks: Sequence[Ranked], *, budget: int, hour_cost_minor: int) -> tuple[tuple[Ranked, ...], BelowLine]:
    """Pure: what to do today and what is better left. Due tasks always stay above; `budget` is in minutes.

    Tasks come ranked. One that brings less than its time costs goes below; the first that does not fit into the day
    draws the line for all after it. A task of unknown worth stays, if there is room.
    """
    above: list[Ranked] = []
    below: list[Ranked] = []
    too_little = used = 0
    full = False
    for task in tasks:
        if not task.due and task.stake is not None and task.per_minute * 60 < hour_cost_minor:
            too_little += 1
            below.append(task)
            continue
        full = full or (not task.due and used + task.minutes > budget)
        if full and not task.due:
            below.append(task)
            continue
        used += task.minutes
        above.append(task)
    return tuple(above), BelowLine(tuple(below), len(below) - too_little, too_little)
