"""Unit economics read from orders: against buyers whose habits are known, and with what is no order left out."""

from datetime import date, timedelta

import pytest

from tenure.clients.models import Client
from tenure.discovery.economics.link_values import Wanted
from tenure.journeys.ventures.link_economics import order_count
from tenure.orders.economics_figures import Cut, economics_figures
from tenure.orders.models import Order, OrderLine, Product
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
LAST = date(2026, 5, 1)


def won_all_along(owner: User, clients: int, *, every: int = 30) -> None:
    """A client more each month for two years, each ordering every month until today; and one who was there before."""
    factories.make_orders(factories.make_client("Old", owner=owner), [LAST - timedelta(days=800)])
    for number in range(clients):
        begin = LAST - timedelta(days=728 - 30 * number)
        days = [begin + timedelta(days=every * step) for step in range(40)]
        factories.make_orders(
            factories.make_client(f"Client {number}", owner=owner), [day for day in days if day <= LAST]
        )


def test_orders_of_a_buyer_are_counted_from_their_own_first_order(head_of_sales: User) -> None:
    """Each buys 13 times in the year after the first; over the buyers of the last year it looks like ten."""
    won_all_along(head_of_sales, 24)
    found = economics_figures(actor=head_of_sales, last=LAST, days=365)
    assert found is not None
    assert found.within.each.value < 10.5
    assert found.followed is not None
    assert found.followed.each.value == 13
    assert (found.followed.buyers, found.followed.orders) == (12, 12 * 13)
    counted = order_count("orders", Wanted("orders"), found, "EUR")
    assert counted.value is not None
    assert counted.value.value == 13
    assert (counted.found.counted, counted.found.clients, counted.found.first) == (156, 12, date(2024, 5, 3))


def test_too_few_to_follow_leave_the_buyers_of_the_horizon(head_of_sales: User) -> None:
    won_all_along(head_of_sales, 6)
    found = economics_figures(actor=head_of_sales, last=LAST, days=365)
    assert found is not None
    assert found.followed is None
    assert found.per_buyer == found.within


def test_returns_are_no_orders_and_their_money_is_taken_off(head_of_sales: User) -> None:
    for number in range(2):
        client = factories.make_client(f"Client {number}", owner=head_of_sales)
        factories.make_orders(client, [LAST, LAST - timedelta(days=9)], 10_000, margin_minor=4_000)
    factories.make_order(client, LAST, amount_minor=-8_000, margin_minor=-3_000, is_return=True)
    returned = factories.make_client("Only returned", owner=head_of_sales)
    factories.make_order(returned, LAST, amount_minor=-4_000, margin_minor=-1_000, is_return=True)
    found = economics_figures(actor=head_of_sales, last=LAST, days=30)
    assert found is not None
    assert (found.buyers, found.orders, found.within.each.value) == (2, 4, 2)
    assert found.average_check.value == (40_000 - 12_000) / 4
    assert found.unit_cost is not None
    assert found.unit_cost.value == (24_000 - 8_000) / 4


def test_the_horizon_ends_where_the_orders_do(head_of_sales: User) -> None:
    """Read a quarter after the last import: the months nobody has read yet are not months without orders."""
    client = factories.make_client(owner=head_of_sales)
    factories.make_orders(client, [LAST - timedelta(days=30 * step) for step in range(12)])
    found = economics_figures(actor=head_of_sales, last=LAST + timedelta(days=90), days=365)
    assert found is not None
    assert (found.orders, found.last) == (12, LAST)


def order_of(client: Client, day: date, *lines: tuple[Product, int, int]) -> None:
    """An order of several products: (product, amount, margin) each."""
    amount, margin = sum(line[1] for line in lines), sum(line[2] for line in lines)
    order = Order.objects.create(client=client, day=day, amount_minor=amount, margin_minor=margin, currency="EUR")
    for place, (product, money, profit) in enumerate(lines):
        OrderLine.objects.create(
            order=order, product=product, amount_minor=money, margin_minor=profit, fingerprint=1000 * order.pk + place
        )


def test_of_a_product_only_its_own_lines_count(head_of_sales: User) -> None:
    """Two orders with flour, one without: the check of flour is what its lines brought."""
    client = factories.make_client(owner=head_of_sales)
    flour = Product.objects.create(key="flour", name="Flour 1 kg", category="Bakery")
    yeast = Product.objects.create(key="yeast", name="Yeast", category="Other")
    order_of(client, LAST, (flour, 3000, 900), (yeast, 500, 100))
    order_of(client, LAST - timedelta(days=9), (flour, 5000, 1500))
    order_of(client, LAST - timedelta(days=20), (yeast, 700, 200))
    found = economics_figures(actor=head_of_sales, last=LAST, days=90, cut=Cut(product="bakery"))
    assert found is not None
    assert (found.orders, found.buyers, found.average_check.value) == (2, 1, 4000)
    assert found.unit_cost is not None
    assert found.unit_cost.value == 2800


def test_only_the_clients_and_the_days_named_count(head_of_sales: User) -> None:
    first, second = (factories.make_client(name, owner=head_of_sales) for name in ("One", "Two"))
    factories.make_orders(first, [LAST - timedelta(days=ago) for ago in (0, 40, 80)], 10_000)
    factories.make_orders(second, [LAST], 90_000)
    cut = Cut(among=(first.pk,), since=LAST - timedelta(days=45), until=LAST)
    found = economics_figures(actor=head_of_sales, last=LAST, days=365, cut=cut)
    assert found is not None
    assert (found.orders, found.buyers, found.average_check.value) == (2, 1, 10_000)
    assert economics_figures(actor=head_of_sales, last=LAST, days=365, cut=Cut(among=())) is None


def test_clients_out_of_sight_are_not_counted_though_they_are_named(workspace: object) -> None:
    seller = factories.make_user(role="salesperson")
    theirs = factories.make_client(owner=factories.make_user(role="salesperson"))
    factories.make_orders(theirs, [LAST], 10_000)
    assert economics_figures(actor=seller, last=LAST, days=365, cut=Cut(among=(theirs.pk,))) is None
