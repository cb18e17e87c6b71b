"""Bases of clients whose truth is known: who orders how often, who has left, and what the year after will bring."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

AS_OF = date(2024, 12, 31)


@dataclass(frozen=True)
class Truth:
    """Clients' behaviour. Times in days; evenness k of the gaps; chance of leaving after a repeat order beta(a, b), none
    when a = 0; leaves_first: share who leave right after the first order."""

    clients: int = 4000
    r: float = 1.2
    alpha: float = 40.0
    a: float = 0.7
    b: float = 4.0
    evenness: float = 1.0
    p: float = 5.0
    q: float = 4.0
    v: float = 30_000.0
    observed: int = 900
    ahead: int = 365
    leaves_first: float = 0.0


@dataclass(frozen=True)
class Base:
    """What was simulated: order rows until AS_OF, and what only the simulator knows about the time after."""

    client: np.ndarray
    day: np.ndarray
    amount: np.ndarray
    active: np.ndarray
    orders_ahead: np.ndarray
    value_ahead: np.ndarray
    next_day: np.ndarray

    def orders(self) -> ir.Table:
        """The rows as `score_clients` takes them."""
        days = [AS_OF + timedelta(days=int(day)) for day in self.day]
        return order_table(self.client.tolist(), days, self.amount.tolist())


def order_table(
    clients: list, days: list[date], amounts: list[int], margins: list | None = None, returns: list[bool] | None = None
) -> ir.Table:
    """Order rows in memory as an Ibis table."""
    size = len(clients)
    columns = {
        "client": pa.array(clients),
        "day": pa.array(days, pa.date32()),
        "amount": pa.array(amounts, pa.int64()),
        "margin": pa.array(margins or [None] * size, pa.int64()),
        "is_return": pa.array(returns or [False] * size, pa.bool_()),
    }
    return ibis.memtable(pa.table(columns))


def simulate(truth: Truth, rng: np.random.Generator) -> Base:
    """Clients arriving evenly over the observed time and ordering on until `ahead` days after its end (day 0)."""
    n = truth.clients
    rate = truth.evenness * rng.gamma(truth.r, 1 / truth.alpha, n)
    leaves = rng.beta(truth.a, truth.b, n) if truth.a else np.zeros(n)
    scale = 1 / rng.gamma(truth.q, 1 / truth.v, n)
    now = -np.floor(rng.uniform(1, truth.observed, n))
    active_until = np.full(n, np.inf)
    clients, days = [np.arange(n)], [now.copy()]
    current = np.arange(n)
    if truth.leaves_first:
        stays = rng.random(n) >= truth.leaves_first
        active_until[~stays] = now[~stays]
        current = current[stays]
    while current.size:
        now[current] += rng.gamma(truth.evenness, 1 / rate[current])
        current = current[now[current] < truth.ahead]
        clients.append(current)
        days.append(now[current].copy())
        stays = rng.random(current.size) >= leaves[current]
        active_until[current[~stays]] = now[current[~stays]]
        current = current[stays]
    client, day = np.concatenate(clients), np.floor(np.concatenate(days))
    value = np.rint(rng.gamma(truth.p, scale[client]))
    past = day <= 0
    once = np.unique(np.stack((client[~past], day[~past])), axis=1)
    upcoming = np.full(n, np.inf)
    np.minimum.at(upcoming, client[~past], day[~past])
    return Base(
        client=client[past],
        day=day[past].astype(int),
        amount=value[past].astype(np.int64),
        active=active_until > 0,
        orders_ahead=np.bincount(once[0].astype(int), minlength=n),
        value_ahead=np.bincount(client[~past], weights=value[~past], minlength=n),
        next_day=upcoming,
    )
