"""Levels that fell: clients who still order, but half as often or for half as much."""

import numpy as np
import pytest

from tenure.engine.alarms.days import OrderDays, order_days
from tenure.engine.alarms.levels import levels
from tenure.engine.alarms.season import Season
from tenure.engine.errors import NotEnoughData

UNTIL = 720
STEADY, RARER, SMALLER = np.arange(0, 200), np.arange(200, 240), np.arange(240, 280)


@pytest.fixture(scope="module")
def base() -> OrderDays:
    """Two years of orders every ten days or so; after day 400 some order at a third of the pace, some a third as much."""
    rng = np.random.default_rng(5)
    client, day, amount = [], [], []
    for number in range(280):
        now = rng.uniform(0, 10)
        while now < UNTIL:
            client.append(number)
            day.append(int(now))
            amount.append(rng.gamma(10, 10) * (1 / 3 if number >= 240 and now > 400 else 1))
            now += rng.gamma(4, 2.5) * (3 if 200 <= number < 240 and now > 400 else 1)
    return order_days(np.array(client), np.array(day), np.array(amount))


def test_who_orders_a_third_as_often_is_found(base: OrderDays) -> None:
    found = levels(base, until=UNTIL, season=Season())
    assert (found.fewer[RARER] > 0.7).mean() > 0.9
    assert (found.fewer[STEADY] > 0.9).mean() < 0.03


def test_who_orders_for_a_third_is_found_by_money_alone(base: OrderDays) -> None:
    found = levels(base, until=UNTIL, season=Season())
    assert (found.less[SMALLER] > 0.7).mean() > 0.9
    assert (found.fewer[SMALLER] > 0.7).mean() < 0.05
    assert (found.less[STEADY] > 0.7).mean() < 0.02


def test_those_still_on_time_are_told_from_the_silent(base: OrderDays) -> None:
    found = levels(base, until=UNTIL + 60, season=Season())
    assert found.is_silent.all()
    assert levels(base, until=400, season=Season()).is_silent.mean() < 0.5


def test_before_anybody_has_a_rhythm_there_is_nobody(base: OrderDays) -> None:
    assert levels(base, until=5, season=Season()).client.size == 0


def test_a_base_without_orders_is_refused() -> None:
    with pytest.raises(NotEnoughData):
        levels(order_days(np.zeros(0, int), np.zeros(0, int), np.zeros(0)), until=5, season=Season())
