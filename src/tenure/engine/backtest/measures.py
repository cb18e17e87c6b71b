"""How good forecasts were, in numbers every statistician knows. Plain arrays in, plain numbers out; one row a client."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tenure.engine.tuples import Floats

BINS = 10
# Two-sided 95 % of a normal distribution.
SCORE_95 = 1.959963984540054


@dataclass(frozen=True)
class Bin:
    """A group of clients with like forecasts: mean forecast, share that came true, and its 95 % interval (Wilson)."""

    clients: int
    forecast: float
    realised: float
    low: float
    high: float


@dataclass(frozen=True)
class Chances:
    """How far stated probabilities held.

    brier: mean squared distance of forecast and outcome (0 best); skill: what is gained on saying the base's own share
    of everyone (1 best, below 0 worse than that); ece: expected calibration error, the mean distance of forecast and
    realised share over the bins, weighted by clients; bins: equally many clients each, from least to most likely.
    """

    brier: float
    skill: float
    ece: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Coverage:
    """An interval's promise and its keeping. `promised` is the probability the model itself puts inside: more than
    `level`, since numbers of orders are whole. low, high: 95 % interval of the realised share (Wilson)."""

    level: float
    promised: float
    realised: float
    low: float
    high: float


def mean_absolute_error(forecast: ArrayLike, actual: ArrayLike) -> float:
    """Mean of |forecast - actual|, in orders a client."""
    return float(np.abs(np.asarray(forecast, dtype=np.float64) - np.asarray(actual, dtype=np.float64)).mean())


def root_mean_square_error(forecast: ArrayLike, actual: ArrayLike) -> float:
    """Root of the mean of (forecast - actual) squared, in orders a client."""
    gaps = np.asarray(forecast, dtype=np.float64) - np.asarray(actual, dtype=np.float64)
    return float(np.sqrt(np.square(gaps).mean()))


def bias_in_total(forecast: ArrayLike, actual: ArrayLike) -> float | None:
    """Forecast total over actual total, less one: +.1 is a tenth too many. None when nobody ordered."""
    total = float(np.sum(actual))
    return float(np.sum(forecast)) / total - 1 if total > 0 else None


def chances(forecast: ArrayLike, happened: ArrayLike, *, bins: int = BINS) -> Chances:
    """Brier score, skill and reliability of probabilities; clients with equal forecasts stay in one bin."""
    forecast, happened = np.asarray(forecast, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    brier = float(np.square(forecast - happened).mean())
    share = float(happened.mean())
    plain = share * (1 - share)
    edges = np.unique(np.quantile(forecast, np.arange(1, bins) / bins))
    place = np.searchsorted(edges, forecast, side="left")
    count = np.bincount(place)
    told, came = np.bincount(place, weights=forecast), np.bincount(place, weights=happened)
    found = tuple(
        Bin(int(n), float(f / n), float(h / n), *wilson(float(h), float(n)))
        for n, f, h in zip(count, told, came, strict=True)
        if n
    )
    ece = sum(b.clients * abs(b.forecast - b.realised) for b in found) / forecast.size
    return Chances(brier, 1 - brier / plain if plain > 0 else 0.0, ece, found)


def wilson(successes: float, trials: float, *, score: float = SCORE_95) -> tuple[float, float]:
    """Wilson's interval of a share, 95 % unless `score` says otherwise; (0, 1) when nothing was tried."""
    if trials <= 0:
        return 0.0, 1.0
    share, square = successes / trials, score * score
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = score / (1 + square / trials) * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def coverage(low: Floats, high: Floats, inside: Floats, actual: ArrayLike, *, level: float) -> Coverage:
    """How often the truth lay within [low, high]; inside: the probability the model gave to that."""
    actual = np.asarray(actual, dtype=np.float64)
    held = (actual >= low) & (actual <= high)
    return Coverage(level, float(inside.mean()), float(held.mean()), *wilson(float(held.sum()), held.size))
