"""The rounds of a venture's search."""

from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from tenure.discovery.models import Loop, Venture, WorkEntry
from tenure.discovery.reading_once import is_reading, remembered
from tenure.kernel.compiled_query import Query, compiled_once


@remembered
def loop_of(venture: Venture) -> Loop:
    """The round that goes on now, or the last one. One query."""
    return loops_of(venture)[-1]


def loop_number(venture: Venture) -> int:
    """Number of the round that goes on now, from 1. One query."""
    return loop_of(venture).number


@remembered
def loops_of(venture: Venture) -> tuple[Loop, ...]:
    """All rounds from the first. One query."""
    return tuple(_loops(venture.pk))


@compiled_once
def _loops(venture_id: int) -> Query:
    return Loop.objects.filter(venture=venture_id).order_by("number")


class Work(NamedTuple):
    """What was noted of a day: for a test, or for the search in general; money in minor units."""

    test_id: int | None
    on: date
    minutes: int
    money_minor: int


@remembered
def work_of(venture: Venture) -> tuple[Work, ...]:
    """All that was noted of the venture. One query."""
    return tuple(map(Work._make, _work(venture.pk)))


@compiled_once
def _work(venture_id: int) -> Query:
    return WorkEntry.objects.filter(venture=venture_id).order_by().values_list(*Work._fields)


def spent_since(venture: Venture, day: date) -> int:
    """Money noted since that day, minor units. One query."""
    if is_reading():
        return sum(one.money_minor for one in work_of(venture) if one.on >= day)
    return venture.work.filter(on__gte=day).aggregate(total=Sum("money_minor"))["total"] or 0
