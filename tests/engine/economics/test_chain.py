"""The chain of unit economics: break-evens put back, slopes measured, gates and averages."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tenure.engine.economics.chain import FIELDS, Chain, break_even, elasticity, feasible, improved, tornado
from tenure.engine.errors import BadInput
from tenure.engine.gates import gate, repeated

MONEY = st.floats(1, 1e4)
CHAINS = st.builds(
    Chain,
    users=st.floats(1, 1e5),
    conversion=st.floats(0.001, 1),
    price=MONEY,
    cogs=MONEY,
    orders=st.floats(0.5, 20),
    first_cost=st.floats(0, 1e3),
    user_cost=st.floats(0.1, 1e3),
)
BASE = Chain(10_000, 0.035, 3000, 1800, 1.8, 200, 40, fixed=100_000)


@given(CHAINS)
def test_the_contribution_is_money_in_less_money_out(chain: Chain) -> None:
    orders = chain.users * chain.conversion * chain.orders
    out = orders * chain.cogs + chain.users * chain.conversion * chain.first_cost + chain.users * chain.user_cost
    assert chain.contribution == pytest.approx(orders * chain.price - out, rel=1e-6, abs=1e-3)


@given(CHAINS)
def test_at_each_break_even_nothing_is_left(chain: Chain) -> None:
    for name, value in break_even(chain).items():
        if value is not None and feasible(name, value):
            even = replace(chain, **{name: value})
            scale = even.revenue + even.acquisition + even.buyers * (even.cogs * even.orders + even.first_cost)
            assert even.contribution == pytest.approx(0, abs=1e-9 * scale)


@given(CHAINS)
def test_the_elasticity_is_the_slope_measured(chain: Chain) -> None:
    found, cm = elasticity(chain), chain.contribution
    assume(found is not None and abs(cm) > 1e-3 * chain.acquisition)
    for name in FIELDS:
        value = getattr(chain, name)
        if name == "conversion" and value > 0.999:
            continue
        step = 1e-4 * value
        moved = (
            replace(chain, **{name: value + step}).contribution - replace(chain, **{name: value - step}).contribution
        )
        assert found[name] == pytest.approx(moved / 2e-4 / cm, rel=1e-4, abs=1e-3)


def test_more_traffic_makes_a_losing_business_worse() -> None:
    assert improved(replace(BASE, conversion=0.02, orders=1.6))["users"] < 0


def test_a_conversion_is_not_improved_beyond_all() -> None:
    assert improved(replace(BASE, conversion=1.0))["conversion"] == 0


def test_the_bottleneck_is_the_largest_gain_and_not_the_widest_swing() -> None:
    found = tornado(BASE, {"price": (1000, 3010), "orders": (1.8, 2.0)})
    assert found.bars["price"].swing > found.bars["orders"].swing
    assert found.bottleneck == "orders"


def test_where_no_range_helps_there_is_no_bottleneck() -> None:
    assert tornado(BASE, {"price": (1000, 2000)}).bottleneck is None
    assert tornado(BASE, {}).bottleneck is None


def test_covering_the_fixed_costs_takes_that_many_users() -> None:
    users = BASE.users_to_cover_fixed
    assert users is not None
    assert replace(BASE, users=users).profit == pytest.approx(0, abs=1e-6)


def test_what_no_client_pays_has_no_break_even() -> None:
    assert break_even(replace(BASE, conversion=0.0))["price"] is None
    assert replace(BASE, conversion=0.0).cac is None
    assert break_even(replace(BASE, cogs=3000))["orders"] is None
    assert elasticity(replace(BASE, users=0)) is None


@pytest.mark.parametrize("wrong", [{"conversion": 1.2}, {"price": -1}, {"users": math.nan}, {"cogs": math.inf}])
def test_an_impossible_chain_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        replace(BASE, **wrong)


@pytest.mark.parametrize("ranges", [{"price": (2.0, 1.0)}, {"luck": (1.0, 2.0)}, {"conversion": (0.1, 1.5)}])
def test_an_impossible_range_is_refused(ranges: dict[str, tuple[float, float]]) -> None:
    with pytest.raises(BadInput):
        tornado(BASE, ranges)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_a_gate_opens_exactly_when_each_and_all_are_likely(p: list[float]) -> None:
    found = gate(p)
    assert found.passed == (all(q >= 0.9 for q in p) and math.prod(p) >= 0.7)
    assert found.below == tuple(row for row, q in enumerate(p) if q < 0.9)
    assert found.weakest == p[found.weakest_place] == min(p)


def test_many_likely_hypotheses_are_together_unlikely() -> None:
    assert not gate([0.9] * 4).passed
    assert gate([0.92] * 4).passed


def test_a_gate_without_criteria_is_refused() -> None:
    with pytest.raises(BadInput):
        gate([])


@given(st.floats(0.05, 0.95), st.floats(0.2, 5), st.integers(0, 6))
def test_repetition_is_the_rule_of_bayes_step_by_step(prior: float, ratio: float, times: int) -> None:
    chance = prior
    for _ in itertools.repeat(None, times):
        chance = chance * ratio / (chance * ratio + 1 - chance)
    assert repeated(prior, ratio, [times]) == pytest.approx(np.array([chance]))
