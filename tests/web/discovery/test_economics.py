"""Unit economics in the browser's hands: begun, filled, refused, compared, read from the orders."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client as Browser
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tenure.discovery.economics import edits
from tenure.discovery.models import EconomicsInput, EconomicsScenario
from tenure.privacy.models import User
from tests import factories
from tests.economics_factories import make_economics, make_scenario
from tests.venture_factories import make_venture

pytestmark = pytest.mark.django_db
NUMBERS = {
    "users": ("600", "800", "1100"), "price": ("27", "30", "33"), "cogs": ("17", "18.2", "19.4"),
    "orders": ("4.9", "6.5", "8.2"), "first_cost": ("6", "9", "14"), "user_cost": ("0.32", "0.4", "0.5"),
}  # fmt: skip


def form(**changes: str) -> dict[str, str]:
    values = {"version": "1", "conversion_successes": "35", "conversion_trials": "1000"}
    for metric, ends in NUMBERS.items():
        values |= {f"{metric}_{part}": text for part, text in zip(("low", "value", "high"), ends, strict=True)}
        values |= {f"{metric}_shape": "triangular", f"{metric}_assumed": "on"}
    return values | changes


def test_from_nothing_to_a_verdict(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    browser = visit(head_of_sales)
    assert "Seven numbers answer" in browser.get(f"/ventures/{venture.pk}/economics/").content.decode()
    begun = browser.post(f"/ventures/{venture.pk}/economics/", {"name": "As planned", "horizon_months": "12"})
    scenario = EconomicsScenario.objects.get()
    assert begun["Location"] == f"/scenarios/{scenario.pk}/numbers/"
    assert browser.post(begun["Location"], form()).status_code == 303
    page = browser.get(f"/scenarios/{scenario.pk}/").content.decode()
    assert "It converges" in page
    assert "(AvP − COGS) × APC − 1sCOGS" in page
    assert "counted: 35 of 1,000" in page
    assert "6 inputs are assumed" in page


def test_a_refused_number_stays_in_its_field_with_its_sentence(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    scenario = make_scenario(make_venture(head_of_sales))
    answer = visit(head_of_sales).post(
        f"/scenarios/{scenario.pk}/numbers/", form(price_low="40", price_basis="<b>offer</b>")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "AvP: the low guess 40 is above the high guess 33" in page
    assert 'value="40"' in page
    assert "&lt;b&gt;offer&lt;/b&gt;" in page
    assert not EconomicsInput.objects.exists()


def test_a_share_is_typed_in_per_cent_and_numbers_in_the_signs_of_the_language(
    visit: Callable[..., Browser], workspace: object
) -> None:
    reader = factories.make_user(role="head_of_sales", language="ru")
    scenario = make_scenario(make_venture(reader))
    changes = {"conversion_successes": "", "conversion_trials": "", "conversion_value": "3,5", "conversion_low": "2 %",
               "conversion_high": "5", "cogs_value": "18,2"}  # fmt: skip
    assert visit(reader).post(f"/scenarios/{scenario.pk}/numbers/", form(**changes)).status_code == 303
    stored = scenario.inputs.get(metric="conversion")
    assert (stored.value, stored.low, stored.high) == (0.035, 0.02, 0.05)


def test_two_at_once_the_second_keeps_the_text(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    answer = visit(head_of_sales).post(f"/scenarios/{scenario.pk}/numbers/", form(price_basis="Seen at the fair"))
    assert answer.status_code == 422
    assert "Seen at the fair" in answer.content.decode()


def test_impossible_correlations_are_told_on_the_page(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    browser = visit(head_of_sales)
    for first, second, rank in (("conversion", "price", "-0.6"), ("price", "orders", "0.6")):
        browser.post(f"/scenarios/{scenario.pk}/pairs/", {"first": first, "second": second, "rank": rank})
    answer = browser.post(
        f"/scenarios/{scenario.pk}/pairs/", {"first": "conversion", "second": "orders", "rank": "0.9"}
    )
    assert answer.status_code == 422
    assert "contradict each other" in answer.content.decode()


def test_scenarios_stand_side_by_side(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    scenario = make_economics(venture)
    browser = visit(head_of_sales)
    browser.post(f"/scenarios/{scenario.pk}/copy/", {"name": "With vans"})
    copy = EconomicsScenario.objects.get(name="With vans")
    edits.edit_inputs(
        actor=head_of_sales, scenario_id=copy.pk, version=copy.version, on=date(2026, 5, 12),
        given={"price": edits.InputValue(19.0, 18.5, 19.5)},
    )  # fmt: skip
    page = browser.get(f"/ventures/{venture.pk}/economics/compare/").content.decode()
    assert "With vans" in page
    assert "does not converge" in page


@pytest.mark.parametrize("language", ["en", "ru", "ro"])
def test_letters_stay_latin_in_every_language(visit: Callable[..., Browser], workspace: object, language: str) -> None:
    reader = factories.make_user(role="head_of_sales", language=language)
    scenario = make_economics(make_venture(reader))
    with translation.override(language):
        page = visit(reader).get(f"/scenarios/{scenario.pk}/").content.decode()
    for sign in ("UA", "C1", "AvP", "COGS", "APC", "1sCOGS", "CPA", "ARPPU", "ARPC", "CAC", "CM"):
        assert sign in page


def test_the_page_reads_a_full_scenario_in_few_queries_and_little_time(
    visit: Callable[..., Browser], head_of_sales: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    for number in range(20):
        edits.add_channel(
            actor=head_of_sales,
            scenario_id=scenario.pk,
            value=edits.ChannelValue(f"Channel {number}", 1000, leads=9, clients=3),
        )
    browser = visit(head_of_sales)
    browser.get(f"/scenarios/{scenario.pk}/")
    with django_assert_max_num_queries(26):
        began = time.process_time()
        browser.get(f"/scenarios/{scenario.pk}/")
        spent = time.process_time() - began
    assert spent < 0.5  # sixty milliseconds without the tests' own instruments


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"users_value": "1.000"}, 422),
        ({"price_high": "1.500"}, 422),
        ({"user_cost_value": "1.234", "user_cost_high": "2"}, 303),
    ],
    ids=["people", "money", "a tenth of a cent"],
)
def test_a_number_that_may_be_a_thousand_times_more_is_asked_about(
    visit: Callable[..., Browser], head_of_sales: User, changes: dict[str, str], status: int
) -> None:
    scenario = make_scenario(make_venture(head_of_sales))
    answer = visit(head_of_sales).post(f"/scenarios/{scenario.pk}/numbers/", form(**changes))
    assert (answer.status_code, "Write the one you mean" in answer.content.decode()) == (status, status == 422)
