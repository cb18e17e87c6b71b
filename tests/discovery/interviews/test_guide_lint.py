"""The guide linter: compliments, wishes and guesses are flagged in three languages; real questions are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.discovery.interviews.guide_lint import KINDS, LANGUAGES, check_guide, check_question, questions_of
from tenure.discovery.interviews.kinds import KINDS as KINDS_OF_INTERVIEWS
from tenure.discovery.interviews.starter_guides import starter_guides

BAD = [
    ("en", "Would you buy this?", "future"),
    ("en", "Do you think it is a good idea?", "opinion"),
    ("en", "How much would you pay for night delivery?", "price"),
    ("en", "If we built an app, would you use it?", "idea"),
    ("en", "Do you like your supplier?", "opinion"),
    ("en", "What annoying things happen at night?", "loaded"),
    ("en", "How do you order and why do you do it that way?", "double"),
    ("en", "Do you have a supplier?", "closed"),
    ("en", "Don't you agree that it is late?", "leading"),
    ("en", "What do you usually do?", "general"),
    ("ru", "Купили бы вы это?", "future"),
    ("ru", "Как вы думаете, это хорошая идея?", "opinion"),
    ("ru", "Сколько бы вы заплатили за ночную доставку?", "price"),
    ("ru", "Если бы мы сделали приложение, вы бы им пользовались?", "idea"),
    ("ru", "Вам нравится ваш поставщик?", "opinion"),
    ("ru", "Что происходит с ужасной поставкой ночью?", "loaded"),
    ("ru", "Как вы заказываете и почему именно так?", "double"),
    ("ru", "Есть ли у вас поставщик?", "closed"),
    ("ru", "Согласитесь, это ведь поздно?", "leading"),
    ("ru", "Что вы обычно делаете?", "general"),
    ("ro", "Ați cumpăra asta?", "future"),
    ("ro", "Ce credeți, este o idee bună?", "opinion"),
    ("ro", "Cât ați plăti pentru livrare?", "price"),
    ("ro", "Dacă am construi o aplicație, ați folosi-o?", "idea"),
    ("ro", "Vă place furnizorul?", "opinion"),
    ("ro", "Ce lucruri enervante se întâmplă noaptea?", "loaded"),
    ("ro", "Cum comandați și de ce așa?", "double"),
    ("ro", "Aveți furnizor?", "closed"),
    ("ro", "Nu-i așa că este târziu?", "leading"),
    ("ro", "Ce faceți de obicei?", "general"),
]


@pytest.mark.parametrize(("language", "question", "kind"), BAD)
def test_a_bad_question_is_flagged(language: str, question: str, kind: str) -> None:
    assert kind in [flag.kind for flag in check_question(question, language)]


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Could you tell me about the last time you ran out?"),
        ("ru", "Не могли бы вы рассказать, как это было в последний раз?"),
        ("ro", "Ați putea să-mi povestiți cum a fost ultima dată?"),
    ],
)
def test_a_polite_opening_is_no_guess(language: str, question: str) -> None:
    assert check_question(question, language) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_starter_guide_for_every_kind_and_none_breaks_the_rules(language: str) -> None:
    guides = starter_guides(language)
    assert set(guides) == set(KINDS_OF_INTERVIEWS)
    for kind, guide in guides.items():
        found = check_guide(guide.questions, language)
        assert (kind, found.flags, found.missing) == (kind, (), ())
        assert found.questions >= 6


def test_a_guide_says_what_it_forgets_to_ask() -> None:
    found = check_guide("What do you make?\nWhere is it made?", "en")
    assert found.missing == ("past", "cost", "onward")
    assert found.clean == 2


def test_an_empty_guide_forgets_nothing() -> None:
    assert check_guide("\n \n", "ru") == check_guide("", "ru")
    assert check_guide("", "ru").missing == ()


def test_numbers_and_dashes_before_questions_are_left_out() -> None:
    assert questions_of("1. What happened?\n\n  - And then?\n") == ("What happened?", "And then?")


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_a_fall(text: str, language: str) -> None:
    found = check_guide(text, language)
    assert 0 <= found.clean <= found.questions
    assert {flag.kind for flag in found.flags} <= set(KINDS)
