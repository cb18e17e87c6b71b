"""Worked examples of unit economics and gates: from the inputs of an example to the calculations that answer it."""

from typing import Any

import numpy as np

from tenure.engine import gates
from tenure.engine.economics import chain, payback
from tenure.engine.economics.distributions import Distribution, Known, Share, Triangular
from tenure.engine.economics.simulation import SEED, simulate
from tests.engine.worked import Calculation

NAMES = {
    "UA": "users",
    "C1": "conversion",
    "AvP": "price",
    "COGS": "cogs",
    "APC": "orders",
    "s1": "first_cost",
    "CPA": "user_cost",
    "F": "fixed",
}


def entered(inputs: dict[str, Any]) -> chain.Chain:
    return chain.Chain(**{NAMES[name]: value for name, value in inputs.items()})


def symbols(found: dict[str, Any], first_cost: str = "s1COGS") -> dict[str, Any]:
    words = {word: symbol for symbol, word in NAMES.items()} | {"first_cost": first_cost}
    return {words[name]: value for name, value in found.items()}


def converging(inputs: dict[str, Any]) -> dict[str, Any]:
    c = entered(inputs)
    return {
        "buyers": c.buyers,
        "revenue": c.revenue,
        "arppu_revenue": c.revenue_per_client,
        "arpc_margin": c.margin_per_client,
        "arpu": c.margin_per_user,
        "cac": c.cac,
        "acq_cost": c.acquisition,
        "cm": c.contribution,
        "cm_check": c.buyers * (c.margin_per_client - (c.cac or 0.0)),
        "ltv_cac": c.ltv_cac,
        "profit": c.profit,
        "converges": c.converges,
        "breakeven": symbols(chain.break_even(c)),
        "ua_to_cover_fixed": c.users_to_cover_fixed,
    }


def swings(inputs: dict[str, Any]) -> dict[str, Any]:
    ranges = {NAMES[name]: tuple(ends) for name, ends in inputs["ranges"].items()}
    found = chain.tornado(entered(inputs["base"]), ranges)
    words = {word: symbol for symbol, word in NAMES.items()}
    names = ("low", "high", "swing", "best_gain")
    return {
        "table": {words[name]: {end: getattr(bar, end) for end in names} for name, bar in found.bars.items()},
        "order": [words[name] for name in found.order],
        "bottleneck": words[found.bottleneck] if found.bottleneck else None,
    }


def simulated(inputs: dict[str, Any]) -> dict[str, Any]:
    base = inputs["base"]
    drawn: dict[str, Distribution] = {NAMES[name]: Known(value) for name, value in base.items()}
    drawn |= {NAMES[name]: Triangular(low, base[name], high) for name, (low, high) in inputs["ranges"].items()}
    drawn["conversion"] = Share(*inputs["C1_beta"])
    found = simulate(drawn, np.random.default_rng(SEED))
    names = ("mean", "sd", "p10", "p50", "p90")
    words = {word: symbol for symbol, word in NAMES.items()}
    return {name: getattr(found, name) for name in names} | {
        "mean_exact": found.exact_mean,
        "prob_loss": found.loss,
        "spearman": {words[name]: influence.spearman for name, influence in found.influences.items()},
    }


def channels(inputs: dict[str, Any]) -> dict[str, Any]:
    rows = inputs["channels"]
    loaded = {name: payback.cac(row["spend"] + row["people"], row["customers"]) for name, row in rows.items()}
    whole = sum(row["spend"] + row["people"] for row in rows.values())
    return {
        "cac": loaded,
        "blended": payback.cac(whole, sum(row["customers"] for row in rows.values())),
        "marginal_ads": payback.cac(inputs["ads_next"]["spend"], inputs["ads_next"]["customers"]),
        "media_only": {name: payback.cac(row["spend"], row["customers"]) for name, row in rows.items()},
    }


def lifetime(inputs: dict[str, Any]) -> dict[str, Any]:
    found = payback.lifetime(**inputs)
    values = {name: getattr(found, name) for name in ("first_now", "first_end", "simple")}
    return values | {"horizon12": found.horizon}


def pays_back(inputs: dict[str, Any]) -> dict[str, Any]:
    found = (payback.payback(*case) for case in inputs["cases"])
    return {
        letter: {"simple": one.simple, "with_churn": one.with_churn, "months_discrete": one.whole, "ever": one.ever}
        for letter, one in zip("abcdefghijklmnopqrstuvwxyz", found, strict=False)
    }


def volume(inputs: dict[str, Any]) -> dict[str, Any]:
    found = payback.break_even_volume(inputs["F"], inputs["price"], inputs["var"], inputs["sales"])
    return {
        "units": found.units,
        "revenue": found.revenue,
        "cmr": found.margin_share,
        "safety": found.safety,
        "degree_operating_leverage": found.leverage,
    }


def learning(inputs: dict[str, Any]) -> dict[str, Any]:
    quarters, cost, traction = inputs["quarter"], inputs["cost_per_rep"], inputs["k_traction"]
    found = payback.learning_curve(quarters, inputs["yield_per_rep"], cost, traction=traction)
    return {
        "break_even_quarter": None if found.break_even is None else quarters[found.break_even],
        "break_even_interp": found.crossing,
        "traction_quarter": None if found.traction is None else quarters[found.traction],
        "cum_investment": found.invested,
    }


def passes(inputs: dict[str, Any]) -> dict[str, Any]:
    found = gates.gate(inputs["p"])
    return {"joint": found.joint, "weakest": found.weakest, "passed": found.passed}


def fails(inputs: dict[str, Any]) -> dict[str, Any]:
    found = gates.gate(inputs["p"])
    return {"mean": found.mean, "joint": found.joint, "passed": found.passed}


CALCULATIONS: dict[str, Calculation] = {
    "H1": converging,
    "H2": converging,
    "H3": lambda inputs: symbols(chain.elasticity(entered(inputs)) or {}),
    "H4": swings,
    "H5": lambda inputs: {name: symbols(chain.improved(entered(row)), "s1") for name, row in inputs.items()},
    "H6": simulated,
    "H7": channels,
    "H8": lifetime,
    "H9": pays_back,
    "H10": volume,
    "H11": learning,
    "P1": passes,
    "P2": fails,
    "P3": lambda inputs: {"prob": gates.repeated(inputs["prior"], inputs["lr"], inputs["n"]).tolist()},
}
