"""Whom of the base to interview is narrowed by their client, as the client list is."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tenure.clients.models import Client
from tenure.discovery.models import Venture
from tenure.journeys.ventures.interview_people import WhomToAsk, people_to_ask
from tenure.orders.models import Product
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import make_plan, make_venture

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


def person_at(name: str, country: str = "", **score: Any) -> Client:
    client = factories.make_client(f"Bakery of {name}", country=country)
    factories.make_post(factories.make_person(name), client)
    factories.make_score(client, **({"status": "ok"} | score))
    return client


def names(venture: Venture, wanted: WhomToAsk) -> set[str]:
    plan = make_plan(venture)
    free, resting = people_to_ask(actor=venture.owner, plan_id=plan.pk, today=TODAY, wanted=wanted)
    return {one.name for one in (*free, *resting)}


def test_people_are_narrowed_by_state_segment_region_and_last_order(venture: Venture) -> None:
    person_at("Ana", country="Moldova", last_day=date(2026, 5, 1), rfm_recency=5, rfm_frequency=5, abc_class="A")
    person_at("Ion", country="Romania", last_day=date(2025, 9, 1), is_silent=True, p_active=0.2, abc_class="B")
    person_at("Oleg", country="Romania", last_day=date(2026, 1, 9), is_silent=True, p_active=0.8, abc_class="A")
    assert names(venture, WhomToAsk()) == {"Ana", "Ion", "Oleg"}
    assert names(venture, WhomToAsk(value_class="A")) == {"Ana", "Oleg"}
    assert names(venture, WhomToAsk(state="silent")) == {"Ion", "Oleg"}
    assert names(venture, WhomToAsk(state="left")) == {"Ion"}
    assert names(venture, WhomToAsk(rfm="best")) == {"Ana"}
    assert names(venture, WhomToAsk(country="Romania", value_class="A")) == {"Oleg"}
    assert names(venture, WhomToAsk(since=date(2026, 1, 1))) == {"Ana", "Oleg"}
    assert names(venture, WhomToAsk(until=date(2025, 12, 31))) == {"Ion"}
    assert names(venture, WhomToAsk(text="bakery of an")) == {"Ana"}
    assert names(venture, WhomToAsk(state="no such", rfm="nor such")) == {"Ana", "Ion", "Oleg"}


def test_people_are_narrowed_by_what_their_client_bought(venture: Venture) -> None:
    rye = Product.objects.create(key="rye", name="Rye flour", category="Flour")
    buyer = person_at("Ana")
    person_at("Ion")
    order = factories.make_order(buyer, date(2026, 5, 1))
    order.lines.update(product=rye)
    assert names(venture, WhomToAsk(bought="rye")) == {"Ana"}
    assert names(venture, WhomToAsk(bought="FLOUR")) == {"Ana"}
    assert names(venture, WhomToAsk(bought="salt")) == set()


def test_filters_ask_no_more_of_the_database(
    venture: Venture, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan(venture)
    for name in ("Ana", "Ion", "Oleg"):
        person_at(name, is_silent=True)
    with django_assert_max_num_queries(10):
        people_to_ask(actor=venture.owner, plan_id=plan.pk, today=TODAY, wanted=WhomToAsk(state="silent", bought="rye"))
