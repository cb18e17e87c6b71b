"""Pages of an interview recorded by mistake, and the tests its form offers when it is corrected."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.discovery.models import Interview, Observation, TestCard, Venture
from tenure.discovery.testing.lock import lock_test
from tenure.kernel import clock
from tenure.privacy.models import User
from tests.venture_factories import let_in, make_hypothesis, make_interview, make_ready_test, make_venture

pytestmark = pytest.mark.django_db
WHY = "<b>That was</b> another company"


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


@pytest.fixture
def talk(venture: Venture) -> Interview:
    return make_interview(venture, name="Ion", company="Lactis")


def page(browser: Browser, name: str, *args: Any) -> str:
    return browser.get(reverse(name, args=args)).content.decode()


def test_it_is_withdrawn_with_a_reason_shown_as_text_and_let_count_again(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture, talk: Interview
) -> None:
    browser = visit(head_of_sales)
    assert browser.post(reverse("withdraw_interview", args=[talk.pk]), {"reason": WHY}).status_code == 303
    told = page(browser, "interview", talk.pk)
    assert "it counts nowhere" in told
    assert "&lt;b&gt;That was&lt;/b&gt; another company" in told
    assert WHY not in told
    assert "Correct</a>" not in told
    assert "&lt;b&gt;That was&lt;/b&gt;" in page(browser, "interviews", venture.pk)
    assert "Interview withdrawn" in page(browser, "venture_timeline", venture.pk)
    assert browser.get(reverse("edit_interview", args=[talk.pk])).status_code == 303, "back to its page"
    assert browser.post(reverse("restore_interview", args=[talk.pk])).status_code == 303
    assert "it counts nowhere" not in page(browser, "interview", talk.pk)


def test_without_a_reason_the_page_says_so_beside_the_field(
    visit: Callable[..., Browser], head_of_sales: User, talk: Interview
) -> None:
    answer = visit(head_of_sales).post(reverse("withdraw_interview", args=[talk.pk]), {"reason": " "})
    assert answer.status_code == 422
    assert "Say why the interview is withdrawn" in answer.content.decode()


def test_who_only_reads_sees_the_reason_and_no_buttons(
    visit: Callable[..., Browser], salesperson: User, venture: Venture, talk: Interview
) -> None:
    let_in(venture, salesperson, may_work=False)
    Interview.objects.filter(pk=talk.pk).update(
        withdrawn_at=clock.now(), withdrawn_by=venture.owner, withdrawn_reason="Twice"
    )
    told = page(visit(salesperson), "interview", talk.pk)
    assert "Twice" in told
    assert reverse("restore_interview", args=[talk.pk]) not in told
    assert visit(salesperson).post(reverse("restore_interview", args=[talk.pk])).status_code == 403


def test_the_form_of_a_correction_offers_running_tests_until_the_talk_stands_in_them(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture, talk: Interview
) -> None:
    card = make_ready_test(make_hypothesis(venture), name="Do they pay?", kind="problem_interview", level=1)
    lock_test(actor=head_of_sales, test_id=card.pk, version=card.version)
    browser, field = visit(head_of_sales), f"test-{card.pk}"
    assert f'name="{field}"' in page(browser, "edit_interview", talk.pk)
    sent = {
        "kind": "problem", "side": "consumer", "acquaintance": "cold", "consent": "notes", "name": "Ion",
        "held_on": talk.held_on.isoformat(), "version": "1", field: "yes",
    }  # fmt: skip
    assert browser.post(reverse("edit_interview", args=[talk.pk]), sent).status_code == 303
    assert Observation.objects.filter(test=card, interview=talk, success=True).count() == 1
    assert f'name="{field}"' not in page(browser, "edit_interview", talk.pk)
    again = browser.post(reverse("edit_interview", args=[talk.pk]), sent | {"version": "2", field: "no"})
    assert again.status_code == 422
    assert Observation.objects.count() == 1
    assert TestCard.objects.get().observed == 1
