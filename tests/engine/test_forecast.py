"""The distribution of the months ahead against closed forms, simulation and a slow exact computation."""

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine import forecast
from tenure.engine.models import bg_nbd, gamma_gamma
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.models.prediction import Prediction, predict
from tenure.engine.models.uncertainty import draw_parameters
from tenure.engine.tuples import Histories, distinct

DAYS = BetaGeometric(0.8, 60.0, 0.7, 3.0)
HISTORIES = (
    np.array([0, 1, 4, 12, 60, 300]),
    np.array([0, 5, 200, 300, 690, 690]),
    np.array([40, 400, 290, 330, 700, 700]),
)


def ahead(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Prediction:
    """The next year under the parameters alone."""
    return predict(bg_nbd, [DAYS], x, t_x, T, horizon=365)


def fitted_to(clients: int) -> tuple[Histories, BetaGeometric]:
    """A base of known truth and what was fitted to it."""
    rng = np.random.default_rng(5)
    T = np.rint(rng.uniform(100, 900, clients))
    x, t_x = bg_nbd.simulate(DAYS, T, rng)
    histories = distinct(x, t_x, T)
    return histories, bg_nbd.fit(histories)


def test_a_small_base_is_foretold_over_all_its_parameters_may_be() -> None:
    histories, fitted = fitted_to(60)
    mixed, draws = forecast.orders_ahead(bg_nbd, fitted, histories, horizon=365)
    drawn = draw_parameters(bg_nbd.NAMES, fitted, draws, np.random.default_rng(draws))
    each = [bg_nbd.expected_orders(one, histories.x, histories.t_x, histories.T, horizon=365) for one in drawn]
    assert draws == forecast.MOST_DRAWS
    assert mixed.expected == pytest.approx(np.mean(each, axis=0), rel=1e-4)


def test_the_same_base_is_foretold_the_same() -> None:
    histories, fitted = fitted_to(60)
    first, _ = forecast.orders_ahead(bg_nbd, fitted, histories, horizon=365)
    again, _ = forecast.orders_ahead(bg_nbd, fitted, histories, horizon=365)
    assert np.array_equal(first.expected, again.expected)


def test_a_large_base_is_foretold_from_its_best_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    histories, fitted = fitted_to(60)
    monkeypatch.setattr(forecast, "WORK", histories.x.size)
    found, draws = forecast.orders_ahead(bg_nbd, fitted, histories, horizon=365)
    expected = bg_nbd.expected_orders(fitted, histories.x, histories.t_x, histories.T, horizon=365)
    assert draws == 1
    assert found.expected == pytest.approx(expected, rel=1e-4)


def test_parameters_without_a_measure_of_their_error_are_taken_as_they_are() -> None:
    histories, _ = fitted_to(60)
    assert forecast.orders_ahead(bg_nbd, DAYS, histories, horizon=365)[1] == 1


def test_values_are_drawn_for_a_small_base_and_keep_a_mean() -> None:
    rng = np.random.default_rng(6)
    count = rng.integers(2, 9, 40)
    mean, logs = gamma_gamma.simulate(GammaGammaParameters(5.0, 4.0, 30_000.0), count, rng)
    fitted = gamma_gamma.fit(count, mean, logs=logs)
    drawn = forecast.value_draws(fitted, 40)
    assert len({one.v for one in drawn}) == len(drawn) > 1
    assert min(one.q for one in drawn) >= forecast.LEAST_Q
    assert forecast.value_draws(fitted, forecast.VALUE_CLIENTS + 1) == [fitted]


def test_a_value_interval_is_that_of_the_exact_mixture() -> None:
    count, shape = np.array([1.0, 2, 5, 13, 61, 301]), np.array([0.6, 5.0, 2.0, 8.0, 5.0, 5.0])
    weight, total = 4.0 + shape * count, shape * (count + 2) * 1000.0
    found = ahead(*HISTORIES)
    both = {"weight": np.stack((weight, weight), axis=1), "total": np.stack((total, total), axis=1)}
    expected, low, high = forecast.value_interval(found, np.arange(6), shape=shape, **both)

    def below(value: np.ndarray) -> np.ndarray:
        share = (value / (value + total / shape))[:, None]
        each = special.betainc(np.maximum(shape[:, None] * found.node_orders, 1e-9), weight[:, None], share)
        return found.chance_of_none + (found.node_chance * each).sum(axis=1)

    reached = below(high) - np.where(low > 0, below(low), 0)
    certain = found.chance_of_none < 0.75
    assert reached[certain] == pytest.approx(np.full(certain.sum(), 0.8), abs=0.01)
    assert (low <= expected).all()
    assert (expected <= high).all()


def test_a_client_who_has_surely_left_is_worth_nothing_for_sure() -> None:
    found = ahead(40, 100, 3000)
    _, low, high = forecast.value_interval(
        found, [0], shape=np.array([5.0]), weight=np.array([[200.0]]), total=np.array([[199_000.0]])
    )
    assert (found.low[0], found.high[0], low[0]) == (0, 0, 0)
    assert high[0] < 1
