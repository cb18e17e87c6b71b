"""Falling volume: the last 13 weeks of a client against its own usual, and whether chance alone would explain the fall.

Usual: with 18 months of history and about an order a month, the same 13 weeks a year earlier times the growth of the
base; otherwise the client's own average over the year before the window. The judgement treats both amounts as sums of
orders: their number as uneven as the client's rhythm (a renewal process), their values as uneven as the client's own.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from tenure.engine.summary import WINDOW_DAYS, YEAR_DAYS
from tenure.engine.tuples import Floats

SEASON_HISTORY_DAYS = 546
SHORTEST_USUAL_DAYS = 182
FEWEST_USUAL_ORDERS = 4
FEWEST_SEASONAL_ORDERS = 12
WORTH_SAYING = 0.75
SURE_ENOUGH = 0.95
GROWTH_LIMITS = (0.5, 2.0)


@dataclass(frozen=True)
class Volumes:
    """Per client: money (minor units) and order days of the window, of the same season a year earlier and of the year
    before the window; days of history before the window's start; days from first order to now."""

    window: Floats
    window_orders: Floats
    season: Floats
    season_orders: Floats
    usual: Floats
    usual_orders: Floats
    age: Floats


@dataclass(frozen=True)
class Falls:
    """usual: expected amount of the window, nan when not known; drop_probability: 1 - P(so low or lower when nothing
    has changed), nan when not known; is_falling: a fall of a quarter or more that chance would bring one time in
    twenty."""

    usual: Floats
    drop_probability: Floats
    is_falling: np.ndarray
    growth: float


def base_growth(volumes: Volumes) -> float:
    """The base's amount in the window over that of the same weeks a year earlier, of clients old enough; 0.5..2."""
    old = volumes.age >= SEASON_HISTORY_DAYS
    before, now = volumes.season[old].sum(), volumes.window[old].sum()
    if before <= 0 or now <= 0:
        return 1.0
    return float(np.clip(now / before, *GROWTH_LIMITS))


def falls(volumes: Volumes, *, evenness: Floats, value_variation: Floats) -> Falls:
    """Falls of all clients; evenness k of the gaps, value_variation: squared variation of order values."""
    growth = base_growth(volumes)
    # Asking for many orders in the season itself would pick the seasons that chance made good.
    seasonal = (volumes.age >= SEASON_HISTORY_DAYS) & (volumes.usual_orders >= FEWEST_SEASONAL_ORDERS)
    seasonal &= (volumes.season > 0) & (volumes.season_orders > 0)
    days = np.clip(volumes.age - WINDOW_DAYS, 0, YEAR_DAYS)
    average = volumes.usual * WINDOW_DAYS / np.maximum(days, 1)
    known = (days >= SHORTEST_USUAL_DAYS) & (volumes.usual_orders >= FEWEST_USUAL_ORDERS) & (average > 0)
    usual = np.where(seasonal, volumes.season * growth, average)
    seen = np.where(seasonal, volumes.season_orders, volumes.usual_orders)
    due = np.where(seasonal, volumes.season_orders, volumes.usual_orders * WINDOW_DAYS / np.maximum(days, 1))
    known |= seasonal
    chance = chance_so_low(volumes.window, usual, due, seen, evenness, value_variation)
    drop = np.where(known, 1 - chance, np.nan)
    still_orders = (volumes.window_orders > 0) & (volumes.window > 0)
    falling = known & still_orders & (volumes.window <= WORTH_SAYING * usual) & (1 - chance >= SURE_ENOUGH)
    return Falls(np.where(known, usual, np.nan), drop, falling, growth)


def chance_so_low(
    amount: Floats, usual: Floats, due: Floats, seen: Floats, evenness: Floats, value_variation: Floats
) -> Floats:
    """P(amount this low or lower) when the level is still `usual`: no order at all, or a gamma amount.

    due: orders expected in the window; seen: orders the usual was learned from, which is itself uncertain.
    """
    due, seen = np.maximum(due, 0.25), np.maximum(seen, 1.0)
    # Where a window cuts an even rhythm matters too: a sixth of an order squared, at each of the two windows.
    cut = np.maximum(1 - 1 / evenness**2, 0.0) / 6
    relative = (1 / evenness + value_variation) * (1 / due + 1 / seen) + cut * (1 / due**2 + 1 / seen**2)
    shape = 1 / np.maximum(relative, 1e-6)
    none = np.exp(-due * np.maximum(evenness, 1.0))
    share = np.maximum(amount, 0.0) / np.maximum(usual, 1e-9)
    return none + (1 - none) * special.gammainc(shape, shape * share)
