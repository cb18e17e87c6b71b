"""Public holidays of a country, for days on which a client's office is closed."""

import sys
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import holidays

from tenure.agenda.holiday_names import holiday_name

# Their package of countries reads all 250 of them for one, 7 MiB in every process that asks: a bare package of the same
# name and place, put there before it, lets the one asked for be read alone.
COUNTRIES = "holidays.countries"
if COUNTRIES not in sys.modules:
    sys.modules[COUNTRIES] = ModuleType(COUNTRIES)
    sys.modules[COUNTRIES].__path__ = [str(Path(holidays.__file__).with_name("countries"))]
ENGLISH = "en_US"


def public_holidays(region: str, first: date, last: date, language: str) -> tuple[tuple[date, str], ...]:
    """Days from `first` to `last` with their names, in that language; those of a country that has no names
    in it are told in English where we know no better. Empty for an unknown country.

    region: two letters.
    """
    days = [one for year in range(first.year, last.year + 1) for one in _of_year(region, year, language)]
    return tuple((day, name) for day, name in days if first <= day <= last)


@lru_cache(maxsize=64)
def _of_year(region: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    if not hasattr(holidays, region):  # their list of all would be read from every one of them
        return ()
    spoken = language in (getattr(holidays, region).supported_languages or ())
    found = holidays.country_holidays(region, years=year, language=language if spoken else ENGLISH)
    as_told = spoken or language == "en"
    return tuple((day, name if as_told else holiday_name(name, language)) for day, name in sorted(found.items()))
