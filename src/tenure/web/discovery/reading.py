"""What the forms of ventures send, as values."""

from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import minor_per_unit, to_minor

MOST = 1e15


def number(text: str, field: str) -> float | None:
    """A number as people type it (1 250,5 or 1250.5, with or without a per cent sign); None for an empty field."""
    clean = "".join(text.split()).replace("\u2212", "-").rstrip("%").replace(",", ".")
    if not clean:
        return None
    try:
        value = float(clean)
    except ValueError:
        raise InvalidValue("number_unreadable", field=field, value=text[:40]) from None
    if not -MOST < value < MOST:
        raise InvalidValue("number_unreadable", field=field, value=text[:40])
    return value


def whole(text: str, field: str, default: int) -> int:
    """A whole number, or the default for an empty field."""
    value = number(text, field)
    if value is None:
        return default
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
    return None if value is None else to_minor(value, currency)


def plain(value: float | None) -> str:
    """A number for a field, without signs of any language: 0.5, 12."""
    return "" if value is None else f"{value:.12g}"


def units(minor: int | None, currency: str) -> str:
    """Money for a field, in whole units where it is whole."""
    return "" if minor is None else plain(minor / minor_per_unit(currency))


def version(post_value: str) -> int:
    """The version a form was made from; 0, which no record has, for anything else."""
    return int(post_value) if post_value.isascii() and post_value.isdigit() and len(post_value) <= 18 else 0
