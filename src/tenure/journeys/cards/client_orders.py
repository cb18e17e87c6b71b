"""The orders of one client, newest first, and the lines of one of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tenure.clients.clients import visible_clients
from tenure.clients.sight import Sight, look
from tenure.kernel.errors import BadInput, NotFound
from tenure.orders.models import Order, OrderLine
from tenure.privacy.models import User

PAGE = 20
MOST_LINES = 200


@dataclass(frozen=True)
class OrderRow:
    """One order or return. Amounts in minor units; margin None where cost is not known."""

    id: int
    day: date
    number: str
    amount_minor: int
    margin_minor: int | None
    line_count: int
    is_return: bool
    looks_damaged: bool


@dataclass(frozen=True)
class LineRow:
    """One line of an order. damage: what looks wrong with its amount, empty when nothing does."""

    product: str
    category: str
    quantity: float | None
    amount_minor: int
    is_return: bool
    damage: str


@dataclass(frozen=True)
class OrderLines:
    """The lines of one order; cut: only the first MOST_LINES are given."""

    order: OrderRow
    lines: tuple[LineRow, ...]
    cut: bool


_COLUMNS = ("id", "day", "number", "amount_minor", "margin_minor", "line_count", "is_return", "looks_damaged")


def client_orders(
    *, actor: User, client_id: int, after: str = "", limit: int = PAGE, sight: Sight | None = None
) -> tuple[list[OrderRow], str]:
    """A page of orders after a cursor, and the cursor of the next one ("" at the end)."""
    look(actor, client_id, sight)
    rows = Order.objects.filter(client_id=client_id)
    if after:
        day, order_id = _cursor(after)
        rows = rows.filter(Q(day__lt=day) | Q(day=day, pk__lt=order_id), day__lte=day)
    found = [OrderRow(*row) for row in rows.order_by("-day", "-pk").values_list(*_COLUMNS)[: limit + 1]]
    more = len(found) > limit
    page = found[:limit]
    return page, f"{page[-1].day.isoformat()}_{page[-1].id}" if more else ""


def order_lines(*, actor: User, client_id: int, order_id: int) -> OrderLines:
    """The lines of an order of a client in sight."""
    found = Order.objects.filter(pk=order_id, client_id=client_id, client__in=visible_clients(actor))
    row = found.values_list(*_COLUMNS).first()
    if row is None:
        raise NotFound
    columns = ("product__name", "product__category", "quantity", "amount_minor", "is_return", "damage")
    lines = list(OrderLine.objects.filter(order_id=order_id).order_by("pk").values_list(*columns)[: MOST_LINES + 1])
    rows = tuple(LineRow(line[0] or "", line[1] or "", *line[2:]) for line in lines[:MOST_LINES])
    return OrderLines(OrderRow(*row), rows, len(lines) > MOST_LINES)


def _cursor(text: str) -> tuple[date, int]:
    day, _sign, order_id = text.partition("_")
    try:
        number = int(order_id) if order_id.isascii() and order_id.isdigit() and len(order_id) <= 18 else -1
        when = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput("list_filter_wrong", name="after", value=text[:60]) from error
    if number < 0:
        raise BadInput("list_filter_wrong", name="after", value=text[:60])
    return when, number
