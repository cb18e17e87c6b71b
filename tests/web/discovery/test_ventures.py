"""The list of ventures and the page of one, as people see them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client as Browser

from tenure.discovery.models import Venture
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import make_hypothesis, make_observation, make_ready_test, make_test_card, make_venture

pytestmark = pytest.mark.django_db


def test_the_first_venture_is_started_from_the_empty_list(visit: Callable[..., Browser], head_of_sales: User) -> None:
    browser = visit(head_of_sales)
    assert "No venture yet" in browser.get("/ventures/").content.decode()
    answer = browser.post("/ventures/new/", {"name": "Night delivery", "kind": "idea", "vision": ""})
    venture = Venture.objects.get()
    assert answer["Location"] == f"/ventures/{venture.pk}/"
    assert "Night delivery" in browser.get(answer["Location"]).content.decode()


def test_who_is_in_no_venture_is_told_so_and_not_sent_to_given_up_ones(
    visit: Callable[..., Browser], salesperson: User
) -> None:
    page = visit(salesperson).get("/ventures/").content.decode()
    assert "No venture yet" in page
    assert "Given up" not in page
    make_venture(salesperson, state="exited")
    assert "Given up" in visit(salesperson).get("/ventures/").content.decode()


def test_what_was_typed_is_not_lost_when_it_is_refused(visit: Callable[..., Browser], head_of_sales: User) -> None:
    answer = visit(head_of_sales).post("/ventures/new/", {"name": " ", "kind": "idea", "vision": "Flour <at> 4"})
    assert answer.status_code == 422
    assert "A venture needs a name" in answer.content.decode()
    assert "Flour &lt;at&gt; 4" in answer.content.decode()


def test_a_hypothesis_is_told_all_that_is_wrong_with_it_at_once(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    venture = make_venture(head_of_sales)
    typed = {
        "title": "", "block": "segments", "kind": "desirability", "direction": "at_least", "statement": "Bakers wait",
        "threshold": "many", "prior": "120", "impact": "11", "expires_on": "31 June", "whole_form": "1",
    }  # fmt: skip
    answer = visit(head_of_sales).post(f"/ventures/{venture.pk}/hypotheses/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    wrong = re.findall(r'<p class="bad small" id="d-(\w+)">', page)
    assert sorted(wrong) == ["expires_on", "impact", "prior", "threshold", "title"]
    assert all(f'value="{typed[name]}"' in page for name in ("threshold", "prior", "impact", "expires_on"))
    assert "Bakers wait" in page
    assert not venture.hypotheses.exists()


def test_a_card_is_told_what_is_wrong_in_each_of_its_parts_at_once(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    one = make_hypothesis(make_venture(head_of_sales), "They pay")
    typed = {
        "hypothesis": str(one.pk), "kind": "problem_interview", "rule": "exact", "name": "", "threshold": "half", "most": "0",
        "hours": "-3", "alpha": "5", "power": "80",
    }  # fmt: skip
    answer = visit(head_of_sales).post(f"/ventures/{one.venture_id}/tests/new/", typed)
    wrong = re.findall(r'<p class="bad small" id="d-(\w+)">', answer.content.decode())
    assert answer.status_code == 422
    assert sorted(wrong) == ["hours", "most", "name", "threshold"]
    assert not one.tests.exists()


def test_the_head_says_how_far_the_search_has_come(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales, loop_budget_minor=300_000)
    for state in ("supported", "refuted", "untested"):
        one = make_hypothesis(venture, f"It is {state}", state=state, evidence_count=1)
        if state == "supported":
            make_test_card(one, state="decided", verdict=state)
    page = visit(head_of_sales).get(f"/ventures/{venture.pk}/").content.decode()
    assert "Loop 1, day 1 of 28." in page
    assert "€0 of €3,000 spent." in page
    assert "3 hypotheses</b>: tested: 1 (1 supported, 0 refuted); only moved by evidence: 2; 0 open." in page


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_hostile_names_are_shown_as_text_in_every_language(
    visit: Callable[..., Browser], head_of_sales: User, language: str
) -> None:
    head_of_sales.language = language
    head_of_sales.save()
    venture = make_venture(head_of_sales, "<script>alert(1)</script> Пекарня «Тёплый хлеб» 🥖")
    make_hypothesis(venture, "<img src=x onerror=alert(1)>")
    browser = visit(head_of_sales)
    for address in ("/ventures/", f"/ventures/{venture.pk}/"):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_running_test_stands_on_the_page_of_the_venture(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    test = make_ready_test(make_hypothesis(venture), state="locked", locked_at=clock.now())
    make_observation(test, head_of_sales)
    page = visit(head_of_sales).get(f"/ventures/{venture.pk}/").content.decode()
    assert "Test 1: Will they pay monthly?" in page
    assert "Not proven yet" in page


@pytest.mark.parametrize(
    ("page", "group", "place"), [("presales", "Offer and fit", "Presales"), ("gate", "Economics and gate", "Gate")]
)
def test_the_sub_navigation_leads_everywhere_and_says_where_one_is(
    visit: Callable[..., Browser], head_of_sales: User, page: str, group: str, place: str
) -> None:
    venture = make_venture(head_of_sales)
    browser = visit(head_of_sales)
    html = browser.get(f"/ventures/{venture.pk}/{page}/").content.decode()
    nav = re.search(r'<nav class="subnav".*?</nav>', html, re.DOTALL)
    assert nav is not None
    current = re.findall(r'aria-current="(\w+)">([^<]+)<', nav[0])
    assert current == [("true", group), ("page", place), ("page", place)]
    addresses = set(re.findall(r'href="(/ventures/[^"]+)"', nav[0]))
    assert len(addresses) == 22
    assert {browser.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_an_empty_venture_says_what_comes_first_and_leads_there(
    visit: Callable[..., Browser], head_of_sales: User, language: str
) -> None:
    head_of_sales.language = language
    head_of_sales.save()
    venture = make_venture(head_of_sales)
    browser = visit(head_of_sales)
    page = browser.get(f"/ventures/{venture.pk}/").content.decode()
    assert {"en": "First steps", "ru": "Первые шаги", "ro": "Primii pași"}[language] in page
    steps = page.split('class="first-steps"')[1].split("</ol>")[0]
    addresses = re.findall(r'<a [^>]*href="([^"]+)"', steps)
    assert len(addresses) == 8
    for address in addresses:
        assert browser.get(address.replace("&amp;", "&")).status_code == 200
    make_hypothesis(venture, "They pay", critical=True, state="supported", evidence_count=1)
    assert 'class="first-steps"' not in browser.get(f"/ventures/{venture.pk}/").content.decode()


def test_of_two_who_edit_a_hypothesis_the_second_is_told_what_the_first_wrote(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    hypothesis = make_hypothesis(make_venture(head_of_sales), "Bakeries pay monthly", falsifier="None pays")
    address, browser = f"/hypotheses/{hypothesis.pk}/edit/", visit(head_of_sales)
    form = {
        "version": "1",
        "title": "Bakeries pay monthly",
        "falsifier": "None pays",
        "metric": "",
        "whole_form": "1",
        "reversible": "on",
    }
    assert browser.post(address, form | {"metric": "Share who pay", "critical": "on"}).status_code == 303
    answer = browser.post(address, form | {"falsifier": "Fewer than 3 of 10 pay"})
    said = answer.content.decode()
    assert answer.status_code == 409
    for told in ("Metric: “Share who pay”", "We are wrong if: “None pays”", "Critical: without it the model falls"):
        assert told in said
    assert "Fewer than 3 of 10 pay" in said
    assert "Words of the sticker: “" not in said
