"""Field visits: live answers become facts, for clients and for rivals; a visit sent twice is one; only own clients are kept."""

import json
import uuid

import pytest
from django.urls import reverse

from tenure.agenda.models import Task
from tenure.clients.models import Fact
from tenure.conversations.models import Interaction
from tenure.kernel import clock
from tests.factories import make_client, make_company, make_interaction, signed_in

pytestmark = pytest.mark.django_db
WAITING = {"X-Visit": "1", "HX-Request": "true"}


def form(to, **fields):
    return {
        "to": to, "at": clock.now().strftime("%Y-%m-%dT%H:%M"), "key": str(uuid.uuid4()), "text": "", "facts": "on",
    } | fields  # fmt: skip


def test_what_was_seen_becomes_a_visit_facts_and_a_task(salesperson, visit):
    client = make_client(owner=salesperson)
    sent = form(
        f"client:{client.pk}",
        **{"a-live_use": "By hand, at night", "text": "Growing", "do-title": "Offer the mixer", "do-due_on": ""},
    )
    answer = visit(salesperson).post(reverse("visit"), sent)
    assert answer["Location"] == reverse("client", kwargs={"client_id": client.pk})
    talk = Interaction.objects.get()
    assert (talk.kind, talk.text, talk.answers) == ("visit", "Growing", {"live_use": "By hand, at night"})
    fact = Fact.objects.get()
    assert (fact.type_code, fact.how, fact.interaction_id) == ("live_use", "seen", talk.pk)
    assert Task.objects.get().title == "Offer the mixer"


def test_a_later_visit_replaces_what_an_earlier_one_saw(salesperson, visit):
    client, browser = make_client(owner=salesperson), visit(salesperson)
    for seen in ("By hand", "With a mixer"):
        browser.post(reverse("visit"), form(f"client:{client.pk}", **{"a-live_use": seen}))
    assert Fact.objects.get(superseded_at=None).value == "With a mixer"
    assert Fact.objects.count() == 2


def test_answers_need_not_become_facts(salesperson, visit):
    client = make_client(owner=salesperson)
    visit(salesperson).post(reverse("visit"), form(f"client:{client.pk}", facts="", **{"a-live_use": "By hand"}))
    assert Interaction.objects.get().answers
    assert not Fact.objects.exists()


def test_a_competitor_is_visited_too(salesperson, visit):
    rival = make_company("Moara Nord")
    answer = visit(salesperson).post(reverse("visit"), form(f"company:{rival.pk}", **{"a-rival_prices": "3 % less"}))
    assert answer.status_code == 303
    assert Interaction.objects.get().company_id == rival.pk
    assert Fact.objects.get().company_id == rival.pk


def test_a_visit_out_of_the_waiting_list_sent_twice_is_one(salesperson, visit):
    client, browser = make_client(owner=salesperson), visit(salesperson)
    sent = form(f"client:{client.pk}", **{"a-live_use": "By hand", "do-title": "Offer"})
    for _ in range(2):
        assert browser.post(reverse("visit"), sent, headers=WAITING).status_code == 204
    assert (Interaction.objects.count(), Fact.objects.count(), Task.objects.count()) == (1, 1, 1)


def test_what_cannot_be_recorded_is_answered_with_a_sentence(salesperson, visit):
    client, browser = make_client(owner=salesperson), visit(salesperson)
    sent = form(f"client:{client.pk}", **{"a-live_importance": "no such choice"})
    answer = browser.post(reverse("visit"), sent, headers=WAITING)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/plain")
    assert not Interaction.objects.exists()


@pytest.mark.parametrize("to", ["", "client:", "client:x", "planet:1", "company:999999"])
def test_a_visit_to_nobody_is_not_recorded(salesperson, visit, to):
    answer = visit(salesperson).post(reverse("visit"), form(to))
    assert answer.status_code in {404, 422}
    assert not Interaction.objects.exists()


def test_somebody_elses_client_is_not_visited(salesperson, other_salesperson, visit):
    theirs = make_client(owner=other_salesperson)
    answer = visit(salesperson).post(reverse("visit"), form(f"client:{theirs.pk}"), headers=WAITING)
    assert answer.status_code == 404
    assert not Interaction.objects.exists()


def test_an_ended_session_is_told_so_that_the_visit_can_wait(workspace, salesperson):
    answer = signed_in().post(reverse("visit"), form("client:1"), headers=WAITING)
    assert answer.status_code == 401
    assert answer["X-Sign-In"].startswith(reverse("sign_in"))


def test_the_phone_keeps_ones_own_clients_only(head_of_sales, salesperson, visit):
    make_client("Mine SRL", owner=head_of_sales)
    make_client("Hers SRL", owner=salesperson)
    page = visit(head_of_sales).get(reverse("visit")).text
    assert "Mine SRL" in page
    assert "Hers SRL" not in page


def test_those_not_visited_for_longest_stand_first(salesperson, visit):
    lately, never = make_client("Lately", owner=salesperson), make_client("Never", owner=salesperson)
    make_interaction(lately, salesperson, kind="visit")
    page = visit(salesperson).get(reverse("visit")).text
    assert page.index(f"client:{never.pk}") < page.index(f"client:{lately.pk}")


def test_pasted_html_stays_text(salesperson, visit):
    client = make_client("<b>Bold</b>", owner=salesperson)
    sent = form(f"client:{client.pk}", at="never", **{"a-live_use": "<script>alert(1)</script>"})
    answer = visit(salesperson).post(reverse("visit"), sent)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<b>Bold" not in answer.text


def test_the_worker_and_the_manifest_are_handed_to_anybody_and_say_nothing(workspace, salesperson):
    worker = signed_in().get("/visit-worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in worker["Content-Security-Policy"]
    about = json.loads(signed_in().get("/manifest.webmanifest").content)
    assert (about["display"], about["shortcuts"][0]["url"]) == ("standalone", "/visit/")


def test_the_form_costs_the_same_for_a_hundred_clients(salesperson, visit, django_assert_max_num_queries):
    for _ in range(100):
        make_client(owner=salesperson)
    browser = visit(salesperson)
    with django_assert_max_num_queries(14):
        browser.get(reverse("visit"))
