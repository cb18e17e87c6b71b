"""A number counted from data is drawn so that its 80 % interval is that of the draws; the margin holds the truth as often."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from tenure.engine.economics.distributions import Distribution, Estimate, Known, Share, Triangular
from tenure.engine.economics.simulation import contribution, drawn
from tenure.engine.errors import BadInput
from tenure.orders.economics_figures import Ratio, ratio_of

PARTS = st.floats(0.0, 1e6, allow_nan=False)


@given(PARTS, PARTS, PARTS)
def test_a_tenth_lies_below_the_interval_and_a_tenth_above(low: float, up: float, further: float) -> None:
    value, high = low + up, low + up + further
    found = Estimate(low, value, high)
    ends = found.quantiles(np.array([0.1, 0.5, 0.9]))
    assert ends == pytest.approx([low, value, high], rel=1e-9, abs=1e-6)
    many = found.quantiles(np.linspace(1e-9, 1 - 1e-9, 999))
    assert (many >= 0).all()
    assert (np.diff(many) >= 0).all()
    assert found.known == (low == high)


@pytest.mark.parametrize(("low", "value", "high"), [(80, 100, 120), (0, 10, 40), (0.5, 3, 3.2), (0, 0, 5), (7, 7, 9)])
def test_its_mean_is_the_integral_of_its_quantiles(low: float, value: float, high: float) -> None:
    found = Estimate(low, value, high)
    area = integrate.quad(lambda u: float(found.quantiles(np.array([u]))[0]), 0, 1, points=[0.5], limit=400)[0]
    assert found.mean == pytest.approx(area, rel=1e-5)


def test_even_on_both_sides_it_is_the_normal_of_scipy() -> None:
    u = np.array([0.01, 0.1, 0.3, 0.5, 0.8, 0.99])
    error = 10 / stats.norm.ppf(0.9)
    assert Estimate(90, 100, 110).quantiles(u) == pytest.approx(stats.norm.ppf(u, 100, error))
    assert Estimate(90, 100, 110).mean == pytest.approx(100)


@pytest.mark.parametrize("wrong", [(3.0, 2.0, 4.0), (1.0, 2.0, 1.5), (-1.0, 2.0, 3.0)])
def test_turned_ends_and_negative_ones_are_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(BadInput):
        Estimate(*wrong)


def test_eight_of_ten_intervals_of_margin_and_of_ltv_to_cac_hold_the_truth() -> None:
    """400 ventures of known price, cost, orders and conversion, each seen through 80 clients and 600 leads. Between hard ends,
    as before, 6 of 10 hold it."""
    rng, worlds = np.random.default_rng(17), 400
    held = {"estimate": 0, "hard": 0}
    ratios = 0
    for world in range(worlds):
        price, orders, share = 100 * rng.lognormal(0, 0.2), 2 + 2 * rng.random(), 0.05 + 0.1 * rng.random()
        each = share * 0.4 * price * orders
        spent = each * rng.uniform(0.7, 1.3)
        bought = rng.poisson(rng.gamma(3, orders / 3, 80)).astype(float)
        checks, costs = (mean * rng.lognormal(-(s**2) / 2, s, 80) for mean, s in ((price, 0.5), (0.6 * price, 0.3)))
        buyers = [client for client in range(80) if bought[client]]
        seen = {
            "price": ratio_of((bought[one] * checks[one], bought[one]) for one in buyers),
            "cogs": ratio_of((bought[one] * costs[one], bought[one]) for one in buyers),
            "orders": ratio_of((count, 1.0) for count in bought),
        }
        won = int(rng.binomial(600, share))
        sure: dict[str, Distribution] = {
            "users": Known(600.0), "conversion": Share(won + 0.5, 600.5 - won), "first_cost": Known(0.0),
            "user_cost": Known(spent),
        }  # fmt: skip
        for name, kind in (("estimate", Estimate), ("hard", Triangular)):
            inputs = sure | {metric: kind(one.low, one.value, one.high) for metric, one in seen.items()}
            columns, _order = drawn(inputs, {}, 2000, np.random.default_rng(world))
            held[name] += _holds(contribution(columns), 600 * (each - spent))
            if name == "estimate":
                margin = columns["conversion"] * (columns["price"] - columns["cogs"]) * columns["orders"]
                ratios += _holds(margin / spent, each / spent)
    assert held["estimate"] / worlds == pytest.approx(0.8, abs=0.05)
    assert ratios / worlds == pytest.approx(0.8, abs=0.05)
    assert held["hard"] / worlds < 0.68


def _holds(draws: np.ndarray, truth: float) -> bool:
    low, high = np.quantile(draws, [0.1, 0.9])
    return bool(low <= truth <= high)


def test_the_interval_of_a_ratio_is_the_one_that_is_drawn() -> None:
    found = ratio_of([(90.0, 1.0), (110.0, 1.0), (130.0, 1.0), (60.0, 1.0)])
    assert isinstance(found, Ratio)
    draws = Estimate(found.low, found.value, found.high).quantiles((np.arange(10_000) + 0.5) / 10_000)
    assert np.quantile(draws, [0.1, 0.9]) == pytest.approx([found.low, found.high], rel=1e-3)
