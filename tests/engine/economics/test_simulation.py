"""Simulated contribution against exact means, quantiles and correlations, and what an input is worth knowing."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from tenure.engine.economics.correlation import matrix_of, rank_of
from tenure.engine.economics.distributions import Distribution, Known, Lognormal, Share, Triangular
from tenure.engine.economics.simulation import Simulation, drawn, simulate
from tenure.engine.errors import BadInput

INPUTS: dict[str, Distribution] = {
    "users": Triangular(8000, 10_000, 13_000),
    "conversion": Share(35, 965),
    "price": Triangular(2700, 3000, 3200),
    "cogs": Triangular(1650, 1800, 1950),
    "orders": Triangular(1.5, 1.8, 2.4),
    "first_cost": Lognormal(100, 300),
    "user_cost": Triangular(30, 40, 55),
}
CERTAIN: dict[str, Distribution] = {name: Known(given.mean) for name, given in INPUTS.items()}


def of(changed: dict[str, Distribution], **options: object) -> Simulation:
    return simulate(changed, np.random.default_rng(7), **options)  # type: ignore[arg-type]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_mean_of_independent_inputs_is_the_exact_one(seed: int) -> None:
    found = simulate(INPUTS, np.random.default_rng(seed), draws=20_000)
    assert found.exact_mean is not None
    assert found.mean == pytest.approx(found.exact_mean, abs=0.02 * found.sd)


def test_one_uncertain_input_gives_its_own_quantiles_and_chance_of_a_loss() -> None:
    found = of(CERTAIN | {"user_cost": Triangular(30, 40, 120)})
    margin = (CERTAIN["price"].mean - 1800) * CERTAIN["orders"].mean - CERTAIN["first_cost"].mean
    even = CERTAIN["conversion"].mean * margin
    above = (120 - even) ** 2 / (90 * 80)
    assert found.loss == pytest.approx(above, abs=1e-4)
    median = 120 - math.sqrt(90 * 80 * 0.5)
    assert found.p50 == pytest.approx(CERTAIN["users"].mean * (even - median), rel=1e-4)
    assert found.p10 <= found.p50 <= found.p90


def test_the_only_doubt_is_worth_all_there_is_to_know() -> None:
    found = of(CERTAIN | {"user_cost": Triangular(30, 40, 120)})
    only = found.influences["user_cost"]
    assert list(found.influences) == ["user_cost"]
    assert only.evppi == pytest.approx(found.evpi, rel=1e-6)
    assert only.share == pytest.approx(1)
    assert only.spearman == pytest.approx(-1)


def test_no_doubt_leaves_nothing_to_learn() -> None:
    found = of(CERTAIN)
    assert found.influences == {}
    assert found.evpi == 0
    assert found.sd == pytest.approx(0, abs=1e-6)
    assert sum(found.counts) == found.draws


def test_a_number_alone_is_worth_no_more_than_knowing_everything() -> None:
    near = INPUTS | {"conversion": Share(22, 978)}
    found = of(near)
    assert 0.1 < found.loss < 0.9
    for influence in found.influences.values():
        assert 0 <= influence.evppi <= found.evpi
    worths = [influence.evppi for influence in found.influences.values()]
    assert worths == sorted(worths, reverse=True)


def test_wished_rank_correlations_come_out_and_each_input_keeps_its_distribution() -> None:
    wished = {("conversion", "price"): -0.6, ("price", "cogs"): 0.5, ("orders", "first_cost"): 0.9}
    columns, order = drawn(INPUTS, wished, 50_000, np.random.default_rng(3))
    for (one, other), rank in wished.items():
        assert np.corrcoef(order[one], order[other])[0, 1] == pytest.approx(rank, abs=0.02)
    assert abs(np.corrcoef(order["users"], order["price"])[0, 1]) < 0.02
    for name, given_input in INPUTS.items():
        assert columns[name].mean() == pytest.approx(given_input.mean, rel=1e-3)
        assert (rank_of(columns[name]) == order[name]).mean() > 0.99


def test_price_and_conversion_that_fall_together_widen_the_doubt() -> None:
    alone, together = of(INPUTS), of(INPUTS, correlations={("conversion", "price"): 0.8})
    assert together.sd > alone.sd
    assert together.exact_mean is None


def test_correlations_that_contradict_each_other_are_refused_with_the_room_left() -> None:
    pairs = {("conversion", "price"): -0.9, ("price", "orders"): 0.9, ("conversion", "orders"): 0.9}
    with pytest.raises(BadInput) as caught:
        matrix_of(tuple(INPUTS), pairs)
    assert caught.value.code == "correlations_impossible"
    assert set(caught.value.data["names"]) == {"conversion", "price", "orders"}
    assert caught.value.data["high"] < 0
    assert matrix_of(("a", "b", "c"), {("a", "b"): 1.0, ("b", "c"): 1.0, ("a", "c"): 1.0}).min() == pytest.approx(1)


@pytest.mark.parametrize("pairs", [{("price", "price"): 0.5}, {("price", "luck"): 0.5}, {("price", "cogs"): 1.5}])
def test_impossible_pairs_are_refused(pairs: dict[tuple[str, str], float]) -> None:
    with pytest.raises(BadInput):
        matrix_of(tuple(INPUTS), pairs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"conversion": Triangular(0.5, 0.9, 1.2)},
        {"conversion": Lognormal(0.2, 0.9)},
        {"price": Triangular(-10, 5, 10)},
        {"user_cost": Known(-1)},
    ],
)
def test_impossible_inputs_are_refused(wrong: dict[str, Distribution]) -> None:
    with pytest.raises(BadInput):
        of(INPUTS | wrong)


def test_a_missing_input_is_named() -> None:
    with pytest.raises(BadInput, match="orders"):
        of({name: value for name, value in INPUTS.items() if name != "orders"})


def test_turned_ranges_are_refused() -> None:
    for make in (lambda: Triangular(3, 2, 4), lambda: Triangular(1, 5, 4), lambda: Lognormal(3, 2)):
        with pytest.raises(BadInput):
            make()
    with pytest.raises(BadInput):
        Lognormal(0, 2)


@given(st.floats(0.5, 500), st.floats(0.5, 5000))
def test_the_table_of_a_share_reads_like_the_exact_quantile(a: float, b: float) -> None:
    u = np.array([0.001, 0.05, 0.3, 0.5, 0.77, 0.99, 0.9999])
    exact = special.betaincinv(a, b, u)
    assert Share(a, b).quantiles(u) == pytest.approx(exact, rel=1e-3, abs=1e-9)


def test_eight_of_ten_lie_between_the_ends_of_a_skewed_input() -> None:
    ends = Lognormal(100, 300).quantiles(np.array([0.1, 0.5, 0.9]))
    assert ends == pytest.approx([100, math.sqrt(30_000), 300])


def test_a_hundred_thousand_draws_take_under_half_a_second_of_processor_time() -> None:
    pairs = {("conversion", "price"): -0.4, ("price", "cogs"): 0.3, ("orders", "first_cost"): 0.2}
    of(INPUTS, draws=1000)
    spent = []
    for _ in range(3):
        began = time.process_time()
        of(INPUTS, correlations=pairs)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.5


def test_nobody_acquired_is_no_convergence() -> None:
    """A contribution of exactly nothing is not above nothing, however uncertain the rest is."""
    assert of(INPUTS | {"users": Known(0.0)}).loss == 1


def test_what_an_input_is_worth_is_the_integral_over_it() -> None:
    """Independent inputs enter the contribution one at a time linearly: given one, the others stand at their means."""
    found = of(INPUTS | {"user_cost": Triangular(40, 66, 90)}, draws=400_000)
    means = {name: given.mean for name, given in (INPUTS | {"user_cost": Triangular(40, 66, 90)}).items()}

    def contribution(name: str, value: np.ndarray) -> np.ndarray:
        x = {one: np.full_like(value, mean) for one, mean in means.items()} | {name: value}
        return x["users"] * (
            x["conversion"] * ((x["price"] - x["cogs"]) * x["orders"] - x["first_cost"]) - x["user_cost"]
        )

    u = (np.arange(200_000) + 0.5) / 200_000
    for name in ("conversion", "price", "orders", "first_cost"):
        given = INPUTS[name]
        value = stats.beta.ppf(u, given.alpha, given.beta) if isinstance(given, Share) else given.quantiles(u)
        earned = contribution(name, value)
        wanted = np.maximum(earned, 0).mean() - max(0.0, earned.mean())
        assert found.influences[name].evppi == pytest.approx(wanted, abs=0.01 * found.sd)
