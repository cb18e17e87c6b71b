"""The order days of a whole base in three lean arrays, to be looked at part by part.

What looks back at single orders (silence alarms, the choice of a model) needs them beside the one row per client of
`summary`. Twelve bytes an order day; `OrderDays`, several times as large, are made for a part of the clients at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from tenure.engine.alarms.days import OrderDays, ragged
from tenure.engine.errors import BadInput
from tenure.engine.summary import by_day, calendar
from tenure.engine.tuples import Floats, Ints

BATCH = 200_000


@dataclass(frozen=True)
class DayRows:
    """day: epoch day of each row, by client and day; amount: what it brought; starts: first row of each client, and the
    number of rows at the end."""

    day: NDArray[np.int32]
    amount: Floats
    starts: Ints

    @property
    def clients(self) -> int:
        """Number of clients."""
        return int(self.starts.size - 1)

    def part(self, first: int, end: int) -> OrderDays:
        """The order days of clients first to end - 1, numbered from 0."""
        starts = self.starts[first : end + 1]
        rows = slice(int(starts[0]), int(starts[-1]))
        number = np.repeat(np.arange(end - first), np.diff(starts))
        return OrderDays(number, self.day[rows].astype(np.int64), self.amount[rows], starts - starts[0])

    def parts(self, clients: int) -> Iterator[tuple[slice, OrderDays]]:
        """All clients, `clients` at a time: their positions and their order days."""
        for first in range(0, self.clients, clients):
            end = min(first + clients, self.clients)
            yield slice(first, end), self.part(first, end)

    def sample(self, clients: int) -> OrderDays:
        """The order days of at most `clients` clients, spread evenly over the base; always the same ones."""
        step = max(1, -(-self.clients // clients))
        chosen = np.arange(0, self.clients, step)
        sizes = self.starts[chosen + 1] - self.starts[chosen]
        rows, number = ragged(self.starts[chosen], sizes)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        return OrderDays(number, self.day[rows].astype(np.int64), self.amount[rows], starts)


def day_rows(orders: ir.Table, *, as_of: date, first_day: Floats, order_days: Floats) -> DayRows:
    """The order days up to `as_of` of order rows (columns as in `summary.summarise`).

    first_day, order_days: of each client with an order, sorted by client, as the summary has them. Raises BadInput when
    the table engine sorts clients in another order than it was told to.
    """
    days = by_day(orders, calendar(as_of))
    days = days.filter(days.is_order).order_by(["client", "epoch"]).select("epoch", "sound")
    epochs, amounts = [np.zeros(0, np.int32)], [np.zeros(0)]
    for batch in days.to_pyarrow_batches(chunk_size=BATCH):
        epochs.append(batch["epoch"].to_numpy(zero_copy_only=False).astype(np.int32))
        amounts.append(np.nan_to_num(batch["sound"].to_numpy(zero_copy_only=False).astype(np.float64)))
    starts = np.concatenate(([0], np.cumsum(order_days.astype(np.int64))))
    found = DayRows(np.concatenate(epochs), np.concatenate(amounts), starts)
    if starts[-1] != found.day.size or not np.array_equal(found.day[starts[:-1]], first_day):
        raise BadInput("clients_unsorted", "The table engine does not sort clients the way they are told apart here")
    return found
