"""Levels of ordering that have fallen for good, by change-point, also of clients who still order on time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure.engine.alarms import evidence, rhythm
from tenure.engine.alarms.days import OrderDays
from tenure.engine.alarms.season import Season
from tenure.engine.tuples import Floats, Ints


@dataclass(frozen=True)
class Levels:
    """Clients with a rhythm (three order days that span a fortnight).

    client: number of each; fewer, less: P(the level of orders, of money, has fallen to less than half and stayed there);
    is_silent: silent beyond the usual interval, so that the fall may be a departure.
    """

    client: Ints
    fewer: Floats
    less: Floats
    is_silent: NDArray[np.bool_]


def levels(days: OrderDays, *, until: int, season: Season) -> Levels:
    """What the change-point says at the end of epoch day `until`. Raises NotEnoughData on a base without orders."""
    evidence.require_orders(days)
    prior = evidence.learn_base(evidence.timeline(evidence.thinned(days), season), until=until).prior
    line = evidence.timeline(days, season)
    view = evidence.look(line, until, overdue=False)
    if view.client.size == 0:
        return Levels(view.client, view.gap, view.gap, view.client > 0)
    shares = rhythm.own_weights(evidence.intervals_of(view), view.span, view.logs, prior.weights)
    fewer, less = evidence.fallen(line, view, rhythm.mean_evenness(shares), prior)
    return Levels(view.client, fewer, less, view.gap > view.usual)
