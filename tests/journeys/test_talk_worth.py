"""What hangs on a promise: a share of the client's value, in margin where costs are known, beside all other tasks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.agenda import reasons
from tenure.journeys.learning.talk_worth import value_talks
from tenure.journeys.today.task_preview import task_preview
from tenure.journeys.today.today import todays_list
from tenure.kernel import clock
from tenure.privacy.workspace import current_workspace
from tests.factories import make_client, make_promise, make_run, make_score, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(workspace):
    return current_workspace()


def client_worth(owner, value, run, **fields):
    client = make_client(owner=owner)
    make_score(
        client, run, value_12m_minor=value, value_12m_low_minor=value // 2, value_12m_high_minor=value * 2, **fields
    )
    return client


def test_a_promise_is_worth_its_share_of_the_next_year(salesperson, company):
    task = make_promise(client_worth(salesperson, 1_000_000, make_run()))
    assert value_talks() == 1
    task.refresh_from_db()
    assert (task.stake_minor, task.worth_per_minute) == (40_000, 40_000 / task.minutes)
    low, high = task.stake_low_minor, task.stake_high_minor
    assert low is not None
    assert high is not None
    assert low < 40_000 < high
    assert reasons.plain(reasons.reckoning(task.reason, task.minutes, task.stake_minor, "EUR")).startswith("€10,000")


def test_where_costs_are_known_it_is_counted_in_margin(salesperson, company):
    run = make_run(parameters={"margin_share": 0.5})
    own = client_worth(salesperson, 1_000_000, run, revenue_12m_minor=100, margin_12m_minor=20)
    base = client_worth(salesperson, 1_000_000, run)
    tasks = [make_promise(own), make_promise(base)]
    value_talks()
    for task, stake in zip(tasks, (8_000, 20_000), strict=True):
        task.refresh_from_db()
        assert task.stake_minor == stake


def test_nothing_known_of_the_client_leaves_the_stake_unknown(salesperson, company):
    make_run()
    task = make_promise(make_client(owner=salesperson))
    assert value_talks() == 0
    task.refresh_from_db()
    assert task.stake_minor is None


def test_renewing_changes_only_what_has_changed(salesperson, company):
    make_promise(client_worth(salesperson, 1_000_000, make_run()))
    assert (value_talks(), value_talks()) == (1, 0)


def test_a_closed_promise_keeps_what_it_was_worth(salesperson, company):
    make_promise(client_worth(salesperson, 1_000_000, make_run()), state="done", closed_at=clock.now())
    assert value_talks() == 0


def test_a_late_promise_stands_first_and_says_so(salesperson, company):
    today = clock.today()
    run = make_run()
    rich = client_worth(salesperson, 9_000_000, run)
    make_task(rich, kind="silence", stake_minor=900_000, worth_per_minute=90_000, reason={})
    late = make_promise(client_worth(salesperson, 1_000, run), due_on=today - timedelta(days=3))
    value_talks()
    row = todays_list(salesperson, company).rows[0]
    assert (row.id, row.overdue) == (late.pk, True)
    assert "3 days late" in reasons.plain(reasons.sentence(row.reason, "EUR")).replace("\u00a0", " ")


def test_every_kind_of_talk_has_its_words_on_today_and_in_the_preview(salesperson, company):
    today = clock.today()
    client = client_worth(salesperson, 1_000_000, make_run())
    said = today.isoformat()
    for kind in ("promise", "answer", "contact"):
        make_task(
            client, kind=kind, title="Sunday", due_on=today, reason={"code": kind, "said": said, "readiness": "year"}
        )
    make_promise(client, theirs=True, due_on=today)
    value_talks()
    page = todays_list(salesperson, company)
    titles = {reasons.title(row.kind, row.reason, row.title) for row in page.rows}
    assert titles == {
        "Sunday", "Answer the question: Sunday", "Talk again, as agreed", "Ask for what was promised: Send the certificate",
    }  # fmt: skip
    for row in page.rows:
        assert reasons.sentence(row.reason, "EUR")
        assert reasons.reckoning(task_preview(salesperson, row.id, as_of=today).reason, 10, row.stake, "EUR")


def test_today_costs_the_same_with_a_hundred_promises(salesperson, company):
    client = client_worth(salesperson, 1_000_000, make_run())
    make_promise(client)
    with CaptureQueriesContext(connection) as few:
        todays_list(salesperson, company)
    for _ in range(100):
        make_promise(client)
    with CaptureQueriesContext(connection) as many:
        todays_list(salesperson, company)
    assert len(many) == len(few)
