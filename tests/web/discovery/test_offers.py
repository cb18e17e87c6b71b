"""What a venture offers, by its pages: typed text is kept, hostile text stays text, readers only read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.models import ManualRun, Presale, ProfileItem, Solution, ValueItem, Venture
from tenure.privacy.models import User
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def test_a_pain_and_its_answer_are_written_and_drawn(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    browser, segment = visit(head_of_sales), made.make_segment(venture)
    base = f"/ventures/{venture.pk}/value/"
    pain = {"kind": "pain", "text": HOSTILE, "importance": "5", "heard": "3"}
    assert browser.post(f"{base}wants/new/?segment={segment.pk}", pain).status_code == 303
    want = ProfileItem.objects.get()
    offer = {"kind": "reliever", "text": "At the door", f"covers_pain-{want.pk}": "0.5"}
    assert browser.post(f"{base}offers/new/?segment={segment.pk}", offer).status_code == 303
    page = browser.get(base).content.decode()
    assert HOSTILE not in page
    assert "Fit 50" in page
    assert "v-line partly" in page
    assert ValueItem.objects.get().links.get().coverage == 0.5


def test_a_refused_form_keeps_what_was_typed(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    sent = {"who": "Lina", "amount": "-5", "terms": "until June", "agreed_on": "2026-05-02", "source": "cold"}
    answer = visit(head_of_sales).post(f"/ventures/{venture.pk}/presales/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "until June" in page
    assert "above zero" in page
    assert not Presale.objects.exists()


def test_a_presale_is_entered_and_given_back(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    browser = visit(head_of_sales)
    sent = {"who": "Lina", "amount": "49,50", "agreed_on": "2026-05-02", "paid_on": "2026-05-02", "source": "cold"}
    assert browser.post(f"/ventures/{venture.pk}/presales/new/", sent).status_code == 303
    row = Presale.objects.get()
    assert row.amount_minor == 4950
    back = {"amount": "49.50", "reason": "Too late", "on": "2026-05-04", "version": "1"}
    assert browser.post(f"/presales/{row.pk}/refund/", back).status_code == 303
    assert "Too late" in browser.get(f"/ventures/{venture.pk}/presales/").content.decode()


def test_what_somebody_saved_meanwhile_is_not_overwritten(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    row = made.make_presale(venture)
    Presale.objects.update(version=2)
    sent = {"who": "Mine", "amount": "10", "agreed_on": "2026-05-02", "source": "cold", "version": "1"}
    answer = visit(head_of_sales).post(f"/presales/{row.pk}/", sent)
    assert answer.status_code == 422
    assert "Mine" in answer.content.decode()
    assert Presale.objects.get().who == "Brutăria Lina"


def test_a_product_becomes_a_solution(head_of_sales: User, venture: Venture, visit: Callable[..., Browser]) -> None:
    browser, segment, product = visit(head_of_sales), made.make_segment(venture), made.make_product(venture)
    address = f"/products/{product.pk}/solutions/new/?segment={segment.pk}"
    sent = {"delivery": "into a box", "delivery-asks": "nobody is there", "version": "0"}
    assert browser.post(address, sent).status_code == 303
    assert Solution.objects.get().adaptations.get().difference == "into a box"
    assert "into a box" in browser.get(f"/ventures/{venture.pk}/products/").content.decode()


def test_a_service_is_recorded_step_by_step(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    browser, service = visit(head_of_sales), made.make_service(venture)
    step = service.steps.first()
    address = f"/services/{service.pk}/record/"
    assert browser.post(address, {"on": "2026-05-04"}).status_code == 422
    sent = {"on": "2026-05-04", f"minutes-{step.pk}": "30,5", f"money-{step.pk}": "2", "outcome": "happy", "units": "1"}
    assert browser.post(address, sent).status_code == 303
    assert ManualRun.objects.get().steps.get().minutes == 30.5
    assert browser.get(f"/services/{service.pk}/").status_code == 200


def test_a_reader_is_shown_no_form(analyst: User, venture: Venture, visit: Callable[..., Browser]) -> None:
    browser = visit(analyst)
    assert browser.get(f"/ventures/{venture.pk}/value/").status_code == 200
    for place in ("presales/new/", "products/new/", "services/new/", "surveys/new/", "fit/choose/"):
        assert browser.get(f"/ventures/{venture.pk}/{place}").status_code == 403


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_empty_pages_say_what_to_do_in_every_language(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser], language: str
) -> None:
    User.objects.filter(pk=head_of_sales.pk).update(language=language)
    browser = visit(head_of_sales)
    for place in ("value", "products", "presales", "services", "surveys", "fit"):
        assert browser.get(f"/ventures/{venture.pk}/{place}/").status_code == 200
