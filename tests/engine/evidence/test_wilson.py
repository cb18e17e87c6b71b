"""Wilson's interval without SciPy agrees with the one with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.evidence.proportions import intervals
from tenure.engine.evidence.wilson import wilson


@given(st.integers(1, 400), st.data())
def test_both_ways_give_the_same_interval(n: int, data: st.DataObject) -> None:
    s = data.draw(st.integers(0, n))
    assert wilson(s, n) == pytest.approx(intervals(s, n).wilson, abs=1e-12)


@given(st.integers(1, 400), st.data())
def test_the_share_lies_inside_and_the_ends_inside_nought_and_one(n: int, data: st.DataObject) -> None:
    s = data.draw(st.integers(0, n))
    low, high = wilson(s, n)
    assert 0 <= low <= s / n <= high <= 1


@pytest.mark.parametrize(("s", "n"), [(3, 2), (-1, 2), (0, 0), (0.5, 2)])
def test_impossible_counts_are_refused(s: float, n: int) -> None:
    with pytest.raises(BadInput):
        wilson(s, n)  # type: ignore[arg-type]
