"""A fact is worth what it changes: the table of actions and states, against every strategy written out."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.facts.decision_table import decide, payoffs

SIZES = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**31))


def random_table(sizes: tuple[int, int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    actions, states, signals, seed = sizes
    rng = np.random.default_rng(seed)
    return rng.normal(size=(actions, states)), rng.dirichlet(np.ones(states)), rng.dirichlet(np.ones(signals), states)


@given(SIZES)
def test_the_source_is_worth_the_best_of_all_strategies(sizes: tuple[int, int, int, int]) -> None:
    table, prior, source = random_table(sizes)
    found = decide(table, prior, source)
    best = max(
        sum(prior[s] * source[s, z] * table[strategy[z], s] for s in range(sizes[1]) for z in range(sizes[2]))
        for strategy in itertools.product(range(sizes[0]), repeat=sizes[2])
    )
    assert found.ev_imperfect == pytest.approx(best)


@given(SIZES)
def test_a_source_is_worth_no_more_than_certainty_and_no_less_than_nothing(sizes: tuple[int, int, int, int]) -> None:
    found = decide(*random_table(sizes))
    assert 0 <= found.evsi <= found.evpi + 1e-9


@given(SIZES)
def test_a_source_that_never_errs_is_certainty(sizes: tuple[int, int, int, int]) -> None:
    table, prior, _ = random_table(sizes)
    found = decide(table, prior)
    assert found.evsi == pytest.approx(found.evpi, abs=1e-12)
    assert found.ev_perfect == pytest.approx(float(prior @ table.max(axis=0)))


@given(SIZES)
def test_a_source_that_says_the_same_whatever_is_true_is_worth_exactly_nothing(
    sizes: tuple[int, int, int, int],
) -> None:
    table, prior, source = random_table(sizes)
    assert decide(table, prior, np.tile(source[0], (sizes[1], 1))).evsi == 0


def test_a_fact_that_changes_no_action_is_worth_exactly_nothing() -> None:
    found = decide([[0.3, 0.1, 0.7], [0.2, 0.1, 0.1]], [1 / 3, 1 / 3, 1 / 3], np.full((3, 2), 0.5))
    assert (found.evpi, found.evsi, found.best_by_signal) == (0, 0, (0, 0))


def test_of_equal_actions_the_first_is_taken() -> None:
    assert decide([[0.1 + 0.2], [0.3]], [1]).best_now == 0


def test_an_action_pays_the_value_of_winning_less_its_cost() -> None:
    assert payoffs(1000, [[0.5, 0.1], [0.2, 0.2]], [100, 0]).tolist() == [[400, 0], [200, 200]]


def test_asking_pays_when_an_answer_is_likely_enough() -> None:
    found = decide([[1000, 0], [0, 1000]], [0.5, 0.5])
    assert found.evsi == 500
    assert found.gain(p_answer=0.5, cost=200) == 50


@pytest.mark.parametrize(
    ("prior", "source"),
    [([0.5, 0.6], None), ([0.5, 0.5, 0.0], None), ([1.5, -0.5], None), ([0.5, 0.5], [[1, 0.1], [0, 1]])],
)
def test_probabilities_that_cannot_be_are_refused(prior: list[float], source: list[list[float]] | None) -> None:
    with pytest.raises(BadInput):
        decide([[1, 2], [2, 1]], prior, source)
