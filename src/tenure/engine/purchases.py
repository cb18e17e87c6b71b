"""Order rows to the purchase history of each client: what the models of ordering and leaving are fitted to.

Rules. An *order day* is a day with at least one row that is not a return; several rows of a day are one order day, a
zero amount counts, a day of returns alone does not. Without a column `is_return` a negative amount is a return. The
amounts of a day, returns included, net out; an order day is worth something when its net amount is above zero. Clients
without an order day until `until` have no history and are left out, as are rows after the last day asked for.

One expression for every table engine Ibis speaks. Nothing in it collects values in arrays or sorts more than one
client's days, so that it runs unchanged where the rows lie on many machines.
"""

import math
from collections.abc import Mapping
from datetime import date
from typing import Literal

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from tenure.engine.errors import BadInput
from tenure.engine.summary import epoch_day, with_gaps
from tenure.engine.tuples import Histories, distinct_in_units

Unit = Literal["day", "week"] | int
UNITS: Mapping[str, int] = {"day": 1, "week": 7}
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
LISTED = 5


def days_in(unit: Unit) -> int:
    """The number of days in a unit of time: "day", "week", or a whole number of days."""
    days = UNITS.get(unit, 0) if isinstance(unit, str) else unit
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise BadInput("unit", f"{unit!r} is no unit of time", remedy='Use "day", "week" or a whole number of days.')
    return days


def purchases(
    orders: ir.Table,
    *,
    until: date,
    unit: Unit = "day",
    holdout_until: date | None = None,
    repeat_values: bool = False,
) -> ir.Table:
    """One row per client with an order day until `until`, that day included.

    orders: columns client (any type), day (date or time), amount (any number, in any unit of money; may be absent) and
    is_return (may be absent). Call `check_orders` first where rows may lack one of them.
    Result, times in `unit`: client, first_day (days since 1970-01-01), x (order days after the first), t_x (time of the
    last of them since the first), T (time from the first to `until`), value_mean (net amount of the order days worth
    something, null when none is), value_count (their number), gap_logs (sum of ln of the times between successive order
    days, 0 without any); with `holdout_until` also holdout_orders (order days in (until, holdout_until]) and
    holdout_value (net amount of all rows of those days).
    repeat_values: leave the first order day out of value_mean and value_count, as Fader and Hardie do.
    """
    end, last = epoch_day(until), epoch_day(holdout_until or until)
    if last < end or (holdout_until and last == end):
        raise BadInput("holdout_until", "The held-out time ends before it begins", until=str(until))
    per_unit = float(days_in(unit))
    days = client_days(orders, last)
    days = with_gaps(days if holdout_until else days.filter(days.is_order))
    clients = by_client(days, end, bool(holdout_until), repeat_values)
    # whole numbers are made real first: Spark divides whole numbers as decimals of six digits
    first, final, count = (clients[name].cast("float64") for name in ("first_day", "last_day", "order_days"))
    return clients.select(
        "client",
        "first_day",
        x=clients.order_days - 1,
        t_x=(final - first) / per_unit,
        T=(end - first) / per_unit,
        value_mean=clients.value_mean,
        value_count=clients.value_count,
        gap_logs=clients.gap_logs.fill_null(0.0) - (count - 1) * math.log(per_unit),
        **{name: clients[name] for name in clients.columns if name.startswith("holdout")},
    )


def by_client(days: ir.Table, end: int, with_holdout: bool, repeat_values: bool) -> ir.Table:
    """One row per client with an order day until the epoch day `end`; gaps in days."""
    day, amount, ahead = days.epoch, days.amount, days.epoch > end
    seen = days.is_order & ~ahead
    sold = seen & (amount > 0) & days.gap.notnull() if repeat_values else seen & (amount > 0)
    held_out = {
        "holdout_orders": (days.is_order & ahead).sum().cast("int64"),
        "holdout_value": amount.sum(where=ahead).fill_null(0.0),
    }
    clients = days.group_by("client").agg(
        first_day=day.min(where=seen),
        last_day=day.max(where=seen),
        order_days=seen.sum().cast("int64"),
        value_mean=amount.mean(where=sold),
        value_count=sold.sum().cast("int64"),
        gap_logs=days.gap.ln().sum(where=seen),
        **(held_out if with_holdout else {}),
    )
    return clients.filter(clients.order_days > 0)


def client_days(orders: ir.Table, last: int) -> ir.Table:
    """One row per client and day until the epoch day `last`: net amount, and whether it is an order day."""
    amount = orders.amount.cast("float64") if "amount" in orders.columns else ibis.literal(0.0)
    returned = orders.is_return if "is_return" in orders.columns else amount < 0
    rows = orders.select(
        "client", epoch=orders.day.cast("date").epoch_days().cast("int32"), amount=amount, bad=returned
    )
    rows = rows.filter(rows.epoch <= last)
    return rows.group_by(["client", "epoch"]).agg(amount=rows.amount.sum(), is_order=(~rows.bad).max())


def check_orders(orders: ir.Table) -> int:
    """The number of rows, when none lacks its client, day or amount; else BadInput naming the first of them.

    Days before year 1 and infinite ones, and amounts that are no finite number, count as lacking. rows of the error:
    positions from 0 in the order the table engine reads them.
    """
    day = orders.day
    if not (day.type().is_date() or day.type().is_timestamp()):
        raise BadInput("orders_day", f"Days are of type {day.type()}", remedy="Give dates or times.")
    wrong = orders.client.isnull() | day.isnull() | (day < FIRST_DAY) | (day >= LAST_DAY)
    if "amount" in orders.columns:
        if not orders.amount.type().is_numeric():
            raise BadInput("orders_amount", f"Amounts are of type {orders.amount.type()}", remedy="Give numbers.")
        amount = orders.amount.cast("float64")
        wrong = wrong | amount.isnull() | amount.isnan() | amount.isinf()
    if "is_return" in orders.columns:
        wrong = wrong | orders.is_return.isnull()
    found = orders.agg(rows=orders.count(), wrong=wrong.sum()).to_pyarrow().to_pylist()[0]
    number = int(found["wrong"] or 0)
    if not number:
        return int(found["rows"])
    numbered = orders.select(wrong=wrong, place=ibis.row_number())
    rows = numbered.filter(numbered.wrong).order_by("place").limit(LISTED).place.to_pyarrow().to_pylist()
    raise BadInput(
        "orders_incomplete",
        f"{number} order rows lack a client, a day or an amount",
        rows=tuple(rows),
        remedy="Complete or remove these rows.",
        number=number,
    )


def histories_of(table: pa.Table, unit: Unit = "day") -> Histories:
    """The distinct histories of a collected table of `purchases`; `unit` as it was there."""
    x, t_x, T, logs = (np.asarray(table[name], dtype=np.float64) for name in ("x", "t_x", "T", "gap_logs"))
    return distinct_in_units(x, t_x, T, logs, unit_days=days_in(unit))
