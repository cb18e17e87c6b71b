"""Choosing the best tasks of a big base gives exactly what looking at every client would give."""

from datetime import date, timedelta

import duckdb
import numpy as np
import pytest

from tenure.journeys.today import choose_tasks
from tenure.journeys.today.choose_tasks import FIELDS, rank_candidates, second_order
from tenure.retention.rhythm import Base, ScoredClient, SecondOrder, proposal_for

AS_OF = date(2026, 5, 12)
BASE = Base(AS_OF, margin_share=0.3, second_order=SecondOrder(10, 20, 60, 0.6))
CLIENTS = 900


@pytest.fixture
def bench():
    """A workbench with random clients of three owners; some silent, falling, due, new or with damaged amounts."""
    rng = np.random.default_rng(7)
    bench = duckdb.connect()
    rows = [client(number, rng) for number in range(1, CLIENTS + 1)]
    names = ["client_id", *(name for name in FIELDS if name != "damaged")]
    kinds = {"status": "VARCHAR", "first_day": "DATE", "last_day": "DATE", "window_from": "DATE", "window_to": "DATE",
             "is_silent": "BOOLEAN", "is_falling": "BOOLEAN"}  # fmt: skip
    counted = {"client_id", "order_days", "silence_days"} | {name for name in names if name.endswith("_minor")}
    columns = ", ".join(f"{name} {kinds.get(name, 'BIGINT' if name in counted else 'DOUBLE')}" for name in names)
    bench.execute(f"CREATE TABLE fresh ({columns})")
    bench.executemany(
        f"INSERT INTO fresh VALUES ({', '.join('?' * len(names))})", [[row[n] for n in names] for row in rows]
    )
    bench.execute("CREATE TABLE people AS SELECT client_id AS client, nullif(client_id % 3, 0) AS owner FROM fresh")
    bench.execute(
        """CREATE TABLE orders AS SELECT client_id AS client, last_day AS day, 5000 AS amount, false AS is_return,
        client_id % 50 = 0 AS looks_damaged FROM fresh WHERE last_day IS NOT NULL"""
    )
    yield bench
    bench.close()


def client(number: int, rng: np.random.Generator) -> dict:
    silence = int(rng.integers(1, 400))
    last = AS_OF - timedelta(days=silence)
    history = int(rng.integers(0, 1500))
    orders = 1 if history < 100 else int(rng.integers(3, 80))
    gap = float(rng.integers(5, 90))
    revenue = int(rng.integers(-1000, 5_000_000))
    return {
        "client_id": number, "status": "one_order" if orders == 1 else "ok", "order_days": orders,
        "first_day": last - timedelta(days=history), "last_day": last, "silence_days": silence,
        "revenue_minor": revenue, "revenue_12m_minor": revenue // 2,
        "margin_12m_minor": int(rng.integers(-100, 1_000_000)) if rng.random() < 0.7 else None,
        "average_order_minor": revenue // orders, "interval_days": gap, "interval_spread_days": gap / 3,
        "demand_variation": float(rng.random()), "p_active": float(rng.random()) if rng.random() < 0.9 else None,
        "value_12m_minor": int(rng.integers(0, 900_000)), "value_12m_low_minor": 0, "value_12m_high_minor": 1_000_000,
        "window_from": last + timedelta(days=round(gap * 0.7)), "window_to": last + timedelta(days=round(gap * 1.4)),
        "silence_probability": float(rng.random()), "is_silent": bool(orders > 1 and rng.random() < 0.3),
        "volume_now_minor": 1000, "volume_usual_minor": int(rng.integers(2000, 400_000)),
        "volume_drop_probability": 0.97, "is_falling": bool(orders > 1 and rng.random() < 0.1),
    }  # fmt: skip


def everyone(bench: duckdb.DuckDBPyConnection, closed=frozenset()) -> dict[int | None, list]:
    """Every proposal of every owner, best first, found the slow way."""
    rank_candidates(bench, BASE)
    sql = f"SELECT client_id, owner, {', '.join(FIELDS)} FROM ranked"
    found: dict[int | None, list] = {}
    for number, owner, *values in bench.execute(sql).fetchall():
        proposal = proposal_for(ScoredClient(number, owner, **dict(zip(FIELDS, values, strict=True))), BASE, closed)
        if proposal:
            found.setdefault(owner, []).append(proposal)
    return {owner: sorted(all_, key=lambda p: (-p.worth_per_minute, p.client_id)) for owner, all_ in found.items()}


@pytest.mark.parametrize("first_look", [5, 40, 3000])
def test_the_best_of_each_owner_are_the_best_of_all_however_few_are_looked_at_first(bench, monkeypatch, first_look):
    monkeypatch.setattr(choose_tasks, "FIRST_LOOK", first_look)
    chosen = choose_tasks.choose_tasks(bench, BASE, closed=frozenset(), waiting=(), most=30)
    for owner, proposals in everyone(bench).items():
        kept = [p.worth_per_minute for p in chosen.proposals if p.owner_id == owner]
        assert kept == [p.worth_per_minute for p in proposals[:30]]


def test_the_bound_is_never_below_what_a_task_is_worth(bench):
    rank_candidates(bench, BASE)
    bounds = dict(bench.execute("SELECT client_id, at_most FROM ranked").fetchall())
    proposals = [proposal for all_ in everyone(bench).values() for proposal in all_]
    assert len(proposals) > 300
    assert all(proposal.worth_per_minute <= bounds[proposal.client_id] for proposal in proposals)


def test_what_was_dealt_with_takes_nobodys_place(bench):
    best = everyone(bench)[1][0]
    closed = frozenset({(best.client_id, best.kind, best.episode)})
    chosen = choose_tasks.choose_tasks(bench, BASE, closed=closed, waiting=(), most=30)
    assert (best.client_id, best.kind) not in {(p.client_id, p.kind) for p in chosen.proposals}
    assert sum(p.owner_id == 1 for p in chosen.proposals) == 30


def test_a_postponed_clients_task_is_kept_however_low_it_ranks(bench):
    lowest = everyone(bench)[1][-1]
    chosen = choose_tasks.choose_tasks(bench, BASE, closed=frozenset(), waiting={lowest.client_id}, most=3)
    assert lowest.client_id in {p.client_id for p in chosen.proposals}


def test_the_second_order_is_unknown_until_enough_clients_came_back(bench):
    assert second_order(bench, BASE) is None
    bench.execute("INSERT INTO orders SELECT client, day - 14, 100, false, false FROM orders")
    found = second_order(bench, BASE)
    assert (found.median_days, found.share) == (14.0, 1.0)
