"""Who would buy at each of several fixed prices, and the price that brings most (F2).

Source: Gabor, Granger (1966), "Price as an Indicator of Quality", Economica 33. Demand as counted, and by a logistic
curve ln(q / (1 - q)) = b0 + b1 p of greatest likelihood. The best price has a closed form: (p - c) q(p) is greatest where
(p - c)(1 - q) = -1 / b1, that is at p = c + (1 + W(exp(b0 + b1 c - 1))) / -b1 with Lambert's W. Stated prices: what people
say, not what they pay.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tenure.engine.checks import counted, inside, number, numbers
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.resampling import FEWEST_DRAWN, drawn_again
from tenure.engine.tuples import Floats

FEWEST_PRICES = 2
STEPS, STILL = 60, 1e-12
FLAT = 1e-9  # a share that differs by less between prices does not differ
STEEPEST = 60.0  # b1 in units of the spread of prices: beyond it the answers are cut through by one price


@dataclass(frozen=True)
class Counted:
    """Of each price: share who would buy, income and profit by respondent; and the prices that bring most of each."""

    share: Floats
    revenue: Floats
    profit: Floats
    best_revenue: float
    best_profit: float


@dataclass(frozen=True)
class Demand:
    """ln odds of buying at price p: b0 + b1 p; b1 below 0."""

    b0: float
    b1: float

    def share(self, price: ArrayLike) -> Floats:
        """Share who would buy at each price."""
        return np.asarray(special.expit(self.b0 + self.b1 * np.asarray(price, dtype=np.float64)), dtype=np.float64)

    def best(self, unit_cost: float = 0.0) -> float:
        """The price of the greatest (p - unit_cost) q(p)."""
        return float(best_price(np.array([self.b0]), np.array([self.b1]), unit_cost)[0])


@dataclass(frozen=True)
class Found:
    """counted: by price; demand: the curve, None where buying does not fall with the price; revenue, profit: the prices
    that bring most by the curve, each (low, best, high) with its bootstrap interval, None without a curve; kept,
    violators: respondents, and the rows of those who would buy dear but not cheap, which are left out; asked: the lowest
    and the highest price."""

    counted: Counted
    demand: Demand | None
    revenue: tuple[float, float, float] | None
    profit: tuple[float, float, float] | None
    kept: int
    violators: tuple[int, ...]
    asked: tuple[float, float]

    @property
    def sound(self) -> bool:
        """Whether there are respondents enough for the intervals to mean anything."""
        return self.kept >= FEWEST_DRAWN

    def was_asked(self, price: float) -> bool:
        """Whether a price lies among those asked; of others the curve only guesses."""
        return self.asked[0] <= price <= self.asked[1]


def analyse(
    prices: ArrayLike,
    would_buy: ArrayLike,
    *,
    unit_cost: float = 0.0,
    level: float = 0.8,
    replicates: int = 400,
    generator: np.random.Generator,
) -> Found:
    """An (n, k) table of yes or no at k rising prices. Raises BadInput, and NotEnoughData without a respondent."""
    asked, cost = _prices(prices), number("unit_cost", unit_cost, low=0)
    table = np.asarray(would_buy, dtype=bool)
    if table.ndim != 2 or table.shape[1] != asked.size:
        raise BadInput("answers_shape", "Every respondent answers at every price")
    bad = violators(table)
    kept = np.delete(table, bad, axis=0).astype(np.float64)
    if not len(kept):
        raise NotEnoughData("prices_few", "Nobody answered in order", rows=tuple(bad.tolist()))
    plain = by_count(asked, kept.sum(axis=0), len(kept), unit_cost=cost)
    demand = fit(asked, kept.sum(axis=0), len(kept))
    found: dict[str, tuple[float, float, float] | None] = {"revenue": None, "profit": None}
    if demand:
        again = drawn_again(len(kept), replicates, generator)
        yes = again @ kept
        some = yes.any(axis=1)  # drawn without a buyer, nothing can be said of the best price
        b0, b1 = _fits(asked, yes[some], len(kept))
        falls = b1 < 0
        for name, each in (("revenue", 0.0), ("profit", cost)):
            # Where buying does not fall with the price, the best is the highest asked, or above it.
            best = np.full(b1.size, asked[-1])
            best[falls] = best_price(b0[falls], b1[falls], each)
            out, middle = (1 - inside("level", level)) / 2, demand.best(each)
            low, high = np.quantile(np.append(best, middle), (out, 1 - out)).tolist()
            found[name] = (min(low, middle), middle, max(high, middle))
    ends = float(asked[0]), float(asked[-1])
    return Found(plain, demand, found["revenue"], found["profit"], len(kept), tuple(bad.tolist()), ends)


def violators(would_buy: ArrayLike) -> NDArray[np.intp]:
    """Rows that would buy at a price and not at a lower one."""
    table = np.asarray(would_buy, dtype=np.int8)
    return np.flatnonzero((np.diff(table, axis=1) > 0).any(axis=1))


def by_count(prices: ArrayLike, yes: ArrayLike, n: float, *, unit_cost: float = 0.0) -> Counted:
    """Income and profit of each price as answered: yes of n at each."""
    asked, agreed = _prices(prices), _yes(prices, yes, n)
    share = agreed / n
    revenue, profit = asked * share, (asked - number("unit_cost", unit_cost, low=0)) * share
    best = (float(asked[np.argmax(revenue)]), float(asked[np.argmax(profit)]))
    return Counted(share, revenue, profit, *best)


def fit(prices: ArrayLike, yes: ArrayLike, n: float) -> Demand | None:
    """The most likely curve of yes of n at each price; None where buying does not fall with the price."""
    asked = _prices(prices)
    b0, b1 = _fits(asked, _yes(prices, yes, n)[np.newaxis, :], n)
    return Demand(float(b0[0]), float(b1[0])) if b1[0] < 0 else None


def best_price(b0: Floats, b1: Floats, unit_cost: float) -> Floats:
    """Where (p - unit_cost) q(p) is greatest, for each curve with b1 below 0."""
    over = special.wrightomega(b0 + b1 * unit_cost - 1)  # W(exp(z)) without overflow
    return np.asarray(unit_cost + (1 + over) / -b1, dtype=np.float64)


def _fits(prices: Floats, yes: Floats, n: float) -> tuple[Floats, Floats]:
    """b0, b1 of every row of counts (r, k), by Newton's method on centred and scaled prices.

    Where one price parts all yes from all no, the likelihood rises for ever: the slope stops at STEEPEST.
    """
    middle, scale = float(prices.mean()), float(np.ptp(prices))
    x = (prices - middle) / scale
    share = (yes.sum(axis=1) + 0.5) / (n * x.size + 1)
    a, b = np.log(share / (1 - share)), np.zeros(len(yes))
    for _ in range(STEPS):
        q = special.expit(a[:, np.newaxis] + b[:, np.newaxis] * x)
        off, weight = yes - n * q, np.maximum(n * q * (1 - q), 1e-12)
        s0, s1, s2 = weight.sum(axis=1), weight @ x, weight @ (x * x)
        g0, g1, det = off.sum(axis=1), off @ x, s0 * s2 - s1 * s1
        step_a, step_b = (s2 * g0 - s1 * g1) / det, (s0 * g1 - s1 * g0) / det
        size = np.maximum(1.0, np.hypot(step_a, step_b) / 2)
        a, b = a + step_a / size, np.clip(b + step_b / size, -STEEPEST, STEEPEST)
        a = np.clip(a, -STEEPEST, STEEPEST)
        if np.abs(np.hypot(step_a, step_b)).max() < STILL:
            break
    # Of answers alike at every price the slope is nothing, and not what rounding leaves of it.
    b = np.where(np.ptp(yes, axis=1) < FLAT * n, 0.0, b)
    return a - b * middle / scale, b / scale


def _prices(prices: ArrayLike) -> Floats:
    asked = numbers("price", prices, low=0, high=1e12)
    if asked.ndim != 1 or asked.size < FEWEST_PRICES or not (np.diff(asked) > 0).all():
        remedy = f"Give {FEWEST_PRICES} prices or more, each above the one before."
        raise BadInput("prices_rise", "The prices do not rise", remedy=remedy)
    return asked


def _yes(prices: ArrayLike, yes: ArrayLike, n: float) -> Floats:
    total = counted("the number of respondents", n, low=1)
    agreed = numbers("yes", yes, low=0, high=total)
    if agreed.shape != np.shape(prices):
        raise BadInput("answers_shape", "One number of yes belongs to each price")
    return agreed
