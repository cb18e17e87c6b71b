"""Empty tables get their indexes and their links after their rows, and never lose one."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from tenure.clients.models import Client
from tenure.orders.late_indexes import TABLES, indexes_made_later
from tenure.orders.models import Order
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def indexes() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        constraints = {table: connection.introspection.get_constraints(cursor, table) for table in TABLES}
    return {
        table: {name for name, how in found.items() if how["index"] or how["foreign_key"] or how["unique"]}
        for table, found in constraints.items()
    }


def write_an_order_of_nobody() -> None:
    with transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor):
        client = factories.make_client()
        factories.make_order(client, factories.clock.today())
        Order.objects.update(client_id=client.pk + 1)


def test_an_empty_table_is_without_indexes_while_it_is_filled_and_has_them_all_afterwards() -> None:
    before = indexes()
    with transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor):
        assert len(indexes()["orders_orderline"]) < len(before["orders_orderline"])
    assert indexes() == before


def test_a_table_that_holds_rows_keeps_its_indexes_all_along() -> None:
    client = factories.make_client()
    factories.make_order(client, factories.clock.today())
    before = indexes()
    with transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor):
        assert indexes()["orders_orderline"] == before["orders_orderline"]


def test_a_table_that_is_filled_has_its_indexes_while_the_next_is_without() -> None:
    before = indexes()
    with transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor) as filled:
        assert "order_client_day" not in indexes()["orders_order"]
        filled("orders_order")
        assert "order_client_day" in indexes()["orders_order"]
        assert len(indexes()["orders_orderline"]) < len(before["orders_orderline"])
    assert indexes() == before


def test_a_write_that_fails_leaves_the_indexes_as_they_were() -> None:
    before = indexes()
    with pytest.raises(RuntimeError), transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor):
        raise RuntimeError("the disk gave way")
    assert indexes() == before


def test_rows_written_meanwhile_are_found_by_the_indexes_made_after_them() -> None:
    with transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor):
        client = factories.make_client("Brutăria Nord SRL")
        factories.make_order(client, factories.clock.today())
    assert Order.objects.get(client=client, day=factories.clock.today()).client.name == "Brutăria Nord SRL"
    assert Client.objects.get(normal_name="brutăria nord srl") == client


def test_an_order_of_nobody_is_refused_and_nothing_of_the_write_stays() -> None:
    before = indexes()
    with pytest.raises(IntegrityError):
        write_an_order_of_nobody()
    assert indexes() == before
    assert not Client.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="readers of SQLite see the state before the write")
def test_somebody_who_reads_the_table_all_the_while_is_not_shut_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenure.orders.late_indexes.SECONDS_BETWEEN", 0)
    before = indexes()
    reading, written = threading.Event(), threading.Event()

    def read() -> None:
        try:
            with transaction.atomic():
                Client.objects.count()
                reading.set()
                written.wait(60)
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(60)
    with transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor):
        assert indexes() == before
        client = factories.make_client()
    written.set()
    reader.join()
    assert Client.objects.get() == client
