"""Ledgers for the tests: CDNOW as its authors count it, and a base whose truth is known."""

from datetime import date
from functools import cache

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from tenure.engine.backtest.ledger import Ledger, ledger
from tests.datasets import lifetimes_data
from tests.engine.simulation import AS_OF, Truth, simulate

END = date(1998, 6, 30)
LINE = 10_134  # 30 September 1997, the day the literature forecasts from


def cdnow_orders(name: str, client: int, day: int, amount: int) -> ir.Table:
    """One of the two CDNOW logs as order rows, amounts in cents; columns counted from 0."""
    lines = (line.split() for line in lifetimes_data(name).read_text().splitlines())
    rows = [row for row in lines if len(row) > amount and row[0].isdigit()]
    days = [date(int(row[day][:4]), int(row[day][4:6]), int(row[day][6:])) for row in rows]
    amounts = [round(float(row[amount]) * 100) for row in rows]
    return ibis.memtable(pa.table({"client": [row[client] for row in rows], "day": days, "amount": amounts}))


@cache
def cdnow_sample() -> Ledger:
    """2,357 clients: every tenth of those who began in the first quarter of 1997."""
    return ledger(cdnow_orders("CDNOW_sample.txt", 0, 2, 4), until=END)


@cache
def cdnow_master() -> Ledger:
    """All 23,570 clients."""
    return ledger(cdnow_orders("CDNOW_master.txt", 0, 1, 3), until=END)


@cache
def simulated() -> Ledger:
    """4,000 clients who order and leave as BG/NBD says."""
    base = simulate(Truth(), np.random.default_rng(7))
    return ledger(base.orders(), until=AS_OF)
