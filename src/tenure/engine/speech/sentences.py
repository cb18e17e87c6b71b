"""Sentences of a script and how they sound: over 13 words, or over 6 seconds, is not grasped by ear (N1).

Written for English, Russian and Romanian. A sentence ends at . ! ? … before a space, at an empty line and at the end of
a line that begins a list item or is followed by one; not at the dot of an abbreviation, an initial or a number.
"""

import re
from dataclasses import dataclass

from tenure.engine.checks import above_zero, numbers
from tenure.engine.errors import BadInput
from tenure.engine.speech.abbreviations import CLOSING, OPENING
from tenure.engine.tuples import Floats

WORDS, SECONDS, WORDS_PER_MINUTE = 13, 6.0, 130.0

LETTERS = r"(?:[^\W_]|[\u0300-\u036f])+"  # with accents written apart
# Joined into one word by a hyphen, an apostrophe, a dot, what stands in an address, a comma or colon between digits.
WORD = re.compile(rf"\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)|{LETTERS}(?:(?:[-‑'’.@_]|(?<=\d)[,:](?=\d)){LETTERS})*")
LINE_END = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)+|[^\S\n]*\n(?=[^\S\n]*(?:[-–—*•·]|\d{1,3}[.)])[^\S\n])")
STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
TOKEN = re.compile(r"(?:\b[^\W\d_]\.\s)?[\w.\-‑]*$")  # with the letter before it: т. д.
AROUND = 40  # letters looked at on either side of a dot
SHORT = 3  # letters of a word that is taken for an unknown abbreviation when a small letter follows its dot


@dataclass(frozen=True)
class Sentence:
    """start, end: places in the text, end not included; words: number of them; seconds: to say it; long: too long to be
    grasped by ear."""

    start: int
    end: int
    text: str
    words: int
    seconds: float
    long: bool


@dataclass(frozen=True)
class Limits:
    """words: most in a sentence; seconds: longest; words_per_minute: how fast it is spoken."""

    words: int = WORDS
    seconds: float = SECONDS
    words_per_minute: float = WORDS_PER_MINUTE


USUAL = Limits()


def seconds(words: float | list[int], limits: Limits = USUAL) -> Floats:
    """Time to say so many words, in seconds."""
    return numbers("words", words, low=0) * 60 / above_zero("words a minute", limits.words_per_minute)


def too_long(words: int, limits: Limits = USUAL) -> bool:
    """Whether a sentence of so many words is over either limit."""
    return words > limits.words or float(seconds(words, limits)) > limits.seconds


def sentences(text: str, language: str, limits: Limits = USUAL) -> tuple[Sentence, ...]:
    """The sentences of a text in order, each with its place, its words and its time; those without words left out.

    language: "en", "ru" or "ro". Raises BadInput for another language.
    """
    if language not in OPENING:
        known = ", ".join(sorted(OPENING))
        raise BadInput("speech_language", f"No sentences are known for {language!r}", remedy=f"Choose one of: {known}.")
    found = []
    start = 0
    for end in [*_ends(text, language), len(text)]:
        piece = text[start:end]
        count = len(words(piece))
        if count:
            left = start + len(piece) - len(piece.lstrip())
            stripped = piece.strip()
            time = float(seconds(count, limits))
            found.append(Sentence(left, left + len(stripped), stripped, count, time, too_long(count, limits)))
        start = end
    return tuple(found)


def words(text: str) -> list[tuple[int, int]]:
    """Places of the words of a text: a number, an address and a word with a hyphen are one word, a dash is none."""
    return [match.span() for match in WORD.finditer(text)]


def _ends(text: str, language: str) -> list[int]:
    ends = {match.end() for match in LINE_END.finditer(text)}
    ends |= {match.end() for match in STOP.finditer(text) if _is_end(text, match, language)}
    return sorted(ends)


def _is_end(text: str, stop: re.Match[str], language: str) -> bool:
    after = text[stop.end() : stop.end() + AROUND].lstrip(" \t\n\"'“‘«„([—–-")
    small = after[:1].islower()
    mark = stop.group()
    if mark.rstrip("\"'”’»)]") != mark or mark.startswith(("…", "..")):
        return not small  # a quotation, or a thought, that goes on
    if mark != ".":
        return True
    before = text[max(0, stop.start() - AROUND) : stop.start()]
    token = TOKEN.search(before)
    numbered = before.rpartition("\n")[2].strip().isdigit()  # the number of a list item
    return not numbered and _dot_ends(token.group() if token else "", language, small=small)


def _dot_ends(token: str, language: str, *, small: bool) -> bool:
    """Whether the dot after `token` ends a sentence; small: a small letter follows."""
    joined = re.sub(r"\s", "", token).lower()
    token = re.split(r"\s", token)[-1]
    forms = {joined, token.lower()}
    if joined in CLOSING[language]:
        return not small
    if forms & OPENING[language] or (len(token) == 1 and token.isalpha() and token.isupper()):
        return False
    if token.lower() in CLOSING[language]:
        return not small
    return not (small and token.isalpha() and len(token) <= SHORT)


def longest(found: tuple[Sentence, ...]) -> float:
    """Seconds of the longest sentence, 0 without any: how far a script is from being grasped."""
    return max((sentence.seconds for sentence in found), default=0.0)
