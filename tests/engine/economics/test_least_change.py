"""The smallest joint change that breaks even, against every other change near it."""

import numpy as np
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from tenure.engine.economics.chain import Chain
from tenure.engine.economics.least_change import changed, least_change
from tenure.engine.errors import BadInput

LOSING = Chain(10_000, 0.02, 3000, 1800, 1.6, 200, 40)
WEIGHTS = {"conversion": 0.3, "price": 0.1, "cogs": 0.1, "orders": 0.2, "first_cost": 0.5, "user_cost": 0.3}


@given(st.floats(0.005, 0.2), st.floats(1.0, 4.0), st.floats(10, 80))
def test_after_the_change_nothing_is_left_and_nothing_is_impossible(
    conversion: float, orders: float, user_cost: float
) -> None:
    chain = Chain(10_000, conversion, 3000, 1800, orders, 200, user_cost)
    found = least_change(chain, WEIGHTS)
    if found is None:
        reject()
    after = changed(chain, found)
    assert after.contribution == pytest.approx(0, abs=1e-6 * chain.revenue)
    assert 0 <= after.conversion <= 1
    assert min(after.cogs, after.first_cost, after.user_cost) >= 0


def test_no_other_change_that_breaks_even_is_smaller() -> None:
    found = least_change(LOSING, WEIGHTS)
    assert found is not None
    random = np.random.default_rng(5)
    for _ in range(300):
        shares = {name: found.shares[name] + 0.03 * random.standard_normal() for name in WEIGHTS if name != "price"}
        values = {name: getattr(LOSING, name) * (1 + share) for name, share in shares.items()}
        per_client = values["user_cost"] / values["conversion"] + values["first_cost"]
        shares["price"] = (values["cogs"] + per_client / values["orders"]) / LOSING.price - 1
        size = np.sqrt(sum((shares[name] / WEIGHTS[name]) ** 2 for name in WEIGHTS))
        assert size >= found.size - 1e-9


def test_what_may_not_move_stays() -> None:
    found = least_change(LOSING, {"price": 0.1, "users": 0.5, "orders": 0.0})
    assert found is not None
    assert found.values == pytest.approx({"price": 3175.0})


def test_a_cost_does_not_fall_below_nothing() -> None:
    found = least_change(LOSING, {"first_cost": 10.0, "price": 0.001})
    assert found is not None
    assert found.values["first_cost"] == 0
    assert found.values["price"] > 3000
    assert changed(LOSING, found).contribution == pytest.approx(0, abs=1e-3)


def test_where_nothing_possible_helps_there_is_no_change() -> None:
    assert least_change(LOSING, {"first_cost": 1.0}) is None
    assert least_change(LOSING, {}) is None
    assert least_change(LOSING, {"users": 1.0}) is None


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(BadInput):
        least_change(LOSING, {"luck": 1.0})
