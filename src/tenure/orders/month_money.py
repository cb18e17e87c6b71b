"""What clients brought, month by month: all of them, some, or the buyers of one product. For the job worker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from tenure.orders.models import ClientScore, Order, OrderLine, ScoreSnapshot


@dataclass(frozen=True)
class MonthMoney:
    """A client's month. month: year x 12 + month - 1; money and margin in minor units, returns taken off; margin None
    where an order of the month has none."""

    client: int
    owner: int | None
    month: int
    money: int
    margin: int | None


def known_days() -> tuple[date, date] | None:
    """The first and the last day of which orders are known, whosever. One query."""
    ends = Order.objects.aggregate(first=Min("day"), last=Max("day"))
    return (ends["first"], ends["last"]) if ends["last"] else None


def month_money(
    *, since: date, until: date, client_ids: Iterable[int] | None = None, product: str = ""
) -> list[MonthMoney]:
    """From `since` to `until`, a row a client and month; of one product its lines alone. One query."""
    grouped: QuerySet[Any, Any]
    if product:
        lines = OrderLine.objects.filter(named(product), order__day__range=(since, until))
        year, month = ExtractYear("order__day"), ExtractMonth("order__day")
        grouped = lines.values_list("order__client_id", "order__client__owner_id", year, month)
    else:
        orders = _chosen(client_ids).filter(day__range=(since, until))
        grouped = orders.values_list("client_id", "client__owner_id", ExtractYear("day"), ExtractMonth("day"))
    summed = grouped.annotate(
        money=Sum("amount_minor"), margin=Sum("margin_minor"), known=Count("margin_minor"), n=Count("pk")
    ).order_by()
    return [
        MonthMoney(client, owner, int(at) * 12 + int(of) - 1, int(money), int(margin or 0) if known == n else None)
        for client, owner, at, of, money, margin, known, n in summed
    ]


def named(product: str) -> Q:
    """Lines of a product by a part of its name, or of its category."""
    return Q(product__name__icontains=product) | Q(product__category__iexact=product)


def bought_by(product: str) -> QuerySet[OrderLine, int]:
    """Clients that bought a product, named by a part of its name or by its category; for a condition of another query."""
    bought = OrderLine.objects.filter(named(product), is_return=False)
    return bought.order_by().values_list("order__client_id", flat=True).distinct()


def year_forecasts(*, months: Iterable[date], client_ids: Iterable[int] | None = None) -> dict[date, dict[int, int]]:
    """By month, as kept at its end: what each client was expected to bring in the 12 months after, minor units."""
    rows = ScoreSnapshot.objects.filter(month__in=list(months), value_12m_minor__isnull=False)
    if client_ids is not None:
        rows = rows.filter(client_id__in=list(client_ids))
    found: dict[date, dict[int, int]] = {}
    for month, client, value in rows.order_by().values_list("month", "client_id", "value_12m_minor"):
        found.setdefault(month, {})[client] = value or 0
    return found


def classed(client_ids: Iterable[int]) -> frozenset[int]:
    """Those of the clients that have a value class. One query."""
    rows = ClientScore.objects.filter(client_id__in=list(client_ids)).exclude(abc_class="")
    return frozenset(rows.values_list("client_id", flat=True))


def _chosen(client_ids: Iterable[int] | None) -> QuerySet[Order]:
    rows = Order.objects.all()
    return rows if client_ids is None else rows.filter(client_id__in=list(client_ids))
