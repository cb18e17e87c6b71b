"""Orders of a made-up wholesaler whose truth is known: who really left, who fades, who grows. Same seed, same orders.

Each client orders on a clock of its own (gamma intervals), the clock runs faster in busy months, and one day some
clients stop without a word. Everything is drawn for all clients at once, so a million clients take seconds.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tenure.journeys.demo.demo_names import COUNTRIES, company_names

# How busy each month is, January first; the mean is 1.
SEASON = np.array([0.86, 0.92, 1.0, 1.03, 1.05, 1.01, 0.94, 0.91, 1.04, 1.08, 1.08, 1.08])
USUAL_ORDER_MINOR = 95_000
CATEGORIES = ("Packaging", "Paper", "Cleaning", "Labels", "Safety", "Kitchen")
CATEGORY_MARGIN = np.array([0.24, 0.15, 0.31, 0.38, 0.27, 0.21])
GOODS = (
    "Corrugated box|Stretch film|Paper bag|Tape",
    "Copy paper A4|Receipt roll|Wrapping paper|Napkins",
    "Floor cleaner|Hand soap|Disinfectant|Bin liners",
    "Price labels|Thermal labels|Shipping labels|Ribbon",
    "Gloves|Hairnets|Aprons|First-aid kit",
    "Paper cups|Baking paper|Cling film|Wooden cutlery",
)
SIZES = ("small", "medium", "large", "box of 100", "pallet")


@dataclass(frozen=True)
class Rhythm:
    """One way of buying: usual days between orders (median, spread of the logarithm) and regularity of the intervals.

    regularity: gamma shape of the intervals; 1 is pure chance, 12 is nearly a calendar.
    leave_per_year: share of such clients that leave within a year. noise: spread of the logarithm of order sizes.
    """

    share: float
    interval_days: float
    interval_spread: float
    regularity: float
    leave_per_year: float
    noise: float = 0.35


WHOLESALE = (
    Rhythm(share=0.12, interval_days=3, interval_spread=0.3, regularity=40, leave_per_year=0.05, noise=0.06),
    Rhythm(share=0.28, interval_days=17, interval_spread=0.45, regularity=11, leave_per_year=0.12, noise=0.25),
    Rhythm(share=0.30, interval_days=32, interval_spread=0.60, regularity=2.4, leave_per_year=0.16),
    Rhythm(share=0.30, interval_days=120, interval_spread=0.55, regularity=1.0, leave_per_year=0.22),
)
SHOP = (Rhythm(share=1.0, interval_days=168, interval_spread=0.8, regularity=1.0, leave_per_year=0.35),)


@dataclass(frozen=True)
class Clients:
    """What is true of each client; arrays of shape (clients,). `left_on` is NaT for those who are still clients."""

    external_id: np.ndarray
    name: np.ndarray
    country: np.ndarray
    left_on: np.ndarray
    interval_days: np.ndarray
    trend: np.ndarray  # last year's order size against the one before: below 1 fades, above 1 grows


@dataclass(frozen=True)
class Lines:
    """Order lines as they were written; arrays of shape (lines,). Money in minor units, days as datetime64[D]."""

    client: np.ndarray
    order: np.ndarray
    day: np.ndarray
    product: np.ndarray
    quantity: np.ndarray
    amount_minor: np.ndarray
    cost_minor: np.ndarray
    is_return: np.ndarray
    is_damaged: np.ndarray


@dataclass(frozen=True)
class Base:
    """A generated company: its clients, products (name, category) and order lines."""

    clients: Clients
    product_names: tuple[str, ...]
    product_categories: tuple[str, ...]
    lines: Lines


def generate(
    *,
    clients: int = 400,
    until: date,
    years: float = 3.0,
    seed: int = 1907,
    rhythms: tuple[Rhythm, ...] = WHOLESALE,
    lines_per_order: float = 2.6,
    leaving_now: float = 0.05,
    damaged: int = 4,
) -> Base:
    """Orders of `clients` companies during `years` up to and including `until`.

    lines_per_order: mean; exactly one when 1. leaving_now: share of the clients that stopped within the last months, so
    that their silence is news. damaged: number of lines whose amount is a thousand times too large.
    """
    rng = np.random.default_rng(seed)
    span = int(years * 365.25)
    last_day = np.datetime64(until, "D")
    world = _clients(clients, span, rhythms, leaving_now, rng)
    client, when = _order_times(world, _busy_time(last_day, span), rng)
    lines = _lines(world, client, when, last_day - span + 1, lines_per_order, rng)
    lines = _with_returns(lines, last_day, rng)
    start = last_day - span + 1
    public = Clients(
        external_id=np.arange(clients) + 10_001,
        name=company_names(clients, rng),
        country=COUNTRIES[rng.choice(len(COUNTRIES), size=clients, p=[0.78, 0.14, 0.05, 0.03])],
        left_on=np.where(
            world.left < span, start + np.minimum(world.left, span).astype(np.int64), np.datetime64("NaT")
        ),
        interval_days=world.interval,
        trend=world.trend,
    )
    return Base(public, *_products(), _damage(lines, damaged, rng))


@dataclass(frozen=True)
class _World:
    """The truth on the span's own clock: day 0 is its first day."""

    first: np.ndarray
    left: np.ndarray
    interval: np.ndarray
    regularity: np.ndarray
    order_minor: np.ndarray
    noise: np.ndarray
    trend: np.ndarray


def _clients(
    count: int, span: int, rhythms: tuple[Rhythm, ...], leaving_now: float, rng: np.random.Generator
) -> _World:
    kind = rng.choice(len(rhythms), size=count, p=[rhythm.share for rhythm in rhythms])
    table = np.array([[r.interval_days, r.interval_spread, r.regularity, r.leave_per_year, r.noise] for r in rhythms])[
        kind
    ]
    interval = table[:, 0] * np.exp(table[:, 1] * rng.standard_normal(count))
    # Half the clients were there before; the others came evenly, so that some are quite new.
    first = np.where(rng.random(count) < 0.55, -rng.random(count) * interval, rng.random(count) * span)
    left = np.maximum(first, 0) + rng.exponential(-365.0 / np.log1p(-table[:, 3]))
    going = (rng.random(count) < leaving_now * 3) & (interval < 35) & (left > span) & (first < span - 300)
    left = np.where(going, span - rng.uniform(1.6, 5.0, count) * interval - 10, left)
    trend = np.exp(0.5 * table[:, 4] * rng.standard_normal(count))
    fading = rng.random(count) < 0.06
    growing = ~fading & (rng.random(count) < 0.08)
    trend = np.where(fading, rng.uniform(0.25, 0.45, count), np.where(growing, rng.uniform(1.5, 2.2, count), trend))
    # Who orders often orders less at a time.
    order_minor = USUAL_ORDER_MINOR * np.exp(0.95 * rng.standard_normal(count)) * np.sqrt(interval / 20)
    return _World(first, left, interval, table[:, 2], order_minor, table[:, 4], trend)


def _busy_time(last_day: np.datetime64, span: int) -> np.ndarray:
    """Busy days passed before each calendar day of the span; shape (span + 1,)."""
    days = last_day - span + 1 + np.arange(span)
    month = days.astype("datetime64[M]").astype(np.int64) % 12
    return np.concatenate([[0.0], np.cumsum(SEASON[month])])


def _order_times(world: _World, busy: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(client, day of the span) of every order, in time order; the clock of each client runs in busy days."""
    span = len(busy) - 1
    begin = np.interp(np.maximum(world.first, 0), np.arange(span + 1), busy)
    end = np.interp(np.clip(world.left, 0, span), np.arange(span + 1), busy)
    enough = np.ceil((end - begin) / world.interval * 1.6 + 8).astype(np.int64)
    client = np.repeat(np.arange(len(begin)), enough)
    shape = world.regularity[client]
    step = rng.standard_gamma(shape) * (world.interval[client] / shape)
    starts = np.cumsum(enough) - enough
    # A client's first order stands at its beginning; one that was there before is somewhere inside an interval.
    step[starts] = np.where(world.first < 0, rng.random(len(starts)) * world.interval, 0.0)
    total = np.cumsum(step)
    total -= np.repeat(total[starts] - step[starts], enough)
    at = begin[client] + total
    kept = at < end[client]
    day = np.interp(at[kept], busy, np.arange(span + 1)).astype(np.int64)
    order = np.argsort(day, kind="stable")
    return client[kept][order], day[order]


def _lines(
    world: _World,
    client: np.ndarray,
    when: np.ndarray,
    start: np.datetime64,
    per_order: float,
    rng: np.random.Generator,
) -> Lines:
    """Lines of all orders: products, quantities, what was paid and what it cost."""
    count = len(client)
    lines = np.ones(count, np.int64) if per_order <= 1 else 1 + rng.poisson(per_order - 1, count)
    order = np.repeat(np.arange(count), lines)
    who, day = client[order], when[order]
    years_ago = (when[-1] - day) / 365.25 if count else day
    wanted = world.order_minor[who] * np.where(years_ago < 1, world.trend[who] ** (1 - years_ago), 1.0)
    wanted = wanted * np.exp(world.noise[who] * rng.standard_normal(len(who)) - 0.04 * years_ago) / lines[order]
    product = _product_of(who, rng)
    price = _prices()[product]
    quantity = np.maximum(1, np.rint(wanted / price)).astype(np.int64)
    discount = np.clip((np.log(world.order_minor) - np.log(USUAL_ORDER_MINOR)) * 0.09, 0, 0.27)[
        who
    ]  # large clients pay less
    amount = np.rint(quantity * price * (1 - discount)).astype(np.int64)
    cost = np.rint(quantity * price * (1 - CATEGORY_MARGIN[product // _per_category()])).astype(np.int64)
    calendar = _on_working_days(start + day)
    plain = np.zeros(len(who), bool)
    return Lines(who, order + 100_001, calendar, product, quantity, amount, cost, plain, plain)


def _on_working_days(day: np.ndarray) -> np.ndarray:
    """Orders of a weekend are written on the Friday before."""
    weekday = (day.astype(np.int64) + 3) % 7
    return day - np.maximum(weekday - 4, 0)


def _product_of(who: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each client buys mostly from two categories of its own."""
    own = np.where(rng.random(len(who)) < 0.7, who % len(CATEGORIES), (who // 7) % len(CATEGORIES))
    category = np.where(rng.random(len(who)) < 0.85, own, rng.integers(len(CATEGORIES), size=len(who)))
    return category * _per_category() + rng.integers(_per_category(), size=len(who))


def _per_category() -> int:
    return len(GOODS[0].split("|")) * len(SIZES)


def _products() -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = [f"{good}, {size}" for goods in GOODS for good in goods.split("|") for size in SIZES]
    return tuple(names), tuple(category for category in CATEGORIES for _ in range(_per_category()))


def _prices() -> np.ndarray:
    """Unit price of each product in minor units, the same whatever the seed."""
    return np.rint(np.random.default_rng(7).lognormal(6.6, 0.8, len(CATEGORIES) * _per_category()))


def _with_returns(lines: Lines, last_day: np.datetime64, rng: np.random.Generator) -> Lines:
    """About one order line in forty comes back within three weeks, on a document of its own."""
    back = np.flatnonzero(rng.random(len(lines.order)) < 0.025)
    day = _on_working_days(lines.day[back] + rng.integers(3, 21, len(back)))
    back, day = back[day <= last_day], day[day <= last_day]
    part = np.maximum(1, lines.quantity[back] // rng.integers(1, 4, len(back)))
    share = part / lines.quantity[back]
    every = np.arange(len(back))
    returned = Lines(
        client=lines.client[back],
        order=lines.order[-1] + 1 + every if len(back) else every,
        day=day,
        product=lines.product[back],
        quantity=-part,
        amount_minor=-np.rint(lines.amount_minor[back] * share).astype(np.int64),
        cost_minor=-np.rint(lines.cost_minor[back] * share).astype(np.int64),
        is_return=np.ones(len(back), bool),
        is_damaged=np.zeros(len(back), bool),
    )
    together = [np.concatenate([getattr(lines, name), getattr(returned, name)]) for name in Lines.__annotations__]
    order = np.argsort(together[2], kind="stable")
    return Lines(*(column[order] for column in together))


def _damage(lines: Lines, count: int, rng: np.random.Generator) -> Lines:
    """Lose the decimal point of a few amounts: a thousand times the true value."""
    bad = rng.choice(np.flatnonzero(~lines.is_return), size=min(count, len(lines.order)), replace=False)
    amount, marks = lines.amount_minor.copy(), lines.is_damaged.copy()
    amount[bad] *= 1000
    marks[bad] = True
    values = {name: getattr(lines, name) for name in Lines.__annotations__}
    return Lines(**(values | {"amount_minor": amount, "is_damaged": marks}))
