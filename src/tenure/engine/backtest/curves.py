"""Fitted against actual, as numbers ready for drawing: what a model learnt from the past says of that same past."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats
from scipy.interpolate import PchipInterpolator

from tenure.engine.backtest.ledger import Known, Ledger
from tenure.engine.errors import NotEnoughData
from tenure.engine.models import uncertainty
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.models.shape import OrdersModel
from tenure.engine.tuples import Floats, Histories, Ints

NARROW = (0, 1, 2, 3, 4, 5, 6, 7)
WIDE = (0, 1, 2, 4, 8, 16, 32, 64)
MANY = 0.25  # of clients in the last group: too many to tell anything
FEWEST_EXPECTED = 5.0
STEPS = 60
AGES = 400
SPREAD_HISTORIES = 4_000
SPREAD_DRAWS = 32
SEED = 20_261_122


@dataclass(frozen=True)
class Counts:
    """Clients by number of repeat orders. lowest: the least number of each group, which reaches to the next one's, the
    last without end. chi_square, freedom, p_value: Pearson's test of the whole row; None where too few clients are
    expected for it; sparse groups at the end are tested as one."""

    lowest: tuple[int, ...]
    actual: tuple[int, ...]
    fitted: tuple[float, ...]
    chi_square: float | None
    freedom: int
    p_value: float | None


@dataclass(frozen=True)
class Cumulative:
    """Repeat orders so far of the clients known on `line`, by day. fitted: up to the line what the model gives anyone
    of that age, after it the forecast from each client's own history, counted on from what was actual then. spread: its
    standard deviation, 0 up to the line: chance, and what the parameters themselves may be off by."""

    days: Ints
    actual: Floats
    fitted: Floats
    spread: Floats
    line: int


@dataclass(frozen=True)
class Values:
    """Clients by the mean value of their orders; edges: one more than there are bins, the last may be infinite."""

    edges: Floats
    actual: Floats
    fitted: Floats


def counts(model: OrdersModel[Any], parameters: Any, known: Known, *, fitted_names: int = 4) -> Counts:
    """How many clients ordered again 0, 1, ... times by then, beside how many the model makes of their ages.

    Groups of one number each, or ever wider ones where many clients order often.
    """
    lowest = np.array(NARROW if (known.x >= NARROW[-1]).mean() < MANY else WIDE)
    ages, number = levels(known.T)
    orders = np.arange(lowest[-1])
    shares = np.array([model.p_orders_new(parameters, orders, horizon=float(age)) for age in ages])
    fitted = np.add.reduceat(number @ shares, lowest[:-1])
    fitted = np.append(fitted, max(known.T.size - fitted.sum(), 0.0))
    actual = np.bincount(np.searchsorted(lowest, known.x, side="right") - 1, minlength=lowest.size)
    kept = lowest.size
    while kept > 1 and fitted[kept - 1 :].sum() < FEWEST_EXPECTED:
        kept -= 1
    pooled = [np.append(row[: kept - 1], row[kept - 1 :].sum()) for row in (actual, fitted)]
    freedom = kept - 1 - fitted_names
    usable = freedom > 0 and pooled[1].min() >= FEWEST_EXPECTED
    chi_square = float((np.square(pooled[0] - pooled[1]) / pooled[1]).sum()) if usable else None
    p_value = float(stats.chi2.sf(chi_square, freedom)) if chi_square is not None else None
    return Counts(tuple(lowest.tolist()), tuple(actual.tolist()), tuple(fitted.tolist()), chi_square, freedom, p_value)


def levels(ages: Floats) -> tuple[Floats, Floats]:
    """Distinct ages and how many clients have each; of very many, the middles of as many groups of neighbours."""
    found, number = np.unique(ages, return_counts=True)
    if found.size <= AGES:
        return found, number.astype(np.float64)
    group = np.arange(found.size) * AGES // found.size
    total = np.bincount(group, weights=number).astype(np.float64)
    return np.bincount(group, weights=found * number) / total, total


def cumulative(
    model: OrdersModel[Any], parameters: Any, base: Ledger, known: Known, *, horizon_days: int
) -> Cumulative:
    """Repeat orders of the clients known, from the first order of all to a horizon after the line."""
    first, line = int(base.days.day.min()), known.day
    before = np.unique(np.linspace(first, line, STEPS).astype(np.int64))
    after = np.unique(np.linspace(line, line + horizon_days, STEPS // 2).astype(np.int64))[1:]
    member = np.zeros(base.clients, dtype=bool)
    member[known.who] = True
    repeat = np.ones(base.days.day.size, dtype=bool)
    repeat[base.days.starts[:-1]] = False
    placed = np.sort(base.days.day[repeat & member[base.days.client]])
    actual = np.searchsorted(placed, np.concatenate((before, after)), side="right").astype(np.float64)
    to_line = _anyone(model, parameters, base.first_days[known.who], before, known.unit_days)
    ahead = _forecast(model, parameters, known.histories(), after - line, known.unit_days)
    at_line = actual[before.size - 1]
    spread = _spread(model, parameters, known.histories(), after - line, known.unit_days)
    return Cumulative(
        days=np.concatenate((before, after)),
        actual=actual,
        fitted=np.concatenate((to_line, at_line + ahead)),
        spread=np.concatenate((np.zeros(before.size), spread)),
        line=line,
    )


def _anyone(model: OrdersModel[Any], parameters: Any, births: Ints, days: Ints, unit_days: int) -> Floats:
    """Expected repeat orders by each day of clients who began on `births`: a smooth function of age, so read off."""
    ages = np.linspace(0.0, float(days[-1] - days[0]) + 1.0, AGES)
    expected = np.concatenate(([0.0], model.expected_orders_new(parameters, horizon=ages[1:] / unit_days)))
    starts, number = np.unique(births, return_counts=True)
    passed = np.maximum(days[:, None] - starts[None, :], 0)
    return np.interp(passed, ages, expected) @ number


def _forecast(model: OrdersModel[Any], parameters: Any, histories: Histories, ahead: Ints, unit_days: int) -> Floats:
    """Expected orders of the whole base within each number of days ahead; a smooth function too."""
    knots = np.linspace(0.0, float(ahead[-1]), 9)
    arrays = (histories.x, histories.t_x, histories.T)
    totals = [0.0] + [
        float(histories.count @ model.expected_orders(parameters, *arrays, horizon=knot / unit_days))
        for knot in knots[1:]
    ]
    return np.asarray(PchipInterpolator(knots, totals)(ahead), dtype=np.float64)


def _spread(model: OrdersModel[Any], parameters: Any, histories: Histories, ahead: Ints, unit_days: int) -> Floats:
    """Standard deviation of the base's orders within each number of days ahead, from a part of its histories."""
    step = -(-histories.x.size // SPREAD_HISTORIES)
    arrays = (histories.x[::step], histories.t_x[::step], histories.T[::step])
    weight = histories.count[::step] * (histories.count.sum() / histories.count[::step].sum())
    generator = np.random.default_rng(SEED)
    try:
        drawn = uncertainty.draw_parameters(model.NAMES, parameters, SPREAD_DRAWS, generator)
    except NotEnoughData:
        drawn = []
    knots = np.linspace(0.0, float(ahead[-1]), 5)
    variances = [0.0]
    for knot in knots[1:]:
        horizon = float(knot / unit_days)
        orders = model.simulate_ahead(parameters, *arrays, horizon=horizon, draws=SPREAD_DRAWS, generator=generator)
        totals = [weight @ model.expected_orders(one, *arrays, horizon=horizon) for one in drawn]
        variances.append(float(weight @ orders.var(axis=0, ddof=1)) + (float(np.var(totals)) if totals else 0.0))
    return np.asarray(np.sqrt(np.interp(ahead, knots, variances)), dtype=np.float64)


def values(parameters: GammaGammaParameters, known: Known, edges: ArrayLike) -> Values:
    """Clients by mean value of their orders, beside what Gamma-Gamma makes of their numbers of orders.

    With n orders the mean is v / n times a beta prime variable of (p n, q): P(mean <= c) = I_u(p n, q),
    u = n c / (v + n c). Fader, Hardie (2013), equation 1a.
    """
    edges = np.asarray(edges, dtype=np.float64)
    sold = known.values > 0
    mean = known.value_sum[sold] / known.values[sold]
    number, clients = np.unique(known.values[sold], return_counts=True)
    finite = np.where(np.isfinite(edges), edges, 0.0)
    share = number[:, None] * finite / (parameters.v + number[:, None] * finite)
    share = np.where(np.isfinite(edges), share, 1.0)
    reached = clients @ special.betainc(parameters.p * number[:, None], parameters.q, share)
    actual = np.histogram(mean, bins=edges)[0].astype(np.float64)
    return Values(edges, actual, np.diff(reached))


def alive_grid(
    model: OrdersModel[Any], parameters: Any, orders: ArrayLike, silence: ArrayLike, *, age: float
) -> tuple[tuple[float | None, ...], ...]:
    """P(still a client) by silence (rows) and repeat orders (columns) at one age, all times in units; None where the
    silence leaves no time for repeat orders."""
    x, quiet = np.meshgrid(np.asarray(orders, dtype=np.float64), np.asarray(silence, dtype=np.float64))
    t_x = np.maximum(age - quiet, 0.0)
    possible = (t_x > 0) & (x > 0)
    found = np.zeros(x.shape)
    found[possible] = model.p_alive(parameters, x[possible], t_x[possible], np.full(int(possible.sum()), age))
    return tuple(
        tuple(float(p) if can else None for p, can in zip(row, cans, strict=True))
        for row, cans in zip(found, possible, strict=True)
    )
