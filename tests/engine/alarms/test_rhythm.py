"""Silence and rhythm: closed forms, special cases, and clients whose gaps are known."""

import numpy as np
import pytest
from scipy import integrate, stats

from tenure.engine.alarms import rhythm
from tenure.engine.alarms.rhythm import EVENNESS, RhythmPrior


def gaps_of(k: float, clients: int, size: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number, sum and sum of logarithms of gamma gaps around clients' own means."""
    rng = np.random.default_rng(seed)
    gaps = rng.gamma(k, rng.gamma(2, 20, clients)[:, None] / k, (clients, size))
    return np.full(clients, float(size)), gaps.sum(axis=1), np.log(gaps).sum(axis=1)


def test_random_timing_is_the_case_of_evenness_one() -> None:
    gap, gaps, span = np.array([1.0, 60.0, 400.0]), np.array([2.0, 12.0, 200.0]), np.array([20.0, 365.0, 800.0])
    even = rhythm.even_silence_probability(gap, gaps, span, 1.0, r=1.0, alpha=30.0)
    assert even == pytest.approx(rhythm.silence_probability(gap, gaps, span, r=1.0, alpha=30.0), rel=1e-9)


@pytest.mark.parametrize("k", [1.4, 4.5, 16.0])
def test_the_chance_of_silence_is_the_integral_over_rates(k: float) -> None:
    gaps, span, gap, r, alpha = 6.0, 180.0, 50.0, 0.8, 40.0
    rate = stats.gamma(r + k * gaps, scale=1 / (alpha / k + span))
    expected = rate.expect(lambda value: stats.gamma.sf(gap, k, scale=1 / value), epsabs=1e-10)
    assert rhythm.even_silence_probability(gap, gaps, span, k, r=r, alpha=alpha) == pytest.approx(expected, rel=1e-5)


def test_in_bursts_the_chance_is_that_of_the_time_since_the_last_order_at_any_moment() -> None:
    gaps, span, gap, r, alpha, k = 6.0, 180.0, 80.0, 0.8, 40.0, 0.6
    rate = stats.gamma(r + k * gaps, scale=1 / (alpha / k + span))

    def beyond(value: float) -> float:
        return value / k * integrate.quad(lambda t: stats.gamma.sf(t, k, scale=1 / value), gap, np.inf)[0]

    expected = rate.expect(beyond, epsabs=1e-8)
    assert rhythm.even_silence_probability(gap, gaps, span, k, r=r, alpha=alpha) == pytest.approx(expected, rel=1e-4)


def test_a_regular_client_is_missed_sooner_than_one_who_orders_by_chance() -> None:
    chances = [rhythm.even_silence_probability(45, 12, 240, k, r=1, alpha=30) for k in (1, 4.5, 16)]
    assert chances[0] > 0.1 > chances[1] > chances[2]


@pytest.mark.parametrize("k", [0.6, 1.0, 4.5, 16.0])
def test_the_evenness_of_a_base_is_learned(k: float) -> None:
    weights = rhythm.learn_weights(*gaps_of(k, 500, 8, seed=3))
    assert np.exp(weights @ np.log(EVENNESS)) == pytest.approx(k, rel=0.15)
    assert weights.sum() == pytest.approx(1)


def test_two_gaps_say_little_against_the_base() -> None:
    base = rhythm.learn_weights(*gaps_of(1.0, 500, 8, seed=4))
    two_alike = rhythm.own_weights(np.array([2.0]), np.array([40.0]), np.array([2 * np.log(20.0)]), base)
    twenty_alike = rhythm.own_weights(np.array([20.0]), np.array([400.0]), np.array([20 * np.log(20.0)]), base)
    assert rhythm.mean_evenness(two_alike)[0] < 2
    assert rhythm.mean_evenness(twenty_alike)[0] > 10


def test_without_clients_the_usual_evenness_is_assumed() -> None:
    nothing = np.zeros(0)
    assert rhythm.learn_weights(nothing, nothing, nothing) == pytest.approx(rhythm.usual_weights())


def test_silence_averages_over_the_evenness() -> None:
    prior = RhythmPrior(1.0, 30.0, rhythm.usual_weights())
    shares = np.zeros((1, EVENNESS.size))
    shares[0, [3, 8]] = 0.5
    columns = (np.array([50.0]), np.array([8.0]), np.array([200.0]))
    parts = [rhythm.even_silence_probability(*columns, EVENNESS[place], r=1.0, alpha=30.0) for place in (3, 8)]
    assert rhythm.silence(*columns, shares, prior) == pytest.approx(np.mean(parts, axis=0))


@pytest.mark.parametrize("k", [1.0, 7.0])
def test_the_window_holds_the_next_order_eight_times_in_ten(k: float) -> None:
    rng = np.random.default_rng(8)
    clients, size, r, alpha = 20_000, 5, 2.0, 40.0
    rate = k * rng.gamma(r, 1 / alpha, clients)
    gaps = rng.gamma(k, 1 / rate[:, None], (clients, size + 1))
    prior = RhythmPrior(r, alpha, rhythm.usual_weights())
    count, span = np.full(clients, float(size)), gaps[:, :size].sum(axis=1)
    low, high = rhythm.next_order_window(count, span, np.full(clients, k), prior)
    following = gaps[:, size]
    # The prior of the rate is gamma(r, alpha / k) in the formula and in the simulation alike.
    assert (following < low).mean() == pytest.approx(0.1, abs=0.01)
    assert (following > high).mean() == pytest.approx(0.1, abs=0.01)


def test_extreme_histories_give_probabilities() -> None:
    prior = RhythmPrior(0.01, 1e-3, rhythm.usual_weights())
    gap, gaps, span = np.array([0.0, 1e5, 1.0]), np.array([2.0, 5000.0, 300.0]), np.array([14.0, 5000.0, 1e5])
    shares = np.tile(rhythm.usual_weights(), (3, 1))
    chance = rhythm.silence(gap, gaps, span, shares, prior)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert chance[0] == pytest.approx(1)
    low, high = rhythm.next_order_window(gaps, span, rhythm.mean_evenness(shares), prior)
    assert np.isfinite([low, high]).all()
    assert (low <= high).all()
