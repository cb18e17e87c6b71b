"""That a client is in sight is looked up once for a page, and holds for nobody and nothing else."""

from typing import Any

import pytest

from tenure.clients.clients import visible_clients
from tenure.clients.models import Client
from tenure.clients.notes import notes_of
from tenure.clients.people.people import people_of
from tenure.clients.sight import Sight, look
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(salesperson: User) -> Client:
    return factories.make_client(owner=salesperson)


def test_what_was_looked_up_is_not_looked_up_again(
    mine: Client, salesperson: User, django_assert_num_queries: Any
) -> None:
    sight = look(salesperson, mine.pk)
    with django_assert_num_queries(0):
        assert look(salesperson, mine.pk, sight) == sight
    with django_assert_num_queries(1):
        notes_of(actor=salesperson, client_id=mine.pk, sight=sight)


def test_the_sight_of_another_person_opens_nothing(mine: Client, salesperson: User, other_salesperson: User) -> None:
    sight = look(salesperson, mine.pk)
    for read in (notes_of, people_of):
        with pytest.raises(NotFound):
            read(actor=other_salesperson, client_id=mine.pk, sight=sight)


def test_the_sight_of_another_client_opens_nothing(mine: Client, salesperson: User, other_salesperson: User) -> None:
    theirs = factories.make_client(owner=other_salesperson)
    with pytest.raises(NotFound):
        people_of(actor=salesperson, client_id=theirs.pk, sight=look(salesperson, mine.pk))


def test_a_client_out_of_sight_is_not_found(mine: Client, other_salesperson: User) -> None:
    assert not visible_clients(other_salesperson).exists()
    with pytest.raises(NotFound):
        look(other_salesperson, mine.pk, Sight(0, mine.pk))
