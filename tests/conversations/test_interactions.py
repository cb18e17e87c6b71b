"""Conversations: recorded once, read newest first, corrected by who held them and by nobody else."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tenure.clients.models import Company, Person, Post
from tenure.conversations.interactions import (
    LONGEST,
    Talk,
    edit_interaction,
    interaction,
    record_interaction,
    timeline_of,
)
from tenure.conversations.models import Interaction
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow
from tests.factories import make_client, make_interaction, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


def person_at(client, name="Ирина Власова"):
    person = Person.objects.create(name=name, normal_name=name.casefold(), created_at=clock.now())
    Post.objects.create(person=person, client=client, created_at=clock.now())
    return person


def recorded(client, actor, **fields):
    values: dict[str, Any] = {"kind": "call", "at": AT}
    return record_interaction(actor=actor, client_id=client.pk, **(values | fields))


def test_a_conversation_keeps_who_took_part_and_what_was_said(salesperson):
    client = make_client(owner=salesperson)
    person = person_at(client)
    done = recorded(client, salesperson, people=[person.pk], outcome="reached", text="  Просили отсрочку.\r\n")
    row = interaction(actor=salesperson, interaction_id=done.id)
    assert (row.text, row.outcome, row.author) == ("Просили отсрочку.", "reached", salesperson.name)
    assert [one.name for one in row.people] == ["Ирина Власова"]


def test_the_same_submission_twice_records_once(salesperson):
    client, key = make_client(owner=salesperson), uuid.uuid4()
    first = recorded(client, salesperson, key=key)
    again = recorded(client, salesperson, key=key, text="typed again")
    assert (again.id, again.repeated) == (first.id, True)
    assert Interaction.objects.count() == AuditRow.objects.filter(action="record_interaction").count() == 1


def test_a_key_of_somebody_elses_tells_nothing(salesperson, other_salesperson):
    key = uuid.uuid4()
    recorded(make_client(owner=other_salesperson), other_salesperson, key=key)
    with pytest.raises(Conflict):
        recorded(make_client(owner=salesperson), salesperson, key=key)


def test_somebody_elses_client_does_not_exist(salesperson):
    with pytest.raises(NotFound):
        recorded(make_client(), salesperson)


def test_an_analyst_records_nothing(analyst):
    with pytest.raises(NotAllowed):
        recorded(make_client(), analyst)


def test_a_person_of_another_client_cannot_take_part(salesperson):
    client, other = make_client(owner=salesperson), make_client()
    with pytest.raises(NotFound):
        recorded(client, salesperson, people=[person_at(other).pk])
    assert not Interaction.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "seance"}, "talk_choice_wrong"),
        ({"outcome": "<script>"}, "talk_choice_wrong"),
        ({"readiness": "x"}, "talk_choice_wrong"),
        ({"text": "x" * (LONGEST + 1)}, "talk_long"),
        ({"minutes": 0}, "talk_minutes"),
        ({"at": AT + timedelta(days=9)}, "talk_ahead"),
        ({"answers": {"use": "x" * 2001}}, "answer_too_long"),
    ],
)
def test_what_cannot_be_is_refused_by_name(salesperson, fields, code):
    with pytest.raises(InvalidValue) as refused:
        recorded(make_client(owner=salesperson), salesperson, **fields)
    assert refused.value.problem.code == code
    assert not Interaction.objects.exists()


def test_a_visit_to_a_competitor_is_recorded_too(salesperson):
    rival = Company.objects.create(name="Moara Nord", normal_name="moara nord", created_at=clock.now())
    done = record_interaction(actor=salesperson, client_id=None, company_id=rival.pk, kind="visit", at=AT)
    assert interaction(actor=salesperson, interaction_id=done.id).company_id == rival.pk


def test_a_company_that_is_not_there_is_not_visited(salesperson):
    with pytest.raises(NotFound):
        record_interaction(actor=salesperson, client_id=None, company_id=77, kind="visit", at=AT)


def test_a_correction_says_what_was_changed_but_not_what_was_said(salesperson):
    client = make_client(owner=salesperson)
    done = recorded(client, salesperson, text="A secret", outcome="reached")
    talk = Talk("meeting", AT, "agreed", text="Another secret")
    edit_interaction(actor=salesperson, interaction_id=done.id, version=1, talk=talk)
    row = AuditRow.objects.get(action="edit_interaction")
    assert row.details["changed"]["kind"] == ["call", "meeting"]
    assert row.details["changed"]["outcome"] == ["reached", "agreed"]
    assert "secret" not in str(row.details)


def test_two_people_do_not_overwrite_each_other(salesperson, head_of_sales):
    client = make_client(owner=salesperson)
    done = recorded(client, salesperson)
    edit_interaction(actor=head_of_sales, interaction_id=done.id, version=1, talk=Talk("visit", AT))
    with pytest.raises(Conflict):
        edit_interaction(actor=salesperson, interaction_id=done.id, version=1, talk=Talk("email", AT))
    assert Interaction.objects.get().kind == "visit"


def test_only_who_held_it_or_answers_for_the_team_corrects_it(salesperson, head_of_sales):
    client = make_client(owner=salesperson)
    row = make_interaction(client, head_of_sales)
    assert not interaction(actor=salesperson, interaction_id=row.pk).own
    with pytest.raises(NotFound):
        edit_interaction(actor=salesperson, interaction_id=row.pk, version=1, talk=Talk("email", AT))


def test_a_participant_who_has_left_may_stay_in_a_corrected_conversation(salesperson):
    client = make_client(owner=salesperson)
    person = person_at(client)
    done = recorded(client, salesperson, people=[person.pk])
    Person.objects.filter(pk=person.pk).update(erased_at=clock.now())
    edit_interaction(
        actor=salesperson, interaction_id=done.id, version=1, talk=Talk("call", AT, text="more", people=(person.pk,))
    )
    assert len(interaction(actor=salesperson, interaction_id=done.id).people) == 1


def test_conversations_come_newest_first_page_by_page(salesperson):
    client = make_client(owner=salesperson)
    rows = [make_interaction(client, salesperson, at=AT - timedelta(hours=step // 2)) for step in range(7)]
    seen, before = [], None
    while before != "":
        page = timeline_of(actor=salesperson, client_id=client.pk, before=before, limit=3)
        seen += [row.id for row in page.rows]
        before = page.older
    assert sorted(seen) == sorted(row.pk for row in rows)
    assert len(seen) == 7


@pytest.mark.parametrize("cursor", ["x", "1-x", "99999999999999999999999-1", "<b>-1", "1e9-2"])
def test_a_cursor_nobody_made_is_refused(salesperson, cursor):
    with pytest.raises(InvalidValue):
        timeline_of(actor=salesperson, client_id=make_client(owner=salesperson).pk, before=cursor)


def test_the_conversations_of_a_client_cost_three_queries(salesperson, django_assert_num_queries):
    client = make_client(owner=salesperson)
    person = person_at(client)
    for _ in range(30):
        make_interaction(client, salesperson, [person])
    with django_assert_num_queries(3):
        timeline_of(actor=salesperson, client_id=client.pk)


def test_conversations_of_a_client_out_of_sight_are_not_told(salesperson):
    client = make_client(owner=salesperson)
    row = make_interaction(client, salesperson)
    stranger = make_user()
    with pytest.raises(NotFound):
        timeline_of(actor=stranger, client_id=client.pk)
    with pytest.raises(NotFound):
        interaction(actor=stranger, interaction_id=row.pk)
