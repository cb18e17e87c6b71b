"""Retention and the sales learning curve, drawn. Units: boxes of 640 by 220."""

import math
from dataclasses import dataclass

from tenure.discovery.fit.readings import Reading
from tenure.discovery.fit.sales import SalesCurve

WIDTH, LEFT, TOP, FLOOR = 640.0, 40.0, 14.0, 186.0


@dataclass(frozen=True)
class RetentionDrawing:
    """dots: (x, y, text) by age; curve: as fitted; band: y and height of the plateau's interval; mark: y of the mark."""

    dots: tuple[tuple[float, float, str], ...]
    curve: str
    band_y: float
    band_height: float
    level_y: float | None
    mark_y: float
    ticks: tuple[tuple[float, int], ...]


@dataclass(frozen=True)
class SalesDrawing:
    """bars: (x, width, y, height, stage) of each period; cost_y, traction_y: lines; break_x: where it breaks even."""

    bars: tuple[tuple[float, float, float, float, str], ...]
    cost_y: float | None
    traction_y: float | None
    break_x: float | None


def retention_drawing(reading: Reading) -> RetentionDrawing | None:
    """The curve of a reading; None before there is one."""
    if not reading.at_risk:
        return None
    last = max(1, len(reading.at_risk) - 1)

    def x(age: float) -> float:
        return round(LEFT + (WIDTH - LEFT - 70) * age / last, 1)

    dots = tuple((x(age), _y(share), str(age)) for age, share in enumerate(reading.share))
    curve = ""
    if reading.level is not None and reading.speed is not None:
        ages = [last * step / 60 for step in range(61)]
        level, speed = reading.level, reading.speed
        curve = " ".join(f"{x(age)},{_y(level + (1 - level) * math.exp(-speed * age))}" for age in ages)
    low, high = reading.low or 0.0, reading.high or 0.0
    step = max(1, round(last / 8))
    return RetentionDrawing(
        dots, curve, _y(high), round(_y(low) - _y(high), 1), None if reading.level is None else _y(reading.level),
        _y(reading.mark), tuple((x(age), age) for age in range(0, last + 1, step)),
    )  # fmt: skip


def sales_drawing(curve: SalesCurve, traction: float = 1.75) -> SalesDrawing | None:
    """The learning curve as bars against the cost of a seller; None without a period."""
    if not curve.periods:
        return None
    cost = float(curve.cost_minor or 0)
    top = max([one.each_minor for one in curve.periods] + [cost * traction]) or 1.0
    room = (WIDTH - LEFT - 8) / len(curve.periods)
    bars = tuple(
        (round(LEFT + place * room + room * 0.15, 1), round(room * 0.7, 1), _y(one.each_minor / top),
         round(FLOOR - _y(one.each_minor / top), 1), one.stage or "none")
        for place, one in enumerate(curve.periods)
    )  # fmt: skip
    crossing = None if curve.crossing is None else round(LEFT + (curve.crossing - 0.5) * room, 1)
    return SalesDrawing(bars, _y(cost / top) if cost else None, _y(cost * traction / top) if cost else None, crossing)


def _y(share: float) -> float:
    return round(FLOOR - (FLOOR - TOP) * min(max(share, 0.0), 1.0), 1)
