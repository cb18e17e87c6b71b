"""Four prices of every respondent and the range between them that is neither suspicious nor too dear (F1).

Source: van Westendorp (1976), "NSS Price Sensitivity Meter", ESOMAR congress. Curves at a price x: "too cheap" and
"cheap" are the shares whose answer is x or more, "expensive" and "too expensive" the shares whose answer is x or less;
straight between the answers given; where two curves lie on each other, their crossing is the middle. Stated prices:
what people say, not what they pay.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.checks import inside, numbers
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.resampling import FEWEST_DRAWN, drawn_again
from tenure.engine.tuples import Floats

FEWEST = 2
NAMES = ("pmc", "pme", "opp", "ipp")
TOO_CHEAP, CHEAP, EXPENSIVE, TOO_EXPENSIVE = range(4)
# Each point: the falling curve and the rising curve that cross there.
PAIRS = ((TOO_CHEAP, EXPENSIVE), (CHEAP, TOO_EXPENSIVE), (TOO_CHEAP, TOO_EXPENSIVE), (CHEAP, EXPENSIVE))


@dataclass(frozen=True)
class Points:
    """pmc, pme: ends of the acceptable range (points of marginal cheapness and dearness); opp: where as many find it too
    cheap as too expensive; ipp: where as many find it cheap as expensive. In the unit of the answers."""

    pmc: float
    pme: float
    opp: float
    ipp: float


@dataclass(frozen=True)
class Curves:
    """prices (k,), rising; shares (4, k): too cheap, cheap, expensive, too expensive at each price."""

    prices: Floats
    shares: Floats


@dataclass(frozen=True)
class Found:
    """points of the answers kept; low, high: ends of their bootstrap intervals; kept, violators: respondents, and the
    rows of those whose four prices do not rise, which are left out; curves: to draw."""

    points: Points
    low: Points
    high: Points
    kept: int
    violators: tuple[int, ...]
    curves: Curves

    @property
    def sound(self) -> bool:
        """Whether there are respondents enough for the intervals to mean anything."""
        return self.kept >= FEWEST_DRAWN


def analyse(answers: ArrayLike, *, level: float = 0.8, replicates: int = 400, generator: np.random.Generator) -> Found:
    """Points of an (n, 4) table of prices from too cheap to too expensive, with intervals from resampled respondents.

    Raises BadInput on prices below zero, NotEnoughData when fewer than two respondents answered in order.
    """
    table = _table(answers)
    bad = violators(table)
    kept = np.delete(table, bad, axis=0)
    if len(kept) < FEWEST:
        remedy = f"Ask until {FEWEST} respondents give four prices that rise."
        raise NotEnoughData("prices_few", f"{len(kept)} respondents in order", rows=tuple(bad.tolist()), remedy=remedy)
    again = drawn_again(len(kept), replicates, generator)
    weights = np.vstack([np.ones((1, len(kept))), again]) / len(kept)
    prices, shares = _curves(kept, weights)
    crossed = np.column_stack([crossing(prices, shares[fall], shares[rise]) for fall, rise in PAIRS])
    out = (1 - inside("level", level)) / 2
    low, high = np.quantile(crossed[1:], (out, 1 - out), axis=0)
    return Found(
        Points(*crossed[0].tolist()),
        Points(*low.tolist()),
        Points(*high.tolist()),
        len(kept),
        tuple(bad.tolist()),
        Curves(prices, np.array([curve[0] for curve in shares])),
    )


def violators(answers: ArrayLike) -> NDArray[np.intp]:
    """Rows whose prices do not rise from too cheap to too expensive; equal ones pass."""
    return np.flatnonzero((np.diff(_table(answers), axis=1) < 0).any(axis=1))


def crossing(prices: Floats, falling: Floats, rising: Floats) -> Floats:
    """Where each row of falling shares (r, k) meets its row of rising ones; the middle where they meet on a stretch.

    At the lowest price the falling curves stand at 1 and at the highest the rising ones, so that they always meet.
    """
    apart = np.round(rising - falling, 12)
    after = np.argmax(apart >= 0, axis=1)
    last = prices.size - 1 - np.argmax(apart[:, ::-1] <= 0, axis=1)
    row = np.arange(len(apart))
    # The last place at or below zero lies just before the first at or above it, on it, or beyond it along a stretch.
    start, end = apart[row, np.minimum(last, after)], apart[row, np.maximum(last, after)]
    share = np.divide(-start, end - start, out=np.full(len(apart), 0.5), where=end > start)
    first, second = prices[np.minimum(last, after)], prices[np.maximum(last, after)]
    return np.asarray(first + share * (second - first), dtype=np.float64)


def _table(answers: ArrayLike) -> Floats:
    table = numbers("price", answers, low=0, high=1e12)
    if table.ndim != 2 or table.shape[1] != len(PAIRS):
        raise BadInput("prices_shape", "Every respondent gives four prices", remedy="Give a table of four columns.")
    return table


def _curves(table: Floats, weights: Floats) -> tuple[Floats, list[Floats]]:
    """The prices named and, for each of the four questions, (r, k) shares under every row of weights."""
    prices = np.unique(table)
    falls = [1 - _below(table[:, column], weights, prices, "left") for column in (TOO_CHEAP, CHEAP)]
    rises = [_below(table[:, column], weights, prices, "right") for column in (EXPENSIVE, TOO_EXPENSIVE)]
    return prices, [*falls, *rises]


def _below(answers: Floats, weights: Floats, prices: Floats, side: Literal["left", "right"]) -> Floats:
    """(r, k) weight of the answers below each price; side "right": those equal to it too."""
    order = np.argsort(answers, kind="stable")
    summed = np.zeros((len(weights), answers.size + 1))
    np.cumsum(weights[:, order], axis=1, out=summed[:, 1:])
    return summed[:, np.searchsorted(answers[order], prices, side=side)]
