"""What orders say about unit economics: average check, cost of an order, orders of a buyer within a horizon.

Orders of a buyer are those of the horizon that begins with their own first order, of buyers whose horizon is over. Orders
of the last year over its buyers are another number: of clients won all year long, ordering monthly, it is six, not twelve.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from tenure.clients.clients import visible_clients
from tenure.orders.models import Order, OrderLine
from tenure.orders.month_money import known_days, named
from tenure.privacy.models import User

Z80 = 1.2815515655446004
MOST_MARGIN_GAP = 0.05  # part of the money that may lack a margin before the cost is called unknown
FEWEST_FOLLOWED, MOST_FOLLOWED = 10, 5000  # buyers followed from their first order, the newest of them
MOST_NAMED = 5000  # clients in one query
EDGE_DAYS = 60  # who first ordered so shortly after the earliest order known may have been a client before


@dataclass(frozen=True)
class Ratio:
    """A mean with the ends of its 80 % interval, clients taken as they come (each a cluster of orders)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Followed:
    """Buyers followed through the horizon after their first order, which lies from `first` to `last`."""

    buyers: int
    orders: int
    first: date
    last: date
    each: Ratio


@dataclass(frozen=True)
class Cut:
    """Which orders are meant. among: clients, None for all in sight; product: a part of its name or its category, empty
    for any; since, until: days, None for as the horizon asks."""

    among: Sequence[int] | None = None
    product: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class EconomicsFigures:
    """Of orders from `first` to `last` of clients in sight; money in minor units, returns taken off, of a product its lines
    alone; unit_cost None where too few orders carry a margin; within: orders of those who bought at all in the last horizon
    of these days; followed: of buyers since their first order, None where fewer than ten can be followed."""

    first: date
    last: date
    buyers: int
    orders: int
    average_check: Ratio
    unit_cost: Ratio | None
    within: Followed
    followed: Followed | None = None

    @property
    def per_buyer(self) -> Followed:
        """Orders of a buyer within the horizon, by the better of the two."""
        return self.followed or self.within


def economics_figures(*, actor: User, last: date, days: int, cut: Cut = Cut()) -> EconomicsFigures | None:
    """The figures of the last `days` days (the horizon) of which orders are known, or of the days of the cut; None without
    an order. Five queries at most, of chosen clients so many for each five thousand of them."""
    known = known_days()
    if known is None:
        return None
    last = min(cut.until or last, known[1])
    since = last - timedelta(days=days - 1)
    first = since if cut.since is None else max(cut.since, known[0])
    rows = _sums(actor, first, last, cut)
    orders, money = sum(row[0] for row in rows), sum(row[1] for row in rows)
    if not orders or money <= 0:
        return None
    priced = [(row[3], row[4]) for row in rows if row[3] or row[4]]
    covered = sum(row[2] for row in rows)
    enough = covered >= (1 - MOST_MARGIN_GAP) * money and any(row[3] for row in rows)
    return EconomicsFigures(
        first, last, sum(bool(row[0]) for row in rows), round(orders), ratio_of((row[1], row[0]) for row in rows),
        ratio_of((cost, count) for count, cost in priced) if enough else None,
        _within(rows if first >= since else _sums(actor, since, last, cut), max(first, since), last),
        _followed(actor, known[0], last, days, cut),
    )  # fmt: skip


def _within(rows: list[tuple[float, ...]], first: date, last: date) -> Followed:
    counts = [row[0] for row in rows if row[0]]
    each = ratio_of((count, 1.0) for count in counts) if counts else Ratio(0.0, 0.0, 0.0)
    return Followed(len(counts), round(sum(counts)), first, last, each)


def _sums(actor: User, first: date, last: date, cut: Cut) -> list[tuple[float, ...]]:
    """By client: orders, their money, the money of those with a margin, how many these are, and what they cost; returns
    are no orders, and their money and cost is taken off."""
    return [
        tuple(float(part or 0) for part in row)
        for rows in _pieces(actor, cut)
        for row in (_line_sums(rows, first, last, cut.product) if cut.product else _order_sums(rows, first, last))
    ]


def _order_sums(rows: QuerySet[Order], first: date, last: date) -> QuerySet[Order, tuple[float, ...]]:
    known, order = Q(margin_minor__isnull=False), Q(is_return=False)
    return (
        rows.filter(day__gte=first, day__lte=last)
        .values("client")
        .annotate(n=Count("pk", filter=order), money=Sum("amount_minor"), covered=Sum("amount_minor", filter=known),
                  priced=Count("pk", filter=known & order), cost=Sum(F("amount_minor") - F("margin_minor"), filter=known))
        .values_list("n", "money", "covered", "priced", "cost")
    )  # fmt: skip


def _line_sums(rows: QuerySet[Order], first: date, last: date, product: str) -> QuerySet[OrderLine, tuple[float, ...]]:
    """The same of the lines of one product: an order is one that holds such a line."""
    known, order = Q(margin_minor__isnull=False), Q(is_return=False, order__is_return=False)
    lines = OrderLine.objects.filter(named(product), order__in=rows.filter(day__gte=first, day__lte=last))
    return (
        lines.order_by().values("order__client")
        .annotate(n=Count("order", filter=order, distinct=True), money=Sum("amount_minor"),
                  covered=Sum("amount_minor", filter=known), priced=Count("order", filter=known & order, distinct=True),
                  cost=Sum(F("amount_minor") - F("margin_minor"), filter=known))
        .values_list("n", "money", "covered", "priced", "cost")
    )  # fmt: skip


def _pieces(actor: User, cut: Cut) -> Iterator[QuerySet[Order]]:
    """The orders of the clients meant, so many clients at a time as a query can name."""
    rows = Order.objects.filter(client__in=visible_clients(actor)).order_by()
    if cut.among is None:
        yield rows
        return
    for place in range(0, len(cut.among), MOST_NAMED):
        yield rows.filter(client__in=cut.among[place : place + MOST_NAMED])


def _followed(actor: User, earliest: date, last: date, days: int, cut: Cut) -> Followed | None:
    """Buyers whose horizon is over, begun within the horizon before it or since the day of the cut; two queries."""
    until = last - timedelta(days=days - 1)
    since = max(cut.since or until - timedelta(days=days - 1), earliest + timedelta(days=EDGE_DAYS))
    found: list[tuple[int, date]] = []
    for rows in _bought(actor, cut):
        begun = rows.values("client").annotate(began=Min("day")).filter(began__gte=since, began__lte=until)
        found += begun.order_by("-began", "client").values_list("client", "began")[:MOST_FOLLOWED]
    began = dict(sorted(found, key=lambda one: (-one[1].toordinal(), one[0]))[:MOST_FOLLOWED])
    if len(began) < FEWEST_FOLLOWED:
        return None
    counts = dict.fromkeys(began, 0.0)
    for rows in _bought(actor, replace(cut, among=tuple(began))):
        for client, day in rows.filter(day__gte=since).values_list("client", "day"):
            counts[client] += (day - began[client]).days < days
    each = ratio_of((count, 1.0) for count in counts.values())
    return Followed(len(counts), round(sum(counts.values())), min(began.values()), max(began.values()), each)


def _bought(actor: User, cut: Cut) -> Iterator[QuerySet[Order]]:
    """As `_pieces`, without returns, and of a product those that hold it."""
    for rows in _pieces(actor, cut):
        orders = rows.filter(is_return=False)
        lines = OrderLine.objects.filter(named(cut.product), is_return=False).values("order")
        yield orders.filter(pk__in=lines) if cut.product else orders


def ratio_of(pairs: Iterable[tuple[float, float]]) -> Ratio:
    """Sum of the first over sum of the second, with the linearised error of a ratio of clustered sums."""
    found = list(pairs)
    whole = sum(below for _above, below in found)
    value = sum(above for above, _below in found) / whole
    if len(found) < 2:
        return Ratio(value, value, value)
    square = sum((above - value * below) ** 2 for above, below in found)
    error = sqrt(len(found) / (len(found) - 1) * square) / whole
    return Ratio(value, max(0.0, value - Z80 * error), value + Z80 * error)


def first_bought(*, clients: Sequence[int], product: str = "") -> dict[int, date]:
    """By client the day of its first order, of a product where one is named; those without are left out. A query for each
    five thousand clients, who must be in sight."""
    found: dict[int, date] = {}
    for place in range(0, len(clients), MOST_NAMED):
        orders = Order.objects.filter(client__in=clients[place : place + MOST_NAMED], is_return=False).order_by()
        lines = OrderLine.objects.filter(named(product), is_return=False).values("order")
        chosen = orders.filter(pk__in=lines) if product else orders
        found |= dict(chosen.values_list("client").annotate(Min("day")))
    return found
