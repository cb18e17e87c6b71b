"""What was typed, as the databases are asked for it: words in any order, each with the spellings it may stand for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from tenure.clients.matching.names import search_text

SHORTEST_INFIX = 3
LONGEST_TEXT = 100
MOST_WORDS = 8
# The order in which hits are shown.
EXACT, BEGINS, WORD_BEGINS, PART, MISSPELT = range(5)


@dataclass(frozen=True)
class Term:
    """One typed word, folded, and the spellings that count as it: itself alone, or known words near to it."""

    word: str
    spellings: tuple[str, ...]


def terms_of(text: str) -> tuple[Term, ...]:
    """The words of a typed text; where none is long enough for the index, all of it as one."""
    wanted = search_text(text.replace("\x00", " ").replace("~", " "))[:LONGEST_TEXT].strip()
    words = list(dict.fromkeys(wanted.split()))[:MOST_WORDS]
    if words and max(map(len, words)) < SHORTEST_INFIX:
        words = [wanted]
    return tuple(Term(word, (word,)) for word in words)


def trigrams(text: str) -> list[str]:
    """The distinct three-letter pieces of a text, in order."""
    return list(dict.fromkeys(text[i : i + 3] for i in range(len(text) - 2)))


def fts_match(terms: Iterable[Term], *marks: str) -> str:
    """The SQLite index query: every term by one of its spellings. Words too short for the index are left to `holds`."""
    groups = [f'"{mark}"' for mark in marks]
    for term in terms:
        if all(len(spelling) >= SHORTEST_INFIX for spelling in term.spellings):
            ways = (" AND ".join(_quoted(piece) for piece in _pieces(spelling)) for spelling in term.spellings)
            groups.append("(" + " OR ".join(f"({way})" for way in ways) + ")")
    return " AND ".join(groups)


def _pieces(text: str) -> list[str]:
    """Trigrams side by side: they narrow nearly as well as all of them do, and a third of the lists is read."""
    places = [*range(0, len(text) - 3, 3), len(text) - 3]
    return list(dict.fromkeys(text[place : place + 3] for place in places))


def holds(column: str, terms: Iterable[Term]) -> tuple[str, list[str]]:
    """The SQL condition that a text holds every term, and its values."""
    one = f"instr({column}, %s) > 0" if connection.vendor == "sqlite" else f"{column} LIKE %s"
    conditions, values = [], []
    for term in terms:
        conditions.append("(" + " OR ".join([one] * len(term.spellings)) + ")")
        values += [_infix(spelling) for spelling in term.spellings]
    return " AND ".join(conditions) or "FALSE", values


def held(text: str, terms: Sequence[Term]) -> bool:
    """The same on a text in memory."""
    return bool(terms) and all(any(spelling in text for spelling in term.spellings) for term in terms)


def rank(text: str, wanted: str, terms: Sequence[Term]) -> tuple[int, int]:
    """How well a folded text answers, the smaller the better: as it is, from its beginning, by a word's, inside.

    wanted: all that was typed, in the same form as the text. The shorter of two texts says more.
    """
    if text == wanted:
        return EXACT, 0
    if text.startswith(wanted):
        return BEGINS, len(text)
    if any(term.word not in text for term in terms):
        return MISSPELT, len(text)
    padded = f" {text}"
    return (WORD_BEGINS if all(f" {term.word}" in padded for term in terms) else PART), len(text)


def like(text: str) -> str:
    """The text with what LIKE would read as a pattern made plain."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _infix(text: str) -> str:
    return text if connection.vendor == "sqlite" else f"%{like(text)}%"


def _quoted(piece: str) -> str:
    return '"' + piece.replace('"', '""') + '"'
