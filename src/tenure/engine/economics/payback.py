"""Money over time: lifetime value, payback, break-even, cost of acquisition, the sales learning curve (H7 to H11)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.checks import above_zero, counted, inside, number, numbers
from tenure.engine.errors import BadInput

TRACTION = 1.75


@dataclass(frozen=True)
class Lifetime:
    """Value of a client of constant margin and retention: first payment now; at the end of the first period; without
    discount, margin / churn; of the first periods only, the first now. Infinite where nobody leaves and nothing is
    discounted."""

    first_now: float
    first_end: float
    simple: float
    horizon: float


def lifetime(margin: float, retention: float, discount: float, *, periods: int = 12) -> Lifetime:
    """Geometric lifetime (H8). margin: by period; retention, discount: by period, 0..1 and 0 or more.

    Clients differ: who stays is better than who left, and 1 / churn underestimates; prefer a fitted model.
    """
    m, r = number("margin", margin), number("retention", retention, low=0, high=1)
    d = number("discount", discount, low=0)
    step, size = r / (1 + d), counted("periods", periods, low=1)
    whole = 1 / (1 - step) if step < 1 else math.inf
    horizon = (1 - step**size) / (1 - step) if step < 1 else float(size)
    return Lifetime(m * whole, m * step * whole, m / (1 - r) if r < 1 else math.inf, m * horizon)


@dataclass(frozen=True)
class Payback:
    """Periods until a client has paid for being won: simple, without churn; with_churn, infinite if never; whole: the
    first period by whose end it is so, None if never."""

    simple: float
    with_churn: float
    whole: int | None

    @property
    def ever(self) -> bool:
        return math.isfinite(self.with_churn)


def payback(cac: float, margin: float, retention: float) -> Payback:
    """H9: cac and margin by period in one unit, the first payment in full; never once cac >= margin / churn."""
    cost, m = number("cac", cac, low=0), above_zero("margin", margin)
    r = number("retention", retention, low=0, high=1)
    simple = cost / m
    if r == 1:
        return Payback(simple, simple, math.ceil(simple - 1e-9))
    left = 1 - simple * (1 - r)
    if left <= 0:
        return Payback(simple, math.inf, None)
    exact = math.log(left) / math.log(r) if r > 0 else float(simple > 0)
    return Payback(simple, exact, math.ceil(exact - 1e-9))


@dataclass(frozen=True)
class BreakEven:
    """units and revenue that cover the fixed costs; margin_share: of the price; safety: part of the sales that may be
    lost; leverage: per cent of profit by per cent of sales, None without profit. None where the price covers no cost."""

    units: float | None
    revenue: float | None
    margin_share: float
    safety: float | None
    leverage: float | None


def break_even_volume(fixed: float, price: float, variable: float, sales: float) -> BreakEven:
    """H10: fixed costs of a period, price and variable cost of a unit, units sold."""
    f, p, sold = number("fixed", fixed, low=0), above_zero("price", price), number("sales", sales, low=0)
    each = p - number("variable", variable, low=0)
    if each <= 0:
        return BreakEven(None, None, each / p, None, None)
    units, profit = f / each, sold * each - f
    safety = (sold - units) / sold if sold else None
    return BreakEven(units, units * p, each / p, safety, sold * each / profit if profit > 0 else None)


def cac(cost: float, clients: float) -> float | None:
    """Cost of a client; for the next ones, give the additional cost and clients (H7). None without a client."""
    return number("cost", cost, low=0) / clients if number("clients", clients, low=0) else None


def cac_interval(cost: float, clients: int, *, level: float = 0.8) -> tuple[float, float] | None:
    """Between which ends the cost of a client lies with probability `level`, where so many came of this money; None without a
    client. Clients are Poisson around cost / cac, so cost / cac ~ Gamma(clients + 1/2) by Jeffreys' prior."""
    if not counted("clients", clients) or not number("cost", cost, low=0):
        return None
    tail = (1 - inside("level", level)) / 2
    few, many = special.gammaincinv(clients + 0.5, [tail, 1 - tail])
    return float(cost / many), float(cost / few)


@dataclass(frozen=True)
class LearningCurve:
    """stages: of each period, "initiation", "transition" or "execution"; break_even, traction: places of the first
    period that is no longer the one before, None if never; crossing: break-even between periods, in the given times;
    invested: what was put in before the break-even, by representative."""

    stages: tuple[str, ...]
    break_even: int | None
    traction: int | None
    crossing: float | None
    invested: float


def learning_curve(
    periods: Sequence[float], yields: ArrayLike, cost: float, *, traction: float = TRACTION
) -> LearningCurve:
    """Sales yield of a representative against what he costs (Leslie & Holloway 2006, H11): hire none before break-even.

    yields, cost: by period in one unit; traction: times the cost from which many are hired, 1 or more.
    """
    earned, spent = np.atleast_1d(numbers("yield", yields)), above_zero("cost", cost)
    mark = number("traction", traction, low=1) * spent
    if earned.size != len(periods):
        raise BadInput("curve_lengths", f"{len(periods)} periods and {earned.size} yields")
    stages = np.where(earned >= mark, "execution", np.where(earned >= spent, "transition", "initiation"))
    first, hire = _first(earned >= spent), _first(earned >= mark)
    crossing = None if first is None else float(periods[first])
    if first:
        back = (earned[first] - spent) / (earned[first] - earned[first - 1])
        crossing = float(periods[first] - back * (periods[first] - periods[first - 1]))
    before = earned[: earned.size if first is None else first]
    return LearningCurve(tuple(stages.tolist()), first, hire, crossing, float((spent - before).sum()))


def _first(holds: np.ndarray) -> int | None:
    return int(np.argmax(holds)) if holds.any() else None
