"""What orders say about unit economics: average check, cost of an order, orders of a buyer within a horizon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from django.db.models import Count, F, Q, QuerySet, Sum

from tenure.clients.clients import visible_clients
from tenure.orders.models import Order
from tenure.privacy.models import User

Z80 = 1.2815515655446004
MOST_MARGIN_GAP = 0.05  # part of the money that may lack a margin before the cost is called unknown


@dataclass(frozen=True)
class Ratio:
    """A mean with the ends of its 80 % interval, clients taken as they come (each a cluster of orders)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class EconomicsFigures:
    """Of orders from `first` to `last` of clients in sight; money in minor units; unit_cost None where too few orders
    carry a margin; orders_per_buyer: of those who bought at all in it."""

    first: date
    last: date
    buyers: int
    orders: int
    average_check: Ratio
    unit_cost: Ratio | None
    orders_per_buyer: Ratio


def economics_figures(*, actor: User, last: date, days: int) -> EconomicsFigures | None:
    """The figures of the last `days` days; None without an order. One query, one row a client."""
    first = last - timedelta(days=days - 1)
    rows = [tuple(float(part or 0) for part in row) for row in _sums(actor, first, last)]
    orders, money = sum(row[0] for row in rows), sum(row[1] for row in rows)
    if not rows or not orders or money <= 0:
        return None
    known = [(row[3], row[4]) for row in rows if row[3]]
    covered = sum(row[2] for row in rows)
    cost = _ratio((cost, count) for count, cost in known) if covered >= (1 - MOST_MARGIN_GAP) * money else None
    return EconomicsFigures(
        first, last, len(rows), round(orders), _ratio((row[1], row[0]) for row in rows), cost,
        _ratio((row[0], 1.0) for row in rows),
    )  # fmt: skip


def _sums(actor: User, first: date, last: date) -> QuerySet[Order, tuple[float, ...]]:
    """By client: orders, their money, the money of those with a margin, how many these are, and what they cost."""
    known = Q(margin_minor__isnull=False)
    return (
        Order.objects.filter(client__in=visible_clients(actor), day__gte=first, day__lte=last, is_return=False)
        .values("client")
        .annotate(n=Count("pk"), money=Sum("amount_minor"), covered=Sum("amount_minor", filter=known),
                  priced=Count("pk", filter=known), cost=Sum(F("amount_minor") - F("margin_minor"), filter=known))
        .values_list("n", "money", "covered", "priced", "cost")
    )  # fmt: skip


def _ratio(pairs: Iterable[tuple[float, float]]) -> Ratio:
    """Sum of the first over sum of the second, with the linearised error of a ratio of clustered sums."""
    found = list(pairs)
    whole = sum(below for _above, below in found)
    value = sum(above for above, _below in found) / whole
    if len(found) < 2:
        return Ratio(value, value, value)
    square = sum((above - value * below) ** 2 for above, below in found)
    error = sqrt(len(found) / (len(found) - 1) * square) / whole
    return Ratio(value, max(0.0, value - Z80 * error), value + Z80 * error)
