"""Names that may be a slip apart are found by halves they share: as many as a comparison of each with each finds."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from tenure.clients.matching.near_names import PROBED_AT_ONCE, likely_pairs

NAMES = st.lists(st.text("abcнят 12", min_size=5, max_size=40), min_size=1, max_size=30)


def found(names: Sequence[str], fresh: Sequence[bool] | None = None, *, largest: int = 30) -> set[tuple[int, int]]:
    flags = np.array(fresh if fresh is not None else [True] * len(names))
    pairs = likely_pairs(names, flags, least_similarity=92, largest=largest)
    return {
        (min(a, b), max(a, b)) for first, second in pairs for a, b in zip(first.tolist(), second.tolist(), strict=True)
    }


def digits(name: str) -> str:
    return "".join(sign for sign in name if sign.isdigit())


@given(name=st.text("abcdнятяё ", min_size=13, max_size=60), place=st.integers(0, 59), letter=st.sampled_from("abcн"))
def test_a_name_with_one_letter_put_in_is_met(name: str, place: int, letter: str) -> None:
    slipped = name[: place % len(name)] + letter + name[place % len(name) :]
    assert found([name, slipped]) == {(0, 1)}


@given(name=st.text("abcdнятяё ", min_size=13, max_size=60), place=st.integers(0, 59))
def test_a_name_with_one_letter_changed_is_met(name: str, place: int) -> None:
    at = place % len(name)
    assert found([name, f"{name[:at]}q{name[at + 1 :]}"]) == {(0, 1)}


@given(names=NAMES)
def test_what_is_met_shares_a_half_and_its_digits(names: list[str]) -> None:
    for a, b in found(names):
        one, other = names[a], names[b]
        sizes = [len(one) // 2, len(other) // 2]
        assert digits(one) == digits(other)
        assert any(one[:size] == other[:size] or one[len(one) - size :] == other[len(other) - size :] for size in sizes)


@given(names=NAMES)
def test_no_near_pair_is_missed_that_differs_in_one_half_only(names: list[str]) -> None:
    met = found(names, largest=10_000)
    for a, one in enumerate(names):
        for b, other in enumerate(names[:a]):
            half = len(one) // 2
            shares = len(one) == len(other) and (one[:half] == other[:half] or one[-half:] == other[-half:])
            if shares and digits(one) == digits(other) and fuzz.ratio(one, other) >= 92 and len(one) >= 13:
                assert (b, a) in met


def test_only_pairs_with_a_new_name_are_met() -> None:
    names = ["orchid bakery works", "orchid bakery workz", "orchid bakery wooks"]
    assert found(names, [False, False, True]) == {(0, 2), (1, 2)}
    assert found(names, [False, False, False]) == set()


def test_names_that_differ_in_a_number_are_two_names() -> None:
    assert found(["warehouse number 12", "warehouse number 21", "warehouse number 13"]) == set()


def test_a_half_that_too_many_share_says_nothing() -> None:
    names = [f"wholesale company {letter * 2}" for letter in "abcdefgh"]
    assert found(names, largest=8)
    assert found(names, largest=7) == set()


@pytest.mark.parametrize("names", [["abcde"], ["я" * 250, "я" * 250]])
def test_few_and_long_names_are_no_trouble(names: list[str]) -> None:
    assert len(found(names)) == len(list(pairwise(names)))


def test_names_of_different_portions_are_met() -> None:
    filling = [f"{place:x}".translate(str.maketrans("0123456789", "ghijklmnop")) * 5 for place in range(PROBED_AT_ONCE)]
    names = ["orchid bakery works", *filling, "orchid bakery workz"]
    assert (0, len(names) - 1) in found(names)
