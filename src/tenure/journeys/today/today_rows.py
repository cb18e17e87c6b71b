"""The rows of Today: open tasks in their order, what was closed today, what waits for its day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from tenure.agenda.living_reason import living_reason
from tenure.agenda.models import Task
from tenure.agenda.occasions import LEAD_DAYS
from tenure.journeys.cards.rhythm_strip import (
    Expectation,
    OrderMark,
    RhythmStrip,
    order_marks,
    rhythm_strip,
    strip_start,
)
from tenure.journeys.today.today_line import Ranked
from tenure.kernel import clock

MOST_RANKED = 1000  # beyond this many open tasks a list counts only the best
MOST_SHOWN = 100
OCCASIONS_AHEAD = timedelta(days=max(map(max, LEAD_DAYS.values())))


@dataclass(frozen=True)
class ClientHead:
    """The client of a task as its row shows it."""

    id: int
    name: str
    value_class: str
    stability_class: str


@dataclass(frozen=True)
class TaskRow:
    """One row of the list. `due_on` only when a person set a day; `owner` only in a list of several people."""

    id: int
    version: int
    kind: str
    title: str
    reason: dict[str, Any]
    client: ClientHead | None
    minutes: int
    stake: int | None
    stake_low: int | None
    stake_high: int | None
    due_on: date | None
    overdue: bool
    owner: str
    strip: RhythmStrip | None


@dataclass(frozen=True)
class DoneRow:
    """A task closed today."""

    id: int
    version: int
    kind: str
    title: str
    reason: dict[str, Any]
    client: ClientHead | None
    minutes: int
    useful: bool
    closed_by_id: int | None
    closed_by: str
    note: str


@dataclass(frozen=True)
class LaterRow:
    """A task that waits for its day."""

    id: int
    version: int
    kind: str
    title: str
    reason: dict[str, Any]
    client: ClientHead | None
    day: date
    why: str


OWED = (Task.Kind.PROMISE, Task.Kind.ANSWER)
EVE = timedelta(days=1)
RANK = ("id", "kind", "minutes", "stake_minor", "worth_per_minute")


def open_tasks(scope: QuerySet[Task], day: date) -> list[Ranked]:
    """Open tasks of the day in their order: due ones and occasions by their day, then by worth per minute, unknown worth
    last. A word of ours that is to be kept tomorrow counts as due: whatever it is worth, tomorrow is too late to begin."""
    waiting = scope.filter(Q(show_from=None) | Q(show_from__lte=day), state=Task.State.OPEN)
    # An occasion counts from the day it is brought to mind: afterwards it is none. The day bounds what is read.
    owed = Q(kind__in=OWED, theirs=False, due_on__lte=day + EVE)
    in_time = Q(due_on__lte=day) | owed | Q(kind=Task.Kind.OCCASION, due_on__lte=day + OCCASIONS_AHEAD)
    due = (
        waiting.filter(in_time, due_on__lte=day + OCCASIONS_AHEAD)
        .order_by("due_on", "id")
        .values_list(*RANK)[:MOST_RANKED]
    )
    rest = (
        waiting.filter(Q(due_on=None) | Q(due_on__gt=day))
        .exclude(kind=Task.Kind.OCCASION)
        .exclude(owed)
        .order_by("-worth_per_minute", "id")
        .values_list(*RANK)[:MOST_RANKED]
    )
    ranked = [Ranked._make((*row, False)) for row in rest]
    known = [task for task in ranked if task.stake is not None]
    unknown = [task for task in ranked if task.stake is None]
    return [*(Ranked._make((*row, True)) for row in due), *known, *unknown]


SCORE = "client__score__"
CLASS_NAMES = (f"{SCORE}abc_class", f"{SCORE}xyz_stability_class")
EXPECTED = ("last_day", "window_from", "window_to", "silence_days", "interval_days", "is_silent")
COMMON = (
    "id", "version", "kind", "title", "reason", "minutes", "due_on", "client_id", "client__name", "person__name",
)  # fmt: skip


def task_rows(ids: Sequence[int], as_of: date, day: date, *, name_owners: bool) -> dict[int, TaskRow]:
    """Full rows of these tasks, with their strips: two queries however many there are."""
    values = list(
        Task.objects.filter(pk__in=ids).values(
            *COMMON,
            "stake_minor",
            "stake_low_minor",
            "stake_high_minor",
            "owner__name",
            *CLASS_NAMES,
            *(f"{SCORE}{name}" for name in EXPECTED),
        )
    )
    clients = sorted({row["client_id"] for row in values if row["client_id"]})
    marks = order_marks(clients, strip_start(as_of))
    return {row["id"]: _task_row(row, as_of, day, marks, name_owners) for row in values}


def _task_row(
    row: dict[str, Any], as_of: date, day: date, marks: dict[int, list[OrderMark]], name_owners: bool
) -> TaskRow:
    due = row["due_on"]
    return TaskRow(
        **_common(row, day),
        minutes=row["minutes"],
        stake=row["stake_minor"],
        stake_low=row["stake_low_minor"],
        stake_high=row["stake_high_minor"],
        due_on=due,
        overdue=due is not None and due < day,
        owner=(row["owner__name"] or "") if name_owners else "",
        strip=_strip(row, as_of, marks.get(row["client_id"], [])) if row["client_id"] else None,
    )


def _head(row: dict[str, Any]) -> ClientHead | None:
    if row["client_id"] is None:
        return None
    value, stability = (row[name] or "" for name in CLASS_NAMES)
    return ClientHead(row["client_id"], row["client__name"], value, stability)


def _strip(row: dict[str, Any], as_of: date, marks: Iterable[OrderMark]) -> RhythmStrip:
    known = {name: row[f"{SCORE}{name}"] for name in EXPECTED}
    known["is_silent"] = bool(known["is_silent"])  # no scores, no silence
    return rhythm_strip(marks, Expectation(as_of, **known), labelled=False)


def done_today(scope: QuerySet[Task], day: date) -> tuple[DoneRow, ...]:
    """What was closed today by a person, newest first."""
    closed = scope.filter(closed_at__gte=clock.beginning(day), state__in=[Task.State.DONE, Task.State.NOT_USEFUL])
    rows = closed.order_by("-closed_at", "-id")
    names = (*COMMON, "state", "close_note", "closed_by_id", "closed_by__name", *CLASS_NAMES)
    return tuple(
        DoneRow(
            **_common(row, day),
            minutes=row["minutes"],
            useful=row["state"] == Task.State.DONE,
            closed_by_id=row["closed_by_id"],
            closed_by=row["closed_by__name"] or "",
            note=row["close_note"],
        )
        for row in rows.values(*names)[:MOST_SHOWN]
    )


def later_tasks(scope: QuerySet[Task], day: date) -> tuple[LaterRow, ...]:
    """Tasks that wait for their day, the nearest first."""
    rows = scope.filter(state=Task.State.OPEN, show_from__gt=day).order_by("show_from", "id")
    names = (*COMMON, "show_from", "postpone_reason", *CLASS_NAMES)
    return tuple(
        LaterRow(**_common(row, day), day=row["show_from"], why=row["postpone_reason"])
        for row in rows.values(*names)[:MOST_SHOWN]
    )


def _common(row: dict[str, Any], day: date) -> dict[str, Any]:
    reason = living_reason(row["kind"], row["reason"], person=row["person__name"], due_on=row["due_on"], today=day)
    plain = {name: row[name] for name in ("id", "version", "kind", "title")}
    return plain | {"reason": reason, "client": _head(row)}
