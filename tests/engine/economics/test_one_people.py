"""People and cost of the same channels are one fact: against worlds whose truth is known, and a second way to draw."""

import time
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tenure.engine.economics.chain import Chain, break_even, tornado, with_people
from tenure.engine.economics.distributions import CostEach, Distribution, Known, People, Share
from tenure.engine.economics.simulation import Simulation, contribution, drawn, simulate
from tenure.engine.errors import BadInput
from tests.engine.economics.test_simulation import INPUTS

PEOPLE, BUYERS, SPENT = 60, 9, 3000.0
MARGIN = {"price": 500.0, "cogs": 150.0, "orders": 1.0, "first_cost": 0.0}


def of_channels(people: int = PEOPLE, buyers: int = BUYERS, spent: float = SPENT) -> dict[str, Distribution]:
    """What channels tell: so many came for so much, so many of them bought; the margin of a buyer is sure."""
    counted = People(people)
    sure: dict[str, Distribution] = {name: Known(value) for name, value in MARGIN.items()}
    return sure | {
        "users": counted, "conversion": Share(buyers + 0.5, people - buyers + 0.5), "user_cost": CostEach(spent, counted),
    }  # fmt: skip


def found(inputs: dict[str, Distribution], draws: int = 100_000, seed: int = 5, **options: object) -> Simulation:
    return simulate(inputs, np.random.default_rng(seed), draws=draws, **options)  # type: ignore[arg-type]


def test_the_money_spent_is_the_same_in_every_draw() -> None:
    columns, order = drawn(of_channels(), {}, 50_000, np.random.default_rng(2), shared=True)
    assert columns["users"] * columns["user_cost"] == pytest.approx(np.full(50_000, SPENT))
    assert stats.spearmanr(columns["users"], columns["user_cost"])[0] == pytest.approx(-1)
    assert stats.spearmanr(columns["users"], columns["conversion"])[0] == pytest.approx(0, abs=0.02)
    assert (order["users"] + order["user_cost"] == 49_999).all()


def test_a_second_way_to_draw_gives_the_same_margin() -> None:
    """Gamma and Beta of SciPy, the chain written out: N * p * 350 - spent."""
    rng = np.random.default_rng(8)
    people = stats.gamma.rvs(PEOPLE + 0.5, size=400_000, random_state=rng)
    share = stats.beta.rvs(BUYERS + 0.5, PEOPLE - BUYERS + 0.5, size=400_000, random_state=rng)
    margin = people * share * 350 - SPENT
    one = found(of_channels(), shared=True)
    assert one.sd == pytest.approx(margin.std(), rel=0.01)
    assert (one.p10, one.p50, one.p90) == pytest.approx(np.quantile(margin, [0.1, 0.5, 0.9]), abs=0.02 * one.sd)
    assert one.loss == pytest.approx((margin <= 0).mean(), abs=0.005)
    assert one.exact_mean == pytest.approx((PEOPLE + 0.5) * (BUYERS + 0.5) / (PEOPLE + 1) * 350 - SPENT)
    assert one.mean == pytest.approx(one.exact_mean, abs=0.01 * one.sd)


def test_eight_of_ten_intervals_hold_the_truth_and_those_drawn_apart_are_too_wide() -> None:
    """300 worlds of known people and conversion: what each counts tells where the true margin lies."""
    rng = np.random.default_rng(31)
    people, share, spent = 40.0, 0.3, 30_000.0
    truth = people * share * 350 - spent
    held = {True: 0, False: 0}
    counts = rng.poisson(people, 300)
    buyers = rng.binomial(counts, share)
    for n, k in zip(counts.tolist(), buyers.tolist(), strict=True):
        for shared in held:
            one = found(of_channels(n, k, spent), draws=500, seed=n * 1000 + k, shared=shared)
            held[shared] += one.p10 <= truth <= one.p90
    assert held[True] / 300 == pytest.approx(0.8, abs=0.06)
    assert held[False] / 300 > 0.95
    assert abs(stats.spearmanr(counts, buyers / counts)[0]) < 3 / 300**0.5


def test_cost_alone_is_an_inverse_gamma() -> None:
    each = CostEach(SPENT, People(12))
    u = np.array([0.001, 0.1, 0.5, 0.9, 0.999])
    assert each.quantiles(u) == pytest.approx(stats.invgamma.ppf(u, 12.5, scale=SPENT), rel=1e-4)
    assert each.mean == pytest.approx(stats.invgamma.mean(12.5, scale=SPENT))
    assert People(12).quantiles(u) == pytest.approx(stats.gamma.ppf(u, 12.5), rel=1e-4)
    assert CostEach(0.0, People(12)).known


def test_what_is_wished_for_the_cost_holds_of_the_people_the_other_way_round() -> None:
    wished = {("price", "user_cost"): 0.5, ("users", "user_cost"): 0.3}
    inputs = of_channels() | {name: INPUTS[name] for name in ("price", "cogs", "orders", "first_cost")}
    _columns, order = drawn(inputs, wished, 50_000, np.random.default_rng(3), shared=True)
    for name, rank in (("user_cost", 0.5), ("users", -0.5)):
        assert np.corrcoef(order["price"], order[name])[0, 1] == pytest.approx(rank, abs=0.02)
    agreed = {("price", "user_cost"): 0.5, ("users", "price"): -0.5}
    assert found(inputs, correlations=agreed, shared=True).exact_mean is None
    with pytest.raises(BadInput) as caught:
        found(inputs, correlations={("price", "user_cost"): 0.5, ("users", "price"): 0.5}, shared=True)
    assert set(caught.value.data["names"]) == {"users", "price", "user_cost"}


def test_one_fact_is_told_once() -> None:
    assert set(found(of_channels(), shared=True).influences) == {"users", "conversion"}
    assert set(found(of_channels()).influences) == {"users", "conversion", "user_cost"}


def test_nobody_is_no_count() -> None:
    with pytest.raises(BadInput):
        found(of_channels(0, 0))


def test_a_hundred_thousand_draws_take_under_half_a_second_of_processor_time() -> None:
    inputs = INPUTS | {"users": People(900), "user_cost": CostEach(40_000, People(900)), "conversion": Share(35, 965)}
    spent = []
    for _ in range(3):
        began = time.process_time()
        found(inputs, correlations={("conversion", "price"): -0.4, ("price", "user_cost"): 0.3}, shared=True)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.5


COUNTED = Chain(users=PEOPLE, conversion=0.15, user_cost=SPENT / PEOPLE, **MARGIN)


def test_in_the_tornado_people_and_their_cost_move_as_one() -> None:
    """Against the draws themselves: of those with so many people, the mean margin is the end of the bar."""
    low, high = (float(end) for end in People(PEOPLE).quantiles(np.array([0.1, 0.9])))
    cost = SPENT / high, SPENT / low
    found = tornado(COUNTED, {"users": (low, high), "user_cost": cost}, one_people=True)
    assert set(found.bars) == {"users"}
    bar = found.bars["users"]
    assert (bar.low, bar.high) == pytest.approx((low * 0.15 * 350 - SPENT, high * 0.15 * 350 - SPENT))
    apart = tornado(COUNTED, {"users": (low, high), "user_cost": cost})
    assert apart.bars["user_cost"].swing == pytest.approx(PEOPLE * (cost[1] - cost[0]))
    sure = of_channels() | {"conversion": Known(0.15)}
    columns, _order = drawn(sure, {}, 50_000, np.random.default_rng(4), shared=True)
    drawn_ends = np.quantile(contribution(columns), [0.1, 0.9])
    assert drawn_ends == pytest.approx([bar.low, bar.high], rel=0.01)


def test_with_so_many_people_for_the_same_money_nothing_is_left() -> None:
    even = break_even(COUNTED, one_people=True)
    assert even["users"] == pytest.approx(SPENT / (0.15 * 350))
    assert with_people(COUNTED, even["users"] or 0).contribution == pytest.approx(0, abs=1e-9)
    assert with_people(COUNTED, even["users"] or 0).user_cost == pytest.approx(even["user_cost"])
    assert "users" not in break_even(COUNTED)
    assert break_even(replace(COUNTED, conversion=0.0), one_people=True)["users"] is None
