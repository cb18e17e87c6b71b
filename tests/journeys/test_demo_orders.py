"""The made-up wholesaler keeps to its own truth."""

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tenure.journeys.demo.demo_files import order_numbers, write_csv, write_parquet
from tenure.journeys.demo.demo_names import company_names
from tenure.journeys.demo.demo_orders import SHOP, WHOLESALE, Base, Lines, generate

UNTIL = date(2026, 5, 15)


@pytest.fixture(scope="module")
def base() -> Base:
    return generate(until=UNTIL)


def test_the_same_seed_gives_the_same_orders(base: Base) -> None:
    again = generate(until=UNTIL)
    for name in Lines.__annotations__:
        assert np.array_equal(getattr(base.lines, name), getattr(again.lines, name))
    assert list(base.clients.name) == list(again.clients.name)


def test_another_seed_gives_other_orders(base: Base) -> None:
    other = generate(until=UNTIL, seed=2)
    assert base.lines.amount_minor[:1000].tolist() != other.lines.amount_minor[:1000].tolist()


def test_nobody_orders_after_leaving(base: Base) -> None:
    lines, left = base.lines, base.clients.left_on
    own = ~lines.is_return & ~np.isnat(left[lines.client])
    assert own.any()
    assert (lines.day[own] <= left[lines.client[own]]).all()


def test_some_regular_clients_stopped_lately(base: Base) -> None:
    left, usual = base.clients.left_on, base.clients.interval_days
    lately = ~np.isnat(left) & (left > np.datetime64(UNTIL) - 180) & (usual < 35)
    assert 8 <= lately.sum() <= 60


def test_days_lie_in_the_span_and_on_working_days(base: Base) -> None:
    day = base.lines.day
    assert day.max() <= np.datetime64(UNTIL)
    assert day.min() >= np.datetime64(UNTIL) - 1098
    assert ((day.astype(np.int64) + 3) % 7 <= 4).all()


def test_regular_clients_order_at_their_interval(base: Base) -> None:
    lines = base.lines
    busy = np.flatnonzero(np.isnat(base.clients.left_on) & (base.clients.interval_days < 20))
    ratios = []
    for client in busy:
        days = np.unique(lines.day[(lines.client == client) & ~lines.is_return])
        if len(days) > 20:
            ratios.append(np.diff(days).astype(float).mean() / base.clients.interval_days[client])
    assert 0.85 < np.median(ratios) < 1.15


def test_january_is_quieter_than_october(base: Base) -> None:
    month = base.lines.day.astype("datetime64[M]").astype(np.int64) % 12
    assert (month == 0).sum() < 0.92 * (month == 9).sum()


def test_returns_stand_on_documents_of_their_own_and_take_away(base: Base) -> None:
    lines = base.lines
    assert 0.01 < lines.is_return.mean() < 0.05
    assert (lines.amount_minor[lines.is_return] <= 0).all()
    assert not set(lines.order[lines.is_return]) & set(lines.order[~lines.is_return])


def test_exactly_the_asked_number_of_amounts_is_damaged(base: Base) -> None:
    assert base.lines.is_damaged.sum() == 4
    assert base.lines.amount_minor[base.lines.is_damaged].min() >= 1000


def test_a_few_clients_bring_most_of_the_income(base: Base) -> None:
    lines = base.lines
    whole = ~lines.is_damaged
    income = np.sort(np.bincount(lines.client[whole], lines.amount_minor[whole], 400))[::-1]
    assert 0.6 < income[:80].sum() / income.sum() < 0.9


def test_names_are_all_different_in_three_alphabets() -> None:
    names = company_names(3000, np.random.default_rng(3))
    assert len(set(names)) == 3000
    assert any("ООО" in name for name in names)
    assert any("SRL" in name for name in names)


def test_a_large_base_keeps_the_asked_size() -> None:
    large = generate(clients=20_000, until=UNTIL, rhythms=SHOP, lines_per_order=1)
    orders = len(np.unique(large.lines.order[~large.lines.is_return]))
    assert 4.0 < orders / 20_000 < 6.5


def test_the_csv_says_what_the_arrays_say(base: Base, tmp_path: Path) -> None:
    write_csv(base, tmp_path / "orders.csv")
    with (tmp_path / "orders.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(base.lines.order)
    assert sum(round(float(row["Amount"]) * 100) for row in rows) == base.lines.amount_minor.sum()
    assert {row["Client ID"] for row in rows} == set(base.clients.external_id[base.lines.client].astype(str))
    assert rows[0]["Order"] == order_numbers(base)[0]


def test_csv_and_parquet_hold_the_same_money(base: Base, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    write_parquet(base, tmp_path / "orders.parquet")
    table = pq.read_table(tmp_path / "orders.parquet")
    assert round(sum(table["amount"].to_pylist()) * 100) == base.lines.amount_minor.sum()


def test_the_generator_needs_no_django() -> None:
    code = "import tenure.journeys.demo.demo_orders, sys; assert not any(name.startswith('django') for name in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_rhythm_shares_add_up() -> None:
    assert sum(rhythm.share for rhythm in WHOLESALE) == pytest.approx(1)
