"""Buying at fixed prices: the curve and its best price a second way, and the odd answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.pricing.gabor_granger import Demand, Found, analyse, by_count, fit, violators

PRICES = [10.0, 15.0, 20.0, 25.0, 30.0]


def respondents(highest: list[float]) -> list[list[bool]]:
    """Everybody buys up to a price of their own."""
    return [[price <= most for price in PRICES] for most in highest]


def found(answers: list[list[bool]], unit_cost: float = 0.0, replicates: int = 100) -> Found:
    rng = np.random.default_rng(3)
    return analyse(PRICES, answers, unit_cost=unit_cost, replicates=replicates, generator=rng)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 49), min_size=5, max_size=5))
def test_the_curve_is_the_most_likely_one(yes: list[int]) -> None:
    def unlikely(theta: np.ndarray) -> float:
        odds = theta[0] + theta[1] * (np.array(PRICES) - 20) / 20
        return float(-(np.array(yes) @ special.log_expit(odds) + (50 - np.array(yes)) @ special.log_expit(-odds)))

    second = optimize.minimize(unlikely, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    curve = fit(PRICES, yes, 50)
    if second.x[1] >= -1e-6:
        assert curve is None or curve.b1 > -1e-6
    else:
        assert curve is not None
        assert curve.b1 * 20 == pytest.approx(second.x[1], rel=1e-4, abs=1e-5)
        assert curve.b0 + curve.b1 * 20 == pytest.approx(second.x[0], rel=1e-4, abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(st.floats(-5, 20), st.floats(-2, -0.01), st.floats(0, 50))
def test_no_price_brings_more_than_the_best(b0: float, b1: float, cost: float) -> None:
    curve = Demand(b0, b1)
    best = curve.best(cost)
    others = np.linspace(cost, cost + 4 * (best - cost), 2001)
    gains = (others - cost) * curve.share(others)
    assert (best - cost) * float(curve.share(best)) >= gains.max() * (1 - 1e-9)
    assert best > cost


def test_a_huge_willingness_does_not_overflow() -> None:
    assert Demand(5000.0, -1.0).best() == pytest.approx(5000 - np.log(4990), rel=1e-3)


def test_buying_that_does_not_fall_has_no_curve_and_no_best_price() -> None:
    assert fit(PRICES, [20, 20, 20, 20, 20], 50) is None
    result = found([[True] * 5] * 8)
    assert result.demand is None
    assert result.profit is None
    assert result.counted.best_revenue == 30


def test_one_price_that_parts_everybody_still_gives_an_answer() -> None:
    result = found(respondents([20.0] * 12))
    assert result.demand is not None
    assert 18 < result.demand.best() < 25


def test_dear_but_not_cheap_is_left_out_and_named() -> None:
    answers = [*respondents([15.0, 25.0, 10.0]), [False, True, False, False, False]]
    assert violators(answers).tolist() == [3]
    result = found(answers)
    assert (result.kept, result.violators) == (3, (3,))


def test_the_interval_holds_the_best_price_and_costs_raise_it() -> None:
    rng = np.random.default_rng(11)
    result = found(respondents(rng.normal(20, 5, 80).tolist()), unit_cost=6.0)
    assert result.revenue is not None
    assert result.profit is not None
    assert result.revenue[0] < result.revenue[1] < result.revenue[2]
    assert result.profit[1] > result.revenue[1]


@pytest.mark.parametrize("prices", [[10.0], [10.0, 10.0], [20.0, 10.0], [-5.0, 10.0]])
def test_prices_that_cannot_be_asked_are_refused(prices: list[float]) -> None:
    with pytest.raises(BadInput):
        by_count(prices, [1] * len(prices), 5)


def test_more_yes_than_respondents_is_refused() -> None:
    with pytest.raises(BadInput):
        fit(PRICES, [51, 40, 30, 20, 10], 50)


def test_nobody_in_order_is_not_enough() -> None:
    with pytest.raises(NotEnoughData):
        found([[False, False, False, False, True]])


@pytest.mark.parametrize("most", [[5.0] * 12, [99.0] * 12, [99.0] * 19 + [5.0]])
def test_who_answers_alike_at_every_price_says_nothing_of_the_best(most: list[float]) -> None:
    """Nobody buys, all buy, or one never does: rounding once left a slope of 1e-17 and a best price of 3e18."""
    result = found(respondents(most))
    assert (result.demand, result.revenue, result.profit) == (None, None, None)


def test_a_few_respondents_are_no_ground_for_an_interval() -> None:
    assert not found(respondents([20.0])).sound
    assert found(respondents([15.0, 20.0, 25.0, 30.0] * 3)).sound


def test_a_best_price_outside_those_asked_is_told_apart() -> None:
    result = found(respondents([99.0] * 30 + [25.0]))
    assert result.revenue is not None
    assert not result.was_asked(result.revenue[1])
    assert result.was_asked(result.counted.best_revenue)


def test_the_interval_of_a_dozen_respondents_holds_as_often_as_it_says() -> None:
    """Willingness to pay drawn from a logistic curve whose best price is known in closed form."""
    truth, rng = Demand(4.2, -0.194), np.random.default_rng(11)
    held = 0
    for _ in range(250):
        most = rng.logistic(4.2 / 0.194, 1 / 0.194, 12)
        result = analyse(PRICES, np.array(PRICES) <= most[:, None], replicates=120, generator=rng)
        assert result.revenue is not None
        held += result.revenue[0] <= truth.best() <= result.revenue[2]
    assert held / 250 == pytest.approx(0.8, abs=0.06)


def test_one_price_that_parts_nearly_all_keeps_its_best_inside_the_interval() -> None:
    """Drawn again without the one who does not buy, all buy: that too says that the best lies high."""
    result = found(respondents([30.0] * 11 + [25.0]))
    assert result.revenue is not None
    assert result.revenue[0] <= result.revenue[1] <= result.revenue[2]
    assert result.revenue[2] >= 30
