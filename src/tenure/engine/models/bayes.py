"""Full sampling of what the parameters may be, where Laplace's approximation is not trusted: small bases, skewed peaks.

Needs the extra `tenure[bayes]` (emcee: an ensemble of walkers, Goodman and Weare 2010, Communications in Applied
Mathematics and Computational Science 5(1)), which is loaded only when `sample` is called.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models.shape import OrdersModel, library
from tenure.engine.models.uncertainty import BELIEVED, changed
from tenure.engine.tuples import Floats, Histories

WALKERS = 32
# Steps left out at the start, as a share of all; and how many times its own memory a chain must be long.
WARMING = 0.25
LONG_ENOUGH = 20.0


@dataclass(frozen=True)
class Sample:
    """Parameters drawn from all that agree with the data.

    draws: parameters of the model, most likely ones most often. memory: steps after which a walker has forgotten where
    it was. effective: how many independent draws they are worth. verdict: "ok", or "too_short" where the chains are
    shorter than LONG_ENOUGH times their memory, and nothing should be read from their tails.
    """

    draws: list[Any]
    memory: float
    effective: float
    verdict: str


def sample(
    model: OrdersModel[Any],
    fitted: Any,
    histories: Histories,
    *,
    draws: int,
    generator: np.random.Generator,
    steps: int = 1_500,
    spread: float = BELIEVED,
) -> Sample:
    """`draws` parameters from the posterior, starting from a fit of the same histories.

    The prior of each logarithm is normal around the fit with standard deviation `spread`: a factor of twenty up or down
    costs half a nat, so that the data decide wherever they say anything. What the fit holds at a boundary stays there.
    Raises NotEnoughData without a fit that has errors, BadInput without the extra.
    """
    emcee = library("emcee", "'tenure[bayes]'")
    if draws < 1 or steps < 100 or spread <= 0:
        raise BadInput("sample_settings", "A sample takes at least one draw, a hundred steps and a spread above zero")
    names = tuple(fitted.fit.standard_errors) if fitted.fit else ()
    if not names:
        raise NotEnoughData("no_covariance", "These parameters come with no measure of what they may be off by")
    best = np.log([getattr(fitted, name) for name in names])

    def posterior(point: Floats) -> float:
        off = (point - best) / spread
        if np.abs(off).max() > 10:
            return -np.inf
        each = model.log_likelihoods(changed(fitted, names, np.exp(point)), histories.x, histories.t_x, histories.T)
        return float(histories.count @ each - 0.5 * off @ off)

    sampler = emcee.EnsembleSampler(WALKERS, best.size, posterior)
    sampler.random_state = np.random.RandomState(generator.integers(2**32)).get_state()
    sampler.run_mcmc(generator.multivariate_normal(best, _covariance(model, fitted, names), WALKERS), steps)
    memory = float(np.max(sampler.get_autocorr_time(tol=0)))
    chain = sampler.get_chain(discard=int(steps * WARMING), flat=True)
    rows = generator.choice(chain.shape[0], draws, replace=draws > chain.shape[0])
    verdict = "ok" if steps * (1 - WARMING) >= LONG_ENOUGH * memory else "too_short"
    found = [changed(fitted, names, np.exp(chain[row])) for row in rows]
    return Sample(found, memory, chain.shape[0] / memory, verdict)


def _covariance(model: OrdersModel[Any], fitted: Any, names: tuple[str, ...]) -> NDArray[np.float64]:
    """Of the logarithms of the named parameters."""
    places = [model.NAMES.index(name) for name in names]
    return np.asarray(fitted.fit.covariance)[np.ix_(places, places)]
