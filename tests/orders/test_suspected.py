"""Amounts in doubt: found, settled by a person, taken back; the sums of their orders and the scores follow."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.journeys.imports.undo_import import undo_import
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed
from tenure.orders import suspected
from tenure.orders.models import AmountChange, Order, OrderLine, ScoreRun
from tenure.orders.suspected import (
    decisions_on_amounts,
    settle_amounts,
    suspected_lines,
    suspected_of,
    suspicions,
    take_back_amounts,
)
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def doubtful(amount_minor: int = 5_250_000, damage: str = "thousandfold", **fields: object) -> OrderLine:
    """A line of a client's order whose amount is in doubt, and the order that says so."""
    order = factories.make_order(factories.make_client(), DAY, amount_minor, looks_damaged=True, **fields)
    OrderLine.objects.filter(order=order).update(damage=damage)
    return OrderLine.objects.get(order=order)


def test_only_amounts_in_doubt_are_listed_with_what_is_suspected(head_of_sales: User) -> None:
    batch = factories.make_batch(file_name="march.csv")
    first, second = doubtful(batch=batch), doubtful(damage="lost_decimal")
    doubtful(damage="margin_lost_decimal")
    factories.make_order(factories.make_client(), DAY)
    rows, older = suspected_lines(actor=head_of_sales)
    assert [(row.id, row.damage) for row in rows] == [(second.pk, "lost_decimal"), (first.pk, "thousandfold")]
    assert rows[1].divided_minor == 5250
    assert older is None
    assert (batch.pk, "march.csv", "thousandfold", 1) in suspicions(actor=head_of_sales)
    assert suspected_of(actor=head_of_sales, damage="thousandfold", batch_id=batch.pk) == (first.pk,)


def test_a_long_list_is_read_page_by_page_and_loses_nobody(head_of_sales: User) -> None:
    lines = {doubtful().pk for _n in range(53)}
    rows, older = suspected_lines(actor=head_of_sales)
    more, end = suspected_lines(actor=head_of_sales, after=older)
    assert (len(rows), len(more), end) == (50, 3, None)
    assert {row.id for row in (*rows, *more)} == lines


def test_amounts_divided_give_their_orders_new_sums_and_ask_for_new_scores(head_of_sales: User) -> None:
    lines = [doubtful(margin_minor=1_000_000), doubtful(7_001_600)]
    settle_amounts(actor=head_of_sales, line_ids=[one.pk for one in lines], kind="divided", reason="Export of March")
    orders = Order.objects.order_by("pk")
    assert [(one.amount_minor, one.margin_minor, one.looks_damaged) for one in orders] == [
        (5250, 1000, False),
        (7002, None, False),
    ]
    assert suspected_lines(actor=head_of_sales) == ((), None)
    assert ScoreRun.objects.filter(state=ScoreRun.State.TO_RUN).count() == 1
    assert AuditRow.objects.get(action="settle_amounts").details["reason"] == "Export of March"


def test_a_word_taken_back_leaves_everything_as_it_was(head_of_sales: User) -> None:
    line = doubtful(7_001_601, margin_minor=3)
    before = OrderLine.objects.values().get()
    decision = settle_amounts(actor=head_of_sales, line_ids=[line.pk], kind="written", reason="Invoice", amount_minor=0)
    assert Order.objects.get().amount_minor == 0
    take_back_amounts(actor=head_of_sales, decision_id=decision)
    take_back_amounts(actor=head_of_sales, decision_id=decision)
    assert OrderLine.objects.values().get() == before
    assert Order.objects.get().looks_damaged
    assert Order.objects.get().amount_minor == 7_001_601
    assert decisions_on_amounts(actor=head_of_sales)[0].undone_at is not None
    assert AuditRow.objects.filter(action="take_back_amounts").count() == 1


def test_an_amount_found_right_stays_and_is_in_doubt_no_more(head_of_sales: User) -> None:
    line = doubtful()
    settle_amounts(actor=head_of_sales, line_ids=[line.pk], kind="right", reason="A whole warehouse")
    order = Order.objects.get()
    assert (order.amount_minor, order.looks_damaged) == (5_250_000, False)
    with pytest.raises(Conflict):
        settle_amounts(actor=head_of_sales, line_ids=[line.pk], kind="divided", reason="Too late")
    assert Order.objects.get().amount_minor == 5_250_000


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(head_of_sales: User) -> None:
    lines = [doubtful().pk, doubtful().pk]
    with pytest.raises(InvalidValue) as caught:
        settle_amounts(actor=head_of_sales, line_ids=lines, kind="written", reason=" ", amount_minor=10)
    fields = {one.problem.data["field"] for one in (caught.value, *caught.value.more)}
    assert fields == {"reason", "amount"}
    assert not AmountChange.objects.exists()


def test_who_may_not_import_neither_sees_nor_settles(salesperson: User, analyst: User) -> None:
    line = doubtful()
    for nobody in (salesperson, analyst):
        with pytest.raises(NotAllowed):
            suspected_lines(actor=nobody)
        with pytest.raises(NotAllowed):
            settle_amounts(actor=nobody, line_ids=[line.pk], kind="right", reason="Mine")


def test_an_import_undone_takes_what_was_said_of_its_amounts_along(head_of_sales: User) -> None:
    batch = factories.make_batch()
    line = doubtful(batch=batch)
    settle_amounts(actor=head_of_sales, line_ids=[line.pk], kind="divided", reason="Export")
    undo_import(actor=head_of_sales, batch_id=batch.pk, progress=lambda *_said: None)
    assert not OrderLine.objects.exists()
    assert not AmountChange.objects.exists()
    assert decisions_on_amounts(actor=head_of_sales) == ()


def test_the_list_is_found_by_its_index_and_not_by_reading_every_line(head_of_sales: User) -> None:
    doubtful()
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET LOCAL enable_seqscan = off")
        rows = OrderLine.objects.extra(where=["orders_orderline.damage IN ('thousandfold', 'lost_decimal')"])
        assert "line_suspected" in rows.order_by("-id").explain()


def test_they_are_counted_by_their_index_without_reading_the_lines(head_of_sales: User) -> None:
    doubtful(batch=factories.make_batch())
    with CaptureQueriesContext(connection) as asked:
        suspicions(actor=head_of_sales)
    (count,) = [query["sql"] for query in asked if "COUNT" in query["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {count}")
            expected = "USING COVERING INDEX line_suspected_of_import"
        else:
            for way in ("seqscan", "bitmapscan", "hashagg", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {count}")
            expected = "using line_suspected_of_import"
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert expected in plan
    assert "COVERING" in plan or "Index Only Scan" in plan


def test_the_newest_words_are_told_each_with_how_many_amounts_it_is_of(
    head_of_sales: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(suspected, "DECISIONS_SHOWN", 2)
    made = []
    for count in (1, 3, 2):
        lines = [doubtful().pk for _n in range(count)]
        made.append(settle_amounts(actor=head_of_sales, line_ids=lines, kind="right", reason=f"Of {count}"))
    with django_assert_num_queries(1):
        found = decisions_on_amounts(actor=head_of_sales)
    assert [(one.id, one.count) for one in found] == [(made[2], 2), (made[1], 3)]
