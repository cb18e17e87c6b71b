"""Public holidays of a country, for days on which a client's office is closed."""

from datetime import date
from functools import lru_cache

import holidays

LANGUAGES = {"en": "en_US"}


def public_holidays(region: str, first: date, last: date, language: str) -> tuple[tuple[date, str], ...]:
    """Days from `first` to `last` with their names, in that language where it is known; empty for an unknown country.

    region: two letters.
    """
    days = [one for year in range(first.year, last.year + 1) for one in _of_year(region, year, language)]
    return tuple((day, name) for day, name in days if first <= day <= last)


def load_countries() -> None:
    """Read all countries now, for processes forked from this one to share: asking for one reads every one of them."""
    _of_year("MD", 2026, "en")


@lru_cache(maxsize=64)
def _of_year(region: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    if not hasattr(holidays, region):  # their list of all would be read from every one of them
        return ()
    found = holidays.country_holidays(region, years=year, language=LANGUAGES.get(language, language))
    return tuple(sorted(found.items()))
