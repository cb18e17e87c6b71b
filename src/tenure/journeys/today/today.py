"""Today: the ranked list of one person, one team or nobody, and the line below which work is better left undone.

What is due stands first, then the rest by money at stake per minute. The line is drawn where the day is full or where
a task brings less than the time it takes.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from tenure.agenda.models import Task
from tenure.agenda.tasks import visible_tasks
from tenure.clients.clients import Person, possible_owners
from tenure.journeys.today.today_line import BelowLine, Ranked, draw_line
from tenure.journeys.today.today_rows import (
    MOST_SHOWN,
    DoneRow,
    LaterRow,
    TaskRow,
    done_today,
    later_tasks,
    open_tasks,
    task_rows,
)
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.orders.scores import RunInfo, latest_run, run_waits
from tenure.privacy.models import Role, User
from tenure.privacy.rights import Right, may
from tenure.privacy.users import active_user
from tenure.privacy.workspace import WorkspaceView

STALE_AFTER_DAYS = 7
EVERYONE, NOBODY = "all", "none"
KINDS = (
    "promise",
    "silence",
    "falling",
    "answer",
    "contact",
    "occasion",
    "due",
    "first_order",
    "learn",
    "interview",
    "test",
    "plain",
)


@dataclass(frozen=True)
class Whose:
    """Whose list it is: a user's id, "all" or "none" (nobody's clients). people: the choice of who sees all."""

    key: str
    name: str
    own: bool
    people: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Freshness:
    """How far the orders reach: the last day known, its age, and whether scores are being computed; earlier_rules: those
    shown are from before the rules of scores changed."""

    as_of: date | None
    age_days: int
    has_orders: bool
    computing: bool
    earlier_rules: bool = False

    @property
    def stale(self) -> bool:
        return self.has_orders and self.age_days > STALE_AFTER_DAYS


@dataclass(frozen=True)
class Today:
    """The page. `margin`: whether stakes are margin rather than revenue; `hidden`: open tasks beyond MOST_RANKED."""

    day: date
    whose: Whose
    rows: tuple[TaskRow, ...]
    ranked: tuple[Ranked, ...]
    more: int
    below: BelowLine
    below_rows: tuple[TaskRow, ...]
    done: tuple[DoneRow, ...]
    later: tuple[LaterRow, ...]
    fresh: Freshness
    margin: bool
    day_minutes: int
    may_work: bool

    @property
    def left_minutes(self) -> int:
        return sum(task.minutes for task in self.ranked)

    @property
    def done_minutes(self) -> int:
        return sum(task.minutes for task in self.done)

    @property
    def worth(self) -> int:
        return sum(task.stake or 0 for task in self.ranked)

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """Kinds above the line with their counts, in a fixed order."""
        counts = Counter(task.kind for task in self.ranked)
        return tuple((kind, counts[kind]) for kind in KINDS if counts[kind])

    @property
    def tomorrow(self) -> int:
        """How many waiting tasks have their day tomorrow."""
        return sum(row.day == self.day + timedelta(days=1) for row in self.later)


def todays_list(
    actor: User,
    workspace: WorkspaceView,
    *,
    whose: str = "",
    kind: str = "",
    include_below: bool = False,
    most: int = MOST_SHOWN,
) -> Today:
    """Today's list for the actor. whose: "", "all", "none" or a user's id; NotFound when it is not theirs to see.

    most: rows above the line to show in full; the others are counted in `more`.
    """
    day = clock.today()
    chosen = whose_list(actor, whose)
    scope = in_scope(visible_tasks(actor), chosen.key)
    done = done_today(scope, day)
    budget = day_minutes_of(actor, chosen) - worked(done, actor, chosen)
    above, below = draw_line(open_tasks(scope, day), budget=budget, hour_cost_minor=workspace.hour_cost_minor)
    run = latest_run()
    fresh = freshness(run, day)
    wanted = [task for task in above if not kind or task.kind == kind]
    shown = wanted[:most]
    shown_below = list(below.tasks[:MOST_SHOWN]) if include_below else []
    rows = task_rows(
        [task.id for task in (*shown, *shown_below)], fresh.as_of or day, day, name_owners=chosen.key == EVERYONE
    )
    return Today(
        day=day,
        whose=chosen,
        rows=tuple(rows[task.id] for task in shown if task.id in rows),
        ranked=above,
        more=len(wanted) - len(shown),
        below=below,
        below_rows=tuple(rows[task.id] for task in shown_below if task.id in rows),
        done=done,
        later=later_tasks(scope, day),
        fresh=fresh,
        margin=bool(run and run.parameters.get("margin_share") is not None),
        day_minutes=budget,
        may_work=may(actor, Right.WORK_WITH_CLIENTS),
    )


def whose_list(actor: User, asked: str) -> Whose:
    """Whose list to show. Salespeople have their own; those who see all clients choose, everyone's to begin with."""
    if not may(actor, Right.SEE_ALL_CLIENTS):
        if asked not in ("", str(actor.pk)):
            raise NotFound(f"list of {asked}")
        return Whose(str(actor.pk), actor.name, own=True)
    people = tuple(possible_owners())
    if asked in ("", EVERYONE, NOBODY):
        return Whose(asked or EVERYONE, "", own=False, people=people)
    names = {str(person.id): person.name for person in people}
    if asked not in names:
        raise NotFound(f"list of {asked}")
    return Whose(asked, names[asked], own=asked == str(actor.pk), people=people)


def in_scope(tasks: QuerySet[Task], key: str) -> QuerySet[Task]:
    """The tasks of one list among those in sight."""
    if key == EVERYONE:
        return tasks
    return tasks.filter(owner=None) if key == NOBODY else tasks.filter(owner=int(key))


def day_minutes_of(actor: User, whose: Whose) -> int:
    """The minutes the list may take: those of its person, else of whoever looks."""
    if whose.own or not whose.key.isdigit():
        return actor.day_minutes
    return User.objects.values_list("day_minutes", flat=True).get(pk=int(whose.key))


def worked(done: tuple[DoneRow, ...], actor: User, whose: Whose) -> int:
    """Minutes of the day already used: the list's own, or in a list of several people the viewer's."""
    several = whose.key in (EVERYONE, NOBODY)
    return sum(row.minutes for row in done if not several or row.closed_by_id == actor.pk)


def freshness(run: RunInfo | None, day: date) -> Freshness:
    """How far the orders reach, and whether newer scores are on their way."""
    waiting = run_waits()
    if run is None or run.as_of is None:
        return Freshness(None, 0, has_orders=False, computing=waiting)
    has_orders = run.parameters.get("verdict") != "no_orders"
    return Freshness(run.as_of, (day - run.as_of).days, has_orders, waiting, run.earlier_rules)


def list_reader(email: str) -> User:
    """Whose eyes the command line uses: the account of that e-mail, else the first active administrator."""
    if email:
        return active_user(email)
    administrators = User.objects.filter(is_active=True, role=Role.ADMINISTRATOR).order_by("pk")
    first = administrators.first()
    if first is None:
        raise NotFound("no active administrator")
    return first
