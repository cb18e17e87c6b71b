"""What the forms of a decision unit send, as values."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict

from tenure.clients.typed_numbers import number_typed, told_apart
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import decimals, to_minor
from tenure.web.page import go_to, is_htmx, say
from tenure.web.visit import Visit


def number(text: str, field: str) -> float:
    """A number in the signs of the language, with or without a per cent sign."""
    value = number_typed(text.strip().rstrip("%").strip())
    if value is None:
        raise InvalidValue("unit_not_number", field=field, value=text[:40])
    return value


def maybe(text: str, field: str) -> float | None:
    """A number, or None for an empty field."""
    return number(text, field) if text.strip() else None


def share(text: str, field: str) -> float | None:
    """Per cent as typed, 0..1; None for an empty field."""
    value = maybe(text, field)
    return None if value is None else value / 100


def amount(text: str, field: str, currency: str) -> int | None:
    """Money in minor units; None for an empty field."""
    value = maybe(text, field)
    told_apart(text, field, decimals(currency))
    return None if value is None else to_minor(value, currency)


def whole(text: str, field: str) -> int:
    """A whole number."""
    value = number(text, field)
    if value != int(value):
        raise InvalidValue("unit_not_number", field=field, value=text[:40])
    return int(value)


def record(text: str) -> int:
    """The number of a record as forms send it; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def day(text: str, field: str) -> date:
    """A day as forms send it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("unit_day", field=field, value=text[:40]) from None


def pairs(post: QueryDict, first: str, second: str) -> list[tuple[str, str]]:
    """Two fields that stand beside each other in several lines, those with an empty first one left out."""
    lines = zip(post.getlist(first), post.getlist(second), strict=False)
    return [(one.replace("\x00", ""), other) for one, other in lines if one.strip()]


def saved(request: Visit, unit_id: int, text: str, body: Callable[..., HttpResponse]) -> HttpResponse:
    """After a change: the unit with its new numbers in place for htmx, else its page."""
    if not is_htmx(request):
        return go_to(request, "unit", unit_id=unit_id)
    answer: Any = body(request, unit_id)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#unit-body", "outerHTML"
    return say(answer, text)
