"""What forms send as text, as the values actions take."""

from datetime import date

from tenure.kernel.errors import InvalidValue


def id_or_none(text: str) -> int | None:
    """A number of a record; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def day_or_none(text: str, field: str) -> date | None:
    """A date as forms send it, or none. Raises InvalidValue for the field."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue("day_unreadable", field=field, value=text) from None
