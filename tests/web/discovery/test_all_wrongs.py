"""A refused form of a venture tells everything that is wrong at once, each beside its field, and keeps what was typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from tenure.discovery.models import Interview, InterviewPlan, ManualRun, Segment, Venture
from tenure.privacy.models import User
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
    home = f"/ventures/{venture.pk}"
    return {
        "settings": (
            f"{home}/settings/",
            {"name": "", "kind": "idea", "loop_days": "9999", "cash_minor": "plenty", "burn_minor": "-5"},
            4,
        ),
        "product": (f"{home}/products/new/", {"name": "", "description": LONG, "price": "cheap"}, 3),
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
    }


@pytest.mark.parametrize(
    "name",
    ["settings", "product", "service", "step", "value", "segment", "size", "plan", "survey", "question"],
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
