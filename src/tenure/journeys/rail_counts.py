"""The counts beside the links of the frame: a few small queries, because every page pays for them."""

from dataclasses import dataclass

from tenure.agenda.tasks import visible_tasks
from tenure.journeys.today_line import draw_line
from tenure.journeys.today_rows import MOST_RANKED, closed_today, open_tasks
from tenure.kernel import clock
from tenure.orders.scores import base_totals
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may
from tenure.privacy.workspace import WorkspaceView

# A day holds fewer tasks than this; only one that does not fill up with them looks at more.
FIRST_LOOK = 100


@dataclass(frozen=True)
class RailCounts:
    """today: tasks above the line of the viewer's own first list; silent, clients: among those in sight."""

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
    day, everyone = clock.today(workspace.time_zone), may(actor, Right.SEE_ALL_CLIENTS)
    scope = visible_tasks(actor)
    closed = closed_today(scope, day, workspace.time_zone)
    mine = closed.filter(closed_by=actor) if everyone else closed
    budget = actor.day_minutes - sum(mine.values_list("minutes", flat=True))
    for most in (FIRST_LOOK, MOST_RANKED):
        tasks = open_tasks(scope, day, most=most)
        above, below = draw_line(tasks, budget=budget, hour_cost_minor=workspace.hour_cost_minor)
        if below.no_room or len(tasks) < most:
            break
    return len(above)
