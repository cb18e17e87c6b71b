"""How strong the evidence behind each hypothesis is: how many pieces speak for and against it, and the best of each."""

from collections.abc import Iterable
from typing import NamedTuple


class Strength(NamedTuple):
    """pro, con: pieces that count; best_pro, best_con: the highest level among them, None without any."""

    pro: int = 0
    con: int = 0
    best_pro: int | None = None
    best_con: int | None = None

    @property
    def best(self) -> int | None:
        """The highest level on either side."""
        return max((level for level in (self.best_pro, self.best_con) if level is not None), default=None)


def strengths(pieces: Iterable[tuple[int, bool, int]]) -> dict[int, Strength]:
    """By hypothesis, of evidence that counts: hypothesis, whether it supports, level. Those without any are left out. Pure."""
    levels: dict[int, tuple[list[int], list[int]]] = {}
    for hypothesis, supports, level in pieces:
        pro, con = levels.setdefault(hypothesis, ([], []))
        (pro if supports else con).append(level)
    return {
        hypothesis: Strength(len(pro), len(con), max(pro, default=None), max(con, default=None))
        for hypothesis, (pro, con) in levels.items()
    }
