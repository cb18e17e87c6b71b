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


@pytest.mark.parametrize(("longest", "words"), [(30, "at most 30 days"), (0, "on so few"), (-27, "on so few")])
def test_a_base_too_short_for_any_forecast_is_not_offered_a_horizon_below_a_day(longest: int, words: str) -> None:
    with translation.override("en"):
        told = sentence(Problem("engine_horizon_too_long", {"days": 1, "horizon": 28, "longest": longest}))
    assert words in told
    assert "−" not in told
