"""Order rows for the commands that look at a base as a whole: from a file, or from the company's own orders.

Heavy: run by the command line only. Neither settings nor apps are needed for a file.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir

from tenure.journeys.order_files.engine_rows import engine_rows
from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.score_file import Progress, check, number_clients, one_row
from tenure.kernel.errors import BadInput
from tenure.kernel.workbench import application_attached, open_workbench
from tenure.orders.files.check import CheckedFile


@dataclass(frozen=True)
class OrderSource:
    """Order rows: columns client, day, amount (minor units), is_return. name: the file's, or the company's; first_day,
    last_day: of orders that are no returns; checked: how the file was read, None for the company's own orders."""

    name: str
    orders: ir.Table
    currency: str
    first_day: date
    last_day: date
    checked: CheckedFile | None

    def until(self, asked: date | None, today: date) -> date:
        """The day asked for, else that of the last order; raises BadInput when nothing is known of that day."""
        if asked is None:
            return min(self.last_day, today)
        if asked > today:
            raise BadInput("trust_until_ahead", day=str(asked), today=str(today))
        if asked < self.first_day:
            raise BadInput("score_no_orders_until", day=str(asked), first=str(self.first_day))
        return asked


@contextmanager
def order_source(path: Path | None, *, reading: Reading, today: date, progress: Progress) -> Iterator[OrderSource]:
    """The orders of the file `path`, or of the company when it is None; in a working folder that is removed after.

    Files and folders of any size stay where they are when `reading` names a table engine. Raises BadInput for anything
    that makes the orders unusable.
    """
    if path and reading.engine:
        progress("reading", 0, None)
        with engine_rows(path, reading=reading, today=today) as rows:
            yield OrderSource(rows.name, rows.orders, rows.currency, rows.first_day, rows.last_day, None)
        return
    with tempfile.TemporaryDirectory(prefix="tenure-orders-") as folder:
        checked = check(path, reading, Path(folder), today, progress) if path else None
        bench = open_workbench(checked.database if checked else Path(folder) / "orders.duckdb")
        try:
            yield file_orders(bench, checked) if checked else company_orders(bench)
        finally:
            bench.close()


def file_orders(bench: duckdb.DuckDBPyConnection, checked: CheckedFile) -> OrderSource:
    """The checked lines of a file, clients told apart as in `tenure score`."""
    number_clients(bench)
    return _source(bench, checked.shape.path.name, checked.options.currency, checked)


def company_orders(bench: duckdb.DuckDBPyConnection) -> OrderSource:
    """The orders of the installation."""
    with application_attached(bench):
        bench.execute(
            """CREATE TABLE order_rows AS SELECT client_id AS client, CAST(day AS DATE) AS day, amount_minor AS amount,
            CAST(is_return AS BOOLEAN) AS is_return FROM app.orders_order"""
        )
        name, currency = one_row(bench, "SELECT name, currency FROM app.privacy_workspace")
    return _source(bench, name, currency, None)


def _source(bench: duckdb.DuckDBPyConnection, name: str, currency: str, checked: CheckedFile | None) -> OrderSource:
    first, last = one_row(bench, "SELECT min(day), max(day) FROM order_rows WHERE NOT is_return")
    if first is None:
        raise BadInput("trust_no_orders", name=name)
    orders = ibis.duckdb.from_connection(bench).table("order_rows")
    return OrderSource(name, orders, currency, first, last, checked)
