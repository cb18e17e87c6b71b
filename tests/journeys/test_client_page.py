"""The page of one client, its orders, and the changes its scores follow."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tenure.clients.clients import Details
from tenure.clients.models import Fact
from tenure.engine.months import months_back
from tenure.journeys.cards.client_orders import client_orders, order_lines
from tenure.journeys.cards.client_page import client_page
from tenure.journeys.cards.edit_clients import add_client, assign_clients
from tenure.journeys.cards.rhythm_strip import Expectation, OrderMark, rhythm_strip
from tenure.journeys.scoring.base import ENOUGH_ALARMS, alarm_record, share_with_interval
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotFound
from tenure.orders.models import ClientScore, ScoreRun
from tenure.orders.summary import AlarmCounts
from tenure.privacy.models import User
from tenure.privacy.workspace import current_workspace
from tests import factories

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 5, 12)


def test_the_page_takes_the_same_queries_however_much_there_is(salesperson: User) -> None:
    counts = []
    for many in (1, 30):
        client = factories.make_client(owner=salesperson)
        factories.make_score(client, factories.make_run(as_of=AS_OF), last_day=AS_OF, silence_days=0)
        factories.make_orders(client, [AS_OF - timedelta(days=3 * step) for step in range(many)])
        for _ in range(many):
            factories.make_note(client, salesperson)
            factories.make_task(client)
        with CaptureQueriesContext(connection) as queries:
            page = client_page(actor=salesperson, client_id=client.pk)
        counts.append(len(queries))
    assert page.strip.order_days == 30
    assert counts[0] == counts[1] == 23


def test_a_full_card_reads_what_its_parts_share_once(
    salesperson: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.make_workspace()
    workspace = current_workspace()
    for many in (2, 12):
        client = factories.make_client(owner=salesperson)
        factories.make_score(client, factories.make_run(as_of=AS_OF), last_day=AS_OF, silence_days=0)
        unit = factories.make_unit(client, title="Second line", value_minor=6_000_000)
        people = [factories.make_member(unit, weight=5).person for _ in range(many)]
        for person in people:
            factories.make_channel(person)
            Fact.objects.create(
                person=person, type_code="motivation", value="Order", confidence=0.8, known_on=AS_OF,
                recorded_by=salesperson, recorded_at=clock.now(),
            )  # fmt: skip
            factories.make_interaction(client, salesperson, [person])
            factories.make_promise(client, person=person)
            factories.make_consent(person, salesperson)
            factories.make_fact(client, salesperson, type_code="contract_end", value="2099-06-01")
        with django_assert_num_queries(33):  # the profiles of segments are one of them
            page = client_page(actor=salesperson, client_id=client.pk, workspace=workspace)
        assert (len(page.people), len(page.consents), page.known_facts.known) == (many, many, many + 1)


def test_the_page_says_what_of_the_years_revenue_looks_damaged(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    factories.make_score(client, factories.make_run(as_of=AS_OF), last_day=AS_OF)
    factories.make_order(client, AS_OF, 7_000)
    assert client_page(actor=salesperson, client_id=client.pk).damaged_12m_minor is None
    factories.make_order(client, AS_OF, 7_000_000, looks_damaged=True)
    for outside in (months_back(AS_OF, 12), AS_OF + timedelta(days=1)):
        factories.make_order(client, outside, 9_000_000, looks_damaged=True)
    page = client_page(actor=salesperson, client_id=client.pk)
    assert (page.damaged_12m_minor, page.strip.order_days) == (7_000_000, 2)  # the strip draws the day a year before


def test_a_client_without_scores_or_orders_has_a_page(head_of_sales: User) -> None:
    client = factories.make_client("Luna")
    page = client_page(actor=head_of_sales, client_id=client.pk)
    assert (page.scores, page.orders, page.strip.marks) == (None, (), ())


def test_a_colleagues_client_its_orders_and_lines_do_not_exist(salesperson: User, other_salesperson: User) -> None:
    client = factories.make_client(owner=other_salesperson)
    order = factories.make_order(client, AS_OF)
    for read in (
        lambda: client_page(actor=salesperson, client_id=client.pk),
        lambda: client_orders(actor=salesperson, client_id=client.pk),
        lambda: order_lines(actor=salesperson, client_id=client.pk, order_id=order.pk),
    ):
        with pytest.raises(NotFound):
            read()


def test_an_order_is_shown_only_under_its_own_client(salesperson: User, other_salesperson: User) -> None:
    own = factories.make_client(owner=salesperson)
    theirs = factories.make_order(factories.make_client(owner=other_salesperson), AS_OF)
    with pytest.raises(NotFound):
        order_lines(actor=salesperson, client_id=own.pk, order_id=theirs.pk)


def test_orders_of_one_day_are_neither_lost_nor_repeated_between_pages(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    made = factories.make_orders(client, [AS_OF] * 7 + [AS_OF - timedelta(days=1)] * 4)
    seen, after = [], ""
    while True:
        rows, after = client_orders(actor=salesperson, client_id=client.pk, after=after, limit=3)
        seen += [row.id for row in rows]
        if not after:
            break
    assert sorted(seen) == sorted(order.pk for order in made)


@pytest.mark.parametrize("after", ["x", "2026-05-12_", "2026-05-12_-1", "2026-13-40_1", "_1", "' OR 1=1"])
def test_a_cursor_of_orders_that_is_none_is_refused(salesperson: User, after: str) -> None:
    client = factories.make_client(owner=salesperson)
    with pytest.raises(BadInput):
        client_orders(actor=salesperson, client_id=client.pk, after=after)


def test_an_added_client_is_in_the_list_before_the_next_scores(head_of_sales: User) -> None:
    client_id = add_client(actor=head_of_sales, details=Details("Luna"))
    score = ClientScore.objects.get(pk=client_id)
    assert (score.status, score.run_id, score.owner_id) == ("no_orders", None, None)


def test_scores_and_open_tasks_go_to_the_new_owner_and_figures_follow(head_of_sales: User, salesperson: User) -> None:
    client = factories.make_client()
    factories.make_score(client)
    task = factories.make_task(client, kind="silence")
    assert assign_clients(actor=head_of_sales, client_ids=[client.pk], owner_id=salesperson.pk) == 1
    task.refresh_from_db()
    assert (ClientScore.objects.get().owner_id, task.owner_id) == (salesperson.pk, salesperson.pk)
    assert ScoreRun.objects.filter(state="to_run").count() == 1


def test_a_strip_places_orders_window_and_silence() -> None:
    marks = [OrderMark(AS_OF - timedelta(days=60), 40000, False), OrderMark(AS_OF - timedelta(days=60), -10000, True)]
    expected = Expectation(
        AS_OF, AS_OF - timedelta(days=60), AS_OF - timedelta(days=20), AS_OF + timedelta(days=4), 60, 30.0, True
    )
    strip = rhythm_strip(marks, expected, months=6, ahead_days=17)
    assert [(height, kind) for _x, height, kind in strip.marks] == [(40.0, "order"), (22.0, "return")]
    assert strip.marks[0][0] == strip.last == 61.5
    assert (strip.today, strip.window_from, strip.window_to) == (91.5, 81.5, 93.5)
    assert "60 days silent" in strip.label


def test_a_strip_of_a_daily_buyer_stays_readable() -> None:
    marks = [OrderMark(AS_OF - timedelta(days=step), 100, False) for step in range(180)]
    assert len(rhythm_strip(marks, Expectation(AS_OF)).marks) <= 60


def test_the_share_of_wrong_alarms_has_an_interval_around_it() -> None:
    share, low, high = share_with_interval(11, 162)
    assert low < share < high
    assert (round(share, 3), round(low, 3), round(high, 3)) == (0.068, 0.047, 0.098)
    assert share_with_interval(0, 30)[1] == 0.0


def test_a_share_is_told_only_of_enough_judged_alarms() -> None:
    few, enough = (AlarmCounts(judged=n, wrong=3, young=1, oldest_young=AS_OF) for n in (19, ENOUGH_ALARMS))
    assert alarm_record(few).share is None
    assert alarm_record(few).first_judged == AS_OF + timedelta(days=90)
    assert alarm_record(enough).share == 0.15
