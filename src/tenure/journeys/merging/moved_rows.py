"""Rows handed from one record to another by a merge, and given back by its undoing. Part of a transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from tenure.kernel.errors import Conflict

AT_ONCE = 5000  # rows named in one query


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """The transaction of a merge, or of its undoing. Raises Conflict where somebody has put something meanwhile into the very
    place a row was to take."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Conflict("something was put in its place meanwhile") from error


def locked(rows: QuerySet[Any]) -> dict[int, Any]:
    """These rows by number, locked until the end of the transaction, the lowest number first: merges that cross wait in line
    instead of each for the other. Whoever only writes a record about one of them does not wait."""
    return {row.pk: row for row in rows.select_for_update(no_key=True).order_by("pk")}


def locked_with_merged(table: type[Any], keep_id: int, gone_id: int) -> dict[int, Any]:
    """The same for two records and all that were merged into either, for those are led elsewhere too."""
    both = (keep_id, gone_id)
    return locked(table._default_manager.filter(Q(pk__in=both) | Q(merged_into__in=both)))


def hand_over(rows: QuerySet[Any], field: str, kept: Any) -> list[int]:
    """Let these rows name `kept` in `field`; returns their ids."""
    ids = list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        rows.model.objects.filter(pk__in=ids[start : start + AT_ONCE]).update(**{field: kept})
    return ids


def give_back(table: type[Any], ids: Iterable[int], field: str, kept: Any, gone: Any) -> None:
    """Let those of the rows that still name `kept` name `gone` again; one that no longer fits there stays."""
    named = table.objects.filter(pk__in=list(ids), **{field: kept})
    rows = table.objects.filter(pk__in=list(locked(named)))
    try:
        with transaction.atomic():
            rows.update(**{field: gone})
    except IntegrityError:
        for row in rows:
            _give_one_back(row, field, gone)


def _give_one_back(row: Any, field: str, gone: Any) -> None:
    setattr(row, field, gone)
    try:
        with transaction.atomic():
            row.save(update_fields=[field])
    except IntegrityError:
        return
