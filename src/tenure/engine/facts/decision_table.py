"""What a fact is worth when what to do depends on it (K1): a table of actions and states of the fact.

Raiffa & Schlaifer 1961; Howard 1966. A fact that changes no action is worth exactly nothing: nice to know.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.checks import numbers
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats

SAME = 1e-9  # payoffs that differ by this are one
ROUNDED = 1e-6  # what a sum of probabilities typed by a person may miss


@dataclass(frozen=True)
class Decision:
    """Money in the unit of the payoffs.

    ev_actions: expected payoff of each action now; best_now: the first of the best; ev_perfect, evpi: with the fact
    known for certain, and the gain from that; p_signal: how often the source says each thing; best_by_signal: what to do
    then; ev_imperfect, evsi: with this source, and its gain. The fact is worth at most evsi * P(getting an answer).
    """

    ev_actions: Floats
    best_now: int
    ev_now: float
    ev_perfect: float
    evpi: float
    p_signal: Floats
    best_by_signal: tuple[int, ...]
    ev_imperfect: float
    evsi: float

    def gain(self, *, p_answer: float, cost: float) -> float:
        """What asking this source brings after its cost; ask when it is above 0."""
        return self.evsi * p_answer - cost


def payoffs(value: float, win_probability: ArrayLike, cost: ArrayLike = 0.0) -> Floats:
    """Table action x state: value * P(win) - cost of the action (a number, or a list by action)."""
    chance = numbers("the probability of winning", win_probability, low=0, high=1)
    spent = np.broadcast_to(numbers("cost", cost), chance.shape[:1])
    return np.asarray(value * chance - spent[:, None], dtype=np.float64)


def decide(payoff: ArrayLike, prior: ArrayLike, reliability: ArrayLike | None = None) -> Decision:
    """The best action now, with the fact known, and with a source that errs.

    payoff: action x state; prior: probability of each state, sum 1; reliability: state x signal, the probability that
    the source says each thing in each state, each row of sum 1; None for a source that never errs. Raises BadInput for
    tables that do not fit and probabilities that do not sum to 1.
    """
    table = np.atleast_2d(numbers("payoff", payoff, low=-1e300, high=1e300))
    chance = _probabilities("the probabilities of the states", prior)
    source = np.eye(chance.size) if reliability is None else _probabilities("the answers of the source", reliability)
    if chance.ndim != 1 or table.shape[1] != chance.size or source.ndim != 2 or source.shape[0] != chance.size:
        raise BadInput("table_shapes", "The tables do not speak of the same states", remedy="One column per state.")
    joint = chance[:, None] * source
    by_action, now = table @ chance, table @ joint
    best = first_best(by_action)
    heard = np.array([first_best(column) for column in now.T])
    # Summed as gains over the best action now: exactly zero when nothing that is heard would change it.
    evpi = float(chance @ (table.max(axis=0) - table[best]))
    evsi = float(np.sum(np.maximum(now.max(axis=0) - now[best], 0.0)[heard != best]))
    ev_now = float(by_action[best])
    return Decision(
        by_action, best, ev_now, ev_now + evpi, evpi, joint.sum(axis=0), tuple(heard.tolist()), ev_now + evsi, evsi
    )


def first_best(values: Floats) -> int:
    """The lowest place among those within 1e-9 of the largest."""
    return int(np.flatnonzero(values >= values.max() - SAME - 1e-12 * abs(float(values.max())))[0])


def _probabilities(name: str, values: ArrayLike) -> Floats:
    found = numbers(name, values, low=0, high=1)
    sums = np.atleast_1d(found.sum(axis=-1))
    if not np.allclose(sums, 1, atol=ROUNDED, rtol=0):
        remedy = "Make each list of probabilities sum to 1."
        raise BadInput("probabilities_sum", f"{name} sum to {sums.tolist()}", remedy=remedy, name=name)
    return found
