"""Which answers count: corrections applied, the exploratory left out, one voice a company. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum
from operator import attrgetter

from tenure.discovery.testing.plan import Answer
from tenure.engine.evidence.pooling import clustered

ID = attrgetter("id")
LIKENESS = 0.4  # assumed of people of one company, until measured (C5)


@dataclass(frozen=True)
class Counting:
    """counted: in their order; exploratory, excluded, same_voice, corrected: how many were left out or replaced, and
    why; companies: voices among those with a company; effective: answers worth so many independent ones (C5)."""

    counted: tuple[Answer, ...]
    exploratory: int
    excluded: int
    same_voice: int
    corrected: int
    effective: float


def counting(answers: Iterable[Answer]) -> Counting:
    """Sort the answers out. A correction takes the place of what it corrects; one made after the verdict does not.

    Of several people of one company the first answer counts: the rules take answers to be independent, and this one
    choice needs no guess about how alike colleagues are. A look that falls on an answer left out is taken after the one
    before it: a total whose last answer was taken out still ends.
    """
    rows = sorted(answers, key=ID)
    fixes = [row for row in rows if row.corrects is not None]
    exploratory = corrected = 0
    if fixes:
        rows, corrected, exploratory = _corrected(rows, fixes)
    counted: list[Answer] = []
    sizes: Counter[int] = Counter()
    excluded = same_voice = 0
    for row in rows:
        if row.excluded:
            excluded += 1
        elif row.exploratory:
            exploratory += 1
        elif row.voice and row.voice in sizes:
            same_voice += 1
            sizes[row.voice] += 1
        else:
            sizes[row.voice] += 1
            counted.append(row)
            continue
        if row.look and counted and not counted[-1].look:
            counted[-1] = counted[-1]._replace(look=True)
    return Counting(tuple(counted), exploratory, excluded, same_voice, corrected, _effective(sizes))


def _corrected(rows: list[Answer], fixes: list[Answer]) -> tuple[list[Answer], int, int]:
    """The rows that stand, in their places; how many corrections took effect, and how many came too late to."""
    current = {row.id: row for row in rows if row.corrects is None}
    stands_at = {number: number for number in current}
    corrected = late = 0
    for row in fixes:
        place = stands_at.get(row.corrects or 0)
        if place is None:
            continue
        stands_at[row.id] = place
        if row.exploratory and not current[place].exploratory:
            late += 1
            continue
        corrected += 1
        current[place] = row
    return [current[place] for place in sorted(current)], corrected, late


def _effective(sizes: Counter[int]) -> float:
    """Answers of everybody, colleagues included: of each company discounted by how many it sent. Nobody's voice is 0."""
    return sizes[0] + fsum(clustered(size, size, LIKENESS)[1] for voice, size in sizes.items() if voice)
