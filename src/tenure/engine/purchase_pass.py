"""The table of `purchases` by one pass over rows in memory: the same numbers in about a quarter of the processor time.

Rows are laid out client by client (a counting sort), each client's few rows are put in order of days, and one walk
along them counts everything. A row takes some 40 bytes meanwhile, a client some 80; more rows than fit are taken in
parts, some of the clients at a time.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure.engine.compiled import compiled
from tenure.engine.purchases import Unit, check_orders, days_in, purchases
from tenure.engine.summary import epoch_day
from tenure.engine.tuples import Floats, Ints

ROWS_IN_MEMORY = 15_000_000
MOST_PARTS = 4  # beyond, reading the rows again for each part costs more than the expression
LONGEST_GAP = 200_000  # days; a gap beyond is taken the logarithm of by itself


@dataclass(frozen=True)
class Rows:
    """Order rows client by client. start: where each client's rows begin, and the end; moment_amount: a pair per row,
    moment = 2 * day + whether the row is a return, days from 1970-01-01; clients: the ids, in the order of `start`."""

    start: Ints
    moment_amount: Floats
    clients: pa.Array


def purchase_table(
    orders: ir.Table,
    *,
    until: date,
    unit: Unit = "day",
    holdout_until: date | None = None,
    repeat_values: bool = False,
    rows_in_memory: int = ROWS_IN_MEMORY,
) -> pa.Table:
    """`purchases(orders, ...)` collected: by one pass in memory on DuckDB when the rows fit, else by the expression.

    Arguments and columns as there; the order of the rows is any. Raises BadInput as `check_orders` does.
    """
    wanted = purchases(orders, until=until, unit=unit, holdout_until=holdout_until, repeat_values=repeat_values)
    parts = -(-check_orders(orders) // rows_in_memory)
    if parts > MOST_PARTS or orders.get_backend().name != "duckdb":
        return wanted.to_pyarrow()
    narrow = narrowed(orders, holdout_until or until)
    end, per_unit, schema = epoch_day(until), days_in(unit), wanted.schema().to_pyarrow()
    logs = np.log(np.arange(1, LONGEST_GAP + 1) / per_unit)
    tables = []
    for part in range(max(parts, 1)):
        some = narrow.filter((narrow.client.hash() % parts + parts) % parts == part) if parts > 1 else narrow
        rows = by_client(some.to_pyarrow_batches(chunk_size=500_000))
        counted = walk(rows.start, rows.moment_amount, end, repeat_values, logs, float(per_unit))
        tables.append(as_table(rows.clients, counted, end, per_unit, schema))
    return pa.concat_tables(tables)


def narrowed(orders: ir.Table, last: date) -> ir.Table:
    """Client, day, amount and whether it is a return, of the rows until `last`."""
    day = orders.day if orders.day.type().is_date() else orders.day.cast("date")
    columns = {"client": orders.client, "day": day}
    if "amount" in orders.columns:
        columns["amount"] = orders.amount.cast("float64")
    if "is_return" in orders.columns:
        columns["is_return"] = orders.is_return
    rows = orders.select(**columns)
    return rows.filter(rows.day <= last)


def by_client(batches: Iterable[pa.RecordBatch]) -> Rows:
    """Lay the rows out client by client, in their given order."""
    ids, moments, amounts = [], [], []
    for batch in batches:
        moment = 2 * np.asarray(batch["day"].cast(pa.int32())).astype(np.int64)
        amount = np.asarray(batch["amount"]) if "amount" in batch.schema.names else np.zeros(moment.size)
        is_return = (
            batch["is_return"].to_numpy(zero_copy_only=False) if "is_return" in batch.schema.names else amount < 0
        )
        ids.append(batch["client"])
        moments.append(moment + is_return)
        amounts.append(amount)
    codes, clients = coded(ids)
    del ids
    start = np.zeros(len(clients) + 1, dtype=np.int64)
    for code in codes:
        count(code, start)
    np.cumsum(start, out=start)
    size = int(start[-1])
    rows = np.empty((size, 2))
    place = start[:-1].copy()
    for some in zip(codes, moments, amounts, strict=True):
        lay(*some, place, rows)
    return Rows(start, rows, clients)


def coded(ids: list[pa.Array]) -> tuple[list[NDArray[np.int32]], pa.Array]:
    """Each id as its place in an array of ids: in order where whole numbers lie close, else as they first appear."""
    column = pa.chunked_array(ids) if ids else pa.chunked_array([], pa.int64())
    if pa.types.is_integer(column.type) and len(column):
        low, high = (bound.as_py() for bound in pc.min_max(column).values())
        if high - low <= 2 * len(column) + 1000:
            wide = np.dtype(np.uint64) if low > np.iinfo(np.int64).max else np.dtype(np.int64)
            first = wide.type(low)
            codes = [(np.asarray(chunk).astype(wide, copy=False) - first).astype(np.int32) for chunk in column.chunks]
            steps = np.arange(high - low + 1).astype(wide) + first
            return codes, pa.array(steps).cast(column.type)
    encoded = column.dictionary_encode()
    codes = [np.asarray(chunk.indices) for chunk in encoded.chunks]
    return codes, encoded.chunk(encoded.num_chunks - 1).dictionary if codes else pa.array([], column.type)


@compiled
def count(code: NDArray[np.int32], start: Ints) -> None:
    """Adds to start[c + 1] the rows of client c."""
    for row in range(code.size):
        start[code[row] + 1] += 1


@compiled
def lay(code: NDArray[np.int32], moment: Ints, amount: Floats, place: Ints, rows: Floats) -> None:
    """Puts each row at its client's next free place."""
    for row in range(code.size):
        at = place[code[row]]
        place[code[row]] = at + 1
        rows[at, 0] = moment[row]
        rows[at, 1] = amount[row]


@compiled
def order(rows: Floats) -> None:
    """Sorts one client's rows by moment, in place; nothing to do when they came in order of time."""
    size = rows.shape[0]
    if size > 64:
        if (rows[1:, 0] < rows[:-1, 0]).any():
            rows[:] = rows[np.argsort(rows[:, 0], kind="mergesort")]
        return
    for row in range(1, size):
        moment, amount, at = rows[row, 0], rows[row, 1], row
        while at > 0 and rows[at - 1, 0] > moment:
            rows[at, 0], rows[at, 1] = rows[at - 1, 0], rows[at - 1, 1]
            at -= 1
        rows[at, 0], rows[at, 1] = moment, amount


@compiled
def walk(
    start: Ints, rows: Floats, end: int, repeat_values: bool, logs: Floats, per_unit: float
) -> tuple[Ints, Ints, Ints, Floats, Ints, Floats, Ints, Floats]:
    """Per client: first and last order day, order days, sum and number of their values, sum of the logarithms of the
    gaps, and order days and net amount after `end`. `logs`: logarithms of gaps of 1, 2, ... days."""
    clients = start.size - 1
    first, last = np.zeros(clients, np.int64), np.zeros(clients, np.int64)
    days, sold = np.zeros(clients, np.int64), np.zeros(clients, np.int64)
    value, gaps = np.zeros(clients), np.zeros(clients)
    later, later_value = np.zeros(clients, np.int64), np.zeros(clients)
    for client in range(clients):
        row, stop = start[client], start[client + 1]
        order(rows[row:stop])
        while row < stop:
            moment, net = int(rows[row, 0]), 0.0
            day, ordered = moment >> 1, moment & 1 == 0
            while row < stop and int(rows[row, 0]) >> 1 == day:
                net += rows[row, 1]
                row += 1
            if day > end:
                later[client] += ordered
                later_value[client] += net
            elif ordered:
                if days[client] == 0:
                    first[client] = day
                else:
                    gap = day - last[client]
                    gaps[client] += logs[gap - 1] if gap <= logs.size else math.log(gap / per_unit)
                if net > 0 and (days[client] > 0 or not repeat_values):
                    value[client] += net
                    sold[client] += 1
                last[client] = day
                days[client] += 1
    return first, last, days, value, sold, gaps, later, later_value


def as_table(
    clients: pa.Array, counted: tuple[np.ndarray, ...], end: int, per_unit: int, wanted: pa.Schema
) -> pa.Table:
    """The columns of `purchases` for clients with an order day until `end`."""
    seen = np.flatnonzero(counted[2] > 0)
    first, last, days, value, sold, gaps, later, later_value = (column[seen] for column in counted)
    mean = pa.array(value / np.maximum(sold, 1), mask=sold == 0)
    columns = {
        "client": clients.take(pa.array(seen)),
        "first_day": first,
        "x": days - 1,
        "t_x": (last - first) / per_unit,
        "T": (end - first) / per_unit,
        "value_mean": mean,
        "value_count": sold,
        "gap_logs": gaps,
        "holdout_orders": later,
        "holdout_value": later_value,
    }
    return pa.table({name: columns[name] for name in wanted.names}).cast(wanted)
