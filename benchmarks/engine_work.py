"""The work of `benchmarks.engine` done by Tenure, and by plain SQL: one task in a process of its own.

    python -m benchmarks.engine_work TASK FILE [CLIENTS]

Prints one line of JSON like `lifetimes_work`. Imports and compiling, which is done once per installation, are not
counted: every task first does a small piece of the work. What takes less than two seconds is done five times, the best
counts; `lifetimes_work` does likewise.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tenure.engine.models import bg_nbd, gamma_gamma, pareto_nbd
from tenure.engine.models.instalments import discounted_by_month
from tenure.engine.purchase_pass import purchase_table
from tenure.engine.purchases import purchases
from tenure.engine.tuples import Histories, distinct

UNTIL = date(2023, 12, 31)
WEEKS, MONTH, MONTHLY_RATE = 52.0, 4.345, 0.01  # a month in weeks as lifetimes has it
Result = dict[str, float]
SHORT, MOST_RUNS = 2.0, 5  # what takes less is done again: the best counts
SQL = """
WITH days AS (
    SELECT client, (day - DATE '1970-01-01')::INTEGER AS day, sum(amount::DOUBLE) AS amount FROM read_parquet('{file}')
    WHERE day <= DATE '2023-12-31' GROUP BY ALL HAVING bool_or(NOT is_return)
), gaps AS (
    SELECT *, day - lag(day) OVER (PARTITION BY client ORDER BY day) AS gap FROM days
)
SELECT client, count(*) - 1 AS x, max(day) - min(day) AS t_x, {end} - min(day) AS T, avg(amount) FILTER (amount > 0) AS
    value_mean, count(*) FILTER (amount > 0) AS value_count, coalesce(sum(ln(gap)), 0) AS gap_logs FROM gaps GROUP BY 1
"""


def orders_in(path: str) -> ir.Table:
    backend = ibis.duckdb.connect(threads=2, memory_limit="900MB", preserve_insertion_order=False)
    return backend.read_parquet(path)


def told(table: pa.Table) -> Result:
    return {"clients": table.num_rows, "orders": float(np.asarray(table["x"]).sum())}


def summary_pass(path: str) -> Result:
    return told(purchase_table(orders_in(path), until=UNTIL))


def summary_expression(path: str) -> Result:
    return told(purchases(orders_in(path), until=UNTIL).to_pyarrow())


def summary_sql(path: str) -> Result:
    bench = duckdb.connect(config={"threads": 2, "memory_limit": "900MB", "preserve_insertion_order": False})
    return told(bench.execute(SQL.format(file=path, end=(UNTIL - date(1970, 1, 1)).days)).to_arrow_table())


def scan(path: str) -> Result:
    bench = duckdb.connect(config={"threads": 2})
    rows, _, _ = bench.execute(f"SELECT count(client), sum(amount), max(day) FROM read_parquet('{path}')").fetchall()[0]
    return {"rows": float(rows)}


def histories(clients: pa.Table) -> Histories:
    return distinct(*(np.asarray(clients[name]) for name in ("x", "t_x", "T")))


def fit_bg_nbd(clients: pa.Table) -> Result:
    found = histories(clients)
    return {**bg_nbd.fit(found).named(), "tuples": found.x.size}


def fit_pareto_nbd(clients: pa.Table) -> Result:
    found = histories(clients)
    return {**pareto_nbd.fit(found).named(), "tuples": found.x.size}


def predict(clients: pa.Table) -> Result:
    """P(alive), orders of the next year and their value for each client, at the published parameters of CDNOW.

    Value as `lifetimes` means it: orders month by month, discounted by a hundredth a month, at the client's mean.
    """
    model = bg_nbd.BetaGeometric(0.243, 4.414, 0.793, 2.426)
    values = gamma_gamma.GammaGammaParameters(6.25, 3.74, 15.44)
    found = histories(clients)
    alive = bg_nbd.p_alive(model, found.x, found.t_x, found.T)[found.place]
    ahead = bg_nbd.expected_orders(model, found.x, found.t_x, found.T, horizon=WEEKS)[found.place]
    orders = discounted_by_month(bg_nbd, model, found.x, found.t_x, found.T, month=MONTH, months=12, rate=MONTHLY_RATE)
    mean = gamma_gamma.expected_mean(values, np.asarray(clients["x"]), np.asarray(clients["value_mean"]))
    worth = orders[found.place] * mean
    return {"alive": alive.sum(), "ahead": ahead.sum(), "worth": worth.sum()}


FILES: dict[str, Callable[[str], Result]] = {
    "summary_pass": summary_pass,
    "summary_expression": summary_expression,
    "summary_sql": summary_sql,
    "scan": scan,
}
TABLES: dict[str, Callable[[pa.Table], Result]] = {
    "bg_nbd": fit_bg_nbd,
    "pareto_nbd": fit_pareto_nbd,
    "predict": predict,
}


def warm_up(task: str, path: str) -> Any:
    """Does a little of the task; returns what it takes."""
    if task in FILES:
        if task == "summary_pass":
            purchase_table(orders_in(path).limit(1000), until=UNTIL)
        return path
    clients = pq.read_table(path)
    TABLES[task](clients.slice(0, 3000))
    return clients


def main(task: str, path: str, most: str = "") -> None:
    given = warm_up(task, path)
    if most:
        given = given.slice(0, int(most))
    spent: list[float] = []
    while not spent or (len(spent) < MOST_RUNS and spent[0] < SHORT):
        began = time.process_time()
        found = FILES[task](given) if task in FILES else TABLES[task](given)
        spent.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_seconds": min(spent), "peak_mib": peak, "result": {k: float(v) for k, v in found.items()}}))


if __name__ == "__main__":
    main(*sys.argv[1:])
