"""Amounts with cents stand on every page of a venture as they were typed, and what follows from them adds up."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client as Browser

from tenure.discovery.models import (
    AcquisitionChannel,
    Commitment,
    FixedCost,
    InterviewProblem,
    Venture,
    WorkEntry,
)
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import venture_factories as made
from tests.economics_factories import InputValue, make_economics

pytestmark = pytest.mark.django_db
TYPED = 120_50


@pytest.fixture
def venture(head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales, loop_budget_minor=TYPED, build_cost_minor=TYPED)


def text_of(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_typed_with_cents_is_shown_with_them(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    hypothesis = made.make_hypothesis(venture, gain_minor=TYPED, loss_minor=TYPED)
    card = made.make_test_card(hypothesis, cost_minor=TYPED)
    WorkEntry.objects.create(
        venture=venture, test=card, on=date(2026, 5, 4), money_minor=TYPED, author=head_of_sales, created_at=clock.now()
    )
    talk = made.make_interview(venture)
    InterviewProblem.objects.create(interview=talk, problem=made.make_problem(venture), cost_minor=TYPED)
    Commitment.objects.create(interview=talk, kind="money", text="A deposit", amount_minor=TYPED)
    made.make_product(venture, price_minor=TYPED)
    made.make_presale(venture, amount_minor=TYPED, paid_on=date(2026, 5, 9))
    made.make_sales_period(venture, sellers=1, yield_minor=TYPED)
    scenario = make_economics(venture, price=InputValue(120.5, 100, 130))
    FixedCost.objects.create(scenario=scenario, name="Rent", amount_minor=TYPED)
    AcquisitionChannel.objects.create(scenario=scenario, name="Ads", media_minor=TYPED, leads=10, clients=5)
    browser = visit(head_of_sales)
    home = f"/ventures/{venture.pk}"
    pages = {
        f"/hypotheses/{hypothesis.pk}/": 3, f"/tests/{card.pk}/": 4, f"/interviews/{talk.pk}/": 3, f"{home}/products/": 2,
        f"{home}/presales/": 3, f"{home}/fit/": 3, f"/scenarios/{scenario.pk}/": 6, f"{home}/learning-cost/": 7,
        f"{home}/report/": 10,
    }  # fmt: skip
    found = {address: text_of(browser, address) for address in pages}
    assert {address: text.count("€120.50") for address, text in found.items()} == pages
    assert not [address for address, text in found.items() if "€120<" in text or "€120 " in text or "€121" in text]


def test_the_costs_of_clients_and_the_sentence_that_moves_money_add_up(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    """€1,000 that brought 212 clients is €4.72 each, €600 that brought 20 is €30: €600 moved bring 127.2 and cost 20."""
    scenario = make_economics(venture)
    for name, spent, clients in (("Ads", 1_000_00, 212), ("Fairs", 600_00, 20)):
        AcquisitionChannel.objects.create(
            scenario=scenario, name=name, media_minor=spent, leads=1000, clients=clients, next_cost_minor=spent,
            next_clients=clients,
        )  # fmt: skip
    text = text_of(visit(head_of_sales), f"/scenarios/{scenario.pk}/")
    assert text.count("€4.72") == 3, "loaded, by media alone, of the next"
    assert "Move €600 from Fairs to Ads." in text
    assert "It would bring 107.2 clients more" in text


def test_the_bottleneck_is_told_by_the_margin_the_chain_shows(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    scenario = make_economics(venture)
    text = text_of(visit(head_of_sales), f"/scenarios/{scenario.pk}/")
    # 800 x (0.035 x ((30 - 18.2) x 6.5 - 9) - 0.4); with 1,100 users 590.85 more.
    assert "At the good end of its range the margin is €2,166 instead of €1,576." in text
    assert "+€590.85" in text
    assert text.count("€1,576") >= 3, "in the sentence, under the picture and in the chain"


def test_a_typed_cost_of_a_buyer_far_from_that_of_the_channels_is_told_with_both(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    """40 by CPA / C1, 136 by 3,400 spent on 25 clients: said until the numbers are linked or agree."""
    scenario = make_economics(venture, user_cost=InputValue(1.4), conversion=InputValue(0.035))
    channel = AcquisitionChannel.objects.create(
        scenario=scenario, name="Ads", media_minor=3_400_00, leads=1000, clients=25
    )
    browser, address = visit(head_of_sales), f"/scenarios/{scenario.pk}/"
    text = text_of(browser, address)
    assert (
        "By CPA / C1 of the chain a buyer costs €40; the channels say €136 (€105.76 to €176.35 in 8 of 10 cases)."
        in text
    )
    assert f'href="{address}base/"' in text.split("By CPA / C1 of the chain")[1][:400]
    AcquisitionChannel.objects.filter(pk=channel.pk).update(clients=80)
    assert "By CPA / C1 of the chain" not in text_of(browser, address), "42.50 is within a doubt of 40"
    AcquisitionChannel.objects.filter(pk=channel.pk).update(clients=25)
    scenario.refresh_from_db()
    sent = {"version": str(scenario.version), "user_cost_from": "channels", "conversion_from": "channels"}
    assert browser.post(f"{address}base/", sent).status_code == 303
    assert "By CPA / C1 of the chain" not in text_of(browser, address)


def test_a_sum_with_a_point_for_thousands_is_asked_about_and_kept_as_typed(
    visit: Callable[..., Browser], head_of_sales: User, venture: Venture
) -> None:
    form = {"name": venture.name, "kind": "idea", "loop_days": "28", "least_company_minor": "60.000"}
    answer = visit(head_of_sales).post(f"/ventures/{venture.pk}/settings/", form)
    said = answer.content.decode()
    assert (answer.status_code, "may be 60 or 60000" in said, 'value="60.000"' in said) == (422, True, True)
    venture.refresh_from_db()
    assert venture.least_company_minor is None


def test_so_are_people_of_a_segment(visit: Callable[..., Browser], head_of_sales: User, venture: Venture) -> None:
    form = {"name": "Bakeries", "accounts_low": "4.000", "accounts_high": "9.000"}
    answer = visit(head_of_sales).post(f"/ventures/{venture.pk}/segments/new/", form)
    assert (answer.status_code, "may be 4 or 4000" in answer.content.decode()) == (422, True)
    assert not venture.segments.exists()
