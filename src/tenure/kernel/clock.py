"""The only place that asks what time it is, so that tests and the demo can say otherwise."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

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


def today(zone: str = "UTC") -> date:
    """Today's date in the workspace's time zone."""
    return now().astimezone(ZoneInfo(zone)).date()
