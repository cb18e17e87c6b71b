"""Evidence taken together: against drawing, against sums written out, against scipy's own."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tenure.engine.errors import BadInput
from tenure.engine.evidence.pooling import (
    Item,
    all_hold,
    clustered,
    discounted,
    fisher,
    pool,
    pool_shares,
    stouffer,
    weigh,
)
from tenure.engine.evidence.proportions import posterior

OPEN = st.floats(0.05, 0.95)


@given(OPEN, st.lists(st.tuples(OPEN, OPEN, st.booleans()), max_size=6))
def test_log_odds_are_the_rule_of_bayes_applied_again_and_again(
    prior: float, results: list[tuple[float, float, bool]]
) -> None:
    chance = prior
    for hit, right, positive in results:
        true, false = (hit, 1 - right) if positive else (1 - hit, right)
        chance = chance * true / (chance * true + (1 - chance) * false)
    found = weigh(prior, [Item(*result) for result in results])
    assert found.probability == pytest.approx(chance, rel=1e-6)
    assert sum(found.steps) == pytest.approx(found.log_odds - math.log(prior / (1 - prior)), abs=1e-9)


def test_fifty_nice_interviews_do_not_equal_one_sale() -> None:
    nice, sale = Item(0.8, 0.5, True, level=1), Item(0.6, 0.95, True, level=5)
    assert weigh(0.5, [nice] * 50).probability == 0.8
    assert weigh(0.5, [nice] * 50).capped
    assert weigh(0.5, [nice] * 50, cap=False).probability > 0.999
    assert weigh(0.5, [nice] * 3 + [sale]).probability > 0.95
    assert weigh(0.5, [Item(0.8, 0.5, False, level=1)] * 50).probability == pytest.approx(0.2)


def test_words_do_not_take_back_a_prior_that_was_already_surer() -> None:
    assert weigh(0.9, [Item(0.8, 0.5, True, level=1)]).probability == pytest.approx(0.9)
    assert weigh(0.9, []).probability == pytest.approx(0.9)


@pytest.mark.parametrize("item", [Item(1.0, 0.5, True), Item(0.5, 0.0, True), Item(0.5, 0.5, True, weight=1.5)])
def test_an_impossible_result_is_refused(item: Item) -> None:
    with pytest.raises(BadInput):
        weigh(0.5, [item])


def test_full_weight_pools_and_no_weight_forgets() -> None:
    assert discounted([3, 4], [10, 9], 1) == posterior(7, 19)
    assert discounted([3, 4], [10, 9], [1, 0]) == posterior(3, 10)
    with pytest.raises(BadInput):
        discounted([3], [2], 1)


def test_pooling_finds_the_differences_it_was_given() -> None:
    rng = np.random.default_rng(1)
    v = np.full(4000, 0.5)
    found = pool(2 + rng.normal(0, 0.7, 4000) + rng.normal(0, np.sqrt(v)), v)
    assert found.random == pytest.approx(2, abs=0.06)
    assert found.tau2 == pytest.approx(0.49, rel=0.15)
    assert found.i2 == pytest.approx(0.49 / 0.99, abs=0.05)


def test_sources_that_agree_are_pooled_and_others_refused() -> None:
    assert not pool_shares([10, 11, 9], [20, 20, 20]).refuse
    assert pool_shares([1, 19], [20, 20]).refuse
    one = pool_shares([5], [10])
    assert (one.tau2, one.p_heterogeneity, one.refuse) == (0, 1, False)


@pytest.mark.parametrize(("y", "v"), [([], []), ([1], [0]), ([1, 2], [1]), ([math.inf], [1])])
def test_what_cannot_be_pooled_is_refused(y: list[float], v: list[float]) -> None:
    with pytest.raises(BadInput):
        pool(y, v)


@given(st.lists(st.floats(1e-6, 1 - 1e-6), min_size=1, max_size=6))
def test_p_values_are_combined_as_scipy_does(p: list[float]) -> None:
    assert fisher(p) == pytest.approx(stats.combine_pvalues(p, "fisher").pvalue, rel=1e-6)
    assert stouffer(p) == pytest.approx(stats.combine_pvalues(p, "stouffer").pvalue, rel=1e-6)


def test_certain_p_values_are_answered_and_opposite_ones_refused() -> None:
    assert fisher([0, 0.5]) == stouffer([0, 0.5]) == 0
    with pytest.raises(BadInput):
        stouffer([0, 1])


def test_people_of_one_company_count_as_the_variance_of_their_mean_says() -> None:
    effect, effective = clustered(30, 3, 0.4)
    companies = np.repeat(np.arange(10), 3)
    likeness = np.where(companies[:, None] == companies, 0.4, 0.0)
    np.fill_diagonal(likeness, 1)
    assert effective == pytest.approx(1 / likeness.mean())
    assert effect == pytest.approx(30 / effective)
    assert clustered(30, 1, 0.9) == (1, 30)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_all_hold_lies_between_the_least_and_the_most_that_can_be(p: list[float]) -> None:
    found = all_hold(p)
    assert found.low - 1e-12 <= found.product <= found.high + 1e-12
    assert found.high == p[found.weakest]
    assert found.product == pytest.approx(
        sum(
            math.prod(q if yes else 1 - q for q, yes in zip(p, world, strict=True))
            for world in itertools.product([False, True], repeat=len(p))
            if all(world)
        )
    )
    # The least: as much as possible of each failure lies beside the others, on a line of length 1.
    assert found.low == pytest.approx(1 - min(1.0, sum(1 - q for q in p)), abs=1e-12)
