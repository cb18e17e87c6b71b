"""What speaks for a client having stopped, on any date: five scores, each from what was known by then.

own: a silence this long among the client's own intervals, (1 + intervals as long) / (1 + intervals), the share a new
interval would have if it came like the others (conformal rank); beyond the longest one it falls as longest / silence.
rhythm: P(no order so far | active) under the client's own rhythm (`rhythm.silence`).
buy: P(an order within the judging window) under the orders model (BG/NBD), leaving included.
steady, steady_money: P(the level of orders, of money, has not fallen to less than half) (`changepoint`).
All lie between 0 and 1 and say more the smaller they are. Intervals are counted in season days (`season`).
"""

from dataclasses import dataclass

import numpy as np

from tenure.engine import order_values
from tenure.engine.alarms import changepoint, rhythm
from tenure.engine.alarms.days import OrderDays, ragged
from tenure.engine.alarms.rhythm import RhythmPrior
from tenure.engine.alarms.season import Season
from tenure.engine.errors import BadInput, EngineError, NotEnoughData
from tenure.engine.models import bg_nbd
from tenure.engine.models.beta_geometric.parameters import BetaGeometric
from tenure.engine.tuples import Floats, Ints, distinct

SCORES = ("own", "rhythm", "buy", "steady", "steady_money")
LEARNING_CLIENTS = 20_000
SHORTEST_GAP = 0.25  # season days; in a dead month two orders may stand on nearly the same moment
SMALLEST = 1e-12


@dataclass(frozen=True)
class Window:
    """When an alarm is judged: `intervals` usual intervals after it, `least_days` at least and `most_days` at most.

    Three usual (median) intervals: seven of eight clients who order at random, and practically all who order evenly,
    would have ordered by then. Four weeks at least, so that a holiday is no departure; half a year at most, because a
    year's wait is of no use to anybody. All in season days.
    """

    intervals: float = 3.0
    least_days: float = 28.0
    most_days: float = 182.0

    def __post_init__(self) -> None:
        numbers = (self.intervals, self.least_days, self.most_days)
        if not (np.isfinite(numbers).all() and self.intervals > 0 and 1 <= self.least_days <= self.most_days):
            raise BadInput("alarm_window", "The judging window is impossible", remedy="Give days, the least first.")

    def days(self, usual: Floats) -> Floats:
        """Season days of the window of clients with these usual intervals."""
        return np.clip(self.intervals * usual, self.least_days, self.most_days)


USUAL_WINDOW = Window()


@dataclass(frozen=True)
class Base:
    """What the whole base taught by some date: its season, its rhythm, and the orders model if it could be fitted."""

    season: Season
    prior: RhythmPrior
    orders: BetaGeometric | None


@dataclass(frozen=True)
class Timeline:
    """Order days on the season clock, with each client's intervals sorted; made once, looked at from many dates.

    time: of each row; log: sum over the rows so far of ln of the interval before the row; ascending: rows that end an
    interval, by client and length; longest first is last.
    """

    days: OrderDays
    season: Season
    time: Floats
    gap: Floats
    log: Floats
    ascending: Ints
    money: Floats


@dataclass(frozen=True)
class View:
    """Clients with a rhythm, as known at the end of a day. Times in season days.

    client: their numbers; orders: order days so far; span: first to last order; gap: silence since; usual: median
    interval; longest: longest interval; at_least: own intervals as long as the silence; logs: sum of ln interval.
    last_row: row of the last order, which names the silence.
    """

    client: Ints
    orders: Ints
    span: Floats
    gap: Floats
    usual: Floats
    longest: Floats
    at_least: Ints
    logs: Floats
    last_row: Ints


def timeline(days: OrderDays, season: Season) -> Timeline:
    """Order days prepared for looking at."""
    time = season.clock(days.day)
    first = np.zeros(time.size, dtype=bool)
    first[days.starts[:-1]] = True
    gap = np.where(first, 0.0, np.diff(time, prepend=0.0))
    gap = np.where(first, 0.0, np.maximum(gap, SHORTEST_GAP))
    ends = np.flatnonzero(~first)
    ascending = ends[np.lexsort((gap[ends], days.client[ends]))]
    log = np.cumsum(np.log(np.where(first, 1.0, gap)))
    return Timeline(days, season, time, gap, log, ascending, np.maximum(days.amount, 0.0))


def look(line: Timeline, day: int, *, overdue: bool = True) -> View:
    """The clients with a rhythm at the end of epoch day `day`; overdue: only those silent beyond their usual interval."""
    days, starts = line.days, line.days.starts[:-1]
    seen = days.seen_by(day)
    last = starts + np.maximum(seen, 1) - 1
    span = line.time[last] - line.time[starts]
    now = float(line.season.clock(day))
    gap = now - line.time[last]
    kept = line.ascending[days.day[line.ascending] <= day]
    owner, lengths = days.client[kept], line.gap[kept]
    sizes = np.maximum(seen - 1, 0)
    begin = np.cumsum(sizes) - sizes
    judged = (seen >= rhythm.MINIMUM_ORDER_DAYS) & (span >= rhythm.SHORTEST_HISTORY_DAYS)
    who = np.flatnonzero(judged)
    usual = (lengths[begin[who] + (sizes[who] - 1) // 2] + lengths[begin[who] + sizes[who] // 2]) / 2
    if overdue:
        late = gap[who] > usual
        who, usual = who[late], usual[late]
    at_least = np.bincount(owner[lengths >= gap[owner]], minlength=days.clients)
    longest = lengths[begin[who] + sizes[who] - 1]
    logs = line.log[last[who]] - line.log[starts[who]]
    return View(who, seen[who], span[who], gap[who], usual, longest, at_least[who], logs, last[who])


def thinned(days: OrderDays, clients: int = LEARNING_CLIENTS) -> OrderDays:
    """At most about `clients` clients of a base, spread evenly over their numbers."""
    step = max(1, days.clients // clients)
    return days.of(np.arange(0, days.clients, step)) if step > 1 else days


def learn_base(line: Timeline, *, until: int) -> Base:
    """What a base teaches by the end of day `until`; `line` holds all its clients, or some of every kind."""
    view = look(line, until, overdue=False)
    gaps = intervals_of(view)
    weights = rhythm.learn_weights(gaps, view.span, view.logs)
    orders = _orders_model(line, until)
    if orders:
        return Base(line.season, RhythmPrior(orders.r, orders.alpha, weights), orders)
    middle = float(np.median(view.usual)) if view.usual.size else 30.0
    return Base(line.season, RhythmPrior(1.0, middle, weights), None)


def _orders_model(line: Timeline, until: int) -> BetaGeometric | None:
    """The orders model of everybody who has ordered by `until`, in whole season days; None when it cannot be fitted."""
    seen = line.days.seen_by(until)
    who = np.flatnonzero(seen)
    first = line.days.starts[who]
    span = np.rint(line.time[first + seen[who] - 1] - line.time[first])
    age = np.maximum(np.rint(float(line.season.clock(until)) - line.time[first]), span)
    repeats = np.where(span > 0, seen[who] - 1, 0)
    try:
        return bg_nbd.fit(distinct(repeats, span, age))
    except EngineError:
        return None


def scores(line: Timeline, view: View, base: Base, window: Window) -> Floats:
    """The five scores of each client of the view; shape (clients, 5), in the order of SCORES."""
    if view.client.size == 0:
        return np.zeros((0, len(SCORES)))
    gaps = intervals_of(view)
    own = (1.0 + view.at_least) / (1.0 + gaps)
    own = np.where(view.at_least == 0, own * view.longest / np.maximum(view.gap, view.longest), own)
    shares = rhythm.own_weights(gaps, view.span, view.logs, base.prior.weights)
    silent = rhythm.silence(view.gap, gaps, view.span, shares, base.prior)
    buy = buying(base.orders, view, window.days(view.usual))
    fewer, less = fallen(line, view, rhythm.mean_evenness(shares), base.prior)
    return np.clip(np.stack((own, silent, buy, 1 - fewer, 1 - less), axis=1), SMALLEST, 1.0)


def buying(model: BetaGeometric | None, view: View, horizon: Floats) -> Floats:
    """P(at least one order within `horizon` season days), 1 where there is no model to ask."""
    if model is None:
        return np.ones(view.gap.size)
    none = bg_nbd.p_orders(model, 0, intervals_of(view), view.span, view.span + view.gap, horizon=horizon)
    return np.asarray(1 - none, dtype=np.float64)


def intervals_of(view: View) -> Floats:
    """Number of intervals each client has shown so far."""
    return (view.orders - 1).astype(np.float64)


def fallen(line: Timeline, view: View, evenness: Floats, prior: RhythmPrior) -> tuple[Floats, Floats]:
    """P(the level has fallen to less than half) of each client of the view, of orders and of money."""
    starts = line.days.starts[view.client]
    rows, owner = ragged(starts, view.orders)
    time = line.time[rows] - line.time[starts][owner]
    money = line.money[rows]
    count = view.orders.astype(np.float64)
    total: Floats = np.bincount(owner, weights=money, minlength=count.size).astype(np.float64)
    squares: Floats = np.bincount(owner, weights=money * money, minlength=count.size).astype(np.float64)
    mean = np.where(total > 0, total / count, 1.0)
    around = np.maximum(squares / count - mean * mean, 0.0) / (mean * mean)
    variation = order_values.value_variation(count, total, squares, float(np.median(np.clip(around, 0.005, 20.0))))
    span = view.span + view.gap
    # Where clients are all alike a changed level would be unthinkable; no more is known of it than one order tells.
    r = min(prior.r, 1.0)
    spread = {"r": r, "alpha": prior.alpha * r / prior.r}
    fewer = changepoint.fall_probability(np.ones(rows.size), time, view.orders, span, evenness, **spread)
    worth = np.where(total[owner] > 0, money / mean[owner], 1.0)
    even = 1 / (1 / evenness + variation)
    return fewer, changepoint.fall_probability(worth, time, view.orders, span, even, **spread)


def require_orders(days: OrderDays) -> None:
    """Raises NotEnoughData on a base without orders."""
    if days.day.size == 0:
        raise NotEnoughData("no_orders", "There is no order to learn from")
