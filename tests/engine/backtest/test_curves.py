"""What is drawn of a fit, against bases the model itself has made."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import integrate, stats

from tenure.engine.backtest import curves
from tenure.engine.backtest.ledger import Known, known_at
from tenure.engine.backtest.money import fit_values
from tenure.engine.models import bg_nbd
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tests.engine.backtest import bases

HORIZON = 182


@cache
def known() -> Known:
    base = bases.simulated()
    return known_at(base, base.until - HORIZON)


@cache
def fitted() -> BetaGeometric:
    return bg_nbd.fit(known().histories())


def test_counts_add_up_to_the_clients_and_follow_the_model_that_made_them() -> None:
    found = curves.counts(bg_nbd, fitted(), known())
    assert sum(found.actual) == known().x.size
    assert sum(found.fitted) == pytest.approx(known().x.size)
    assert found.actual[0] == (known().x == 0).sum()
    assert found.p_value is not None
    assert found.p_value > 0.001


def test_counts_of_another_model_are_told_apart() -> None:
    other = curves.counts(bg_nbd, BetaGeometric(0.3, 2.0, 0.7, 4.0), known())
    assert (other.p_value or 0.0) < 1e-6


def test_where_many_order_often_the_groups_grow_wider() -> None:
    often = replace(known(), x=known().x * 6)
    found = curves.counts(bg_nbd, fitted(), often)
    assert found.lowest == curves.WIDE
    assert found.actual[3] == ((often.x >= 4) & (often.x < 8)).sum()
    assert sum(found.actual) == often.x.size
    assert sum(found.fitted) == pytest.approx(often.x.size)


def test_very_many_ages_are_drawn_together_without_losing_anybody() -> None:
    ages = np.random.default_rng(8).uniform(1, 100, 5000)
    middles, number = curves.levels(ages)
    assert middles.size == curves.AGES
    assert number.sum() == 5000
    assert middles @ number == pytest.approx(ages.sum())


def test_too_few_clients_for_a_test_get_none() -> None:
    few = known_at(bases.simulated(), int(bases.simulated().days.day.min()) + 40)
    assert curves.counts(bg_nbd, fitted(), few).p_value is None


def test_the_curve_runs_through_the_facts_and_counts_on_from_the_line() -> None:
    base = bases.simulated()
    found = curves.cumulative(bg_nbd, fitted(), base, known(), horizon_days=HORIZON)
    at = int(np.searchsorted(found.days, found.line))
    assert found.actual[at] == known().x.sum()
    ahead = bg_nbd.expected_orders(fitted(), known().x, known().t_x, known().T, horizon=HORIZON / 7).sum()
    assert found.fitted[-1] == pytest.approx(found.actual[at] + ahead, rel=1e-6)
    assert (np.diff(found.fitted[at + 1 :]) > 0).all()
    assert found.fitted[at] == pytest.approx(found.actual[at], rel=0.05)


def test_the_forecast_in_between_is_the_models_own() -> None:
    found = curves.cumulative(bg_nbd, fitted(), bases.simulated(), known(), horizon_days=HORIZON)
    at = int(np.searchsorted(found.days, found.line))
    for place in (at + 3, at + 11):
        horizon = (found.days[place] - found.line) / 7
        own = bg_nbd.expected_orders(fitted(), known().x, known().t_x, known().T, horizon=horizon).sum()
        assert found.fitted[place] - found.actual[at] == pytest.approx(own, rel=2e-3)


def test_what_came_lies_within_the_spread_of_the_forecast() -> None:
    found = curves.cumulative(bg_nbd, fitted(), bases.simulated(), known(), horizon_days=HORIZON)
    assert abs(found.actual[-1] - found.fitted[-1]) < 3 * found.spread[-1]
    assert found.spread[0] == 0
    # Chance alone: at least as much as that many orders at random.
    assert found.spread[-1] > 0.9 * np.sqrt(found.fitted[-1] - known().x.sum())


def test_values_follow_the_density_of_gamma_gamma() -> None:
    parameters = fit_values(known())
    assert parameters is not None
    edges = [0.0, 5_000.0, 10_000.0, 20_000.0, np.inf]
    found = curves.values(parameters, known(), edges)
    assert found.actual.sum() == found.fitted.sum() == pytest.approx((known().values > 0).sum())
    n = 3.0
    own = curves.values(parameters, _one_client(n), edges).fitted
    low, high = edges[1], edges[2]

    def density(mean: float) -> float:
        # The mean of n values given nu is gamma(p n, n nu); nu is gamma(q, v).
        def at(rate: float) -> float:
            inner = stats.gamma.pdf(mean, parameters.p * n, scale=1 / (n * rate))
            return inner * stats.gamma.pdf(rate, parameters.q, scale=1 / parameters.v)

        return integrate.quad(at, 0, 50 * parameters.q / parameters.v, limit=200)[0]

    assert own[1] == pytest.approx(integrate.quad(density, low, high)[0], rel=1e-3)


def _one_client(orders: float) -> Known:
    one = np.ones(1)
    return Known(0, 7, np.zeros(1, dtype=int), one, one, one, one * 0, one * orders, one * orders * 6000, one)


def test_the_grid_is_the_models_own_and_empty_where_nobody_can_be() -> None:
    grid = curves.alive_grid(bg_nbd, fitted(), [1, 5], [2.0, 20.0, 60.0], age=52.0)
    assert grid[0][1] == pytest.approx(float(bg_nbd.p_alive(fitted(), 5, 50.0, 52.0)))
    assert (grid[0][1] or 0) > (grid[1][1] or 0) > 0
    assert grid[2] == (None, None)
