"""What may not lead back to itself: hypotheses that rest on each other, and rows that follow from earlier ones. Pure."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from tenure.discovery.files.shape import tables
from tenure.kernel.errors import BadInput

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def check_circles(rows: Rows) -> None:
    """Raises BadInput naming the hypotheses of a circle, or the row that follows from itself or from a later one."""
    _check_links(rows)
    for table in tables():
        own = [link.name for link in table.links if link.table == table.name]
        known = {row["id"] for row in rows.get(table.name, ())} if own else set()
        for place, row in enumerate(rows.get(table.name, ()), 1):
            for name in own:
                if row[name] in known and row[name] >= row["id"]:
                    raise BadInput("venture_file_value", table=table.name, row=place, column=name, value=str(row[name]))


def _check_links(rows: Rows) -> None:
    rests: TopologicalSorter[int] = TopologicalSorter()
    for row in rows.get("HypothesisLink", ()):
        rests.add(row["child"], row["parent"])
    try:
        rests.prepare()
    except CycleError as error:
        numbers = {row["id"]: row.get("number") for row in rows.get("Hypothesis", ())}
        circle = [f"H{numbers.get(one) or '?'}" for one in reversed(error.args[1])]
        raise BadInput("venture_file_circle", circle=" → ".join(circle)) from error
