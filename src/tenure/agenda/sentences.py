"""What the words of tasks are made of: sentences in parts, cut at their marks before a value is put in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenure.kernel import formats
from tenure.kernel.formats import NBSP

Reason = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; a strong one carries a number the eye should find."""

    text: str
    strong: bool = False


Sentence = tuple[Part, ...]


@dataclass(frozen=True)
class Input:
    """One number of a reckoning, and where it comes from."""

    label: str
    value: str
    note: str = ""


def plain(sentence: Sentence) -> str:
    """The sentence as mere text, for a terminal or a label."""
    return "".join(part.text for part in sentence)


def counted_days(count: int) -> str:
    """A number of days that stays on one line."""
    return formats.days(count).replace(" ", NBSP)


def marked(text: str, values: Mapping[str, str]) -> Sentence:
    """The translated text cut at its marks, then filled; an abbreviation's dot also ends the sentence."""
    parts: list[Part] = []
    for place, piece in enumerate(text.split("**")):
        filled = piece % values
        if parts and parts[-1].text.endswith(".") and filled.startswith("."):
            filled = filled[1:]
        if filled:
            parts.append(Part(filled, strong=place % 2 == 1))
    return tuple(parts)
