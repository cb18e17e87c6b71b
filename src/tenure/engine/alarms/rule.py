"""One number from five scores: the chance that the client orders again of itself, learned from past silences.

A logistic regression of "orders again within the judging window" on ln(1 - ln score), none of which may count in the
wrong direction, with the length of the window in usual intervals and the number of orders beside them. The second
logarithm is there because what is rarer is known less well. Thresholding this chance catches the most departures for a
given share of false alarms (Neyman, Pearson 1933).
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from tenure.engine.alarms.evidence import SCORES
from tenure.engine.alarms.replay import Replay
from tenure.engine.tuples import Floats, Ints

FEWEST_SILENCES = 20
FEWEST_OF_EACH = 5
ROWS = 20_000
HELD = 4.0  # as many prior silences hold the weights near START
START = (0.5, 0.5, 0.0, 0.1, 0.5, 1.0, 0.1, 0.1)


@dataclass(frozen=True)
class Rule:
    """How the scores are combined.

    kind: "combined", or "rhythm" when there were too few silences and the client's own rhythm decides alone. weights:
    of ln(1 - ln score), zero or more; window, orders: of ln(window / usual interval) and ln(orders).
    """

    kind: str = "rhythm"
    constant: float = 0.0
    weights: tuple[float, ...] = (0.0, 1.0, 0.0, 0.0, 0.0)
    window: float = 0.0
    orders: float = 0.0

    def chance(self, scores: Floats, usual: Floats, orders: Ints, window: Floats) -> Floats:
        """The chance of an order of itself (combined), or of so long a silence of an active client (rhythm)."""
        if self.kind == "rhythm":
            return scores[:, SCORES.index("rhythm")]
        parts = evidence_of(scores) @ np.asarray(self.weights)
        return special.expit(self.constant + _sides(usual, orders, window) @ [self.window, self.orders] - parts)

    def leading(self, scores: Floats) -> Ints:
        """Which of the scores speaks loudest, by position in SCORES."""
        return np.argmax(evidence_of(scores) * np.asarray(self.weights), axis=1)


def evidence_of(scores: Floats) -> Floats:
    """How loudly each score speaks: 0 when it says nothing, growing ever more slowly."""
    return np.log1p(-np.log(scores))


def learn_rule(past: Replay, rows: Ints) -> Rule:
    """The rule that explains best which of these rows of a replay were followed by an order.

    Every silence counts the same, however many rows it has; of very many rows every second, third, ... is looked at.
    """
    rows = rows[:: max(1, rows.size // ROWS)]
    silences, place = np.unique(past.silence[rows], return_inverse=True)
    weight = 1 / np.bincount(place)[place]
    hit = past.returns[rows].astype(np.float64)
    came = float((weight * hit).sum())
    if silences.size < FEWEST_SILENCES or min(came, silences.size - came) < FEWEST_OF_EACH:
        return Rule()
    sides = _sides(past.usual[rows], past.orders[rows], past.window[rows])
    columns = np.column_stack((np.ones(rows.size), sides, -evidence_of(past.scores[rows])))
    constant, window, orders, *weights = map(float, _fitted(columns, hit, weight))
    return Rule("combined", constant, tuple(weights), window, orders)


def _fitted(columns: Floats, hit: Floats, weight: Floats) -> Floats:
    """Logistic regression held near START, the weights of the scores zero or more."""
    start = np.asarray(START)
    total = weight.sum()

    def loss(theta: Floats) -> tuple[float, Floats]:
        ahead = columns @ theta
        held = HELD * (theta - start)
        held[0] = 0.0
        value = (weight * (np.logaddexp(0, ahead) - hit * ahead)).sum() + held @ (theta - start) / 2
        slope = columns.T @ (weight * (special.expit(ahead) - hit)) + held
        return float(value) / total, slope / total

    limits = [(None, None)] * 3 + [(0.0, None)] * len(SCORES)
    found: Floats = optimize.minimize(loss, start, jac=True, bounds=limits).x
    return found


def _sides(usual: Floats, orders: Ints, window: Floats) -> Floats:
    return np.column_stack((np.log(window / np.maximum(usual, 0.25)), np.log(np.asarray(orders, dtype=np.float64))))
