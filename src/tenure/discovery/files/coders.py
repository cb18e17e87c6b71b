"""Who put themes on the quotes of a venture and has no account here: each stays one coder, by name, so that kappa holds. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from tenure.discovery.files.reading import Author

LONGEST = 110  # leaves room for what tells two of one name apart


def outside_coders(
    codings: Iterable[Mapping[str, Any]], staff: Mapping[int, Author], here: Collection[int]
) -> dict[int, str]:
    """Number of a coder in the file -> the name they stand under, no two the same; `here`: those who have an account."""
    rows = list(codings)
    taken = {str(row.get("outside") or "") for row in rows}
    found: dict[int, str] = {}
    for number in sorted({row["coder"] for row in rows if row["coder"] is not None} - set(here)):
        name = (staff[number].name if number in staff else "")[:LONGEST] or f"#{number}"
        free, again = name, 1
        while free in taken:
            again += 1
            free = f"{name} ({again})"
        taken.add(free)
        found[number] = free
    return found
