"""Distinct histories against a slow second way, in any unit, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.models.shape import histories_of
from tenure.engine.tuples import distinct


def slowly(*columns: np.ndarray) -> tuple[np.ndarray, ...]:
    table, place, count = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True, return_counts=True)
    return (*table.T, count.astype(float), place.reshape(-1))


def made_up(seed: int, size: int, scale: float, most: int = 400) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    T = rng.integers(0, most, size)
    t_x = rng.integers(0, T + 1)
    x = np.where(t_x > 0, rng.integers(1, 40, size), 0)
    return x.astype(float), t_x * scale, T * scale


@pytest.mark.parametrize("scale", [1.0, 1 / 7, 1 / 30, np.pi, 1e7], ids=["days", "weeks", "months", "odd", "huge"])
def test_distinct_histories_equal_those_found_slowly(scale: float) -> None:
    columns = made_up(1, 5000, scale)
    found = distinct(*columns)
    for own, expected in zip((found.x, found.t_x, found.T, found.count, found.place), slowly(*columns), strict=True):
        np.testing.assert_array_equal(own, expected)


def test_histories_too_far_apart_to_be_laid_out_are_sorted() -> None:
    columns = made_up(2, 3000, 1.0, most=2_000_000)
    found = distinct(*columns)
    np.testing.assert_array_equal(np.stack((found.x, found.t_x, found.T)), np.stack(slowly(*columns)[:3]))


histories = st.tuples(st.integers(0, 300), st.integers(0, 2000), st.integers(0, 2000)).map(
    lambda own: (own[0] if own[1] else 0, own[1] if own[0] else 0, own[1] + own[2])
)


@settings(max_examples=50, deadline=None)
@given(st.lists(histories, max_size=30), st.sampled_from([1, 7, 30, 365.25]))
def test_every_client_finds_its_own_history_again(rows: list[tuple[int, int, int]], unit: float) -> None:
    table = np.array(rows, dtype=float).reshape(-1, 3)
    x, t_x, T = table[:, 0], table[:, 1] / unit, table[:, 2] / unit
    found = distinct(x, t_x, T)
    for own, expected in ((found.x, x), (found.t_x, t_x), (found.T, T)):
        np.testing.assert_array_equal(own[found.place], expected)
    np.testing.assert_array_equal(found.count, np.bincount(found.place, minlength=found.x.size))


@pytest.mark.parametrize(
    ("x", "t_x", "T", "code"),
    [
        (np.nan, 1, 2, "history_not_finite"),
        (-1, 1, 2, "history_negative"),
        (1, 3, 2, "history_after_end"),
        (0, 1, 2, "history_no_repeat"),
        (1.5, 1, 2, "history_fraction"),
    ],
)
def test_impossible_histories_are_refused_by_their_rows(x: float, t_x: float, T: float, code: str) -> None:
    with pytest.raises(BadInput) as raised:
        distinct([1, x], [1, t_x], [2, T])
    assert (raised.value.code, raised.value.rows) == (code, (1,))


@pytest.mark.parametrize("column", [["a", "b"], [None, "1.5.2026"], [1j, 1], [object(), 1], [[1], [1, 2]]], ids=repr)
def test_columns_that_are_no_numbers_are_refused(column: list) -> None:
    with pytest.raises(BadInput) as raised:
        distinct(column, [1, 1], [2, 2])
    assert raised.value.code == "history_not_numbers"
    with pytest.raises(BadInput) as raised:
        histories_of(column, [1, 1], [2, 2])
    assert raised.value.code == "history_not_numbers"


@pytest.mark.parametrize(
    ("x", "t_x", "T", "gap_logs"),
    [([1, 2], [1], [3, 3], None), ([1, 2], [1, 1], [3], None), ([1, 2], [1, 1], [3, 3, 3], None),
     ([1, 2], [1, 1], [3, 3], [0.0])],
)  # fmt: skip
def test_columns_of_different_lengths_are_refused_not_stretched(
    x: list, t_x: list, T: list, gap_logs: list | None
) -> None:
    with pytest.raises(BadInput) as raised:
        distinct(x, t_x, T, gap_logs)
    assert raised.value.code == "history_uneven"


def test_histories_without_a_common_shape_are_refused() -> None:
    with pytest.raises(BadInput) as raised:
        histories_of([1, 2], [1, 1], [3, 3, 3])
    assert raised.value.code == "history_uneven"
