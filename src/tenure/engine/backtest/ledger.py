"""The order days of a base as sorted arrays, so that what was known on any past day is a matter of milliseconds."""

from dataclasses import dataclass, replace
from datetime import date

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from tenure.engine.errors import NotEnoughData
from tenure.engine.purchases import Unit, days_in, order_days
from tenure.engine.summary import epoch_day
from tenure.engine.tuples import Floats, Histories, Ints, distinct

MOST_CLIENTS = 50_000


@dataclass(frozen=True)
class Ledger:
    """Order days sorted by client and day.

    client: position of the client, 0..clients-1; day: since 1970-01-01; value: net amount of the day (minor units);
    starts: where each client's days begin, one more than there are clients. of_clients: how many clients the base has;
    more than `clients` when they were sampled. until: the last day that is known to the end.
    """

    client: Ints
    day: Ints
    value: Floats
    starts: Ints
    of_clients: int
    until: int

    @property
    def clients(self) -> int:
        """How many clients are in the arrays."""
        return self.starts.size - 1

    @property
    def first_days(self) -> Ints:
        """The day of each client's first order."""
        return self.day[self.starts[:-1]]


@dataclass(frozen=True)
class Known:
    """What was known at the end of `day` of the clients who had ordered by then.

    who: their positions in the ledger; x, t_x, T: repeat order days, the last of them and the age, in units of
    `unit_days` days; values, value_sum, value_logs: number, sum and sum of ln of the order days that brought money.
    """

    day: int
    unit_days: int
    who: Ints
    x: Floats
    t_x: Floats
    T: Floats
    values: Floats
    value_sum: Floats
    value_logs: Floats

    def histories(self) -> Histories:
        """Distinct histories with their numbers of clients; found by whole days, which is faster."""
        days = self.unit_days
        found = distinct(self.x, np.rint(self.t_x * days), np.rint(self.T * days))
        return replace(found, t_x=found.t_x / days, T=found.T / days)


def ledger(orders: ir.Table, *, until: date, most_clients: int | None = MOST_CLIENTS) -> Ledger:
    """The ledger of order rows (columns and rules as in `purchases.purchases`) up to the end of `until`.

    most_clients: a larger base is sampled down to about as many, always the same ones; None takes everybody. Raises
    NotEnoughData when nobody has ordered by then.
    """
    days = order_days(orders, epoch_day(until))
    days = days.filter(days.is_order)
    of_clients = int(days.client.nunique().to_pyarrow().as_py())
    if of_clients == 0:
        raise NotEnoughData("no_orders", f"There is no order on {until} or earlier", as_of=until.isoformat())
    step = 1 if most_clients is None else -(-of_clients // most_clients)
    if step > 1:
        days = days.filter(days.client.hash() % step == 0)
    found = days.select("client", "epoch", "amount").order_by(["client", "epoch"]).to_pyarrow()
    keys = found["client"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return from_days(
        keys.astype(np.int64),
        found["epoch"].to_numpy().astype(np.int64),
        found["amount"].to_numpy().astype(np.float64),
        until=epoch_day(until),
        of_clients=of_clients,
    )


def from_days(client: Ints, day: Ints, value: Floats, *, until: int, of_clients: int | None = None) -> Ledger:
    """A ledger from one row per client and order day, sorted by both; `client` any whole numbers."""
    new = np.concatenate(([True], client[1:] != client[:-1])) if client.size else np.zeros(0, dtype=bool)
    starts = np.concatenate((np.flatnonzero(new), [client.size]))
    place = np.cumsum(new) - 1
    return Ledger(place, day, value, starts, of_clients or starts.size - 1, until)


def known_at(base: Ledger, day: int, *, unit: Unit = "week") -> Known:
    """The base as it was known at the end of `day`."""
    unit_days = days_in(unit)
    seen = base.day <= day
    orders = counts_between(base, None, day)
    who = np.flatnonzero(orders > 0)
    first = base.first_days[who]
    last = base.day[base.starts[who] + orders[who] - 1]
    sold = seen & (base.value > 0)
    at, value = base.client[sold], base.value[sold]
    size = base.clients
    return Known(
        day,
        unit_days,
        who,
        x=(orders[who] - 1).astype(np.float64),
        t_x=(last - first) / unit_days,
        T=(day - first) / unit_days,
        values=np.bincount(at, minlength=size)[who].astype(np.float64),
        value_sum=_totals(at, value, size)[who],
        value_logs=_totals(at, np.log(value), size)[who],
    )


def _totals(at: Ints, value: Floats, size: int) -> Floats:
    """Sum of the values of each client; zeros where there are none (an empty bincount would be of whole numbers)."""
    return np.bincount(at, weights=value, minlength=size).astype(np.float64)


def counts_between(base: Ledger, after: int | None, until: int, *, who: Ints | None = None) -> Ints:
    """Order days in (after, until] of each client, or of the clients `who`; `after` None counts from the beginning."""
    chosen: NDArray[np.bool_] = base.day <= until
    if after is not None:
        chosen &= base.day > after
    found = np.bincount(base.client[chosen], minlength=base.clients)
    return found if who is None else found[who]
