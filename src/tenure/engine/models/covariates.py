"""Pareto/NBD with what is known of clients: region, size, channel, anything that does not change with time.

Source: Fader, Hardie (2007), "Incorporating Time-Invariant Covariates into the Pareto/NBD and BG/NBD Models". A client
with covariates z has alpha_i = alpha exp(-ordering'z) and beta_i = beta exp(-leaving'z): a positive coefficient means
more orders, or leaving sooner. One more of z multiplies the mean rate by exp(coefficient).

Predictions: `of_clients` gives clients their own parameters, which every function of `pareto_nbd` takes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.errors import BadInput, DidNotConverge, NotEnoughData
from tenure.engine.models import pareto_nbd
from tenure.engine.models.descent import AT_BOUND, Lowest, lowest, require_settled, spread
from tenure.engine.models.pareto import search
from tenure.engine.models.pareto.likelihood import Pairs, log_likelihood_by_level, pairs_of
from tenure.engine.models.pareto_nbd import OwnParameters
from tenure.engine.models.shape import Fit, Parameters
from tenure.engine.tuples import Floats, Histories, distinct, first_rows

NAME = "pareto-nbd-covariates"
LARGEST = 6.0  # of a coefficient, per standard deviation of its covariate


@dataclass(frozen=True, repr=False)
class CovariateParameters(Parameters):
    """r, alpha, s, beta: those of a client whose covariates are all 0; ordering and leaving: coefficients by covariate.

    without: ln L of the same clients without covariates; twice the gain is chi-squared with 2 * covariates degrees of
    freedom if they mean nothing. fit.covariance: of (ln r, ln alpha, ln s, ln beta, ordering, leaving).
    """

    r: float
    alpha: float
    s: float
    beta: float
    names: tuple[str, ...]
    ordering: tuple[float, ...]
    leaving: tuple[float, ...]
    without: float
    fit: Fit | None = None

    def named(self) -> Mapping[str, float]:
        """The four by name, then `ordering NAME` and `leaving NAME` of each covariate."""
        return dict(
            zip(_names(self.names), (self.r, self.alpha, self.s, self.beta, *self.ordering, *self.leaving), strict=True)
        )


def _names(covariates: Sequence[str]) -> tuple[str, ...]:
    return (*search.NAMES, *(f"{kind} {name}" for kind in ("ordering", "leaving") for name in covariates))


@dataclass(frozen=True)
class _Base:
    """Distinct histories with the distinct rows of covariates, centred and in standard deviations."""

    pairs: Pairs
    z: Floats
    scale: float


def fit(
    x: ArrayLike, t_x: ArrayLike, T: ArrayLike, covariates: ArrayLike, *, names: Sequence[str] = ()
) -> CovariateParameters:
    """The most likely parameters; covariates: a row for each client, a column for each covariate.

    Raises BadInput on impossible histories, covariates that are no numbers, do not vary or say the same as others;
    NotEnoughData below ten clients with a repeat order or where nobody is seen leaving; DidNotConverge.
    """
    plain, z, named = distinct(x, t_x, T), *_checked(covariates, np.size(x), names)
    start = pareto_nbd.fit(plain)
    if start.fit is None or start.verdict == "no_dropout":
        remedy = "Use a model without leaving, or take a longer period."
        raise NotEnoughData("no_dropout", "Nobody is seen leaving, so nothing can be said of why", remedy=remedy)
    centre, deviation = z.mean(axis=0), z.std(axis=0)
    base = _base(plain, (z - centre) / deviation)
    found, evaluated = _search(base, start)
    turn = _back(centre, deviation)
    theta = turn @ found.point
    theta[[1, 3]] += np.log(base.scale)
    r, alpha, s, beta = np.exp(theta[:4]).tolist()
    coefficients = theta[4:].reshape(2, -1).tolist()
    covariance = None if evaluated is None else turn @ evaluated @ turn.T
    clients = float(base.pairs.count.sum())
    verdict = _verdict(found)
    errors = {}
    if covariance is not None:
        wide = np.sqrt(np.diag(covariance)) * np.array([r, alpha, s, beta, *np.ones(2 * centre.size)])
        held = search.MEANS_NOTHING.get(verdict, ())
        errors = {name: float(w) for name, w in zip(_names(named), wide, strict=True) if w > 0 and name not in held}
    said = Fit(-found.value * clients, round(clients), base.pairs.count.size, verdict, errors, covariance)
    ordering, leaving = map(tuple, coefficients)
    return CovariateParameters(r, alpha, s, beta, named, ordering, leaving, start.fit.log_likelihood, said)


def _checked(covariates: ArrayLike, clients: int, names: Sequence[str]) -> tuple[Floats, tuple[str, ...]]:
    z = np.asarray(covariates, dtype=np.float64)
    z = z[:, None] if z.ndim == 1 else z
    if z.ndim != 2 or z.shape[0] != clients or z.shape[1] == 0:
        remedy = "Give a row for each client and a column for each covariate."
        raise BadInput("covariates_shape", f"{clients} clients, and covariates of shape {z.shape}", remedy=remedy)
    wrong = np.asarray(~np.isfinite(z).all(axis=1))
    if wrong.any():
        remedy = "Fill in what is missing, or leave these clients out."
        raise BadInput("covariate_not_finite", "A covariate is not a number", rows=first_rows(wrong), remedy=remedy)
    named = tuple(names) or tuple(f"z{place + 1}" for place in range(z.shape[1]))
    if len(named) != z.shape[1] or len(set(named)) < len(named):
        raise BadInput("covariate_names", f"{len(named)} names for {z.shape[1]} covariates", remedy="Name each once.")
    flat = [name for name, wide in zip(named, z.std(axis=0), strict=True) if wide == 0]
    if flat:
        listed = ", ".join(flat)
        raise BadInput(
            "covariate_constant", f"All clients have the same: {listed}", remedy="Leave it out.", names=listed
        )
    if np.linalg.matrix_rank((z - z.mean(axis=0)) / z.std(axis=0), tol=1e-8 * np.sqrt(clients)) < z.shape[1]:
        remedy = "Leave one of them out; of k groups take k - 1."
        raise BadInput("covariates_collinear", "A covariate follows from the others", remedy=remedy)
    return z, named


def _base(plain: Histories, z: Floats) -> _Base:
    """One history for each distinct (x, t_x, T, z)."""
    rows, level = np.unique(z, axis=0, return_inverse=True)
    key, first, count = np.unique(
        plain.place.reshape(-1) * np.int64(rows.shape[0]) + level.reshape(-1), return_index=True, return_counts=True
    )
    place, group = key // rows.shape[0], key % rows.shape[0]
    histories = Histories(plain.x[place], plain.t_x[place], plain.T[place], count.astype(np.float64), first)
    return _Base(pairs_of(histories, group), rows, search.scale_of(histories))


def _objective(theta: Floats, base: _Base) -> tuple[float, Floats]:
    """Minus the mean ln L and its gradient over (ln r, ln r/alpha, ln s, ln s/beta, ordering, leaving)."""
    r, alpha, s, beta = search.natural(theta[:4], base.scale)
    ordering, leaving = theta[4:].reshape(2, -1)
    own_alpha, own_beta = alpha * np.exp(-base.z @ ordering), beta * np.exp(-base.z @ leaving)
    value, slope = log_likelihood_by_level(base.pairs, r, own_alpha, s, own_beta)
    by_alpha, by_beta = slope[1] * own_alpha, slope[3] * own_beta
    chain = [r * slope[0].sum() + by_alpha.sum(), -by_alpha.sum(), s * slope[2].sum() + by_beta.sum(), -by_beta.sum()]
    clients = base.pairs.count.sum()
    gradient = np.concatenate((chain, -by_alpha @ base.z, -by_beta @ base.z))
    return -value / clients, -gradient / clients


def _search(base: _Base, start: pareto_nbd.ParetoNbdParameters) -> tuple[Lowest, NDArray[np.float64] | None]:
    """The peak over (ln r, ln alpha', ln s, ln beta', coefficients), and the covariance there."""
    covariates = base.z.shape[1]
    bounds = (*search.BOUNDS, *((-LARGEST, LARGEST),) * (2 * covariates))
    first = np.concatenate((search.searched(start.values, base.scale), np.zeros(2 * covariates)))

    def objective(theta: Floats) -> tuple[float, Floats]:
        return _objective(theta, base)

    found = lowest(objective, first, bounds)
    require_settled(found)
    if np.abs(found.point[4:]).max() > LARGEST - AT_BOUND:
        remedy = "Leave out the covariate that splits clients into those who order and those who do not."
        raise DidNotConverge("covariate_runs_away", "A coefficient grows without end", remedy=remedy)
    evaluated = spread(objective, found.point, bounds, float(base.pairs.count.sum()))
    rates = np.eye(4 + 2 * covariates)
    rates[[1, 3]] *= -1
    rates[[1, 3], [0, 2]] = 1
    return replace(found, point=rates @ found.point), None if evaluated is None else rates @ evaluated @ rates.T


def _verdict(found: Lowest) -> str:
    """The boundary at which the search ended, if any; the two shapes are the first and third numbers."""
    top = {"even_dropout": 2, "even_rate": 0}
    for verdict, place in top.items():
        if found.point[place] > search.BOUNDS[place][1] - AT_BOUND:
            return verdict
    return "ok"


def _back(centre: Floats, deviation: Floats) -> Floats:
    """From covariates centred and in standard deviations to those given: a linear map of the numbers searched over."""
    size = centre.size
    turn = np.eye(4 + 2 * size)
    turn[4:, 4:] /= np.tile(deviation, 2)
    turn[1, 4 : 4 + size] = turn[3, 4 + size :] = centre / deviation
    return turn


def of_clients(parameters: CovariateParameters, covariates: ArrayLike) -> OwnParameters:
    """The parameters of each client by its covariates, for any function of `pareto_nbd`.

    Raises BadInput where covariates are not numbers or not as many as were fitted.
    """
    z = np.asarray(covariates, dtype=np.float64)
    z = z[:, None] if z.ndim == 1 and len(parameters.names) == 1 else z
    if z.ndim != 2 or z.shape[1] != len(parameters.names):
        remedy = f"Give a row for each client with {', '.join(parameters.names)}."
        raise BadInput("covariates_shape", f"Covariates of shape {z.shape}", remedy=remedy)
    wrong = np.asarray(~np.isfinite(z).all(axis=1))
    if wrong.any():
        raise BadInput("covariate_not_finite", "A covariate is not a number", rows=first_rows(wrong))
    return OwnParameters(
        parameters.r,
        parameters.alpha * np.exp(-z @ np.array(parameters.ordering)),
        parameters.s,
        parameters.beta * np.exp(-z @ np.array(parameters.leaving)),
    )
