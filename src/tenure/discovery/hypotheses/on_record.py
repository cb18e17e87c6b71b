"""Which evidence has a record of the product behind it: a test, a talk, a presale, a survey, orders. The rest was told."""

from collections.abc import Sequence

from tenure.discovery.models import Evidence


def only_told(rows: Sequence[Evidence]) -> frozenset[int]:
    """Rows that were written by hand, also where a pivot carried them over: somebody's word, whatever level it was given.
    One query for every pivot behind them, none without one."""
    found = {row.pk for row in rows if row.source == Evidence.Source.NOTE}
    at = {row.pk: row.source_id for row in rows if row.source == Evidence.Source.CARRIED}
    seen: set[int] = set()
    while at:  # however a file was forged, no piece is gone through twice
        behind = Evidence.objects.in_bulk({number for number in at.values() if number is not None} - seen)
        seen |= set(behind)
        origins = {pk: behind.get(number or 0) for pk, number in at.items()}
        found |= {pk for pk, one in origins.items() if one is None or one.source == Evidence.Source.NOTE}
        at = {
            pk: one.source_id
            for pk, one in origins.items()
            if one is not None and one.source == Evidence.Source.CARRIED
        }
    return frozenset(found)
