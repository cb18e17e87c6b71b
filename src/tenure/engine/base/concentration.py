"""How unevenly income is spread: share of the top fifth, Gini, Herfindahl-Hirschman, and the whale curve."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.tuples import Floats

CURVE_POINTS = 200


@dataclass(frozen=True)
class Concentration:
    """Income in the unit given. top_share, gini and hhi are None when there is no positive income.

    top_share: part of the total that the first ceil(0.2 n) clients bring, so it exceeds 1 when others lose money.
    gini, hhi: over clients with losses counted as zero. curve: (number of clients from the best, cumulative income),
    thinned for drawing, first point (0, 0). peak: the largest cumulative income; unprofitable: clients below zero.
    """

    clients: int
    total: float
    top_clients: int
    top_share: float | None
    gini: float | None
    hhi: float | None
    half_clients: int | None
    peak: float
    peak_share: float | None
    unprofitable: int
    curve: tuple[tuple[int, float], ...]


def concentration(income: ArrayLike) -> Concentration:
    """Concentration of `income` over clients; raises nothing, an empty base gives an empty answer."""
    ranked = np.sort(np.asarray(income, dtype=np.float64))[::-1]
    n = ranked.size
    if n == 0:
        return Concentration(0, 0.0, 0, None, None, None, None, 0.0, None, 0, ((0, 0.0),))
    running = np.cumsum(ranked)
    total, peak = float(running[-1]), float(running.max())
    top = math.ceil(n / 5)
    gains = np.maximum(ranked, 0.0)
    positive = float(gains.sum())
    some = positive > 0 and total > 0
    return Concentration(
        clients=n,
        total=total,
        top_clients=top,
        top_share=float(running[top - 1]) / total if some else None,
        gini=gini(gains) if some else None,
        hhi=float(np.square(gains / positive).sum()) if some else None,
        half_clients=int(np.searchsorted(running, total / 2)) + 1 if some else None,
        peak=peak,
        peak_share=peak / total if some else None,
        unprofitable=int((ranked < 0).sum()),
        curve=thinned(running),
    )


def gini(income: ArrayLike) -> float:
    """Gini coefficient of values not below zero: 0 all alike, (n - 1) / n one has everything."""
    ranked = np.sort(np.asarray(income, dtype=np.float64))
    n = ranked.size
    return float((2 * np.arange(1, n + 1) - n - 1) @ ranked / (n * ranked.sum()))


def whale_curve(profit: ArrayLike) -> Floats:
    """Cumulative profit from the best client to the worst."""
    return np.cumsum(np.sort(np.asarray(profit, dtype=np.float64))[::-1])


def thinned(running: Floats) -> tuple[tuple[int, float], ...]:
    """At most CURVE_POINTS points of a cumulative curve, always with its start, its peak and its end."""
    n = running.size
    picked = np.unique(np.rint(np.linspace(0, n - 1, min(n, CURVE_POINTS - 2))).astype(np.int64))
    picked = np.union1d(picked, [int(np.argmax(running))])
    return ((0, 0.0), *((int(place) + 1, float(running[place])) for place in picked))
