"""Purchase histories against the same counted slowly, client by client, wherever the rows lie, and the rules stated."""

import csv
import itertools
import math
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.errors import BadInput
from tenure.engine.purchase_pass import purchase_table
from tenure.engine.purchases import check_orders, days_in, histories_of, purchases
from tenure.kernel.workbench import application_attached, load_extension
from tests import factories
from tests.datasets import lifetimes_data

UNTIL = date(2026, 3, 15)
LATER = UNTIL + timedelta(days=60)
Row = tuple[Any, date, float, bool]
Compute = Callable[..., pa.Table]


def by_expression(orders: ir.Table, **asked: Any) -> pa.Table:
    return purchases(orders, **asked).to_pyarrow()


@pytest.fixture(params=[by_expression, purchase_table], ids=["expression", "one_pass"])
def compute(request: pytest.FixtureRequest) -> Compute:
    return request.param


def table_of(rows: list[Row], client_type: pa.DataType | None = None) -> ir.Table:
    clients, days, amounts, returns = map(list, zip(*rows, strict=True)) if rows else ([], [], [], [])
    columns = {
        "client": pa.array(clients, client_type or (pa.string() if not rows else None)),
        "day": pa.array(days, pa.date32()),
        "amount": pa.array(amounts, pa.float64()),
        "is_return": pa.array(returns, pa.bool_()),
    }
    return ibis.memtable(pa.table(columns))


def by_hand(
    rows: list[Row], unit: int = 1, holdout_until: date | None = None, repeat_values: bool = False
) -> dict[Any, dict[str, Any]]:
    """Second computation: one client after another, one day after another."""
    clients: dict[Any, dict[date, list[tuple[float, bool]]]] = defaultdict(lambda: defaultdict(list))
    for client, day, amount, is_return in rows:
        clients[client][day].append((amount, is_return))
    found = {}
    for client, days in clients.items():
        ordered = sorted(day for day, own in days.items() if any(not is_return for _, is_return in own))
        past = [day for day in ordered if day <= UNTIL]
        if not past:
            continue
        nets = [sum(amount for amount, _ in days[day]) for day in past[1 if repeat_values else 0 :]]
        positive = [net for net in nets if net > 0]
        found[client] = {
            "first_day": (past[0] - date(1970, 1, 1)).days,
            "x": len(past) - 1,
            "t_x": (past[-1] - past[0]).days / unit,
            "T": (UNTIL - past[0]).days / unit,
            "value_mean": sum(positive) / len(positive) if positive else None,
            "value_count": len(positive),
            "gap_logs": sum(math.log((later - earlier).days / unit) for earlier, later in itertools.pairwise(past)),
        }
        if holdout_until:
            ahead = [day for day in days if UNTIL < day <= holdout_until]
            found[client]["holdout_orders"] = sum(day in ordered for day in ahead)
            found[client]["holdout_value"] = sum(amount for day in ahead for amount, _ in days[day])
    return found


def assert_same(table: pa.Table, expected: dict[Any, dict[str, Any]]) -> None:
    rows = {row.pop("client"): row for row in table.to_pylist()}
    assert set(rows) == set(expected)
    for client, row in rows.items():
        own = expected[client]
        assert [name for name in row if row[name] is None] == [name for name in row if own[name] is None], client
        numbers = {name: value for name, value in own.items() if value is not None}
        assert {name: row[name] for name in numbers} == pytest.approx(numbers, rel=1e-12, abs=1e-9), client
        assert set(row) == set(own)


def made_up(seed: int, clients: list[Any], size: int = 800) -> list[Row]:
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(clients), size=size)
    days = rng.integers(-500, 100, size=size)
    amounts, returns = rng.integers(-2000, 9000, size=size), rng.random(size) < 0.15
    return [
        (clients[chosen[n]], UNTIL + timedelta(days=int(days[n])), float(amounts[n]), bool(returns[n]))
        for n in range(size)
    ]


NAMES = [f"клиент № {n} ășțî" for n in range(40)]
HUGE = [2**64 - 1 - n * 977 for n in range(40)]
FAR_APART = [-(2**63) + n if n % 2 else 2**63 - 1 - n for n in range(40)]


@pytest.mark.parametrize("repeat_values", [False, True])
@pytest.mark.parametrize(("unit", "days"), [("day", 1), ("week", 7), (30, 30)])
def test_every_number_equals_the_one_counted_by_hand(
    compute: Compute, unit: Any, days: int, repeat_values: bool
) -> None:
    rows = made_up(days, NAMES)
    found = compute(table_of(rows), until=UNTIL, unit=unit, holdout_until=LATER, repeat_values=repeat_values)
    assert_same(found, by_hand(rows, days, LATER, repeat_values))


@pytest.mark.parametrize(
    ("clients", "kind"),
    [
        (list(range(40)), pa.int32()),
        ([-128, 127, 0, 5], pa.int8()),
        (HUGE, pa.uint64()),
        ([2**64 - 1, 0, 2**63], pa.uint64()),
        (FAR_APART, pa.int64()),
        (NAMES, pa.string()),
        (["", " ", "a", "A", "a\x00b"], pa.string()),
    ],
    ids=["small", "bytes", "beyond int64", "unsigned far apart", "far apart", "names", "odd words"],
)
def test_clients_may_be_known_by_anything(compute: Compute, clients: list[Any], kind: pa.DataType) -> None:
    rows = made_up(5, clients, 300)
    found = compute(table_of(rows, kind), until=UNTIL)
    assert found["client"].type == kind
    assert_same(found, by_hand(rows))


moments = st.integers(-60, 30).map(lambda n: UNTIL + timedelta(days=n))
order_rows = st.tuples(st.sampled_from(["a", "б", "ș"]), moments, st.integers(-50, 50).map(float), st.booleans())


@settings(max_examples=25, deadline=None)
@given(st.lists(order_rows, max_size=25))
def test_both_ways_agree_with_the_count_by_hand_on_any_rows(rows: list[Row]) -> None:
    expected = by_hand(rows, 7, LATER)
    for compute in (by_expression, purchase_table):
        assert_same(compute(table_of(rows), until=UNTIL, unit="week", holdout_until=LATER), expected)


@settings(max_examples=25, deadline=None)
@given(st.lists(order_rows, min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_order_and_repetition_of_rows_change_no_history(rows: list[Row], chance: Any) -> None:
    again = [*rows, *(row for row in rows if not row[3])]
    chance.shuffle(again)
    once, twice = (purchase_table(table_of(some), until=UNTIL).sort_by("client") for some in (rows, again))
    for name in ("client", "x", "t_x", "T", "gap_logs"):
        assert once[name] == twice[name]


def test_a_long_history_in_any_order_is_put_in_order(compute: Compute) -> None:
    steps = np.random.default_rng(3).permutation(200).tolist()
    rows = [("a", UNTIL - timedelta(days=3 * step), 1.0, False) for step in steps]
    assert_same(compute(table_of(rows), until=UNTIL), by_hand(rows))


def test_no_rows_give_no_clients(compute: Compute) -> None:
    found = compute(table_of([]), until=UNTIL)
    assert (found.num_rows, found.column_names[:5]) == (0, ["client", "first_day", "x", "t_x", "T"])


def test_a_negative_amount_is_a_return_when_nothing_says_so(compute: Compute) -> None:
    rows = [("a", UNTIL - timedelta(days=9), 5.0, False), ("a", UNTIL - timedelta(days=2), -5.0, True)]
    found = compute(table_of(rows).drop("is_return"), until=UNTIL).to_pylist()
    assert [row["x"] for row in found] == [0]


def test_a_zero_amount_is_an_order_without_value(compute: Compute) -> None:
    row = compute(table_of([("a", UNTIL, 0.0, False)]), until=UNTIL).to_pylist()[0]
    assert (row["x"], row["value_count"], row["value_mean"]) == (0, 0, None)


def test_amounts_may_be_absent(compute: Compute) -> None:
    rows = made_up(8, NAMES, 100)
    found = compute(table_of([(*row[:3], False) for row in rows]).select("client", "day"), until=UNTIL)
    expected = by_hand([(client, day, 0.0, False) for client, day, _, _ in rows])
    assert_same(found, expected)


def test_times_of_day_do_not_matter(compute: Compute) -> None:
    moments = [datetime(2026, 3, 1, 9), datetime(2026, 3, 1, 23, 59), datetime(2026, 3, 15, 18)]  # noqa: DTZ001
    table = ibis.memtable(pa.table({"client": [1, 1, 1], "day": pa.array(moments, pa.timestamp("us"))}))
    row = compute(table, until=UNTIL).to_pylist()[0]
    assert (row["x"], row["t_x"], row["T"]) == (1, 14.0, 14.0)


def test_a_gap_longer_than_the_table_of_logarithms(compute: Compute) -> None:
    rows = [("a", date(1, 1, 1), 1.0, False), ("a", UNTIL, 1.0, False)]
    assert_same(compute(table_of(rows), until=UNTIL), by_hand(rows))


@pytest.mark.parametrize(
    ("spoilt", "rows"),
    [
        ({"client": None}, (1, 4)),
        ({"day": None}, (1, 4)),
        ({"day": date(9999, 12, 31)}, (1, 4)),
        ({"amount": None}, (1, 4)),
        ({"amount": math.nan}, (1, 4)),
        ({"amount": math.inf}, (1, 4)),
        ({"is_return": None}, (1, 4)),
    ],
    ids=str,
)
def test_incomplete_rows_are_refused_by_their_places(spoilt: dict[str, Any], rows: tuple[int, ...]) -> None:
    good = {"client": "a", "day": UNTIL, "amount": 1.0, "is_return": False}
    table = pa.Table.from_pylist([good | spoilt if n in rows else good for n in range(6)])
    with pytest.raises(BadInput) as raised:
        purchase_table(ibis.memtable(table), until=UNTIL)
    assert (raised.value.code, raised.value.rows, raised.value.data["number"]) == ("orders_incomplete", rows, 2)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"client": ["a"], "day": ["2026-01-01"]}, "orders_day"),
        ({"client": ["a"], "day": [UNTIL], "amount": ["12"]}, "orders_amount"),
    ],
)
def test_columns_of_the_wrong_kind_are_refused(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as raised:
        check_orders(ibis.memtable(pa.table(columns)))
    assert raised.value.code == code


@pytest.mark.parametrize("unit", ["month", "", 0, -7, True])
def test_a_unit_that_is_none_is_refused(unit: Any) -> None:
    with pytest.raises(BadInput, match="unit of time"):
        days_in(unit)


@pytest.mark.parametrize("ahead", [UNTIL, UNTIL - timedelta(days=1)])
def test_a_held_out_time_must_lie_ahead(ahead: date) -> None:
    with pytest.raises(BadInput, match="held-out"):
        purchases(table_of([]), until=UNTIL, holdout_until=ahead)


@pytest.mark.parametrize("parts", [2, 4, 100])
@pytest.mark.parametrize("clients", [NAMES, HUGE, list(range(40))], ids=["names", "beyond int64", "small"])
def test_more_rows_than_fit_in_memory_are_taken_in_parts(clients: list[Any], parts: int) -> None:
    rows = made_up(2, clients)
    table = table_of(rows, pa.uint64() if clients is HUGE else None)
    assert_same(purchase_table(table, until=UNTIL, rows_in_memory=len(rows) // parts), by_hand(rows))


def cdnow() -> ir.Table:
    """The sample of 2,357 clients as `lifetimes` ships it: the client's number in the sample, day, amount."""
    lines = lifetimes_data("CDNOW_sample.txt").read_text().splitlines()
    fields = [line.split() for line in lines]
    days = [datetime.strptime(day, "%Y%m%d").date() for _, _, day, _, _ in fields]  # noqa: DTZ007
    return table_of([(int(own[1]), day, float(own[4]), False) for own, day in zip(fields, days, strict=True)])


def test_cdnow_gives_the_published_summary(compute: Compute) -> None:
    found = compute(cdnow(), until=date(1997, 9, 30), unit="week", repeat_values=True)
    own = {row["client"]: row for row in found.to_pylist()}
    with lifetimes_data("cdnow_customers_summary_with_transactions.csv").open() as file:
        printed = {int(row["ID"]): row for row in csv.DictReader(file)}
    assert set(own) == set(printed)
    for client, row in own.items():
        for name in ("x", "t_x", "T"):
            assert row[name] == pytest.approx(float(printed[client][name]), abs=0.006), (client, name)
        assert (row["value_mean"] or 0) == pytest.approx(float(printed[client]["zbar"]), abs=0.006), client


def test_histories_are_counted_once_each_in_the_unit_asked_for() -> None:
    table = purchase_table(cdnow(), until=date(1997, 9, 30), unit="week")
    histories = histories_of(table, "week")
    assert histories.count.sum() == 2357
    for name in ("x", "t_x", "T"):
        assert getattr(histories, name)[histories.place] == pytest.approx(table[name].to_numpy(), rel=1e-15)
    assert len({*zip(histories.x, histories.t_x, histories.T, strict=True)}) == histories.x.size
    assert histories.gap_logs == pytest.approx(sum(table["gap_logs"].to_pylist()))


def test_a_folder_of_parquet_files_is_one_table(tmp_path: Path) -> None:
    rows = made_up(9, NAMES)
    whole = table_of(rows).to_pyarrow()
    for number, start in enumerate(range(0, whole.num_rows, 300)):
        pq.write_table(whole.slice(start, 300), tmp_path / f"part-{number}.parquet")
    found = purchase_table(ibis.duckdb.connect().read_parquet(str(tmp_path / "*.parquet")), until=UNTIL)
    assert_same(found, by_hand(rows))


def test_a_table_in_sqlite_is_read_where_it_lies(compute: Compute, tmp_path: Path) -> None:
    rows = made_up(10, NAMES)
    with sqlite3.connect(tmp_path / "shop.sqlite3") as database:
        database.execute("CREATE TABLE orders (client TEXT, day DATE, amount DOUBLE, is_return BOOLEAN)")
        lines = [(client, day.isoformat(), amount, is_return) for client, day, amount, is_return in rows]
        database.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", lines)
    database.close()
    bench = duckdb.connect()
    load_extension(bench, "sqlite_scanner")
    bench.execute(f"ATTACH '{tmp_path / 'shop.sqlite3'}' AS shop (TYPE sqlite, READ_ONLY)")
    orders = ibis.duckdb.from_connection(bench).table("orders", database=("shop", "main"))
    assert_same(compute(orders.mutate(is_return=orders.is_return.cast("boolean")), until=UNTIL), by_hand(rows))


@pytest.mark.django_db(transaction=True)
def test_the_application_database_is_read_where_it_lies(compute: Compute, workspace: Any) -> None:
    rows = []
    for number in range(3):
        client = factories.make_client()
        days = factories.rhythm(every=5 + number, count=6, last=LATER)
        factories.make_orders(client, days, 1000 + number)
        rows += [(client.pk, day, 1000.0 + number, False) for day in days]
    bench = duckdb.connect()
    with application_attached(bench):
        found = duckdb_orders(bench)
        assert_same(compute(found, until=UNTIL), by_hand(rows))


def duckdb_orders(bench: duckdb.DuckDBPyConnection) -> ir.Table:
    schema = bench.execute("SELECT schema_name FROM duckdb_tables() WHERE table_name = 'orders_order'").fetchall()[0][0]
    table = ibis.duckdb.from_connection(bench).table("orders_order", database=("app", schema))
    return table.select(
        client="client_id", day=table.day.cast("date"), amount="amount_minor", is_return=table.is_return.cast("boolean")
    )
