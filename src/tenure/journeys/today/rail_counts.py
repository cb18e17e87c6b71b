"""The counts beside the links of the frame: two small queries, because every page pays for them."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import connection

from tenure.journeys.today.today_line import Ranked, draw_line
from tenure.journeys.today.today_rows import MOST_RANKED
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
        parts = _parts(actor, workspace.time_zone, most)
        # As `today_rows.open_tasks` ranks them: what is due, then by worth, unknown worth last.
        rest = sorted(parts[REST], key=lambda task: (task.stake is None, -task.per_minute, task.id))
        budget = actor.day_minutes - parts[CLOSED][0].minutes
        above, below = draw_line([*parts[DUE], *rest], budget=budget, hour_cost_minor=workspace.hour_cost_minor)
        if below.no_room or max(len(parts[DUE]), len(rest)) < most:
            break
    return len(above)


def _parts(actor: User, zone: str, most: int) -> tuple[list[Ranked], list[Ranked], list[Ranked]]:
    """The best tasks due, the best others, and one row with the minutes of what was closed today."""
    day, everyone = clock.today(zone), may(actor, Right.SEE_ALL_CLIENTS)
    columns, whose = "id, minutes, stake_minor, worth_per_minute", "" if everyone else "AND owner_id = %s"
    closed_by = "closed_by_id" if everyone else "owner_id"
    shown = f"FROM agenda_task WHERE state = 'open' AND (show_from IS NULL OR show_from <= %s) {whose}"
    sql = f"""SELECT * FROM (SELECT {DUE} AS part, {columns} {shown} AND due_on <= %s
            ORDER BY due_on, id LIMIT {int(most)}) AS due
        UNION ALL SELECT * FROM (SELECT {REST} AS part, {columns} {shown} AND (due_on IS NULL OR due_on > %s)
            ORDER BY worth_per_minute DESC, id LIMIT {int(most)}) AS rest
        UNION ALL SELECT {CLOSED}, 0, coalesce(sum(minutes), 0), NULL, 0 FROM agenda_task
            WHERE closed_at >= %s AND state IN ('done', 'not_useful') AND {closed_by} = %s"""
    today = connection.ops.adapt_datefield_value(day)
    midnight = connection.ops.adapt_datetimefield_value(datetime.combine(day, time.min, ZoneInfo(zone)))
    mine = [] if everyone else [actor.pk]
    parts: tuple[list[Ranked], list[Ranked], list[Ranked]] = ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(sql, [today, *mine, today, today, *mine, today, midnight, actor.pk])
        for part, task, minutes, stake, worth in cursor.fetchall():
            parts[part].append(Ranked(task, "", int(minutes), stake, worth, part == DUE))
    return parts
