"""Numbers, money and dates in three languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tenure.kernel import formats

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "€48,201"), ("ru", f"48{SPACE}201{SPACE}€"), ("ro", f"48.201{SPACE}EUR")],
)
def test_money_stands_in_whole_units_with_the_signs_of_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert formats.money(4820100, "EUR") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "€3.1–9.8k"), ("ru", f"3,1–9,8{SPACE}тыс.{SPACE}€"), ("ro", f"3,1–9,8{SPACE}mii{SPACE}EUR")],
)
def test_an_interval_has_one_sign_and_one_unit(language: str, text: str) -> None:
    with translation.override(language):
        assert formats.interval(310000, 980000, "EUR") == text


def test_an_interval_whose_ends_look_alike_is_one_number() -> None:
    assert formats.interval(10_000_00, 10_001_00, "EUR") == "€10k"


def test_an_interval_below_zero_is_said_in_words() -> None:
    assert formats.interval(-300_00, 1200_00, "EUR") == "−€0.3k to €1.2k"


def test_compact_money_drops_the_zero_after_the_point() -> None:
    assert formats.money(4_000_000_00, "EUR", compact=True) == "€4M"


def test_compact_money_just_below_a_million_does_not_read_a_thousand_thousands() -> None:
    assert formats.money(999_960_00, "EUR", compact=True) == "€1M"


def test_a_currency_without_a_sign_keeps_a_space_in_english() -> None:
    assert formats.money(840000, "MDL") == f"MDL{SPACE}8,400"


def test_a_negative_amount_has_a_true_minus_before_the_sign() -> None:
    assert formats.money(-840000, "EUR") == "−€8,400"


def test_exact_money_has_cents_and_yen_has_none() -> None:
    assert formats.money(123450, "EUR", exact=True) == "€1,234.50"
    assert formats.money(1234, "JPY", exact=True) == "JP¥1,234"


def test_what_was_typed_keeps_its_cents_and_has_none_where_there_were_none() -> None:
    told = [formats.amount(minor, "EUR") for minor in (12050, 12000, 125075, -12050, 0)]
    assert told == ["€120.50", "€120", "€1,250.75", "−€120.50", "€0"]
    assert (formats.amount(1234, "JPY"), formats.amount(1250, "KWD")) == ("JP¥1,234", f"KWD{SPACE}1.250")


def test_what_one_costs_is_told_to_the_cent_while_it_is_small() -> None:
    assert [formats.per_one(minor, "EUR") for minor in (471.698, 13636.4, 13600.0, 99999.4, 100050.0)] == [
        "€4.72", "€136.36", "€136", "€999.99", "€1,000",
    ]  # fmt: skip


def test_a_price_of_less_than_a_cent_is_not_nothing() -> None:
    told = [formats.price(units, "EUR") for units in (120.5, 52.0, 0.125, 0.004, 0.523, 1.234, 0.0, -0.004)]
    assert told == ["€120.50", "€52", "€0.125", "€0.004", "€0.52", "€1.23", "€0", "−€0.004"]


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, f"0{SPACE}%"),
        (0.004, f"under 1{SPACE}%"),
        (0.62, f"62{SPACE}%"),
        (0.996, f"over 99{SPACE}%"),
        (1.0, f"100{SPACE}%"),
    ],
)
def test_a_percent_never_rounds_to_a_false_certainty(share: float, text: str) -> None:
    assert formats.percent(share) == text


@pytest.mark.parametrize(("count", "text"), [(1, "1 день"), (22, "22 дня"), (41, "41 день"), (111, "111 дней")])
def test_days_follow_the_russian_plural(count: int, text: str) -> None:
    with translation.override("ru"):
        assert formats.days(count) == text.replace(" ", SPACE)


@pytest.mark.parametrize(("count", "text"), [(1, "1 zi"), (19, "19 zile"), (20, "20 de zile"), (101, "101 zile")])
def test_days_follow_the_romanian_plural(count: int, text: str) -> None:
    with translation.override("ro"):
        assert formats.days(count).replace(SPACE, " ") == text


def test_the_year_stands_only_when_it_is_not_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T10:00")
    assert formats.day(date(2026, 4, 15)) == f"15{SPACE}Apr"
    assert formats.day(date(2024, 4, 15)) == f"15{SPACE}Apr 2024"


def test_a_range_inside_one_month_names_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T10:00")
    assert formats.day_range(date(2026, 4, 11), date(2026, 4, 19)).replace(SPACE, " ") == "11–19 Apr"


def test_a_moment_is_shown_in_the_time_zone_of_the_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T10:00")
    moment = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)
    with translation.override("en"), formats.timezone.override("Europe/Chisinau"):
        assert formats.moment(moment) == f"13{SPACE}May, 01:30"


def test_a_long_stretch_is_told_in_years_and_months() -> None:
    assert formats.span(2255).replace(SPACE, " ") == "6 years 2 months"
    assert formats.span(30).replace(SPACE, " ") == "30 days"


def test_a_duration_is_told_in_hours_and_minutes() -> None:
    assert formats.duration(145).replace(SPACE, " ") == "2 h 25 min"


@pytest.mark.parametrize(
    ("name", "language"), [("Брутэрия", "ru"), ("Brutăria Spicul", "ro"), ("Codru Trade", ""), ("", "")]
)
def test_a_name_tells_its_language_by_its_letters(name: str, language: str) -> None:
    assert formats.script_language(name) == language


@pytest.mark.parametrize(("minor", "text"), [(133_696_00, "€134,000"), (9_871_00, "€9,900"), (37_00, "€37"), (0, "€0")])
def test_an_uncertain_amount_has_no_more_figures_than_it_deserves(minor: int, text: str) -> None:
    assert formats.estimate(minor, "EUR") == text


@pytest.mark.parametrize(
    ("units", "currency", "text"),
    [(52.0, "EUR", "€52"), (44.5, "EUR", "€44.50"), (46.996, "EUR", "€47"), (1250.4, "JPY", "JP¥1,250")],
)
def test_a_price_has_cents_where_it_has_them(units: float, currency: str, text: str) -> None:
    assert formats.price(units, currency) == text


@pytest.mark.parametrize(
    ("days", "spread", "text"), [(1.9, 0.7, "1.9 ± 0.7"), (14.2, 4.4, "14 ± 4"), (30.4, None, "30"), (3.0, 0.0, "3")]
)
def test_a_usual_gap_keeps_tenths_only_where_they_matter(days: float, spread: float | None, text: str) -> None:
    assert formats.gap(days, spread).replace(SPACE, " ") == text


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [(0.26714, "en", "0.2671"), (2503.4, "en", "2,503"), (2503.4, "ru", f"2{SPACE}503"), (0.0, "en", "0")],
)
def test_a_parameter_has_four_significant_figures_in_the_signs_of_the_language(
    value: float, language: str, text: str
) -> None:
    with translation.override(language):
        assert formats.significant(value) == text
    with translation.override("en"):
        assert formats.significant(72345.0, 2) == "72,000"


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.32, "32 %"),
        (0.05, "1 in 20"),
        (0.017, "1 in 59"),
        (0.0004, "< 1 in 1,000"),
        (0.0, "< 1 in 1,000"),
    ],
)
def test_a_small_chance_is_told_as_one_in_so_many(probability: float, text: str) -> None:
    with translation.override("en"):
        assert formats.odds(probability) == text.replace(" ", SPACE)


def test_a_language_spoken_in_a_block_holds_for_words_and_numbers_and_ends_with_it() -> None:
    with translation.override("ro"):
        with formats.speaking("ru"):
            assert (formats.language(), translation.get_language()) == ("ru", "ru")
            with formats.speaking("en"):
                assert formats.number(1234.5, 1) == "1,234.5"
            assert formats.language() == "ru"
        assert formats.language() == "ro"
