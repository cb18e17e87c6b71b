"""Following a script with a client: what is filled in, and what never is."""

from datetime import date

import pytest

from tenure.clients.models import Fact
from tenure.journeys.contacts.script_run import script_run
from tenure.kernel.errors import NotAllowed, NotFound
from tenure.privacy.workspace import current_workspace
from tests.factories import (
    make_answer,
    make_client,
    make_fact,
    make_interaction,
    make_member,
    make_objection,
    make_person,
    make_post,
    make_run,
    make_score,
    make_script,
    make_technique,
    make_unit,
)

pytestmark = pytest.mark.django_db
TEXT = "Good morning, {name} of {company}. {me} of {our_company}. Your last order: {last_order}. {loan} {fact} {secret}"


@pytest.fixture
def client(salesperson, workspace):
    client = make_client("Prut Vin SRL", owner=salesperson)
    make_post(make_person("Ирина Власова"), client, is_contact=True)
    make_score(client, make_run(), last_day=date(2026, 4, 1))
    return client


def told(actor, script, client=None, choices=()):
    workspace = current_workspace()
    assert workspace
    return script_run(
        actor=actor, workspace=workspace, script_id=script.pk, client_id=client and client.pk, choices=choices
    )


def speaking(text, language="en", **fields):
    steps = [{"kind": "say", "text": text, "technique": "", "answers": [["Yes", 0]]}]
    return make_script(steps=steps, language=language, **fields)


def said(run):
    return "".join(piece.text for piece in run.said)


def test_the_gaps_are_filled_from_the_client_in_sight(salesperson, client, monkeypatch):
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")
    run = told(salesperson, speaking(TEXT), client)
    assert said(run).startswith(
        "Good morning, Ирина Власова of Prut Vin SRL. Elena Ceban of Codru Trade SRL. Your last order: 1\u00a0Apr."
    )
    assert [piece.text for piece in run.said if piece.gap] == ["loan", "fact", "secret"]


def test_the_day_of_the_last_order_is_said_in_the_language_of_the_script(salesperson, client, monkeypatch):
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")
    assert said(told(salesperson, speaking("{last_order}", "ru"), client)) == "1\u00a0апр."


def test_no_fact_that_is_hidden_or_sensitive_reaches_the_words(salesperson, client):
    codes = set(Fact.objects.values_list("type_code", flat=True)) | {
        "loan",
        "activity",
        "health",
        "name",
        "company",
        "me",
    }
    for number, code in enumerate(sorted(codes)):
        make_fact(client, salesperson, f"SECRET{number}", type_code=code, not_to_be_shown=True)
        make_fact(client, salesperson, None, type_code=code, sealed=f"SECRET{number}")
    gaps = " ".join("{" + code + "}" for code in sorted(codes))
    run = told(salesperson, speaking(gaps), client)
    assert "SECRET" not in repr(run)


def test_two_people_without_a_contact_leave_the_name_open(salesperson, client):
    other = make_client("Other", owner=salesperson)
    make_post(make_person("A"), other)
    make_post(make_person("B"), other)
    assert [piece.gap for piece in told(salesperson, speaking("{name}"), other).said] == [True]


def test_one_card_stands_beside_a_step(salesperson, client):
    make_technique(code="short_phrases", title="Short")
    make_technique(code="open_questions", title="Open")
    assert told(salesperson, speaking("Hello.")).technique.title == "Short"


def test_the_objections_of_this_client_come_before_the_rest(salesperson, client):
    make_member(make_unit(client), "Ana", objection="It is too expensive")
    mine, other = make_objection(), make_objection(text="No time at all")
    make_answer(mine)
    run = told(salesperson, speaking("Hello."), client)
    assert [one.objection_id for one in run.likely] == [mine.pk]
    assert [one.id for one in run.others] == [other.pk]


def test_the_end_is_reached_and_wrong_choices_are_left_out(salesperson, client):
    script = make_script()
    assert told(salesperson, script, client, [1, 1]).at == 0
    assert told(salesperson, script, client, [1, 9, 9]).at == 2
    assert told(salesperson, script, client, [7]).passed == ()


def test_a_client_or_a_script_out_of_sight_does_not_exist(salesperson, other_salesperson, client):
    with pytest.raises(NotFound):
        told(other_salesperson, make_script(), client)
    with pytest.raises(NotFound):
        told(salesperson, make_script(other_salesperson), client)


def test_an_analyst_may_read_it_but_not_with_a_client(analyst, client):
    assert told(analyst, make_script()).at == 1
    with pytest.raises(NotAllowed):
        told(analyst, make_script(), client)


def test_it_costs_the_same_however_much_there_is(salesperson, client, django_assert_num_queries):
    script = make_script()
    for n in range(15):
        make_answer(make_objection(text=f"Objection number {n}"))
        make_interaction(client, salesperson, text="Objection")
    with django_assert_num_queries(18):
        told(salesperson, script, client)
