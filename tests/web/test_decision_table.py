"""The pages of a decision table: begun, filled in, asked, heard; nothing typed lost, nothing executed."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.agenda.models import Task
from tenure.clients.models import DecisionUnit
from tenure.clients.units.decision_tables import table_of
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
LINES = {
    "version": "0",
    "t1-name": "Cut the price", "t2-name": "Offer net 45", "t2-cost": "500",
    "u1-text": "What do they decide by?", "u1-minutes": "60",
    "u1-a1-name": "Price", "u1-a1-p": "60", "u1-a2-name": "Terms",
}  # fmt: skip
AMOUNTS = {"version": "1", "pay-t1-a1": "50 %", "pay-t1-a2": "10%", "pay-t2-a1": "6 000,00", "pay-t2-a2": "20000"}


@pytest.fixture
def deal(salesperson: User, workspace: Workspace) -> DecisionUnit:
    client = factories.make_client("Brutăria Spicul", owner=salesperson)
    return factories.make_unit(client, title="Second line", value_minor=6_000_000)


@pytest.fixture
def browser(salesperson: User, visit: Callable[..., Browser]) -> Browser:
    return visit(salesperson)


def at(name: str, deal: DecisionUnit) -> str:
    return reverse(name, args=[deal.pk])


def page_of(browser: Browser, deal: DecisionUnit) -> str:
    return browser.get(at("decision_table", deal)).content.decode().replace("\xa0", " ")


def fill(browser: Browser, deal: DecisionUnit) -> None:
    browser.post(at("edit_decision_table", deal), LINES)
    browser.post(at("decision_payoffs", deal), AMOUNTS)


def test_a_table_is_begun_filled_in_and_read(browser: Browser, deal: DecisionUnit) -> None:
    assert "it pays to think before asking" in page_of(browser, deal)
    first = browser.post(at("edit_decision_table", deal), LINES)
    assert first["Location"] == at("decision_payoffs", deal)
    second = browser.post(at("decision_payoffs", deal), AMOUNTS)
    assert second["Location"] == at("decision_table", deal) + "?said=saved"
    page = page_of(browser, deal)
    assert "Ask first: What do they decide by?" in page
    assert "if we hear it: “Offer net 45”" in page
    assert "€5,500" in page


def test_empty_probabilities_share_the_rest_and_the_usual_source_is_right_in_eight_of_ten(
    browser: Browser, deal: DecisionUnit, salesperson: User
) -> None:
    fill(browser, deal)
    (unknown,) = table_of(actor=salesperson, unit_id=deal.pk).unknowns
    assert [one.p for one in unknown.answers] == pytest.approx([0.6, 0.4])
    assert [one.right for one in unknown.answers] == [0.8, 0.8]


def test_amounts_stay_when_a_question_is_added(browser: Browser, deal: DecisionUnit, salesperson: User) -> None:
    fill(browser, deal)
    more = {"u2-text": "Will the rival cut?", "u2-a1-name": "Yes", "u2-a2-name": "No"}
    keys = {"t1-key": "t1", "t2-key": "t2", "u1-key": "u1", "u1-a1-key": "a1", "u1-a2-key": "a2"}
    answer = browser.post(at("edit_decision_table", deal), LINES | keys | more | {"version": "2"})
    assert answer["Location"] == at("decision_table", deal) + "?said=saved"
    assert len(table_of(actor=salesperson, unit_id=deal.pk).payoffs) == 8


def test_a_line_that_replaces_another_gets_none_of_its_amounts(
    browser: Browser, deal: DecisionUnit, salesperson: User
) -> None:
    fill(browser, deal)
    keys = {"t2-key": "t2", "u1-key": "u1", "u1-a1-key": "a1", "u1-a2-key": "a2"}
    browser.post(at("edit_decision_table", deal), LINES | keys | {"t1-name": "Wait", "version": "2"})
    table = table_of(actor=salesperson, unit_id=deal.pk)
    assert [one.key for one in table.tactics] == ["t3", "t2"]
    assert table.missing == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"u1-a1-p": "60", "u1-a2-p": "60"}, "The probabilities sum to 120"),
        ({"u1-a1-p": "many"}, "“many” is not a number"),
        ({"u1-a2-name": ""}, "two possible answers at least"),
        ({"t1-name": "x" * 200}, "holds at most 80 characters"),
        ({"u1-about": "999999"}, "not one of whoever the question is about"),
        ({"u1-link": "birth_date"}, "not one of whoever the question is about"),
    ],
)
def test_what_is_refused_stays_typed_beside_the_reason(
    browser: Browser, deal: DecisionUnit, wrong: dict[str, str], sentence: str
) -> None:
    answer = browser.post(at("edit_decision_table", deal), LINES | wrong)
    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Offer net 45"' in page


def test_an_amount_that_is_none_stays_typed(browser: Browser, deal: DecisionUnit) -> None:
    browser.post(at("edit_decision_table", deal), LINES)
    for wrong in ("plenty", "150 %"):
        answer = browser.post(at("decision_payoffs", deal), AMOUNTS | {"pay-t1-a1": wrong})
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.content.decode()
        assert 'value="20000"' in answer.content.decode()


def test_two_people_at_once_both_keep_their_words(browser: Browser, deal: DecisionUnit) -> None:
    fill(browser, deal)
    answer = browser.post(at("edit_decision_table", deal), LINES | {"t1-name": "Mine", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Mine"' in page
    assert "Cut the price" in page
    assert "Somebody changed this meanwhile" in page
    amounts = browser.post(at("decision_payoffs", deal), AMOUNTS | {"pay-t1-a1": "1"})
    assert amounts.status_code == 422
    assert "50 % now" in amounts.content.decode()


def test_hostile_words_are_words(browser: Browser, deal: DecisionUnit) -> None:
    browser.post(
        at("edit_decision_table", deal), LINES | {"t1-name": "<script>alert(1)</script>", "u1-text": "<b>x</b>"}
    )
    browser.post(at("decision_payoffs", deal), AMOUNTS)
    page = page_of(browser, deal)
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_the_question_goes_to_today_and_the_answer_back_into_the_table(browser: Browser, deal: DecisionUnit) -> None:
    fill(browser, deal)
    browser.post(at("ask_from_table", deal), {"unknown": "u1"})
    assert "Ask: What do they decide by?" in browser.get(reverse("today")).content.decode()
    browser.post(at("hear_table_answer", deal), {"version": "2", "unknown": "u1", "answer": "a2"})
    assert Task.objects.get(kind="learn").state == "done"
    assert "What we have heard" in page_of(browser, deal)
    browser.post(at("take_back_table_answer", deal), {"version": "3"})
    assert "What we have heard" not in page_of(browser, deal)


def test_the_card_of_a_big_deal_suggests_a_table(browser: Browser, deal: DecisionUnit) -> None:
    factories.make_member(deal, "Ana", weight=1, attitude=0)
    card = browser.get(reverse("client", args=[deal.client_id])).content.decode()
    assert "A deal this big deserves half an hour of thought" in card
    assert at("decision_table", deal) in card


def test_an_analyst_reads_and_changes_nothing(deal: DecisionUnit, analyst: User, visit: Callable[..., Browser]) -> None:
    reader = visit(analyst)
    assert "Tactics and questions" not in page_of(reader, deal)
    assert reader.get(at("edit_decision_table", deal)).status_code == 403
    assert reader.post(at("ask_from_table", deal), {"unknown": "u1"}).status_code in {403, 404}
