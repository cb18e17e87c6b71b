"""Distinct histories of a base for fitting, counted where its rows lie: what comes here does not grow with the clients."""

from datetime import date

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from tenure.engine.purchase_pass import purchase_table
from tenure.engine.purchases import Unit, check_orders, days_in, histories_of, purchases
from tenure.engine.tuples import Histories, check

IN_PROCESS = "duckdb"


def histories_in(orders: ir.Table, *, until: date, unit: Unit = "day") -> Histories:
    """The distinct histories of the clients of `orders` (see `purchases`), for fitting.

    Inside this process they are found from one row per client; on any other table engine they are counted there, a few
    hundred thousand rows come back whatever the base, and `place` is empty. Raises BadInput as `check_orders` does.
    """
    if orders.get_backend().name == IN_PROCESS:
        return histories_of(purchase_table(orders, until=until, unit=unit), unit)
    check_orders(orders)
    return from_counts(counted(orders, until=until, unit=unit).to_pyarrow(), unit)


def counted(orders: ir.Table, *, until: date, unit: Unit = "day") -> ir.Table:
    """One row per distinct history: x, last and age in whole days, clients, and the sum of their gap_logs (in `unit`)."""
    clients = purchases(orders, until=until, unit=unit)
    days = float(days_in(unit))
    last, age = ((clients[name] * days).round().cast("int64") for name in ("t_x", "T"))
    rows = clients.select(x=clients.x, last=last, age=age, gap_logs=clients.gap_logs)
    return rows.group_by(["x", "last", "age"]).agg(clients=rows.count(), gap_logs=rows.gap_logs.sum())


def from_counts(table: pa.Table, unit: Unit) -> Histories:
    """Histories from the collected rows of `counted`, in order of x, t_x and T as everywhere."""
    table = table.sort_by([("x", "ascending"), ("last", "ascending"), ("age", "ascending")])
    x, last, age, clients = (np.asarray(table[name], dtype=np.float64) for name in ("x", "last", "age", "clients"))
    days = days_in(unit)
    check(x, last, age)
    logs = float(np.asarray(table["gap_logs"], dtype=np.float64).sum())
    return Histories(x, last / days, age / days, clients, np.empty(0, dtype=np.int64), logs)
