"""Worked examples of market size, fit and qualification: from the inputs to the calculations."""

from typing import Any

import numpy as np

from tenure.engine import market, market_fit
from tenure.engine.base.qualification import qualification
from tenure.engine.pricing import gabor_granger, van_westendorp
from tests.engine.worked import Calculation


def two_ways(inputs: dict[str, Any]) -> dict[str, Any]:
    top = inputs["top"]
    found = market.market(
        whole=top["market"],
        sam_share=top["sam_share"],
        som_share=top["som_share"],
        factors=list(inputs["bottom"].values()),
    )
    return {name: getattr(found, name) for name in ("tam", "sam", "som_top", "som_bottom", "discrepancy")}


def uncertain(inputs: dict[str, Any]) -> dict[str, Any]:
    found = market.product(inputs["mean"], inputs["cv"])
    return {"mean": found.mean} | {f"p{q}": found.quantile(q / 100) for q in (10, 50, 90)}


def matrix(inputs: dict[str, Any]) -> dict[str, Any]:
    names, counts, companies, spending = zip(*inputs["rows"], strict=True)
    s, n = zip(*counts, strict=True)
    found = market.cells(s, n, companies, spending)
    columns = {
        "name": names,
        "mean_prev": found.prevalence,
        "low80": found.prevalence_low,
        "value": found.value,
        "value_low80": found.value_low,
    }
    rows = [{name: column[row] for name, column in columns.items()} for row in range(len(names))]
    return {"rows": rows, "order": [names[row] for row in found.order]}


def ellis(inputs: dict[str, Any]) -> dict[str, Any]:
    a0, b0 = inputs["prior"]
    found = market_fit.ellis(inputs["very"], inputs["n"], a0=a0, b0=b0)
    return {"share": found.share, "wilson": [found.low, found.high], "prob_ge_40": found.chance}


def promoters(inputs: dict[str, Any]) -> dict[str, Any]:
    found = market_fit.nps(**inputs)
    return {"nps": found.score, "se": found.se, "ci95": [found.low, found.high]}


def proposition(inputs: dict[str, Any]) -> dict[str, Any]:
    found = market_fit.canvas_fit(**inputs)
    return {"fit": found.fit, "top3_covered": found.top_covered}


def four_prices(inputs: dict[str, Any]) -> dict[str, Any]:
    answers = inputs["respondents_tc_cheap_exp_te"]
    found = van_westendorp.analyse(answers, generator=np.random.default_rng(1)).points
    return {"PMC": found.pmc, "PME": found.pme, "OPP": found.opp, "IPP": found.ipp}


def fixed_prices(inputs: dict[str, Any]) -> dict[str, Any]:
    price, yes, n, cost = (inputs[name] for name in ("price", "yes", "n", "unit_cost"))
    plain, demand = gabor_granger.by_count(price, yes, n, unit_cost=cost), gabor_granger.fit(price, yes, n)
    assert demand is not None
    return {
        "revenue": plain.revenue.tolist(),
        "profit": plain.profit.tolist(),
        "best_revenue_price": plain.best_revenue,
        "best_profit_price": plain.best_profit,
        "b0": demand.b0,
        "b1": demand.b1,
        "opt_revenue_price": demand.best(),
        "opt_profit_price": demand.best(cost),
    }


CALCULATIONS: dict[str, Calculation] = {
    "E1": two_ways,
    "E2": uncertain,
    "E3": matrix,
    "F1": four_prices,
    "F2": fixed_prices,
    "G1": ellis,
    "G2": promoters,
    "G5": proposition,
    "J3": lambda inputs: {"cls": [qualification(*map(bool, case)) for case in inputs["cases"]]},
}
