"""The history of a client: everything in its order, page by page without a gap, at one price however long it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.clients.facts.fact_subjects import Subject
from tenure.clients.facts.facts import Source, record_fact
from tenure.conversations.models import Interaction
from tenure.journeys.cards.timeline import timeline
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.orders.models import Order
from tests.factories import make_client, make_interaction, make_note, make_order, make_person, make_task

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch, workspace):
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T12:40+00:00")


@pytest.fixture
def client(salesperson):
    return make_client(owner=salesperson)


def all_of(actor, client, limit=3):
    seen, before = [], ""
    while True:
        page = timeline(actor=actor, client_id=client.pk, before=before, limit=limit)
        seen += [(row.source, row.id) for row in page.rows]
        if not page.older:
            return seen
        before = page.older


def test_everything_stands_in_one_order(salesperson, client):
    make_order(client, date(2026, 5, 11))
    make_interaction(client, salesperson, at=NOON)
    make_task(client, kind="promise", state="done", closed_at=NOON - timedelta(hours=2), title="Sent")
    make_task(client, kind="silence", created_at=NOON - timedelta(days=3))
    make_task(client, kind="due")  # neither dealt with nor an alarm
    make_note(client, salesperson)
    assert [row.source for row in timeline(actor=salesperson, client_id=client.pk).rows] == [
        "note", "conversation", "task", "order", "task",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["talk", "order", "task", "note"]), st.integers(0, 4)), max_size=14))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_page_leaves_anything_out_or_shows_it_twice(salesperson, happened):
    client = make_client(owner=salesperson)
    for what, days in happened:
        # Midnight of the company: the moment an order stands at, too.
        at = datetime(2026, 5, 10, 21, 0, tzinfo=UTC) - timedelta(days=days)
        if what == "talk":
            make_interaction(client, salesperson, at=at)
        elif what == "order":
            make_order(client, date(2026, 5, 11) - timedelta(days=days))
        elif what == "task":
            make_task(client, state="done", closed_at=at)
        else:
            make_note(client, salesperson)
    seen = all_of(salesperson, client)
    assert len(seen) == len(set(seen)) == len(happened)


def test_a_talk_says_which_facts_were_learnt_in_it(salesperson, client):
    talk = make_interaction(client, salesperson)
    subject = Subject("client", client.pk)
    source = Source(interaction_id=talk.pk)
    record_fact(actor=salesperson, subject=subject, kind="live_use", value="Daily", source=source)
    (row,) = timeline(actor=salesperson, client_id=client.pk).rows
    assert row.learnt == ("How it uses our product",)


def test_a_fact_not_to_be_shown_is_not_named(salesperson, client):
    record_fact(
        actor=salesperson, subject=Subject("client", client.pk), kind="live_use", value="A loan", source=Source(),
        not_to_be_shown=True,
    )  # fmt: skip
    assert timeline(actor=salesperson, client_id=client.pk).rows == ()


def test_a_client_out_of_sight_has_no_history(other_salesperson, client):
    with pytest.raises(NotFound):
        timeline(actor=other_salesperson, client_id=client.pk)


@pytest.mark.parametrize("before", ["9.1-1", "x", "0.x-1", "0.1", "<script>"])
def test_a_place_nobody_made_is_refused(salesperson, client, before):
    with pytest.raises(InvalidValue):
        timeline(actor=salesperson, client_id=client.pk, before=before)


def test_a_page_costs_the_same_at_500_talks_and_2000_orders(salesperson, client):
    person = make_person("Ana", client)
    make_interaction(client, salesperson, [person])
    make_order(client, date(2026, 5, 1))
    with CaptureQueriesContext(connection) as few:
        timeline(actor=salesperson, client_id=client.pk)
    Interaction.objects.bulk_create(
        Interaction(client=client, author=salesperson, kind="call", at=NOON - timedelta(hours=n), created_at=NOON)
        for n in range(500)
    )
    Order.objects.bulk_create(
        Order(client=client, day=date(2026, 5, 1) - timedelta(days=n // 3), amount_minor=1, currency="EUR")
        for n in range(2000)
    )
    with CaptureQueriesContext(connection) as many:
        page = timeline(actor=salesperson, client_id=client.pk)
    assert len(page.rows) == 12
    assert len(many) == len(few) <= 9


def test_facts_written_down_in_one_go_are_one_entry(salesperson, client):
    for kind in ("live_use", "live_help", "live_business"):
        record_fact(actor=salesperson, subject=Subject("client", client.pk), kind=kind, value="Seen", source=Source())
    make_interaction(client, salesperson, at=NOON - timedelta(days=1))
    facts, talk = timeline(actor=salesperson, client_id=client.pk, limit=2).rows
    assert (facts.source, talk.source) == ("fact", "conversation")
    assert facts.label.count(",") == 2
