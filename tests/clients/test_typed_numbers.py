"""Numbers are read in the signs of the language, and a field shows them so that the same is read again."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tenure.clients.typed_numbers import in_field, money_in_field, number_typed, told_apart
from tenure.kernel.errors import InvalidValue

LANGUAGES = ("en", "ru", "ro")


@given(st.sampled_from(LANGUAGES), st.decimals(-(10**9), 10**9, places=6))
def test_what_a_field_shows_is_read_as_it_was(language: str, stored: Decimal) -> None:
    with translation.override(language):
        assert number_typed(in_field(float(stored))) == float(stored)


@given(st.sampled_from(LANGUAGES), st.floats(-1e15, 1e15))
def test_any_stored_number_comes_back_as_near_as_nine_decimals(language: str, stored: float) -> None:
    with translation.override(language):
        assert number_typed(in_field(stored)) == pytest.approx(stored, rel=1e-14, abs=1e-9)


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("en", 2.375, "2.375"),
        ("ro", 2.375, "2,375"),
        ("ru", 2.375, "2,375"),
        ("en", 1_234_567.0, "1234567"),
        ("ro", 0.1 * 3 * 100, "30"),
        ("en", 1e-12, "0"),
        ("en", -0.5, "-0.5"),
        ("en", None, ""),
    ],
)
def test_a_field_shows_a_number_whole_and_without_groups(language: str, value: float | None, text: str) -> None:
    with translation.override(language):
        assert in_field(value) == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (12050, "EUR", "120.5"),
        (120_000_00, "EUR", "120000"),
        (1255, "KWD", "1.255"),
        (1200, "JPY", "1200"),
        (None, "EUR", ""),
    ],
)
def test_a_field_holds_every_figure_that_was_stored(minor: int | None, currency: str, text: str) -> None:
    assert money_in_field(minor, currency) == text


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "8,750", 8750),
        ("ro", "8.750", 8750),
        ("ru", "8,750", 8.75),
        ("ru", "8 750,50", 8750.5),
        ("en", "1,250.50", 1250.5),
        ("ro", "1.250,50", 1250.5),
        ("en", "12,5", 12.5),
        ("en", "0,050", 0.05),
        ("ro", "0.050", 0.05),
        ("ro", "12.5", 12.5),
        ("en", "1e3", None),
        ("en", "nan", None),
        ("en", "1,2,3", None),
    ],
)
def test_thousands_and_decimals_are_told_apart_by_the_language(language: str, text: str, value: float | None) -> None:
    with translation.override(language):
        assert number_typed(text) == value


@pytest.mark.parametrize(
    ("language", "typed", "few", "many"),
    [
        ("en", "60.000", "60", "60000"),
        ("en", "1.250", "1.25", "1250"),
        ("ru", "9,000", "9", "9000"),
        ("ro", "9,500", "9,5", "9500"),
    ],
)
def test_an_amount_that_may_be_a_thousand_times_more_is_asked_about(
    language: str, typed: str, few: str, many: str
) -> None:
    with translation.override(language), pytest.raises(InvalidValue) as error:
        told_apart(typed, "cash", 2)
    assert (error.value.problem.data["few"], error.value.problem.data["many"]) == (few, many)


@pytest.mark.parametrize(
    ("language", "typed", "decimals"),
    [
        ("en", "60,000", 2), ("ro", "60.000", 2), ("en", "60000", 2), ("en", "60.00", 2), ("en", "0.125", 2),
        ("en", "1,250.5", 2), ("en", "1.250", 3), ("en", "1 250", 2), ("en", "", 2),
    ],
)  # fmt: skip
def test_an_amount_that_can_only_be_one_is_not_asked_about(language: str, typed: str, decimals: int) -> None:
    with translation.override(language):
        told_apart(typed, "cash", decimals)
