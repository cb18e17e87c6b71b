"""Influence as the end of talking: the formula against the talk itself, step by step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.decision_unit.influence import consensus, influence, questionable, unit
from tenure.engine.errors import BadInput
from tests.engine.decision_unit.units import SEEDS, SIZES, drawn


@given(SIZES, SEEDS, st.booleans())
def test_the_formula_is_where_talking_ends(size: int, seed: int, hostile: bool) -> None:
    given_unit = drawn(size, seed, hostile=hostile)
    people = unit(given_unit.ties, given_unit.susceptibility, given_unit.weight)
    opinion = given_unit.attitude
    for _ in range(3000):
        heard = people.susceptibility * (people.listening @ opinion)
        opinion = heard + (1 - people.susceptibility) * given_unit.attitude
    found = influence(people)
    assert found.total @ given_unit.attitude == pytest.approx(opinion, abs=1e-9)
    assert np.abs(found.total).sum(axis=1) == pytest.approx(np.ones(size), abs=1e-9) or hostile
    assert found.share @ given_unit.attitude == pytest.approx(float(people.weight @ opinion), abs=1e-9)


@given(SIZES, SEEDS)
def test_shares_of_a_decision_sum_to_one_and_none_is_negative(size: int, seed: int) -> None:
    given_unit = drawn(size, seed)
    found = influence(unit(given_unit.ties, given_unit.susceptibility, given_unit.weight))
    assert found.share.sum() == pytest.approx(1)
    assert (found.share >= -1e-12).all()


@given(SIZES, SEEDS, st.floats(0.01, 100))
def test_the_scale_in_which_ties_and_weights_are_entered_does_not_matter(size: int, seed: int, scale: float) -> None:
    one = drawn(size, seed)
    first = influence(unit(one.ties, one.susceptibility, one.weight))
    second = influence(unit(scale * one.ties, one.susceptibility, scale * one.weight))
    assert second.share == pytest.approx(first.share, abs=1e-9)


def test_who_listens_to_nobody_keeps_his_opinion_and_is_named() -> None:
    people = unit([[0, 0], [1, 0]], [0.9, 0.5], [1, 1])
    assert people.isolated == (0,)
    assert influence(people).total.tolist() == [[1, 0], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("weights", "said"), [([0.5, 0.5], False), ([60, 40], False), ([60, 60], True), ([3, 1], True)]
)
def test_weights_that_are_no_whole_are_normalised_and_it_is_said(weights: list[float], said: bool) -> None:
    people = unit(np.eye(2), [0, 0], weights)
    assert people.weight.sum() == pytest.approx(1)
    assert (people.weight_rescaled, people.weight_given) == (said, sum(weights))


def test_ties_that_are_no_whole_are_normalised_and_the_people_named() -> None:
    ties: list[list[float]] = [[0, 3, 1], [0.5, 0, 0.5], [0, 0, 0]]
    people = unit(ties, [0.5] * 3, [1, 1, 1])
    assert people.rescaled_rows == (0,)
    assert people.listening[0].tolist() == [0, 0.75, 0.25]


def test_a_hostile_tie_turns_the_share_of_the_disliked_negative() -> None:
    people = unit([[0, -1], [0, 1]], [0.5, 0.0], [1, 0])
    assert people.hostile
    assert influence(people).share.tolist() == [0.5, -0.5]


def test_people_who_only_repeat_each_other_are_named() -> None:
    with pytest.raises(BadInput, match="susceptibility below 1") as refused:
        influence(unit([[0, 1, 0], [1, 0, 0], [1, 0, 0]], [1, 1, 0.5], [1, 1, 1]))
    assert refused.value.code == "unit_unstable"
    assert refused.value.rows == (0, 1)


def test_wholly_led_people_are_no_trouble_while_somebody_leads() -> None:
    found = influence(unit([[0, 1, 0], [0, 0, 1], [0, 0, 0]], [1, 1, 1 - 1e-6], [1, 0, 0]))
    assert found.share == pytest.approx([0, 0, 1])


@pytest.mark.parametrize(
    ("ties", "lam", "weight"),
    [
        ([[0, 1]], [0.5], [1]),
        (np.eye(2), [0.5], [1, 1]),
        (np.eye(2), [0.5, 1.2], [1, 1]),
        (np.eye(2), [0.5, 0.5], [-1, 2]),
        (np.eye(2), [0.5, 0.5], [0, 0]),
        (np.full((2, 2), np.nan), [0.5, 0.5], [1, 1]),
        (np.zeros((0, 0)), [], []),
    ],
)
def test_an_impossible_unit_is_refused(ties: np.ndarray, lam: list[float], weight: list[float]) -> None:
    with pytest.raises(BadInput):
        unit(ties, lam, weight)


def test_one_person_decides_alone() -> None:
    assert influence(unit([[0]], [0.7], [1])).share.tolist() == [1]


def test_central_is_who_stands_in_the_opinions_of_the_others() -> None:
    found = influence(unit([[0, 0], [1, 0]], [0.0, 0.6], [1, 1]))
    assert found.central == pytest.approx([0.6, 0])


@given(st.integers(2, 7), SEEDS)
def test_the_consensus_is_where_wholly_open_people_end(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ties = rng.dirichlet(np.ones(size), size)
    found = consensus(ties)
    assert np.linalg.matrix_power(ties, 2000) == pytest.approx(np.tile(found, (size, 1)), abs=1e-6)


@pytest.mark.parametrize("ties", [np.eye(2), [[0, 1], [1, 0]], [[1, -1], [1, 1]], [[1, 0, 0]]])
def test_who_never_agrees_has_no_consensus(ties: np.ndarray) -> None:
    with pytest.raises(BadInput):
        consensus(ties)


def test_an_estimate_far_from_the_computed_share_raises_a_question() -> None:
    assert questionable([0.4, 0.35, 0.25], [0.8, 0.3, np.nan]) == (0,)
