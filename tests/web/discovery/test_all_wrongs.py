"""A refused form of a venture tells everything that is wrong at once, each beside its field, and keeps what was typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.economics.checks import ChannelValue
from tenure.discovery.economics.edits import add_channel
from tenure.discovery.models import Interview, InterviewPlan, ManualRun, Segment, Venture
from tenure.privacy.models import User
from tests import economics_factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
SAID = re.compile(r'<p class="(?:bad small[^"]*|note bad problem)"[^>]*>([^<]+)</p>')
LONG = "x" * 3000


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def refused(browser: Browser, address: str, sent: dict[str, str]) -> list[str]:
    """What the page says is wrong; every short word that was sent stands in it still."""
    answer = browser.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422, page
    assert all(text in page for text in sent.values() if len(text) < 100)
    return SAID.findall(page)


def forms(venture: Venture) -> dict[str, tuple[str, dict[str, str], int]]:
    """Address, what is sent and how many fields of it are wrong: unreadable, outside and missing side by side."""
    segment, problem = made.make_segment(venture), made.make_problem(venture)
    service, survey = made.make_service(venture), made.make_survey(venture)
    scenario = f"/scenarios/{economics_factories.make_economics(venture).pk}"
    home, product = f"/ventures/{venture.pk}", made.make_product(venture)
    version = made.make_mvp(product)
    return {
        "settings": (
            f"{home}/settings/",
            {"name": "", "kind": "idea", "loop_days": "9999", "cash_minor": "plenty", "burn_minor": "-5"},
            4,
        ),
        "product": (f"{home}/products/new/", {"name": "", "description": LONG, "price": "cheap"}, 3),
        "version": (
            f"/products/{product.pk}/mvp/new/",
            {"ready_on": "soon", "does": "", "left_out": LONG, "hours": "many", "money": "-4"},
            5,
        ),
        "showing": (
            f"/mvp/{version.pk}/showings/new/",
            {"on": "soon", "who": "", "client": "Nobody SRL", "verdict": "fine", "said": LONG, "change": "y" * 300},
            6,
        ),
        "service": (
            f"{home}/services/new/",
            {"name": "", "price": "-1", "hour_cost": "low", "units_a_month": "0", "steps": LONG},
            5,
        ),
        "step": (f"/services/{service.pk}/steps/new/", {"name": "", "automatable": "no", "automation": "much"}, 2),
        "value": (
            f"{home}/value/wants/new/?segment={segment.pk}",
            {"kind": "pain", "text": "", "importance": "9", "heard": "many"},
            3,
        ),
        "segment": (f"{home}/segments/new/", {"name": "", "accounts_low": "few", "accounts_high": "-2"}, 3),
        "size": (
            f"/segments/{segment.pk}/problems/{problem.pk}/",
            {"reach_low": "some", "willing_high": "120", "times_low": "9", "times_high": "2", "margin": "0"},
            4,
        ),
        "plan": (
            f"{home}/interviews/plan/",
            {"kind": "problem", "side": "consumer", "language": "en", "goal": "", "target": "lots", "strangers": "900"},
            3,
        ),
        "survey": (f"/surveys/{survey.pk}/edit/", {"name": "", "most_answers": "0", "title-ro": "y" * 200}, 3),
        "question": (
            f"/surveys/{survey.pk}/questions/new/",
            {"kind": "gabor", "prices": "20; 10", "unit_cost": "-3", "text-ru": "y" * 400},
            3,
        ),
        "begin": (f"{home}/economics/", {"name": "", "horizon_months": "2.5"}, 2),
        "numbers": (
            f"{scenario}/numbers/",
            {
                "users_value": "lots",
                "users_basis": "y" * 300,
                "price_low": "9",
                "price_value": "5",
                "price_high": "-4",
                "cogs_value": "-1",
                "cogs_low": "few",
                "cogs_high": "2",
                "orders_low": "3",
                "conversion_successes": "-7",
                "conversion_trials": "1.5",
                "user_cost_value": "2",
                "user_cost_low": "4",
                "user_cost_high": "3",
            },
            10,
        ),
        "frame": (
            f"{scenario}/frame/",
            {
                "name": "",
                "horizon_months": "year",
                "retention": "120",
                "discount": "-1",
                "payback_limit": "0",
                "ltv_cac_mark": "none",
                "sure": "40",
                "develop_cost_minor": "-5",
                "develop_clients": "1.5",
                "develop_uplift_minor": "much",
                "note": "y" * 6000,
            },
            11,
        ),
        "add channel": (
            f"{scenario}/channels/",
            {
                "name": "",
                "media_minor": "dear",
                "people_minor": "-1",
                "leads": "3",
                "clients": "5",
                "next_clients": "two",
                "next_cost_minor": "8",
            },
            5,
        ),
        "cost": (f"{scenario}/costs/", {"name": "z" * 121, "amount": "rent"}, 2),
        "pair": (f"{scenario}/pairs/", {"first": "price", "second": "price", "rank": "2"}, 2),
    }


@pytest.mark.parametrize(
    "name",
    [
        "settings",
        "product",
        "service",
        "step",
        "value",
        "segment",
        "size",
        "plan",
        "survey",
        "question",
        "begin",
        "numbers",
        "frame",
        "add channel",
        "cost",
        "pair",
    ],
)
def test_every_wrong_field_is_told_at_once(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser], name: str
) -> None:
    address, sent, wrong = forms(venture)[name]
    assert len(refused(visit(head_of_sales), address, sent)) == wrong
    assert not InterviewPlan.objects.exists()
    assert Segment.objects.count() == 1


def test_a_talk_tells_what_is_wrong_with_its_lines_quotes_and_hypotheses_together(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    sent = {
        "kind": "problem", "side": "consumer", "acquaintance": "cold", "consent": "none", "held_on": "2099-01-01",
        "name": "Ion", "minutes": "long", "p-1-severity": "99", "p-1-name": "", "p-2-name": "Late", "p-2-cost": "much",
        "c-1-kind": "money", "c-1-text": "", "c-1-amount": "ten", "quotes": "It hurts", "ideas": "z" * 300, "key": "",
    }  # fmt: skip
    said = refused(visit(head_of_sales), f"/ventures/{venture.pk}/interviews/record/", sent)
    assert len(said) == 10
    assert not Interview.objects.exists()


def test_the_links_of_a_scenario_tell_what_cannot_be_read_and_what_cannot_be_counted_together(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    scenario = economics_factories.make_economics(venture)
    add_channel(actor=head_of_sales, scenario_id=scenario.pk, value=ChannelValue("Fairs", clients=2))
    sent = {
        "version": str(scenario.version), "users_from": "channels", "conversion_from": "luck", "cogs_from": "by_hand:99",
        "price_from": "orders", "product": "y" * 130, "since": "soon", "until": "2026-02-31", "view": "888",
    }  # fmt: skip
    answer = visit(head_of_sales).post(f"/scenarios/{scenario.pk}/base/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="soon"' in page
    assert len(SAID.findall(page)) == 7
    assert not scenario.links.exists()


def test_a_channel_and_a_scenario_keep_the_rest_where_a_name_is_taken(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    scenario = economics_factories.make_economics(venture)
    for name in ("Ads", "Fairs"):
        made_id = add_channel(actor=head_of_sales, scenario_id=scenario.pk, value=ChannelValue(name, leads=9))
    browser = visit(head_of_sales)
    sent = {"version": "1", "name": "Ads", "media_minor": "700", "leads": "11"}
    assert len(refused(browser, f"/scenarios/channels/{made_id}/", sent)) == 1
    wrong = sent | {"name": "", "media_minor": "x", "leads": "y"}
    assert len(refused(browser, f"/scenarios/channels/{made_id}/", wrong)) == 3
    assert scenario.channels.get(pk=made_id).leads == 9
    assert len(refused(browser, f"/scenarios/{scenario.pk}/copy/", {"name": "As planned"})) == 1


def test_a_record_of_service_by_hand_tells_every_wrong_step(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    service = made.make_service(venture)
    first = service.steps.order_by("pk")[0].pk
    sent = {f"minutes-{first}": "soon", f"money-{first}": "-4", "units": "0", "outcome": "happy", "client": "Nobody"}
    assert len(refused(visit(head_of_sales), f"/services/{service.pk}/record/", sent)) == 4
    assert not ManualRun.objects.exists()


def test_a_gate_and_a_pivot_tell_every_missing_part(
    head_of_sales: User, venture: Venture, visit: Callable[..., Browser]
) -> None:
    browser, gate = visit(head_of_sales), f"/ventures/{venture.pk}/gate/"
    browser.post(f"{gate}review/")
    sent = {"gate": "discovery", "choice": "proceed", "against": "on", "override_until": ""}
    assert len(refused(browser, f"{gate}decide/", sent)) == 3
    browser.post(f"/ventures/{venture.pk}/canvas/versions/", {"name": "first"})
    said = refused(browser, f"/ventures/{venture.pk}/pivots/new/", {"before": "1", "kind": "", "reason": ""})
    assert len(said) == 4
