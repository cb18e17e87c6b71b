"""What the client list can be narrowed by and sorted by, as it stands in an address and in a saved view."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from tenure.kernel.errors import BadInput

LONGEST_TEXT = 100
CHOICES: dict[str, tuple[str, ...]] = {
    "abc": ("A", "B", "C", "none"),
    "xyz": ("X", "Y", "Z", "none"),
    "measure": ("revenue", "margin"),
    "regularity": ("stability", "frequency"),
    "state": ("silent", "falling", "due", "left"),
    "status": ("ok", "one_order", "two_orders", "short_history", "no_orders"),
    "rfm": ("best", "loyal", "growing", "new", "cooling", "at_risk", "past"),
    "sort": ("value", "silence", "last_order", "name"),
}
DEFAULTS = {"measure": "revenue", "regularity": "stability", "sort": "value"}
# Recency and frequency grades (5 is best) that make up each segment; together they cover all 25 pairs once.
RFM_SEGMENTS: dict[str, tuple[tuple[int, int], ...]] = {
    "best": tuple((r, f) for r in (4, 5) for f in (4, 5)),
    "loyal": ((3, 4), (3, 5)),
    "growing": tuple((r, f) for r in (4, 5) for f in (2, 3)),
    "new": ((4, 1), (5, 1)),
    "cooling": ((3, 1), (3, 2), (3, 3)),
    "at_risk": tuple((r, f) for r in (1, 2) for f in (4, 5)),
    "past": tuple((r, f) for r in (1, 2) for f in (1, 2, 3)),
}


@dataclass(frozen=True)
class ListFilters:
    """Filters and order of the client list; an empty string means "any".

    owner: a user's id or "none" for clients nobody answers for. measure and regularity say which classes abc and xyz
    mean. All values but q, owner and country come from CHOICES.
    """

    q: str = ""
    abc: str = ""
    xyz: str = ""
    measure: str = "revenue"
    regularity: str = "stability"
    state: str = ""
    status: str = ""
    rfm: str = ""
    owner: str = ""
    country: str = ""
    sort: str = "value"

    @property
    def narrowing(self) -> int:
        """How many filters are set."""
        return sum(
            bool(getattr(self, name)) for name in ("q", "abc", "xyz", "state", "status", "rfm", "owner", "country")
        )


def read_filters(query: Mapping[str, str]) -> ListFilters:
    """Filters from an address or a saved view; BadInput("list_filter_wrong") names what is not among the choices."""
    given = {f.name: str(query.get(f.name) or DEFAULTS.get(f.name, "")).strip() for f in fields(ListFilters)}
    for name, choices in CHOICES.items():
        if given[name] and given[name] not in choices:
            raise _wrong(name, given[name])
    if given["owner"] not in ("", "none") and not _is_id(given["owner"]):
        raise _wrong("owner", given["owner"])
    if "\x00" in given["q"] + given["country"]:
        raise _wrong("q", "")
    return ListFilters(**{**given, "q": given["q"][:LONGEST_TEXT], "country": given["country"][:LONGEST_TEXT]})


def written(filters: ListFilters) -> dict[str, str]:
    """The filters as address parameters, without what says nothing."""
    plain = {f.name: getattr(filters, f.name) for f in fields(ListFilters)}
    return {name: value for name, value in plain.items() if value and value != DEFAULTS.get(name)}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _wrong(name: str, value: str) -> BadInput:
    return BadInput("list_filter_wrong", name=name, value=value[:LONGEST_TEXT])
