"""The order days of a base as sorted arrays, so that what was known on any past day is a matter of milliseconds."""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np

from tenure.engine import purchases
from tenure.engine.alarms.days import OrderDays, order_days
from tenure.engine.errors import NotEnoughData
from tenure.engine.purchases import Unit, days_in
from tenure.engine.summary import epoch_day
from tenure.engine.tuples import Floats, Histories, Ints, distinct_in_units

MOST_CLIENTS = 50_000


@dataclass(frozen=True)
class Ledger:
    """Order days of a base, or of a sample of its clients.

    days: sorted by client and day, amounts in minor units; until: the last day that is known to the end; of_clients: how
    many clients the base has, more than are in `days` when they were sampled.
    """

    days: OrderDays
    until: int
    of_clients: int

    @property
    def clients(self) -> int:
        """How many clients are in it."""
        return self.days.clients

    @property
    def first_days(self) -> Ints:
        """The day of each client's first order."""
        return self.days.day[self.days.starts[:-1]]


@dataclass(frozen=True)
class Known:
    """What was known at the end of `day` of the clients who had ordered by then.

    who: their positions in the ledger; x, t_x, T: repeat order days, the last of them and the age, in units of
    `unit_days` days; gap_logs: sum of ln of the times between successive order days; values, value_sum, value_logs:
    number, sum and sum of ln of the order days that brought money.
    """

    day: int
    unit_days: int
    who: Ints
    x: Floats
    t_x: Floats
    T: Floats
    gap_logs: Floats
    values: Floats
    value_sum: Floats
    value_logs: Floats

    def histories(self) -> Histories:
        """Distinct histories with their numbers of clients."""
        return distinct_in_units(self.x, self.t_x, self.T, self.gap_logs, unit_days=self.unit_days)


def ledger(orders: ir.Table, *, until: date, most_clients: int | None = MOST_CLIENTS) -> Ledger:
    """The ledger of order rows (columns and rules as in `purchases.purchases`) up to the end of `until`.

    most_clients: a larger base is sampled down to about as many, always the same ones; None takes everybody. Raises
    NotEnoughData when nobody has ordered by then.
    """
    days = purchases.client_days(orders, epoch_day(until))
    days = days.filter(days.is_order)
    of_clients = int(days.client.nunique().to_pyarrow().as_py())
    if of_clients == 0:
        raise NotEnoughData("no_orders", f"There is no order on {until} or earlier", as_of=until.isoformat())
    step = 1 if most_clients is None else -(-of_clients // most_clients)
    if step > 1:
        days = days.filter(days.client.hash() % step == 0)
    found = days.select("client", "epoch", "amount").order_by(["client", "epoch"]).to_pyarrow()
    number = found["client"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    day, amount = found["epoch"].to_numpy().astype(np.int64), found["amount"].to_numpy()
    return Ledger(order_days(number.astype(np.int64), day, amount), epoch_day(until), of_clients)


def known_at(base: Ledger, day: int, *, unit: Unit = "week") -> Known:
    """The base as it was known at the end of `day`."""
    unit_days, days = days_in(unit), base.days
    orders = days.seen_by(day)
    who = np.flatnonzero(orders > 0)
    first = base.first_days[who]
    last = days.day[days.starts[who] + orders[who] - 1]
    seen = days.day <= day
    sold = seen & (days.amount > 0)
    repeat = np.flatnonzero(seen[1:] & (days.client[1:] == days.client[:-1])) + 1
    gaps = np.log((days.day[repeat] - days.day[repeat - 1]) / unit_days)

    def by_client(rows: Ints, amounts: Floats) -> Floats:
        return np.bincount(days.client[rows], weights=amounts, minlength=base.clients)[who].astype(np.float64)

    rows = np.flatnonzero(sold)
    return Known(
        day,
        unit_days,
        who,
        x=(orders[who] - 1).astype(np.float64),
        t_x=(last - first) / unit_days,
        T=(day - first) / unit_days,
        gap_logs=by_client(repeat, gaps),
        values=by_client(rows, np.ones(rows.size)),
        value_sum=by_client(rows, days.amount[rows]),
        value_logs=by_client(rows, np.log(days.amount[rows])),
    )


def counts_between(base: Ledger, after: int, until: int, *, who: Ints) -> Ints:
    """Order days in (after, until] of the clients `who`."""
    return (base.days.seen_by(until) - base.days.seen_by(after))[who]
