"""The distribution of the months ahead against closed forms, simulation and a slow exact computation."""

import numpy as np
import pytest
from scipy import special

from tenure.engine import forecast
from tenure.engine.errors import BadInput
from tenure.engine.models import bg_nbd
from tenure.engine.models.beta_geometric.parameters import BetaGeometric

DAYS = BetaGeometric(0.8, 60.0, 0.7, 3.0)
STAYING = BetaGeometric(3.0, 60.0, 0.0, 1.0)
HISTORIES = (
    np.array([0, 1, 4, 12, 60, 300]),
    np.array([0, 5, 200, 300, 690, 690]),
    np.array([40, 400, 290, 330, 700, 700]),
)


@pytest.mark.parametrize("parameters", [DAYS, STAYING], ids=["leaving", "staying"])
@pytest.mark.parametrize("horizon", [30, 365, 1500])
def test_the_mean_of_the_distribution_is_the_expectation_of_the_model(
    parameters: BetaGeometric, horizon: float
) -> None:
    found = forecast.forecast_orders(parameters, *HISTORIES, horizon=horizon)
    assert found.expected == pytest.approx(bg_nbd.expected_orders(parameters, *HISTORIES, horizon=horizon), rel=1e-4)
    assert (found.node_chance.sum(axis=1) + found.chance_of_none) == pytest.approx(np.ones(6), abs=1e-6)
    assert (found.node_chance * found.node_orders).sum(axis=1) == pytest.approx(found.expected, rel=1e-4)


def ahead(parameters: BetaGeometric, x: int, t_x: float, T: float, horizon: float, draws: int) -> np.ndarray:
    """Orders of the next `horizon` days, simulated from the posterior of one client."""
    rng = np.random.default_rng(11)
    active = rng.random(draws) < float(bg_nbd.p_alive(parameters, x, t_x, T))
    rate = rng.gamma(parameters.r + x, 1 / (parameters.alpha + T), draws)
    leaves = rng.beta(parameters.a, parameters.b + x, draws)
    due = rng.poisson(rate * horizon)
    return np.where(active, np.minimum(due, rng.geometric(leaves)), 0)


@pytest.mark.parametrize("place", range(5))
def test_the_interval_is_that_of_simulated_futures(place: int) -> None:
    x, t_x, T = (column[place] for column in HISTORIES)
    futures = ahead(DAYS, x, t_x, T, 365, 400_000)
    found = forecast.forecast_orders(DAYS, x, t_x, T, horizon=365)
    assert found.chance_of_none[0] == pytest.approx((futures == 0).mean(), abs=0.004)
    assert found.expected[0] == pytest.approx(futures.mean(), rel=0.01)
    inside = (futures >= found.low[0]) & (futures <= found.high[0])
    # Whole numbers: at least 80 %, and without its highest number less than that.
    assert inside.mean() > 0.795
    assert found.high[0] == 0 or (inside & (futures < found.high[0])).mean() < 0.805


def test_a_value_interval_is_that_of_the_exact_mixture() -> None:
    count, shape = np.array([1.0, 2, 5, 13, 61, 301]), np.array([0.6, 5.0, 2.0, 8.0, 5.0, 5.0])
    weight, total = 4.0 + shape * count, shape * (count + 2) * 1000.0
    found = forecast.forecast_orders(DAYS, *HISTORIES, horizon=365)
    expected, low, high = forecast.value_interval(found, np.arange(6), shape=shape, weight=weight, total=total)

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
    found = forecast.forecast_orders(DAYS, 40, 100, 3000, horizon=365)
    _, low, high = forecast.value_interval(
        found, [0], shape=np.array([5.0]), weight=np.array([200.0]), total=np.array([199_000.0])
    )
    assert (found.low[0], found.high[0], low[0]) == (0, 0, 0)
    assert high[0] < 1


@pytest.mark.parametrize("settings", [{"horizon": 0}, {"horizon": -5}, {"horizon": 30, "cover": 1.0}])
def test_impossible_settings_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        forecast.forecast_orders(DAYS, 1, 5, 10, **settings)
