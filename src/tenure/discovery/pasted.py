"""What every pasted list is read with: the sign between its values, and days as people write them. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from tenure.kernel import clock
from tenure.kernel.errors import Problem

ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
EUROPEAN = re.compile(r"(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4}|[0-9]{2})")


def sign_between(text: str) -> str:
    """What stands between the values: the most frequent of tabulator, semicolon, comma in the first lines."""
    head = "\n".join(text.splitlines()[:5])
    return max("\t;,", key=head.count) if any(sign in head for sign in "\t;,") else ";"


def day_written(text: str) -> date | None:
    """2026-05-12, 12.05.2026, 12/05/2026, 12.05.26; None when it is no day, or of no year that is kept."""
    found = ISO.fullmatch(text) or EUROPEAN.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    try:
        read = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return read if clock.in_years(read) else None


def beyond_columns(values: Sequence[str], places: Sequence[str]) -> Problem | None:
    """What a line says after its last column: a text cut in two by the sign between columns, or a column too many. Nothing
    of it may get lost unseen."""
    if not any(values[len(places) :]):
        return None
    return Problem("pasted_columns", {"cells": len(values), "most": len(places)})
