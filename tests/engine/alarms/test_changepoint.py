"""The change-point: the closed form against sums done by hand, and clients whose level is known."""

import numpy as np
import pytest
from scipy import integrate, special, stats

from tenure.engine.alarms import changepoint

PRIOR = {"r": 1.0, "alpha": 20.0}


def falls(times: list[np.ndarray], spans: list[float], k: float = 1.0, weights: np.ndarray | None = None) -> np.ndarray:
    time = np.concatenate(times)
    sizes = np.array([len(each) for each in times])
    weight = np.ones(time.size) if weights is None else weights
    evenness = np.full(sizes.size, k)
    return changepoint.fall_probability(weight, time, sizes, np.array(spans), evenness, **PRIOR)


def test_the_probability_is_that_of_integrating_over_both_levels() -> None:
    time, span = np.array([0.0, 7.0, 16.0, 22.0, 55.0]), 90.0

    def outcome(orders: float, days: float, level: float) -> float:
        return level**orders * np.exp(-level * days) * stats.gamma.pdf(level, 1.0, scale=1 / 20.0)

    def over(low: float, high: float, orders: float, days: float) -> float:
        return integrate.quad(lambda level: outcome(orders, days, level), low, high, epsabs=1e-16)[0]

    same = over(0, 3, 4, span)
    both, fallen = [], []
    for j in range(1, 5):
        before, after = (j, time[j]), (4 - j, span - time[j])
        both.append(over(0, 3, *before) * over(0, 3, *after) / 4)
        less = integrate.quad(
            lambda level, b=before, a=after: outcome(b[0], b[1], level) * over(0, level / 2, *a), 0, 3, epsabs=1e-18
        )[0]
        fallen.append(less / 4)
    assert falls([time], [span]) == pytest.approx(sum(fallen) / (same + sum(both)), rel=1e-4)


def test_the_share_of_the_beta_distribution_is_exact() -> None:
    rng = np.random.default_rng(1)
    a, b, x = rng.gamma(1, 60, 2000) + 0.01, rng.gamma(1, 60, 2000) + 0.01, rng.random(2000)
    found = [changepoint._beta_share(*row) for row in zip(a, b, x, strict=True)]
    assert found == pytest.approx(special.betainc(a, b, x), abs=1e-8)


def test_clients_of_one_level_are_seldom_called_fallen() -> None:
    rng = np.random.default_rng(2)
    times = [np.concatenate(([0.0], np.cumsum(rng.exponential(20, 15)))) for _ in range(1000)]
    found = falls(times, [each[-1] + rng.exponential(20) for each in times])
    assert (found > 0.9).mean() < 0.02
    assert np.median(found) < 0.2


def test_clients_whose_level_fell_to_a_quarter_are_found() -> None:
    rng = np.random.default_rng(3)
    times = [
        np.concatenate(([0.0], np.cumsum(np.concatenate((rng.exponential(10, 20), rng.exponential(40, 6))))))
        for _ in range(500)
    ]
    found = falls(times, [each[-1] + 20 for each in times])
    assert (found > 0.5).mean() > 0.7


def test_even_orders_show_a_fall_sooner() -> None:
    time = np.concatenate((np.arange(12) * 10.0, 110 + np.arange(1, 3) * 25.0))
    assert falls([time], [170.0], k=9.0)[0] > falls([time], [170.0], k=1.0)[0]


def test_smaller_orders_are_a_fall_in_money_alone() -> None:
    time = np.arange(20) * 10.0
    money = np.concatenate((np.full(10, 1.8), np.full(10, 0.2)))
    assert falls([time], [195.0])[0] < 0.2
    assert falls([time], [195.0], weights=money)[0] > 0.9


def test_extreme_clients_get_a_probability() -> None:
    long = np.arange(2000.0)
    found = falls([long, np.array([0.0, 1e-9]), np.array([0.0, 1.0])], [2000.0, 1e-9, 36_500.0])
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
