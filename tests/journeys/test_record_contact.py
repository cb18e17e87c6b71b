"""A contact recorded in one go: everything is written or nothing, and the same submission counts once."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.agenda.models import Task
from tenure.clients.facts.fact_subjects import Subject
from tenure.clients.facts.facts import Source, facts_of, record_fact
from tenure.clients.models import Channel, Fact, Person, UnitMember
from tenure.conversations.interactions import Talk
from tenure.conversations.models import Interaction, Participant
from tenure.journeys.contacts.record_contact import Answer, ContactRecord, NewChannel, NewPerson, Owed, record_contact
from tenure.journeys.contacts.record_page import record_page
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tests.factories import (
    make_client,
    make_member,
    make_person,
    make_run,
    make_score,
    make_task,
    make_unit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)
AT = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch, workspace):
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


@pytest.fixture
def client(salesperson):
    return make_client(owner=salesperson)


def talk(**fields: Any) -> Talk:
    values: dict[str, Any] = {"kind": "call", "at": AT, "outcome": "reached"}
    return Talk(**(values | fields))


def record(actor, client, said: Talk | None = None, **fields: Any):
    return record_contact(actor=actor, client_id=client.pk, record=ContactRecord(talk=said or talk(), **fields))


def test_a_whole_contact_becomes_a_talk_a_fact_promises_and_the_next_talk(salesperson, client):
    person = make_person("Ирина Власова", client)
    done = record(
        salesperson, client, talk(people=(person.pk,), readiness="month", text="Просили отсрочку."),
        answers=(Answer("live_use", "Every morning", Subject("client", client.pk)),),
        owed=(
            Owed("promise", "Certificate 4B", TODAY + timedelta(days=2)),
            Owed("theirs", "Forecast", TODAY + timedelta(days=30)),
            Owed("question", "On Sunday?", TODAY + timedelta(days=1)),
        ),
    )  # fmt: skip
    assert (done.facts, done.promises, done.questions, done.next_on) == (1, 2, 1, date(2026, 5, 26))
    kinds = sorted(Task.objects.filter(interaction_id=done.interaction_id).values_list("kind", flat=True))
    assert kinds == ["answer", "contact", "promise", "promise"]
    fact = facts_of(actor=salesperson, subjects=[Subject("client", client.pk)])[Subject("client", client.pk)][0]
    assert (fact.interaction_id, fact.source_person_id, fact.how) == (done.interaction_id, person.pk, "asked")
    assert set(Task.objects.values_list("person_id", flat=True)) == {person.pk}


def test_the_same_submission_twice_records_once(salesperson, client):
    sent: dict[str, Any] = {"key": uuid.uuid4(), "new_person": NewPerson("Ion Țurcanu"),
            "owed": (Owed("promise", "Certificate", TODAY),)}  # fmt: skip
    first = record(salesperson, client, **sent)
    again = record(salesperson, client, **sent)
    assert (again.repeated, again.interaction_id) == (True, first.interaction_id)
    assert (Interaction.objects.count(), Task.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_what_cannot_be_written_takes_everything_back(salesperson, client):
    with pytest.raises(InvalidValue) as refused:
        record(
            salesperson, client, new_person=NewPerson("Ion"),
            owed=(Owed("promise", "x", TODAY - timedelta(days=4), "owed-1-"),),
        )  # fmt: skip
    assert refused.value.problem.data["field"] == "owed-1-due_on"
    assert not Interaction.objects.exists()
    assert not Person.objects.exists()
    assert not Task.objects.exists()


def test_a_new_person_took_part_and_can_be_reached(salesperson, client):
    done = record(salesperson, client, new_person=NewPerson("Ion Țurcanu", "chief technologist", "+373 69 123456"))
    person = Person.objects.get()
    assert Participant.objects.get().interaction_id == done.interaction_id
    assert Channel.objects.get(person=person).normal == "+37369123456"


def test_a_number_exchanged_is_kept_with_the_person(salesperson, client):
    person = make_person("Ana", client)
    record(salesperson, client, channel=NewChannel(person.pk, "telegram", "@ana_m"))
    assert Channel.objects.get(person=person).kind == "telegram"


def test_an_attitude_that_showed_changes_the_decision_unit(salesperson, client):
    member = make_member(make_unit(client), make_person("Ana", client), attitude=-1)
    record(salesperson, client, talk(people=(member.person_id,)), attitudes=((member.person_id, 1),))
    member.refresh_from_db()
    assert (member.attitude, member.version) == (1, 2)


def test_an_attitude_of_somebody_outside_the_unit_is_not_kept(salesperson, client):
    person = make_person("Ana", client)
    record(salesperson, client, talk(people=(person.pk,)), attitudes=((person.pk, 2),))
    assert not UnitMember.objects.exists()


def test_two_answers_at_once_stand_side_by_side(salesperson, client):
    subject = Subject("client", client.pk)
    record_fact(actor=salesperson, subject=subject, kind="live_use", value="Once a week", source=Source())
    record(salesperson, client, answers=(Answer("live_use", "Every morning", subject),))
    assert Fact.objects.filter(superseded_at=None).count() == 2


def test_readiness_next_year_offers_nothing_now(salesperson, client):
    assert record(salesperson, client, talk(readiness="later")).next_on == date(2027, 5, 12)


def test_a_day_of_ones_own_goes_before_what_readiness_suggests(salesperson, client):
    done = record(salesperson, client, talk(readiness="year"), next_contact="day", next_on=TODAY + timedelta(days=3))
    assert done.next_on == TODAY + timedelta(days=3)


def test_never_means_no_next_talk(salesperson, client):
    record(salesperson, client, talk(readiness="never"))
    assert not Task.objects.exists()


def test_a_talk_that_waited_is_done_unless_nobody_answered(salesperson, client):
    waiting = make_task(client, kind="contact", due_on=TODAY, reason={"code": "contact", "said": "2026-05-01"})
    record(salesperson, client, talk(outcome="no_answer"))
    waiting.refresh_from_db()
    assert waiting.state == "open"
    record(salesperson, client)
    waiting.refresh_from_db()
    assert waiting.state == "done"


def test_the_task_the_contact_was_for_is_finished(salesperson, client):
    task = make_task(client, kind="silence")
    record(salesperson, client, task_id=task.pk, task_version=1)
    task.refresh_from_db()
    assert task.state == "done"


def test_a_task_somebody_else_finished_does_not_stop_the_record(salesperson, client):
    task = make_task(client, kind="silence", state="done")
    record(salesperson, client, task_id=task.pk, task_version=1)
    assert Interaction.objects.count() == 1


def test_a_promise_is_ranked_as_soon_as_it_is_given(salesperson, client):
    make_score(client, make_run(), value_12m_minor=1_000_000)
    record(salesperson, client, owed=(Owed("promise", "Certificate", TODAY),))
    assert Task.objects.get().stake_minor == 40_000


def test_nobody_records_at_somebody_elses_client(other_salesperson, client):
    with pytest.raises(NotFound):
        record(other_salesperson, client)


def test_an_analyst_neither_records_nor_sees_the_form(analyst, client):
    with pytest.raises(NotAllowed):
        record(analyst, client)
    with pytest.raises(NotAllowed):
        record_page(actor=analyst, client_id=client.pk)


def test_a_person_of_another_client_cannot_be_named(salesperson, client):
    stranger = make_person("Theirs", make_client())
    with pytest.raises(NotFound):
        record(salesperson, client, talk(people=(stranger.pk,)))
    with pytest.raises(NotFound):
        record(salesperson, client, channel=NewChannel(stranger.pk, "phone", "+37369123456"))


def test_the_form_costs_the_same_for_twenty_people(salesperson, client):
    unit = make_unit(client)
    make_member(unit, make_person("Ana", client))
    with CaptureQueriesContext(connection) as few:
        record_page(actor=salesperson, client_id=client.pk)
    for number in range(20):
        make_member(unit, make_person(f"Person {number}", client))
    with CaptureQueriesContext(connection) as many:
        page = record_page(actor=salesperson, client_id=client.pk)
    assert len(page.people) == 21
    assert len(many) == len(few)
