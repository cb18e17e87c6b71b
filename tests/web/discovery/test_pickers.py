"""Clients and evidence are picked by name: completed while typing, matched when saved, with a choice where several fit."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from tenure.discovery.fit.settings import choices_of
from tenure.discovery.gates.changes import add_criterion
from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence
from tenure.discovery.hypotheses.find_evidence import find_evidence
from tenure.discovery.models import CriterionDecision, ManualRun, Presale, SurveyAnswer, Venture
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User
from tests import factories
from tests import venture_factories as made

pytestmark = pytest.mark.django_db
Visit = Callable[..., Browser]
SALE = {"who": "Lina", "amount": "49", "agreed_on": "2026-05-02", "source": "cold"}


@pytest.fixture
def venture(workspace: Any, head_of_sales: User) -> Venture:
    return made.make_venture(head_of_sales)


def test_names_complete_what_is_typed_and_only_of_clients_in_sight(
    visit: Visit, salesperson: User, workspace: Any
) -> None:
    factories.make_client("Bakery Lina", owner=salesperson)
    factories.make_client("Lina hidden")
    factories.make_client('Lina "><script>', owner=salesperson)
    page = visit(salesperson).get("/clients/names/?client=lina").content.decode()
    assert 'value="Bakery Lina"' in page
    assert "hidden" not in page
    assert "<script>" not in page
    assert visit(salesperson).get("/clients/names/?client=%00").content.decode().strip() == ""


def test_a_presale_takes_a_client_by_name(visit: Visit, head_of_sales: User, venture: Venture) -> None:
    lina = factories.make_client("Bakery Lina")
    address, browser = f"/ventures/{venture.pk}/presales/new/", visit(head_of_sales)
    assert browser.post(address, SALE | {"client": "bakery lina"}).status_code == 303
    sale = Presale.objects.get()
    assert sale.client_id == lina.pk
    page = browser.get(f"/presales/{sale.pk}/").content.decode()
    assert 'value="Bakery Lina"' in page


def test_where_several_clients_fit_one_is_chosen_and_nothing_typed_is_lost(
    visit: Visit, head_of_sales: User, venture: Venture
) -> None:
    factories.make_client("Lina Nord", external_id="N1")
    south = factories.make_client("Lina Sud", external_id="S1")
    address, browser = f"/ventures/{venture.pk}/presales/new/", visit(head_of_sales)
    asked = browser.post(address, SALE | {"client": "lina", "terms": "until June"})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "until June" in page
    assert f'name="client_id" value="{south.pk}"' in page
    assert browser.post(address, SALE | {"client": "lina", "client_id": str(south.pk)}).status_code == 303
    assert Presale.objects.get().client_id == south.pk
    unknown = browser.post(address, SALE | {"client": "Nobody such"})
    assert unknown.status_code == 422
    assert Presale.objects.count() == 1


def test_a_client_that_went_out_of_sight_stays_with_its_presale(
    visit: Visit, salesperson: User, head_of_sales: User, workspace: Any
) -> None:
    venture = made.make_venture(salesperson)
    client = factories.make_client("Lina", owner=salesperson)
    sale = made.make_presale(venture, client=client)
    page = {"client": "Lina", "version": "1"} | SALE
    assert visit(salesperson).post(f"/presales/{sale.pk}/", page).status_code == 303
    assert Presale.objects.get().client_id == client.pk


def test_a_record_of_service_and_an_answer_take_a_client_by_name(
    visit: Visit, head_of_sales: User, venture: Venture
) -> None:
    lina, browser = factories.make_client("Bakery Lina"), visit(head_of_sales)
    service = made.make_service(venture)
    run = {"on": "2026-05-02", "client": "Bakery Lina", "units": "1", "outcome": "happy"}
    run |= {f"minutes-{step.pk}": "5" for step in service.steps.all()}
    assert browser.post(f"/services/{service.pk}/record/", run).status_code == 303
    assert ManualRun.objects.get().client_id == lina.pk
    survey = made.make_survey(venture)
    question = survey.questions.get()
    answer = {"client": "Bakery Lina", f"q{question.pk}-felt": "very", f"q{question.pk}-used": "often"}
    browser.post(f"/surveys/{survey.pk}/answers/new/", answer)
    assert list(SurveyAnswer.objects.values_list("client_id", flat=True)) in ([lina.pk], [])


def test_the_clients_of_a_fit_are_added_by_name_and_unticked(
    visit: Visit, head_of_sales: User, venture: Venture
) -> None:
    lina, mill = factories.make_client("Lina"), factories.make_client("Mill")
    address, browser = f"/ventures/{venture.pk}/fit/choose/", visit(head_of_sales)
    form = {"source": "clients", "months": "1", "plateau_mark": "20", "ellis_mark": "40"}
    first = browser.post(address, form | {"client": "Lina", "version": "0", "more": "1"})
    assert first["Location"] == address
    assert (
        browser.post(address, form | {"client": "Mill", "clients": [str(lina.pk)], "version": "1"}).status_code == 303
    )
    assert {pk for pk, _name in choices_of(actor=head_of_sales, venture_id=venture.pk).clients} == {lina.pk, mill.pk}
    assert 'value="Lina"' not in browser.get(address).content.decode()
    assert "Lina" in browser.get(address).content.decode()
    browser.post(address, form | {"clients": [str(mill.pk)], "version": "2"})
    assert {pk for pk, _name in choices_of(actor=head_of_sales, venture_id=venture.pk).clients} == {mill.pk}


def piece(venture: Venture, text: str) -> int:
    hypothesis = made.make_hypothesis(venture, f"About {text}")
    return add_evidence(
        actor=venture.owner,
        hypothesis_id=hypothesis.pk,
        supports=True,
        level=2,
        text=text,
        observed_on=date(2026, 5, 2),
    )


def test_the_evidence_of_a_criterion_is_found_by_its_words(visit: Visit, head_of_sales: User, venture: Venture) -> None:
    add_criterion(actor=head_of_sales, venture_id=venture.pk, phase="discovery", title="Three agreed", need="must")
    flour, night = piece(venture, "Мука опаздывает по ночам"), piece(venture, "Ночью никто не отвечает")
    address = f"/ventures/{venture.pk}/gate/criterion/?phase=discovery&code=E1"
    browser, word = visit(head_of_sales), {"act": "decide", "met": "yes", "reason": "Seen"}
    several = browser.post(address, word | {"evidence": "ноч"})
    assert several.status_code == 422
    assert f'name="evidence_id" value="{night}"' in several.content.decode()
    assert browser.post(address, word | {"evidence": "МУКА опаздывает"}).status_code == 303
    assert CriterionDecision.objects.get().evidence_id == flour
    assert browser.post(address, word | {"evidence": "ноч", "evidence_id": str(night)}).status_code == 303
    assert browser.post(address, word | {"evidence": "no such words"}).status_code == 422
    options = browser.get(f"/ventures/{venture.pk}/evidence/names/?evidence=h1").content.decode()
    assert 'value="H1 Мука опаздывает по ночам"' in options


def test_only_evidence_that_stands_is_found_and_by_whom_may_see_it(
    head_of_sales: User, salesperson: User, venture: Venture, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stays, gone = piece(venture, "Flour is late"), piece(venture, "Flour is early")
    withdraw_evidence(actor=head_of_sales, evidence_id=gone, reason="Misheard")
    with django_assert_num_queries(2):
        found = find_evidence(actor=head_of_sales, venture_id=venture.pk, text="FLOUR")
    assert [one.id for one in found] == [stays]
    with pytest.raises(NotFound):
        find_evidence(actor=salesperson, venture_id=venture.pk, text="flour")
