"""The ready figures of a base from its fresh scores: for everyone and for each owner. Heavy: run with the scores."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tenure.engine.base import concentration as engine
from tenure.engine.months import months_back
from tenure.orders.summary import (
    MEASURES,
    REGULARITIES,
    SCOPE_ALL,
    SUMMARY_VERSION,
    BaseSummary,
    Cell,
    Concentration,
    Step,
    Totals,
    matrix_key,
    scope_of,
)

# left: silent against the own rhythm and less likely active than not, as in `retention.rhythm.has_left`.
# Sorted by owner, so that each owner's figures touch only their own rows.
JUDGED = """CREATE OR REPLACE TABLE judged AS SELECT p.owner, p.country, f.status, f.is_silent, f.is_falling,
    f.revenue_12m_minor, f.margin_12m_minor, f.value_12m_minor, f.p_active, f.abc_class, f.abc_margin_class,
    f.abc_class_before, f.xyz_stability_class, f.xyz_frequency_class,
    coalesce(f.is_silent AND f.p_active < 0.5, false) AS gone,
    coalesce(f.is_silent AND f.p_active < 0.5 AND f.p_active_before < 0.5, false) AS gone_before,
    coalesce(NOT f.is_silent AND f.window_from <= $as_of, false) AS is_due,
    coalesce(f.last_day > $year_start, false) AS bought,
    coalesce(d.orders, 0) AS damaged_12m, coalesce(d.amount, 0) AS damaged_12m_minor
    FROM fresh f JOIN people p ON p.client = f.client_id LEFT JOIN (
        SELECT client, count(*) AS orders, sum(amount) AS amount FROM orders
        WHERE looks_damaged AND day > $year_start AND day <= $as_of GROUP BY client
    ) d ON d.client = f.client_id ORDER BY p.owner"""


@dataclass(frozen=True)
class Scope:
    """One part of the base: its key in the summary and the condition that picks its rows."""

    key: str
    condition: str
    values: tuple[Any, ...] = ()


def base_summaries(bench: duckdb.DuckDBPyConnection, *, as_of: date) -> dict[str, Any]:
    """JSON for `ScoreRun.summary` from the workbench tables `fresh` (scores), `people` (client, owner, country) and
    `orders`."""
    year_start = months_back(as_of, 12)
    bench.execute(JUDGED.replace("$as_of", f"DATE '{as_of}'").replace("$year_start", f"DATE '{year_start}'"))
    owners = [row[0] for row in bench.execute("SELECT DISTINCT owner FROM people ORDER BY owner").fetchall()]
    before = months_back(as_of, 1)
    return {
        "version": SUMMARY_VERSION,
        SCOPE_ALL: summary_of(bench, Scope(SCOPE_ALL, "true"), before).to_json(),
        "owners": {scope.key: summary_of(bench, scope, before).to_json() for scope in owner_scopes(owners)},
    }


def owner_scopes(owners: list[int | None]) -> Iterator[Scope]:
    """The scope of every owner, nobody's clients included."""
    for owner in owners:
        if owner is None:
            yield Scope(scope_of(None), "owner IS NULL")
        else:
            yield Scope(scope_of(owner), "owner = ?", (owner,))


def summary_of(bench: duckdb.DuckDBPyConnection, scope: Scope, before: date) -> BaseSummary:
    """All figures of one scope."""
    costs_known = bool(_rows(bench, scope, "count(margin_12m_minor) > 0")[0][0])
    measures = MEASURES if costs_known else MEASURES[:1]
    return BaseSummary(
        totals=totals(bench, scope),
        matrices={
            matrix_key(measure, regularity): matrix(bench, scope, measure, regularity)
            for measure in measures
            for regularity in REGULARITIES
        },
        concentration={measure: income_concentration(bench, scope, measure) for measure in measures},
        movement=movement(bench, scope),
        before_day=before,
    )


def totals(bench: duckdb.DuckDBPyConnection, scope: Scope) -> Totals:
    """Counts and sums over the scope."""
    found = _rows(
        bench,
        scope,
        """count(*), count(*) FILTER (bought), count(*) FILTER (is_silent), count(*) FILTER (is_falling),
        count(*) FILTER (is_due), coalesce(sum(revenue_12m_minor), 0), sum(margin_12m_minor),
        coalesce(sum(value_12m_minor), 0), coalesce(sum(revenue_12m_minor) FILTER (is_silent), 0), sum(p_active),
        coalesce(sum(damaged_12m), 0), coalesce(sum(damaged_12m_minor), 0)""",
    )[0]
    clients, buyers, silent, falling, due, revenue, margin, value, silent_revenue, active, damaged, damaged_minor = (
        found
    )
    return Totals(
        clients=int(clients),
        buyers_12m=int(buyers),
        silent=int(silent),
        falling=int(falling),
        due=int(due),
        revenue_12m_minor=int(revenue),
        margin_12m_minor=None if margin is None else int(margin),
        value_12m_minor=int(value),
        silent_revenue_12m_minor=int(silent_revenue),
        expected_active=active,
        damaged_12m=int(damaged),
        damaged_12m_minor=int(damaged_minor),
        statuses=dict(_rows(bench, scope, "status, count(*)", "GROUP BY 1 ORDER BY 1")),
        countries=dict(_rows(bench, scope, "country, count(*)", "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50")),
    )


def matrix(bench: duckdb.DuckDBPyConnection, scope: Scope, measure: str, regularity: str) -> tuple[Cell, ...]:
    """The cells of one matrix, in the order of their letters; clients without orders are in none."""
    value = {"revenue": "abc_class", "margin": "abc_margin_class"}[measure]
    other = {"stability": "xyz_stability_class", "frequency": "xyz_frequency_class"}[regularity]
    found = _rows(
        bench,
        scope,
        f"""{value}, {other}, count(*), coalesce(sum(revenue_12m_minor), 0), sum(margin_12m_minor),
        count(*) FILTER (is_silent)""",
        "AND status <> 'no_orders' GROUP BY 1, 2 ORDER BY 1, 2",
    )
    return tuple(
        Cell(a, z, int(clients), int(revenue), None if margin is None else int(margin), int(silent))
        for a, z, clients, revenue, margin, silent in found
    )


def movement(bench: duckdb.DuckDBPyConnection, scope: Scope) -> tuple[Step, ...]:
    """From where clients stood a month ago to where they stand."""
    before = "CASE WHEN gone_before THEN 'left' WHEN abc_class_before = '' THEN 'new' ELSE abc_class_before END"
    now = "CASE WHEN gone THEN 'left' ELSE abc_class END"
    found = _rows(bench, scope, f"{before}, {now}, count(*)", "AND abc_class <> '' GROUP BY 1, 2 ORDER BY 1, 2")
    return tuple(Step(was, stands, int(count)) for was, stands, count in found)


def income_concentration(bench: duckdb.DuckDBPyConnection, scope: Scope, measure: str) -> Concentration:
    """Concentration over the clients who bought within 12 months; unknown margins are left out."""
    column = f"{measure}_12m_minor"
    sql = f"SELECT {column} AS income FROM judged WHERE {scope.condition} AND bought AND {column} IS NOT NULL"
    income: NDArray[np.float64] = bench.execute(sql, list(scope.values)).fetchnumpy()["income"].astype(np.float64)
    found = engine.concentration(income)
    scale = found.total if found.total > 0 else 0.0
    curve = tuple((place / found.clients, amount / scale) for place, amount in found.curve) if scale else ()
    return Concentration(
        clients=found.clients,
        total_minor=round(found.total),
        top_clients=found.top_clients,
        top_share=found.top_share,
        gini=found.gini,
        curve=curve,
        losing=found.unprofitable,
        losing_minor=round(float(income[income < 0].sum())),
    )


def _rows(bench: duckdb.DuckDBPyConnection, scope: Scope, what: str, rest: str = "") -> list[tuple[Any, ...]]:
    sql = f"SELECT {what} FROM judged WHERE {scope.condition} {rest}"
    return bench.execute(sql, list(scope.values)).fetchall()
