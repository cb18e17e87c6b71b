"""The sum from prior to probability: against Bayes' rule, against drawing, and against the rules of the ladder."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from tenure.engine.errors import BadInput
from tenure.engine.evidence.beliefs import Rates, Result, reckon

INTERVIEW, CLICK, SALE = Rates(0.8, 0.5), Rates(0.7, 0.8), Rates(0.6, 0.95)


def told(supports: bool = True, **more: Any) -> Result:
    return Result(supports, 1, INTERVIEW, **more)


def paid(supports: bool = True, **more: Any) -> Result:
    return Result(supports, 5, SALE, **more)


def chance(odds: float) -> float:
    return odds / (1 + odds)


def test_the_worked_example_of_interviews_a_page_and_a_failed_presale() -> None:
    """Vector C1: .3 becomes .444."""
    found = reckon(0.3, 2, [told(), Result(True, 3, CLICK), paid(False)])
    odds = 0.3 / 0.7 * (0.8 / 0.5) * (0.7 / 0.2) * (0.4 / 0.95)
    assert found.probability == pytest.approx(chance(odds))
    assert found.start + found.words + found.deeds == pytest.approx(found.log_odds)


def test_words_alone_stop_at_four_in_five_and_at_one_in_five() -> None:
    assert reckon(0.5, 2, [told()] * 50).probability == pytest.approx(0.8)
    assert reckon(0.5, 2, [told(False)] * 50).probability == pytest.approx(0.2)
    assert reckon(0.5, 2, [told()] * 50).capped
    assert not reckon(0.5, 2, [told()]).capped


def test_one_click_does_not_set_fifty_interviews_free() -> None:
    found = reckon(0.5, 2, [told()] * 50 + [Result(True, 3, CLICK)])
    assert found.probability == pytest.approx(chance(4 * 0.7 / 0.2))


def test_a_prior_surer_than_the_cap_is_not_taken_back_by_praise() -> None:
    assert reckon(0.9, 2, [told()]).probability == pytest.approx(0.9)


def test_three_of_one_company_speak_with_one_voice() -> None:
    three = reckon(0.4, 2, [told(cluster="Codru")] * 3)
    assert three.probability == pytest.approx(reckon(0.4, 2, [told()]).probability)
    assert [step.independence for step in three.steps] == pytest.approx([1 / 3] * 3)


@given(
    st.floats(0.02, 0.98),
    st.floats(0.5, 50),
    st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.floats(0, 1)), max_size=12),
)
def test_the_interval_holds_the_probability_and_every_step_is_told(
    prior: float, size: float, rows: list[tuple[bool, int, float]]
) -> None:
    results = [Result(supports, level, Rates(0.7, 0.7), weight) for supports, level, weight in rows]
    found = reckon(prior, size, results)
    assert found.low - 1e-12 <= found.probability <= found.high + 1e-12
    assert found.words + found.deeds == pytest.approx(math.fsum(step.added for step in found.steps), abs=1e-9)


def test_a_better_founded_prior_narrows_the_interval() -> None:
    widths = [found.high - found.low for found in (reckon(0.5, size, []) for size in (1, 4, 16, 64))]
    assert widths == sorted(widths, reverse=True)


def test_the_doubt_of_the_prior_is_that_of_a_share_seen_so_often() -> None:
    """Drawing: log-odds of a share seen in 40 observations, estimated again and again."""
    random = np.random.default_rng(3)
    seen = random.binomial(40, 0.3, 200_000)
    spread = np.log((seen + 0.5) / (40 - seen + 0.5)).std()
    assert reckon(0.3, 40, []).prior_sd == pytest.approx(spread, rel=0.03)


def test_the_doubt_of_the_rates_is_what_drawing_them_gives() -> None:
    """Results of one level share their unknown rates: drawn together, the sum spreads as the formula says."""
    rates = Rates(0.7, 0.8, 20, 35)
    results = [Result(True, 3, rates, 1.0, kind=3)] * 4 + [Result(False, 3, rates, 0.5, kind=3)] * 2
    found = reckon(0.5, 1000, results)
    random = np.random.default_rng(5)
    hit, right = random.beta(14, 6, 400_000), random.beta(28, 7, 400_000)
    drawn = 4 * np.log(hit / (1 - right)) + 1.0 * np.log((1 - hit) / right)
    assert math.sqrt(found.sd**2 - found.prior_sd**2) == pytest.approx(drawn.std(), rel=0.01)


def test_results_with_rates_of_their_own_doubt_apart() -> None:
    together = reckon(0.5, 10, [paid(kind=5)] * 4)
    apart = reckon(0.5, 10, [paid()] * 4)
    assert apart.sd < together.sd


def test_the_interval_is_eight_in_ten() -> None:
    found = reckon(0.5, 30, [Result(True, 4, Rates(0.65, 0.9, 200, 200), kind=4)])
    random = np.random.default_rng(8)
    hit, right = random.beta(130, 70, 300_000), random.beta(180, 20, 300_000)
    start = random.normal(0, found.prior_sd, 300_000)
    drawn = special.expit(start + np.log(hit / (1 - right)))
    assert np.quantile(drawn, [0.1, 0.9]) == pytest.approx([found.low, found.high], abs=0.01)


@pytest.mark.parametrize(("prior", "size"), [(0, 2), (1, 2), (0.5, 0), (math.nan, 2)])
def test_an_impossible_start_is_refused(prior: float, size: float) -> None:
    with pytest.raises(BadInput):
        reckon(prior, size, [])


@pytest.mark.parametrize("rates", [Rates(1, 0.5), Rates(0.5, 0), Rates(0.5, 0.5, 0)])
def test_an_impossible_rate_is_refused(rates: Rates) -> None:
    with pytest.raises(BadInput):
        reckon(0.5, 2, [Result(True, 3, rates)])


def test_a_voice_heard_within_a_test_shares_its_weight_with_it() -> None:
    found = reckon(0.4, 2, [told(cluster="Codru"), told(cluster="Lactis"), told()], heard={"Codru": 1, "Nobody": 3})
    assert [step.independence for step in found.steps] == [0.5, 1.0, 1.0]
    assert reckon(0.4, 2, [told(cluster="Codru")] * 2, heard={"Codru": 1}).words == pytest.approx(
        2 / 3 * reckon(0.4, 2, [told()]).words
    )
