"""Classes, variation and RFM a second way: row by row from the orders, with returns before the first order and after."""

import calendar
import itertools
import math
import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tenure.engine.scores import score_clients
from tests.engine.simulation import order_table

AS_OF = date(2024, 3, 31)
Row = tuple[int, date, int, bool]


def rows_of(seed: int) -> list[Row]:
    """Sixty clients, one row in eight a return, which may come before all orders; some rows after AS_OF."""
    chance, rows = random.Random(seed), []
    for client in range(60):
        begins = AS_OF - timedelta(days=chance.randint(0, 900))
        for _ in range(chance.randint(1, 25)):
            day = begins + timedelta(days=chance.randint(0, (AS_OF - begins).days + 40))
            back = chance.random() < 0.12
            rows.append((client, day, chance.randint(0, 20_000) * (-1 if back else 1), back))
    return rows


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def variation(rows: list[Row], first: date) -> float | None:
    """Of the full calendar months since the first order, of the last twelve; None below three or without income."""
    edges = [months_before(date(2024, 4, 1), back) for back in range(12, -1, -1)]
    months = [
        sum(amount for _, day, amount, _ in rows if begin <= day < end)
        for begin, end in itertools.pairwise(edges)
        if begin >= first
    ]
    if len(months) < 3 or sum(months) <= 0:
        return None
    return float(np.std(months) / np.mean(months))


def quintiles(values: Mapping[int, float], *, small: bool = False) -> dict[int, int]:
    def rank(value: float) -> float:
        worse = sum(one > value if small else one < value for one in values.values())
        return worse + (sum(one == value for one in values.values()) + 1) / 2

    return {client: math.ceil(5 * rank(value) / len(values) - 1e-12) for client, value in values.items()}


def value_classes(income: Mapping[int, int]) -> dict[int, str]:
    found, before, whole = {}, 0, sum(max(0, one) for one in income.values())
    for client in sorted(income, key=lambda client: (-income[client], client)):
        share = before / whole
        found[client] = "C" if income[client] <= 0 or share >= 0.95 else "A" if share < 0.8 else "B"
        before += max(0, income[client])
    return found


def thirds(counts: Mapping[int, int]) -> dict[int, str]:
    def letter(count: int) -> str:
        fewer = sum(one < count for one in counts.values())
        return "X" if 3 * fewer >= 2 * len(counts) else "Y" if 3 * fewer >= len(counts) else "Z"

    return {client: letter(count) for client, count in counts.items()}


@pytest.mark.parametrize("seed", [3, 7])
def test_every_class_is_the_one_worked_out_row_by_row(seed: int) -> None:
    rows, of = rows_of(seed), defaultdict[int, list[Row]](list)
    for row in rows:
        if row[1] <= AS_OF:
            of[row[0]].append(row)
    days = {client: sorted({day for _, day, _, back in own if not back}) for client, own in of.items()}
    seen = sorted(client for client in of if days[client])
    year = months_before(AS_OF, 12)
    income = {client: sum(amount for _, day, amount, _ in of[client] if day > year) for client in seen}
    expected: dict[str, dict[int, Any]] = {
        "revenue_12m_minor": income,
        "abc_class": value_classes(income),
        "xyz_frequency_class": thirds({client: sum(day > year for day in days[client]) for client in seen}),
        "rfm_recency": quintiles({client: (AS_OF - days[client][-1]).days for client in seen}, small=True),
        "rfm_frequency": quintiles({client: len(days[client]) for client in seen}),
        "rfm_money": quintiles({client: sum(row[2] for row in of[client]) for client in seen}),
    }
    client, day, amount, back = map(list, zip(*rows, strict=True))
    scored = score_clients(order_table(client, day, amount, returns=back), as_of=AS_OF).clients.to_pylist()
    found = {row["client"]: row for row in scored}
    for name, values in expected.items():
        assert {one: found[one][name] for one in seen} == values
    for one in seen:
        said, expected_cv = found[one]["demand_variation"], variation(of[one], days[one][0])
        assert (said is None) == (expected_cv is None)
        assert said is None or said == pytest.approx(expected_cv, rel=1e-6, abs=1e-6)
