"""How far fitted parameters may be off, by two roads.

Laplace: the logarithms of the parameters are taken as normal around the best point, with the covariance of the fit.
Bootstrap: clients are drawn again with replacement, which on distinct histories only changes their counts, and the
model is fitted again. Both give lists of parameters, which `prediction.predict` mixes over.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from scipy import special

from tenure.engine.errors import BadInput, DidNotConverge, NotEnoughData
from tenure.engine.models.shape import Parameters
from tenure.engine.tuples import Floats, Histories

P = TypeVar("P", bound=Parameters)
# Standard deviation of what is believed of each logarithm before any data: a factor of twenty up or down is nothing
# unusual. It is felt only where the data say next to nothing, and keeps such parameters finite.
BELIEVED = 3.0


def draw_parameters(names: tuple[str, ...], parameters: P, draws: int, generator: np.random.Generator) -> list[P]:
    """`draws` parameters as the data allow them, by Laplace's approximation in logarithms.

    names: the model's NAMES. What the fit holds at a boundary stays there. Raises NotEnoughData where the likelihood
    had no peak to measure: `bootstrap` remains.
    """
    size, turn = np.linalg.eigh(_covariance(parameters))
    normal = generator.standard_normal((draws, len(names)))
    factors = np.exp(normal * np.sqrt(np.maximum(size, 0.0)) @ turn.T)
    best = _values(names, parameters)
    return [changed(parameters, names, best * row) for row in factors]


def intervals(names: tuple[str, ...], parameters: P, *, cover: float = 0.95) -> Mapping[str, tuple[float, float]]:
    """By name, the interval that holds the true parameter with probability `cover`: normal in logarithms, so that it
    never crosses zero. Without the names that mean nothing at the fit's boundary."""
    if not 0 < cover < 1:
        raise BadInput("horizon_or_cover", "The cover lies between 0 and 1")
    reach = np.exp(special.ndtri((1 + cover) / 2) * np.sqrt(np.diag(_covariance(parameters))))
    best = _values(names, parameters)
    known = parameters.fit.standard_errors if parameters.fit else {}
    return {
        name: (float(value / factor), float(value * factor))
        for name, value, factor in zip(names, best, reach, strict=True)
        if name in known
    }


def bootstrap(
    refit: Callable[[Histories], P], histories: Histories, draws: int, generator: np.random.Generator
) -> list[P]:
    """Parameters of `draws` resamples of the clients. refit: e.g. `lambda h: bg_nbd.refit(h, fitted)`.

    A resample on which the model cannot be fitted is left out; raises DidNotConverge where that is most of them.
    """
    share = histories.count / histories.count.sum()
    clients = round(float(histories.count.sum()))
    found: list[P] = []
    for _ in range(draws):
        count = generator.multinomial(clients, share).astype(np.float64)
        try:
            found.append(refit(replace(histories, count=count, gap_logs=None)))
        except (DidNotConverge, NotEnoughData):
            continue
    if 2 * len(found) <= draws:
        raise DidNotConverge("resamples_fail", f"Only {len(found)} of {draws} resamples could be fitted")
    return found


def _covariance(parameters: Parameters) -> Floats:
    """Of the logarithms, with what was believed before; zeros stay where the fit holds a parameter at a boundary."""
    if parameters.fit is None or parameters.fit.covariance is None:
        raise NotEnoughData(
            "no_covariance",
            "These parameters come with no measure of what they may be off by",
            remedy="Fit them to data, or use the bootstrap.",
        )
    measured = parameters.fit.covariance
    whole = measured + BELIEVED**2 * np.eye(measured.shape[0])
    held = measured - measured @ np.linalg.solve(whole, measured)
    return np.asarray((held + held.T) / 2)


def _values(names: tuple[str, ...], parameters: Parameters) -> Floats:
    named = parameters.named()
    return np.array([named[name] for name in names], dtype=np.float64)


def changed(parameters: P, names: tuple[str, ...], values: Floats) -> P:
    """`parameters` with other numbers under these names and no fit of their own."""
    own: dict[str, Any] = {one.name: getattr(parameters, one.name) for one in fields(parameters)}  # type: ignore[arg-type]
    return type(parameters)(**{**own, **dict(zip(names, map(float, values), strict=True)), "fit": None})
