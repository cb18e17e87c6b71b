"""Concentration: bounds, extremes and the thinned curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.base.concentration import CURVE_POINTS, concentration


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=50).filter(any))
def test_shares_stay_within_their_bounds(incomes: list[int]) -> None:
    found = concentration(incomes)
    n = len(incomes)
    assert found.top_share is not None
    assert found.gini is not None
    assert found.hhi is not None
    assert 0 < found.top_share <= 1 + 1e-12
    assert -1e-12 <= found.gini <= (n - 1) / n + 1e-12
    assert 1 / n - 1e-12 <= found.hhi <= 1 + 1e-12


def test_equal_clients_are_not_concentrated() -> None:
    found = concentration([7.0] * 10)
    assert (found.gini, found.hhi, found.top_share, found.half_clients) == pytest.approx((0, 0.1, 0.2, 5), abs=1e-12)


def test_a_base_that_loses_money_has_a_peak_but_no_shares() -> None:
    found = concentration([-5.0, 3.0, -10.0])
    assert (found.total, found.peak, found.unprofitable) == (-12, 3, 2)
    assert found.top_share is None
    assert found.gini is None
    assert found.peak_share is None


def test_an_empty_base_gives_an_empty_answer() -> None:
    found = concentration([])
    assert (found.clients, found.total, found.gini) == (0, 0, None)


def test_the_curve_is_short_and_keeps_its_peak_and_ends() -> None:
    rng = np.random.default_rng(1)
    incomes = rng.normal(10, 50, 100_000)
    found = concentration(incomes)
    assert len(found.curve) <= CURVE_POINTS
    assert found.curve[0] == (0, 0.0)
    assert found.curve[-1][0] == 100_000
    assert found.curve[-1][1] == pytest.approx(incomes.sum())
    assert max(value for _, value in found.curve) == pytest.approx(found.peak)
