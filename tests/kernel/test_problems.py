"""Every code that can be raised has a sentence, in every language."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import tenure
from tenure.kernel.errors import Conflict, NotAllowed, NotFound, Problem, TenureError
from tenure.kernel.problems import SENTENCES, TABLES, sentence

PACKAGE = Path(tenure.__file__).parent
RAISED = re.compile(r"\b(?:BadInput|InvalidValue|Problem)\(\s*f?[\"']([a-z_]+)[\"']")


def raised_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in PACKAGE.rglob("*.py"):
        if "engine" not in path.relative_to(PACKAGE).parts:
            for code in RAISED.findall(path.read_text(encoding="utf-8")):
                found.setdefault(code, path.name)
    return found


def test_every_code_in_the_code_has_a_sentence() -> None:
    lacking = {code: place for code, place in raised_codes().items() if code not in SENTENCES}
    assert not lacking


def test_no_code_stands_in_two_tables() -> None:
    assert sum(map(len, TABLES.values())) == len(SENTENCES)


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
@pytest.mark.parametrize("error", [NotFound("x"), NotAllowed("x"), Conflict("x")])
def test_the_errors_without_a_code_have_a_sentence(language: str, error: TenureError) -> None:
    with translation.override(language):
        assert len(sentence(error)) > 20


def test_an_unknown_code_is_not_passed_over_in_silence() -> None:
    with pytest.raises(KeyError):
        sentence(Problem("never_heard_of"))
