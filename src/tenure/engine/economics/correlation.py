"""Inputs that go together: the order of independent draws rearranged to given rank correlations.

Iman & Conover 1982, "A distribution-free approach to inducing rank correlation among input variables": each input keeps
its own distribution, only the order changes. Needs NumPy alone.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from tenure.engine.checks import number
from tenure.engine.errors import BadInput
from tenure.engine.tuples import Floats, Ints

Pairs = Mapping[tuple[str, str], float]
LEAST = -1e-9


def matrix_of(names: Sequence[str], pairs: Pairs) -> Floats:
    """Correlation of normal scores for the wished rank correlations of the named inputs: r = 2 sin(pi/6 rank r).

    Raises BadInput: `correlation_pair` for a pair of unknown or equal names, `correlations_impossible` for wishes that
    contradict each other, with the first three that do, and between what the third may lie given the other two.
    """
    place = {name: row for row, name in enumerate(names)}
    found = np.eye(len(names))
    for (one, other), rank in pairs.items():
        if one == other or not {one, other} <= place.keys():
            raise BadInput("correlation_pair", f"{one} with {other}", remedy="Name two different inputs.")
        r = 2 * math.sin(math.pi / 6 * number("correlation", rank, low=-1, high=1))
        found[place[one], place[other]] = found[place[other], place[one]] = r
    if np.linalg.eigvalsh(found)[0] < LEAST:
        raise _contradiction(names, found)
    return found


def mirrored(names: Sequence[str], pairs: Pairs, one: str, other: str) -> dict[tuple[str, str], float]:
    """The wishes where `other` falls exactly as `one` rises: what is wished for either with a third holds of the other the
    other way round. Wishes for both that do not agree stand, and are refused by `matrix_of`."""
    found = {pair: rank for pair, rank in pairs.items() if set(pair) != {one, other}}
    said = {frozenset(pair): rank for pair, rank in found.items()}
    for name in names:
        for mine, its in ((one, other), (other, one)):
            rank = said.get(frozenset((name, mine)))
            if name not in (one, other) and rank is not None and frozenset((name, its)) not in said:
                found[name, its] = -rank
    return found | {(one, other): -1.0}


def _contradiction(names: Sequence[str], matrix: Floats) -> BadInput:
    remedy = "Bring one of them nearer to zero."
    for rows in combinations(range(len(names)), 3):
        part = matrix[np.ix_(rows, rows)]
        if np.linalg.eigvalsh(part)[0] < LEAST:
            ab, ac, bc = part[0, 1], part[0, 2], part[1, 2]
            room = math.sqrt((1 - ab**2) * (1 - ac**2))
            low, high = (_rank(ab * ac + sign * room) for sign in (-1, 1))
            three = tuple(names[row] for row in rows)
            message = f"{', '.join(three)}: the last two cannot go together as {_rank(bc):.2f}"
            return BadInput("correlations_impossible", message, remedy=remedy, names=three, low=low, high=high)
    message = "The correlations contradict each other"
    return BadInput("correlations_impossible", message, remedy=remedy, names=(), low=-1.0, high=1.0)


def _rank(r: float) -> float:
    return float(6 / math.pi * math.asin(max(-1.0, min(1.0, r)) / 2))


def ranks(matrix: Floats, draws: int, random: np.random.Generator) -> list[Ints]:
    """For each input the rank, 0 to draws - 1, of every draw, so that the ranks correlate as asked.

    Inputs that go with no other are merely shuffled.
    """
    tied = [row for row in range(len(matrix)) if np.abs(matrix[row]).sum() > 1]
    if not tied:
        return [random.permutation(draws) for _ in matrix]
    scores = random.standard_normal((draws, len(tied)))
    scores -= scores.mean(axis=0)
    # Freed of the correlation the draws have by chance, then given the wished one.
    own = np.linalg.cholesky(scores.T @ scores / draws)
    values, vectors = np.linalg.eigh(matrix[np.ix_(tied, tied)])
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    scores = scores @ np.linalg.inv(own).T @ root.T
    found = {row: rank_of(scores[:, column]) for column, row in enumerate(tied)}
    return [found[row] if row in found else random.permutation(draws) for row in range(len(matrix))]


def rank_of(values: Floats) -> Ints:
    """Rank of each value, 0 for the smallest; ties in the order given."""
    rank = np.empty(values.size, dtype=np.int64)
    rank[np.argsort(values)] = np.arange(values.size)
    return rank
