"""The starter library: complete in three languages, by our own rules, loaded once, ours to change; nothing manipulative."""

import re
from pathlib import Path

import pytest

from tenure.conversations.models import Objection, ObjectionAnswer, Script, Technique
from tenure.conversations.placeholders import unknown_gaps
from tenure.conversations.script_steps import shape_faults
from tenure.conversations.script_text import parsed
from tenure.conversations.speech import LANGUAGES, lint, lint_steps
from tenure.conversations.starter_library import Loaded, load_starter, starter
from tenure.conversations.techniques import LEFT_OUT, SEEDS
from tenure.kernel.errors import NotAllowed

DOCS = Path(__file__).resolve().parents[2] / "docs" / "guide" / "scripts.md"
WANTED = {"S003-20", "S003-21", "S003-22", "S003-23", "S003-24", "S003-25", "S003-26", "S003-27", "S003-29", "S003-30",
          "S003-31", "S003-32", "S003-35", "S003-37", "S003-38", "S003-39"}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_scripts_pass_our_linter(language: str) -> None:
    found = [
        (one["key"], finding.step, finding.kind, finding.text)
        for one in starter(language)["scripts"]
        for finding in lint_steps(parsed(one["steps"]), language)
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_answers_and_examples_pass_our_linter(language: str) -> None:
    library = starter(language)
    texts = [answer["text"] for one in library["objections"] for answer in one["answers"]]
    texts += [card["example"] for card in library["techniques"]]
    assert [(text, finding.kind) for text in texts for finding in lint(text, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_script_can_be_followed_to_its_end_and_its_gaps_are_known(language: str) -> None:
    for one in starter(language)["scripts"]:
        steps = parsed(one["steps"])
        assert [fault for fault in shape_faults(steps) if fault.kind != "circle"] == [], one["key"]
        assert [gap for step in steps for gap in unknown_gaps(step.text)] == []
        assert all(step.technique in {"", *SEEDS} for step in steps)


def test_the_three_languages_hold_the_same_talks_that_branch_alike() -> None:
    def shape(language: str) -> list:
        return [
            (
                one["key"],
                [(step.kind, step.technique, [answer.to for answer in step.answers]) for step in parsed(one["steps"])],
            )
            for one in starter(language)["scripts"]
        ]

    assert shape("en") == shape("ru") == shape("ro")
    assert len(shape("en")) >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_objection_has_two_answers_with_a_path_to_take_otherwise(language: str) -> None:
    objections = starter(language)["objections"]
    assert len({one["key"] for one in objections}) == len(objections) >= 12
    assert all(len(one["answers"]) >= 2 and all(answer["alternate"] for answer in one["answers"]) for one in objections)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_card_for_each_honest_technique_and_none_for_a_manipulative_one(language: str) -> None:
    assert [card["code"] for card in starter(language)["techniques"] if card["code"] not in SEEDS] == []
    assert {SEEDS[card["code"]] for card in starter(language)["techniques"]} == WANTED
    assert WANTED & set(LEFT_OUT) == set()


def test_the_documentation_says_what_is_left_out_and_why() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert all(seed in text for seed in LEFT_OUT)
    assert re.search(r"past their own judgement", text)


@pytest.mark.django_db
def test_it_is_loaded_once_and_what_was_changed_stays(head_of_sales) -> None:
    assert load_starter(actor=head_of_sales) == Loaded(24, 36, 48)
    Script.objects.filter(starter="first_call", language="en").update(title="Ours")
    Objection.objects.filter(starter="no_time", language="ro").update(retired_at="2026-05-12T06:00+00:00")
    assert load_starter(actor=head_of_sales) == Loaded(0, 0, 0)
    assert Script.objects.get(starter="first_call", language="en").title == "Ours"
    assert (Script.objects.count(), Objection.objects.count(), Technique.objects.count()) == (24, 36, 48)
    assert ObjectionAnswer.objects.count() == 72


@pytest.mark.django_db
def test_a_salesperson_does_not_load_it(salesperson) -> None:
    with pytest.raises(NotAllowed):
        load_starter(actor=salesperson)
