"""Classes: ties, empty bases, and values no textbook shows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.base import classes

INCOMES = st.lists(st.integers(-(10**12), 10**12), max_size=60)


def test_a_client_without_income_is_c_even_among_the_first() -> None:
    assert classes.abc([0, -5, 0], ["a", "b", "c"]).tolist() == ["C", "C", "C"]
    assert classes.abc([10, 0, -3], ["a", "b", "c"]).tolist() == ["A", "C", "C"]


def test_the_client_that_crosses_the_limit_belongs_to_the_higher_class() -> None:
    assert classes.abc([80, 15, 5], ["a", "b", "c"]).tolist() == ["A", "B", "C"]
    assert classes.abc([79, 16, 5], ["a", "b", "c"]).tolist() == ["A", "A", "C"]


def test_equal_incomes_are_cut_in_the_order_of_the_keys() -> None:
    letters = classes.abc([10] * 10, list("jihgfedcba"))
    assert letters.tolist() == list("BBAAAAAAAA")


def test_losses_do_not_make_the_others_larger() -> None:
    with_losses = classes.abc([60, 25, 15, -500], [1, 2, 3, 4])
    assert with_losses.tolist()[:3] == classes.abc([60, 25, 15], [1, 2, 3]).tolist()


@given(INCOMES)
def test_a_larger_income_never_gets_a_lower_class(incomes: list[int]) -> None:
    letters = classes.abc(np.array(incomes, dtype=float), np.arange(len(incomes)))
    ranked = [letter for _, letter in sorted(zip(incomes, letters.tolist(), strict=True), key=lambda p: (-p[0], p[1]))]
    assert ranked == sorted(ranked)


def test_a_third_of_the_clients_is_frequent_a_third_occasional() -> None:
    assert classes.frequency_class([1, 2, 3, 4, 5, 6]).tolist() == ["Z", "Z", "Y", "Y", "X", "X"]


def test_nobody_is_frequent_when_all_order_alike() -> None:
    assert classes.frequency_class([4, 4, 4]).tolist() == ["Z", "Z", "Z"]
    assert classes.frequency_class([7]).tolist() == ["Z"]


@given(st.lists(st.integers(0, 8), min_size=1, max_size=60))
def test_equal_frequencies_share_a_class(rates: list[int]) -> None:
    letters = classes.frequency_class(rates)
    assert len(set(zip(rates, letters.tolist(), strict=True))) == len(set(rates))


def test_variation_without_income_is_not_known() -> None:
    found = classes.variation([0, -10, 12], [0, 100, 144], [4, 4, 0])
    assert np.isnan(found).all()
    assert classes.stability_class(found).tolist() == ["", "", ""]


def test_steady_demand_has_no_variation() -> None:
    assert classes.variation(3 * 1e9 + 1, 3 * (1e9 + 1 / 3) ** 2, 3) < 1e-6


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=80))
def test_quintiles_are_one_to_five_and_equal_for_equal_values(values: list[int]) -> None:
    scores = classes.quintile(values)
    assert ((scores >= 1) & (scores <= 5)).all()
    assert len(set(zip(values, scores.tolist(), strict=True))) == len(set(values))
    assert (np.diff(scores[np.argsort(values, kind="stable")]) >= 0).all()


def test_an_empty_base_has_no_classes() -> None:
    assert classes.abc([], []).size == classes.frequency_class([]).size == classes.quintile([]).size == 0
