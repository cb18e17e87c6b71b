"""Worked examples of decision units: from the inputs of an example to the calculations of `engine.decision_unit`."""

from typing import Any

from tenure.engine.decision_unit import whom
from tenure.engine.decision_unit.influence import Influence, Unit, consensus, influence, unit
from tenure.engine.decision_unit.win import Odds, chance, outlook
from tests.engine.worked import Calculation


def published(inputs: dict[str, Any]) -> dict[str, Any]:
    equal = [1.0] * len(inputs["lam"])
    found = influence(unit(inputs["W"], inputs["lam"], equal))
    return {"x": (found.total @ inputs["x0"]).tolist(), "V": found.total.tolist()}


def entered(inputs: dict[str, Any]) -> tuple[Unit, Influence, Odds]:
    people = unit(inputs["W_row_listens_to"], inputs["susceptibility"], inputs["decision_weight"])
    return people, influence(people), Odds(inputs["base_rate"], inputs["b1"])


def decision(inputs: dict[str, Any]) -> dict[str, Any]:
    names, before = inputs["names"], inputs["attitude0"]
    people, found, odds = entered(inputs)
    stands = outlook(found, people.weight, before, odds)
    moved = whom.levers(found, people.weight, before, odds, push=inputs["push"])
    alone = float(people.weight @ before)
    return {
        "V": found.total.tolist(),
        "attitude_final": stands.attitude.tolist(),
        "influence_share": found.share.tolist(),
        "score": stands.score,
        "score_check": float(found.share @ before),
        "win": stands.win,
        "levers": {
            name: {
                "delta": moved.delta[row],
                "dS": moved.score_gain[row],
                "dS_linear": found.share[row] * moved.delta[row],
                "dp": moved.gain[row],
            }
            for row, name in enumerate(names)
        },
        "order": [names[row] for row in moved.order],
        "no_network": {"score": alone, "win": float(chance(alone, odds))},
    }


def common_opinion(inputs: dict[str, Any]) -> dict[str, Any]:
    found = consensus(inputs["W"])
    return {"pi": found.tolist(), "consensus": float(found @ inputs["x0"])}


def money(inputs: dict[str, Any]) -> dict[str, Any]:
    names, before = inputs["unit"]["names"], inputs["unit"]["attitude0"]
    people, found, odds = entered(inputs["unit"])
    moved = whom.levers(found, people.weight, before, odds, push=inputs["unit"]["push"])
    ranked = whom.rank(moved, value=inputs["deal_value"], cost=[inputs["cost"][name] for name in names])
    return {
        "net": dict(zip(names, ranked.net.tolist(), strict=True)),
        "ratio": dict(zip(names, ranked.ratio.tolist(), strict=True)),
    }


CALCULATIONS: dict[str, Calculation] = {"L0": published, "L1": decision, "L2": common_opinion, "L3": money}
