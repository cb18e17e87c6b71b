"""From all scores to the few tasks worth having in the agenda: the best of each owner, by worth per minute."""

import heapq
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, fields

import duckdb

from tenure.agenda.proposals import Proposal
from tenure.retention.rhythm import Base, ScoredClient, SecondOrder, proposal_for

MOST_PER_OWNER = 300
FEWEST_RETURNS = 30
BATCH = 20_000
FIELDS = tuple(field.name for field in fields(ScoredClient) if field.name not in {"client_id", "owner_id"})

# Who can have a task at all; `proposal_for` decides.
CANDIDATES = """SELECT f.client_id, p.owner, {columns} FROM fresh f JOIN people p ON p.client = f.client_id
    WHERE f.is_silent OR f.is_falling OR f.order_days = 1
    OR (f.window_from <= $as_of AND $as_of <= f.window_to + CAST(round(f.interval_days) AS INTEGER))"""

SECOND_ORDERS = """WITH days AS (SELECT DISTINCT client, day FROM orders WHERE NOT is_return AND day <= $as_of),
    firsts AS (SELECT client, min(day, 2) AS two FROM days GROUP BY client)
    SELECT count(*), count(*) FILTER (len(two) = 2),
    quantile_cont(two[2] - two[1], [0.25, 0.5, 0.75]) FILTER (len(two) = 2) FROM firsts"""


@dataclass(frozen=True)
class Chosen:
    """The proposals to keep, and how many more there were."""

    proposals: tuple[Proposal, ...]
    proposed: int

    @property
    def left_out(self) -> int:
        return self.proposed - len(self.proposals)


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
    waiting: Container[int],
    most: int = MOST_PER_OWNER,
) -> Chosen:
    """The best `most` proposals of each owner; clients in `waiting` (a postponed task) keep theirs besides."""
    best: dict[int | None, list[tuple[float, int, Proposal]]] = {}
    kept: list[Proposal] = []
    proposed = 0
    for client in candidates(bench, base):
        proposal = proposal_for(client, base, closed)
        if proposal is None:
            continue
        proposed += 1
        if client.client_id in waiting:
            kept.append(proposal)
            continue
        heap = best.setdefault(client.owner_id, [])
        entry = (proposal.worth_per_minute, -client.client_id, proposal)
        if len(heap) < most:
            heapq.heappush(heap, entry)
        elif entry[:2] > heap[0][:2]:
            heapq.heapreplace(heap, entry)
    ranked = (proposal for heap in best.values() for _, _, proposal in sorted(heap, key=lambda e: e[:2], reverse=True))
    return Chosen((*kept, *ranked), proposed)


def candidates(bench: duckdb.DuckDBPyConnection, base: Base) -> Iterator[ScoredClient]:
    """The clients a task is possible for, from the workbench tables `fresh` and `people`."""
    columns = ", ".join(f"f.{name}" for name in FIELDS)
    sql = CANDIDATES.replace("$as_of", f"DATE '{base.as_of}'").format(columns=columns)
    cursor = bench.cursor().execute(sql)
    while rows := cursor.fetchmany(BATCH):
        yield from scored(rows)


def scored(rows: Iterable[tuple]) -> Iterator[ScoredClient]:
    """Rows of (client, owner, *FIELDS) as the decisions want them."""
    for client_id, owner_id, *values in rows:
        yield ScoredClient(client_id, owner_id, **dict(zip(FIELDS, values, strict=True)))
