"""When clients ordered first."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Min, Q, QuerySet

from tenure.agenda.occasions import is_round
from tenure.orders.models import ClientScore
from tenure.orders.scores import ClientScores

# Of clients who bring little a call on an anniversary costs more than it is worth.
CLASSES = ("A", "B")
# Who ordered within so many days of the earliest order known may have been a client before the data begins.
EDGE_DAYS = 60
FEW = 3
OLDEST_YEARS = 60
# A client, who answers for it, and the day of its first order.
Began = tuple[int, int | None, date]


def first_orders(
    first: date, last: date, *, client_ids: Iterable[int] | None = None, owner_id: int | None = None
) -> list[Began]:
    """Clients of classes A and B that began on such a day a round number of years ago. One query."""
    rows = _began_around(first, last)
    if client_ids is not None:
        rows = rows.filter(client_id__in=list(client_ids))
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    found = rows.values_list("client_id", "client__owner_id", "first_day")
    return [(client, owner, first) for client, owner, first in found if first is not None]


def first_orders_by_day(first: date, last: date) -> Counter[date]:
    """How many clients of classes A and B have a round year since their first order on each of the days. One query."""
    days: Counter[date] = Counter()
    for began, count in _began_around(first, last).values_list("first_day").annotate(Count("client_id")).order_by():
        day = _in_window(began, first, last) if began else None
        if day is not None:
            days[day] += count
    return days


def _began_around(first: date, last: date) -> QuerySet[ClientScore]:
    began = Q(pk__in=())
    for years in filter(is_round, range(1, OLDEST_YEARS + 1)):
        began |= Q(first_day__gte=_back(first, years), first_day__lt=_back(last + timedelta(days=1), years))
    return ClientScore.objects.filter(began, abc_class__in=CLASSES)


def _in_window(began: date, first: date, last: date) -> date | None:
    """Pure: the day from `first` to `last` on which the years are complete; of 29 February the 28th."""
    for year in {first.year, last.year}:
        day = _back(began, began.year - year)
        if first <= day <= last:
            return day
    return None


def _back(day: date, years: int) -> date:
    """The same day so many years before; the last of February where there is no 29th."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def first_order_of(client_id: int, owner_id: int | None, scores: ClientScores) -> list[Began]:
    """The same of one client by its scores."""
    return [(client_id, owner_id, scores.first_day)] if scores.first_day and scores.abc_class in CLASSES else []


def truly_first(days: Iterable[date]) -> set[date]:
    """Those of the days of first orders that lie well inside the data. One query; for a few days one each, but quick."""
    edge = timedelta(days=EDGE_DAYS)
    wanted = set(days)
    if len(wanted) <= FEW:
        return {day for day in wanted if ClientScore.objects.filter(first_day__lt=day - edge).exists()}
    beginning = ClientScore.objects.aggregate(day=Min("first_day"))["day"]
    return {day for day in wanted if beginning is not None and day - edge > beginning}
