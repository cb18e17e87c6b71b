"""Files made by an earlier Tenure, read as those of today. Pure."""

from typing import Any


def as_of_today(given: dict[str, Any]) -> dict[str, Any]:
    """The tables of a file. Before a segment kept several propositions, what was offered stood with the segment itself: it is
    the first proposition of that segment. What cannot be read so stays as it is, to be refused by its place."""
    rows = given.get("ValueItem")
    if "Proposition" in given or not isinstance(rows, list):
        return given
    first, now = {}, []
    for row in rows:
        if isinstance(row, dict) and isinstance(segment := row.get("segment"), int):
            first[segment] = {"id": segment, "venture": row.get("venture"), "segment": segment}
            now.append({name: value for name, value in row.items() if name != "segment"} | {"proposition": segment})
        else:
            now.append(row)
    return given | {"ValueItem": now, "Proposition": list(first.values())}
