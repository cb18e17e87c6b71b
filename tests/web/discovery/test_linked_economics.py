"""Numbers of a scenario linked to orders, leads, channels and a service: what is counted, told, and told to be old."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tenure.clients.models import Client
from tenure.clients.views import save_view
from tenure.discovery.economics import edits
from tenure.discovery.economics.scenarios import scenario_of
from tenure.discovery.files.export import venture_file
from tenure.discovery.files.take_in import take_in_venture
from tenure.discovery.models import EconomicsInput, EconomicsScenario, InputLink
from tenure.discovery.offers.manual_service import ServiceText, edit_service, service_of
from tenure.engine.evidence.proportions import posterior
from tenure.kernel import clock
from tenure.orders.models import ImportBatch
from tenure.privacy.models import User
from tests import factories
from tests.economics_factories import make_economics
from tests.venture_factories import make_run, make_service, make_venture

pytestmark = pytest.mark.django_db


def link(browser: Browser, scenario: EconomicsScenario, **sources: str) -> str:
    """Post the form of links and give the page that answers."""
    scenario.refresh_from_db()
    page = f"/scenarios/{scenario.pk}/"
    answer = browser.post(f"{page}base/", {"version": str(scenario.version)} | sources)
    return (browser.get(page) if answer.status_code == 303 else answer).content.decode()


def bakeries(owner: User) -> dict[str, Client]:
    """Two clients with orders at a known price and profit, in two countries."""
    found = {}
    for name, country, orders, money in (("Brutăria", "Moldova", 4, 5000), ("Boulangerie", "France", 2, 9000)):
        client = factories.make_client(name, owner=owner, country=country)
        for place in range(orders):
            day = clock.today() - timedelta(days=10 * place + 1)
            factories.make_order(client, day, amount_minor=money, margin_minor=2000)
        factories.make_score(client)
        found[name] = client
    return found


def stored(scenario: EconomicsScenario, metric: str) -> EconomicsInput:
    return scenario.inputs.get(metric=metric)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form of the numbers as it stands."""
    form = page[page.index('name="version"') - 40 :]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select [^>]*name="([^"]*)">(.*?)</select>', form, re.S):
        found[name] = re.findall(r'<option value="([^"]*)" selected', options)[0]
    return found


ORDERS = {"price_from": "orders", "orders_from": "orders", "cogs_from": "orders"}


def test_orders_are_counted_dated_and_told(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    bakeries(head_of_sales)
    page = link(visit(head_of_sales), scenario, **ORDERS)
    assert "6 orders of 2 clients" in page
    assert f"counted by {head_of_sales.name}" in page
    price, orders, cogs = (stored(scenario, metric) for metric in ("price", "orders", "cogs"))
    assert (price.source, price.assumed) == ("linked", False)
    assert price.value == pytest.approx(380 / 6)
    assert orders.value == 3
    assert cogs.value == pytest.approx(260 / 6)
    assert price.low is not None
    assert price.low < price.value


def test_a_saved_view_limits_the_clients_and_its_name_is_told(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    bakeries(head_of_sales)
    view = save_view(actor=head_of_sales, name="At home", filters={"country": "Moldova"})
    page = link(visit(head_of_sales), scenario, price_from="orders", view=str(view.id))
    assert "4 orders of 1 client, view “At home”" in page
    assert stored(scenario, "price").value == 50


def test_nothing_found_is_unknown_not_zero(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    bakeries(head_of_sales)
    page = link(visit(head_of_sales), scenario, price_from="orders", product="snow")
    assert "0 orders of 0 clients, product or category “snow”" in page
    assert "it is unknown, not zero" in page
    assert not scenario.inputs.filter(metric="price").exists()
    scenario.refresh_from_db()
    assert scenario.result is None


def test_channels_give_the_leads_the_conversion_and_what_one_lead_costs(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    for value in (
        edits.ChannelValue("Fairs", 40_000, 120_000, leads=150, clients=12),
        edits.ChannelValue("Letters", 10_000, leads=50, clients=8),
    ):
        edits.add_channel(actor=head_of_sales, scenario_id=scenario.pk, value=value)
    browser = visit(head_of_sales)
    page = link(browser, scenario, users_from="channels", conversion_from="channels", user_cost_from="channels")
    assert "(media + people + tools + commissions) / leads = €1,700 / 200 leads" in page
    assert (stored(scenario, "users").value, stored(scenario, "user_cost").value) == (200, 8.5)
    share = stored(scenario, "conversion")
    assert (share.successes, share.trials, share.source) == (20, 200, "linked")
    assert (share.low, share.high) == posterior(20, 200).interval(0.8)
    cost = stored(scenario, "user_cost")
    assert cost.low is not None
    assert cost.high is not None
    assert cost.low < 8.5 < cost.high
    link(browser, scenario, user_cost_from="media")
    assert stored(scenario, "user_cost").value == 2.5
    assert stored(scenario, "users").source == "typed"


def test_channels_that_changed_since_are_told_until_counted_again(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    channel = edits.ChannelValue("Fairs", 40_000, leads=100, clients=12)
    edits.add_channel(actor=head_of_sales, scenario_id=scenario.pk, value=channel)
    browser = visit(head_of_sales)
    assert "changed since" not in link(browser, scenario, user_cost_from="channels")
    edits.add_channel(actor=head_of_sales, scenario_id=scenario.pk, value=edits.ChannelValue("Letters", 5000, leads=9))
    assert "the channels changed since" in browser.get(f"/scenarios/{scenario.pk}/").content.decode()
    browser.post(f"/scenarios/{scenario.pk}/count/")
    assert "changed since" not in browser.get(f"/scenarios/{scenario.pk}/").content.decode()
    assert stored(scenario, "user_cost").value == pytest.approx(450 / 109)


def test_clients_of_no_known_number_of_leads_are_refused(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    edits.add_channel(actor=head_of_sales, scenario_id=scenario.pk, value=edits.ChannelValue("Word", 100, clients=3))
    page = link(visit(head_of_sales), scenario, user_cost_from="channels")
    assert "The channel “Word” has clients but no leads" in page
    assert not InputLink.objects.exists()


def test_a_service_done_by_hand_gives_the_cost_of_an_order(visit: Callable[..., Browser], head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    scenario = make_economics(venture)
    service = make_service(venture)
    for minutes in (30.0, 40.0, 35.0):
        make_run(service, minutes)
    cost = service_of(actor=head_of_sales, service_id=service.pk).cost
    browser = visit(head_of_sales)
    page = link(browser, scenario, cogs_from=f"by_hand:{service.pk}")
    assert f"“{service.name}”, a unit by hand, by 3 runs" in page
    cogs = stored(scenario, "cogs")
    assert cogs.value == pytest.approx(cost.now_minor / 100)
    assert cogs.low is not None
    assert cogs.low < cogs.value
    edit_service(actor=head_of_sales, service_id=service.pk, version=1, wanted=ServiceText(service.name, "job", 2400))
    assert "the service changed since" in browser.get(f"/scenarios/{scenario.pk}/").content.decode()
    link(browser, scenario, cogs_from=f"automated:{service.pk}")
    after = service_of(actor=head_of_sales, service_id=service.pk).cost.after_minor
    assert stored(scenario, "cogs").value == pytest.approx(after / 100)


def test_a_service_of_another_venture_is_no_source(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    foreign = make_service(make_venture(head_of_sales, "Another"))
    link(visit(head_of_sales), scenario, cogs_from=f"by_hand:{foreign.pk}")
    assert not InputLink.objects.exists()


def test_leads_are_those_met_before_they_bought(visit: Callable[..., Browser], head_of_sales: User) -> None:
    """Two entered by hand, one of whom bought; one talked with first; one from a file and one who bought before."""
    scenario = make_economics(make_venture(head_of_sales))
    today, met = clock.today(), timezone.now() - timedelta(days=40)
    bought, waits, before = (
        factories.make_client(name, owner=head_of_sales, created_at=met) for name in ("Bought", "Waits", "Before")
    )
    filed, talked = (
        factories.make_client(name, owner=head_of_sales, created_at=met, import_batch_id=1)
        for name in ("Filed", "Talked")
    )
    factories.make_interaction(talked, head_of_sales, at=met)
    factories.make_interaction(waits, head_of_sales, at=met, outcome="no_answer")
    factories.make_order(before, today - timedelta(days=90))
    for client in (bought, filed, before):
        factories.make_order(client, today)
    page = link(visit(head_of_sales), scenario, users_from="leads", conversion_from="leads")
    share = stored(scenario, "conversion")
    assert (share.successes, share.trials) == (1, 3)
    assert "3 leads, 1 bought" in page
    assert stored(scenario, "users").value == 3


def test_an_import_since_makes_a_count_old(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    bakeries(head_of_sales)
    browser = visit(head_of_sales)
    assert "went since" not in link(browser, scenario, **ORDERS)
    factories.make_batch(state=ImportBatch.State.DONE, finished_at=clock.now() + timedelta(minutes=1))
    assert "orders came in or went since" in browser.get(f"/scenarios/{scenario.pk}/").content.decode()


def test_saving_the_numbers_untouched_leaves_the_link_and_typing_over_one_ends_it(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    bakeries(head_of_sales)
    browser = visit(head_of_sales)
    link(browser, scenario, **ORDERS)
    values = fields_of(browser.get(f"/scenarios/{scenario.pk}/numbers/").content.decode())
    browser.post(f"/scenarios/{scenario.pk}/numbers/", values)
    assert set(scenario.links.values_list("metric", flat=True)) == {"price", "orders", "cogs"}
    assert stored(scenario, "price").source == "linked"
    browser.post(
        f"/scenarios/{scenario.pk}/numbers/", values | {"price_value": "64", "price_low": "", "price_high": ""}
    )
    assert set(scenario.links.values_list("metric", flat=True)) == {"orders", "cogs"}
    assert stored(scenario, "price").source == "typed"


def test_everything_wrong_of_the_form_is_told_at_once(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    page = link(visit(head_of_sales), scenario, price_from="orders", since="2026-13-40", view="999999", product="flour")
    assert page.count('class="bad small"') == 2
    assert 'value="flour"' in page
    assert not InputLink.objects.exists()


def test_the_file_carries_links_within_the_venture_and_words_of_the_others(
    visit: Callable[..., Browser], head_of_sales: User
) -> None:
    venture = make_venture(head_of_sales)
    scenario = make_economics(venture)
    service = make_service(venture)
    make_run(service)
    bakeries(head_of_sales)
    view = save_view(actor=head_of_sales, name="At home", filters={"country": "Moldova"})
    link(visit(head_of_sales), scenario, price_from="orders", view=str(view.id), cogs_from=f"by_hand:{service.pk}")
    raw = venture_file(actor=head_of_sales, venture_id=venture.pk, people=True)
    assert b'"filters"' not in raw
    taken = take_in_venture(actor=head_of_sales, raw=raw)
    copy = scenario_of(actor=head_of_sales, scenario_id=EconomicsScenario.objects.get(venture=taken).pk)
    assert set(copy.links) == {"cogs"}
    assert copy.links["cogs"].wanted.service_id not in (None, service.pk)
    assert copy.inputs["price"].value == 50
    assert copy.inputs["price"].basis.startswith("4 / 1; ")
    assert copy.inputs["price"].basis.endswith("At home")


def test_the_page_of_a_linked_scenario_counts_nothing(
    visit: Callable[..., Browser], head_of_sales: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    venture = make_venture(head_of_sales)
    scenario = make_economics(venture)
    service = make_service(venture)
    make_run(service)
    bakeries(head_of_sales)
    browser = visit(head_of_sales)
    link(browser, scenario, price_from="orders", orders_from="orders", cogs_from=f"automated:{service.pk}")
    browser.get(f"/scenarios/{scenario.pk}/")
    with django_assert_max_num_queries(23):
        browser.get(f"/scenarios/{scenario.pk}/")


def test_the_page_says_that_people_and_their_cost_are_one(visit: Callable[..., Browser], head_of_sales: User) -> None:
    scenario = make_economics(make_venture(head_of_sales))
    value = edits.ChannelValue("Fairs", 90_000, leads=30, clients=6)
    edits.add_channel(actor=head_of_sales, scenario_id=scenario.pk, value=value)
    browser = visit(head_of_sales)
    assert "CPA = spent / UA" not in link(browser, scenario, users_from="channels")
    page = link(browser, scenario, users_from="channels", user_cost_from="channels")
    assert "CPA = spent / UA in every draw" in page
    assert "All numbers vary on their own" not in page
    answer = browser.post(f"/scenarios/{scenario.pk}/pairs/", {"first": "users", "second": "user_cost", "rank": "0.5"})
    assert "CPA falls exactly as UA rises" in answer.content.decode()
