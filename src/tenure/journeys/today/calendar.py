"""The calendar of one of our people: occasions at their clients, promises, talks agreed on. As days, without a place."""

from dataclasses import dataclass
from datetime import date

from tenure.agenda.calendar_feed import due_tasks
from tenure.agenda.occasion_words import name_with_years
from tenure.journeys.today.occasions import MOST_SHOWN, OccasionRow, occasions_ahead
from tenure.kernel import clock
from tenure.privacy.models import User


@dataclass(frozen=True)
class Day:
    """One entry of the calendar. key: the same for the same thing each time it is read."""

    key: str
    day: date
    kind: str
    title: str
    client_id: int | None = None


def calendar_of(user: User) -> list[Day]:
    """The next 90 days of the user's own clients and whatever they owe; what is not to be shown stays out of it."""
    ahead = occasions_ahead(actor=user, own=True, enough=MOST_SHOWN)
    days = [_of_occasion(row) for row in ahead.rows if not row.occasion.hidden]
    for task in due_tasks(user, clock.today()):
        text = f"{task.title} – {task.client}" if task.client else task.title
        days.append(Day(f"task-{task.id}", task.day, task.kind, text, task.client_id))
    return days


def _of_occasion(row: OccasionRow) -> Day:
    one = row.occasion
    if one.kind == "holiday":
        return Day(f"holiday-{row.client}-{one.day}", one.day, one.kind, f"{row.holiday} ({row.client})")
    who = ", ".join(part for part in (row.person, row.client) if part)
    key = f"occasion-{one.client_id}-{one.episode(0)}"
    return Day(key, one.day, one.kind, f"{name_with_years(one.kind, one.code, one.years)}: {who}", one.client_id)
