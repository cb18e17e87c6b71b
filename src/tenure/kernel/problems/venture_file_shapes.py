"""What should stand at a place of a venture's file, in words: one for every kind of shape the file is held against."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {}  # parts of sentences only; see `discovery_files`


def wanted_words(code: str, data: Mapping[str, Any]) -> str:
    """What should stand there, as the end of a sentence."""
    told = {name: _plain(value) for name, value in data.items()}
    return {**_WANTED, **_OF_ROWS}[code]() % told


def _plain(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


_WANTED: Mapping[str, Callable[[], str]] = {
    "number": lambda: _("a number from %(low)s to %(high)s belongs there"),
    "whole": lambda: _("a whole number from %(low)s to %(high)s belongs there"),
    "range": lambda: _("the number must lie from %(low)s to %(high)s"),
    "between": lambda: _("the number must lie between %(low)s and %(high)s, without them"),
    "text": lambda: _("words belong there, %(longest)s characters at most"),
    "short_text": lambda: _("it has %(length)s characters, at most %(longest)s fit"),
    "like": lambda: _("it must be written like %(like)s"),
    "flag": lambda: _("true or false belongs there"),
    "code": lambda: _("one of these belongs there: %(known)s"),
    "day": lambda: _("a day written like 2026-05-04 belongs there"),
    "moment": lambda: _("a moment with its zone belongs there, like 2026-05-04T09:00:00+00:00"),
    "list": lambda: _("a list belongs there, %(most)s at most"),
    "length": lambda: _("there must be %(least)s to %(most)s"),
    "each_once": lambda: _("each may stand there once"),
    "row": lambda: _("a list of exactly %(count)s belongs there"),
    "names": lambda: _("names with their values belong there: %(names)s"),
    "mapping": lambda: _("names with their values belong there, %(most)s at most"),
    "missing": lambda: _("“%(name)s” is missing"),
    "strange": lambda: _("that name is not known there, only these are: %(names)s"),
    "less": lambda: _("there is more in it, or deeper, than is ever kept there"),
}
_OF_ROWS: Mapping[str, Callable[[], str]] = {
    "unlocked": lambda: _("a test that runs or is decided has a lock with its hash and its moment"),
    "locked": lambda: _("a draft has no lock"),
    "unready": lambda: _("the card lacks what it must say before it is locked"),
    "verdict": lambda: _("a decided test has a verdict and its moment, and no other test has"),
    "counted": lambda: _("a counted share has its successes and its trials"),
    "pair": lambda: _("of two inputs that go together the first stands before the second in the chain"),
    "title": lambda: _("a criterion of one's own has a title"),
    "rising": lambda: _("prices must rise"),
    "order": lambda: _("the end lies before the beginning"),
}
