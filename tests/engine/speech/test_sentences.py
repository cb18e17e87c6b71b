"""Where sentences end in three languages, and how long they sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.speech.sentences import Limits, longest, seconds, sentences, too_long, words

LANGUAGES = ["en", "ru", "ro"]


def cut(text: str, language: str) -> list[str]:
    return [sentence.text for sentence in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"]),
        ("en", "Mr. Smith of Acme Inc. came. He left.", ["Mr. Smith of Acme Inc. came.", "He left."]),
        ("en", "We deliver to Acme Inc. They pay.", ["We deliver to Acme Inc.", "They pay."]),
        ("en", "It costs 3.50 dollars, e.g. Monday. Good.", ["It costs 3.50 dollars, e.g. Monday.", "Good."]),
        ("en", "Write to a.b@c.com. We answer.", ["Write to a.b@c.com.", "We answer."]),
        ("en", "He asked “why?” and left. I stayed.", ["He asked “why?” and left.", "I stayed."]),
        ("en", "Well... maybe. Yes", ["Well... maybe.", "Yes"]),
        ("ru", "Добрый день. Как дела? Хорошо!", ["Добрый день.", "Как дела?", "Хорошо!"]),
        ("ru", "Мы на ул. Ленина, д. 5. Приходите.", ["Мы на ул. Ленина, д. 5.", "Приходите."]),
        ("ru", "Есть трубы, краны и т. д. Что нужно?", ["Есть трубы, краны и т. д.", "Что нужно?"]),
        ("ru", "Это стоит 5 тыс. руб. за штуку. Берёте?", ["Это стоит 5 тыс. руб. за штуку.", "Берёте?"]),
        ("ru", "Решает А. С. Петров. Он в отпуске.", ["Решает А. С. Петров.", "Он в отпуске."]),
        ("ru", "Скидка до 31.12.2026 г. включительно. Да.", ["Скидка до 31.12.2026 г. включительно.", "Да."]),
        ("ru", "«Когда поставка?» — спросил он. Завтра.", ["«Когда поставка?» — спросил он.", "Завтра."]),
        ("ru", "Подумаем… потом ответим. Хорошо.", ["Подумаем… потом ответим.", "Хорошо."]),
        ("ro", "Bună ziua. Ce mai faceți? Bine!", ["Bună ziua.", "Ce mai faceți?", "Bine!"]),
        ("ro", "Dl. Popescu e pe str. Ismail nr. 5. Veniți.", ["Dl. Popescu e pe str. Ismail nr. 5.", "Veniți."]),
        ("ro", "Lucrăm cu Alfa S.R.L. din Bălți. Da.", ["Lucrăm cu Alfa S.R.L. din Bălți.", "Da."]),
        ("ro", "Avem țevi, robinete etc. Ce vă trebuie?", ["Avem țevi, robinete etc.", "Ce vă trebuie?"]),
        ("en", "Ask:\n- who decides\n- what matters\n\nThen listen", ["Ask:", "- who decides", "- what matters", "Then listen"]),
        ("en", "1. Greet them. Smile.\n2. Ask.", ["1. Greet them.", "Smile.", "2. Ask."]),
        ("en", "a line that\ngoes on", ["a line that\ngoes on"]),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_would_end_it(language: str, text: str, expected: list[str]) -> None:
    assert cut(text, language) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("кто-то пришёл — и ушёл", 4),
        ("s-a dus într-un oraș", 4),
        ("don’t pay 1,250.50 at 10:30", 5),
        ("цена 1 000 000 лей", 3),
        ("за́мок", 1),
        ("write a.b@c.com now", 3),
        ("— … !", 0),
        ("50 % or 50%", 3),
    ],
)
def test_words_are_counted_as_they_are_spoken(text: str, count: int) -> None:
    assert len(words(text)) == count


@given(st.text(alphabet="аб .!?…\n«»-1AzТț,", max_size=60), st.sampled_from(LANGUAGES))
def test_every_word_is_in_one_sentence_and_every_place_is_true(text: str, language: str) -> None:
    found = sentences(text, language)
    assert sum(sentence.words for sentence in found) == len(words(text))
    ends = 0
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= ends
        ends = sentence.end


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirteen_words_are_grasped_and_fourteen_are_not(language: str) -> None:
    found = sentences(" ".join(["слово"] * 13) + ". " + " ".join(["Cuvânt"] * 14) + ".", language)
    assert [sentence.long for sentence in found] == [False, True]
    assert found[0].seconds == pytest.approx(6.0)
    assert longest(found) == pytest.approx(14 / 130 * 60)


def test_who_speaks_slowly_must_speak_shorter() -> None:
    slow = Limits(words_per_minute=100)
    assert too_long(11, slow)
    assert not too_long(10, slow)


@given(st.integers(0, 500), st.floats(50, 300))
def test_the_time_of_a_sentence_is_its_words_at_the_pace(count: int, pace: float) -> None:
    assert seconds(count, Limits(words_per_minute=pace)) * pace / 60 == pytest.approx(count)


def test_a_text_without_words_has_no_sentences() -> None:
    assert sentences("  \n … —", "en") == ()
    assert longest(()) == 0


def test_a_long_text_is_cut_in_time_that_grows_with_it() -> None:
    text = "Слово и ещё слово, т. е. два слова. " * 5_000
    assert len(sentences(text, "ru")) == 5_000


def test_another_language_is_refused() -> None:
    with pytest.raises(BadInput, match="en, ro, ru"):
        sentences("Hallo.", "de")
