"""The only place that asks what time it is, so that tests and the demo can say otherwise, and what day that is.

Days are those of the active time zone. Every door (a page, a command, the job worker) begins by making it the company's,
so that no reader or writer has to be told; moments are stored in UTC.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time

from django.utils import timezone

# Outside of them a moment may not be one in every time zone, and a day is a slip of the keys.
FIRST_YEAR, LAST_YEAR = 1900, 2200
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


@contextmanager
def as_if(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`: the demo tells of months of work in a second."""
    before = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(before)


def now() -> datetime:
    """The present moment, in UTC; `as_if`, then `TENURE_NOW` (ISO, for demos and pictures) replace it."""
    told = _told.get()
    if told is not None:
        return told
    fixed = os.environ.get("TENURE_NOW")
    if not fixed:
        return datetime.now(UTC)
    moment = datetime.fromisoformat(fixed)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def today() -> date:
    """Today's date in the active time zone."""
    return day_of(now())


def in_years(day: date) -> bool:
    """Whether a day or moment lies within the years that are kept."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def day_of(moment: datetime) -> date:
    """The day of a stored moment in the active time zone; its own `date()` would be the day in UTC."""
    return timezone.localtime(moment).date()


def beginning(day: date, at: time = time.min) -> datetime:
    """The moment a day begins in the active time zone, or its hour `at`."""
    return datetime.combine(day, at, timezone.get_current_timezone())
