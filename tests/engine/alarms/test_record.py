"""The promise on real orders and on the generated company, month by month, each promise learned before its month."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tenure.engine.alarms.days import OrderDays, order_days
from tenure.engine.alarms.promise import learn_promise
from tenure.engine.alarms.raising import raise_alarms
from tenure.engine.alarms.record import Record, track_record
from tenure.engine.alarms.season import season_of
from tenure.engine.errors import BadInput
from tenure.engine.models import bg_nbd
from tenure.engine.tuples import distinct
from tenure.journeys.demo.demo_orders import SEASON, generate
from tests.datasets import lifetimes_data
from tests.engine.alarms.bases import cdnow, invoices, numbered


@pytest.fixture(scope="module")
def discs() -> OrderDays:
    return cdnow(lifetimes_data("CDNOW_master.txt"))


@pytest.fixture(scope="module")
def company() -> tuple[OrderDays, np.ndarray]:
    """The generated company with more clients, and the day each of them left, or a day far ahead."""
    base = generate(clients=1200, until=date(2026, 9, 30))
    sold = ~base.lines.is_return & ~base.lines.is_damaged
    client, day = base.lines.client[sold], base.lines.day[sold].astype("datetime64[D]").astype(np.int64)
    left = base.clients.left_on.astype("datetime64[D]")
    known = np.where(np.isnat(left), 10**6, left.astype(np.int64))[np.unique(client)]
    return numbered(client, day, base.lines.amount_minor[sold].astype(float)), known


def last_day(days: OrderDays) -> int:
    return int(days.day.max())


def assert_kept(record: Record, *, judged: int, recall: float) -> None:
    total = record.total
    assert total.judged >= judged
    assert record.is_kept
    assert total.recall is not None
    assert total.recall >= recall
    assert total.false == sum(month.false for month in record.months)
    assert all(month.caught <= month.gone and month.false <= month.judged <= month.raised for month in record.months)


def test_the_probability_of_being_a_client_alone_would_be_wrong_on_cdnow(discs: OrderDays) -> None:
    cut = int(np.datetime64("1997-09-30").astype(int))
    seen = discs.seen_by(cut)
    first, last = discs.day[discs.starts[:-1]], discs.day[discs.starts[:-1] + np.maximum(seen, 1) - 1]
    x, t_x, T = (seen - 1.0)[seen > 0], (last - first)[seen > 0] * 1.0, (cut - first)[seen > 0] * 1.0
    chance = bg_nbd.p_alive(bg_nbd.fit(distinct(x, t_x, T)), x, t_x, T)
    low = (chance < 0.05) & (x >= 2)
    came_back = discs.seen_by(last_day(discs))[seen > 0] > seen[seen > 0]
    assert low.sum() > 100
    assert came_back[low].mean() > 0.3


def test_the_promise_is_kept_on_cdnow(discs: OrderDays) -> None:
    record = track_record(discs, until=last_day(discs))
    assert_kept(record, judged=500, recall=0.15)
    assert record.total.false_share is not None
    assert record.total.false_share < 0.2


def test_the_promise_is_kept_on_online_retail(shared_data: Callable[[str], Path]) -> None:
    days = invoices(shared_data("online_retail_2009_2011_invoices.parquet"))
    assert_kept(track_record(days, until=last_day(days)), judged=30, recall=0.05)


def test_the_promise_is_kept_on_the_generated_company(company: tuple[OrderDays, np.ndarray]) -> None:
    days, _left = company
    record = track_record(days, until=last_day(days))
    assert_kept(record, judged=80, recall=0.3)
    assert record.total.false_share is not None
    assert record.total.false_share < 0.2


def test_the_alarmed_of_the_generated_company_have_left(company: tuple[OrderDays, np.ndarray]) -> None:
    days, left = company
    until = last_day(days)
    promise = learn_promise(days, until=until)
    alarms = raise_alarms(days, promise, until=until)
    gone = left[alarms.client] <= until
    assert promise.is_calibrated
    assert gone[alarms.is_alarm].mean() > 0.8
    assert alarms.is_alarm[gone].mean() > 0.6


def test_the_season_of_the_generated_company_is_learned(company: tuple[OrderDays, np.ndarray]) -> None:
    days, _left = company
    season = season_of(days.day, until=last_day(days))
    assert season.verdict == "ok"
    assert season.factors == pytest.approx(SEASON, abs=0.12)


def test_a_month_is_judged_by_a_promise_older_than_itself(discs: OrderDays) -> None:
    cut = int(np.datetime64("1997-11-30").astype(int))
    part = discs.of(np.arange(0, discs.clients, 3))
    # Another future: everything after the cut happens in its first days.
    later = np.flatnonzero(part.day > cut)
    place = np.arange(part.day.size) - (part.starts[:-1] + part.seen_by(cut))[part.client]
    day = part.day.copy()
    day[later] = cut + 1 + place[later]
    other = order_days(part.client, day, part.amount)
    one, two = (track_record(days, until=last_day(part), level=0.3) for days in (part, other))
    known = [month for month in one.months if month.start <= cut + 1]
    assert {month.verdict for month in known} >= {"kept"}
    assert [(month.verdict, month.threshold) for month in two.months[: len(known)]] == [
        (month.verdict, month.threshold) for month in known
    ]
    assert one.total.false != two.total.false


def test_a_record_of_an_impossible_level_is_refused(discs: OrderDays) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        track_record(discs, until=last_day(discs), level=1.5)
