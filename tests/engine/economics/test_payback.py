"""Money over time, each formula against adding up period by period."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.economics.payback import break_even_volume, cac, cac_interval, learning_curve, lifetime, payback
from tenure.engine.errors import BadInput

KEPT = st.floats(0.05, 0.98)


@given(st.floats(1, 1e4), KEPT, st.floats(0, 0.3))
def test_the_lifetime_is_the_sum_of_its_payments(margin: float, kept: float, discount: float) -> None:
    found, t = lifetime(margin, kept, discount), np.arange(3000)
    payments = margin * (kept / (1 + discount)) ** t
    assert found.first_now == pytest.approx(payments.sum())
    assert found.first_end == pytest.approx(payments[1:].sum())
    assert found.horizon == pytest.approx(payments[:12].sum())
    assert found.simple == pytest.approx((margin * kept**t).sum())


def test_who_never_leaves_is_worth_no_end_unless_discounted() -> None:
    assert lifetime(100, 1, 0).first_now == math.inf
    assert lifetime(100, 1, 0).horizon == 1200
    assert lifetime(100, 1, 0.1).first_now == pytest.approx(1100)


@given(st.floats(1, 1e4), st.floats(1, 1e3), KEPT)
def test_the_payback_is_the_first_period_in_which_the_sum_reaches_the_cost(
    cost: float, margin: float, kept: float
) -> None:
    found, sums = payback(cost, margin, kept), np.cumsum(margin * kept ** np.arange(4000))
    reached = np.flatnonzero(sums >= cost * (1 - 1e-9))
    if cost < 0.999 * margin / (1 - kept):
        assert found.whole == reached[0] + 1
        assert found.simple < 1 or found.simple <= found.with_churn + 1e-9
    elif cost > margin / (1 - kept):
        assert (found.ever, found.whole) == (False, None)


def test_without_churn_the_payback_is_the_simple_one() -> None:
    assert payback(900, 100, 1).with_churn == 9
    assert payback(50, 100, 0).whole == 1


def test_at_the_break_even_the_profit_is_nothing() -> None:
    found = break_even_volume(120_000, 50, 20, 6000)
    assert (found.units or 0) * (50 - 20) == 120_000
    profit, more = 6000 * 30 - 120_000, 6060 * 30 - 120_000
    assert found.leverage == pytest.approx((more / profit - 1) / 0.01)
    assert break_even_volume(120_000, 50, 20, 3000).leverage is None
    assert break_even_volume(1, 20, 20, 5).units is None


def test_nobody_won_has_no_cost_of_a_client() -> None:
    assert cac(100, 0) is None
    assert cac(100, 4) == 25


def test_the_cost_of_a_client_lies_between_the_ends_of_draws_and_is_unknown_without_one() -> None:
    found = cac_interval(3400, 25)
    drawn = 3400 / np.random.default_rng(3).gamma(25.5, 1, 400_000)
    assert found == pytest.approx(tuple(np.quantile(drawn, (0.1, 0.9))), rel=0.01)
    assert cac_interval(3400, 0) is None
    assert cac_interval(0, 5) is None
    wide, narrow = cac_interval(100, 1), cac_interval(10_000, 100)
    assert wide is not None
    assert narrow is not None
    assert wide[0] < narrow[0] < 100 < narrow[1] < wide[1]
    with pytest.raises(BadInput):
        cac_interval(100, 1, level=1.0)


def test_where_clients_come_by_chance_nearly_eight_of_ten_intervals_hold_the_true_cost() -> None:
    draws = np.random.default_rng(5)
    held = []
    for clients in draws.poisson(30, 2000):
        ends = cac_interval(3000.0, int(clients))
        held.append(ends is not None and ends[0] <= 100 <= ends[1])
    assert np.mean(held) == pytest.approx(0.8, abs=0.03)


def test_a_team_that_never_earns_its_cost_has_no_break_even() -> None:
    found = learning_curve([1, 2], [10, 20], 100)
    assert (found.break_even, found.traction, found.crossing, found.invested) == (None, None, None, 170)
    assert found.stages == ("initiation", "initiation")


def test_a_team_that_earns_from_the_start_invested_nothing() -> None:
    found = learning_curve([1, 2], [120, 200], 100)
    assert (found.break_even, found.crossing, found.traction, found.invested) == (0, 1, 1, 0)
    assert found.stages == ("transition", "execution")


@pytest.mark.parametrize(("cost", "margin", "kept"), [(-1, 1, 0.5), (1, 0, 0.5), (1, 1, 1.1), (math.nan, 1, 0.5)])
def test_impossible_values_are_refused(cost: float, margin: float, kept: float) -> None:
    with pytest.raises(BadInput):
        payback(cost, margin, kept)
