"""A known business model as a beginning: which guess goes into which block (S000-23)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """stickers: pairs of block and words, each a guess to be tested in its new surroundings."""

    code: str
    name: str
    about: str
    stickers: tuple[tuple[str, str], ...]
