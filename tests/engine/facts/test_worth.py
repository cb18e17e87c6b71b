"""What a fact is worth, what to ask next, and where asking stops."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.facts.completeness import completeness, money_left
from tenure.engine.facts.questions import questions
from tenure.engine.facts.worth import CAP, Worth, cost_of_finding, joint_lift, openness, worth

CHANCE = st.floats(0, 1)


def facts(**changed: Any) -> Worth:
    values: dict[str, Any] = {
        "value": 20_000, "win_probability": 0.5, "influence": 1.0, "lift": [0.1, 0.05, 0.02],
        "known": 0.0, "p_find": 1.0, "p_use": 1.0, "cost": 30.0,
    }  # fmt: skip
    return worth(**(values | changed))


def test_an_even_outcome_is_wide_open_and_a_decided_one_is_not() -> None:
    assert openness([0, 0.5, 1]).tolist() == [0, 1, 0]


def test_a_decided_deal_is_worth_no_question() -> None:
    assert not facts(win_probability=1.0).collect.any()


def test_what_is_known_is_not_worth_asking() -> None:
    assert facts(known=1.0).worth.tolist() == [0, 0, 0]


@given(
    st.lists(st.tuples(CHANCE, CHANCE, CHANCE, CHANCE, CHANCE, CHANCE), min_size=1, max_size=8),
    st.floats(0, 1e7),
)
def test_the_worth_is_the_product_of_the_factors_that_explain_it(rows: list[tuple[float, ...]], value: float) -> None:
    p, influence, lift, known, find, use = np.array(rows).T
    found = facts(value=value, win_probability=p, influence=influence, lift=lift, known=known, p_find=find, p_use=use)
    for row in range(len(rows)):
        reason = found.reason(row)
        product = math.prod(getattr(reason, name) for name in reason.__dataclass_fields__)
        assert found.worth[row] == pytest.approx(product, rel=1e-12, abs=1e-300)
        assert reason.openness == pytest.approx(4 * p[row] * (1 - p[row]))


def test_a_fact_that_must_not_be_asked_is_never_collected() -> None:
    cost = cost_of_finding(1, 1, allowed=[True, False, True])
    found = facts(cost=cost, value=1e12)
    assert found.collect.tolist() == [True, False, True]
    assert found.ratio[1] == 0


def test_what_costs_nothing_is_collected_when_it_is_worth_anything() -> None:
    found = facts(cost=0.0, lift=[0.1, 0.0, 0.1])
    assert found.collect.tolist() == [True, False, True]
    assert found.ratio.tolist() == [math.inf, 0, math.inf]


def test_an_opponent_is_worth_knowing_as_much_as_a_friend() -> None:
    assert facts(influence=-0.4).worth.tolist() == facts(influence=0.4).worth.tolist()


@pytest.mark.parametrize("name", ["win_probability", "lift", "known", "p_find", "p_use"])
@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan])
def test_an_impossible_factor_is_refused(name: str, wrong: float) -> None:
    with pytest.raises(BadInput):
        facts(**{name: wrong})


@given(st.lists(st.floats(0, 0.5), max_size=6))
def test_many_facts_together_never_exceed_the_cap_nor_their_sum(lifts: list[float]) -> None:
    together = joint_lift(lifts)
    assert together <= min(CAP, sum(min(lift, CAP) for lift in lifts)) + 1e-12
    assert together >= max([min(lift, CAP) for lift in lifts], default=0) - 1e-12


def test_the_order_of_facts_does_not_change_what_they_add_together() -> None:
    found = {round(joint_lift(order), 12) for order in itertools.permutations([0.12, 0.1, 0.08])}
    assert len(found) == 1


def test_facts_about_one_person_add_less_and_less() -> None:
    asked = questions(facts(), win_probability=0.5, person=["cfo"] * 3, minutes=10)
    assert asked.rows == (0, 1, 2)
    assert asked.total == pytest.approx(20_000 * joint_lift([0.1, 0.05, 0.02]))


def test_facts_about_different_people_add_in_full() -> None:
    asked = questions(facts(), win_probability=0.5, person=["cfo", "ceo", "buyer"], minutes=10)
    assert asked.total == pytest.approx(20_000 * 0.17)
    assert asked.stopped_by == "all_asked"


@given(
    known=st.lists(CHANCE, min_size=4, max_size=4),
    find=st.lists(CHANCE, min_size=4, max_size=4),
    lift=st.lists(st.floats(0.01, 0.25), min_size=4, max_size=4),
)
def test_the_total_is_the_expected_joint_lift_over_every_way_the_answers_may_come(
    known: list[float], find: list[float], lift: list[float]
) -> None:
    found = facts(lift=lift, known=known, p_find=find, cost=0.0)
    asked = questions(found, win_probability=0.5, person=["cfo"] * 4, minutes=1)
    before = joint_lift([part * held for part, held in zip(lift, known, strict=True)])
    expected = 0.0
    for answers in itertools.product([False, True], repeat=len(asked.rows)):
        chance, now = 1.0, list(known)
        for row, answered in zip(asked.rows, answers, strict=True):
            chance *= find[row] if answered else 1 - find[row]
            now[row] = 1.0 if answered else now[row]
        expected += chance * joint_lift([part * held for part, held in zip(lift, now, strict=True)])
    assert asked.total == pytest.approx(20_000 * (expected - before), rel=1e-9, abs=1e-6)


def test_asking_stops_where_the_next_answer_costs_more_than_it_brings() -> None:
    asked = questions(facts(cost=[10, 10, 500]), win_probability=0.5, person="abc", minutes=10)
    assert asked.rows == (0, 1)
    assert (asked.stopped_by, asked.best_left) == ("nothing_worth", 2)


def test_a_small_deal_is_worth_no_question_and_the_dearest_is_named() -> None:
    asked = questions(facts(value=100), win_probability=0.5, person="abc", minutes=10)
    assert (asked.rows, asked.total, asked.stopped_by, asked.best_left) == ((), 0, "nothing_worth", 0)


def test_what_no_longer_fits_into_the_time_is_passed_over_for_what_does() -> None:
    asked = questions(facts(), win_probability=0.5, person="abc", minutes=[60, 20, 20], budget_minutes=30)
    assert (asked.rows, asked.minutes, asked.stopped_by) == ((1,), 20, "time")


def test_no_set_of_facts_is_worth_more_than_winning_for_sure() -> None:
    found = facts(lift=[0.3] * 3, win_probability=0.9, cost=0.0)
    asked = questions(found, win_probability=0.9, person="abc", minutes=1)
    assert sum(asked.worth) > 20_000 * 0.1
    assert asked.total == pytest.approx(20_000 * 0.1)


def test_no_facts_are_no_questions() -> None:
    asked = questions(facts(lift=[]), win_probability=0.9, person=[], minutes=[])
    assert (asked.rows, asked.total, asked.stopped_by, asked.best_left) == ((), 0, "all_asked", None)


def test_facts_of_two_deals_are_not_one_list() -> None:
    with pytest.raises(BadInput, match="Ask deal by deal"):
        questions(facts(value=[1, 2, 3]), win_probability=0.5, person="abc", minutes=1)


def test_the_gaps_of_a_card_are_money() -> None:
    assert money_left(facts(cost=[10, 1000.0, 500])) == pytest.approx(2000 - 10)


def test_a_card_of_which_all_is_known_is_complete() -> None:
    assert completeness([0.2, 0.8], [3, 1], np.ones((2, 2))).weighted == 1


def test_a_fact_that_does_not_apply_is_not_missing() -> None:
    known: list[list[float]] = [[1, math.nan], [0, 1]]
    found = completeness([0.5, 0.5], [2, 1], known)
    assert found.weighted == pytest.approx((2 + 1) / (2 + 2 + 1))
    assert found.plain == pytest.approx(2 / 3)


def test_where_nothing_is_to_be_known_there_is_no_completeness() -> None:
    assert completeness([0.5], [1], [[math.nan]]).plain is None
    assert completeness([0.0], [1], [[0.5]]).weighted is None


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 2**31))
def test_completeness_is_the_sum_written_out(people: int, kinds: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    v, w, known = rng.random(people), rng.random(kinds), rng.random((people, kinds))
    pairs = list(itertools.product(range(people), range(kinds)))
    expected = sum(v[j] * w[f] * known[j, f] for j, f in pairs) / sum(v[j] * w[f] for j, f in pairs)
    assert completeness(v, w, known).weighted == pytest.approx(expected)


def test_tables_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadInput):
        completeness([1, 1], [1, 1, 1], np.ones((2, 2)))


def test_asked_for_money_the_dearest_answer_comes_first_and_for_time_the_cheapest() -> None:
    found = facts(lift=[0.1, 0.05], cost=[100.0, 1.0])
    one_person: dict[str, Any] = {"win_probability": 0.5, "person": ["a", "b"], "minutes": [60, 2]}
    assert questions(found, **one_person, by="net").rows == (0, 1)
    assert questions(found, **one_person).rows == (1, 0)


def test_an_order_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput):
        questions(facts(), win_probability=0.5, person=["a"] * 3, minutes=1, by="luck")
