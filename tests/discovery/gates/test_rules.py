"""What each rule of a gate finds. Pure."""

import pytest

from tenure.discovery.gates.numbers import Cell, Claim, CriticalHypothesis, GateNumbers, Talks
from tenure.discovery.gates.rules import RULES, find
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.gates.standing import MOVES, may_move
from tenure.discovery.gates.words import found_words

CELL = Cell("Bakeries", "Late flour", 14, 18, 8.0, 372_000, 5, "undecided", 40_000_000, 290_000_000)
USUAL = {one.rule: dict(one.marks) for criteria in CRITERIA.values() for one in criteria if one.rule}


def state(rule: str, numbers: GateNumbers) -> str:
    return find(rule, USUAL[rule], numbers).state


def critical(*chances: float, refuted: int | None = None) -> GateNumbers:
    rows = [CriticalHypothesis(place, f"H{place}", p, place == refuted) for place, p in enumerate(chances)]
    return GateNumbers(critical=tuple(rows))


def test_nothing_known_passes_nothing() -> None:
    for rule in RULES:
        found = find(rule, USUAL[rule], GateNumbers())
        assert found.state == "open", rule
        assert found.step, rule


@pytest.mark.parametrize(("held", "strangers", "expected"), [(15, 5, "met"), (18, 4, "open"), (14, 9, "open")])
def test_interviews_count_in_one_named_segment_with_strangers(held: int, strangers: int, expected: str) -> None:
    assert state("interviews", GateNumbers(talks=(Talks("", 90, 90), Talks("Bakeries", held, strangers)))) == expected


def test_the_missing_interviews_are_told() -> None:
    found = find("interviews", USUAL["interviews"], GateNumbers(talks=(Talks("Bakeries", 12, 1),)))
    assert found.step_data == {"more": 4, "strangers": 4}


def test_prevalence_is_decided_by_its_probability_for_and_against() -> None:
    def asked(mentions: int, people: int) -> GateNumbers:
        return GateNumbers(cells=(Cell("B", "P", mentions, people, None, None, 0, "unknown", None, None),))

    assert state("prevalence", asked(14, 18)) == "met"
    assert state("prevalence", asked(5, 10)) == "open"
    assert state("prevalence", asked(1, 18)) == "missing"


def test_the_worst_problem_must_cost_something_today() -> None:
    assert state("severity", GateNumbers(cells=(CELL,))) == "met"
    unpaid = Cell("B", "P", 1, 2, 9.0, None, 0, "unknown", None, None)
    assert state("severity", GateNumbers(cells=(unpaid,))) == "open"


def test_saying_is_no_commitment() -> None:
    said, paid = Claim(1, "They would pay", 0.95, 2), Claim(2, "They signed", 0.85, 5)
    assert state("commitment", GateNumbers(offers=(said,))) == "open"
    assert state("commitment", GateNumbers(offers=(said, paid))) == "met"


def test_the_market_says_what_its_low_end_says() -> None:
    assert state("market", GateNumbers(cells=(CELL,), least_company_minor=1)) == "open"
    assert state("market", GateNumbers(cells=(CELL,))) == "open"


def test_one_refuted_critical_hypothesis_closes_the_gate() -> None:
    assert state("none_refuted", critical(0.95, 0.04, refuted=1)) == "missing"
    assert state("none_refuted", critical(0.95, 0.92)) == "met"


def test_each_and_all_together_must_be_likely() -> None:
    assert state("together", critical(0.96, 0.93, 0.91)) == "met"
    assert state("together", critical(0.99, 0.99, 0.6)) == "open"
    assert state("together", critical(0.91, 0.91, 0.91, 0.91)) == "open"


def test_economics_converges_surely_and_in_time() -> None:
    assert state("converges", GateNumbers(chance=0.9, pays_in_time=True)) == "met"
    assert state("converges", GateNumbers(chance=0.9)) == "met"
    assert state("converges", GateNumbers(chance=0.9, pays_in_time=False)) == "missing"
    assert state("converges", GateNumbers(chance=0.5)) == "open"


def test_strangers_among_the_buyers_are_asked_for() -> None:
    assert state("paid", GateNumbers(buyers=5, strangers=3)) == "met"
    assert find("paid", USUAL["paid"], GateNumbers(buyers=5, strangers=1)).step_data["strangers"] == 2


def test_service_by_hand_must_satisfy_and_be_priced() -> None:
    assert state("by_hand", GateNumbers(delivered=10, refunded=1, automation_known=True)) == "met"
    assert state("by_hand", GateNumbers(delivered=10, refunded=1)) == "open"
    assert state("by_hand", GateNumbers(delivered=10, refunded=3, automation_known=True)) == "missing"


def test_a_channel_whose_next_clients_cost_too_much_is_named() -> None:
    found = find("next_clients_pay", {}, GateNumbers(tried_channels=(("Ads", False), ("Fair", True))))
    assert (found.state, found.data["names"]) == ("missing", ["Ads"])


def test_a_phase_not_begun_cannot_be_passed() -> None:
    assert not may_move("not_started", "passed")
    assert not may_move("active", "passed")
    assert may_move("gate_review", "passed")
    assert set(MOVES) == {"not_started", "active", "gate_review", "passed", "returned", "exited"}


def test_a_channel_tried_in_vain_is_named_and_does_not_count_as_untried() -> None:
    tried = Claim(7, "Drivers sell it better", 0.06, -1, against=3)
    found = find("channel", USUAL["channel"], GateNumbers(channels=(tried, Claim(8, "A fair", 0.5, -1))))
    assert (found.state, found.code, found.data["number"], found.step) == (
        "open",
        "channel_failed",
        7,
        "another_channel",
    )
    assert "H7 Drivers sell it better" in found_words(found.code, found.data, "EUR")
    reached = find("channel", USUAL["channel"], GateNumbers(channels=(tried, Claim(8, "A fair", 0.8, 3))))
    assert (reached.state, reached.data["number"]) == ("met", 8)


@pytest.mark.parametrize(("chance", "said"), [(1.0, "over 99\N{NO-BREAK SPACE}%"), (0.0, "under 1\N{NO-BREAK SPACE}%")])
def test_no_number_of_draws_is_said_to_be_certain(chance: float, said: str) -> None:
    found = find("converges", USUAL["converges"], GateNumbers(chance=chance))
    assert said in found_words(found.code, found.data, "EUR")
