"""What the forms of interviews and markets send, as values: empty is none, anything else must be readable."""

from django.http import QueryDict

from tenure.clients.typed_numbers import in_field, number_typed, told_apart
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import decimals, to_minor


def number(text: str, field: str) -> float | None:
    """A number in the signs of the language, or none."""
    if not text.strip():
        return None
    found = number_typed(text.strip().removesuffix("%"))
    if found is None:
        raise InvalidValue("interview_number_unreadable", field=field, value=text.strip()[:40])
    return found


def whole(text: str, field: str) -> int | None:
    """A whole number, or none."""
    found = number(text, field)
    if found is None:
        return None
    if found != int(found):
        raise InvalidValue("interview_number_unreadable", field=field, value=text.strip()[:40])
    return int(found)


def share(text: str, field: str) -> float | None:
    """Per cent as typed, as a share of one."""
    found = number(text, field)
    return None if found is None else found / 100


def money(text: str, field: str, currency: str) -> int | None:
    """An amount in units as typed, in minor units."""
    found = number(text, field)
    told_apart(text, field, decimals(currency))
    return None if found is None else to_minor(found, currency)


def people(text: str, field: str) -> float | None:
    """How many there are, as typed."""
    told_apart(text, field)
    return number(text, field)


def plain_share(value: float | None) -> str:
    """A stored share as it stands in a field, in per cent."""
    return in_field(None if value is None else value * 100)


def fields_of(post: QueryDict) -> dict[str, str]:
    """Every field of a form as typed, without NUL; of several with one name the last."""
    return {name: post.get(name, "").replace("\x00", "") for name in post}
