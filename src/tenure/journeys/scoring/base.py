"""The Base page: who brings the money and how evenly, what moved, who is silent, how far the alarms can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from django.db import connection

from tenure.journeys.client_lists.client_filters import read_filters
from tenure.journeys.client_lists.client_list import summary_for
from tenure.journeys.client_lists.client_list_sql import Scope, page_keys
from tenure.journeys.client_lists.client_rows import StripRow, client_rows, with_strips
from tenure.journeys.scoring.alarm_words import AlarmPromise, alarm_promise
from tenure.journeys.scoring.judged_alarms import JUDGED_AFTER_DAYS
from tenure.orders.scores import RunInfo, latest_run, run_waits
from tenure.orders.summary import AlarmCounts, BaseSummary
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

SILENT_ROWS = 8
# Long enough to show the rhythm that a long silence has broken.
SILENT_MONTHS = 12
# Fewer judged alarms than this cannot tell 5 % from 20 %, so no share is shown.
ENOUGH_ALARMS = 20
Z80 = 1.2816


@dataclass(frozen=True)
class SilentRow:
    """A silent client and what hangs on a call: minor units, None where no call has been proposed."""

    row: StripRow
    stake_minor: int | None
    stake_low_minor: int | None
    stake_high_minor: int | None


@dataclass(frozen=True)
class AlarmRecord:
    """What became of the silence alarms.

    share, low, high: wrong among judged with its 80 % interval, None below ENOUGH_ALARMS; first_judged: the day the first
    young one can be judged.
    """

    counts: AlarmCounts
    share: float | None
    low: float | None
    high: float | None
    first_judged: date | None


@dataclass(frozen=True)
class BasePage:
    """Everything the page shows. run is None before the first scores; waiting: a run is asked for or under way."""

    run: RunInfo | None
    waiting: bool
    summary: BaseSummary
    silent: tuple[SilentRow, ...]
    alarms: AlarmRecord
    promise: AlarmPromise | None
    sees_all: bool
    may_import: bool


def base_page(*, actor: User) -> BasePage:
    """The base as this actor may see it: all of it, or their own clients."""
    run, summary = latest_run(), summary_for(actor)
    sees_all = may(actor, Right.SEE_ALL_CLIENTS)
    owner_id = None if sees_all else actor.pk
    as_of = run.as_of if run else None
    return BasePage(
        run=run,
        waiting=scores_are_coming(),
        summary=summary,
        silent=tuple(_silent_rows(owner_id, as_of)),
        alarms=alarm_record(summary.alarms),
        promise=alarm_promise(run.parameters) if run else None,
        sees_all=sees_all,
        may_import=may(actor, Right.IMPORT_ORDERS),
    )


def scores_are_coming() -> bool:
    """Whether a run is asked for or under way."""
    return run_waits()


def alarm_record(counts: AlarmCounts) -> AlarmRecord:
    """How far the alarms can be trusted by what became of them."""
    first = counts.oldest_young + timedelta(days=JUDGED_AFTER_DAYS) if counts.oldest_young else None
    if counts.judged < ENOUGH_ALARMS:
        return AlarmRecord(counts, None, None, None, first)
    return AlarmRecord(counts, *share_with_interval(counts.wrong, counts.judged), first)


def share_with_interval(wrong: int, judged: int) -> tuple[float, float, float]:
    """wrong / judged with its 80 % interval (Wilson score), for judged > 0."""
    share, z = wrong / judged, Z80
    centre = (share + z * z / (2 * judged)) / (1 + z * z / judged)
    half = z * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged)) / (1 + z * z / judged)
    return share, max(0.0, centre - half), min(1.0, centre + half)


def _silent_rows(owner_id: int | None, as_of: date | None) -> list[SilentRow]:
    """The silent clients most worth a call; without proposed calls those expected to bring most."""
    if as_of is None:
        return []
    stakes = _proposed_calls(owner_id)
    ids: Sequence[int] = list(stakes)
    if not ids:
        silent = read_filters({"state": "silent"})
        ids = [client_id for client_id, _ in page_keys(silent, Scope(owner_id=owner_id), None, SILENT_ROWS)]
    rows = with_strips(client_rows(ids), as_of, SILENT_MONTHS)
    return [SilentRow(row, *stakes.get(row.client.id, (None, None, None))) for row in rows]


def _proposed_calls(owner_id: int | None) -> dict[int, tuple[int, int, int]]:
    owned = "" if owner_id is None else "AND t.owner_id = %s"
    sql = f"""SELECT t.client_id, t.stake_minor, t.stake_low_minor, t.stake_high_minor
        FROM agenda_task t JOIN orders_clientscore s ON s.client_id = t.client_id
        WHERE t.state = 'open' AND t.kind = 'silence' AND s.is_silent AND t.stake_minor IS NOT NULL
        AND t.worth_per_minute IS NOT NULL {owned}
        ORDER BY t.worth_per_minute DESC, t.id LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*([] if owner_id is None else [owner_id]), SILENT_ROWS])
        return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}
