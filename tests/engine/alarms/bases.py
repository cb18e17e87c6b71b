"""Bases for the tests of alarms: simulated ones whose truth is known, and real files."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from tenure.engine.alarms.days import OrderDays, order_days
from tests.engine.simulation import Truth, simulate

FIRST_DAY = 18_000


def numbered(client: np.ndarray, day: np.ndarray, amount: np.ndarray) -> OrderDays:
    """Order days of clients with any names."""
    return order_days(np.unique(client, return_inverse=True)[1], day.astype(np.int64), amount)


def simulated(truth: Truth, seed: int) -> tuple[OrderDays, np.ndarray, int]:
    """Order days, who is active at the end, and the last day."""
    base = simulate(truth, np.random.default_rng(seed))
    until = FIRST_DAY + truth.observed
    return (
        numbered(base.client, base.day + until, base.amount.astype(float)),
        base.active[np.unique(base.client)],
        until,
    )


def cdnow(path: Path) -> OrderDays:
    """CDNOW: one line per purchase with client, yyyymmdd, number of discs, dollars."""
    rows = [line.split() for line in path.read_text().splitlines() if line.strip() and line.split()[0].isdigit()]
    days = np.array([f"{row[1][:4]}-{row[1][4:6]}-{row[1][6:]}" for row in rows], dtype="datetime64[D]")
    return numbered(
        np.array([row[0] for row in rows]), days.astype(np.int64), np.array([float(row[3]) for row in rows])
    )


def invoices(path: Path) -> OrderDays:
    """Online Retail: one row per invoice with client, day, amount."""
    table = pq.read_table(path)
    days = table["d"].to_numpy().astype("datetime64[D]").astype(np.int64)
    return numbered(table["c"].to_numpy(), days, table["amt"].to_numpy())
