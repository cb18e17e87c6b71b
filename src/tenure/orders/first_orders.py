"""When clients ordered first."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Min

from tenure.orders.models import ClientScore

# Of clients who bring little a call on an anniversary costs more than it is worth.
CLASSES = ("A", "B")
# Who ordered within so many days of the earliest order known may have been a client before the data begins.
EDGE_DAYS = 60
FEW = 3


def first_orders(
    months: Iterable[int], *, client_ids: Iterable[int] | None = None, owner_id: int | None = None
) -> list[tuple[int, int | None, date]]:
    """(client, owner, day of the first order) of clients of classes A and B that began in these months. One query."""
    rows = ClientScore.objects.filter(abc_class__in=CLASSES, first_day__month__in=list(months))
    if client_ids is not None:
        rows = rows.filter(client_id__in=list(client_ids))
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    found = rows.values_list("client_id", "client__owner_id", "first_day")
    return [(client, owner, first) for client, owner, first in found if first is not None]


def truly_first(days: Iterable[date]) -> set[date]:
    """Those of the days of first orders that lie well inside the data. One query; for a few days one each, but quick."""
    edge = timedelta(days=EDGE_DAYS)
    wanted = set(days)
    if len(wanted) <= FEW:
        return {day for day in wanted if ClientScore.objects.filter(first_day__lt=day - edge).exists()}
    beginning = ClientScore.objects.aggregate(day=Min("first_day"))["day"]
    return {day for day in wanted if beginning is not None and day - edge > beginning}
