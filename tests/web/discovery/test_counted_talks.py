"""A talk and the test it answers, in one form: said once, shown in both places, in every language."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.models import Interview, Observation, TestCard, Venture
from tenure.discovery.testing.lock import lock_test
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import make_hypothesis, make_interview, make_ready_test, make_venture

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> Пекарня 🥖"


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


def running(founder: User, venture: Venture, **fields: Any) -> TestCard:
    values = {"kind": "problem_interview", "name": f"Ask {HOSTILE}", "metric": f"Shows the receipt {HOSTILE}"} | fields
    card = make_ready_test(make_hypothesis(venture), **values)
    lock_test(actor=founder, test_id=card.pk, version=card.version)
    card.refresh_from_db()
    return card


def talk(**fields: str) -> dict[str, str]:
    known = {"kind": "problem", "consent": "notes", "acquaintance": "cold", "held_on": clock.today().isoformat()}
    return known | {"name": "Ion"} | fields


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_the_form_of_a_talk_asks_in_the_words_of_the_test_and_both_pages_tell(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture, language: str
) -> None:
    head_of_sales.language = language
    head_of_sales.save()
    card = running(head_of_sales, venture)
    make_ready_test(make_hypothesis(venture), name="A draft is not asked", kind="problem_interview")
    browser = visit(head_of_sales)
    form = browser.get(f"/ventures/{venture.pk}/interviews/record/").content.decode()
    assert f'name="test-{card.pk}"' in form
    assert "Shows the receipt &lt;script&gt;" in form
    assert "<script>alert" not in form
    assert "A draft is not asked" not in form
    answer = browser.post(f"/ventures/{venture.pk}/interviews/record/", talk(**{f"test-{card.pk}": "yes"}))
    assert answer.status_code == 303
    told = browser.get(answer["Location"]).content.decode()
    assert f"/tests/{card.pk}/#observations" in told
    assert {"en": "Counts in tests", "ru": "Учтено в тестах", "ro": "Contează în teste"}[language] in told
    rows = browser.get(f"/tests/{card.pk}/").content.decode()
    assert f'href="/interviews/{Interview.objects.get().pk}/"' in rows


def test_what_is_refused_keeps_the_answer_and_records_nothing(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    card = running(head_of_sales, venture)
    answer = visit(head_of_sales).post(
        f"/ventures/{venture.pk}/interviews/record/", talk(held_on="2199-01-01", **{f"test-{card.pk}": "no"})
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(rf'name="test-{card.pk}" value="no" checked', page)
    assert not Observation.objects.exists()


def test_a_test_of_others_in_the_form_is_not_found_and_nonsense_says_nothing(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture, salesperson: User
) -> None:
    theirs = running(salesperson, make_venture(salesperson))
    browser = visit(head_of_sales)
    address = f"/ventures/{venture.pk}/interviews/record/"
    assert browser.post(address, talk(**{f"test-{theirs.pk}": "yes"})).status_code == 404
    assert not Interview.objects.exists()
    for field in ("test-0", "test--1", "test-1e3", f"test-{10**30}", "test-<script>"):
        assert browser.post(address, talk(**{field: "yes"})).status_code == 303
    assert browser.post(address, talk(**{f"test-{theirs.pk}": "perhaps"})).status_code == 303
    assert not Observation.objects.exists()


def test_interviews_recorded_before_are_chosen_on_the_page_of_the_test(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    first, second = (make_interview(venture, name=name) for name in (HOSTILE, "Ana"))
    card = running(head_of_sales, venture)
    browser = visit(head_of_sales)
    assert f"/tests/{card.pk}/talks/" in browser.get(f"/tests/{card.pk}/").content.decode()
    page = browser.get(f"/tests/{card.pk}/talks/").content.decode()
    assert "<script>alert" not in page
    nothing = browser.post(f"/tests/{card.pk}/talks/", {f"talk-{first.pk}": ""})
    assert nothing.status_code == 422
    assert "No interview is chosen" in nothing.content.decode()
    answer = browser.post(f"/tests/{card.pk}/talks/", {f"talk-{first.pk}": "yes", f"talk-{second.pk}": "no"})
    assert answer["Location"] == f"/tests/{card.pk}/"
    assert [row.success for row in Observation.objects.order_by("interview_id")] == [True, False]
    again = browser.post(f"/tests/{card.pk}/talks/", {f"talk-{first.pk}": "yes"})
    assert again.status_code == 422
    assert "counts in test T1 already" in again.content.decode()


def test_a_test_that_asks_no_people_takes_no_interviews(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    card = running(head_of_sales, venture, kind="landing_page")
    browser = visit(head_of_sales)
    assert f"/tests/{card.pk}/talks/" not in browser.get(f"/tests/{card.pk}/").content.decode()
    assert browser.get(f"/tests/{card.pk}/talks/").status_code == 404
    assert f"test-{card.pk}" not in browser.get(f"/ventures/{venture.pk}/interviews/record/").content.decode()


def test_of_two_variants_it_is_said_which(visit: Callable[..., Browser], head_of_sales: User, venture: Venture) -> None:
    card = running(head_of_sales, venture, kind="presale", rule="two_arm_e", threshold=0.2, hoped=0.5)
    visit(head_of_sales).post(f"/ventures/{venture.pk}/interviews/record/", talk(**{f"test-{card.pk}": "no-b"}))
    row = Observation.objects.get()
    assert (row.arm, row.success) == (1, False)


def test_a_pasted_list_answers_the_test_that_is_chosen(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    card = running(head_of_sales, venture)
    browser, day = visit(head_of_sales), clock.today().isoformat()
    address = f"/ventures/{venture.pk}/interviews/many/"
    sent = {"lines": f"date;who;met\n{day};Ion;yes\n{day};Ana;", "kind": "problem", "consent": "notes"}
    refused = browser.post(address, sent)
    assert refused.status_code == 422
    assert "no test is chosen" in refused.content.decode()
    assert not Interview.objects.exists()
    assert browser.post(address, sent | {"test": str(card.pk)}).status_code == 303
    assert (Interview.objects.count(), Observation.objects.count()) == (2, 1)


def test_a_chosen_test_that_no_line_answers_is_asked_about(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    card = running(head_of_sales, venture)
    line = f"{clock.today().isoformat()}; Ion; Lactis; stranger; Late flour; 8; 310; a taxi; yes"  # “yes” is where words stand
    answer = visit(head_of_sales).post(
        f"/ventures/{venture.pk}/interviews/many/",
        {"lines": line, "kind": "problem", "consent": "notes", "test": str(card.pk)},
    )
    assert (answer.status_code, "no line says yes or no in its column" in answer.content.decode()) == (422, True)
    assert not Interview.objects.exists()
