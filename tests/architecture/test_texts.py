"""Every text exists in every language, and every error code has its sentence."""

import ast
import re
from typing import Any

import pytest
from django.utils import translation

from tenure.config import translations
from tenure.kernel import problems
from tests.architecture.test_shape import SOURCE, modules, place, tree_of

DAY = "2026-05-12"
DAYS = {"day", "said", "first", "last", "until", "from_day", "to_day"}
SPECIAL: dict[str, dict[str, Any]] = {
    "no_such_day": {"day": 30, "month": 2, "year": 2026},
    "venture_file_shape": {"wanted": "range", "of": {"low": 0, "high": 1}},
    "venture_file_row": {"why": problems.Problem("venture_name_missing")},
}
LISTS = {
    "choices": ["USD", "CAD"],
    "columns": ["a", "b"],
    "roles": ["date", "amount"],
    "names": ["a", "b"],
    "missing": ["date"],
    "hanging": {"interviews": 2, "plans": 1},
}
RAISING = {"BadInput", "InvalidValue", "Problem"}


def test_no_text_lacks_a_translation() -> None:
    gaps = translations.missing()
    assert gaps == {language: [] for language in translations.LANGUAGES}


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_sentence_ends_in_a_shortened_month_and_a_second_full_stop(language: str) -> None:
    """Where a date ends in a shortened month ("20 нояб."), a sentence must go on after it; digits may end one."""
    wrong = []
    for message in translations.merge(language):
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        wrong += [text for text in forms if text and text.endswith("%(day)s.") and "%(money)s" not in text]
    assert wrong == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = []
    for message in translations.merge(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else [message.id]
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        wanted = set().union(*(translations.placeholders(text) for text in ids))
        wrong += [f"{ids[0]!r} -> {form!r}" for form in forms if translations.placeholders(str(form)) - wanted]
        if len(ids) == 1:
            wrong += [f"{ids[0]!r} -> {form!r}" for form in forms if translations.placeholders(str(form)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_plural_has_all_its_forms(language: str) -> None:
    short = [
        message.id
        for message in translations.merge(language)
        if isinstance(message.id, list | tuple) and (len(message.string or ()) != 3 or not all(message.string or ()))
    ]
    assert short == []


def codes_raised() -> dict[str, str]:
    """Every literal code given to an error, with a place that gives it."""
    found = {}
    for path in modules():
        if "engine" in path.parts:  # it speaks to programs; whoever calls it finds the sentence
            continue
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in RAISING and isinstance(node.args[0].value, str):
                found[node.args[0].value] = place(path, node.lineno)
    return found


def test_every_error_code_has_a_sentence() -> None:
    assert {code: where for code, where in codes_raised().items() if code not in problems.SENTENCES} == {}


def samples() -> dict[str, Any]:
    """A value for every name that any sentence asks for: numbers, unless the name says otherwise."""
    names = set()
    for path in (SOURCE / "kernel" / "problems").glob("*.py"):
        names |= set(re.findall(r"%\((\w+)\)|data(?:\.get)?[\[(]\s*[\"'](\w+)", path.read_text("utf-8")))
    flat = {name for pair in names for name in pair if name}
    return {name: LISTS.get(name) or (DAY if name in DAYS else 2) for name in flat}


@pytest.mark.parametrize("language", ["en", *translations.LANGUAGES])
@pytest.mark.parametrize("code", sorted(problems.SENTENCES))
def test_every_sentence_can_be_said_in_every_language(code: str, language: str) -> None:
    with translation.override(language):
        said = problems.SENTENCES[code](samples() | SPECIAL.get(code, {}))
    assert said.strip()
    assert not re.search(r"%\(\w+\)|!\s|!$", said), said
