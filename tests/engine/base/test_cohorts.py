"""Cohort retention: a table worked out by hand, and rows added up in any portions."""

import numpy as np
import pytest

from tenure.engine.base.cohorts import cohort_table
from tenure.engine.errors import BadInput

# Client by client: (first period, period, money). Four begin in 0, two in 1, one in 2.
ROWS = [
    (0, 0, 10), (0, 0, 20), (0, 0, 30), (0, 0, 40), (0, 1, 15), (0, 1, 35), (0, 2, 25),
    (1, 1, 5), (1, 1, 5), (1, 2, 20), (2, 2, 7),
]  # fmt: skip


def test_the_table_worked_out_by_hand() -> None:
    first, period, money = np.array(ROWS).T
    table = cohort_table(first, period, np.ones(len(ROWS)), money, periods=3)
    assert table.clients.tolist() == [4, 2, 1]
    np.testing.assert_allclose(table.share, [[1, 0.5, 0.25], [1, 0.5, np.nan], [1, np.nan, np.nan]])
    np.testing.assert_allclose(table.revenue_share, [[1, 0.5, 0.25], [1, 2, np.nan], [1, np.nan, np.nan]])


def test_rows_already_summed_give_the_same_table() -> None:
    first, period, money = np.array(ROWS).T
    alone = cohort_table(first, period, np.ones(len(ROWS)), money, periods=3)
    places = sorted(set(zip(first.tolist(), period.tolist(), strict=True)))
    chosen = [(first == f) & (period == p) for f, p in places]
    summed = cohort_table(
        [f for f, _ in places], [p for _, p in places], [int(c.sum()) for c in chosen],
        [int(money[c].sum()) for c in chosen], periods=3,
    )  # fmt: skip
    np.testing.assert_array_equal(summed.active, alone.active)
    np.testing.assert_array_equal(summed.revenue, alone.revenue)


def test_a_cohort_nobody_began_in_has_no_shares() -> None:
    table = cohort_table([1], [1], [3], [9], periods=2)
    assert np.isnan(table.share[0]).all()
    assert table.share[1, 0] == 1


@pytest.mark.parametrize(
    ("first", "period", "clients", "money"),
    [([1], [0], [1], [1]), ([-1], [0], [1], [1]), ([0], [3], [1], [1]), ([0], [0], [float("nan")], [1])],
)
def test_impossible_rows_are_refused(
    first: list[int], period: list[int], clients: list[float], money: list[float]
) -> None:
    with pytest.raises(BadInput) as caught:
        cohort_table(first, period, clients, money, periods=3)
    assert caught.value.rows == (0,)
