"""The ready figures of each owner's clients, a row each: written with the scores, read by the pages of that owner."""

from collections.abc import Mapping
from typing import Any

from tenure.orders.models import OwnerFigures
from tenure.orders.summary import scope_of


def store_owner_figures(*, run_id: int, figures: Mapping[str, Any]) -> None:
    """Part of the transaction that stores the scores: these figures, by scope, take the place of all earlier ones."""
    OwnerFigures.objects.all().delete()
    rows = [OwnerFigures(run_id=run_id, scope=scope, figures=part) for scope, part in figures.items()]
    OwnerFigures.objects.bulk_create(rows, batch_size=100)


def owner_figures(owner_id: int | None) -> dict[str, Any]:
    """The newest figures of the clients of one owner (None: of nobody); empty when there are none."""
    rows = OwnerFigures.objects.filter(scope=scope_of(owner_id)).order_by("-run_id")
    return rows.values_list("figures", flat=True).first() or {}
