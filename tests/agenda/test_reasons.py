"""The sentences of Today: right in three languages, their numbers marked, at most two lines long."""

import pytest
from django.utils import translation

from tenure.agenda import reasons

NBSP = "\u00a0"
COMMON = {
    "as_of": "2026-05-12",
    "measure": "margin",
    "margin_share": 0.31,
    "share": 0.16,
    "share_low": 0.08,
    "share_high": 0.28,
}
SILENCE = COMMON | {"code": "silence", "days": 41, "gap": 14.0, "spread": 4.0, "chance": 1 / 59, "action": "call",
                    "yearly": 4_820_000, "years": 2.2, "left": 0.38, "overdue": 27}  # fmt: skip
FALLING = COMMON | {"code": "falling", "now": 310_000, "usual": 500_000, "drop": 0.38, "real": 0.975, "yearly": 762_000}
DUE = COMMON | {"code": "due", "days": 12, "gap": 3.5, "spread": 1.2, "from": "2026-05-11", "to": "2026-05-19",
                "order": 131_000, "late": 0.4}  # fmt: skip
FIRST = COMMON | {
    "code": "first_order",
    "days": 21,
    "median": 30,
    "came_back": 0.64,
    "value": 200_000,
    "day": "2026-04-21",
}
ALL = {"silence": SILENCE, "falling": FALLING, "due": DUE, "first_order": FIRST}


def said(reason, language="en"):
    with translation.override(language):
        return reasons.plain(reasons.sentence(reason, "EUR")).replace(NBSP, " ")


def test_a_silence_is_told_as_the_design_guide_tells_it():
    assert said(SILENCE) == (
        "No order for 41 days; the usual gap is 14 ± 4. An active client this regular is silent so long 1 time in 59."
    )


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("ru", 1, "Нет заказа 1 день;"), ("ru", 23, "Нет заказа 23 дня;"), ("ru", 25, "Нет заказа 25 дней;"),
        ("ro", 1, "Nicio comandă de 1 zi;"), ("ro", 19, "Nicio comandă de 19 zile;"),
        ("ro", 41, "Nicio comandă de 41 de zile;"), ("en", 1, "No order for 1 day;"),
    ],
)  # fmt: skip
def test_days_agree_with_their_number(language, days, words):
    assert said(SILENCE | {"days": days}, language).startswith(words)


def test_what_is_rarer_than_a_thousand_is_not_counted_out():
    assert said(SILENCE | {"chance": 1e-14}).endswith("less than 1 time in 1,000.")


def test_a_gap_without_a_spread_is_told_in_days():
    assert "the usual gap is 14 days." in said(SILENCE | {"spread": 0})


def test_short_gaps_keep_their_tenths():
    assert "The usual gap is 3.5 ± 1.2" in said(DUE)


def test_a_window_behind_today_was_due():
    assert "the next is due" in said(DUE)
    assert "the next was due" in said(DUE | {"as_of": "2026-05-25"})


def test_an_abbreviated_month_ends_the_sentence_with_one_dot(monkeypatch):
    monkeypatch.setenv("TENURE_NOW", "2026-09-01T06:40+00:00")  # of another year the year would follow
    told = said(DUE | {"from": "2026-08-30", "to": "2026-12-24"}, "ru")
    assert told.endswith("дек.")
    assert ".." not in told


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
@pytest.mark.parametrize("kind", ALL)
def test_every_reason_has_strong_numbers_and_fits_into_two_lines(kind, language):
    with translation.override(language):
        sentence = reasons.sentence(ALL[kind], "EUR")
    assert any(part.strong for part in sentence)
    assert len(reasons.plain(sentence)) <= 160
    assert "%" not in reasons.plain(sentence).replace(f"{NBSP}%", "")
    assert "**" not in reasons.plain(sentence)


def test_a_reckoning_names_its_factors_and_that_the_effect_is_assumed():
    told = reasons.plain(reasons.reckoning(SILENCE, 10, 91_000, "EUR")).replace(NBSP, " ")
    assert told == (
        "€48,200 a year while ordering × margin 31 % × 38 % probability of having left × "
        "16 % of such calls that bring the client back, assumed = €910; 10 min"
    )


@pytest.mark.parametrize("kind", ALL)
def test_every_input_of_a_rank_can_be_seen(kind):
    labels = [one.label for one in reasons.inputs(ALL[kind], "EUR")]
    assert "Effect of the contact" in labels
    assert "Margin in revenue" in labels
    assert len(labels) >= 3


def test_without_a_known_worth_there_is_no_reckoning():
    assert reasons.reckoning(SILENCE | {"left": None}, 10, None, "EUR") == ()


def test_a_plain_task_has_its_own_words_and_no_reason():
    assert reasons.title("plain", {}, "Send samples") == "Send samples"
    assert reasons.sentence({}, "EUR") == ()


def test_a_stored_word_of_the_product_is_translated_and_a_persons_word_stays():
    with translation.override("ru"):
        assert reasons.said("away") == "Человека нет на месте"
        assert reasons.said("ждём Анну") == "ждём Анну"
