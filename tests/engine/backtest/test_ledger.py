"""What was known on a past day, against a slow count of the same rows."""

from datetime import date, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pytest

from tenure.engine.backtest.ledger import counts_between, known_at, ledger
from tenure.engine.errors import NotEnoughData
from tenure.engine.purchases import histories_of, purchases
from tenure.engine.summary import epoch_day
from tests.engine.backtest.bases import END, LINE, cdnow_orders, cdnow_sample
from tests.engine.simulation import order_table

FIRST = date(2025, 1, 1)


def test_a_past_day_is_what_the_purchase_summary_of_that_day_says() -> None:
    known = known_at(cdnow_sample(), LINE)
    table = purchases(cdnow_orders("CDNOW_sample.txt", 0, 2, 4), until=date(1997, 9, 30), unit="week").to_pyarrow()
    table = table.sort_by("client")
    for name in ("x", "t_x", "T", "gap_logs"):
        assert getattr(known, name) == pytest.approx(np.asarray(table[name]), abs=1e-9), name
    worth = np.asarray(table["value_count"]) > 0
    assert (known.values > 0).tolist() == worth.tolist()
    mean = known.value_sum[worth] / known.values[worth]
    assert mean == pytest.approx(np.asarray(table["value_mean"])[worth], abs=1e-6)
    ours, theirs = known.histories(), histories_of(table, "week")
    assert (ours.x.size, ours.count.sum()) == (theirs.x.size, theirs.count.sum())


def test_what_came_later_is_not_known() -> None:
    days = [FIRST, FIRST + timedelta(30), FIRST + timedelta(31), FIRST + timedelta(60)]
    base = ledger(order_table([1, 1, 2, 1], days, [100, 200, 300, 400]), until=FIRST + timedelta(90))
    known = known_at(base, epoch_day(FIRST) + 30, unit="day")
    assert (known.who.tolist(), known.x.tolist(), known.t_x.tolist(), known.T.tolist()) == ([0], [1], [30], [30])
    assert known.value_sum.tolist() == [300]
    after = counts_between(base, known.day, base.until, who=np.array([0, 1]))
    assert after.tolist() == [1, 1]


def test_days_of_returns_alone_are_no_orders() -> None:
    days = [FIRST, FIRST + timedelta(10), FIRST + timedelta(20)]
    orders = order_table([1, 1, 1], days, [100, -100, 50], returns=[False, True, False])
    known = known_at(ledger(orders, until=FIRST + timedelta(30)), epoch_day(FIRST) + 30)
    assert (known.x.tolist(), known.value_sum.tolist()) == ([1], [150])


def test_a_large_base_is_sampled_always_the_same_way_and_says_so() -> None:
    clients = np.repeat(np.arange(3000), 2)
    days = [FIRST + timedelta(int(n % 2) * 30) for n in range(6000)]
    orders = ibis.memtable(pa.table({"client": clients, "day": days, "amount": np.full(6000, 100)}))
    found = [ledger(orders, until=FIRST + timedelta(60), most_clients=1000) for _ in range(2)]
    assert found[0].of_clients == 3000
    assert 800 < found[0].clients < 1200
    assert found[0].days.day.tolist() == found[1].days.day.tolist()
    assert known_at(found[0], epoch_day(FIRST) + 60).x.tolist() == [1.0] * found[0].clients


def test_a_base_without_orders_is_refused() -> None:
    with pytest.raises(NotEnoughData):
        ledger(order_table([1], [END], [100]), until=END - timedelta(1))
