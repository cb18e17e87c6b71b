"""A product is written down, changed and given up by whoever works in its venture, and by nobody else."""

import pytest

from tenure.discovery.models import OfferedProduct, Venture, VentureEvent
from tenure.discovery.offers.products import add_product, edit_product, products_of, remove_product
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def test_it_is_added_changed_and_given_up_each_told_in_the_timeline(venture: Venture) -> None:
    owner = venture.owner
    number = add_product(actor=owner, venture_id=venture.pk, name=" Night  delivery ", price_minor=4900)
    edit_product(
        actor=owner, product_id=number, version=1, name="Night delivery", description="By four", price_minor=None
    )
    [shown] = products_of(actor=owner, venture_id=venture.pk)
    assert (shown.name, shown.description, shown.price_minor, shown.version) == ("Night delivery", "By four", None, 2)
    remove_product(actor=owner, product_id=number, version=2)
    assert not OfferedProduct.objects.exists()
    told = VentureEvent.objects.filter(venture=venture, kind__endswith="_product").order_by("pk")
    assert [one.kind for one in told] == ["add_product", "edit_product", "remove_product"]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(venture: Venture) -> None:
    with pytest.raises(InvalidValue) as told:
        add_product(actor=venture.owner, venture_id=venture.pk, name=" ", price_minor=-1)
    assert [one.problem.data["field"] for one in (told.value, *told.value.more)] == ["name", "price"]
    made.make_product(venture, name="Bread")
    with pytest.raises(InvalidValue):
        add_product(actor=venture.owner, venture_id=venture.pk, name="Bread")
    assert OfferedProduct.objects.count() == 1


def test_what_somebody_changed_meanwhile_is_not_written_over(venture: Venture) -> None:
    product = made.make_product(venture, name="Bread", version=2)
    with pytest.raises(Conflict):
        edit_product(
            actor=venture.owner, product_id=product.pk, version=1, name="Rolls", description="", price_minor=None
        )
    with pytest.raises(Conflict):
        remove_product(actor=venture.owner, product_id=product.pk, version=1)
    assert OfferedProduct.objects.get().name == "Bread"


def test_a_stranger_to_the_venture_finds_no_product(venture: Venture, salesperson: User) -> None:
    product = made.make_product(venture)
    with pytest.raises(NotFound):
        add_product(actor=salesperson, venture_id=venture.pk, name="Rolls")
    with pytest.raises(NotFound):
        remove_product(actor=salesperson, product_id=product.pk, version=1)
    assert OfferedProduct.objects.count() == 1
