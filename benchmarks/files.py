"""Files of made-up orders of any size, written column-wise."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from tenure.journeys.demo.demo_files import write_parquet
from tenure.journeys.demo.demo_orders import SHOP, WHOLESALE, Base, generate

UNTIL = date(2026, 11, 20)


def shop_orders(folder: Path, clients: int) -> Path:
    """About five orders of one line for each client, as CSV."""
    return _csv(folder / f"shop-{clients}.csv", lambda path: write_parquet(_shop(clients), path))


def wholesale_lines(folder: Path, lines: int) -> Path:
    """About so many lines of regular clients of a wholesaler (170 lines each), as CSV."""
    clients = max(1, lines // 172)
    return _csv(
        folder / f"wholesale-{lines}.csv",
        lambda path: write_parquet(generate(clients=clients, until=UNTIL, rhythms=WHOLESALE, damaged=0), path),
    )


def _shop(clients: int) -> Base:
    return generate(clients=clients, until=UNTIL, rhythms=SHOP, lines_per_order=1, damaged=0)


def _csv(path: Path, write: Callable[[Path], None]) -> Path:
    """Write Parquet first, then let DuckDB turn it into CSV; both are kept for the next measurement."""
    if not path.exists():
        parquet = path.with_suffix(".parquet")
        write(parquet)
        duckdb.sql(f"COPY (FROM '{parquet}') TO '{path}' (HEADER)")
    return path
