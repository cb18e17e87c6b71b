"""The speech linter: what is hard to grasp by ear, what puts words into the client's mouth, who talks too long. Pure.

Advice, never a barrier. English, Russian and Romanian.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from tenure.conversations.question_words import BEFORE, CLOSED, IN_PLACE, INVITING, JOINING, LEADING, OPEN
from tenure.engine.speech.sentences import Sentence, sentences

LANGUAGES = ("en", "ru", "ro")
# Assumed: two or three sentences of six seconds, twice over; a listener without a turn is lost by then.
MONOLOGUE_SECONDS = 40.0
LONG, LEADS, SHUT, MONOLOGUE = "long", "leading", "closed", "monologue"


@dataclass(frozen=True)
class Finding:
    """kind: long, leading, closed or monologue; start, end: place in the text of the step (end not included).

    step: number of the step, 0 in a plain text; words and seconds of the piece; text: the piece itself.
    """

    kind: str
    start: int
    end: int
    text: str
    words: int
    seconds: float
    step: int = 0


class Spoken(Protocol):
    """A step as far as the linter reads it; `onward`: the step that follows without a word of the client, else 0."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def onward(self) -> int: ...


def lint(text: str, language: str, *, asking: bool = True) -> tuple[Finding, ...]:
    """What to mend in a text, in the order of its places. asking: open questions are wanted here.

    Raises the engine's BadInput for a language other than en, ru and ro.
    """
    found = []
    talk: list[Sentence] = []
    for sentence in sentences(text, language):
        if sentence.long:
            found.append(_finding(LONG, [sentence], text))
        if is_question(sentence.text):
            found += _talked([*talk, sentence], text)
            talk = []
            kind = question_fault(sentence.text, language, asking=asking)
            found += [_finding(kind, [sentence], text)] if kind else []
        else:
            talk.append(sentence)
    found += _talked(talk, text)
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def lint_steps(steps: Sequence[Spoken], language: str) -> tuple[Finding, ...]:
    """What to mend in a script, step by step; a stretch of talk runs on through steps that need no answer."""
    found = []
    for number, step in enumerate(steps, 1):
        own = lint(step.text, language, asking=step.kind == "ask")
        found += [replace(one, step=number) for one in own]
        if not any(one.kind == MONOLOGUE for one in own):
            found += _chained(steps, number, language)
    return tuple(found)


def is_question(text: str) -> bool:
    """Whether a sentence asks."""
    return text.rstrip(" \"'”’»)]!.…").endswith("?")


def question_fault(text: str, language: str, *, asking: bool = True) -> str:
    """The fault of one question: "leading", "closed", or "" when it may be asked like this."""
    said = _plain(text)
    if LEADING[language].search(said):
        return LEADS
    return SHUT if asking and not is_open(text, language) and not IN_PLACE[language].search(said) else ""


def is_open(text: str, language: str) -> bool:
    """Whether a question asks who, what, how, where, how much, and not for a yes or no."""
    said = _plain(text)
    opening = OPEN[language].search(said)
    if opening is None:
        return False
    if INVITING[language].search(said):
        return True
    if CLOSED[language].search(said):
        return False
    return not _only_joins(said, opening.start(), language)


def _only_joins(said: str, place: int, language: str) -> bool:
    """Whether the first question word only ties two halves of a sentence together."""
    before = said[:place].rstrip()
    joining = before.endswith(",") and JOINING[language].match(said, before.rindex(","))
    return bool(joining) and not BEFORE[language].search(said)


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").strip(" \"'“‘«„-–—•*\n\t")


def _talked(talk: Sequence[Sentence], text: str) -> list[Finding]:
    if sum(one.seconds for one in talk) <= MONOLOGUE_SECONDS:
        return []
    return [_finding(MONOLOGUE, talk, text)]


def _finding(kind: str, pieces: Sequence[Sentence], text: str) -> Finding:
    start, end = pieces[0].start, pieces[-1].end
    words, seconds = sum(one.words for one in pieces), sum(one.seconds for one in pieces)
    return Finding(kind, start, end, text[start:end], words, seconds)


def _chained(steps: Sequence[Spoken], number: int, language: str) -> list[Finding]:
    """A stretch that begins in this step and runs on into the next ones: only where each needs no answer."""
    if any(step.onward == number for step in steps):
        return []  # counted from where it begins
    talk: list[Sentence] = []
    at, passed = number, set()
    while 0 < at <= len(steps) and at not in passed:
        passed.add(at)
        said = sentences(steps[at - 1].text, language)
        asked = next((place for place, one in enumerate(said) if is_question(one.text)), len(said))
        talk += said[:asked]
        if asked < len(said):
            break
        at = steps[at - 1].onward
    words, seconds = sum(one.words for one in talk), sum(one.seconds for one in talk)
    if seconds <= MONOLOGUE_SECONDS:
        return []
    text = steps[number - 1].text
    return [Finding(MONOLOGUE, 0, len(text), text, words, seconds, number)]
