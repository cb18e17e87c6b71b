"""The base as a whole: totals, classes, the value x frequency matrix, movement, concentration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.engine.base.concentration import Concentration, concentration


@dataclass(frozen=True)
class Cell:
    """Clients of a cell and their net amount of the last 12 months (minor units)."""

    clients: int
    revenue_12m_minor: int


@dataclass(frozen=True)
class BaseReport:
    """Money in minor units. matrix: by (value class, frequency class); movement: number of clients by (class a month
    ago, class now), "" for clients who had no order then; margin is None when no order's margin is known."""

    as_of: date
    before: date
    clients: int
    with_orders: int
    statuses: Mapping[str, int]
    revenue_minor: int
    revenue_12m_minor: int
    margin_12m_minor: int | None
    value_12m_minor: int | None
    silent: int
    falling: int
    silent_value_minor: int
    abc: Mapping[str, int]
    frequency: Mapping[str, int]
    stability: Mapping[str, int]
    matrix: Mapping[tuple[str, str], Cell]
    movement: Mapping[tuple[str, str], int]
    revenue: Concentration
    margin: Concentration | None


REPORTED = [
    "status", "order_days", "revenue_minor", "revenue_12m_minor", "margin_12m_minor", "value_12m_minor", "is_silent",
    "is_falling", "abc_class", "abc_class_before", "xyz_frequency_class", "xyz_stability_class",
]  # fmt: skip


def base_report(clients: pa.Table, *, as_of: date, before: date) -> BaseReport:
    """Figures of the base from its scores (the columns of `columns.COLUMNS`)."""
    clients = clients.select(REPORTED)  # a filter copies every column there is
    seen = clients.filter(pc.greater(clients["order_days"], 0))
    margin = seen["margin_12m_minor"].drop_null()
    return BaseReport(
        as_of=as_of,
        before=before,
        clients=clients.num_rows,
        with_orders=seen.num_rows,
        statuses=counts(clients, "status"),
        revenue_minor=total(clients, "revenue_minor") or 0,
        revenue_12m_minor=total(clients, "revenue_12m_minor") or 0,
        margin_12m_minor=total(clients, "margin_12m_minor"),
        value_12m_minor=total(clients, "value_12m_minor"),
        silent=pc.sum(clients["is_silent"]).as_py() or 0,
        falling=pc.sum(clients["is_falling"]).as_py() or 0,
        silent_value_minor=total(clients.filter(clients["is_silent"]), "revenue_12m_minor") or 0,
        abc=counts(seen, "abc_class"),
        frequency=counts(seen, "xyz_frequency_class"),
        stability=counts(seen, "xyz_stability_class"),
        matrix=matrix(seen),
        movement=movement(seen),
        revenue=concentration(seen["revenue_12m_minor"].to_numpy()),
        margin=concentration(margin.to_numpy()) if len(margin) else None,
    )


def total(table: pa.Table, name: str) -> int | None:
    """Sum of a money column; None when nothing in it is known."""
    value = pc.sum(table[name].cast(pa.float64(), safe=False)).as_py()
    return None if value is None else int(np.rint(value))


def counts(table: pa.Table, name: str) -> dict[str, int]:
    """How many clients hold each value of a class column, in the order of the values."""
    found = table.group_by(name).aggregate([([], "count_all")]).to_pydict()
    return dict(sorted(zip(found[name], found["count_all"], strict=True)))


def matrix(seen: pa.Table) -> dict[tuple[str, str], Cell]:
    """All nine cells, empty ones included."""
    sums = [([], "count_all"), ("revenue_12m_minor", "sum")]
    found = seen.group_by(["abc_class", "xyz_frequency_class"]).aggregate(sums).to_pylist()
    cells = {(value, frequency): Cell(0, 0) for value in "ABC" for frequency in "XYZ"}
    for row in found:
        place = (row["abc_class"], row["xyz_frequency_class"])
        cells[place] = Cell(row["count_all"], row["revenue_12m_minor_sum"])
    return cells


def movement(seen: pa.Table) -> dict[tuple[str, str], int]:
    """Clients by value class a month ago and now."""
    found = seen.group_by(["abc_class_before", "abc_class"]).aggregate([([], "count_all")]).to_pylist()
    return {(row["abc_class_before"], row["abc_class"]): row["count_all"] for row in found}
