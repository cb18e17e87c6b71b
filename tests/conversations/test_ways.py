"""Ways of talking compared by what an hour of them brings."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tenure.clients.models import Client
from tenure.conversations.ways import Way, compared, ways_compared, year_before
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(salesperson: User) -> Client:
    factories.make_workspace()
    return factories.make_client(owner=salesperson)


def test_talks_are_counted_by_way_with_their_time(
    client: Client, salesperson: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for outcome, minutes in (("agreed", 12), ("reached", None), ("no_answer", None), ("", 5)):
        factories.make_interaction(client, salesperson, outcome=outcome, minutes=minutes)
    factories.make_interaction(client, salesperson, kind="visit", outcome="agreed", minutes=120)
    factories.make_interaction(client, salesperson, outcome="agreed", at=clock.now() - timedelta(days=400))
    with django_assert_num_queries(1):
        found = ways_compared(actor=salesperson, since=year_before(clock.now()))
    assert found.ways == (Way("call", 3, 2, 1, 25, 2), Way("visit", 1, 1, 1, 120, 0))
    assert (found.best, found.unsaid) == ("", 1)


def test_talks_of_clients_out_of_sight_do_not_count(client: Client, salesperson: User, other_salesperson: User) -> None:
    factories.make_interaction(client, salesperson)
    assert ways_compared(actor=other_salesperson, since=year_before(clock.now())).ways == ()


def test_ones_own_talks_are_told_from_those_of_others(client: Client, salesperson: User, head_of_sales: User) -> None:
    factories.make_interaction(client, salesperson)
    factories.make_interaction(client, head_of_sales, kind="email")
    since = year_before(clock.now())
    assert len(ways_compared(actor=head_of_sales, since=since).ways) == 2
    assert [way.kind for way in ways_compared(actor=head_of_sales, since=since, own=True).ways] == ["email"]


def test_a_way_is_called_best_only_when_chance_hardly_makes_it_look_so() -> None:
    calls, visits = Way("call", 100, 80, 30, 600, 0), Way("visit", 20, 20, 10, 1800, 0)
    assert compared([visits, calls]).best == "call"
    assert compared([visits, Way("call", 100, 80, 5, 600, 0)]).best == ""
    assert compared([Way("visit", 9, 9, 1, 1800, 0), calls]).best == ""  # too few to judge
    assert compared([calls]).best == ""
    assert [way.kind for way in compared([visits, calls, Way("email", 3, 0, 0, 0, 3)]).ways] == [
        "call",
        "visit",
        "email",
    ]


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_the_page_says_what_can_be_said(
    client: Client, salesperson: User, visit: Callable[..., Browser], language: str
) -> None:
    salesperson.language = language
    salesperson.save()
    browser = visit(salesperson)
    assert browser.get(reverse("ways")).status_code == 200
    for _ in range(12):
        factories.make_interaction(client, salesperson, outcome="agreed", minutes=5)
        factories.make_interaction(client, salesperson, kind="visit", outcome="refused", minutes=90)
    page = browser.get(reverse("ways")).content.decode()
    if language == "en":
        assert "An hour of this brings most: calls." in page
        assert "24 talks" not in page  # every minute was written down
    assert browser.get(reverse("ways", query={"whose": "own"})).status_code == 200
