"""All scores together: the columns promised, the reasons for missing ones, and what a base of known truth keeps."""

from datetime import date, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pytest

from tenure.engine.columns import COLUMNS
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.scores import ScoredBase, score_clients
from tenure.orders.models import ClientScore
from tests.engine.simulation import AS_OF, Truth, order_table, simulate


@pytest.fixture(scope="module")
def scored() -> ScoredBase:
    """Six hundred clients, some of whom have left."""
    return score_clients(simulate(Truth(clients=600), np.random.default_rng(1)).orders(), as_of=AS_OF)


def client(base: ScoredBase, name: object) -> dict:
    return next(row for row in base.clients.to_pylist() if row["client"] == name)


def test_the_columns_are_those_the_product_stores(scored: ScoredBase) -> None:
    stored = {str(field.column) for field in ClientScore._meta.fields}
    kept_by_the_product = {name for name in stored if name.endswith(("_id", "_facet", "_cell"))}
    assert set(scored.clients.column_names) == stored - kept_by_the_product | {"client"}


def test_one_row_per_client_in_order(scored: ScoredBase) -> None:
    clients = scored.clients["client"].to_pylist()
    assert clients == sorted(set(clients))


def test_two_runs_give_the_same_bytes(scored: ScoredBase) -> None:
    again = score_clients(simulate(Truth(clients=600), np.random.default_rng(1)).orders(), as_of=AS_OF)
    assert again.clients.equals(scored.clients)
    assert again.base == scored.base


def test_no_number_is_ever_nan_or_infinite(scored: ScoredBase) -> None:
    for name, (kind, _) in COLUMNS.items():
        if kind == pa.float64():
            assert np.isfinite(scored.clients[name].drop_null().to_numpy()).all(), name


def test_intervals_hold_their_expectations(scored: ScoredBase) -> None:
    for row in scored.clients.to_pylist():
        assert row["value_12m_low_minor"] <= row["value_12m_minor"] <= row["value_12m_high_minor"]
        assert row["orders_12m_low"] <= row["orders_12m_high"]


def test_silence_is_judged_exactly_where_there_is_a_rhythm(scored: ScoredBase) -> None:
    for row in scored.clients.to_pylist():
        known = row["status"] == "ok"
        for name in ("silence_probability", "interval_days", "window_from", "window_to"):
            assert (row[name] is not None) == known
        assert known or not row["is_silent"]
        assert not row["is_silent"] or row["silence_days"] > row["interval_days"]


def test_who_bears_fewer_false_alarms_gets_fewer_alarms(scored: ScoredBase) -> None:
    orders = simulate(Truth(clients=600), np.random.default_rng(1)).orders()
    strict = score_clients(orders, as_of=AS_OF, false_alarms=0.1)
    assert scored.model.promise is not None
    assert strict.model.promise is not None
    assert scored.model.promise.is_calibrated
    assert strict.model.promise.threshold < scored.model.promise.threshold
    assert 0 < strict.base.silent < scored.base.silent


def test_without_a_promise_the_rhythm_alone_decides_and_the_list_says_so() -> None:
    base = little(*range(40, 400, 30))
    assert base.model.promise is not None
    assert not base.model.promise.is_calibrated
    found = client(base, "a")
    assert found["is_silent"] == (found["silence_probability"] <= 0.05 and found["silence_days"] > 30)


def test_a_longer_horizon_brings_more(scored: ScoredBase) -> None:
    orders = simulate(Truth(clients=600), np.random.default_rng(1)).orders()
    month = score_clients(orders, as_of=AS_OF, horizon_days=30)
    assert month.base.value_12m_minor is not None
    assert scored.base.value_12m_minor is not None
    assert 0 < month.base.value_12m_minor < scored.base.value_12m_minor / 6


def little(*days: int, amounts: list[int] | None = None, returns: list[bool] | None = None) -> ScoredBase:
    """One client who ordered so many days before AS_OF."""
    dates = [AS_OF - timedelta(days=day) for day in days]
    return score_clients(
        order_table(["a"] * len(days), dates, amounts or [1000] * len(days), None, returns), as_of=AS_OF
    )


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ([300], "one_order"),
        ([300, 100], "two_orders"),
        ([300, 295, 290], "short_history"),
        ([300, 200, 100], "ok"),
        ([300, 300, 300, 100], "two_orders"),
    ],
)
def test_too_little_history_says_why(days: list[int], status: str) -> None:
    assert client(little(*days), "a")["status"] == status


def test_a_single_client_is_scored_without_a_model() -> None:
    base = little(90, 60, 30)
    found = client(base, "a")
    assert base.model.verdict == "too_few_repeaters"
    assert base.model.orders is None
    assert (found["value_12m_minor"], found["orders_12m"], found["p_active"]) == (None, None, None)
    assert (found["interval_days"], found["abc_class"], found["average_order_minor"]) == (30, "A", 1000)
    assert found["silence_probability"] is not None


def test_returns_alone_are_no_orders() -> None:
    base = little(20, amounts=[-500], returns=[True])
    found = client(base, "a")
    assert (found["status"], found["revenue_minor"], found["abc_class"]) == ("no_orders", -500, "")
    assert base.model.verdict == "no_orders"


def test_probability_of_being_a_client_is_not_claimed_after_one_order(scored: ScoredBase) -> None:
    once = [row for row in scored.clients.to_pylist() if row["status"] == "one_order"]
    assert once
    assert all(row["p_active"] is None and row["orders_12m"] > 0 for row in once)


def test_probability_is_not_claimed_where_nobody_leaves() -> None:
    truth = Truth(clients=300, a=0.0, evenness=4.0, r=3.0, alpha=60.0)
    base = score_clients(simulate(truth, np.random.default_rng(2)).orders(), as_of=AS_OF)
    assert base.model.verdict == "no_dropout"
    assert base.clients["p_active"].null_count == 300
    assert base.base.value_12m_minor is not None
    assert base.base.value_12m_minor > 0


def test_margins_make_margin_classes_only_where_known() -> None:
    days = [AS_OF - timedelta(days=n) for n in (10, 20, 30)]
    base = score_clients(order_table(["a", "b", "c"], days, [100, 100, 100], [50, None, -20]), as_of=AS_OF)
    assert [row["margin_12m_minor"] for row in base.clients.to_pylist()] == [50, None, -20]
    assert [row["abc_margin_class"] for row in base.clients.to_pylist()] == ["A", "C", "C"]
    assert base.base.margin is not None
    assert base.base.margin.unprofitable == 1
    assert little(30).base.margin is None


def test_a_month_ago_knows_nothing_of_this_month(scored: ScoredBase) -> None:
    before = date(2024, 11, 30)
    orders = simulate(Truth(clients=600), np.random.default_rng(1)).orders()
    earlier = {row["client"]: row for row in score_clients(orders, as_of=before).clients.to_pylist()}
    for row in scored.clients.to_pylist():
        then = earlier.get(row["client"])
        assert row["abc_class_before"] == (then["abc_class"] if then else "")


def test_the_report_adds_up(scored: ScoredBase) -> None:
    report = scored.base
    assert sum(cell.clients for cell in report.matrix.values()) == report.with_orders
    assert sum(cell.revenue_12m_minor for cell in report.matrix.values()) == report.revenue_12m_minor
    assert sum(report.movement.values()) == sum(report.abc.values()) == report.with_orders
    assert report.revenue.total == pytest.approx(report.revenue_12m_minor)


@pytest.mark.parametrize("settings", [{"false_alarms": 0.0}, {"false_alarms": 1.5}, {"horizon_days": 0}])
def test_impossible_settings_are_refused(settings: dict) -> None:
    with pytest.raises(BadInput):
        score_clients(order_table(["a"], [AS_OF], [1]), as_of=AS_OF, **settings)


def test_no_order_until_the_day_is_an_error_that_names_it() -> None:
    with pytest.raises(NotEnoughData, match="2024-01-01"):
        score_clients(order_table(["a"], [AS_OF], [1]), as_of=date(2024, 1, 1))


def test_client_keys_of_any_kind_are_kept() -> None:
    names = ["Ştefan & Co", "ООО «Ромашка»", "=cmd|' /C calc'!A0"]
    base = score_clients(order_table(names, [AS_OF] * 3, [1, 2, 3]), as_of=AS_OF)
    assert sorted(base.clients["client"].to_pylist()) == sorted(names)
    large = score_clients(order_table([2**62, 2**62 + 1], [AS_OF] * 2, [1, 2]), as_of=AS_OF)
    assert large.clients["client"].to_pylist() == [2**62, 2**62 + 1]


def test_a_damaged_amount_is_in_what_came_in_and_in_no_forecast() -> None:
    base = simulate(Truth(clients=300), np.random.default_rng(3))
    table = base.orders().to_pyarrow()
    amounts = table["amount"].to_numpy().copy()
    place = int(np.flatnonzero(base.client == base.client[-1])[-1])
    believed, amounts[place] = int(amounts[place]), 1000 * int(amounts[place])
    written = table.set_column(table.column_names.index("amount"), "amount", pa.array(amounts))
    sound = score_clients(ibis.memtable(table), as_of=AS_OF)
    damaged = score_clients(ibis.memtable(written.append_column("sound", table["amount"])), as_of=AS_OF)
    for name in ("value_12m_minor", "value_12m_high_minor", "volume_now_minor", "volume_usual_minor", "is_falling"):
        assert damaged.clients[name].equals(sound.clients[name]), name
    risen = sum(damaged.clients["revenue_minor"].to_pylist()) - sum(sound.clients["revenue_minor"].to_pylist())
    assert risen == 999 * believed


def test_an_amount_nobody_can_believe_leaves_the_order_standing() -> None:
    days = [AS_OF - timedelta(days=day) for day in (90, 60, 30)]
    rows = order_table(["a"] * 3, days, [100] * 3).to_pyarrow()
    rows = rows.append_column("sound", pa.array([100, None, 100], pa.int64()))
    found = client(score_clients(ibis.memtable(rows), as_of=AS_OF), "a")
    assert (found["order_days"], found["interval_days"], found["revenue_minor"]) == (3, 30, 300)


def test_huge_amounts_do_not_overflow() -> None:
    base = score_clients(
        order_table(["a"] * 40, [AS_OF - timedelta(days=n) for n in range(40)], [2**60] * 40), as_of=AS_OF
    )
    assert base.clients["revenue_minor"].to_pylist()[0] > 2**62
