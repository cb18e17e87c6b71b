"""Order days of a base as plain arrays: sorted once, then looked at from any date."""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from tenure.engine.errors import BadInput
from tenure.engine.summary import by_day, calendar
from tenure.engine.tuples import Floats, Ints, first_rows

LARGEST_DAY = 3_000_000  # the year 10183, and far enough from overflow


@dataclass(frozen=True)
class OrderDays:
    """One row per client and order day, sorted by both.

    client: number of the client of each row, 0 and up; day: epoch day; amount: what the day brought, any unit of money;
    starts: first row of each client, and the number of rows at the end.
    """

    client: Ints
    day: Ints
    amount: Floats
    starts: Ints

    @property
    def clients(self) -> int:
        """Number of clients."""
        return int(self.starts.size - 1)

    def seen_by(self, day: int) -> Ints:
        """Order days of each client up to and including `day`."""
        return (
            np.searchsorted(self._keys(), np.arange(self.clients) * LARGEST_DAY + day, side="right") - self.starts[:-1]
        )

    def of(self, clients: Ints) -> "OrderDays":
        """The rows of these clients alone, numbered anew in the order given."""
        rows, owner = ragged(self.starts[clients], self.starts[clients + 1] - self.starts[clients])
        starts = np.concatenate(([0], np.cumsum(self.starts[clients + 1] - self.starts[clients])))
        return OrderDays(owner, self.day[rows], self.amount[rows], starts)

    def _keys(self) -> Ints:
        return self.client * LARGEST_DAY + self.day


def ragged(starts: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Row numbers start, start + 1, ... of each stretch, one after another, and the stretch each belongs to."""
    owner = np.repeat(np.arange(sizes.size), sizes)
    within = np.arange(owner.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(starts, sizes) + within, owner


def order_days(client: ArrayLike, day: ArrayLike, amount: ArrayLike) -> OrderDays:
    """Order days from arrays of equal length, in any order; rows of one client and day are added up.

    client: whole numbers from 0, without holes; day: epoch days. Raises BadInput on anything else, naming the rows.
    """
    number, days, money = np.asarray(client), np.asarray(day), np.asarray(amount, dtype=np.float64)
    if not number.shape == days.shape == money.shape or number.ndim != 1:
        raise BadInput("days_shape", "Clients, days and amounts are lists of one length")
    for name, column in (("client", number), ("day", days)):
        if column.size and not np.issubdtype(column.dtype, np.integer):
            raise BadInput("days_whole", f"The column {name} does not hold whole numbers", column=name)
    wrong = ~np.isfinite(money)
    if wrong.any():
        raise BadInput("days_amount", "An amount is not a number", rows=first_rows(wrong), remedy="Leave the row out.")
    wrong = (np.abs(days) >= LARGEST_DAY // 2) | (number < 0) | (number >= max(number.size, 1))
    if wrong.any():
        raise BadInput("days_range", "A day or a client's number is impossible", rows=first_rows(wrong))
    number, days = number.astype(np.int64), days.astype(np.int64)
    clients = int(number.max()) + 1 if number.size else 0
    keys = number * LARGEST_DAY + days
    if (np.diff(keys) <= 0).any():
        keys, place = np.unique(keys, return_inverse=True)
        money = np.bincount(place, weights=money, minlength=keys.size).astype(np.float64)
        number = (keys + LARGEST_DAY // 2) // LARGEST_DAY
        days = keys - number * LARGEST_DAY
    sizes = np.bincount(number, minlength=clients)
    if (sizes == 0).any():
        raise BadInput("days_hole", "A client's number has no rows", remedy="Number clients from 0 without holes.")
    return OrderDays(number, days, money, np.concatenate(([0], np.cumsum(sizes))))


def days_of_orders(orders: ir.Table, *, as_of: date) -> tuple[OrderDays, pa.Array]:
    """Order days up to `as_of` of an orders table (columns as in `summary.summarise`), and the clients by number.

    Days of returns alone are no order days and are left out.
    """
    days = by_day(orders, calendar(as_of))
    days = days.filter(days.is_order).order_by(["client", "epoch"]).select("client", "epoch", "amount")
    table = days.to_pyarrow()
    clients = table["client"].combine_chunks().dictionary_encode()
    number = clients.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    day = table["epoch"].to_numpy().astype(np.int64)
    return order_days(number, day, table["amount"].to_numpy()), clients.dictionary
