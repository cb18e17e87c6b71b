"""Phone numbers are compared in one form, whatever the hand that wrote them."""

import pytest

from tenure.clients.clients import Details
from tenure.clients.phone_numbers import normal_phone, region_of


@pytest.mark.parametrize(
    "written",
    ["069123456", "0 69 123 456", "(069) 12-34-56", "373 69 123456", "+373 69 123 456", "+373 (0) 69 123456",
     "+373069123456", "00373 69123456", "тел. 069123456", "069123456; 022123456", "\u00a0069\u00a0123456"],
)  # fmt: skip
def test_the_ways_to_write_one_number_come_to_one_form(written: str) -> None:
    assert normal_phone(written, "MD") == "+37369123456"


@pytest.mark.parametrize("written", ["8 912 123-45-67", "7 912 123 45 67", "+7 (912) 123-45-67", "912 1234567"])
def test_the_trunk_prefix_of_the_country_is_known(written: str) -> None:
    assert normal_phone(written, "RU") == "+79121234567"


@pytest.mark.parametrize("written", ["", "ask Ana", "12", "+", "+999 123 456 78", "069123456.0 lei", "1" * 40])
def test_what_nobody_could_dial_has_no_form(written: str) -> None:
    assert normal_phone(written, "MD") == ""


def test_without_a_country_only_international_numbers_have_a_form() -> None:
    assert normal_phone("069123456", "") == ""
    assert normal_phone("+40 721 234 567", "") == "+40721234567"


@pytest.mark.parametrize(
    ("country", "region"),
    [("Moldova", "MD"), ("МОЛДОВА", "MD"), ("Republica Moldova", "MD"), ("Румыния", "RO"), ("românia", "RO"),
     ("ro", "RO"), ("РФ", "RU"), ("United Kingdom", "GB"), ("Atlantis", "CH"), ("", "CH"), (None, "CH")],
)  # fmt: skip
def test_a_country_is_known_by_its_name_in_three_languages_or_its_code(country: str | None, region: str) -> None:
    assert region_of(country, "CH") == region


@pytest.mark.parametrize(
    ("phone", "dial"), [("+373 (22) 12-34-56", "+37322123456"), ("022 12 34 56", "022123456"), ("ask Ana", "")]
)
def test_a_link_that_calls_holds_digits_only(phone: str, dial: str) -> None:
    assert Details("Alfa", phone=phone).dial == dial
