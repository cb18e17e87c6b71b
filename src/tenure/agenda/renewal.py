"""Bringing the computed tasks in line with the newest scores: new ones come, those whose reason ended go.

What a person closed as done or not useful stays closed for its episode, whatever the scores say.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from tenure.agenda.models import FROM_TABLE, RENEWED, Task
from tenure.agenda.proposals import Proposal
from tenure.kernel import clock
from tenure.privacy.audit import record_change
from tenure.privacy.models import User

CHUNK = 900  # below the smallest limit of variables in one statement

Episode = tuple[int, str, str]


@dataclass(frozen=True)
class Renewal:
    """How many computed tasks came, stayed with new numbers, and ended."""

    created: int
    renewed: int
    expired: int


def closed_episodes() -> frozenset[Episode]:
    """(client, kind, episode) of every computed task a person has dealt with."""
    closed = Task.objects.filter(state__in=[Task.State.DONE, Task.State.NOT_USEFUL]).filter(kind__in=RENEWED)
    return frozenset(closed.values_list("client_id", "kind", "episode"))


def postponed_clients() -> frozenset[int]:
    """Clients with a postponed computed task: it waits for its day however low it ranks."""
    waiting = Task.objects.filter(state=Task.State.OPEN, show_from__isnull=False).filter(kind__in=RENEWED)
    return frozenset(waiting.values_list("client_id", flat=True))


def renew_tasks(*, actor: User | None, proposals: Iterable[Proposal]) -> Renewal:
    """Make the open computed tasks exactly those proposed, except for what people have closed."""
    wanted = {(p.client_id, p.kind, p.episode): p for p in proposals}
    now = clock.now()
    # Within a savepoint SQLite would look through all pages changed so far after every single statement.
    with transaction.atomic(savepoint=False):
        known = _known(wanted)
        renewed = [(known[key][0], proposal) for key, proposal in wanted.items() if key in known and known[key][1]]
        fresh = [proposal for key, proposal in wanted.items() if key not in known]
        _update(renewed)
        Task.objects.bulk_create((_task(proposal, now) for proposal in fresh), batch_size=500)
        expired = _expire(set(wanted), now)
        result = Renewal(len(fresh), len(renewed), expired)
        record_change(
            actor=actor,
            action="renew_tasks",
            subject_kind="task",
            subject_id=None,
            created=result.created,
            renewed=result.renewed,
            expired=result.expired,
        )
    return result


def _known(wanted: Iterable[Episode]) -> dict[Episode, tuple[int, bool]]:
    """For the episodes already in the table: the task's id, and whether it may still change."""
    clients = sorted({client for client, _, _ in wanted})
    known = {}
    for start in range(0, len(clients), CHUNK):
        rows = Task.objects.filter(client_id__in=clients[start : start + CHUNK]).filter(kind__in=RENEWED)
        for pk, client, kind, episode, state in rows.values_list("id", "client_id", "kind", "episode", "state"):
            known[(client, kind, episode)] = (pk, state in {Task.State.OPEN, Task.State.EXPIRED})
    return known


def _update(pairs: Sequence[tuple[int, Proposal]]) -> None:
    """New numbers for tasks that stay. The version stays too: a page opened before may still close the task."""
    statement = """UPDATE agenda_task SET owner_id = %s, minutes = %s, reason = %s, stake_minor = %s,
        stake_low_minor = %s, stake_high_minor = %s, worth_per_minute = %s, state = %s, closed_at = NULL
        WHERE id = %s"""
    if pairs:
        with connection.cursor() as cursor:
            cursor.executemany(statement, [(*_values(proposal), pk) for pk, proposal in pairs])


def _values(proposal: Proposal) -> tuple[Any, ...]:
    stake = proposal.stake
    return (
        proposal.owner_id,
        proposal.minutes,
        json.dumps(dict(proposal.reason), ensure_ascii=False),
        stake.estimate if stake else None,
        stake.low if stake else None,
        stake.high if stake else None,
        proposal.worth_per_minute,
        Task.State.OPEN.value,
    )


def _task(proposal: Proposal, now: datetime) -> Task:
    stake = proposal.stake
    return Task(
        kind=proposal.kind,
        owner_id=proposal.owner_id,
        client_id=proposal.client_id,
        person_id=proposal.person_id,
        episode=proposal.episode,
        reason=dict(proposal.reason),
        stake_minor=stake.estimate if stake else None,
        stake_low_minor=stake.low if stake else None,
        stake_high_minor=stake.high if stake else None,
        minutes=proposal.minutes,
        worth_per_minute=proposal.worth_per_minute,
        created_at=now,
    )


def _expire(wanted: set[Episode], now: datetime) -> int:
    """Close the open computed tasks nobody proposes any more; their version moves, so that an old page notices.

    A question put off to a later day waits for it: next to others it may rank too low to be proposed meanwhile. One taken
    from a decision table was proposed by a person.
    """
    rows = Task.objects.filter(state=Task.State.OPEN).filter(kind__in=RENEWED)
    rows = rows.exclude(kind=Task.Kind.LEARN, show_from__gt=clock.day_of(now))
    rows = rows.exclude(kind=Task.Kind.LEARN, episode__startswith=FROM_TABLE)
    ended = [pk for pk, *key in rows.values_list("id", "client_id", "kind", "episode") if tuple(key) not in wanted]
    for start in range(0, len(ended), CHUNK):
        chunk = Task.objects.filter(pk__in=ended[start : start + CHUNK])
        chunk.update(state=Task.State.EXPIRED, closed_at=now, version=F("version") + 1)
    return len(ended)
