"""Prices people state, drawn: curves that cross, and demand with the price that brings most. Units: a box of 640 by 240."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenure.engine.pricing.gabor_granger import Found as Fixed
from tenure.engine.pricing.van_westendorp import Found as Four

WIDTH, HEIGHT, LEFT, TOP, FLOOR = 640.0, 240.0, 36.0, 16.0, 206.0
TICKS = 6


@dataclass(frozen=True)
class Scale:
    """From prices to the box."""

    low: float
    high: float

    def x(self, price: float) -> float:
        return round(LEFT + (WIDTH - LEFT - 8) * (price - self.low) / ((self.high - self.low) or 1), 1)

    def ticks(self) -> list[tuple[float, float]]:
        """(place, price) of a few round prices."""
        rough = (self.high - self.low) / TICKS or 1
        size = 10 ** np.floor(np.log10(rough))
        step = float(next(size * n for n in (1, 2, 5, 10) if size * n >= rough))
        first = np.ceil(self.low / step) * step
        return [(self.x(float(price)), float(price)) for price in np.arange(first, self.high + step / 1000, step)]


@dataclass(frozen=True)
class FourDrawing:
    """Curves as points of polylines, in the order of the questions; range: from and width; marks: place of each point."""

    lines: tuple[str, ...]
    ends: tuple[tuple[float, float], ...]
    range_from: float
    range_width: float
    optimum: float
    ticks: list[tuple[float, float]]


@dataclass(frozen=True)
class FixedDrawing:
    """Two panels of one price axis. dots: (x, y) as counted; curve: as fitted, empty without one; gain: of the panel below,
    with the best price and its interval."""

    dots: tuple[tuple[float, float], ...]
    curve: str
    gain_dots: tuple[tuple[float, float], ...]
    gain_curve: str
    best: float | None
    best_from: float
    best_width: float
    ticks: list[tuple[float, float]]


def four_drawing(found: Four) -> FourDrawing:
    """The four curves of Van Westendorp and the acceptable range."""
    prices = found.curves.prices
    scale = Scale(float(prices[0]), float(prices[-1]))
    ys = [[_y(share) for share in curve] for curve in found.curves.shares.tolist()]
    xs = [scale.x(float(price)) for price in prices]
    lines = tuple(" ".join(f"{x},{y}" for x, y in zip(xs, curve, strict=True)) for curve in ys)
    start, end = scale.x(found.points.pmc), scale.x(found.points.pme)
    ends = ((xs[0], ys[0][0]), (xs[0], ys[1][0]), (xs[-1], ys[2][-1]), (xs[-1], ys[3][-1]))
    return FourDrawing(lines, ends, start, round(max(1.0, end - start), 1), scale.x(found.points.opp), scale.ticks())


def fixed_drawing(found: Fixed, prices: Sequence[float], unit_cost: float) -> FixedDrawing:
    """Demand at fixed prices, and below it what a respondent brings."""
    spread = (prices[-1] - prices[0]) * 0.15
    scale = Scale(max(0.0, prices[0] - spread), prices[-1] + spread)
    gains = found.counted.profit if unit_cost else found.counted.revenue
    best = found.profit if unit_cost else found.revenue
    if best and not found.was_asked(best[1]):
        best = None  # only guessed by the curve
    elif best and not found.sound:
        best = (best[1],) * 3
    grid = np.linspace(scale.low, scale.high, 60)
    fitted = found.demand.share(grid) if found.demand else np.array([])
    earned = (grid - unit_cost) * fitted if found.demand else np.array([])
    top = float(max(gains.max(initial=0.0), earned.max(initial=0.0))) or 1.0
    dots = tuple((scale.x(price), _y(share)) for price, share in zip(prices, found.counted.share.tolist(), strict=True))
    gain_dots = tuple(
        (scale.x(price), _y(max(0.0, one) / top)) for price, one in zip(prices, gains.tolist(), strict=True)
    )
    start, end = (scale.x(max(scale.low, best[0])), scale.x(min(scale.high, best[2]))) if best else (0.0, 0.0)
    return FixedDrawing(
        dots, _path(scale, grid, fitted), gain_dots, _path(scale, grid, np.maximum(earned, 0) / top),
        scale.x(min(max(best[1], scale.low), scale.high)) if best else None, start, round(max(0.0, end - start), 1),
        scale.ticks(),
    )  # fmt: skip


def _path(scale: Scale, prices: np.ndarray, shares: np.ndarray) -> str:
    return " ".join(f"{scale.x(float(price))},{_y(float(share))}" for price, share in zip(prices, shares, strict=False))


def _y(share: float) -> float:
    return round(FLOOR - (FLOOR - TOP) * share, 1)
