"""Texts cut at the words that were looked for, so that a template can mark them; long texts shortened around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tenure.clients.matching.names import fold
from tenure.clients.search.find_terms import Term

AROUND = 60  # letters shown on each side of the first marked word
LONGEST = 2 * AROUND + 40


@dataclass(frozen=True)
class Piece:
    """A part of a text; a marked one is what was looked for."""

    text: str
    marked: bool = False


def marked(text: str, terms: Sequence[Term], *, longest: int = LONGEST) -> tuple[Piece, ...]:
    """The text in pieces, at most about `longest` letters of it, beginning a little before the first marked word."""
    text = " ".join(text.split())
    spans = spans_of(text, terms)
    begin, end = window(len(text), spans[0][0] if spans else 0, longest)
    pieces = [Piece("…")] if begin else []
    at = begin
    for first, last in spans:
        if first >= end:
            break
        pieces += [Piece(text[at:first])] if first > at else []
        pieces.append(Piece(text[max(first, at) : min(last, end)], marked=True))
        at = min(last, end)
    pieces += [Piece(text[at:end])] if at < end else []
    return (*pieces, Piece("…")) if end < len(text) else tuple(pieces)


def window(length: int, first: int, longest: int) -> tuple[int, int]:
    """From where to where a long text is shown."""
    if length <= longest:
        return 0, length
    begin = max(0, min(first - AROUND, length - longest))
    return begin, min(length, begin + longest)


def spans_of(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the spellings of the terms stand in the text, in order and without overlaps."""
    spellings = sorted({spelling for term in terms for spelling in term.spellings}, key=len, reverse=True)
    if not spellings or not text:
        return []
    folded, places = _folded(text)
    found = re.finditer("|".join(map(re.escape, spellings)), folded)
    return [(places[hit.start()], places[hit.end() - 1] + 1) for hit in found]


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text and, for every letter of it, where in the text it comes from."""
    whole = fold(text)
    if len(whole) == len(text):
        return whole, range(len(text))
    letters, places = [], []
    for place, letter in enumerate(text):
        for part in fold(letter):
            letters.append(part)
            places.append(place)
    return "".join(letters), places
