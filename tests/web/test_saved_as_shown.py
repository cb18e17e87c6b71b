"""A form saved as it was shown changes no number, in any language."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client as Browser

from tenure.clients.models import DecisionUnit
from tenure.discovery.models import EconomicsInput
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made
from tests.economics_factories import InputValue, make_economics

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ru", "ro")


class Fields(HTMLParser):
    """The fields of the last form of a page with a version, as a browser would send them back."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._kept, self.values = self.values, {}
        if tag == "textarea":
            self._area = has["name"]
            self.values[self._area] = ""
        if tag == "select":
            self._select = has["name"]
        if tag == "option" and "selected" in has:
            self.values[self._select] = has["value"]
        if tag == "input" and has.get("name") and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self.values[has["name"]] = has.get("value", "on")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form" and "version" not in self.values:
            self.values = self._kept


def save_as_shown(browser: Browser, address: str) -> None:
    sent = Fields(browser.get(address).content.decode()).values
    assert "version" in sent
    answer = browser.post(address, sent)
    assert answer.status_code in (302, 303), answer.content.decode()[:3000]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_large_deal_keeps_its_value(visit: Callable[..., Browser], language: str) -> None:
    seller = factories.make_user(role="salesperson", name="Dan", language=language)
    client = factories.make_client(owner=seller)
    deal = factories.make_unit(client, title="Second line", value_minor=123_456_705, base_rate=0.123456)
    save_as_shown(visit(seller), f"/units/{deal.pk}/edit/")
    kept = DecisionUnit.objects.get(pk=deal.pk)
    assert (kept.version, kept.value_minor) == (deal.version + 1, 123_456_705)
    assert kept.base_rate == pytest.approx(0.123456)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_with_three_decimals_stay_in_economics(visit: Callable[..., Browser], language: str) -> None:
    head: User = factories.make_user(role="head_of_sales", name="Ion", language=language)
    scenario = make_economics(made.make_venture(head), orders=InputValue(2.375, 1.125, 4.875))
    save_as_shown(visit(head), f"/scenarios/{scenario.pk}/numbers/")
    row = EconomicsInput.objects.get(scenario=scenario, metric="orders")
    assert (row.value, row.low, row.high) == (2.375, 1.125, 4.875)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_test_card_keeps_its_hours_and_cost(visit: Callable[..., Browser], language: str) -> None:
    head: User = factories.make_user(role="head_of_sales", name="Ion", language=language)
    card = made.make_test_card(made.make_hypothesis(made.make_venture(head)), cost_minor=1_234_567_89, hours=2.125)
    save_as_shown(visit(head), f"/tests/{card.pk}/edit/")
    card.refresh_from_db()
    assert (card.cost_minor, card.hours) == (1_234_567_89, 2.125)
