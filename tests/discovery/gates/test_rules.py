"""What each rule of a gate finds. Pure."""

import json
from dataclasses import replace

import pytest

from tenure.discovery.files.shapes.findings import FINDINGS
from tenure.discovery.gates.numbers import Cell, Claim, CriticalHypothesis, GateNumbers, Talks
from tenure.discovery.gates.proofs import Proof
from tenure.discovery.gates.rules import RULES, find
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.gates.standing import MOVES, may_move
from tenure.discovery.gates.words import found_words, title_of
from tenure.discovery.interviews.counting import Heard, count_segment
from tenure.discovery.offers.presale_sums import Buyer, independent

CELL = Cell("Bakeries", "Late flour", 14, 18, 8.0, 372_000, 5, 0.5, 40_000_000, 290_000_000)
USUAL = {one.rule: dict(one.marks) for criteria in CRITERIA.values() for one in criteria if one.rule}


def state(rule: str, numbers: GateNumbers) -> str:
    return find(rule, USUAL[rule], numbers).state


def critical(*chances: float, refuted: int | None = None) -> GateNumbers:
    tested = Proof(level=5, decided=True, tried=True)
    rows = [
        CriticalHypothesis(place, f"H{place}", p, place == refuted, proof=tested) for place, p in enumerate(chances)
    ]
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
        return GateNumbers(cells=(Cell("B", "P", mentions, people, None, None, 0, None, None, None),))

    assert state("prevalence", asked(14, 18)) == "met"
    assert state("prevalence", asked(5, 10)) == "open"
    assert state("prevalence", asked(1, 18)) == "missing"


def test_the_best_of_many_cells_bears_having_been_picked() -> None:
    """Nine of fourteen would be sure of one market named in advance; of twenty looked through one such comes by luck."""
    best = Cell("Bakeries", "Late flour", 9, 14, None, None, 0, None, None, None)
    others = tuple(replace(best, problem=f"P{place}", mentions=4) for place in range(19))
    assert state("prevalence", GateNumbers(cells=(best,))) == "met"
    found = find("prevalence", USUAL["prevalence"], GateNumbers(cells=(*others, best)))
    assert (found.state, found.data["problem"], found.data["of"]) == ("open", "Late flour", 20)
    assert "best of 20 heard" in found_words(found.code, found.data, "EUR")
    named = find("prevalence", USUAL["prevalence"], GateNumbers(cells=(*others, replace(best, named="cell"))))
    assert (named.state, named.data["of"]) == ("met", 1)


def test_a_segment_named_in_advance_leaves_the_choice_among_its_problems() -> None:
    best = Cell("Bakeries", "Late flour", 10, 14, None, None, 0, None, None, None, named="segment")
    inside = replace(best, problem="Torn bags", mentions=3)
    outside = tuple(replace(best, segment=f"S{place}", mentions=3, named="") for place in range(20))
    found = find("prevalence", USUAL["prevalence"], GateNumbers(cells=(best, inside, *outside)))
    assert (found.state, found.data["of"]) == ("met", 2)


def test_a_problem_that_presses_bears_having_been_picked_too() -> None:
    best = pressed((1, 1, 2, 1), 4)
    others = tuple(pressed((1, 4, 4, 2), 4, name=f"P{place}") for place in range(9))
    assert state("severity", GateNumbers(cells=(best,))) == "met"
    assert state("severity", GateNumbers(cells=(best, *others))) == "open"
    assert state("severity", GateNumbers(cells=(replace(best, named="cell"), *others))) == "met"


def pressed(ranks: tuple[int, ...], paying: int, weight: float = 1.0, name: str = "P", segment: str = "B") -> Cell:
    return Cell(
        segment, name, 1, 2, 9.0, 372_000 if paying else None, paying, None, None, None, None, ranks,
        (weight,) * len(ranks), paying,
    )  # fmt: skip


def test_the_worst_problem_of_one_person_decides_nothing() -> None:
    found = find("severity", USUAL["severity"], GateNumbers(cells=(pressed((1,), 1),)))
    assert (found.state, found.step) == ("open", "more_severity")
    assert state("severity", GateNumbers(cells=(pressed((1, 1, 2), 3),))) == "met"
    assert state("severity", GateNumbers(cells=(pressed((1, 1, 2), 3, weight=0.6),))) == "open", (
        "colleagues are no three"
    )


def test_what_presses_them_must_cost_them_something_today() -> None:
    cell = pressed((1,) * 9, 2)
    found = find("severity", USUAL["severity"], GateNumbers(cells=(cell,)))
    assert (found.state, found.step, found.data["paying"]) == ("open", "ask_spend", 2)
    assert "2 pay or work around it at a known cost" in found_words(found.code, found.data, "EUR")
    paid = pressed((1, 2, 3, 1, 2), 3, name="Paid for")
    assert find("severity", USUAL["severity"], GateNumbers(cells=(cell, paid))).data["problem"] == "Paid for"


def test_a_problem_that_is_nobodys_worst_is_decided_against() -> None:
    assert state("severity", GateNumbers(cells=(pressed((4,) * 8, 8),))) == "missing"
    assert state("severity", GateNumbers(cells=(pressed((4, 1, 4, 2), 4),))) == "open"


def test_saying_is_no_commitment() -> None:
    said, paid = Claim(1, "They would pay", 0.95, Proof(level=2)), Claim(2, "They signed", 0.85, Proof(level=5))
    assert state("commitment", GateNumbers(offers=(said,))) == "open"
    assert state("commitment", GateNumbers(offers=(said, paid))) == "met"


def test_the_market_says_what_its_low_end_says() -> None:
    assert state("market", GateNumbers(cells=(CELL,), least_company_minor=1)) == "open"
    assert state("market", GateNumbers(cells=(CELL,))) == "open"
    assert state("market", GateNumbers(cells=(replace(CELL, carries=0.9),), least_company_minor=1)) == "met"
    assert state("market", GateNumbers(cells=(replace(CELL, carries=0.1),), least_company_minor=1)) == "missing"


def test_the_surest_market_of_many_bears_having_been_picked() -> None:
    """Nine in ten of one sized market are enough; of five, each must be sure to a fiftieth."""
    best = replace(CELL, carries=0.92)
    others = tuple(replace(CELL, problem=f"P{place}", carries=0.4) for place in range(4))
    found = find("market", {}, GateNumbers(cells=(*others, best), least_company_minor=1))
    assert (found.state, found.data["problem"], found.data["of"], found.step) == (
        "open", "Late flour", 5, "narrow_market",
    )  # fmt: skip
    said = found_words(found.code, found.data, "EUR")
    assert (
        "enough with 92\N{NO-BREAK SPACE}% (best of 5 sized, the choice allowed for: at least 60\N{NO-BREAK SPACE}%)"
        in said
    )
    sure = replace(best, carries=0.981)
    assert state("market", GateNumbers(cells=(*others, sure), least_company_minor=1)) == "met"
    named = replace(best, named="cell")
    assert state("market", GateNumbers(cells=(*others, named), least_company_minor=1)) == "met"


def test_a_market_decided_on_before_its_chance_was_told_keeps_its_words() -> None:
    told = {"segment": "B", "problem": "P", "low": 100, "high": 200, "carries": "yes"}
    assert "enough with" not in found_words("market", told, "EUR")
    before = told | {"chance": 0.6, "of": 5}
    assert "enough with 60\N{NO-BREAK SPACE}% (best of 5 sized, the choice allowed for)" in found_words(
        "market", before, "EUR"
    )


def test_one_refuted_critical_hypothesis_closes_the_gate() -> None:
    assert state("none_refuted", critical(0.95, 0.04, refuted=1)) == "missing"
    assert state("none_refuted", critical(0.95, 0.92)) == "met"


def test_every_critical_hypothesis_that_keeps_d7_open_is_named_and_by_what() -> None:
    tried = critical(0.95, 0.92).critical
    old = replace(tried[0], number=4, proof=Proof(old=5))
    never = [replace(tried[0], number=number, proof=Proof()) for number in (5, 6, 7)]
    gone = [replace(tried[0], number=number, title="Gone", refuted=True) for number in (8, 9)]
    found = find("none_refuted", {}, GateNumbers(critical=(*tried, never[0], *gone)))
    assert (found.state, found.data["others"]) == ("missing", [[5, "untried"], [9, "refuted"]])
    said = found_words(found.code, found.data, "EUR")
    assert said == "H8 Gone: refuted, not replaced; also short: H5 not tried, H9 refuted"
    many = find("none_refuted", {}, GateNumbers(critical=(*tried, *never, old, replace(old, number=3))))
    assert (many.code, many.data["number"]) == ("proof_old", 4)
    said = found_words(many.code, many.data, "EUR")
    assert said.endswith("; also short: H5 not tried, H6 not tried, H7 not tried, and 1 more")
    two = find("none_refuted", {}, GateNumbers(critical=(never[0], replace(never[1], proof=Proof(old=5)))))
    assert found_words(two.code, two.data, "EUR").endswith("; also short: H5 not tried")
    two = find("none_refuted", {}, GateNumbers(critical=(old, replace(old, number=3))))
    assert found_words(two.code, two.data, "EUR").endswith("; also short: H3 tried too long ago")
    for one in (found, many, two):
        FINDINGS[one.code].check(json.loads(json.dumps(one.data)))
    assert "others" not in find("none_refuted", {}, critical(0.95, 0.92)).data


def test_each_and_all_together_must_be_likely() -> None:
    assert state("together", critical(0.96, 0.93, 0.91)) == "met"
    assert state("together", critical(0.99, 0.99, 0.6)) == "open"
    assert state("together", critical(0.91, 0.91, 0.91, 0.91)) == "open"


def test_every_critical_hypothesis_that_falls_short_is_named_the_first_three_by_number() -> None:
    guessed = replace(critical(0.95).critical[0], number=7, proof=Proof())
    told = find("together", USUAL["together"], GateNumbers(critical=(guessed, *critical(0.95, 0.83, 0.95).critical)))
    assert (told.state, told.data["number"], told.data["also"]) == ("open", 7, [[1, 0.83]])
    said = found_words(told.code, told.data, "EUR").replace("\xa0", " ")
    assert said == "not proven: H7 H0 (1 of 4 critical); also short: H1 83 %"
    many = find("together", USUAL["together"], critical(0.8, 0.81, 0.82, 0.83, 0.84, 0.95))
    assert many.data["weakest"] == 0
    said = found_words(many.code, many.data, "EUR").replace("\xa0", " ")
    assert said.endswith("; also short: H1 81 %, H2 82 %, H3 83 %, and 1 more")
    two = GateNumbers(critical=(guessed, replace(guessed, number=8)))
    told = find("together", USUAL["together"], two)
    assert found_words(told.code, told.data, "EUR").endswith("; also short: H8 not proven")
    for found in (told, many):
        FINDINGS[found.code].check(json.loads(json.dumps(found.data)))
    assert "also" not in find("together", USUAL["together"], critical(0.96, 0.93, 0.91)).data


def test_economics_converges_surely_and_in_time() -> None:
    assert state("converges", GateNumbers(chance=0.9, pays_in_time=True)) == "met"
    assert state("converges", GateNumbers(chance=0.9)) == "open", "retention is not known"
    assert state("converges", GateNumbers(chance=0.9, pays_in_time=True, unranged=("APC",))) == "open"
    assert state("converges", GateNumbers(chance=0.9, pays_in_time=False)) == "missing"
    assert state("converges", GateNumbers(chance=0.5)) == "open"


def bought(*sources: str, discount: float | None = 0.0) -> tuple[Buyer, ...]:
    return tuple(Buyer(source == "friend", frozenset({source}), discount) for source in sources)


def test_strangers_who_paid_the_list_price_open_the_gate_to_creation() -> None:
    assert state("paid", GateNumbers(paying=bought(*["cold"] * 5))) == "met"
    found = find("paid", USUAL["paid"], GateNumbers(paying=bought("cold", "cold", "cold", "came", "friend")))
    assert (found.state, found.data["counted"], found.step_data["more"]) == ("open", 4, 1), "a friend is no proof"


def test_a_price_far_under_the_list_and_one_nobody_wrote_down_do_not_count() -> None:
    full, given_away = bought(*["cold"] * 4), bought("cold", discount=0.5)
    found = find("paid", USUAL["paid"], GateNumbers(paying=full + given_away))
    assert (found.state, found.data["cheap"], found.step) == ("open", 1, "more_paying")
    found = find("paid", USUAL["paid"], GateNumbers(paying=full + bought("came", discount=None)))
    assert (found.state, found.data["unpriced"], found.step) == ("open", 1, "say_list_price")
    assert "list price not said: 1" in found_words(found.code, found.data, "EUR")
    assert state("paid", GateNumbers(paying=full + bought("came", discount=1 - 0.8))) == "met", "the limit is within"


def test_buyers_who_came_by_one_way_are_one_source() -> None:
    assert independent(bought("referred", "referred", "ours", "friend")) == 2
    assert independent(bought("cold", "cold", "came", "referred", "referred")) == 4
    found = find("paid", USUAL["paid"], GateNumbers(paying=bought(*["referred"] * 6)))
    assert (found.state, found.step_data) == ("open", {"more": 2, "sources": 2})


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
    tried = Claim(7, "Drivers sell it better", 0.06, Proof(against=3))
    found = find("channel", USUAL["channel"], GateNumbers(channels=(tried, Claim(8, "A fair", 0.5))))
    assert (found.state, found.code, found.data["number"], found.step) == (
        "open",
        "channel_failed",
        7,
        "another_channel",
    )
    assert "H7 Drivers sell it better" in found_words(found.code, found.data, "EUR")
    reached = find("channel", USUAL["channel"], GateNumbers(channels=(tried, Claim(8, "A fair", 0.8, Proof(level=3)))))
    assert (reached.state, reached.data["number"]) == ("met", 8)


@pytest.mark.parametrize(("chance", "said"), [(1.0, "over 99\N{NO-BREAK SPACE}%"), (0.0, "under 1\N{NO-BREAK SPACE}%")])
def test_no_number_of_draws_is_said_to_be_certain(chance: float, said: str) -> None:
    found = find("converges", USUAL["converges"], GateNumbers(chance=chance))
    assert said in found_words(found.code, found.data, "EUR")


def test_thirty_people_of_one_firm_do_not_prove_a_prevalence() -> None:
    """Eight voices in ten by heads; all of one firm, they are worth two and a half."""
    one_firm = count_segment(
        1, [Heard(n, 1, f"p{n}", "company:1", True, False, unprompted=frozenset({7} if n < 24 else ())) for n in range(30)], [7]
    ).problems[7]  # fmt: skip
    cell = Cell("B", "P", one_firm.unprompted, one_firm.people, None, None, 0, None, None, None, one_firm.share)
    assert (cell.mentions, cell.asked) == (24, 30)
    assert state("prevalence", GateNumbers(cells=(cell,))) == "open"
    assert state("prevalence", GateNumbers(cells=(replace(cell, share=None),))) == "met"


def test_a_problem_heard_in_many_segments_stands_in_nobodys_way() -> None:
    """Each person ranks what they named themselves: four segments with the same problem are not four worse problems."""
    same = [pressed((1, 1, 1), 0, name="Late flour", segment=f"S{n}") for n in range(4)]
    paid = pressed((1, 1, 1, 1, 1), 3, name="Broken seals", segment="S9")
    found = find("severity", USUAL["severity"], GateNumbers(cells=(*same, paid)))
    assert (found.state, found.data["problem"], found.data["segment"]) == ("met", "Broken seals", "S9")


def test_what_an_older_decision_was_taken_by_keeps_its_words() -> None:
    assert title_of("V1", "", {"buyers": 5, "strangers": 3}) == "5 buyers have paid, 3 of them strangers"
    assert title_of("D3", "", {"top": 3}).startswith("The problem is among the worst 3")
    assert "20" in title_of("V1", "", USUAL["paid"])
