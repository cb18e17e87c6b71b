"""Order days as arrays: sorted, added up, seen from any day, and impossible ones refused."""

from datetime import date

import numpy as np
import pytest

from tenure.engine.alarms.days import days_of_orders, order_days
from tenure.engine.errors import BadInput
from tenure.engine.summary import epoch_day
from tests.engine.simulation import order_table


def test_rows_in_any_order_become_one_row_per_client_and_day() -> None:
    days = order_days([1, 0, 1, 1], [30, -5, 10, 30], [1.0, 2.0, 4.0, 8.0])
    assert days.client.tolist() == [0, 1, 1]
    assert days.day.tolist() == [-5, 10, 30]
    assert days.amount.tolist() == [2.0, 4.0, 9.0]
    assert days.starts.tolist() == [0, 1, 3]


def test_days_are_counted_up_to_and_including_the_day_asked_for() -> None:
    days = order_days([0, 0, 1], [10, 20, -30], [1.0, 1.0, 1.0])
    assert [days.seen_by(day).tolist() for day in (-31, -30, 9, 10, 20)] == [[0, 0], [0, 1], [0, 1], [1, 1], [2, 1]]


def test_some_clients_can_be_taken_out() -> None:
    part = order_days([0, 0, 1, 2, 2], [1, 2, 3, 4, 5], [1.0] * 5).of(np.array([2, 0]))
    assert part.client.tolist() == [0, 0, 1, 1]
    assert part.day.tolist() == [4, 5, 1, 2]
    assert part.clients == 2


def test_an_orders_table_is_read_without_returns_and_later_rows() -> None:
    day = [date(2024, 1, 5), date(2024, 1, 5), date(2024, 2, 1), date(2024, 3, 1), date(2024, 1, 9)]
    names = ["Ștefan", "Ștefan", "Ștefan", "Ștefan", "Игорь"]
    table = order_table(names, day, [100, 50, -30, 70, 20], returns=[False, False, True, False, False])
    days, clients = days_of_orders(table, as_of=date(2024, 2, 15))
    assert sorted(clients.to_pylist()) == ["Ștefan", "Игорь"]
    mine = days.client == clients.to_pylist().index("Ștefan")
    assert days.day[mine].tolist() == [epoch_day(date(2024, 1, 5))]
    assert days.amount[mine].tolist() == [150.0]


@pytest.mark.parametrize(
    ("client", "day", "amount", "code"),
    [
        ([0], [1, 2], [1.0], "days_shape"),
        ([0.5], [1], [1.0], "days_whole"),
        ([0], [1.5], [1.0], "days_whole"),
        ([0, 0], [1, 2], [1.0, np.nan], "days_amount"),
        ([0, 2**62], [1, 2], [1.0, 1.0], "days_range"),
        ([0], [2**40], [1.0], "days_range"),
        ([-1], [1], [1.0], "days_range"),
        ([0, 2, 2], [1, 1, 2], [1.0, 1.0, 1.0], "days_hole"),
    ],
)
def test_impossible_rows_are_refused_by_name(client: list, day: list, amount: list, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        order_days(client, day, amount)
    assert caught.value.code == code


def test_the_rows_without_an_amount_are_named() -> None:
    with pytest.raises(BadInput) as caught:
        order_days([0, 0, 0], [1, 2, 3], [1.0, np.inf, np.nan])
    assert caught.value.rows == (1, 2)
