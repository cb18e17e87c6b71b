"""Addresses of named pages and of built files. Django looks a name up among all patterns, and a card shows a hundred."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.http import urlencode

# Stand in for the numbers of records while the address of a name is looked up: longer than any of them.
STAND_IN = 81_500_000_000_000_000_000


def address_of(name: str, *, query: Mapping[str, Any] | None = None, **arguments: object) -> str:
    """As `reverse`; a page whose arguments are numbers of records is looked up once."""
    if all(type(value) is int and value >= 0 for value in arguments.values()):
        address = pattern_of(name, *arguments) % arguments
    else:
        address = reverse(name, kwargs=arguments)
    asked = urlencode(query, doseq=True) if query else ""
    return f"{address}?{asked}" if asked else address


def pattern_of(name: str, *arguments: str) -> str:
    """The address of many records of a kind, with a place for the number of each: `% {"hypothesis_id": 7}`."""
    return _pattern(get_script_prefix(), name, arguments)


@cache
def _pattern(_prefix: str, name: str, arguments: tuple[str, ...]) -> str:
    """The address with a place for each number; it depends on the prefix, which is why that is given."""
    stand_ins = {argument: STAND_IN + place for place, argument in enumerate(arguments)}
    address = reverse(name, kwargs=stand_ins or None).replace("%", "%%")
    for argument, number in stand_ins.items():
        address = address.replace(str(number), f"%({argument})d")
    return address


def static(name: str) -> str:
    """Address of a built file by its source name, such as `css/main.css` or `icons.svg`."""
    return settings.STATIC_URL + _built_files()[name]


@cache
def _built_files() -> dict[str, str]:
    """Read once: a running server goes on with the files it started with while newer ones are being built."""
    return json.loads((Path(settings.STATIC_ROOT) / "manifest.json").read_text())
