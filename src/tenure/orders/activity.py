"""In which months clients ordered: all of them, some, or those who bought one product."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from tenure.orders.models import Order


def order_days(*, client_ids: Iterable[int] | None = None, product: str = "") -> list[tuple[int, date]]:
    """(client, day) of every order that is no return, each once. product: its name or category, or a part of the name.

    One query, which reads the whole table: for the job worker.
    """
    rows = Order.objects.filter(is_return=False)
    if client_ids is not None:
        rows = rows.filter(client_id__in=list(client_ids))
    if product:
        named = Q(lines__product__name__icontains=product) | Q(lines__product__category__iexact=product)
        rows = rows.filter(named)
    return list(rows.order_by().values_list("client_id", "day").distinct())
