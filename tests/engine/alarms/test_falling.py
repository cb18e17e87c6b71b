"""Falling volumes: what is usual, and when chance explains a fall."""

import numpy as np
import pytest

from tenure.engine.alarms import falling
from tenure.engine.alarms.falling import Volumes


def volumes(**changes: float) -> Volumes:
    """One client of three years with an order a week of 1,000: 13,000 in every thirteen weeks."""
    usual = {
        "window": 13_000.0, "window_orders": 13.0, "season": 13_000.0, "season_orders": 13.0,
        "usual": 52_000.0, "usual_orders": 52.0, "age": 1095.0,
    }  # fmt: skip
    return Volumes(**{name: np.array([value]) for name, value in (usual | changes).items()})


def judged(evenness: float = 4.0, variation: float = 0.1, **changes: float) -> tuple[float, float, bool]:
    found = falling.falls(volumes(**changes), evenness=np.array([evenness]), value_variation=np.array([variation]))
    return float(found.usual[0]), float(found.drop_probability[0]), bool(found.is_falling[0])


def test_a_steady_client_is_not_falling() -> None:
    usual, probability, is_falling = judged()
    assert usual == pytest.approx(13_000)
    assert 0.3 < probability < 0.7
    assert not is_falling


def test_half_the_volume_of_an_even_client_is_a_fall() -> None:
    # Growth of a base of one client would hide its own fall, hence a second, steady and large one.
    pair = Volumes(*(np.array([own[0], big]) for own, big in zip(
        vars(volumes(window=6_000.0, window_orders=6.0)).values(), (1e7, 13, 1e7, 13, 4e7, 52, 1095), strict=True
    )))  # fmt: skip
    found = falling.falls(pair, evenness=np.full(2, 4.0), value_variation=np.full(2, 0.1))
    assert found.is_falling.tolist() == [True, False]
    assert found.drop_probability[0] > 0.99


def test_the_same_half_is_no_news_from_a_client_whose_orders_vary_wildly() -> None:
    _, probability, is_falling = judged(evenness=0.6, variation=3.0, window=6_000.0, age=500.0)
    assert probability < 0.9
    assert not is_falling


def test_a_small_fall_is_not_worth_saying_however_sure() -> None:
    _, probability, is_falling = judged(evenness=22.0, variation=0.005, window=10_600.0, age=500.0)
    assert probability > 0.95
    assert not is_falling


def test_a_client_who_stopped_is_silent_and_not_falling() -> None:
    _, probability, is_falling = judged(window=0.0, window_orders=0.0, age=500.0)
    assert probability > 0.99
    assert not is_falling


def test_a_seasonal_client_is_compared_with_its_own_season() -> None:
    # Eight tenths of the year's turnover come in another season: 4,000 now is as in the same weeks a year ago.
    usual, probability, is_falling = judged(window=4_000.0, season=4_000.0, season_orders=13.0)
    assert usual == pytest.approx(4_000)
    assert probability < 0.7
    assert not is_falling


def test_growth_of_the_base_is_allowed_for_within_limits() -> None:
    assert falling.base_growth(volumes(window=19_500.0)) == pytest.approx(1.5)
    assert falling.base_growth(volumes(window=130_000.0)) == 2.0
    assert falling.base_growth(volumes(window=19_500.0, age=400.0)) == 1.0
    assert falling.base_growth(volumes(window=-5.0)) == 1.0


def test_too_short_a_history_says_nothing() -> None:
    usual, probability, is_falling = judged(age=200.0)
    assert np.isnan(usual)
    assert np.isnan(probability)
    assert not is_falling


def test_too_few_orders_say_nothing() -> None:
    usual, _, _ = judged(usual_orders=3.0, season_orders=1.0)
    assert np.isnan(usual)
