"""The linter tells what makes a claim hard to test, in three languages, and is silent about a good one."""

import pytest

from tenure.discovery.hypotheses.linter import Claim, lint
from tenure.discovery.hypotheses.linter_words import flag_words
from tenure.kernel.formats import speaking

GOOD = {
    "en": "We believe that at least 40 of 100 bakeries with a night shift will pay €49 a month within 30 days",
    "ru": "Мы считаем, что не меньше 40 из 100 пекарен с ночной сменой заплатят 49 € в месяц за 30 дней",
    "ro": "Credem că cel puțin 40 din 100 de brutării cu tură de noapte vor plăti 49 € pe lună în 30 de zile",
}


def codes(claim: Claim) -> set[str]:
    return {flag.code for flag in lint(claim)}


@pytest.mark.parametrize("language", sorted(GOOD))
def test_a_precise_claim_raises_no_flag(language: str) -> None:
    assert codes(Claim("Pays monthly", GOOD[language], falsifier="fewer than 40", threshold=40, prior=0.5)) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Most bakeries are late", "vague"),
        ("Большинство пекарен опаздывает", "vague"),
        ("Majoritatea brutăriilor întârzie", "vague"),
        ("They would buy it", "future_opinion"),
        ("Они купили бы это", "future_opinion"),
        ("Ar cumpăra produsul", "future_opinion"),
        ("They need an app", "feature_wish"),
        ("Им нужна кнопка заказа", "feature_wish"),
        ("Le trebuie un buton de comandă", "feature_wish"),
        ("They pay monthly and will recommend us", "two_claims"),
        ("Платят помесячно и будут рекомендовать", "two_claims"),
        ("Plătesc lunar și vor recomanda", "two_claims"),
        ("They like it", "not_testable"),
        ("40 of 100 sign", "no_by_when"),
        ("40 of 100 sign within 30 days", "no_falsifier"),
    ],
)
def test_what_is_in_the_way_is_named(text: str, code: str) -> None:
    assert code in codes(Claim(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("At least 150% of bakeries sign by 30 May", "150%"),
        ("At least 150 % of bakeries sign by 30 May", "150 %"),
        ("Up to 150\u00a0% of bakeries pay", "150\u00a0%"),
        ("More than 101.5 per cent of bakeries pay", "101.5 per cent"),
        ("1 500 % of bakeries pay", "1 500 %"),
        ("Между 50 и 150 % пекарен", "150 %"),
        ("Не меньше 150 процентов пекарен заплатят", "150 процентов"),
        ("Заплатят 150% пекарен", "150%"),
        ("Заплатят 100,5 % пекарен", "100,5 %"),
        ("Vor plăti 150 la sută din brutării", "150 la sută"),
        ("Vor plati 150 la suta din brutarii", "150 la suta"),
        ("Vor plăti 150 de procente din brutării", "150 de procente"),
        ("Vor plăti 150 % din brutării", "150 %"),
        ("Sales grow. Of bakeries 150 % pay", "150 %"),
    ],
)
def test_a_share_of_more_than_all_is_flagged(text: str, words: str) -> None:
    found = {flag.code: flag.words for flag in lint(Claim(text))}
    assert found.get("over_all") == words


@pytest.mark.parametrize(
    "text",
    [
        "Orders grow by 150 % within a year", "Revenue up 150%", "They pay 150 % more", "+150 % orders",
        "A return on ads of 300 %",
        "They pay 150 % of the usual price", "150 % growth of orders", "Growth of 150 per cent", "40 % of bakeries pay",
        "100 % of bakeries pay", "99.125 % of ovens run", "1.500 % of bakeries", "150 of 200 bakeries, or 75 %",
        "Заказы вырастут на 150 %", "Рост заказов 150 процентов", "Платят на 150 % больше", "Платят 150 % от обычной цены",
        "Выполнят 120 % плана", "Платят 100 % пекарен", "Comenzile cresc cu 150 %", "O creștere de 150 la sută",
        "Comenzile cresc cu cel puțin 150 de procente", "Plătesc cu 150 % mai mult", "Plătesc 150 % din prețul obișnuit",
        "Plătesc 40 % din brutării",
    ],
)  # fmt: skip
def test_growth_may_pass_a_hundred_per_cent(text: str) -> None:
    assert "over_all" not in codes(Claim(text))


@pytest.mark.parametrize(
    ("threshold", "unit", "title", "flagged"),
    [(150, "%", "Sign", True), (100, "%", "Sign", False), (150, "€", "Pay", False), (150, "%", "Orders grow", False)],
)
def test_a_threshold_of_more_than_all_is_flagged(threshold: float, unit: str, title: str, flagged: bool) -> None:
    assert ("over_all" in codes(Claim(title, threshold=threshold, unit=unit))) == flagged


@pytest.mark.parametrize(
    "when",
    [
        "within three months", "in the next two weeks", "in one year", "за три месяца", "в течение двух недель",
        "в ближайшие полтора месяца", "în trei luni", "în următoarele două săptămâni", "într-un an până în două luni",
    ],
)  # fmt: skip
def test_a_stretch_of_time_in_words_is_one(when: str) -> None:
    assert "no_by_when" not in codes(Claim(f"40 of 100 sign {when}"))


@pytest.mark.parametrize("words", ["in one shop", "within two streets", "за три рубля", "în două magazine"])
def test_other_things_in_words_are_no_time(words: str) -> None:
    assert "no_by_when" in codes(Claim(f"40 of 100 sign {words}"))


def test_may_as_a_month_is_a_day_and_as_a_verb_is_not() -> None:
    assert "no_by_when" not in codes(Claim("40 of 100 sign by 30 May"))
    assert "no_by_when" in codes(Claim("40 of 100 may sign"))


@pytest.mark.parametrize(
    ("threshold", "unit", "prior", "flagged"),
    [(40, "%", 0.4, True), (0.4, "", 0.4, True), (40, "%", 0.5, False), (49, "€", 0.5, False), (None, "%", 0.4, False)],
)
def test_a_threshold_that_equals_the_first_guess_decides_nothing(
    threshold: float | None, unit: str, prior: float, flagged: bool
) -> None:
    claim = Claim("x", threshold=threshold, unit=unit, prior=prior)
    assert ("threshold_is_prior" in codes(claim)) == flagged


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_every_flag_has_its_sentence(language: str) -> None:
    flags = [
        *lint(Claim("Most would like the feature and will pay", threshold=0.5, prior=0.5)),
        *lint(Claim("They like it")),
        *lint(Claim("40", threshold=None)),
        *lint(Claim("150 % of them pay")),
    ]
    with speaking(language):
        assert all(flag_words(flag) for flag in flags)


def test_a_huge_pasted_text_is_read_in_no_time() -> None:
    assert lint(Claim("x", "a " * 200_000 + "(" * 1000))


def test_of_a_huge_pasted_text_only_the_beginning_is_searched_for_a_day() -> None:
    assert "no_by_when" in codes(Claim("x", "до " * 400_000 + "до 30 мая"))
    assert "no_by_when" in codes(Claim("x", metric="до " * 400_000 + "до 30 мая"))
