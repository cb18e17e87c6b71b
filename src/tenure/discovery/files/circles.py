"""How rows hang together: what may not lead back to itself, and what is never without another. Pure."""

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


# A row of the first table is never without one of the second, which leads to it by the column.
NEVER_WITHOUT = (("InterviewPlan", "Guide", "plan"),)


def check_company(rows: Rows) -> None:
    """Raises BadInput naming a row that stands alone and never does."""
    for table, other, column in NEVER_WITHOUT:
        led_to = {row[column] for row in rows.get(other, ())}
        for place, row in enumerate(rows.get(table, ()), 1):
            if row["id"] not in led_to:
                raise BadInput("venture_file_alone", table=table, row=place, other=other)


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
