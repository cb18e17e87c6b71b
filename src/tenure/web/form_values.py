"""What forms send as text, as the values actions take."""

from datetime import date

from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue


def id_or_none(text: str) -> int | None:
    """A number of a record; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def day_or_none(text: str, field: str) -> date | None:
    """A date as forms send it, or none; of the years a file of it may carry. Raises InvalidValue for the field."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue("day_unreadable", field=field, value=text) from None
    if not clock.in_years(day):
        raise InvalidValue(
            "day_out_of_years", field=field, value=day.isoformat(), first=clock.FIRST_YEAR, last=clock.LAST_YEAR
        )
    return day
