"""Empty tables get their indexes after their rows, and never lose one."""

import pytest
from django.db import connection, transaction

from tenure.orders.late_indexes import TABLES, indexes_made_later
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def indexes() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        constraints = {
            table: connection.introspection.get_constraints(cursor, table) for table in TABLES[connection.vendor]
        }
    return {
        table: {name for name, how in found.items() if how["index"] and not name.startswith("__")}
        for table, found in constraints.items()
    }


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


def test_a_write_that_fails_leaves_the_indexes_as_they_were() -> None:
    before = indexes()
    with pytest.raises(RuntimeError), transaction.atomic(), connection.cursor() as cursor, indexes_made_later(cursor):
        raise RuntimeError("the disk gave way")
    assert indexes() == before
