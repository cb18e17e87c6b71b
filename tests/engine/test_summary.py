"""The summary against the same sums done slowly, row by row, and the rules it states."""

import itertools
import statistics
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
import pytest

from tenure.engine.summary import calendar, from_epoch_day, months_back, summarise
from tests.engine.simulation import order_table

AS_OF = date(2026, 3, 15)


def rows_of(seed: int, size: int = 600) -> list[tuple[str, date, int, int | None, bool]]:
    """Order rows of thirty clients over three years and a little beyond AS_OF."""
    rng = np.random.default_rng(seed)
    return [
        (
            f"клиент {rng.integers(30)}",
            AS_OF + timedelta(days=int(rng.integers(-1100, 20))),
            int(rng.integers(-20_000, 100_000)),
            None if rng.random() < 0.3 else int(rng.integers(-5_000, 30_000)),
            bool(rng.random() < 0.15),
        )
        for _ in range(size)
    ]


def by_hand(rows: list[tuple[str, date, int, int | None, bool]]) -> dict[str, dict[str, Any]]:
    """Second computation of the columns people check most."""
    clients: dict[str, list] = defaultdict(list)
    for row in rows:
        if row[1] <= AS_OF:
            clients[row[0]].append(row)
    return {client: one_by_hand(own) for client, own in clients.items()}


def one_by_hand(rows: list) -> dict[str, Any]:
    days = sorted({day for _, day, _, _, is_return in rows if not is_return})
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    year, before = date(2025, 3, 15), date(2026, 2, 15)
    margins = [margin for _, day, _, margin, _ in rows if margin is not None and day > year]
    window = AS_OF - timedelta(days=91)
    return {
        "order_days": len(days),
        "first_day": days[0],
        "last_day": days[-1],
        "order_days_12m": sum(day > year for day in days),
        "order_days_before": sum(day <= before for day in days),
        "revenue": sum(row[2] for row in rows),
        "revenue_12m": sum(row[2] for row in rows if row[1] > year),
        "revenue_12m_before": sum(row[2] for row in rows if date(2025, 2, 15) < row[1] <= before),
        "margin_12m": sum(margins) if margins else None,
        "volume_window": sum(row[2] for row in rows if row[1] > window),
        "gap_median": statistics.median(gaps),
        "gap_logs": float(np.log(gaps).sum()),
    }


def test_every_sum_equals_the_one_done_by_hand() -> None:
    rows = rows_of(seed=1)
    found = summarise(order_table(*map(list, zip(*rows, strict=True))), as_of=AS_OF).to_pyarrow().to_pylist()
    expected = by_hand(rows)
    assert {row["client"] for row in found} == set(expected)
    for row in found:
        own = expected[row["client"]]
        row |= {"gap_median": row["gap_quartiles"][1]}
        row |= {name: from_epoch_day(row[name]) for name in ("first_day", "last_day")}
        assert {name: row[name] or 0 if own[name] == 0 else row[name] for name in own} == pytest.approx(own)


def test_monthly_sums_are_those_of_full_calendar_months() -> None:
    rows = rows_of(seed=2)
    months: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for client, day, amount, _, _ in rows:
        if date(2025, 3, 1) <= day < date(2026, 3, 1):
            months[client][day.year * 12 + day.month] += amount
    found = summarise(order_table(*map(list, zip(*rows, strict=True))), as_of=AS_OF).to_pyarrow().to_pylist()
    for row in found:
        own = months[row["client"]]
        assert (row["month_sum"] or 0) == sum(own.values())
        assert (row["month_squares"] or 0) == pytest.approx(sum(value * value for value in own.values()))


def summary_of(*rows: tuple[date, int, bool]) -> dict[str, Any]:
    days, amounts, returns = map(list, zip(*rows, strict=True))
    table = order_table(["a"] * len(rows), days, amounts, None, returns)
    return summarise(table, as_of=AS_OF).to_pyarrow().to_pylist()[0]


def test_several_rows_of_a_day_are_one_order_day() -> None:
    found = summary_of((date(2026, 1, 5), 100, False), (date(2026, 1, 5), 50, False), (date(2026, 1, 8), 10, False))
    assert (found["order_days"], found["gap_quartiles"]) == (2, [3.0, 3.0, 3.0])


def test_a_gift_is_an_order_and_a_return_is_not() -> None:
    found = summary_of((date(2026, 1, 5), 0, False), (date(2026, 1, 9), -70, True))
    assert (found["order_days"], found["revenue"]) == (1, -70)


def test_a_day_with_an_order_and_a_return_is_an_order_day() -> None:
    found = summary_of((date(2026, 1, 5), 100, False), (date(2026, 1, 5), -30, True))
    assert (found["order_days"], found["value_sum"]) == (1, 70)


def test_rows_after_the_day_are_not_seen() -> None:
    found = summary_of((AS_OF, 100, False), (AS_OF + timedelta(days=1), 900, False))
    assert (found["order_days"], found["revenue"]) == (1, 100)


def test_a_client_of_returns_alone_is_kept_with_no_order_day() -> None:
    found = summary_of((date(2026, 1, 5), -70, True))
    assert (found["order_days"], found["first_day"], found["revenue"]) == (0, None, -70)


def test_sums_beyond_32_bits_are_exact() -> None:
    found = summary_of(*((AS_OF - timedelta(days=n), 2**45 + n, False) for n in range(50)))
    assert found["revenue"] == 50 * 2**45 + sum(range(50))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_a_month_back_stays_within_the_month(day: date, months: int, expected: date) -> None:
    assert months_back(day, months) == expected


def test_the_last_day_of_a_month_makes_that_month_full() -> None:
    assert from_epoch_day(calendar(date(2026, 2, 28)).months[-1]) == date(2026, 3, 1)
    assert from_epoch_day(calendar(date(2026, 2, 27)).months[-1]) == date(2026, 2, 1)
    assert from_epoch_day(calendar(date(2026, 2, 27)).months[0]) == date(2025, 2, 1)


def test_the_summary_is_one_expression_for_duckdb() -> None:
    table = ibis.table(
        {"client": "int64", "day": "date", "amount": "int64", "margin": "int64", "is_return": "boolean"}, name="orders"
    )
    assert ibis.to_sql(summarise(table, as_of=AS_OF), dialect="duckdb").lstrip().startswith(("WITH", "SELECT"))
