"""Which unknown to ask about first: against every plan of asking written out, and against the single table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.facts.asking_order import Unknown, asking_order, shifts, truthful, turns
from tenure.engine.facts.decision_table import decide

K1 = 60_000 * np.array([[0.45, 0.15, 0.2], [0.2, 0.4, 0.2], [0.28, 0.26, 0.24]])
DECIDES_BY = Unknown((0.4, 0.4, 0.2), (0.8, 0.8, 0.7))
SEEDS = st.integers(0, 2**31)


def made(seed: int, unknowns: int = 2) -> tuple[np.ndarray, list[Unknown]]:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 4, unknowns).tolist()
    known = [
        Unknown(tuple(rng.dirichlet(np.ones(n))), tuple(rng.uniform(0.4, 1, n)), float(rng.uniform(0.3, 1)), 0.05)
        for n in sizes
    ]
    return rng.normal(size=(int(rng.integers(1, 4)), *sizes)), known


def test_the_example_of_the_method_is_worth_asking() -> None:
    found = asking_order(K1, [DECIDES_BY])
    assert found.ev_now == pytest.approx(16_800)
    assert (found.best_now, found.first) == (0, 0)
    assert found.evpi == pytest.approx(6_480)
    assert list(found.evsi_each) == pytest.approx([4_392])
    assert found.ev_plan == pytest.approx(21_192)


def test_a_question_dearer_than_its_answer_is_not_asked() -> None:
    found = asking_order(K1, [Unknown(DECIDES_BY.prior, DECIDES_BY.reliability, 1.0, 4_393)])
    assert found.first is None
    assert found.gain == 0


@given(SEEDS)
def test_one_unknown_is_the_single_table(seed: int) -> None:
    table, (one,) = made(seed, 1)
    alone = decide(table, one.prior, one.source)
    gain = alone.gain(p_answer=one.p_answer, cost=one.cost)
    found = asking_order(table, [one])
    assert list(found.gain_each) == pytest.approx([gain])
    assert found.gain == pytest.approx(max(0.0, gain), abs=1e-8)


@settings(max_examples=40)
@given(SEEDS)
def test_asking_in_the_best_order_beats_any_single_question_and_never_certainty(seed: int) -> None:
    found = asking_order(*made(seed, 3))
    assert found.gain >= max(0.0, *found.gain_each) - 1e-8
    assert found.gain <= found.evpi + 1e-9
    assert max(found.evpi_each) <= found.evpi + 1e-9


def test_two_unknowns_that_matter_only_together_are_both_asked() -> None:
    """Each alone changes nothing; the engine sees that the first answer makes the second worth hearing."""
    both = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    even = Unknown((0.5, 0.5), (), 1.0, 0.1)
    found = asking_order(both, [even, even])
    assert list(found.evpi_each) == [0.0, 0.0]
    assert found.first == 0
    assert found.gain == pytest.approx(1 - 0.2)


def test_the_unknown_worth_more_for_its_cost_comes_first() -> None:
    table = np.zeros((2, 2, 2))
    table[0] = [[10, 10], [0, 0]]
    table[1] = [[0, 1], [9, 10]]
    found = asking_order(table, [Unknown((0.5, 0.5), (), 1.0, 1.0), Unknown((0.5, 0.5), (), 1.0, 1.0)])
    assert found.first == 0


def test_a_source_right_by_chance_alone_says_nothing() -> None:
    assert truthful((0.5, 0.5)).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert asking_order([[1, 0], [0, 1]], [Unknown((0.5, 0.5), (0.5, 0.5))]).evsi_each == (0,)


def test_a_clear_case_stays_under_other_probabilities_and_a_close_one_does_not() -> None:
    rng = np.random.default_rng(1)
    clear = shifts([[10, 9], [0, 0]], [Unknown((0.5, 0.5))], rng=rng)
    close = shifts(K1, [DECIDES_BY], rng=rng, first=0)
    assert clear.stays == 1
    assert 0.3 < close.stays < 0.7
    assert close.still_asks is not None
    assert close.still_asks > 0.95
    assert close.worth_low is not None
    assert close.worth_high is not None
    assert 1_500 < close.worth_low < close.worth_high <= 6_480
    assert close.best_share.sum() == pytest.approx(1)


def test_equal_actions_count_as_the_one_that_was_named() -> None:
    assert shifts([[1, 1], [1, 1]], [Unknown((0.3, 0.7))], rng=np.random.default_rng(1)).stays == 1


def test_the_advice_turns_where_another_action_becomes_as_good() -> None:
    found = turns([[10, 0], [0, 10]], [Unknown((0.7, 0.3))], 0)
    assert [(one.state, one.action) for one in found] == [(0, 1), (1, 1)]
    assert [one.p for one in found] == pytest.approx([0.5, 0.5])


@given(SEEDS)
def test_at_a_turn_the_named_action_is_as_good_as_the_best(seed: int) -> None:
    table, unknowns = made(seed, 1)
    prior = np.array(unknowns[0].prior)
    best = int(np.argmax(table @ prior))
    for turn in turns(table, unknowns, 0):
        moved = prior * (1 - turn.p) / (1 - prior[turn.state])
        moved[turn.state] = turn.p
        assert (table @ moved)[turn.action] == pytest.approx((table @ moved)[best], abs=1e-6)


@pytest.mark.parametrize(
    "unknowns",
    [[], [Unknown((0.5, 0.6))], [Unknown((1.0,))], [Unknown((0.5, 0.5), (0.8,))], [Unknown((0.5, 0.5), (), 2)]],
)
def test_tables_that_do_not_fit_are_refused(unknowns: list[Unknown]) -> None:
    with pytest.raises(BadInput):
        asking_order([[1, 2], [2, 1]], unknowns)
