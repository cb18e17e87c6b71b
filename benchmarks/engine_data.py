"""Made-up orders and histories for measuring the engine; the same every time, kept for the next time."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tenure.engine.models import bg_nbd

# Published parameters of CDNOW, in weeks: Fader, Hardie, Lee (2005).
CDNOW = bg_nbd.BetaGeometric(0.243, 4.414, 0.793, 2.426)
FIRST_DAY, DAYS = 19_000, 730


def order_lines(folder: Path, lines: int) -> Path:
    """Lines in order of their day, about eleven for each client, one in fifty a return, as Parquet.

    client (whole number), day, amount (minor units), is_return.
    """
    path = folder / f"lines-{lines}.parquet"
    if path.exists():
        return path
    chance = np.random.default_rng(1)
    clients = max(10, lines // 10)
    wanted = chance.gamma(0.8, 1.0, clients)
    client = np.searchsorted(np.cumsum(wanted) / wanted.sum(), chance.random(lines)).clip(0, clients - 1)
    start = chance.integers(0, 500, clients)
    day = start[client] + (chance.random(lines) * (DAYS - start[client])).astype(np.int64)
    order = np.argsort(day, kind="stable")
    client, day = client[order], day[order]
    amount = np.rint(chance.gamma(5, 500, lines)).astype(np.int64)
    is_return = chance.random(lines) < 0.02
    table = {
        "client": client,
        "day": pa.array((day + FIRST_DAY).astype(np.int32)).cast(pa.date32()),
        "amount": np.where(is_return, -amount, amount),
        "is_return": is_return,
    }
    pq.write_table(pa.table(table), path, compression="zstd")
    return path


def client_histories(folder: Path, clients: int) -> Path:
    """Clients behaving as those of CDNOW, seen for 27 to 39 weeks: x, t_x, T in weeks to the day, value_mean."""
    path = folder / f"clients-{clients}.parquet"
    if path.exists():
        return path
    chance = np.random.default_rng(2)
    age = chance.integers(27 * 7, 39 * 7 + 1, clients) / 7
    x, t_x = bg_nbd.simulate(CDNOW, age, chance)
    t_x = np.minimum(np.ceil(t_x * 7), np.rint(age * 7)) / 7
    scale = chance.gamma(3.74, 1 / 15.44, clients)
    mean = np.where(x > 0, chance.gamma(6.25 * np.maximum(x, 1), 1 / scale) / np.maximum(x, 1), 0.0)
    pq.write_table(pa.table({"x": x, "t_x": t_x, "T": age, "value_mean": mean}), path, compression="zstd")
    return path
