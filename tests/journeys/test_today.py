"""Today's list: whose it is, in what order, how far the data reaches, and how little it asks of the database."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.agenda.tasks import add_task, finish_task, mark_not_useful, postpone_task
from tenure.journeys.today.task_preview import task_preview
from tenure.journeys.today.today import list_reader, todays_list
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotFound
from tenure.privacy.workspace import current_workspace
from tests.factories import make_client, make_note, make_orders, make_promise, make_run, make_score, make_task, rhythm

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(workspace):
    return current_workspace()


def task_for(owner, worth: float, *, minutes: int = 10, kind: str = "silence", **fields):
    client = make_client(owner=owner)
    stake = round(worth * minutes)
    reason = {"code": kind, "as_of": "2026-05-10", "days": 41, "gap": 14.0, "spread": 4.0, "chance": 0.017}
    return make_task(
        client, kind=kind, minutes=minutes, stake_minor=stake, stake_low_minor=stake // 2, stake_high_minor=stake * 2,
        worth_per_minute=worth, reason=reason, **fields,
    )  # fmt: skip


def shown(page) -> list[int]:
    return [row.id for row in page.rows]


def test_tasks_stand_by_worth_per_minute(company, salesperson):
    small, large, quick = (
        task_for(salesperson, 100),
        task_for(salesperson, 900),
        task_for(salesperson, 500, minutes=5),
    )
    assert shown(todays_list(salesperson, company)) == [large.pk, quick.pk, small.pk]


def test_an_own_task_of_today_stands_first_and_one_of_another_day_waits(company, salesperson):
    worth = task_for(salesperson, 900)
    today = clock.today()
    now = add_task(actor=salesperson, title="Call", minutes=5, due_on=today, today=today)
    add_task(actor=salesperson, title="Later", minutes=5, due_on=today + timedelta(days=1), today=today)
    page = todays_list(salesperson, company)
    assert shown(page) == [now.task_id, worth.pk]
    assert [row.title for row in page.later] == ["Later"]
    assert page.tomorrow == 1


def test_an_overdue_own_task_is_still_there(company, salesperson):
    task = make_task(owner=salesperson, due_on=date(2020, 1, 1), show_from=date(2020, 1, 1))
    page = todays_list(salesperson, company)
    assert shown(page) == [task.pk]
    assert page.rows[0].overdue


def test_an_own_task_is_listed_however_many_are_worth_more(company, salesperson, monkeypatch):
    monkeypatch.setattr("tenure.journeys.today.today_rows.MOST_RANKED", 2)
    for worth in (500, 600, 700):
        task_for(salesperson, worth)
    own = make_task(owner=salesperson, due_on=date(2020, 1, 1))
    assert shown(todays_list(salesperson, company))[0] == own.pk


def test_a_salesperson_sees_own_tasks_only(company, salesperson, other_salesperson):
    mine, theirs = task_for(salesperson, 900), task_for(other_salesperson, 900)
    task_for(None, 900)
    assert shown(todays_list(salesperson, company)) == [mine.pk]
    with pytest.raises(NotFound):
        todays_list(salesperson, company, whose=str(other_salesperson.pk))
    with pytest.raises(NotFound):
        todays_list(salesperson, company, whose="all")
    with pytest.raises(NotFound):
        task_preview(salesperson, theirs.pk, as_of=date(2026, 5, 10))


def test_a_head_of_sales_chooses_whose_list(company, head_of_sales, salesperson):
    mine, nobodys = task_for(salesperson, 900), task_for(None, 500)
    assert shown(todays_list(head_of_sales, company)) == [mine.pk, nobodys.pk]
    assert shown(todays_list(head_of_sales, company, whose=str(salesperson.pk))) == [mine.pk]
    assert shown(todays_list(head_of_sales, company, whose="none")) == [nobodys.pk]
    with pytest.raises(NotFound):
        todays_list(head_of_sales, company, whose="999999")


def test_an_analyst_sees_everything_and_may_not_work(company, analyst, salesperson):
    task_for(salesperson, 900)
    page = todays_list(analyst, company)
    assert len(page.rows) == 1
    assert not page.may_work


def test_a_kind_can_be_picked_while_the_counts_stay(company, salesperson):
    silence, due = task_for(salesperson, 900), task_for(salesperson, 800, kind="due")
    page = todays_list(salesperson, company, kind="due")
    assert shown(page) == [due.pk]
    assert page.kinds == (("silence", 1), ("due", 1))
    assert {task.id for task in page.ranked} == {silence.pk, due.pk}


def test_below_the_line_is_shown_on_request(company, salesperson):
    low = task_for(salesperson, 1)
    assert shown(todays_list(salesperson, company)) == []
    page = todays_list(salesperson, company, include_below=True)
    assert [row.id for row in page.below_rows] == [low.pk]


def test_the_line_takes_the_minutes_already_worked_into_account(company, salesperson):
    salesperson.day_minutes = 20
    salesperson.save()
    first, second, third = (task_for(salesperson, worth) for worth in (900, 800, 700))
    assert shown(todays_list(salesperson, company)) == [first.pk, second.pk]
    finish_task(actor=salesperson, task_id=first.pk, version=1)
    page = todays_list(salesperson, company)
    assert shown(page) == [second.pk]
    assert (page.done_minutes, page.below.tasks[0].id) == (10, third.pk)


def test_in_everyones_list_only_the_viewers_own_minutes_are_used_up(company, head_of_sales, salesperson):
    head_of_sales.day_minutes = 20
    head_of_sales.save()
    first, second, third = (task_for(salesperson, worth) for worth in (900, 800, 700))
    finish_task(actor=salesperson, task_id=first.pk, version=1)
    assert shown(todays_list(head_of_sales, company)) == [second.pk, third.pk]
    finish_task(actor=head_of_sales, task_id=second.pk, version=1)
    task_for(salesperson, 600)
    assert shown(todays_list(head_of_sales, company)) == [third.pk]


def test_what_was_closed_today_is_reported_with_its_use(company, salesperson):
    done, useless = task_for(salesperson, 900), task_for(salesperson, 800)
    finish_task(actor=salesperson, task_id=done.pk, version=1, note="order on Friday")
    mark_not_useful(actor=salesperson, task_id=useless.pk, version=1)
    page = todays_list(salesperson, company)
    assert [(row.id, row.useful, row.note) for row in page.done] == [
        (useless.pk, False, ""),
        (done.pk, True, "order on Friday"),
    ]


def test_a_postponed_task_is_off_the_list_until_its_day(company, salesperson, monkeypatch):
    task = task_for(salesperson, 900)
    today = clock.today()
    until = today + timedelta(days=3)
    postpone_task(actor=salesperson, task_id=task.pk, version=1, until=until, reason="away", today=today)
    assert shown(todays_list(salesperson, company)) == []
    monkeypatch.setenv("TENURE_NOW", f"{until}T09:00:00+00:00")
    assert shown(todays_list(salesperson, company)) == [task.pk]


def test_the_page_says_how_old_the_orders_are(company, salesperson):
    make_run(as_of=clock.today() - timedelta(days=9))
    fresh = todays_list(salesperson, company).fresh
    assert (fresh.stale, fresh.age_days, fresh.has_orders) == (True, 9, True)


def test_before_the_first_run_there_are_no_orders(company, salesperson):
    fresh = todays_list(salesperson, company).fresh
    assert (fresh.has_orders, fresh.computing, fresh.stale) == (False, False, False)
    make_run(state="to_run", as_of=None)
    assert todays_list(salesperson, company).fresh.computing


@pytest.mark.parametrize("tasks", [3, 30])
def test_the_number_of_queries_does_not_grow_with_the_list(company, salesperson, tasks):
    run = make_run(as_of=date(2026, 5, 10))
    for number in range(tasks):
        task = task_for(salesperson, 900 - number, minutes=5)
        make_score(task.client, run, last_day=date(2026, 4, 1), is_silent=True)
        make_orders(task.client, rhythm(every=14, count=5, last=date(2026, 4, 1)))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = todays_list(salesperson, company)
    assert len(page.rows) == tasks
    assert len(queries) == 8


def test_rows_carry_the_strip_of_their_orders(company, salesperson):
    run = make_run(as_of=date(2026, 5, 10))
    task = task_for(salesperson, 900)
    make_score(task.client, run, last_day=date(2026, 4, 1), is_silent=True, silence_days=39)
    make_orders(task.client, rhythm(every=14, count=5, last=date(2026, 4, 1)))
    strip = todays_list(salesperson, company).rows[0].strip
    assert len(strip.marks) == 5
    assert strip.late


def test_the_preview_tells_last_words_and_keeps_contacts_from_an_analyst(company, salesperson, analyst):
    task = task_for(salesperson, 900)
    task.client.phone, task.client.email = "+373 22 000 111", "ana@example.com"
    task.client.save()
    make_note(task.client, salesperson, "Wants blue labels")
    make_task(
        task.client,
        kind="due",
        state="done",
        closed_by=salesperson,
        closed_at=clock.now(),
        close_note="asked for a price",
    )
    mine = task_preview(salesperson, task.pk, as_of=date(2026, 5, 10))
    assert {word.text for word in mine.words} == {"Wants blue labels", "asked for a price"}
    assert (mine.client.phone, mine.client.email) == ("+373 22 000 111", "ana@example.com")
    theirs = task_preview(analyst, task.pk, as_of=date(2026, 5, 10))
    assert (theirs.client.phone, theirs.client.email) == ("", "")


def test_the_command_line_reads_as_an_administrator_unless_told_otherwise(administrator, salesperson):
    assert list_reader("") == administrator
    assert list_reader(salesperson.email.upper()) == salesperson
    with pytest.raises(BadInput):
        list_reader("nobody@example.com")


def test_a_word_to_be_kept_tomorrow_is_on_the_list_today_whatever_it_is_worth(salesperson, company):
    client, tomorrow = make_client(owner=salesperson), clock.today() + timedelta(days=1)
    make_promise(client, due_on=tomorrow, theirs=True)
    make_promise(client, due_on=tomorrow + timedelta(days=1))
    ours = make_promise(client, due_on=tomorrow)
    task_for(salesperson, 5_000.0)
    salesperson.day_minutes = 0
    found = todays_list(salesperson, company)
    assert [row.id for row in found.rows] == [ours.pk]
    assert len(found.below.tasks) == 3
