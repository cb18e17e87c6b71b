"""The linter of interview guides: questions that ask for compliments, wishes and guesses instead of what happened. Pure.

Advice, never a barrier. Long, leading and closed questions are found by the speech linter of the scripts.
"""

from dataclasses import dataclass

from tenure.conversations.question_words import INVITING
from tenure.conversations.speech import LANGUAGES, LEADS, SHUT, is_question, question_fault
from tenure.discovery.interviews.guide_words import (
    COST,
    DOUBLE,
    FUTURE,
    GENERAL,
    IDEA,
    LOADED,
    ONWARD,
    OPINION,
    PAST,
    POLITE,
    PRICE,
    Patterns,
)
from tenure.engine.speech.sentences import sentences

# In the order they are told; of the first four the first found speaks for all.
ASKS: tuple[tuple[str, Patterns], ...] = (("price", PRICE), ("idea", IDEA), ("future", FUTURE), ("opinion", OPINION))
STYLE: tuple[tuple[str, Patterns], ...] = (("loaded", LOADED), ("general", GENERAL), ("double", DOUBLE))
NEEDED: tuple[tuple[str, Patterns], ...] = (("past", PAST), ("cost", COST), ("onward", ONWARD))
KINDS = ("price", "idea", "future", "opinion", "leading", "loaded", "general", "double", "closed", "long")


@dataclass(frozen=True)
class Flag:
    """kind: one of KINDS; question: its number from 1; piece: the words that gave it away; text: the question."""

    kind: str
    question: int
    piece: str
    text: str


@dataclass(frozen=True)
class Checked:
    """flags: question by question; missing: of "past", "cost" and "onward" what no question asks for; questions: how many."""

    flags: tuple[Flag, ...]
    missing: tuple[str, ...]
    questions: int

    @property
    def clean(self) -> int:
        """Questions without a flag."""
        return self.questions - len({flag.question for flag in self.flags})


def questions_of(text: str) -> tuple[str, ...]:
    """One question a line, without the numbers and dashes people put before them."""
    lines = (line.strip().lstrip("-–—•*0123456789.) \t") for line in text.splitlines())
    return tuple(line for line in lines if line)


def check_guide(text: str, language: str) -> Checked:
    """What to mend in a guide, one question a line. Raises the engine's BadInput for a language other than en, ru, ro."""
    found = questions_of(text)
    flags = tuple(flag for number, line in enumerate(found, 1) for flag in check_question(line, language, number))
    missing = tuple(kind for kind, words in NEEDED if not any(words[language].search(line) for line in found))
    return Checked(flags, missing if found else (), len(found))


def check_question(text: str, language: str, number: int = 1) -> tuple[Flag, ...]:
    """The flags of one question, the worst first."""
    said = " ".join(text.replace("’", "'").split())
    pieces = sentences(said, language)
    flags = []
    for kind, words in ASKS:
        found = words[language].search(said)
        if found and not (kind == "future" and _invites(said, language)):
            flags.append(Flag(kind, number, found.group(), text))
            break
    fault = next((kind for kind in (_fault(one.text, language) for one in pieces) if kind), "")
    if fault == LEADS:
        flags.append(Flag("leading", number, "", text))
    for kind, words in STYLE:
        found = words[language].search(said)
        if found:
            flags.append(Flag(kind, number, "" if kind == "double" else found.group(), text))
    if fault == SHUT and not flags and not _invites(said, language):
        flags.append(Flag("closed", number, "", text))
    if any(one.long for one in pieces):
        flags.append(Flag("long", number, "", text))
    return tuple(flags)


def _fault(sentence: str, language: str) -> str:
    return question_fault(sentence, language) if is_question(sentence) else ""


def _invites(said: str, language: str) -> bool:
    """ "Would you tell me about the last time ...?" asks for a tale, not for a guess."""
    return bool(INVITING[language].search(said.lower()) or POLITE[language].search(said))


__all__ = ["KINDS", "LANGUAGES", "Checked", "Flag", "check_guide", "check_question", "questions_of"]
