"""Gaps in prepared words, filled from the client in sight: {name}, {company}, {last_order}, {me}, {our_company}. Pure.

Only these: no fact of the card can be named in a script, so what is not to be shown never gets into one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NAMES = ("name", "company", "last_order", "me", "our_company")
GAP = re.compile(r"\{([^{}\n]{1,40})\}")


@dataclass(frozen=True)
class Piece:
    """A stretch of prepared words. gap: it is a gap that nothing is known for; filled: it came from the card."""

    text: str
    gap: bool = False
    filled: bool = False


def unknown_gaps(text: str) -> tuple[str, ...]:
    """Names in braces that stand for nothing."""
    return tuple(dict.fromkeys(name for name in GAP.findall(text) if name.strip() not in NAMES))


def filled(text: str, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """The words with what is known put in; what is not known stays a gap, to be said by heart."""
    pieces, at = [], 0
    for found in GAP.finditer(text):
        name = found.group(1).strip()
        if found.start() > at:
            pieces.append(Piece(text[at : found.start()]))
        known = values.get(name, "") if name in NAMES else ""
        pieces.append(Piece(known, filled=True) if known else Piece(name, gap=True))
        at = found.end()
    return (*pieces, *([Piece(text[at:])] if at < len(text) else []))
