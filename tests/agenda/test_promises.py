"""Promises: who may give them, when they stand on the list, and whether a word was kept, late or broken."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tenure.agenda.models import Task
from tenure.agenda.next_contact import next_contact_day, set_next_contact, talk_took_place, working_day
from tenure.agenda.promises import Promise, add_promise, outcome_of, owe_answer, promises_of, word_of
from tenure.agenda.tasks import finish_task, mark_not_useful
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow
from tests.factories import make_client, make_promise, make_user

TODAY = date(2026, 5, 12)
DAY = timedelta(days=1)


@pytest.fixture
def client(db, salesperson):
    return make_client(owner=salesperson)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


def promised(client, actor, **fields):
    given_for: dict[str, Any] = {"title": "Send the certificate 4B", "due_on": TODAY + 7 * DAY} | fields
    return Task.objects.get(pk=add_promise(actor=actor, client_id=client.pk, **given_for))


def test_a_promise_is_a_task_that_shows_two_days_before_its_day(client, salesperson):
    task = promised(client, salesperson)
    assert (task.kind, task.owner, task.due_on) == ("promise", salesperson, TODAY + 7 * DAY)
    assert task.show_from == TODAY + 5 * DAY


def test_a_promise_for_tomorrow_shows_at_once(client, salesperson):
    assert promised(client, salesperson, due_on=TODAY + DAY).show_from == TODAY


def test_what_the_client_promised_is_asked_for_on_its_day(client, salesperson):
    assert promised(client, salesperson, theirs=True).show_from == TODAY + 7 * DAY


def test_a_promise_leaves_an_audit_row(client, salesperson):
    task = promised(client, salesperson)
    row = AuditRow.objects.get(action="add_promise")
    assert (row.subject_id, row.details["client"]) == (task.pk, client.pk)


def test_two_promises_in_the_same_words_are_two(client, salesperson):
    promised(client, salesperson)
    promised(client, salesperson)
    assert len(promises_of(actor=salesperson, client_id=client.pk).waiting) == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "  \x00 "}, "promise_empty"),
        ({"title": "x" * 201}, "promise_long"),
        ({"due_on": TODAY - DAY}, "promise_day_past"),
        ({"due_on": date(2626, 5, 12)}, "owed_day_far"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_by_name(client, salesperson, fields, code):
    with pytest.raises(InvalidValue) as refused:
        promised(client, salesperson, **fields)
    assert refused.value.problem.code == code
    assert not Task.objects.exists()


def test_a_promise_sent_late_from_the_road_may_be_due_already(client, salesperson):
    task = promised(client, salesperson, due_on=TODAY - DAY, said_on=TODAY - 2 * DAY)
    (row,) = promises_of(actor=salesperson, client_id=client.pk, today=TODAY).waiting
    assert (task.show_from, row.late_days) == (TODAY - 2 * DAY, 1)


def test_nobody_promises_to_somebody_elses_client(client):
    with pytest.raises(NotFound):
        promised(client, make_user())


def test_an_analyst_promises_nothing(client, analyst):
    with pytest.raises(NotAllowed):
        promised(client, analyst)


def test_promises_of_a_client_out_of_sight_are_not_told(client):
    with pytest.raises(NotFound):
        promises_of(actor=make_user(), client_id=client.pk)


def test_a_colleague_who_sees_the_client_sees_the_promise(client, salesperson, head_of_sales):
    promised(client, salesperson)
    assert len(promises_of(actor=head_of_sales, client_id=client.pk).waiting) == 1


def test_a_promise_done_on_its_day_is_kept(client, salesperson):
    task = promised(client, salesperson, due_on=TODAY)
    finish_task(actor=salesperson, task_id=task.pk, version=1)
    found = promises_of(actor=salesperson, client_id=client.pk, today=TODAY)
    assert found.ended[0].outcome == "kept"
    assert (found.ours.kept, found.ours.counted, found.ours.share) == (1, 1, 1.0)


def test_a_promise_done_after_its_day_is_late(client, salesperson):
    task = promised(client, salesperson, due_on=TODAY - 3 * DAY, said_on=TODAY - 9 * DAY)
    finish_task(actor=salesperson, task_id=task.pk, version=1)
    found = promises_of(actor=salesperson, client_id=client.pk, today=TODAY)
    assert (found.ended[0].outcome, found.ended[0].late_days) == ("late", 3)
    assert (found.ours.kept, found.ours.counted) == (0, 1)


def test_the_day_ends_at_midnight_of_the_company_and_not_of_greenwich(client, salesperson):
    closed = datetime(2026, 5, 12, 0, 30, tzinfo=ZoneInfo("Europe/Chisinau"))  # still the 11th in UTC
    make_promise(client, due_on=date(2026, 5, 11), state="done", closed_at=closed)
    for zone, outcome in (("Europe/Chisinau", "late"), ("UTC", "kept")):
        with timezone.override(zone):
            found = promises_of(actor=salesperson, client_id=client.pk, today=TODAY)
        assert found.ended[0].outcome == outcome


def test_a_broken_word_counts_and_a_released_one_does_not(client, salesperson):
    for note in ("not_kept", "released"):
        task = promised(client, salesperson)
        mark_not_useful(actor=salesperson, task_id=task.pk, version=1, note=note)
    found = promises_of(actor=salesperson, client_id=client.pk, today=TODAY)
    assert {one.outcome for one in found.ended} == {"broken", "released"}
    assert (found.ours.kept, found.ours.counted) == (0, 1)


def test_a_promise_overdue_already_counts_against_us(client, salesperson):
    make_promise(client, due_on=TODAY - DAY)
    make_promise(client, due_on=TODAY)
    ours = promises_of(actor=salesperson, client_id=client.pk, today=TODAY).ours
    assert (ours.kept, ours.counted) == (0, 1)


def test_their_word_is_counted_apart_from_ours(client, salesperson):
    make_promise(
        client, theirs=True, state="done", closed_at=datetime(2026, 5, 12, tzinfo=ZoneInfo("UTC")), due_on=TODAY
    )
    found = promises_of(actor=salesperson, client_id=client.pk, today=TODAY)
    assert (found.ours.counted, found.theirs.kept) == (0, 1)


def test_promises_are_read_in_two_queries_however_many(client, salesperson, django_assert_num_queries):
    for _ in range(30):
        make_promise(client)
    with django_assert_num_queries(2):
        promises_of(actor=salesperson, client_id=client.pk)


STATES = st.sampled_from(["open", "done", "not_useful", "expired"])


@given(STATES, st.integers(-400, 400), st.sampled_from(["", "not_kept", "released"]))
def test_every_promise_ends_in_one_of_five_ways(state, late, note):
    outcome = outcome_of(state=state, due_on=TODAY, ended_on=TODAY + late * DAY if state != "open" else None, note=note)
    assert outcome in {"waiting", "kept", "late", "broken", "released"}
    if state == "done":
        assert outcome == ("late" if late > 0 else "kept")


def test_nothing_promised_is_no_share():
    assert word_of([], today=TODAY).share is None


@given(st.lists(st.sampled_from(["kept", "late", "broken", "released", "waiting"]), max_size=60))
def test_the_share_kept_is_what_one_would_count_by_hand(outcomes):
    rows = [Promise(1, 1, "", False, "", "", TODAY + DAY, TODAY, one, 0, None, "", None) for one in outcomes]
    word = word_of(rows, today=TODAY)
    assert word.kept == outcomes.count("kept")
    assert word.counted == sum(outcomes.count(one) for one in ("kept", "late", "broken"))


def test_a_question_left_open_is_an_answer_owed(client, salesperson):
    task_id = owe_answer(
        actor=salesperson, client_id=client.pk, question="Can it be delivered on Sunday?", due_on=TODAY
    )
    task = Task.objects.get(pk=task_id)
    assert (task.kind, task.title, task.due_on) == ("answer", "Can it be delivered on Sunday?", TODAY)


def test_the_next_talk_takes_the_place_of_the_one_before(client, salesperson):
    first = set_next_contact(actor=salesperson, client_id=client.pk, due_on=TODAY + DAY, today=TODAY)
    second = set_next_contact(actor=salesperson, client_id=client.pk, due_on=TODAY + 9 * DAY, today=TODAY)
    states = dict(Task.objects.values_list("pk", "state"))
    assert (states[first], states[second]) == ("expired", "open")


def test_a_talk_that_took_place_is_done(client, salesperson):
    waiting = set_next_contact(actor=salesperson, client_id=client.pk, due_on=TODAY, today=TODAY)
    talk_took_place(actor=salesperson, client_id=client.pk)
    assert Task.objects.get(pk=waiting).state == "done"


@pytest.mark.parametrize(
    ("readiness", "day"),
    [
        ("now", date(2026, 5, 13)),
        ("month", date(2026, 5, 26)),
        ("quarter", date(2026, 6, 26)),
        ("year", date(2026, 11, 9)),  # the 8th is a Sunday
        ("later", date(2027, 5, 12)),
        ("never", None),
        ("", None),
    ],
)
def test_readiness_says_when_to_talk_again(readiness, day):
    assert next_contact_day(readiness, TODAY) == day


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_nobody_is_called_on_a_week_end(day):
    moved = working_day(day)
    assert moved.weekday() < 5
    assert 0 <= (moved - day).days <= 2
