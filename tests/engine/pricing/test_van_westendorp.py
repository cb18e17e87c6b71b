"""Four prices of every respondent: the crossings a second way, and what must hold of any answers."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.pricing.van_westendorp import Found, analyse, violators

prices = st.floats(0, 1000).map(lambda price: round(price, 2))
respondents = st.lists(st.lists(prices, min_size=4, max_size=4).map(sorted), min_size=2, max_size=30)


def found(answers: list[list[float]], **options: int) -> Found:
    return analyse(answers, generator=np.random.default_rng(5), **({"replicates": 50} | options))


def walked(answers: list[list[float]], fall: int, rise: int) -> float:
    """The crossing a second way: along the straight pieces between the answers, one after another."""
    table = np.array(answers)
    grid = sorted(set(table.ravel().tolist()))
    apart = [round(float((table[:, rise] <= x).mean() - (table[:, fall] >= x).mean()), 12) for x in grid]
    level = [x for x, gap in zip(grid, apart, strict=True) if gap == 0]
    if level:
        return (level[0] + level[-1]) / 2
    for (left, before), (right, after) in zip(
        zip(grid, apart, strict=True), zip(grid[1:], apart[1:], strict=True), strict=False
    ):
        if before < 0 < after:
            return left + (right - left) * -before / (after - before)
    raise AssertionError("the curves do not meet")


@settings(max_examples=150, deadline=None)
@given(respondents)
def test_the_points_lie_where_a_walk_along_the_curves_finds_them(answers: list[list[float]]) -> None:
    points = found(answers, replicates=1).points
    assert points.pmc == pytest.approx(walked(answers, 0, 2), abs=1e-6)
    assert points.pme == pytest.approx(walked(answers, 1, 3), abs=1e-6)
    assert points.opp == pytest.approx(walked(answers, 0, 3), abs=1e-6)
    assert points.ipp == pytest.approx(walked(answers, 1, 2), abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(respondents)
def test_the_ends_of_the_range_are_in_order_and_inside_the_answers(answers: list[list[float]]) -> None:
    points = found(answers, replicates=1).points
    for point in (points.opp, points.ipp):
        assert points.pmc - 1e-6 <= point <= points.pme + 1e-6
    assert min(map(min, answers)) <= points.pmc <= points.pme + 1e-9 <= max(map(max, answers)) + 1e-6


@settings(max_examples=50, deadline=None)
@given(respondents, st.floats(0.1, 50))
def test_prices_in_another_currency_only_change_the_unit(answers: list[list[float]], rate: float) -> None:
    plain, other = found(answers, replicates=1).points, found((np.array(answers) * rate).tolist(), replicates=1).points
    assert other.pmc == pytest.approx(plain.pmc * rate, rel=1e-6, abs=1e-6)
    assert other.ipp == pytest.approx(plain.ipp * rate, rel=1e-6, abs=1e-6)


def test_prices_out_of_order_are_left_out_and_named() -> None:
    answers = [[5, 10, 20, 30], [30, 20, 10, 5], [8, 12, 25, 40], [10, 10, 10, 10]]
    assert violators(answers).tolist() == [1]
    result = found([list(map(float, row)) for row in answers])
    assert result.kept == 3
    assert result.violators == (1,)


def test_an_interval_narrows_with_more_respondents_and_holds_the_point() -> None:
    rng = np.random.default_rng(9)
    many = np.sort(rng.lognormal(3, 0.4, (400, 4)), axis=1)
    wide, narrow = found(many[:25].tolist(), replicates=400), found(many.tolist(), replicates=400)
    assert narrow.high.opp - narrow.low.opp < wide.high.opp - wide.low.opp
    assert wide.low.opp <= wide.points.opp <= wide.high.opp


@pytest.mark.parametrize("answers", [[[-1, 2, 3, 4], [1, 2, 3, 4]], [[1, 2, 3], [1, 2, 3]], [[1, 2, 3, float("nan")]]])
def test_what_is_no_price_is_refused(answers: list[list[float]]) -> None:
    with pytest.raises(BadInput):
        found(answers)


def test_one_respondent_in_order_is_not_enough() -> None:
    with pytest.raises(NotEnoughData):
        found([[1, 2, 3, 4], [4, 3, 2, 1]])


def test_the_intervals_of_a_dozen_respondents_hold_nearly_as_often_as_they_say() -> None:
    """Against the points of forty thousand respondents of the same kind; drawing all again held 7 times of 10."""
    rng = np.random.default_rng(7)

    def people(n: int) -> np.ndarray:
        usual = rng.lognormal(3, 0.35, n)
        own = np.sort(rng.lognormal(0, 0.25, (n, 4)) * np.array([0.5, 0.8, 1.2, 1.8]), axis=1)
        return np.round(usual[:, None] * own)

    truth = np.array(astuple(analyse(people(40_000), replicates=2, generator=rng).points))
    held = np.zeros(4)
    for _ in range(250):
        result = analyse(people(10), replicates=120, generator=rng)
        held += (np.array(astuple(result.low)) <= truth) & (truth <= np.array(astuple(result.high)))
    assert held.mean() / 250 == pytest.approx(0.8, abs=0.045)


@pytest.mark.parametrize("same", [0.0, 5.0])
def test_four_equal_prices_of_everybody_are_that_price(same: float) -> None:
    result = found([[same] * 4] * 3)
    assert set(astuple(result.points)) == {same}
    assert not result.sound
