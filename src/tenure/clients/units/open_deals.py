"""Open deals and what became of closed ones, of the whole base or of chosen clients. For the job worker."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from tenure.clients.models import DecisionUnit

MOST = 2000


@dataclass(frozen=True)
class Deals:
    """open: money in minor units with the chance somebody gave it, the dearest first; unvalued: open ones without money;
    won, lost: closed ones."""

    open: tuple[tuple[int, float | None], ...]
    unvalued: int
    won: int
    lost: int


def deals_of(client_ids: Iterable[int] | None = None) -> Deals:
    """Named deals only: a unit without a title is the client at large. Two queries."""
    rows = DecisionUnit.objects.exclude(title="").filter(client__merged_into=None)
    if client_ids is not None:
        rows = rows.filter(client_id__in=list(client_ids))
    state = DecisionUnit.State
    counted = rows.aggregate(
        won=Count("pk", filter=Q(state=state.WON)), lost=Count("pk", filter=Q(state=state.LOST)),
        unvalued=Count("pk", filter=Q(state=state.OPEN, value_minor=None)),
    )  # fmt: skip
    valued = rows.filter(state=state.OPEN, value_minor__gt=0).order_by("-value_minor", "pk")
    dearest = valued.values_list("value_minor", "base_rate")[:MOST]
    return Deals(tuple((value or 0, chance) for value, chance in dearest), **counted)
