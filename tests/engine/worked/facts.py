"""Worked examples of facts: from the inputs of an example to the calculations of `engine.facts`."""

from typing import Any

from tenure.engine.facts import completeness, decision_table, freshness, worth
from tests.engine.worked import Calculation


def pitch(inputs: dict[str, Any]) -> dict[str, Any]:
    table = decision_table.payoffs(inputs["deal_value"], inputs["win_prob_action_by_state"])
    found = decision_table.decide(table, inputs["prior"], inputs["reliability_state_by_signal"])
    names = ("best_now", "ev_now", "ev_perfect", "evpi", "ev_imperfect", "evsi")
    lists = {"ev_actions": found.ev_actions.tolist(), "p_signal": found.p_signal.tolist()}
    return lists | {name: getattr(found, name) for name in names}


def quick_worth(inputs: dict[str, Any]) -> worth.Worth:
    def column(name: str) -> list[float]:
        return [fact[name] for fact in inputs["facts"]]

    return worth.worth(
        value=inputs["deal_value"],
        win_probability=inputs["win_prob"],
        influence=column("v"),
        lift=column("lift"),
        known=column("known"),
        p_find=column("p_find"),
        p_use=column("p_use"),
        cost=worth.cost_of_finding(column("minutes"), column("rate"), column("money")),
    )


def by_fact(inputs: dict[str, Any], *names: str) -> dict[str, Any]:
    found = quick_worth(inputs)
    columns = {name: getattr(found, name).tolist() for name in names}
    return {fact["name"]: {name: columns[name][row] for name in names} for row, fact in enumerate(inputs["facts"])}


def card_completeness(inputs: dict[str, Any]) -> dict[str, Any]:
    people, facts = sorted(inputs["v"]), sorted(inputs["w"])
    found = completeness.completeness(
        [inputs["v"][person] for person in people],
        [inputs["w"][fact] for fact in facts],
        [[inputs["known"][person][fact] for fact in facts] for person in people],
    )
    return {"weighted": found.weighted, "plain": found.plain}


def fading(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"k": float(freshness.still_known(inputs["conf"], inputs["age_days"], inputs["half_life"]))}


CALCULATIONS: dict[str, Calculation] = {
    "K1": pitch,
    "K2": lambda inputs: by_fact(inputs, "worth", "cost", "net", "collect", "ratio"),
    "K3": lambda inputs: by_fact(inputs, "worth", "collect"),
    "K4": card_completeness,
    "K5": fading,
}
