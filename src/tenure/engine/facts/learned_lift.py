"""What knowing a fact really adds, learned from closed deals: the assumed lifts make way for measured ones.

Logistic regression of winning on what was known before the deal closed, the controls beside it; the coefficient of each
fact begins at the log-odds of its assumed lift, with a spread of 0.5, so that few deals change little. Found by Newton's
method, intervals from the curvature at the best point (Laplace). People learn more where they work more: unless
research is given out by lot, part of a learned lift may be effort (`effort_correlation`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.checks import numbers
from tenure.engine.errors import BadInput, DidNotConverge
from tenure.engine.tuples import Floats

SPREAD = 0.5  # of the log-odds around the assumed lift
CONTROL_SPREAD = 1.0  # of the coefficient of a control of unit variance
INTERCEPT_SPREAD = 2.5
Z80 = 1.2815515655446004
FEWEST_DEALS = 30
FEWEST_OF_EACH = 5  # deals won and lost, and deals with and without the fact
STEPS = 60

LEARNED, FEW_DEALS, ONE_SIDED = "learned", "few_deals", "one_sided"


@dataclass(frozen=True)
class LearnedLifts:
    """By fact: the gain in the probability of winning at p = 1/2 with full influence.

    lift, low, high: the estimate, never below 0, and its 80 % interval, which may be; where `state` is not "learned"
    ("few_deals": too few closed; "one_sided": known in nearly all or nearly none) they are the assumed ones. deals, won:
    closed deals used; known_in: of them, those in which the fact was known at all; effort_correlation: between knowing
    the fact and the effort spent, None where effort was not given or did not vary: the higher, the less a lift proves.
    """

    lift: Floats
    low: Floats
    high: Floats
    state: tuple[str, ...]
    deals: int
    won: int
    known_in: NDArray[np.int64]
    effort_correlation: tuple[float | None, ...]


def log_odds_of(lift: ArrayLike) -> Floats:
    """The coefficient that lifts a probability of 1/2 by `lift`, 0 <= lift < 1/2."""
    gain = numbers("lift", lift, low=0, high=0.499999)
    return np.asarray(np.log((0.5 + gain) / (0.5 - gain)), dtype=np.float64)


def lift_of(log_odds: ArrayLike) -> Floats:
    """What a coefficient adds to a probability of 1/2."""
    return np.asarray(0.5 * np.tanh(np.asarray(log_odds, dtype=np.float64) / 2), dtype=np.float64)


def learn_lifts(
    won: ArrayLike,
    known: ArrayLike,
    assumed: ArrayLike,
    *,
    controls: ArrayLike | None = None,
    effort: ArrayLike | None = None,
) -> LearnedLifts:
    """Lifts of facts from closed deals.

    won: by deal, 1 or 0; known: deal x fact, 0..1, the part of the decision about whose people the fact was known before
    the deal closed; assumed: lift by fact, below 1/2; controls: deal x control (size, class, who sold), any scale;
    effort: by deal, e.g. the number of contacts, taken as a control too. Raises BadInput for tables that do not fit and
    impossible values, DidNotConverge when the best point is not found.
    """
    outcome, held, prior = (
        numbers("won", won, low=0, high=1),
        np.atleast_2d(numbers("known", known, low=0, high=1)),
        assumed,
    )
    start = np.atleast_1d(log_odds_of(prior))
    deals, facts = outcome.size, start.size
    if outcome.ndim != 1 or held.shape != (deals, facts) or not np.isin(outcome, (0, 1)).all():
        message = f"{outcome.shape} results, {held.shape} of what was known and {facts} lifts do not fit together"
        raise BadInput("lift_shapes", message, remedy="Give one row per deal and one column per fact.")
    known_in = (held > 0).sum(axis=0)
    state = _states(outcome, known_in)
    lift, low, high = lift_of(start), lift_of(start), lift_of(start)
    used = np.array([each == LEARNED for each in state], dtype=bool)
    if used.any():
        best, spread = _fit(outcome, held[:, used], start[used], _columns(controls, effort, deals))
        lift[used] = np.maximum(lift_of(best), 0.0)
        low[used], high[used] = lift_of(best - Z80 * spread), lift_of(best + Z80 * spread)
    return LearnedLifts(
        lift, low, high, state, deals, int(outcome.sum()), known_in.astype(np.int64), _with_effort(held, effort)
    )


def _columns(controls: ArrayLike | None, effort: ArrayLike | None, deals: int) -> Floats:
    """Controls and effort side by side at unit variance, those that do not vary left out."""
    given = [np.asarray(part, dtype=np.float64).reshape(deals, -1) for part in (controls, effort) if part is not None]
    table = numbers("controls", np.hstack([np.zeros((deals, 0)), *given]), low=-1e300, high=1e300)
    spread = table.std(axis=0)
    varied = spread > 1e-12
    return np.asarray((table[:, varied] - table[:, varied].mean(axis=0)) / spread[varied], dtype=np.float64)


def _states(won: Floats, known_in: NDArray[np.int64]) -> tuple[str, ...]:
    deals, wins = won.size, int(won.sum())
    if deals < FEWEST_DEALS or min(wins, deals - wins) < FEWEST_OF_EACH:
        return (FEW_DEALS,) * known_in.size
    sides = np.minimum(known_in, deals - known_in)
    return tuple(LEARNED if side >= FEWEST_OF_EACH else ONE_SIDED for side in sides.tolist())


def _with_effort(known: Floats, effort: ArrayLike | None) -> tuple[float | None, ...]:
    if effort is None or known.shape[0] < 2:
        return (None,) * known.shape[1]
    spent = numbers("effort", effort)
    found = []
    for column in known.T:
        both = column.std() * spent.std()
        mean = float(((column - column.mean()) * (spent - spent.mean())).mean())
        found.append(mean / float(both) if both > 1e-12 else None)
    return tuple(found)


def _fit(won: Floats, known: Floats, start: Floats, beside: Floats) -> tuple[Floats, Floats]:
    """Best coefficients of the facts, and their standard deviations; the penalty makes the best point the only one."""
    table = np.hstack([known, np.ones((won.size, 1)), beside])
    rest = beside.shape[1]
    centre = np.concatenate([start, np.zeros(1 + rest)])
    spread = np.concatenate([np.full(start.size, SPREAD), [INTERCEPT_SPREAD], np.full(rest, CONTROL_SPREAD)])
    weight = spread**-2.0
    point = centre.copy()
    for _ in range(STEPS):
        fitted = 0.5 * (1 + np.tanh(table @ point / 2))
        slope = table.T @ (won - fitted) - weight * (point - centre)
        bend = (table * (fitted * (1 - fitted))[:, None]).T @ table + np.diag(weight)
        step = np.linalg.solve(bend, slope)
        point = point + step * _length(table, won, point, step, centre, weight)
        if np.abs(step).max() < 1e-9:
            deviation = np.sqrt(np.diag(np.linalg.inv(bend)))
            return point[: start.size], deviation[: start.size]
    raise DidNotConverge("lifts_unfound", "The lifts of the facts were not found", remedy="Look for odd controls.")


def _length(table: Floats, won: Floats, point: Floats, step: Floats, centre: Floats, weight: Floats) -> float:
    """How much of a Newton step to take: halved until it does not lead downhill."""

    def height(at: Floats) -> float:
        odds = table @ at
        return float(won @ odds - np.logaddexp(0, odds).sum() - 0.5 * weight @ (at - centre) ** 2)

    here, length = height(point), 1.0
    while height(point + length * step) < here - 1e-12 * abs(here) and length > 1e-6:
        length /= 2
    return length
