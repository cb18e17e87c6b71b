"""What a venture offers, by its pages: typed text is kept, hostile text stays text, readers only read."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.models import ManualRun, Presale, ProfileItem, Solution, ValueItem, Venture
from tenure.privacy.models import User
from tests import factories
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


def test_a_refusal_is_entered_and_counted_among_those_asked(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    claim, browser = made.make_hypothesis(venture), visit(head_of_sales)
    address = f"/ventures/{venture.pk}/presales/new/"
    asked = {"amount": "49", "agreed_on": "2026-05-02", "source": "cold", "hypothesis": str(claim.pk)}
    assert browser.post(address, asked | {"who": "A", "relation": "friend", "paid_on": "2026-05-02"}).status_code == 303
    no = {"who": "B", "relation": "stranger", "refused_on": "2026-05-03", "refusal": HOSTILE}
    assert browser.post(address, asked | no).status_code == 303
    page = browser.get(f"/ventures/{venture.pk}/presales/").content.decode()
    assert "1 of 2" in page
    assert "counts for it: level 5, weight 50" in page
    assert "counts against it: level 5, weight 100" in page
    assert HOSTILE not in page
    form = browser.get(f"/presales/{Presale.objects.get(who='B').pk}/").content.decode()
    assert 'value="2026-05-03"' in form
    assert "from among friends" not in form, "how they came is asked apart from who they are"


def test_a_presale_and_a_refund_are_told_all_that_is_wrong_at_once(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    browser = visit(head_of_sales)
    for name in ("Lina South", "Lina North"):
        factories.make_client(name, owner=head_of_sales)
    sent = {
        "who": "", "amount": "forty", "list_price": "-3", "paid_on": "1 May", "refusal": "Too dear", "source": "cold",
        "client": "Lina",
    }  # fmt: skip
    answer = browser.post(f"/ventures/{venture.pk}/presales/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    for told in ("Write who", "“forty” is not", "above zero", "1 May", "Give the day of the refusal", "Lina North"):
        assert told in page, told
    row = made.make_presale(venture, paid_on=date(2026, 5, 2))
    back = {"amount": "forty", "reason": "", "on": "2099-01-01", "version": "1"}
    page = browser.post(f"/presales/{row.pk}/refund/", back).content.decode()
    for told in ("“forty” is not", "Why was the buyer unhappy", "has not come yet"):
        assert told in page, told
    assert not row.refunds.exists()


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


def test_outcomes_not_known_yet_count_on_neither_side(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    browser, service = visit(head_of_sales), made.make_service(venture)

    def told() -> str:
        page = browser.get(f"/services/{service.pk}/").content.decode()
        found = re.search(r"<dt>Satisfied</dt><dd[^>]*>(.*?)</dd>", page)
        return re.sub(r"<[^>]+>", "", found[1]) if found else ""

    made.make_run(service, outcome="unknown")
    assert told() == "not known yet"
    for outcome in ("happy", "happy", "unhappy"):
        made.make_run(service, outcome=outcome)
    assert told() == "2 of 3 known, 1 not satisfied"


@pytest.mark.parametrize(
    ("minutes", "said"), [(1.0, "1 minut pe"), (30.5, "30,5 minute pe"), (90.0, "90 de minute pe")]
)
def test_minutes_are_counted_as_romanian_does(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser], minutes: float, said: str
) -> None:
    service = made.make_service(venture, steps=("Drive",))
    service.steps.update(automatable="no")
    made.make_run(service, minutes=minutes)
    User.objects.update(language="ro")
    page = visit(head_of_sales).get(f"/services/{service.pk}/").content.decode().replace("\xa0", " ")
    assert f"nu o ia: {said}" in page, re.findall("nu o ia: .{30}", page)


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
