"""Silence alarms of a whole base: the promise learned on its past, the record of such promises, and today's alarms.

What is learned comes from a part of the clients, so that its cost does not grow with the base.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure.engine.alarms import evidence
from tenure.engine.alarms.evidence import Base
from tenure.engine.alarms.promise import CONFIDENCE, Promise, promise_from
from tenure.engine.alarms.record import MONTHS, Record, track_record
from tenure.engine.alarms.replay import replay
from tenure.engine.alarms.season import season_of
from tenure.engine.day_rows import DayRows

CLIENTS = 20_000
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
    season = season_of(rows.day.astype(np.int64), until=until)
    part = rows.sample(CLIENTS)
    promise = promise_from(replay(part, until=until, season=season), at=until, level=level, confidence=CONFIDENCE)
    record = track_record(part, until=until, level=level, months=MONTHS)
    return Learned(promise, record, evidence.learn_base(evidence.timeline(part, season), until=until))


def alarms(rows: DayRows, learned: Learned, *, until: int) -> NDArray[np.bool_]:
    """Whose silence alarms at the end of epoch day `until`, a part of the clients at a time."""
    found = np.zeros(rows.clients, dtype=bool)
    promise, base = learned.promise, learned.base
    for place, days in rows.parts(CLIENTS_AT_ONCE):
        line = evidence.timeline(days, base.season)
        view = evidence.look(line, until)
        scores = evidence.scores(line, view, base, promise.window)
        chance = promise.rule.chance(scores, view.usual, view.orders, promise.window.days(view.usual))
        found[place][view.client] = chance <= promise.threshold
    return found
