"""Groups of clients (countries, categories) with parameters of their own, each drawn towards the whole as far as the data
leave it unsure: a small group hardly differs from the whole, a large one is itself.

Empirical Bayes over the logarithms of the parameters of any model of the shape (Morris 1983, "Parametric Empirical Bayes
Inference", JASA 78). How groups differ is learned from their own fits and what these may be off by: restricted likelihood
of a normal distribution, with the prior that keeps its covariance off zero (Chung, Gelman, Rabe-Hesketh, Liu, Dorie 2015,
Journal of Educational and Behavioral Statistics 40). Groups then get the peak of their likelihood times that normal
distribution; so do those too small, or too even, to be fitted alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.errors import BadInput, DidNotConverge, NotEnoughData
from tenure.engine.models.descent import lowest
from tenure.engine.models.shape import Fit, OrdersModel, Parameters, Table
from tenure.engine.tuples import Floats, Histories, distinct

P = TypeVar("P", bound=Parameters)
Alone = tuple[Floats, NDArray[np.float64]]
# From so many clients on a group's likelihood is as good as normal, and the product has a closed form.
LARGE = 3_000
FEWEST_GROUPS = 3
STEP = 1e-4
SURE = 1e-12
MOST_ROUNDS = 2_000
REACH = 6.0  # standard deviations between groups


@dataclass(frozen=True, repr=False)
class Grouped(Table, Generic[P]):
    """whole: fitted to all clients as one. centre: the middle of the groups, and what to take for a new one. groups: by
    name; the fit of each says its own ln L and clients, its covariance that of the product. own: how much of a group's
    difference from the centre was kept, 0..1. between: standard deviation of ln of each parameter among groups.

    verdict: "ok"; "alike" (groups differ no more than chance has them differ: all have the centre's parameters);
    "too_few" (fewer than three groups could be fitted alone: all have the whole's).
    """

    whole: P
    centre: P
    groups: Mapping[str, P]
    own: Mapping[str, float]
    between: Mapping[str, float]
    verdict: str

    def of(self, name: str) -> P:
        """The parameters of a group; the centre's for one that was not there."""
        return self.groups.get(name, self.centre)

    def title(self) -> str:
        return f"Grouped: {self.verdict}, {len(self.groups)} groups"

    def columns(self) -> Mapping[str, Sequence[Any]]:
        named = {name: group.named() for name, group in self.groups.items()}
        clients = [group.fit.clients if group.fit else 0 for group in self.groups.values()]
        by_name = {key: [values[key] for values in named.values()] for key in self.whole.named()}
        return {"group": list(named), "clients": clients, "own": [self.own[name] for name in named], **by_name}


def by_group(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, group: Sequence[str]) -> dict[str, Histories]:
    """The histories of each group, from clients in any order; raises BadInput where a client has none."""
    columns = tuple(np.asarray(column, dtype=np.float64) for column in (x, t_x, T))
    names = np.asarray(group, dtype=str)
    if names.shape != columns[0].shape:
        raise BadInput("groups_shape", f"{columns[0].size} clients, {names.size} groups", remedy="Give each one group.")
    return {str(name): distinct(*(column[names == name] for column in columns)) for name in np.unique(names)}


def fit(model: OrdersModel[P], groups: Mapping[str, Histories]) -> Grouped[P]:
    """Parameters of each group. Raises NotEnoughData and DidNotConverge where even the whole cannot be fitted."""
    if not groups:
        raise NotEnoughData("no_groups", "There are no groups")
    whole = model.fit(_together(list(groups.values())))
    known = whole.fit.standard_errors if whole.fit else {}
    free = tuple(name for name in model.NAMES if name in known)
    alone = {name: _alone(model, histories, whole, free) for name, histories in groups.items()}
    fitted = [own for own in alone.values() if own is not None]
    if len(fitted) < FEWEST_GROUPS or not free:
        return _all_as(whole, whole, groups, model, "too_few")
    values, noise = np.array([own[0] for own in fitted]), np.array([own[1] for own in fitted])
    precision = np.linalg.inv(noise)
    centre, _ = _middle(values, precision)
    if _distance(values - centre, precision) <= centre.size * (len(fitted) - 1):
        return _all_as(whole, _at(whole, free, centre), groups, model, "alike")
    spread = _between(values, noise)
    centre, unsure = _middle(values, np.linalg.inv(spread + noise))
    prior = _Prior(centre, unsure, spread, free)
    found = {name: _drawn(model, groups[name], alone[name], whole, prior) for name in groups}
    between = dict(zip(free, np.sqrt(np.diag(spread)).tolist(), strict=True))
    drawn, own = {name: pair[0] for name, pair in found.items()}, {name: pair[1] for name, pair in found.items()}
    return Grouped(whole, _at(whole, free, centre), drawn, own, between, "ok")


@dataclass(frozen=True)
class _Prior:
    """Groups as a normal distribution of ln of the `free` parameters; unsure: covariance of the centre itself."""

    centre: Floats
    unsure: NDArray[np.float64]
    spread: NDArray[np.float64]
    free: tuple[str, ...]


def _together(parts: Sequence[Histories]) -> Histories:
    columns = (np.concatenate([getattr(part, name) for part in parts]) for name in ("x", "t_x", "T", "count"))
    logs = [part.gap_logs for part in parts]
    known = None if any(value is None for value in logs) else float(sum(value for value in logs if value is not None))
    x, t_x, T, count = columns
    return Histories(x, t_x, T, count, np.arange(x.size), known)


def _alone(model: OrdersModel[P], histories: Histories, whole: P, free: tuple[str, ...]) -> Alone | None:
    """ln of a group's own parameters and their covariance; None where it cannot be fitted alone, or only in another form
    of the model than the whole."""
    try:
        own = model.fit(histories)
    except (NotEnoughData, DidNotConverge):
        return None
    same = all(
        getattr(own, one.name) == getattr(whole, one.name)
        for one in fields(whole)  # type: ignore[arg-type]
        if one.name != "fit" and one.name not in model.NAMES
    )
    if own.fit is None or own.fit.covariance is None or own.verdict != whole.verdict or not same:
        return None
    places = [model.NAMES.index(name) for name in free]
    noise = own.fit.covariance[np.ix_(places, places)]
    if np.linalg.eigvalsh(noise).min() < SURE:
        return None  # something is held at a bound
    return np.log([getattr(own, name) for name in free]), noise


def _middle(values: Floats, weight: NDArray[np.float64]) -> tuple[Floats, NDArray[np.float64]]:
    """The weighted mean of the groups, a matrix of weights each, and its covariance."""
    unsure = np.linalg.inv(weight.sum(axis=0))
    return unsure @ np.einsum("gij,gj->i", weight, values), unsure


def _distance(off: Floats, weight: NDArray[np.float64]) -> float:
    """Cochran's Q: with weights that are right it is on average as large as there are free numbers."""
    return float(np.einsum("gi,gij,gj->", off, weight, off))


def _between(values: Floats, noise: NDArray[np.float64]) -> NDArray[np.float64]:
    """The covariance of the groups' true values, by expectation and maximization."""
    spread = np.cov(values, rowvar=False).reshape(values.shape[1], values.shape[1]) + SURE * np.eye(values.shape[1])
    for _ in range(MOST_ROUNDS):
        weight = np.linalg.inv(spread + noise)
        centre, unsure = _middle(values, np.asarray(weight, dtype=np.float64))
        keep = spread @ weight
        off = np.einsum("gij,gj->gi", keep, values - centre)
        rest = np.eye(centre.size) - keep
        within = spread - keep @ spread + rest @ unsure @ rest.transpose(0, 2, 1)
        # Restricted likelihood divides by groups; the prior's half a logarithm of the determinant takes one of them off.
        new = (off.T @ off + within.sum(axis=0)) / (len(values) - 1)
        settled = np.abs(new - spread).max() <= 1e-6 * np.abs(spread).max()
        spread = new
        if settled:
            break
    return np.asarray(spread)


def _drawn(
    model: OrdersModel[P], histories: Histories, alone: Alone | None, whole: P, prior: _Prior
) -> tuple[P, float]:
    """A group's parameters drawn towards the centre, and how much of its own difference was kept."""
    if alone is not None and histories.count.sum() >= LARGE:
        keep = prior.spread @ np.linalg.inv(prior.spread + alone[1])
        point, covariance = prior.centre + keep @ (alone[0] - prior.centre), prior.spread - keep @ prior.spread
    else:
        axes = np.asarray(np.linalg.cholesky(prior.spread), dtype=np.float64)
        place, inverse = _peak(model, histories, whole, prior, axes)
        point, covariance = prior.centre + axes @ place, axes @ inverse @ axes.T
    given_up = covariance @ np.linalg.inv(prior.spread)
    covariance = covariance + given_up @ prior.unsure @ given_up.T
    share = float(np.clip(1 - np.trace(given_up) / len(prior.free), 0, 1))
    return _said(model, histories, _at(whole, prior.free, point), prior.free, covariance, whole.verdict), share


def _peak(
    model: OrdersModel[P], histories: Histories, whole: P, prior: _Prior, axes: NDArray[np.float64]
) -> tuple[Floats, NDArray[np.float64]]:
    """Where along the axes ln L less half the squared distance is highest, and the inverse of the curvature there."""
    size = axes.shape[1]
    clients = float(histories.count.sum())

    def value(place: Floats) -> float:
        point = _at(whole, prior.free, prior.centre + axes @ place)
        each = model.log_likelihoods(point, histories.x, histories.t_x, histories.T)
        return (0.5 * float(place @ place) - float(histories.count @ each)) / clients

    def objective(place: Floats) -> tuple[float, Floats]:
        sides = [value(place + shift) - value(place - shift) for shift in np.eye(size) * STEP]
        return value(place), np.array(sides) / (2 * STEP)

    found = lowest(objective, np.zeros(size), ((-REACH, REACH),) * size, flat=1e-6, still=1e-10)
    slopes = [objective(found.point + shift)[1] - objective(found.point - shift)[1] for shift in np.eye(size) * 0.02]
    bend = clients * np.array(slopes) / 0.04
    # The normal distribution alone bends by one; less can only be the error of the differences.
    level, turn = np.linalg.eigh((bend + bend.T) / 2)
    return found.point, turn @ np.diag(1 / np.maximum(level, 1.0)) @ turn.T


def _at(whole: P, free: tuple[str, ...], point: Floats) -> P:
    """`whole` with other values of the free parameters and no fit of its own."""
    changed: dict[str, Any] = dict(zip(free, np.exp(point).tolist(), strict=True))
    return replace(whole, **changed, fit=None)  # type: ignore[type-var]


def _said(
    model: OrdersModel[P],
    histories: Histories,
    found: P,
    free: tuple[str, ...],
    covariance: NDArray[np.float64] | None,
    verdict: str,
) -> P:
    """`found` with what there is to say of it on these histories."""
    value = float(histories.count @ model.log_likelihoods(found, histories.x, histories.t_x, histories.T))
    whole, errors = None, {}
    if covariance is not None:
        places = [model.NAMES.index(name) for name in free]
        whole = np.zeros((len(model.NAMES), len(model.NAMES)))
        whole[np.ix_(places, places)] = covariance
        wide = np.sqrt(np.maximum(np.diag(covariance), 0))
        errors = {name: float(w * getattr(found, name)) for name, w in zip(free, wide, strict=True)}
    said = Fit(value, round(float(histories.count.sum())), int(histories.x.size), verdict, errors, whole)
    return replace(found, fit=said)  # type: ignore[type-var]


def _all_as(whole: P, middle: P, groups: Mapping[str, Histories], model: OrdersModel[P], verdict: str) -> Grouped[P]:
    """Every group with the same parameters."""
    found = {name: _said(model, histories, middle, (), None, whole.verdict) for name, histories in groups.items()}
    return Grouped(whole, middle, found, dict.fromkeys(groups, 0.0), {}, verdict)
