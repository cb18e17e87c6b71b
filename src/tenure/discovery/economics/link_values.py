"""What an input of a scenario is counted from, and what was counted: as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tenure.discovery.models import InputLink

From = InputLink.Source
# What can stand behind each metric; a metric left out is only ever typed.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "users": (From.CHANNELS, From.LEADS),
    "conversion": (From.CHANNELS, From.LEADS),
    "price": (From.ORDERS,),
    "cogs": (From.ORDERS, From.AUTOMATED, From.BY_HAND),
    "orders": (From.ORDERS,),
    "user_cost": (From.CHANNELS, From.MEDIA),
}
OF_BASE = frozenset({From.ORDERS, From.LEADS})
OF_CHANNELS = frozenset({From.CHANNELS, From.MEDIA})
OF_SERVICE = frozenset({From.BY_HAND, From.AUTOMATED})


@dataclass(frozen=True)
class Wanted:
    """What an input is to be counted from. filters: of the client list, as in the saved view of that name; product: part of
    a name, or a category; since, until: of the orders, or of meeting the leads; None: as the horizon asks."""

    source: str
    service_id: int | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    view: str = ""
    product: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Found:
    """What was counted: orders, leads or runs; their clients (of runs the units); the money; the days they lie in."""

    counted: int = 0
    clients: int = 0
    amount_minor: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class LinkRow:
    """A link as kept: what for, what was found, by whom and when."""

    metric: str
    wanted: Wanted
    found: Found
    service: str
    author: str
    at: datetime


def link_rows(rows: Iterable[InputLink]) -> dict[str, LinkRow]:
    """By metric."""
    return {
        row.metric: LinkRow(
            row.metric,
            Wanted(row.source, row.service_id, row.filters, row.view, row.product, row.since, row.until),
            Found(row.counted, row.clients, row.amount_minor, row.first, row.last),
            row.service.name if row.service else "", row.author.name, row.at,
        )
        for row in rows
    }  # fmt: skip
