"""A way of stages: how far each got, what share went on, how long it took."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tenure.engine.stages import Walk, passages, usual_length


def test_each_stage_tells_who_got_there_of_those_who_went_on_or_stopped() -> None:
    walks = [
        Walk(0, (1, 4, 9), arrived=10),
        Walk(0, (2, 8, None), stopped=True),
        Walk(0, (1, None, None), stopped=True),
        Walk(0, (3, None, None)),
    ]
    first, second, third, end = passages(walks, 3)
    assert (first.reached, first.waiting, first.stopped) == (4, 1, 1)
    assert (second.reached, second.of) == (2, 3), "who is undecided at the stage before is on neither side"
    assert (third.reached, third.of, second.stopped) == (1, 2, 1)
    assert (end.reached, end.of, end.stopped, end.waiting) == (1, 1, 0, 0)
    assert (second.days, third.days, end.days) == (4.5, 5.0, 1.0)
    assert first.days is None


def test_the_interval_is_the_middle_of_the_posterior() -> None:
    walks = [Walk(0, (1, 2), arrived=3)] * 7 + [Walk(0, (1, None), stopped=True)] * 2
    found = passages(walks, 2)[1]
    assert (found.low, found.high) == pytest.approx(stats.beta(8, 3).interval(0.8))


def test_who_skipped_a_stage_has_it_behind_but_went_another_way() -> None:
    walk = Walk(0, (1, None, 5), arrived=6)
    assert walk.reached == 4
    assert not walk.in_order
    assert [one.reached for one in passages([walk], 3)] == [1, 1, 1, 1]
    assert [one.days for one in passages([walk], 3)] == [None, None, None, 1.0]


@pytest.mark.parametrize(
    ("days", "arrived", "expected"),
    [((1, 1, 2), 2, True), ((2, 1, 3), 4, False), ((1, 2, 5), 4, False), ((1, 2, 3), None, False)],
)
def test_the_order_is_that_of_the_stages_and_then_the_end(
    days: tuple[int, ...], arrived: int | None, expected: bool
) -> None:
    assert Walk(0, days, arrived).in_order is expected


def test_the_length_counts_from_the_first_word_even_before_the_beginning() -> None:
    assert Walk(10, (3, 12), arrived=15).length == 12
    assert Walk(10, (None, None), arrived=15).length == 5
    assert usual_length([Walk(10, (3,), 15), Walk(0, (1,), 4), Walk(0, (1,))]) == 8.0
    assert usual_length([Walk(0, (1,))]) is None


def test_nobody_gives_no_share() -> None:
    assert [(one.reached, one.low, one.days) for one in passages([], 1)] == [(0, None, None)] * 2


DAYS = st.integers(0, 400)


@given(
    st.lists(st.builds(Walk, DAYS, st.tuples(*[st.none() | DAYS] * 3), st.none() | DAYS, st.booleans()), max_size=30)
)
def test_nobody_is_lost_on_the_way(walks: list[Walk]) -> None:
    found = passages(walks, 3)
    reached = [one.reached for one in found]
    assert reached == sorted(reached, reverse=True)
    for before, after in pairwise(found):
        assert before.reached == after.reached + before.stopped + before.waiting
        assert after.of == after.reached + before.stopped
        assert after.low is None or 0 <= after.low <= after.high <= 1  # type: ignore[operator]
