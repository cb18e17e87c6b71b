"""Today's alarms: the clients silent beyond their usual interval, judged by the promise learned for this base."""

from dataclasses import dataclass

import numpy as np

from tenure.engine.alarms import evidence
from tenure.engine.alarms.days import OrderDays
from tenure.engine.alarms.evidence import SCORES, Base
from tenure.engine.alarms.promise import Promise
from tenure.engine.tuples import Floats, Ints


@dataclass(frozen=True)
class Alarms:
    """Clients with a rhythm who are silent beyond their usual interval; all others have no alarm.

    is_calibrated: whether a share of false alarms is promised for the list; if not, it follows the client's own rhythm
    alone and must be marked so. client: number of each; is_alarm; chance: of an order of itself within the judging
    window (calibrated), or of so long a silence of an active client (not calibrated); leading: the score that speaks
    loudest, a position in SCORES; scores: all of them, shape (clients, 5); silence_days: calendar days; usual, longest:
    intervals in season days; orders: order days so far; judged_by: epoch day on which the alarm is known right or wrong.
    """

    is_calibrated: bool
    client: Ints
    is_alarm: np.ndarray
    chance: Floats
    leading: Ints
    scores: Floats
    silence_days: Ints
    usual: Floats
    longest: Floats
    orders: Ints
    judged_by: Ints

    def reasons(self, place: int) -> dict[str, float]:
        """The scores of one row by name."""
        return dict(zip(SCORES, map(float, self.scores[place]), strict=True))


def raise_alarms(days: OrderDays, promise: Promise, *, until: int, base: Base | None = None) -> Alarms:
    """Alarms at the end of epoch day `until`. Raises NotEnoughData on a base without orders.

    base: what all clients together teach, when `days` are those of a part of them; learned from `days` if not given.
    """
    evidence.require_orders(days)
    base = base or evidence.learn_base(evidence.timeline(evidence.thinned(days), promise.season), until=until)
    line = evidence.timeline(days, promise.season)
    view = evidence.look(line, until)
    scores = evidence.scores(line, view, base, promise.window)
    window = promise.window.days(view.usual)
    chance = promise.rule.chance(scores, view.usual, view.orders, window)
    return Alarms(
        is_calibrated=promise.is_calibrated,
        client=view.client,
        is_alarm=chance <= promise.threshold,
        chance=chance,
        leading=promise.rule.leading(scores),
        scores=scores,
        silence_days=until - days.day[view.last_row],
        usual=view.usual,
        longest=view.longest,
        orders=view.orders,
        judged_by=promise.season.day_after(np.full(window.size, float(until)), window).astype(np.int64),
    )
