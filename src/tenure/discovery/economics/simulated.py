"""The simulation of a scenario as it is stored: computed when a number changes, so that pages only read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from tenure.discovery.economics.counted_draws import CountedFrom, distributions, shared
from tenure.discovery.economics.inputs import InputRow
from tenure.discovery.economics.metrics import LETTERS, METRICS
from tenure.engine import errors
from tenure.engine.economics.simulation import SEED, simulate
from tenure.kernel.errors import InvalidValue

FORMULA = "economics-3"  # the second counted people once, the third draws what is linked to data by its 80 % interval
FORMULAS = frozenset({"economics-1", "economics-2", FORMULA})
Pairs = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Influence:
    """spearman: -1..1; share: of the variance, 0..1; worth: of knowing it exactly, in units of money."""

    metric: str
    spearman: float
    share: float
    worth: float


@dataclass(frozen=True)
class Simulated:
    """The cohort's contribution in units of money: mean, 80 % interval, chance of a loss, what each input adds to the
    doubt (the most worth knowing first), what knowing all would be worth, and a picture of equal bins. one_people: UA and CPA
    were one draw."""

    draws: int
    seed: int
    formula: str
    mean: float
    exact_mean: float | None
    p10: float
    p50: float
    p90: float
    loss: float
    worth: float
    influences: tuple[Influence, ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    one_people: bool = False


def simulated(
    inputs: Mapping[str, InputRow], pairs: Pairs, counts: Mapping[str, CountedFrom] = MappingProxyType({})
) -> dict[str, Any] | None:
    """The result to be stored; None while an input is missing. counts: of linked people. Raises InvalidValue for impossible
    correlations."""
    if any(metric not in inputs for metric in METRICS):
        return None
    together = shared(inputs, counts)
    try:
        found = simulate(
            distributions(inputs, counts), np.random.default_rng(SEED), correlations=dict(pairs) or None,
            shared=together,
        )  # fmt: skip
    except errors.BadInput as error:
        raise refused(error) from error
    return {
        "formula": FORMULA, "draws": found.draws, "seed": SEED, "mean": found.mean, "exact_mean": found.exact_mean,
        "p10": found.p10, "p50": found.p50, "p90": found.p90, "loss": found.loss, "worth": found.evpi,
        "influences": [[name, one.spearman, one.share, one.evppi] for name, one in found.influences.items()],
        "edges": list(found.edges), "counts": list(found.counts), "one_people": together,
    }  # fmt: skip


def refused(error: errors.BadInput) -> InvalidValue:
    """The engine's refusal as a sentence of ours."""
    names = [LETTERS[name] for name in error.data.get("names", ())]
    if error.code == "correlations_impossible" and len(names) == 3:
        return InvalidValue(
            "economics_correlations_three", field="rank", names=names, low=error.data["low"], high=error.data["high"]
        )
    if error.code == "correlations_impossible":
        return InvalidValue("economics_correlations", field="rank")
    return InvalidValue("economics_impossible", letters=LETTERS.get(str(error.data.get("name", "")), ""))


def read_simulated(stored: dict[str, Any] | None) -> Simulated | None:
    """The stored result as a value; None where there is none or it is of a formula no longer known."""
    if not stored or stored.get("formula") not in FORMULAS:
        return None
    return Simulated(
        draws=stored["draws"], seed=stored["seed"], formula=stored["formula"], mean=stored["mean"],
        exact_mean=stored["exact_mean"], p10=stored["p10"], p50=stored["p50"], p90=stored["p90"], loss=stored["loss"],
        worth=stored["worth"], influences=tuple(Influence(*row) for row in stored["influences"]),
        edges=tuple(stored["edges"]), counts=tuple(stored["counts"]), one_people=stored.get("one_people", False),
    )  # fmt: skip
