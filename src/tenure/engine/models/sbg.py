"""Shifted-beta-geometric: how long clients under contract go on renewing it.

Source: Fader, Hardie (2007), "How to Project Customer Retention", Journal of Interactive Marketing 21(1); (2010),
"Customer-Base Valuation in a Contractual Setting", Marketing Science 29(1). At the end of every period a client leaves
with its own chance, beta(alpha, beta) among clients. Retention rises with age because those likely to leave go first.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models.descent import AT_BOUND, Lowest, lowest, lowest_of, require_settled, spread
from tenure.engine.models.leaving import draw_stays, ln_stays, perpetual
from tenure.engine.models.shape import Fit, Parameters, discount_rate_of, standard_errors
from tenure.engine.tuples import Floats, first_rows, numbers_of

NAME = "sbg"
NAMES = ("alpha", "beta")
# Of the logit of the mean chance of leaving and ln of alpha + beta.
BOUNDS = ((-14.0, 14.0), (-7.0, 9.0))
STARTS = ((-1.0, 1.0), (0.0, 0.0), (-3.0, 2.0))


@dataclass(frozen=True, repr=False)
class SbgParameters(Parameters):
    """Fitted parameters, without unit; they belong to the length of the period.

    fit.verdict: "ok"; "even_leaving" (clients do not differ in their chance of leaving, retention does not rise; only
    alpha / (alpha + beta) means anything); "all_or_nothing" (clients leave at the first renewal or never). fit.clients:
    all cohorts together; fit.tuples: the numbers of survivors given.
    """

    alpha: float
    beta: float
    fit: Fit | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.alpha) and math.isfinite(self.beta) and self.alpha > 0 and self.beta > 0):
            given = f"alpha = {self.alpha}, beta = {self.beta} cannot be parameters"
            raise BadInput("parameters_impossible", given, remedy="Both lie above zero.")


def fit(cohorts: Sequence[ArrayLike]) -> SbgParameters:
    """The most likely parameters of cohorts: in each the clients at the start and after every period since.

    Counts, not shares: standard errors and ln L depend on how many clients there are. Cohorts may be of different
    length. Raises BadInput on numbers that cannot be survivors, NotEnoughData where nobody left, everybody left at once
    or fewer than two renewals are seen, DidNotConverge.
    """
    lost, kept = _losses(cohorts)

    def objective(theta: Floats) -> tuple[float, Floats]:
        mean, size = special.expit(theta[0]), math.exp(theta[1])
        alpha, beta = float(mean * size), float(special.expit(-theta[0]) * size)
        value, (by_alpha, by_beta) = log_likelihood(lost, kept, alpha, beta)
        slope = np.array([(by_alpha - by_beta) * alpha * beta / size, by_alpha * alpha + by_beta * beta])
        return -value / clients, -slope / clients

    clients = float(lost.sum() + kept.sum())
    best = lowest_of(lowest(objective, start, BOUNDS) for start in STARTS)
    require_settled(best)
    return _judged(best, spread(objective, best.point, BOUNDS, clients), clients, sum(np.size(c) for c in cohorts))


def _losses(cohorts: Sequence[ArrayLike]) -> tuple[Floats, Floats]:
    """Clients lost at renewal 1, 2, ... and clients last seen after 0, 1, 2, ... renewals, over all cohorts."""
    counts = [numbers_of(cohort) for cohort in cohorts]
    for number, count in enumerate(counts):
        remedy = "Give the clients at the start and after each period, none more than the one before."
        if count.ndim != 1 or count.size == 0 or not np.isfinite(count).all() or (count < 0).any():
            raise BadInput(
                "survivors_impossible", "Survivors are numbers not below zero", rows=(number,), remedy=remedy
            )
        if (np.diff(count) > 0).any():
            rows = first_rows(np.diff(count, prepend=np.inf) > 0)
            raise BadInput("survivors_rise", "A cohort grows, which survivors cannot", rows=rows, remedy=remedy)
    longest = max((count.size for count in counts), default=0)
    lost, kept = np.zeros(max(longest - 1, 0)), np.zeros(max(longest, 1))
    for count in counts:
        lost[: count.size - 1] -= np.diff(count)
        kept[count.size - 1] += count[-1]
    if longest < 3 or lost.sum() == 0 or lost[1:].sum() + kept[1:].sum() == 0:
        remedy = "Take longer or larger cohorts."
        message = "Two renewals at least, some clients lost and some kept, are needed"
        raise NotEnoughData("too_few_renewals", message, remedy=remedy)
    return lost, kept


def log_likelihood(lost: Floats, kept: Floats, alpha: float, beta: float) -> tuple[float, Floats]:
    """ln L and its gradient over (alpha, beta); the chances of the 2007 source as sums of logarithms.

    lost: clients who left at renewal 1, 2, ...; kept: clients last seen active after 0, 1, 2, ... renewals.
    """
    k = np.arange(lost.size, dtype=np.float64)
    total = alpha + beta + k
    passed = np.stack((-np.log1p(alpha / (beta + k)), -1 / total, alpha / ((beta + k) * total)))
    stay = np.concatenate((np.zeros((3, 1)), np.cumsum(passed, axis=1)), axis=1)
    leave = stay[:, :-1] + np.stack((np.log(alpha / total), 1 / alpha - 1 / total, -1 / total))
    value, *slope = leave @ lost + stay @ kept
    return float(value), np.array(slope)


def _judged(best: Lowest, found: NDArray[np.float64] | None, clients: float, numbers: int) -> SbgParameters:
    mean, size = float(special.expit(best.point[0])), math.exp(best.point[1])
    alpha, beta = mean * size, float(special.expit(-best.point[0])) * size
    verdict = "ok"
    if best.point[1] > BOUNDS[1][1] - AT_BOUND:
        verdict = "even_leaving"
    elif best.point[1] < BOUNDS[1][0] + AT_BOUND:
        verdict = "all_or_nothing"
    turn = np.array([[1 - mean, 1.0], [-mean, 1.0]])
    covariance = None if found is None else turn @ found @ turn.T
    errors = standard_errors(NAMES, (alpha, beta), covariance, without=() if verdict == "ok" else NAMES)
    return SbgParameters(alpha, beta, Fit(-best.value * clients, round(clients), numbers, verdict, errors, covariance))


def _periods(name: str, periods: ArrayLike, least: int) -> Floats:
    values = np.asarray(periods, dtype=np.float64)
    if not (np.isfinite(values) & (values >= least) & (values == np.floor(values))).all():
        raise BadInput(f"{name}_impossible", f"{name} are whole numbers from {least} up", remedy="Count whole periods.")
    return values


def survival(parameters: SbgParameters, periods: ArrayLike) -> Floats:
    """Share of a cohort still there after so many renewals; 1 after none."""
    return np.exp(ln_stays(parameters.alpha, parameters.beta, _periods("periods", periods, 0)))


def retention(parameters: SbgParameters, renewal: ArrayLike) -> Floats:
    """Share of the clients who come to the first, second, ... renewal that stay."""
    number = _periods("renewals", renewal, 1)
    return np.asarray((parameters.beta + number - 1) / (parameters.alpha + parameters.beta + number - 1))


def expected_periods(parameters: SbgParameters, *, periods: int) -> float:
    """Periods a new client is expected to be one for, of the first `periods`."""
    whole = int(_periods("periods", periods, 0))
    return float(survival(parameters, np.arange(whole)).sum())


def discounted_periods(parameters: SbgParameters, *, rate: float) -> float:
    """Expected periods of a new client without end, each worth exp(-rate * periods until its beginning).

    The discounted expected lifetime, 2F1(1, beta; alpha + beta; exp(-rate)); the first period counts in full.
    """
    return 1 + perpetual(parameters.alpha, parameters.beta, discount_rate_of(rate))


def discounted_residual_periods(parameters: SbgParameters, renewals: ArrayLike, *, rate: float) -> Floats:
    """The same of clients who have renewed so many times, just before they decide on the next renewal.

    Source: Fader, Hardie (2010); the period about to be decided on counts in full if it comes.
    """
    made, step = _periods("renewals", renewals, 0), math.exp(discount_rate_of(rate))
    each = [step * perpetual(parameters.alpha, parameters.beta + number, rate) for number in made.ravel().tolist()]
    return np.array(each).reshape(made.shape)


def simulate(
    parameters: SbgParameters, clients: int, periods: int, generator: np.random.Generator
) -> NDArray[np.int64]:
    """A cohort of new clients: how many are there at the start and after each period."""
    stays = draw_stays(parameters.alpha, np.full(clients, parameters.beta), generator)
    gone = np.bincount(np.minimum(stays, periods).astype(np.int64), minlength=periods + 1)[:periods]
    return np.concatenate(([clients], clients - np.cumsum(gone))).astype(np.int64)
