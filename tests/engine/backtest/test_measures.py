"""The measures against hand-counted values and against chance of known truth."""

import numpy as np
import pytest
from scipy import stats

from tenure.engine.backtest import measures


def test_errors_and_bias_are_those_counted_by_hand() -> None:
    told, came = [1.0, 0.5, 2.0, 0.0], [2, 0, 2, 1]
    assert measures.mean_absolute_error(told, came) == pytest.approx((1 + 0.5 + 0 + 1) / 4)
    assert measures.root_mean_square_error(told, came) == pytest.approx(((1 + 0.25 + 0 + 1) / 4) ** 0.5)
    assert measures.bias_in_total(told, came) == pytest.approx(3.5 / 5 - 1)


def test_without_any_order_there_is_no_bias_to_state() -> None:
    assert measures.bias_in_total([0.3, 0.2], [0, 0]) is None


def test_true_chances_are_found_reliable_and_shifted_ones_are_not() -> None:
    rng = np.random.default_rng(1)
    chance = rng.beta(1, 3, 40_000)
    happened = rng.random(chance.size) < chance
    true, shifted = measures.chances(chance, happened), measures.chances(np.minimum(chance + 0.15, 1), happened)
    assert true.ece < 0.01
    assert shifted.ece > 0.1
    assert true.brier < shifted.brier
    # The Brier score of true chances is the mean of p (1 - p).
    assert true.brier == pytest.approx((chance * (1 - chance)).mean(), abs=0.004)


def test_the_interval_of_a_bin_holds_the_true_share_in_nineteen_of_twenty_cases() -> None:
    rng = np.random.default_rng(2)
    held = []
    for _ in range(400):
        successes = rng.binomial(60, 0.13)
        low, high = measures.wilson(successes, 60)
        held.append(low <= 0.13 <= high)
    assert stats.binomtest(sum(held), len(held), 0.95).pvalue > 0.001


def test_one_chance_for_everyone_has_no_skill() -> None:
    happened = np.arange(1000) % 4 == 0
    assert measures.chances(np.full(1000, 0.25), happened).skill == pytest.approx(0.0, abs=1e-12)


def test_clients_with_the_same_forecast_share_a_bin() -> None:
    found = measures.chances(np.repeat([0.1, 0.6], 500), np.arange(1000) % 3 == 0)
    assert [one.clients for one in found.bins] == [500, 500]


def test_coverage_counts_both_ends_as_inside() -> None:
    low, high = np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 2.0])
    found = measures.coverage(low, high, np.array([0.9, 0.85, 0.8]), [1, 1, 3], level=0.8)
    assert found.promised == pytest.approx(0.85)
    assert found.realised == pytest.approx(2 / 3)
