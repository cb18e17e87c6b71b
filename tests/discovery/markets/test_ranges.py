"""Market sizes by two ways (E1), as a product of uncertain factors (E2), and the minimum size (S000-82)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.discovery.markets.ranges import Range, Size, carries_company, size_of
from tenure.discovery.markets.sizes import SizeText, clean_size, reckon
from tenure.engine.evidence.proportions import posterior
from tenure.kernel.errors import InvalidValue
from tenure.kernel.problems import sentence


def test_a_range_is_the_middle_80_per_cent_of_a_lognormal() -> None:
    mean, variation = Range(50.0, 200.0).factor
    found = size_of([(mean, variation)])
    assert (found.low, found.middle, found.high) == pytest.approx((50.0, 100.0, 200.0))


def test_one_number_is_a_range_without_width() -> None:
    assert Range(7.0, 7.0).factor == pytest.approx((7.0, 0.0))


def test_both_ways_quarrel_above_three_times() -> None:
    near = size_of([(1000.0, 0.0)], (10_000.0, 0.5, 0.5))
    far = size_of([(1000.0, 0.0)], (10_000.0, 1.0, 0.5))
    assert near.both is not None
    assert (near.both.discrepancy, near.apart) == pytest.approx((2.5, 2.5))
    assert (near.flagged, far.flagged) == (False, True)
    assert (size_of([(1000.0, 0.0)]).apart, size_of([(1000.0, 0.0)]).flagged) == (None, False)


def test_how_far_the_two_ways_lie_apart_is_told_of_the_numbers_that_are_shown() -> None:
    """Two wide factors have a mean far above their middle: dividing by it told 617 times of two numbers 446 times apart."""
    wide = [Range(1.0, 20.0).factor] * 2
    found = size_of(wide, (20.0, 0.5, 1.0))
    assert found.both is not None
    assert (found.middle, found.both.som_top) == pytest.approx((20.0, 10.0))
    assert found.apart == pytest.approx(2.0)
    assert found.both.discrepancy > 3, "by the mean it would be flagged"
    assert not found.flagged


@pytest.mark.parametrize(
    ("margin", "least", "verdict"),
    [(0.5, 40.0, "yes"), (0.5, 60.0, "undecided"), (0.5, 160.0, "no"), (None, 40.0, "unknown"), (0.5, None, "unknown")],
)
def test_a_company_or_a_living_for_two(margin: float | None, least: float | None, verdict: str) -> None:
    assert carries_company(Size(150.0, 100.0, 140.0, 300.0), margin, least) == verdict


def test_what_is_unknown_is_named_and_nothing_is_made_up() -> None:
    size, missing = reckon(SizeText(price_low_minor=100, price_high_minor=200), None, None)
    assert (size, missing) == (None, ("accounts", "reach", "prevalence", "willing", "times"))


def test_how_many_have_it_comes_from_interviews_unless_it_is_typed() -> None:
    typed = SizeText(
        reach_low=1.0, reach_high=1.0, willing_low=1.0, willing_high=1.0, price_low_minor=100, price_high_minor=100,
        times_low=1.0, times_high=1.0,
    )  # fmt: skip
    size, missing = reckon(typed, Range(1000.0, 1000.0), posterior(6, 10))
    assert missing == ()
    assert size is not None
    assert size.mean == pytest.approx(100_000 * 7 / 12)
    assert size.low < size.middle < size.high


@pytest.mark.parametrize(("named", "asked"), [(0, 8), (2, 9), (6, 10), (16, 18), (9, 9)])
@pytest.mark.parametrize("spread", [1.0, 1.5, 4.0])
def test_the_ends_of_a_market_are_those_draws_have_however_few_were_asked(
    named: int, asked: int, spread: float
) -> None:
    share, rest = posterior(named, asked), Range(100.0, 100.0 * spread)
    found = size_of([rest.factor], share=share)
    rng = np.random.default_rng(5)
    deviation = math.log(spread) / (2 * 1.2815515655446004)
    drawn = rest.middle * np.exp(rng.normal(0, deviation, 400_000)) * rng.beta(share.alpha, share.beta, 400_000)
    told = (found.low, found.middle, found.high)
    assert told == pytest.approx(tuple(np.quantile(drawn, (0.1, 0.5, 0.9))), rel=0.02)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reach_low": 1.2}, "size_share_wrong"),
        ({"reach_low": 0.5, "reach_high": 0.2}, "range_turned"),
        ({"price_low_minor": 200_00, "price_high_minor": 100_00}, "price_range_turned"),
        ({"price_low_minor": -5}, "size_money_wrong"),
        ({"price_high_minor": 10**15 + 1}, "size_money_wrong"),
        ({"times_low": 0.0}, "size_not_above_zero"),
        ({"times_high": 20_000.0}, "size_not_above_zero"),
        ({"margin": 1.5}, "size_share_wrong"),
        ({"whole_minor": 0}, "size_money_wrong"),
    ],
)
def test_impossible_numbers_are_named(fields: dict[str, float], code: str) -> None:
    with pytest.raises(InvalidValue, match=code):
        clean_size(SizeText(**fields))  # type: ignore[arg-type]


def test_no_sentence_about_a_market_tells_money_in_cents() -> None:
    wrong = SizeText(price_low_minor=-50_000, whole_minor=-12_050, times_low=20_000.0)
    with pytest.raises(InvalidValue) as refused:
        clean_size(wrong)
    found = {one.problem.data["field"]: sentence(one) for one in (refused.value, *refused.value.more)}
    assert {field for field, said in found.items() if "beyond counting" in said} == {
        "price_low_minor", "price_high_minor", "whole_minor",
    }  # fmt: skip
    assert found["times_low"].startswith("20,000 cannot be: give a number above zero, at most 10,000,")
    assert not any(digits in said for said in found.values() for digits in ("50,000", "12,050", "50000"))


@given(st.floats(1e-3, 1e6), st.floats(1, 50))
def test_the_bounds_come_back_whatever_the_range(low: float, times: float) -> None:
    found = size_of([Range(low, low * times).factor])
    assert math.isclose(found.low, low, rel_tol=1e-6)
    assert math.isclose(found.high, low * times, rel_tol=1e-6)
