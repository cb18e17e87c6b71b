"""What became of past silence alarms, for everyone and for each owner: counted once with the scores, read by Base."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from tenure.orders.summary import SCOPE_ALL, AlarmCounts, plain_json, scope_of, scopes_of

# An alarm nobody acted on is judged when the client orders again, or stays silent for so many days more.
JUDGED_AFTER_DAYS = 90

# The episode of a silence is the last order day at the time: a later order means the client came back.
_BACK = "CAST(s.last_day AS VARCHAR(10)) > t.episode"
_RIPE = "t.created_at < %s"
_ALONE = "t.state IN ('open', 'expired')"
_COUNTS = f"""SELECT t.owner_id,
        SUM(CASE WHEN {_ALONE} AND ({_BACK} OR {_RIPE}) THEN 1 ELSE 0 END),
        SUM(CASE WHEN {_ALONE} AND {_BACK} THEN 1 ELSE 0 END),
        SUM(CASE WHEN {_ALONE} AND NOT ({_BACK} OR {_RIPE}) THEN 1 ELSE 0 END),
        SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END),
        SUM(CASE WHEN t.state = 'done' AND {_BACK} THEN 1 ELSE 0 END),
        MIN(CASE WHEN {_ALONE} AND NOT ({_BACK}) AND NOT ({_RIPE}) THEN t.created_at END)
    FROM agenda_task t JOIN orders_clientscore s ON s.client_id = t.client_id
    WHERE t.kind = 'silence' GROUP BY t.owner_id"""


def put_alarms(summary: dict[str, Any], *, as_of: date) -> dict[str, Any]:
    """Fill in `alarms` of every scope of a run's summary. Call it when the new scores and tasks are in place."""
    owners = alarm_counts(as_of)
    for key, figures in scopes_of(summary):
        found = _together(list(owners.values())) if key == SCOPE_ALL else owners.get(key, AlarmCounts())
        figures["alarms"] = plain_json(found)
    return summary


def alarm_counts(as_of: date) -> dict[str, AlarmCounts]:
    """By the scope of the task's owner, judged at the end of day `as_of`."""
    edge = (as_of - timedelta(days=JUDGED_AFTER_DAYS)).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [edge] * 3)
        return {scope_of(owner): _counts(*counts) for owner, *counts in cursor.fetchall()}


def _counts(judged: int, wrong: int, young: int, acted: int, returned: int, oldest: Any) -> AlarmCounts:
    day = date.fromisoformat(str(oldest)[:10]) if oldest else None
    return AlarmCounts(int(judged), int(wrong), int(young), int(acted), int(returned), day)


def _together(parts: list[AlarmCounts]) -> AlarmCounts:
    days = [part.oldest_young for part in parts if part.oldest_young]
    names = ("judged", "wrong", "young", "acted", "returned")
    sums = {name: sum(getattr(part, name) for part in parts) for name in names}
    return replace(AlarmCounts(**sums), oldest_young=min(days, default=None))
