"""What `tenure doctor` and a restore find wrong with the content of a database."""

from datetime import date

import pytest

from tenure.kernel.database import loose_ends, soundness
from tenure.orders.models import OrderLine
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_database_of_orders_with_their_lines_is_sound() -> None:
    factories.make_order(factories.make_client(), date(2026, 3, 2))
    assert soundness() == []


def test_a_line_whose_order_is_missing_is_found() -> None:
    OrderLine.objects.create(order_id=987_654, amount_minor=100, fingerprint=1)
    assert [found.partition(" row ")[0] + found.partition("points")[2] for found in soundness()] == [
        "orders_orderline to a missing orders_order"
    ]


def test_every_link_the_database_does_not_hold_is_looked_at() -> None:
    looked_at = " ".join(loose_ends())
    for column in ("a.order_id", "a.batch_id", "a.product_id"):
        assert column in looked_at
