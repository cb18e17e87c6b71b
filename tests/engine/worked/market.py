"""Worked examples of market size, fit and qualification: from the inputs to the calculations."""

from typing import Any

from tenure.engine import market, market_fit
from tenure.engine.base.qualification import qualification
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


CALCULATIONS: dict[str, Calculation] = {
    "E1": two_ways,
    "E2": uncertain,
    "E3": matrix,
    "G1": ellis,
    "G2": promoters,
    "G5": proposition,
    "J3": lambda inputs: {"cls": [qualification(*map(bool, case)) for case in inputs["cases"]]},
}
