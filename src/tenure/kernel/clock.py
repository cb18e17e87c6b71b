"""The only place that asks what time it is, so that tests and the demo can say otherwise."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, in UTC; `TENURE_NOW` (ISO, for demos and pictures) replaces it."""
    fixed = os.environ.get("TENURE_NOW")
    if not fixed:
        return datetime.now(UTC)
    moment = datetime.fromisoformat(fixed)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def today(zone: str = "UTC") -> date:
    """Today's date in the workspace's time zone."""
    return now().astimezone(ZoneInfo(zone)).date()
