"""The distribution of the next orders, against the plain sum of its probabilities."""

import numpy as np
import pytest

from tenure.engine.backtest.ahead import log_scores, look_ahead
from tenure.engine.models import bg_nbd, pareto_nbd
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.tuples import distinct

FITTED = BetaGeometric(0.243, 4.414, 0.793, 2.426)
HISTORIES = distinct([0, 1, 2, 26, 60], [0, 10.0, 30.43, 30.86, 38.0], [20.0, 38.0, 38.86, 31.0, 38.9])
ARRAYS = (HISTORIES.x, HISTORIES.t_x, HISTORIES.T)
FIRST = (HISTORIES.x[:1], HISTORIES.t_x[:1], HISTORIES.T[:1])


def test_median_and_intervals_are_quantiles_of_the_same_distribution() -> None:
    found = look_ahead(bg_nbd, FITTED, HISTORIES, horizon=39.0)
    chances = np.array([bg_nbd.p_orders(FITTED, n, *ARRAYS, horizon=39.0) for n in range(400)])
    reached = np.cumsum(chances, axis=0)
    assert found.buys == pytest.approx(1 - chances[0])
    for place in range(HISTORIES.x.size):
        own = reached[:, place]
        assert found.median[place] == np.searchsorted(own, 0.5)
        for interval in found.intervals:
            low, high = int(interval.low[place]), int(interval.high[place])
            inside = own[high] - (own[low - 1] if low else 0.0)
            assert interval.inside[place] == pytest.approx(inside, abs=1e-9)
            assert interval.inside[place] >= interval.level - 1e-9
            assert own[low - 1] <= (1 - interval.level) / 2 + 1e-12 if low else True
            # One fewer at the top would leave out more than its share.
            tail = 0.0 if own[0] >= (1 - interval.level) / 2 else (1 - interval.level) / 2
            assert high == 0 or own[high - 1] < interval.level + tail


def test_scores_are_the_logarithms_of_what_happened() -> None:
    actual = np.array([0.0, 3.0, 1.0, 20.0, 0.0])
    found = log_scores(bg_nbd, FITTED, ARRAYS, actual, horizon=39.0)
    for place, n in enumerate(actual):
        chance = bg_nbd.p_orders(FITTED, int(n), *(column[place : place + 1] for column in ARRAYS), horizon=39.0)
        assert found[place] == pytest.approx(float(np.log(chance[0])))


def test_what_a_model_thinks_impossible_costs_much_but_stays_a_number() -> None:
    found = log_scores(bg_nbd, FITTED, FIRST, np.array([5000.0]), horizon=1.0)
    assert np.isfinite(found).all()
    assert found[0] < -500


def test_every_model_is_walked_the_same_way() -> None:
    fitted = pareto_nbd.fit(_simulated())
    found = look_ahead(pareto_nbd, fitted, HISTORIES, horizon=39.0)
    assert (found.intervals[0].high <= found.intervals[1].high).all()
    assert np.isfinite(found.expected).all()


def _simulated():
    rng = np.random.default_rng(3)
    T = rng.uniform(20, 40, 400)
    truth = BetaGeometric(0.8, 6.0, 0.8, 2.4)
    return distinct(*bg_nbd.simulate(truth, T, rng), T)
