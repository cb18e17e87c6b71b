"""Worked examples of the effect of actions: from the inputs to the calculations of `engine.effects`."""

from typing import Any

import numpy as np

from tenure.engine.effects import holdout, shrinkage
from tenure.engine.evidence.pooling import pool
from tests.engine.worked import Calculation
from tests.engine.worked.evidence import pooled


def trial(inputs: dict[str, Any]) -> dict[str, Any]:
    found = holdout.holdout(inputs["pre"], inputs["post"], inputs["treated"])
    pairs = holdout.paired(inputs["pre"], inputs["post"], inputs["treated"])
    return {
        "diff_means": found.naive.estimate,
        "se": found.naive.se,
        "welch_p": found.welch_p,
        "cuped_theta": found.theta,
        "cuped": found.cuped.estimate,
        "cuped_se": found.cuped.se,
        "corr": found.correlation,
        "did": found.did.estimate,
        "did_se": found.did.se,
        "ancova": found.ancova.estimate,
        "ancova_hc2_se": found.ancova.se,
        "paired": pairs.effect.estimate,
        "paired_se": pairs.effect.se,
        "paired_p": pairs.p,
        "paired_perm_p": pairs.exact_p,
    }


def smallest(inputs: dict[str, Any]) -> dict[str, Any]:
    def found(alpha: float) -> list[float]:
        sizes = inputs["sd"], inputs["nt"], inputs["nc"]
        return holdout.detectable(*sizes, rho=inputs["rho"], alpha=alpha, power=inputs["power"]).tolist()

    return {"mde": found(inputs["alpha"]), "mde_alpha10": found(0.1)}


def believed(inputs: dict[str, Any]) -> dict[str, Any]:
    found = shrinkage.shrink(inputs["est"], inputs["se"], tau=inputs["tau"], cost=inputs["cost"])
    values = {"weight": found.weight, "mean": found.mean, "sd": found.sd, "ci90": [found.low, found.high]}
    return values | {"p_pos": found.p_positive, "p_worth": found.p_worth}


def empirical(inputs: dict[str, Any]) -> dict[str, Any]:
    tau2, mean, shrunk = shrinkage.likeliest(inputs["est"], inputs["se"])
    apart = pooled(pool(inputs["est"], np.square(inputs["se"])))
    return {"dl": apart, "eb": {"tau2_ml": tau2, "mu": mean, "shrunk": shrunk.tolist()}}


def hierarchical(inputs: dict[str, Any]) -> dict[str, Any]:
    found = shrinkage.table(inputs["est"], inputs["se"], scale=inputs["scale"])
    columns = {"mean": found.mean, "sd": found.sd, "p_positive": found.p_positive}
    return {"tau_mean": found.tau} | {name: column.tolist() for name, column in columns.items()}


def nothing_done(inputs: dict[str, Any]) -> dict[str, Any]:
    """The formula, and the same by drawing clients and calling the worst."""
    rng = np.random.default_rng(1)
    level = rng.normal(0, inputs["sd_true"], 400_000)
    first, second = (level + rng.normal(0, inputs["sd_noise"], level.size) for _ in range(2))
    worst = first <= np.quantile(first, inputs["q"])
    drawn = float((second - first)[worst].mean())
    return {"analytic": holdout.by_itself(inputs["sd_true"], inputs["sd_noise"], inputs["q"]), "simulated": drawn}


def wins(inputs: dict[str, Any]) -> dict[str, Any]:
    e, p = holdout.pair_wins(inputs["discordant_T_wins"], inputs["discordant_total"])
    return {"e": e, "p_exact": p}


CALCULATIONS: dict[str, Calculation] = {
    "M1": trial,
    "M2": smallest,
    "M4": believed,
    "M5": empirical,
    "M5b": hierarchical,
    "M6": lambda inputs: {"adjusted": shrinkage.adjusted(inputs["p"]).tolist()},
    "M7": nothing_done,
    "M8": wins,
    "M9": lambda inputs: {"did": holdout.did(*(inputs[name] for name in ("T0", "T1", "C0", "C1")))},
}
