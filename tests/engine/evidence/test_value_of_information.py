"""What a test is worth before it is made: against deciding after each result, drawn and written out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import Posterior
from tenure.engine.evidence.value_of_information import (
    Experiment,
    Stake,
    Venture,
    brier,
    entropy,
    next_test,
    priority,
    results_worth,
    value,
)

CHANCE = st.floats(0, 1)
MONEY = st.floats(0, 1e6)


@given(CHANCE, MONEY, MONEY, CHANCE, CHANCE)
def test_a_test_is_worth_what_deciding_after_it_brings(
    p: float, g: float, loss: float, hit: float, right: float
) -> None:
    stake = Stake(p, g, loss)
    found = value(stake, Experiment("", hit, right, 10.0))
    expected = -stake.now
    for chance, after in ((found.p_positive, found.if_positive), (1 - found.p_positive, found.if_negative)):
        if after is not None:
            expected += chance * Stake(min(after, 1.0), g, loss).now
    assert found.evsi == pytest.approx(max(0, expected), abs=1e-6 * (1 + g + loss))
    assert -1e-6 <= found.evsi <= stake.evpi + 1e-6 * (1 + g + loss)
    assert found.engs == pytest.approx(found.evsi - 10)


def test_a_perfect_test_is_worth_certainty_and_a_coin_nothing() -> None:
    stake = Stake(0.3, 100, 40)
    assert value(stake, Experiment("", 1, 1, 0)).evsi == pytest.approx(stake.evpi)
    assert value(stake, Experiment("", 0.5, 0.5, 1)).evsi == 0
    assert value(stake, Experiment("", 1, 1, 0)).per_cost == math.inf


def test_a_test_that_never_says_no_leaves_that_answer_open() -> None:
    assert value(Stake(0.3, 100, 40), Experiment("", 1, 0, 1)).if_negative is None


def test_when_no_test_pays_it_is_time_to_decide() -> None:
    found = next_test(Stake(0.3, 100, 40), [Experiment("dear", 0.9, 0.9, 1000, 3)])
    assert (found.decide, found.best, found.best_per_day) == (True, None, None)


def test_waiting_has_its_price() -> None:
    slow, fast = Experiment("slow", 0.9, 0.9, 1, 20, 2), Experiment("fast", 0.8, 0.8, 1, 1, 2)
    assert next_test(Stake(0.5, 100, 100), [slow, fast]).best == "fast"


@given(st.floats(0.3, 20), st.floats(0.3, 20), st.integers(0, 40), st.floats(0.01, 0.99))
def test_trials_are_worth_no_less_the_more_there_are_and_never_more_than_certainty(
    a: float, b: float, n: int, least: float
) -> None:
    venture = Venture(Posterior(a, b), 1000, 1000 * least)
    assert -1e-9 <= venture.evsi(n) <= venture.evsi(n + 1) + 1e-6
    assert venture.evsi(n) <= venture.evpi + 1e-6


def test_certainty_and_trials_are_worth_what_drawing_says() -> None:
    venture, rng = Venture(Posterior(2, 8), 200_000, 50_000), np.random.default_rng(1)
    share = rng.beta(2, 8, 400_000)
    pays = np.maximum(0, 200_000 * share - 50_000)
    assert venture.evpi == pytest.approx(pays.mean() - venture.now, rel=0.02)
    seen = rng.binomial(20, share)
    after = (200_000 * share - 50_000)[200_000 * (2 + seen) / 30 > 50_000].sum() / share.size
    assert venture.evsi(20) == pytest.approx(after - venture.now, rel=0.03)


def test_what_can_never_pay_is_worth_no_trial() -> None:
    venture = Venture(Posterior(2, 8), 100, 200)
    assert (venture.evpi, venture.best_size(fixed_cost=1, unit_cost=1)) == (0, (0, 0.0))


def test_an_even_hypothesis_is_the_most_open() -> None:
    assert entropy([0, 0.5, 1]) == pytest.approx([0, 1, 0])
    assert priority(8, [0.11]) == pytest.approx(8 * -(0.11 * math.log2(0.11) + 0.89 * math.log2(0.89)))


def test_predictions_are_scored_by_their_squares() -> None:
    assert brier([1, 0, 0.5], [1, 0, 1]) == pytest.approx(0.25 / 3)
    assert brier([], []) is None


@pytest.mark.parametrize("stake", [Stake(1.2, 1, 1), Stake(0.5, -1, 1), Stake(0.5, 1, math.nan)])
def test_an_impossible_stake_is_refused(stake: Stake) -> None:
    with pytest.raises(BadInput):
        value(stake, Experiment("", 0.5, 0.5, 1))


def test_many_results_at_once_are_worth_what_each_is() -> None:
    stakes = [Stake(0.3, 100_000, 40_000), Stake(0.7, 5_000, 90_000), Stake(0.0, 1, 1)]
    tests = [Experiment("a", 0.8, 0.5, 1), Experiment("b", 0.6, 0.95, 1)]
    found = results_worth(
        [[one.p] for one in stakes], [[one.gain] for one in stakes], [[one.loss] for one in stakes],
        [one.sensitivity for one in tests], [one.specificity for one in tests],
    )  # fmt: skip
    assert found == pytest.approx(np.array([[value(one, test).evsi for test in tests] for one in stakes]))
