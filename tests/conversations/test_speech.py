"""The speech linter: long sentences, leading and closed questions, monologue; in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.conversations.script_steps import Step, StepAnswer
from tenure.conversations.speech import LANGUAGES, MONOLOGUE_SECONDS, is_question, lint, lint_steps
from tenure.conversations.speech_advice import advice
from tenure.engine.errors import BadInput

OPEN = {
    "en": ["What matters most to you in a delivery?", "Could you tell me how you choose a supplier?",
           "If you changed supplier, what would you look at?", "So it comes late. How often?"],
    "ru": ["Что для вас важнее всего?", "Скажите, что для вас важно?", "Если решите менять, что изменится?",
           "Сколько у вас уходит за месяц?", "Расскажете, как вы выбираете?"],
    "ro": ["Ce contează cel mai mult?", "De ce ați ales acest furnizor?", "Dacă ați schimba furnizorul, ce ați cere?",
           "Îmi puteți spune cum comandați?"],
}  # fmt: skip
CLOSED = {
    "en": ["Do you know what it costs?", "Are you content?", "You have a supplier?"],
    "ru": ["Вы думаете, что это дорого?", "Нужны ли вам пакеты?", "Вам нужны пакеты?"],
    "ro": ["Știți cât costă?", "Vă trebuie pungi?", "Sunteți mulțumit?"],
}
LEADING = {
    "en": [
        "Don't you think it is cheap?",
        "You agree that it is late, right?",
        "Surely you need it?",
        "Isn’t it late?",
    ],
    "ru": [
        "Вы же понимаете, как это важно?",
        "Это выгодно, не правда ли?",
        "Согласитесь, это дорого?",
        "Разве это мало?",
    ],
    "ro": ["Nu credeți că e ieftin?", "Este avantajos, nu-i așa?", "Sunteți de acord că e târziu?"],
}
IN_PLACE = {
    "en": ["Is this a good time to talk?", "Did I understand you right: Tuesday?"],
    "ru": ["Удобно сейчас говорить?", "Правильно ли я понимаю: вторник?"],
    "ro": ["Aveți un minut?", "Am înțeles corect: marți?"],
}


def kinds(text: str, language: str, **options: bool) -> list[str]:
    return [one.kind for one in lint(text, language, **options)]


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), cases(OPEN))
def test_an_open_question_passes(language: str, text: str) -> None:
    assert kinds(text, language) == []


@pytest.mark.parametrize(("language", "text"), cases(CLOSED))
def test_a_closed_question_is_named_where_an_open_one_is_wanted(language: str, text: str) -> None:
    assert kinds(text, language) == ["closed"]
    assert kinds(text, language, asking=False) == []


@pytest.mark.parametrize(("language", "text"), cases(LEADING))
def test_a_leading_question_is_named_everywhere(language: str, text: str) -> None:
    assert kinds(text, language) == kinds(text, language, asking=False) == ["leading"]


@pytest.mark.parametrize(("language", "text"), cases(IN_PLACE))
def test_permission_and_an_agreement_may_be_asked_with_a_closed_question(language: str, text: str) -> None:
    assert kinds(text, language) == []


def test_a_sentence_over_thirteen_words_is_named_with_its_place_and_time() -> None:
    text = "Thank you. " + " ".join(["Word"] * 14) + "."
    (found,) = lint(text, "en")
    assert (found.kind, found.words, text[found.start : found.end]) == ("long", 14, found.text)
    assert "14 words" in advice(found).what
    assert advice(found).remedy


def test_thirteen_words_are_grasped() -> None:
    assert lint(" ".join(["word"] * 13) + ".", "en") == ()


def test_a_question_ends_a_monologue() -> None:
    talk = " ".join(["Seven words stand in this short sentence."] * 14)
    assert kinds(talk, "en") == ["monologue"]
    half = " ".join(["Seven words stand in this short sentence."] * 7)
    assert kinds(f"{half} What do you say? {half}", "en") == []


def test_a_monologue_that_runs_on_through_steps_is_named_once_where_it_begins() -> None:
    half = " ".join(["Seven words stand in this short sentence."] * 8)
    steps = [Step("say", half, (StepAnswer("", 2),)), Step("say", half, (StepAnswer("", 3),)), Step("ask", "What now?")]
    assert [(one.kind, one.step) for one in lint_steps(steps, "en")] == [("monologue", 1)]


def test_an_answer_of_the_client_breaks_a_monologue() -> None:
    half = " ".join(["Seven words stand in this short sentence."] * 8)
    steps = [Step("say", half, (StepAnswer("Yes", 2),)), Step("say", half, (StepAnswer("", 0),))]
    assert lint_steps(steps, "en") == ()


def test_steps_that_lead_in_a_circle_do_not_hang_the_linter() -> None:
    steps = [Step("say", "One.", (StepAnswer("", 2),)), Step("say", "Two.", (StepAnswer("", 1),))]
    assert lint_steps(steps, "en") == ()


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(BadInput):
        lint("Wie geht es?", "de")


@given(st.text(max_size=400), st.sampled_from(LANGUAGES), st.booleans())
def test_every_finding_stands_where_it_says(text: str, language: str, asking: bool) -> None:
    found = lint(text, language, asking=asking)
    assert all(text[one.start : one.end] == one.text and one.words > 0 for one in found)
    assert list(found) == sorted(found, key=lambda one: (one.start, one.end, one.kind))
    assert all(is_question(one.text) for one in found if one.kind in {"leading", "closed"})
    assert all(one.seconds > MONOLOGUE_SECONDS for one in found if one.kind == "monologue")


@given(
    st.lists(st.sampled_from([text for texts in (*OPEN.values(),) for text in texts]), max_size=6),
    st.sampled_from(LANGUAGES),
)
def test_what_is_found_in_one_sentence_does_not_hang_on_the_others(texts: list[str], language: str) -> None:
    alone = sum(len(lint(text, language)) for text in texts)
    assert len(lint("\n\n".join(texts), language)) == alone
