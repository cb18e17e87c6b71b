"""What happened with a client, newest first: conversations, orders, tasks dealt with, alarms, facts learnt, notes.

Every source gives its newest rows below the cursor and the merged page takes the newest of all, so that a page costs
the same however long the history is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from tenure.agenda.living_reason import living_reason
from tenure.agenda.models import Task
from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.models import Fact, Note
from tenure.clients.sight import Sight, look
from tenure.conversations.interactions import InteractionRow, interaction_rows, read_cursor
from tenure.conversations.interactions import cursor as place_of
from tenure.conversations.models import Interaction
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.orders.models import Order
from tenure.privacy.models import User

PAGE = 12
ALARMS = ("silence", "falling")
# Two things of one moment stand in this order; the cursor names the source by its number.
SOURCES = ("conversation", "task", "fact", "note", "order")
# Facts come many at a time and are shown as one entry: so many times more of them are read.
ROWS = (1, 1, 8, 1, 1)


@dataclass(frozen=True)
class Happening:
    """One entry. source: one of SOURCES; what else is filled depends on it. Times in UTC; an order has only its day."""

    source: str
    id: int
    at: datetime
    day: date
    talk: InteractionRow | None = None
    task: "TaskEnd | None" = None
    learnt: tuple[str, ...] = ()
    label: str = ""
    text: str = ""
    by: str = ""
    amount_minor: int | None = None
    number: str = ""
    is_return: bool = False


@dataclass(frozen=True)
class TaskEnd:
    """A task that was dealt with, or an alarm that stands open."""

    kind: str
    title: str
    state: str
    stake_minor: int | None
    reason: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Timeline:
    """Newest first; `older` is the cursor of the next page, empty on the last one."""

    rows: tuple[Happening, ...]
    older: str


@dataclass(frozen=True)
class _Place:
    """Below what the page begins: a moment, the number of a source, an id."""

    at: datetime
    source: int
    row_id: int


@dataclass(frozen=True)
class _Asked:
    """Whose history, and how many rows of each source may be needed."""

    actor: User
    client_id: int
    today: date
    place: _Place | None
    most: int
    kinds: Mapping[str, FactKind]


def timeline(
    *, actor: User, client_id: int, before: str = "", limit: int = PAGE, sight: Sight | None = None,
    kinds: Mapping[str, FactKind] | None = None,
) -> Timeline:  # fmt: skip
    """One page of a client's history; NotFound for a client out of sight. Nine queries at most, however long it is."""
    look(actor, client_id, sight)
    kinds = fact_kinds() if kinds is None else kinds
    asked = _Asked(actor, client_id, clock.today(), _read(before), limit + 1, kinds)
    entries, more = _merged([reader(asked) for reader in READERS], limit)
    shown = _with_learnt([together(rows) for rows in entries], asked.kinds)
    return Timeline(shown, _written(entries[-1][-1]) if more else "")


def _place(row: Happening) -> tuple[datetime, int, int]:
    """Where a row stands among all: by its moment, then its source, then its id."""
    return (row.at, -SOURCES.index(row.source), row.id)


def _merged(parts: list[list[Happening]], limit: int) -> tuple[list[list[Happening]], bool]:
    """The newest `limit` entries of all sources, facts learnt in one go as one entry; and whether there are more.

    Below the last row of a source that gave all it was asked for, others may be missing: nothing below it is used.
    """
    full = [rows[-1] for rows, source in zip(parts, ROWS, strict=True) if len(rows) >= (limit + 1) * source]
    horizon = max((_place(row) for row in full), default=None)
    found = sorted((row for rows in parts for row in rows), key=_place, reverse=True)
    entries: list[list[Happening]] = []
    for row in found:
        if horizon is not None and _place(row) < horizon:
            break
        if entries and _in_one_go(entries[-1][0], row):
            entries[-1].append(row)
        elif len(entries) == limit:
            return entries, True
        else:
            entries.append([row])
    return entries, bool(entries) and horizon is not None


def _in_one_go(first: Happening, row: Happening) -> bool:
    """Whether two facts were written down by one person on one day."""
    return first.source == row.source == "fact" and (first.day, first.by) == (row.day, row.by)


def together(rows: list[Happening]) -> Happening:
    """Pure: facts of one go as one entry that names each kind once."""
    labels = ", ".join(dict.fromkeys(row.label for row in rows))
    sources = {row.text for row in rows}
    return replace(rows[0], label=labels, text=rows[0].text if len(sources) == 1 else "")


def _read(text: str) -> _Place | None:
    if not text:
        return None
    source, _dot, rest = text.partition(".")
    if source not in {str(place) for place in range(len(SOURCES))}:
        raise InvalidValue("cursor_wrong", field="before", value=text[:40])
    at, row_id = read_cursor(rest)
    return _Place(at, int(source), row_id)


def _written(row: Happening) -> str:
    return f"{SOURCES.index(row.source)}.{place_of(row.at, row.id)}"


def _below(rows: QuerySet[Any], column: str, source: str, asked: _Asked) -> QuerySet[Any]:
    """The newest rows of a source below the cursor."""
    place, own = asked.place, SOURCES.index(source)
    if place is not None:
        below = Q(**{f"{column}__lt": place.at})
        if own > place.source:
            below |= Q(**{column: place.at})
        elif own == place.source:
            below |= Q(**{column: place.at}, id__lt=place.row_id)
        rows = rows.filter(below)
    return rows.order_by(f"-{column}", "-id")[: asked.most * ROWS[own]]


def _conversations(asked: _Asked) -> list[Happening]:
    rows = _below(Interaction.objects.filter(client_id=asked.client_id), "at", "conversation", asked)
    return [
        Happening("conversation", row.id, row.at, clock.day_of(row.at), talk=row, by=row.author)
        for row in interaction_rows(asked.actor, rows)
    ]


def _with_learnt(rows: Iterable[Happening], kinds: Mapping[str, FactKind]) -> tuple[Happening, ...]:
    """The rows, the conversations among them with the kinds of facts learnt in them."""
    talks = [row.id for row in rows if row.source == "conversation"]
    learnt: dict[int, list[str]] = {}
    facts = _open_facts(Fact.objects.filter(interaction_id__in=talks)).order_by("id") if talks else Fact.objects.none()
    for talk, code in facts.values_list("interaction_id", "type_code"):
        if code in kinds and talk is not None:
            learnt.setdefault(talk, []).append(str(kinds[code].label))
    return tuple(replace(row, learnt=tuple(learnt.get(row.id, ()))) if row.talk else row for row in rows)


def _open_facts(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """Those that may be named where anybody looks: nothing sealed, nothing that is not to be shown."""
    return facts.filter(sealed=None, not_to_be_shown=False)


def _tasks(asked: _Asked) -> list[Happening]:
    """What people dealt with, and alarms that stand; a conversation speaks for its own promises."""
    dealt_with = Q(state__in=[Task.State.DONE, Task.State.NOT_USEFUL])
    alarms = Q(state=Task.State.OPEN, kind__in=ALARMS)
    rows = Task.objects.filter(dealt_with | alarms, client_id=asked.client_id).annotate(
        moment=Coalesce("closed_at", "created_at")
    )
    found = []
    columns = ("id", "kind", "title", "state", "stake_minor", "reason", "due_on", "moment", "close_note",
               "person__name", "closed_by__name")  # fmt: skip
    for row in _below(rows, "moment", "task", asked).values_list(*columns, named=True):
        reason = living_reason(row.kind, row.reason, person=row.person__name, due_on=row.due_on, today=asked.today)
        end = TaskEnd(row.kind, row.title, row.state, row.stake_minor, reason)
        day = clock.day_of(row.moment)
        by = row.closed_by__name or ""
        found.append(Happening("task", row.id, row.moment, day, task=end, text=row.close_note, by=by))
    return found


def _facts(asked: _Asked) -> list[Happening]:
    """That a fact was learnt, by its kind; the value stands among the facts, where rights and age are looked at."""
    rows = _open_facts(Fact.objects.filter(client_id=asked.client_id, interaction_id=None))
    newest = _below(rows.exclude(how=Fact.How.COMPUTED), "recorded_at", "fact", asked)
    columns = ("id", "recorded_at", "type_code", "source", "recorded_by__name")
    return [
        Happening("fact", pk, at, clock.day_of(at), label=str(asked.kinds[code].label), text=source, by=by)
        for pk, at, code, source, by in newest.values_list(*columns)
        if code in asked.kinds
    ]


def _notes(asked: _Asked) -> list[Happening]:
    rows = _below(Note.objects.filter(client_id=asked.client_id), "created_at", "note", asked)
    return [
        Happening("note", pk, at, clock.day_of(at), text=text, by=by)
        for pk, at, text, by in rows.values_list("id", "created_at", "text", "author__name")
    ]


def _orders(asked: _Asked) -> list[Happening]:
    """Orders have a day and no hour: they stand at its beginning, below whatever else happened on it."""
    rows, place = Order.objects.filter(client_id=asked.client_id), asked.place
    if place is not None:
        local = timezone.localtime(place.at)
        whole = local.time() == time.min
        last = local.date() - timedelta(days=1) if whole else local.date()
        below = Q(day__lte=last)
        if whole and place.source == SOURCES.index("order"):
            below |= Q(day=local.date(), id__lt=place.row_id)
        elif whole:
            below |= Q(day=local.date())
        rows = rows.filter(below)
    found = []
    columns = ("id", "day", "amount_minor", "number", "is_return")
    for pk, day, amount, number, is_return in rows.order_by("-day", "-id").values_list(*columns)[: asked.most]:
        begins = clock.beginning(day).astimezone(UTC)
        found.append(Happening("order", pk, begins, day, amount_minor=amount, number=number, is_return=is_return))
    return found


READERS: tuple[Callable[[_Asked], list[Happening]], ...] = (_conversations, _tasks, _facts, _notes, _orders)
