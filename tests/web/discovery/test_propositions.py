"""The propositions of a segment by their pages: begun, set aside with the reason, shown side by side."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tenure.discovery.models import Proposition, Segment, ValueItem, Venture
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


@pytest.fixture
def bakeries(venture: Venture) -> Segment:
    return made.make_segment(venture)


def page_of(browser: Browser, venture: Venture, **query: int) -> str:
    return browser.get(f"/ventures/{venture.pk}/value/", query).content.decode()


def test_another_is_begun_from_the_first_and_the_first_set_aside(
    head_of_sales: User, venture: Venture, bakeries: Segment, visit: Callable[..., Browser]
) -> None:
    browser = visit(head_of_sales)
    first = made.make_value_item(bakeries, "Stock").proposition
    assert "All propositions of this segment" not in page_of(browser, venture)
    new = f"/ventures/{venture.pk}/value/propositions/new/?segment={bakeries.pk}"
    assert "First proposition" in browser.get(new).content.decode()
    begun = browser.post(new, {"name": HOSTILE, "copy": str(first.pk)})
    second = Proposition.objects.get(name=HOSTILE)
    assert begun.headers["Location"].endswith(f"?proposition={second.pk}")
    assert second.items.get().text == "Stock"
    aside = f"/value/propositions/{first.pk}/aside/"
    assert browser.post(aside, {"reason": "", "version": "1"}).status_code == 422
    assert browser.post(aside, {"reason": f"No room {HOSTILE}", "version": "1"}).status_code == 303
    page = page_of(browser, venture)
    assert "All propositions of this segment" in page
    assert "No room" in page
    assert HOSTILE not in page
    assert f"/value/offers/{second.items.get().pk}/" in page
    old = page_of(browser, venture, proposition=first.pk)
    assert "Take it up again" in old
    assert f"/value/offers/{first.items.get().pk}/" not in old, "what is set aside is not edited"
    again = f"/value/propositions/{first.pk}/again/"
    assert browser.post(again, {"version": "2"}).status_code == 303
    first.refresh_from_db()
    assert first.aside_on is None


def test_an_answer_goes_to_the_proposition_it_was_asked_for(
    head_of_sales: User, venture: Venture, bakeries: Segment, visit: Callable[..., Browser]
) -> None:
    older, _newer = (made.make_proposition(bakeries, name) for name in ("Stock", "At night"))
    address = f"/ventures/{venture.pk}/value/offers/new/?proposition={older.pk}"
    back = visit(head_of_sales).post(address, {"kind": "product", "text": "A week of flour"})
    assert back.headers["Location"].endswith(f"?proposition={older.pk}")
    assert ValueItem.objects.get().proposition == older


def test_nothing_is_changed_in_one_that_was_set_aside_meanwhile(
    head_of_sales: User, bakeries: Segment, visit: Callable[..., Browser]
) -> None:
    item = made.make_value_item(bakeries, "Stock")
    Proposition.objects.update(aside_on=clock.today(), aside_by=head_of_sales, aside_reason="No room")
    browser = visit(head_of_sales)
    typed = {"kind": "product", "text": "Typed meanwhile", "version": "1"}
    for address, sent in ((f"/value/offers/{item.pk}/", typed), (f"/value/offers/{item.pk}/remove/", {"version": "1"})):
        answer = browser.post(address, sent)
        assert answer.status_code == 422
        assert "stays as it was then" in answer.content.decode()
    assert ValueItem.objects.get().text == "Stock"


def test_the_page_says_when_what_the_current_one_rests_on_is_refuted(
    head_of_sales: User, analyst: User, venture: Venture, bakeries: Segment, visit: Callable[..., Browser]
) -> None:
    claim = made.make_hypothesis(venture, "Stock saves an hour", state="refuted", evidence_count=3)
    row = made.make_proposition(bakeries, "Stock", hypothesis=claim)
    page = page_of(visit(head_of_sales), venture)
    assert "What this proposition rests on is refuted: H1 Stock saves an hour." in page
    assert f"new/?segment={bakeries.pk}&amp;copy={row.pk}" in page
    read = page_of(visit(analyst), venture)
    assert "is refuted" in read
    assert "propositions/new/" not in read
    claim.state = "supported"
    claim.save()
    assert "is refuted" not in page_of(visit(head_of_sales), venture)


def test_where_all_are_set_aside_the_page_leads_to_the_next_problem(
    head_of_sales: User, venture: Venture, bakeries: Segment, visit: Callable[..., Browser]
) -> None:
    made.make_proposition(bakeries, "Stock", aside_on=clock.today(), aside_by=head_of_sales, aside_reason="No room")
    page = page_of(visit(head_of_sales), venture)
    assert "Every proposition of this segment is set aside." in page
    assert f"/ventures/{venture.pk}/problems/" in page


def test_the_page_asks_no_more_with_twelve_propositions(
    head_of_sales: User, venture: Venture, bakeries: Segment, visit: Callable[..., Browser]
) -> None:
    browser = visit(head_of_sales)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page_of(browser, venture)
        return len(seen)

    made.make_value_item(bakeries)
    pain, claim = made.make_profile_item(bakeries), made.make_hypothesis(venture)
    queries()
    few = queries()
    for place in range(11):
        row = made.make_proposition(bakeries, f"No {place}", hypothesis=claim)
        made.make_value_item(bakeries, proposition=row).links.create(profile=pain)
    assert queries() == few


def test_renamed_and_put_on_a_hypothesis(
    head_of_sales: User, venture: Venture, bakeries: Segment, visit: Callable[..., Browser]
) -> None:
    row, claim = made.make_proposition(bakeries), made.make_hypothesis(venture)
    browser, address = visit(head_of_sales), f"/value/propositions/{row.pk}/"
    sent = {"name": "At the door", "hypothesis": str(claim.pk), "version": "1"}
    assert browser.post(address, sent).status_code == 303
    row.refresh_from_db()
    assert (row.name, row.hypothesis) == ("At the door", claim)
    late = browser.post(address, sent | {"name": "Typed late"})
    assert late.status_code == 422
    assert "Typed late" in late.content.decode()
