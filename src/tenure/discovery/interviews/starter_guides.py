"""Starter guides: goal and questions for every kind of interview, in the language the talk will be held in."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "starter"


@dataclass(frozen=True)
class StarterGuide:
    """What a new plan of this kind begins with. questions: one a line."""

    goal: str
    questions: str


@cache
def starter_guides(language: str) -> dict[str, StarterGuide]:
    """The guides of a language, en, ru or ro, by kind of interview."""
    found = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {kind: StarterGuide(one["goal"], one["questions"].strip()) for kind, one in found.items()}
