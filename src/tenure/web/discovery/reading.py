"""What the forms of ventures send, as values."""

from tenure.clients.typed_numbers import number_typed, told_apart
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import decimals, to_minor


def number(text: str, field: str) -> float | None:
    """A number in the signs of the language, with or without a per cent sign; None for an empty field."""
    bare = text.strip().rstrip("%").strip()
    if not bare:
        return None
    value = number_typed(bare)
    if value is None:
        raise InvalidValue("number_unreadable", field=field, value=text[:40])
    return value


def whole(text: str, field: str, default: int) -> int:
    """A whole number, or the default for an empty field."""
    value = number(text, field)
    if value is None:
        return default
    told_apart(text, field)
    if value != int(value):
        raise InvalidValue("number_unreadable", field=field, value=text[:40])
    return int(value)


def share(text: str, field: str) -> float | None:
    """Per cent as typed, as a share of one; None for an empty field."""
    value = number(text, field)
    return None if value is None else value / 100


def amount(text: str, field: str, currency: str) -> int | None:
    """Money in minor units; None for an empty field."""
    value = number(text, field)
    told_apart(text, field, decimals(currency))
    return None if value is None else to_minor(value, currency)


def version(post_value: str) -> int:
    """The version a form was made from; 0, which no record has, for anything else."""
    return int(post_value) if post_value.isascii() and post_value.isdigit() and len(post_value) <= 18 else 0
