"""From all scores to the few tasks worth having in the agenda: the best of each owner, by worth per minute."""

import heapq
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, fields

import duckdb

from tenure.agenda.proposals import Proposal
from tenure.retention.rhythm import MINUTES, VOLUME_WINDOW_DAYS, Base, ScoredClient, SecondOrder, proposal_for
from tenure.retention.stakes import YEAR_DAYS

MOST_PER_OWNER = 300
# So many of each owner are looked at first; the next only when they might still be worth more.
FIRST_LOOK = 400
# Worth per minute, minus the client's number, proposal.
Entry = tuple[float, int, Proposal]
FEWEST_RETURNS = 30
BATCH = 20_000
FIELDS = tuple(field.name for field in fields(ScoredClient) if field.name not in {"client_id", "owner_id"})

SECOND_ORDERS = """WITH days AS (SELECT DISTINCT client, day FROM orders WHERE NOT is_return AND day <= $as_of),
    firsts AS (SELECT client, min(day, 2) AS two FROM days GROUP BY client)
    SELECT count(*), count(*) FILTER (len(two) = 2),
    quantile_cont(two[2] - two[1], [0.25, 0.5, 0.75]) FILTER (len(two) = 2) FROM firsts"""

# By how much amounts that look damaged exceed the client's usual order: the worth of a task leaves that out.
DAMAGE = """CREATE OR REPLACE TABLE damage AS WITH wrong AS (
        SELECT client, count(*) AS n, sum(amount) AS amount FROM orders WHERE looks_damaged GROUP BY client
    ), usual AS (
        SELECT client, median(orders.amount) AS amount FROM orders JOIN wrong USING (client)
        WHERE NOT looks_damaged AND NOT is_return GROUP BY client
    )
    SELECT client, wrong.n AS n, CAST(wrong.amount - wrong.n * coalesce(usual.amount, 0) AS BIGINT) AS excess
    FROM wrong LEFT JOIN usual USING (client)"""

# Who can have a task at all; `proposal_for` decides. The margin that a damaged amount makes unsure is unknown here; the
# value ahead and the volumes leave such amounts out already.
CANDIDATES = """CREATE OR REPLACE VIEW candidates AS SELECT f.* REPLACE (
        f.revenue_minor - coalesce(d.excess, 0) AS revenue_minor,
        CASE WHEN d.n IS NULL THEN f.average_order_minor
            ELSE CAST((f.revenue_minor - d.excess) / f.order_days AS BIGINT) END AS average_order_minor,
        CASE WHEN d.n IS NULL THEN f.margin_12m_minor END AS margin_12m_minor
    ), coalesce(d.n, 0) AS damaged, p.owner AS owner
    FROM fresh f JOIN people p ON p.client = f.client_id LEFT JOIN damage d ON d.client = f.client_id
    WHERE f.is_silent OR f.is_falling
    OR (f.order_days = 1 AND f.silence_days BETWEEN $second_low AND $second_high)
    OR (f.window_from <= $as_of AND $as_of <= f.window_to + CAST(round(f.interval_days) AS INTEGER))"""

# At least what `proposal_for` will say a minute is worth: the formulas of `retention.stakes` without the finer factors.
WORTH = """CREATE OR REPLACE TABLE ranked AS SELECT *, row_number() OVER (
        PARTITION BY owner ORDER BY at_most DESC, client_id) AS place FROM (
    SELECT {columns}, client_id, owner, greatest(
        CASE WHEN is_silent THEN revenue_minor * $year / greatest(date_diff('day', first_day, last_day), $year)
            * (1 - coalesce(p_active, 1)) * $returns
            * power(0.5, greatest(silence_days - interval_days, 0) / $half_life) / $silence ELSE 0 END,
        CASE WHEN is_falling THEN (volume_usual_minor - volume_now_minor) * $year / $window * $restores / $falling
            ELSE 0 END,
        CASE WHEN window_from <= $as_of AND NOT is_silent THEN average_order_minor * $keeps / $due ELSE 0 END,
        CASE WHEN order_days = 1 THEN coalesce(value_12m_minor, 0) * $lifts / $first_order ELSE 0 END, 0
    ) * CASE WHEN $margin IS NULL THEN 1 WHEN margin_12m_minor IS NULL OR revenue_12m_minor <= 0 THEN $margin
        ELSE least(1, greatest(0, margin_12m_minor / revenue_12m_minor)) END + 0.1 AS at_most
    FROM candidates)"""


@dataclass(frozen=True)
class Chosen:
    """The proposals to keep, and how many clients ask for attention in all."""

    proposals: tuple[Proposal, ...]
    candidates: int

    @property
    def left_out(self) -> int:
        return self.candidates - len(self.proposals)


def second_order(bench: duckdb.DuckDBPyConnection, base: Base) -> SecondOrder | None:
    """When clients of this base order for the second time; None when too few did to say."""
    found = bench.execute(SECOND_ORDERS.replace("$as_of", f"DATE '{base.as_of}'")).fetchone()
    if found is None or found[1] < FEWEST_RETURNS:
        return None
    clients, returned, (low, median, high) = found
    return SecondOrder(float(low), float(median), float(high), returned / clients)


def margin_share(bench: duckdb.DuckDBPyConnection) -> float | None:
    """Margin in the revenue of 12 months over the clients whose cost is known; None where no cost is known."""
    found = bench.execute(
        "SELECT sum(margin_12m_minor), sum(revenue_12m_minor) FROM fresh WHERE margin_12m_minor IS NOT NULL"
    ).fetchone()
    if found is None or found[0] is None or not found[1] or found[1] <= 0:
        return None
    return min(1.0, max(0.0, float(found[0]) / float(found[1])))


def choose_tasks(
    bench: duckdb.DuckDBPyConnection,
    base: Base,
    *,
    closed: Container[tuple[int, str, str]],
    waiting: Iterable[int],
    most: int = MOST_PER_OWNER,
) -> Chosen:
    """The best `most` proposals of each owner; clients in `waiting` (a postponed task) keep theirs besides.

    Needs the workbench tables `fresh`, `people` and `orders`.
    """
    total = rank_candidates(bench, base)
    kept = {
        proposal.client_id: proposal
        for client in clients_where(bench, f"client_id IN ({', '.join(map(str, waiting)) or 'NULL'})")
        if (proposal := proposal_for(client, base, closed)) is not None
    }
    for proposal in best_of_each(bench, base, closed, most):
        kept.setdefault(proposal.client_id, proposal)
    return Chosen(tuple(kept.values()), total)


def best_of_each(
    bench: duckdb.DuckDBPyConnection, base: Base, closed: Container[tuple[int, str, str]], most: int
) -> Iterator[Proposal]:
    """The best proposals of every owner, who are all looked at from their most promising client down, a part at a time,
    until nobody below could be among the best."""
    best: dict[int | None, list[Entry]] = {
        owner: [] for (owner,) in bench.execute("SELECT DISTINCT owner FROM ranked ORDER BY owner").fetchall()
    }
    searched, start = set(best), 0
    while searched:
        for client in clients_where(bench, f"place > {start} AND place <= {start + FIRST_LOOK}"):
            if client.owner_id in searched and (proposal := proposal_for(client, base, closed)) is not None:
                keep_best(best[client.owner_id], (proposal.worth_per_minute, -client.client_id, proposal), most)
        start += FIRST_LOOK
        bounds = bench.execute(f"SELECT owner, at_most FROM ranked WHERE place = {start + 1}").fetchall()
        searched &= {owner for owner, bound in bounds if len(best[owner]) < most or bound > best[owner][0][0]}
    for found in best.values():
        yield from (entry[2] for entry in sorted(found, key=lambda entry: entry[:2], reverse=True))


def keep_best(best: list[Entry], entry: Entry, most: int) -> None:
    """Put the entry into the heap of the `most` best, if it belongs there."""
    if len(best) < most:
        heapq.heappush(best, entry)
    elif entry[:2] > best[0][:2]:
        heapq.heapreplace(best, entry)


def rank_candidates(bench: duckdb.DuckDBPyConnection, base: Base) -> int:
    """Table `ranked`, by the most a minute may be worth within each owner; returns the number of its rows."""
    second, assumed = base.second_order, base.assumed
    values: dict[str, object] = {
        "as_of": f"DATE '{base.as_of}'",
        "second_low": second.low_days if second else "NULL",
        "second_high": second.high_days if second else "NULL",
        "year": float(YEAR_DAYS),
        "window": VOLUME_WINDOW_DAYS,
        "returns": assumed.returns.estimate,
        "half_life": assumed.returns_half_life_days,
        "restores": assumed.restores.estimate,
        "keeps": assumed.keeps.estimate,
        "lifts": assumed.lifts.estimate,
        "margin": "NULL" if base.margin_share is None else base.margin_share,
        **MINUTES,
    }
    bench.execute(DAMAGE)
    bench.execute(filled(CANDIDATES, values))
    bench.execute(filled(WORTH.format(columns=", ".join(FIELDS)), values))
    found = bench.execute("SELECT count(*) FROM ranked").fetchone()
    return int(found[0]) if found else 0


def filled(sql: str, values: dict[str, object]) -> str:
    """The statement with its own numbers in place of the $names, the longest name first."""
    for name in sorted(values, key=len, reverse=True):
        sql = sql.replace(f"${name}", str(values[name]))
    return sql


def clients_where(bench: duckdb.DuckDBPyConnection, condition: str) -> Iterator[ScoredClient]:
    """Ranked clients as the decisions want them, from the most promising down."""
    cursor = bench.cursor()
    cursor.execute(f"SELECT client_id, owner, {', '.join(FIELDS)} FROM ranked WHERE {condition} ORDER BY place")
    while rows := cursor.fetchmany(BATCH):
        for client_id, owner_id, *values in rows:
            yield ScoredClient(client_id, owner_id, **dict(zip(FIELDS, values, strict=True)))
