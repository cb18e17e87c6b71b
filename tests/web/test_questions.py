"""What to learn next on the card and on its page: the questions, their reckoning, and where asking stops."""

import pytest
from django.urls import reverse

from tests.factories import make_client, make_member, make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(workspace, salesperson):
    unit = make_unit(make_client(owner=salesperson), title="Second line", value_minor=6_000_000, base_rate=0.3)
    make_member(unit, "Ana <b>Munteanu</b>", title="Finance director", weight=3, attitude=-1, contact=1)
    return unit


def page_of(user, name, client):
    return signed_in(user).get(reverse(name, args=[client.pk])).content.decode().replace("\xa0", " ")


def test_the_card_asks_the_best_questions_and_leads_to_the_answer(deal, salesperson):
    page = page_of(salesperson, "client", deal.client)
    assert "What to learn next" in page
    assert "Bar: worth. Stroke: cost. Root scale." in page
    assert "facts/add/?kind=" in page
    assert reverse("client_brief", args=[deal.client.pk]) in page


def test_a_client_of_no_known_worth_is_asked_nothing(workspace, salesperson):
    assert "Nothing is worth asking now" in page_of(salesperson, "client", make_client(owner=salesperson))


def test_the_page_of_questions_shows_every_factor_and_escapes_names(deal, salesperson):
    page = page_of(salesperson, "client_questions", deal.client)
    assert "At stake: the deal “Second line”, €60,000." in page
    assert "Lifts are assumed" in page
    assert "Below this line asking costs more than it brings" in page
    assert "<b>Munteanu" not in page


def test_an_analyst_reads_the_questions_without_writing_answers(deal, analyst):
    page = page_of(analyst, "client", deal.client)
    assert "What to learn next" in page
    assert "Write down the answer" not in page


def test_somebody_elses_questions_are_not_there(deal):
    assert signed_in(make_user()).get(reverse("client_questions", args=[deal.client.pk])).status_code == 404


def test_the_questions_are_ordered_by_money_or_by_the_hour_with_the_lifts_below(deal, salesperson):
    url = reverse("client_questions", args=[deal.client.pk])
    browser = signed_in(salesperson)
    by_money, by_hour = (browser.get(url, {"by": by}).content.decode() for by in ("net", "ratio"))
    assert by_money != by_hour
    assert "Lifts in use" in by_money
    assert "more questions are worth asking" in by_money
    assert "more questions are worth asking" not in browser.get(url, {"all": "1"}).content.decode()
    assert browser.get(url, {"by": "<b>"}).status_code == 200
