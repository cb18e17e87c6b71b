"""Which model of orders: each is fitted on the past and judged by the probability it gave to what came after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tenure.engine.errors import BadInput
from tenure.engine.models import bg_cnbd, bg_nbd, mbg_cnbd, mbg_nbd, pareto_nbd
from tenure.engine.models.shape import OrdersModel
from tenure.engine.tuples import Floats

# From the simplest to the least simple; where the data cannot tell two apart, the earlier one is taken.
MODELS: dict[str, OrdersModel[Any]] = {
    "bg-nbd": bg_nbd,
    "mbg-nbd": mbg_nbd,
    "pareto-nbd": pareto_nbd,
    "bg-cnbd-k": bg_cnbd,
    "mbg-cnbd-k": mbg_cnbd,
}

# In nats: what two searches that ended in the same model may differ by.
ALIKE = 0.05


@dataclass(frozen=True)
class Difference:
    """How far a model falls behind the best in held-out log-likelihood (nats, never above zero), with the standard
    error of that difference over clients."""

    model: str
    log_likelihood: float
    behind: float
    standard_error: float

    @property
    def within_one_error(self) -> bool:
        """Whether chance alone explains the difference from the best."""
        return -self.behind <= self.standard_error

    @property
    def is_the_best(self) -> bool:
        """Whether it is the best model itself, or one that has come out as that: k = 1, or nobody leaving."""
        return abs(self.behind) < ALIKE and self.standard_error < ALIKE


@dataclass(frozen=True)
class Choice:
    """The model to use.

    reason: "only" (no other could be fitted), "alike" (all came out as the same), "best" (no other comes near),
    "simplest" (not the best, but simpler and within one standard error of it), "best_and_simplest". clients: how many
    it was judged on; compared: in the order of MODELS; failed: code of the error by model.
    """

    model: str
    best: str
    reason: str
    clients: int
    compared: tuple[Difference, ...]
    failed: Mapping[str, str]


def model_named(name: str) -> OrdersModel[Any]:
    """The module of a model; raises BadInput naming those there are."""
    try:
        return MODELS[name]
    except KeyError:
        raise BadInput("no_such_model", f"There is no model {name}", model=name, models=", ".join(MODELS)) from None


def choose(scores: Mapping[str, Floats], *, failed: Mapping[str, str] | None = None) -> Choice:
    """The simplest model within one standard error of the best.

    scores: by model, ln of the probability each client's future was given; the same clients in the same order (one row
    a client: the scores of several origins added up, so that one client counts once). Raises BadInput when empty.
    """
    known = [name for name in MODELS if name in scores]
    if not known:
        raise BadInput("no_model", "No model could be fitted", failed=dict(failed or {}))
    totals = {name: float(scores[name].sum()) for name in known}
    # Of models that came out the same the simplest, which has a parameter less.
    best = max(known, key=lambda name: round(totals[name] / ALIKE))
    compared = tuple(_difference(name, scores[name], scores[best]) for name in known)
    chosen = next(difference.model for difference in compared if difference.within_one_error)
    near = [difference for difference in compared if difference.within_one_error and not difference.is_the_best]
    if len(known) == 1:
        reason = "only"
    elif all(difference.is_the_best for difference in compared):
        reason = "alike"
    elif chosen != best:
        reason = "simplest"
    else:
        reason = "best_and_simplest" if near else "best"
    return Choice(chosen, best, reason, int(scores[best].size), compared, dict(failed or {}))


def _difference(name: str, own: Floats, best: Floats) -> Difference:
    gaps = own - best
    error = float(gaps.std(ddof=1) * np.sqrt(gaps.size)) if gaps.size > 1 else 0.0
    return Difference(name, float(own.sum()), float(gaps.sum()), error)


def ordered(names: Sequence[str]) -> list[str]:
    """The names of models in the order of MODELS; raises BadInput on one there is not."""
    for name in names:
        model_named(name)
    return [name for name in MODELS if name in names]
