"""Whether clients stay: retention of money and clients and the cohorts of a base. Heavy: run with the scores."""

from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tenure.engine.base.cohorts import cohort_table
from tenure.engine.base.kept import Kept, kept_by_group
from tenure.engine.months import months_back
from tenure.orders.staying import Cohort, Staying, YearKept
from tenure.orders.summary import plain_json, scope_of, scopes_of

# Orders that begin a few days into a year still tell that year.
SLACK = timedelta(days=7)
QUARTERS, MONTHS = 8, 12

Columns = dict[str, NDArray[Any]]


def put_staying(summary: dict[str, Any], bench: duckdb.DuckDBPyConnection, *, as_of: date) -> dict[str, Any]:
    """Fill in `staying` of every scope of a run's summary from the workbench tables `orders`, `people` and `fresh`."""
    found = bench.execute("SELECT min(day) FROM orders WHERE NOT is_return AND day <= ?", [as_of]).fetchone()
    since = found[0] if found else None
    if since is None:
        return summary
    keys = [key for key, _ in scopes_of(summary)]
    years, before = kept_years(bench, as_of, keys), kept_years(bench, months_back(as_of, 12), keys)
    known = [since <= months_back(as_of, months) + SLACK for months in (24, 36)]
    months, cohorts = cohorts_of(bench, as_of, since, keys)
    for key, figures in scopes_of(summary):
        figures["staying"] = plain_json(
            Staying(
                known_since=since,
                year=years.get(key) if known[0] else None,
                year_before=before.get(key) if known[1] else None,
                months=months,
                cohorts=cohorts[key],
            )
        )
    return summary


def kept_years(bench: duckdb.DuckDBPyConnection, until: date, keys: list[str]) -> dict[str, YearKept]:
    """By scope, what the 12 months up to and including `until` kept of the 12 before them."""
    middle, start = months_back(until, 12), months_back(until, 24)
    sql = """SELECT any_value(p.owner) AS owner, coalesce(sum(o.amount) FILTER (o.day <= $middle), 0)::DOUBLE AS before,
        coalesce(sum(o.amount) FILTER (o.day > $middle), 0)::DOUBLE AS now
        FROM orders o JOIN people p USING (client) WHERE o.day > $start AND o.day <= $until GROUP BY client"""
    rows = _columns(bench, sql, {"middle": middle, "start": start, "until": until})
    group = _places(rows["owner"], keys)
    both = np.concatenate([group, np.zeros_like(group)])  # the first key is the whole base
    before, now = np.tile(rows["before"], 2), np.tile(rows["now"], 2)
    parts = kept_by_group(before, now, both, len(keys))
    return {key: _year(part) for key, part in zip(keys, parts, strict=True)}


def cohorts_of(
    bench: duckdb.DuckDBPyConnection, as_of: date, since: date, keys: list[str]
) -> tuple[int, dict[str, tuple[Cohort, ...]]]:
    """Length of a period in months, and by scope the cohorts of the last full periods."""
    months = 3 if since <= months_back(as_of, 24) else 1
    edges = period_edges(as_of, since, months)
    periods = len(edges) - 1
    if periods < 2:
        return months, dict.fromkeys(keys, ())
    rows = _cohort_rows(bench, edges, months)
    group = _places(rows["owner"], keys)
    result = {}
    for place, key in enumerate(keys):
        mine = group == place if place else np.ones(group.size, dtype=bool)
        table = cohort_table(*(rows[name][mine] for name in ("cohort", "period", "clients", "money")), periods=periods)
        result[key] = tuple(
            Cohort(
                begins=edges[n],
                open=edges[n] <= since,
                clients=int(table.clients[n]),
                active=tuple(table.active[n, : periods - n].astype(int).tolist()),
                revenue_minor=tuple(np.rint(table.revenue[n, : periods - n]).astype(int).tolist()),
            )
            for n in range(periods)
        )
    return months, result


def period_edges(as_of: date, since: date, months: int) -> list[date]:
    """First days of the calendar periods shown, oldest first, and the day after the last: only full periods."""
    end = (as_of + timedelta(days=1)).replace(day=1)
    while (end.month - 1) % months:
        end = months_back(end, 1)
    edges = [end]
    while len(edges) <= (QUARTERS if months == 3 else MONTHS) and edges[0] > since:
        edges.insert(0, months_back(edges[0], months))
    return edges


def _cohort_rows(bench: duckdb.DuckDBPyConnection, edges: list[date], months: int) -> Columns:
    """One row per owner, first period and period; a client orders in a period by an order, not by a return."""
    sql = """WITH began AS (SELECT f.client_id AS client, p.owner,
            date_diff('month', $start, f.first_day) // $months AS cohort
            FROM fresh f JOIN people p ON p.client = f.client_id WHERE f.first_day >= $start AND f.first_day < $end),
        bought AS (SELECT client, date_diff('month', $start, o.day) // $months AS period, bool_or(NOT o.is_return) AS active,
            sum(o.amount) AS money FROM orders o SEMI JOIN began USING (client)
            WHERE o.day >= $start AND o.day < $end GROUP BY 1, 2)
        SELECT owner, cohort, period, count(*) FILTER (active) AS clients, sum(money)::DOUBLE AS money
        FROM bought JOIN began USING (client) WHERE period >= cohort GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    return _columns(bench, sql, {"start": edges[0], "end": edges[-1], "months": months})


def _columns(bench: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> Columns:
    found = bench.execute(sql, values).fetchnumpy()
    return {name: np.ma.filled(column, -1) for name, column in found.items()}


def _places(owners: NDArray[Any], keys: list[str]) -> NDArray[np.int64]:
    """For each row the position of its owner's scope; the owner -1 is nobody."""
    place = {key: number for number, key in enumerate(keys)}
    distinct, inverse = np.unique(owners, return_inverse=True)
    found = [place[scope_of(None if owner < 0 else int(owner))] for owner in distinct]
    return np.asarray(found, dtype=np.int64)[inverse]


def _year(part: Kept) -> YearKept:
    return YearKept(
        start_minor=round(part.start),
        expansion_minor=round(part.expansion),
        contraction_minor=round(part.contraction),
        churn_minor=round(part.churn),
        clients_start=part.clients_start,
        clients_lost=part.clients_lost,
        grr=part.grr,
        nrr=part.nrr,
        logo_churn=part.logo_churn,
    )
