"""Silence alarms of a whole base: the promise learned on its past, the record of such promises, and today's alarms.

What is learned comes from a part of the clients, so that its cost does not grow with the base.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure.engine.alarms import evidence
from tenure.engine.alarms.evidence import Base
from tenure.engine.alarms.promise import CONFIDENCE, Promise, promise_from
from tenure.engine.alarms.raising import raise_alarms
from tenure.engine.alarms.record import Record, first_month, record_from
from tenure.engine.alarms.replay import replay
from tenure.engine.alarms.season import season_of
from tenure.engine.day_rows import DayRows

CLIENTS = 12_000
CLIENTS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Learned:
    """promise: for today; record: what promises made before each of the last months were worth; base: what all clients
    together teach about one."""

    promise: Promise
    record: Record
    base: Base


def learn(rows: DayRows, *, until: int, level: float) -> Learned:
    """What the orders known at the end of epoch day `until` allow to promise; level: share of false alarms borne.

    Raises BadInput on a level that cannot be promised, NotEnoughData on a base without orders.
    """
    days = rows.day.astype(np.int64)
    season = season_of(days, until=until)
    part = rows.sample(CLIENTS)
    past = replay(part, until=until, season=season)
    promise = promise_from(past, at=until, level=level, confidence=CONFIDENCE)
    # The record must not know the season that came after its first month; without one the past looks the same.
    since = first_month(part, until=until)
    before = season_of(days, until=since - 1)
    if not (before.is_flat and season.is_flat):
        past = replay(part, until=until, season=before)
    record = record_from(past, since=since, level=level, confidence=CONFIDENCE)
    return Learned(promise, record, evidence.learn_base(evidence.timeline(part, season), until=until))


def alarms(rows: DayRows, learned: Learned, *, until: int) -> NDArray[np.bool_]:
    """Whose silence alarms at the end of epoch day `until`, a part of the clients at a time."""
    found = np.zeros(rows.clients, dtype=bool)
    for place, days in rows.parts(CLIENTS_AT_ONCE):
        raised = raise_alarms(days, learned.promise, until=until, base=learned.base)
        found[place][raised.client] = raised.is_alarm
    return found
