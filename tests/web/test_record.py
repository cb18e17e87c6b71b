"""Record as a page: preset, kept when refused, saved once, and Today and the card change with it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from tenure.agenda.models import Task
from tenure.conversations.interactions import LONGEST
from tenure.conversations.models import Interaction, ObjectionUse
from tenure.conversations.objections import how_it_fared
from tenure.kernel import clock
from tests.factories import (
    make_answer,
    make_client,
    make_interaction,
    make_member,
    make_objection,
    make_person,
    make_promise,
    make_task,
    make_unit,
)

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def client(salesperson):
    return make_client("Brutăria Spicul", owner=salesperson)


def form(**fields):
    day = (clock.today() + timedelta(days=2)).isoformat()
    return {
        "kind": "call", "at": clock.now().strftime("%Y-%m-%dT%H:%M"), "outcome": "reached", "readiness": "", "next": "suggested",
        "key": str(uuid.uuid4()), "owed-1-kind": "promise", "owed-1-title": "Certificate", "owed-1-due_on": day,
    } | fields  # fmt: skip


def test_everything_is_preset_for_the_task_it_was_opened_from(salesperson, client, visit):
    person = make_person("Ирина Власова", client)
    task = make_task(client, kind="silence", person=person, reason={"code": "silence", "action": "call"})
    page = visit(salesperson).get(reverse("record", kwargs={"client_id": client.pk}), {"task": task.pk}).text
    assert re.search(rf'name="person" value="{person.pk}" checked', page)
    assert re.search(r'name="outcome" value="reached" checked', page)
    assert "Finishes the task: Call about the missing order" in page


def test_a_recorded_contact_appears_on_the_card_and_on_today(salesperson, client, visit):
    browser = visit(salesperson)
    browser.post(reverse("record", kwargs={"client_id": client.pk}), form(text="Will call back."))
    answer = browser.get(reverse("client", kwargs={"client_id": client.pk}))
    assert "Recorded: 1 promise." in answer.text
    assert "Will call back." in answer.text
    assert "Certificate" in browser.get("/").text


def test_pressing_save_twice_records_once(salesperson, client, visit):
    browser, sent = visit(salesperson), form()
    for _ in range(2):
        browser.post(reverse("record", kwargs={"client_id": client.pk}), sent)
    assert (Interaction.objects.count(), Task.objects.count()) == (1, 1)
    assert "recorded already" in browser.get(reverse("client", kwargs={"client_id": client.pk})).text


def test_what_is_refused_comes_back_as_typed_with_its_sentence(salesperson, client, visit):
    person = make_person("Ana", client)
    sent = form(**{"text": "Long talk", "owed-1-due_on": "2020-01-01", "person": str(person.pk), "new-name": "Ion"})
    answer = visit(salesperson).post(reverse("record", kwargs={"client_id": client.pk}), sent)
    assert answer.status_code == 422
    for kept in ("Long talk", "Certificate", "2020-01-01", 'value="Ion"', sent["key"]):
        assert kept in answer.text
    assert "before it was given" in answer.text
    assert re.search(rf'value="{person.pk}" checked', answer.text)
    assert not Interaction.objects.exists()


def test_a_promise_without_a_day_is_asked_for_it(salesperson, client, visit):
    answer = visit(salesperson).post(reverse("record", kwargs={"client_id": client.pk}), form(**{"owed-1-due_on": ""}))
    assert "By which day?" in answer.text


def test_a_text_too_long_stays_in_the_form(salesperson, client, visit):
    text = "слово " * (LONGEST // 5)
    answer = visit(salesperson).post(reverse("record", kwargs={"client_id": client.pk}), form(text=text))
    assert answer.status_code == 422
    assert "It is all still here" in answer.text
    assert text.strip() in answer.text


def test_ten_megabytes_are_answered_with_a_sentence(salesperson, client, visit):
    answer = visit(salesperson).post(
        reverse("record", kwargs={"client_id": client.pk}), form(text="x" * 10_000_000), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 413
    assert "more than the server takes at once" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "yesterday"}, {"key": "1"}, {"kind": "x"}, {"owed-1-kind": "x"}, {"next": "day", "next_on": "soon"},
        {"next": "day", "next_on": ""}, {"new-phone": "1"}, {"outcome": "\x00"}, {"readiness": "tomorrow"},
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_a_sentence_and_never_a_broken_page(salesperson, client, visit, wrong):
    answer = visit(salesperson).post(reverse("record", kwargs={"client_id": client.pk}), form(**wrong))
    assert answer.status_code in {303, 422}
    assert answer.status_code == 422 or wrong == {"outcome": "\x00"}


def test_pasted_html_is_shown_and_not_executed(salesperson, client, visit):
    browser = visit(salesperson)
    sent = form(**{"text": HOSTILE, "owed-1-title": HOSTILE, "new-name": HOSTILE})
    browser.post(reverse("record", kwargs={"client_id": client.pk}), sent)
    talk = Interaction.objects.get()
    for address in (
        reverse("client", kwargs={"client_id": client.pk}), "/", reverse("timeline", kwargs={"client_id": client.pk}),
        reverse("interaction", kwargs={"interaction_id": talk.pk}), reverse("record", kwargs={"client_id": client.pk}),
    ):  # fmt: skip
        text = browser.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_an_attitude_is_asked_of_those_who_decide(salesperson, client, visit):
    member = make_member(make_unit(client), make_person("Ana", client), attitude=-1)
    outside = make_person("Ion", client)
    page = visit(salesperson).get(reverse("record", kwargs={"client_id": client.pk})).text
    assert f'name="attitude-{member.person_id}"' in page
    assert f'name="attitude-{outside.pk}"' not in page
    assert "so far: leans" in page


def test_an_attitude_that_showed_is_written(salesperson, client, visit):
    member = make_member(make_unit(client), make_person("Ana", client), attitude=-1)
    sent = form(**{"person": str(member.person_id), f"attitude-{member.person_id}": "2"})
    visit(salesperson).post(reverse("record", kwargs={"client_id": client.pk}), sent)
    member.refresh_from_db()
    assert member.attitude == 2


def test_a_conversation_is_corrected_and_two_at_once_are_told(salesperson, client, visit):
    talk, browser = make_interaction(client, salesperson, text="First"), visit(salesperson)
    address = reverse("interaction", kwargs={"interaction_id": talk.pk})
    sent = {"kind": "meeting", "at": "2026-05-01T10:00", "outcome": "agreed", "readiness": "", "version": "1"}
    assert browser.post(address, sent | {"text": "Second"}).status_code == 303
    answer = browser.post(address, sent | {"text": "Third"})
    assert answer.status_code == 422
    for kept in ("Second", "Third", "Your text is kept"):
        assert kept in answer.text
    assert Interaction.objects.get().text == "Second"


def test_an_analyst_reads_a_conversation_without_a_form(analyst, salesperson, client, visit):
    talk = make_interaction(client, salesperson, text="Said so")
    page = visit(analyst).get(reverse("interaction", kwargs={"interaction_id": talk.pk})).text
    assert "Said so" in page
    assert "Correct it" not in page


def test_the_card_tells_how_promises_were_kept(salesperson, client, visit):
    make_promise(client, title="Sent in time", state="done", closed_at=clock.now(), due_on=clock.today())
    make_promise(client, title="Still owed", due_on=clock.today() - timedelta(days=3))
    make_promise(client, title="Their forecast", theirs=True)
    page = visit(salesperson).get(reverse("client", kwargs={"client_id": client.pk})).text
    assert "Ours: 1 of 2 kept" in page
    assert "3 days late" in page
    assert "theirs" in page


def test_not_useful_asks_of_a_promise_whether_it_was_broken(salesperson, client, visit):
    promise, browser = make_promise(client, due_on=clock.today()), visit(salesperson)
    browser.post(reverse("task_not_useful", kwargs={"task_id": promise.pk}), {"version": 1})
    assert "The word was not kept" in browser.get("/").text
    browser.post(reverse("task_explain", kwargs={"task_id": promise.pk}), {"version": 2, "note": "not_kept"})
    page = browser.get(reverse("client", kwargs={"client_id": client.pk})).text
    assert "broken" in page
    assert "Ours: 0 of 1 kept" in page


def test_older_history_comes_row_by_row_or_as_a_page(salesperson, client, visit):
    for number in range(15):
        make_interaction(client, salesperson, text=f"Talk {number}", at=clock.now() - timedelta(days=number))
    browser = visit(salesperson)
    card = browser.get(reverse("client", kwargs={"client_id": client.pk})).text
    assert "Talk 11" in card
    assert "Talk 12" not in card
    older = re.search(r'href="(/clients/\d+/timeline/\?before=[^"]+)"', card)
    assert older
    address = older[1].replace("&amp;", "&")
    assert "Talk 14" in browser.get(address).text
    rows = browser.get(address, headers={"HX-Request": "true"}).text
    assert "Talk 12" in rows
    assert "<html" not in rows


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_the_form_is_said_in_every_language(salesperson, client, visit, language):
    salesperson.language = language
    salesperson.save()
    answer = visit(salesperson).get(reverse("record", kwargs={"client_id": client.pk}))
    assert {"en": "What was it?", "ru": "Что это было?", "ro": "Ce a fost?"}[language] in answer.text


def test_the_objections_to_expect_stand_ready_and_what_became_of_the_answers_is_counted(salesperson, client, visit):
    objection = make_objection(text="It is too expensive")
    answer, other = make_answer(objection), make_answer(make_objection(text="Send it by e-mail"))
    make_member(make_unit(client), "Ana Munteanu", objection="Too expensive for us")
    browser = visit(salesperson)
    page = browser.get(reverse("record", kwargs={"client_id": client.pk})).text
    assert "Too expensive for us" in page
    assert f'name="used-{answer.pk}" value="yes"' in page
    sent = form(**{f"used-{answer.pk}": "yes", "other_answer": str(other.pk), "other_helped": "no"})
    browser.post(reverse("record", kwargs={"client_id": client.pk}), sent)
    assert "2 objections" in browser.get(reverse("client", kwargs={"client_id": client.pk})).text
    browser.post(reverse("record", kwargs={"client_id": client.pk}), sent)
    talk = Interaction.objects.get()
    uses = ObjectionUse.objects.order_by("answer_id").values_list("answer_id", "helped", "interaction_id", "client_id")
    assert list(uses) == [(answer.pk, True, talk.pk, client.pk), (other.pk, False, talk.pk, client.pk)]
    assert how_it_fared([answer.pk])[answer.pk].times == 1


def test_an_objection_that_did_not_come_up_counts_for_nothing(salesperson, client, visit):
    answer = make_answer()
    visit(salesperson).post(reverse("record", kwargs={"client_id": client.pk}), form(**{f"used-{answer.pk}": ""}))
    assert not ObjectionUse.objects.exists()


def test_an_answer_of_somebody_elses_library_is_not_there_and_nothing_is_written(
    salesperson, other_salesperson, client, visit
):
    theirs = make_answer(make_objection(owner=other_salesperson))
    answer = visit(salesperson).post(
        reverse("record", kwargs={"client_id": client.pk}), form(**{f"used-{theirs.pk}": "yes"})
    )
    assert answer.status_code == 404
    assert not Interaction.objects.exists()
