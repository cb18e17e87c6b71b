"""The counts beside the links of the frame: two small queries, because every page pays for them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from tenure.agenda.models import Task
from tenure.journeys.today.today_line import Ranked, draw_line
from tenure.journeys.today.today_rows import EVE, MOST_RANKED, OCCASIONS_AHEAD, OWED
from tenure.kernel import clock
from tenure.orders.scores import base_totals
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may
from tenure.privacy.workspace import WorkspaceView

# A day holds fewer tasks than this; only one that does not fill up with them looks at more.
FIRST_LOOK = 100
DUE, REST, CLOSED = range(3)


@dataclass(frozen=True)
class RailCounts:
    """today: tasks above the line of the list this viewer sees first; silent, clients: among those in sight."""

    today: int
    silent: int
    clients: int


def rail_counts(actor: User, workspace: WorkspaceView) -> RailCounts:
    """The counts for this viewer."""
    everyone = may(actor, Right.SEE_ALL_CLIENTS)
    totals = base_totals() if everyone else base_totals(owner_id=actor.pk, everyone=False)
    return RailCounts(left_today(actor, workspace), totals.silent, totals.clients)


def left_today(actor: User, workspace: WorkspaceView) -> int:
    """How many tasks `todays_list` shows above the line of the list this viewer sees first."""
    for most in (FIRST_LOOK, MOST_RANKED):
        parts = _parts(actor, most)
        # As `today_rows.open_tasks` ranks them: what is due, then by worth, unknown worth last.
        rest = sorted(parts[REST], key=lambda task: (task.stake is None, -task.per_minute, task.id))
        budget = actor.day_minutes - parts[CLOSED][0].minutes
        above, below = draw_line([*parts[DUE], *rest], budget=budget, hour_cost_minor=workspace.hour_cost_minor)
        if below.no_room or max(len(parts[DUE]), len(rest)) < most:
            break
    return len(above)


def _parts(actor: User, most: int) -> tuple[list[Ranked], list[Ranked], list[Ranked]]:
    """The best tasks due, the best others, and one row with the minutes of what was closed today. Due is what
    `today_rows.open_tasks` takes as due; only as many as asked for are read."""
    day, everyone = clock.today(), may(actor, Right.SEE_ALL_CLIENTS)
    columns, whose = "id, minutes, stake_minor, worth_per_minute", "" if everyone else "AND owner_id = %(actor)s"
    shown = f"FROM agenda_task WHERE state = 'open' AND (show_from IS NULL OR show_from <= %(today)s) {whose}"
    # A NULL day is neither before nor after another, so both halves name it.
    in_time = """due_on <= %(ahead)s AND (due_on <= %(today)s OR kind = %(occasion)s
        OR (kind IN (%(promise)s, %(answer)s) AND NOT theirs AND due_on <= %(eve)s))"""
    sql = f"""SELECT * FROM (SELECT {DUE} AS part, {columns} {shown} AND {in_time}
            ORDER BY due_on, id LIMIT {int(most)}) AS due
        UNION ALL SELECT * FROM (SELECT {REST} AS part, {columns} {shown} AND kind <> %(occasion)s
            AND (due_on IS NULL OR (due_on > %(today)s AND NOT ({in_time})))
            ORDER BY worth_per_minute DESC, id LIMIT {int(most)}) AS rest
        UNION ALL SELECT {CLOSED}, 0, coalesce(sum(minutes), 0), NULL, 0 FROM agenda_task
            WHERE closed_at >= %(midnight)s AND state IN ('done', 'not_useful')
            AND {"closed_by_id" if everyone else "owner_id"} = %(actor)s"""
    days = {"today": day, "eve": day + EVE, "ahead": day + OCCASIONS_AHEAD}
    asked: dict[str, Any] = {name: connection.ops.adapt_datefield_value(one) for name, one in days.items()}
    midnight = clock.beginning(day)
    asked |= {"actor": actor.pk, "midnight": connection.ops.adapt_datetimefield_value(midnight)}
    asked |= {"occasion": Task.Kind.OCCASION.value} | {"promise": OWED[0].value, "answer": OWED[1].value}
    parts: tuple[list[Ranked], list[Ranked], list[Ranked]] = ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        for part, task, minutes, stake, worth in cursor.fetchall():
            parts[part].append(Ranked(task, "", int(minutes), stake, worth, part == DUE))
    return parts
