"""What is known about two clients that become one, and two again: nothing is lost, nothing stays behind."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tenure.clients.models import Client, Company, CompanyTie, DecisionUnit, DoubtfulPair, Fact, Post
from tenure.conversations.models import Interaction, Objection, ObjectionAnswer, ObjectionUse
from tenure.discovery.models import (
    Candidate,
    FitSettings,
    Interview,
    ManualRun,
    MvpShowing,
    Observation,
    Presale,
    SurveyAnswer,
)
from tenure.journeys.merging.merge_clients import merge_clients, undo_merge
from tenure.journeys.merging.merge_companies import merge_companies
from tenure.journeys.merging.merge_people import merge_people
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories, venture_factories

pytestmark = pytest.mark.django_db
OF_VENTURES: tuple[Any, ...] = (Candidate, Interview, ManualRun, MvpShowing, Observation, Presale, SurveyAnswer)
WATCHED: Any = FitSettings.clients.through
TABLES: tuple[Any, ...] = (
    Post, Fact, CompanyTie, Company, DecisionUnit, Interaction, ObjectionUse, *OF_VENTURES, WATCHED,
)  # fmt: skip
# Tables with a client of ours that the merge of clients itself looks after; the clients of FitSettings are WATCHED.
ELSEWHERE = {
    "FitSettings",
    "Order",
    "Note",
    "Task",
    "Alias",
    "Client",
    "ClientScore",
    "DoubtfulPair",
    "Phone",
    "ScoreSnapshot",
}


def write_about(client: Client, author: User) -> None:
    """One row in every table of knowledge."""
    person = factories.make_person("Ana", client, title="Buyer")
    Fact.objects.create(
        client=client, type_code="staff_number", value=40, confidence=0.8, known_on=date(2026, 1, 5), recorded_by=author,
        recorded_at=clock.now(),
    )  # fmt: skip
    factories.make_company_tie(client, factories.make_company(), "supplier")
    factories.make_company("The same", client=client)
    unit = factories.make_unit(client)
    factories.make_member(unit, person)
    talk = Interaction.objects.create(client=client, author=author, kind="call", at=clock.now(), created_at=clock.now())
    objection = Objection.objects.create(text="Dear", language="en", created_at=clock.now(), changed_at=clock.now())
    answer = ObjectionAnswer.objects.create(objection=objection, text="Per day, no", created_at=clock.now())
    ObjectionUse.objects.create(answer=answer, client=client, interaction=talk, user=author, at=clock.now())
    write_in_a_venture(client, author)


def write_in_a_venture(client: Client, author: User) -> None:
    """One row in every table of ventures that names a client."""
    venture = venture_factories.make_venture(author)
    venture_factories.make_candidate(venture, client=client)
    venture_factories.make_interview(venture, client=client, cluster=f"client:{client.pk}")
    venture_factories.make_presale(venture, client=client)
    product = venture_factories.make_product(venture)
    venture_factories.make_showing(venture_factories.make_mvp(product), client=client)
    venture_factories.make_run(venture_factories.make_service(venture), client=client)
    venture_factories.make_survey_answer(venture_factories.make_survey(venture, kinds=()), [], client=client)
    card = venture_factories.make_test_card(venture_factories.make_hypothesis(venture))
    venture_factories.make_observation(card, author, client=client)
    FitSettings.objects.create(venture=venture).clients.add(client)


def make_pair() -> DoubtfulPair:
    one, two = factories.make_client("One"), factories.make_client("Two")
    return DoubtfulPair.objects.create(first=one, second=two, similarity=0.95, reason="near_name")


def stored() -> dict[str, list[Any]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def test_all_that_is_known_goes_with_the_client_and_comes_back(head_of_sales: User) -> None:
    pair = make_pair()
    write_about(pair.second, head_of_sales)
    before = stored()
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    for table in TABLES:
        assert set(table.objects.exclude(client=None).values_list("client_id", flat=True)) == {pair.first_id}, table
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert stored() == before


def test_what_both_clients_have_waits_and_is_there_again_when_they_are_two(head_of_sales: User) -> None:
    pair = make_pair()
    write_about(pair.first, head_of_sales)
    write_about(pair.second, head_of_sales)
    person, company = Post.objects.get(client=pair.first).person, CompanyTie.objects.get(client=pair.first).company
    factories.make_post(person, pair.second, title="Also here")
    factories.make_post(person, pair.second, until=date(2020, 1, 1))
    factories.make_company_tie(pair.second, company, "supplier")
    before = stored()
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    assert sorted(DecisionUnit.objects.filter(client=pair.first).values_list("title", flat=True)) == ["", "Two"]
    assert Post.objects.filter(client=pair.first, person=person).count() == 2
    assert Company.objects.filter(client=pair.second).count() == 1
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert stored() == before


def test_titles_of_units_never_clash(head_of_sales: User) -> None:
    pair = make_pair()
    for client in (pair.first, pair.second):
        factories.make_unit(client, title="Freezers")
    factories.make_unit(pair.first, title="Freezers (Two)")
    factories.make_unit(pair.first, title="x" * 200)
    factories.make_unit(pair.second, title="x" * 200)
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    titles = set(DecisionUnit.objects.filter(client=pair.first).values_list("title", flat=True))
    assert titles == {"Freezers", "Freezers (Two)", "Freezers (Two) 2", "x" * 200, "x" * 198 + " 2"}


def test_a_unit_renamed_after_the_merge_keeps_its_new_title(head_of_sales: User) -> None:
    pair = make_pair()
    for client in (pair.first, pair.second):
        factories.make_unit(client, title="Freezers")
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    DecisionUnit.objects.filter(title="Freezers (Two)").update(title="Fridges")
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert DecisionUnit.objects.get(client=pair.second).title == "Fridges"


def test_a_client_of_two_that_bought_from_each_other_is_no_supplier_of_itself(head_of_sales: User) -> None:
    pair = make_pair()
    company = factories.make_company("Two", client=pair.second)
    factories.make_company_tie(pair.first, company, "supplier")
    before = stored()
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert stored() == before


def test_every_table_that_names_a_client_is_thought_of() -> None:
    """A new table with a client in it must be handed over by a merge and must keep a client from an undone import."""
    naming = {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Client
    }
    assert naming == ELSEWHERE | {table.__name__ for table in TABLES if table is not WATCHED}


def test_people_of_two_clients_that_are_one_are_one_voice(head_of_sales: User) -> None:
    pair = make_pair()
    venture = venture_factories.make_venture(head_of_sales)
    for client in (pair.first, pair.second):
        venture_factories.make_interview(venture, client=client, cluster=f"client:{client.pk}")
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    assert set(Interview.objects.values_list("cluster", flat=True)) == {f"client:{pair.first_id}"}


def test_a_client_watched_for_the_fit_twice_is_watched_once(head_of_sales: User) -> None:
    pair = make_pair()
    settings = FitSettings.objects.create(venture=venture_factories.make_venture(head_of_sales))
    settings.clients.add(pair.first, pair.second)
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert settings.clients.count() == 2


def test_what_another_merge_has_put_in_its_place_meanwhile_stays_and_the_rest_comes_back(administrator: User) -> None:
    kept, gone = factories.make_client("Alfa"), factories.make_client("Alfa SRL")
    one, same = factories.make_company("Moara"), factories.make_company("Moara SRL")
    ion, ioan = factories.make_person("Ion Rusu", gone), factories.make_person("Ioan Rusu", kept)
    factories.make_post(ioan, gone)
    for client, company in ((kept, same), (gone, same), (gone, one)):
        factories.make_company_tie(client, company, "supplier")
    pair = DoubtfulPair.objects.create(first=kept, second=gone, similarity=0.9, reason="near_name")
    merge_clients(actor=administrator, pair_id=pair.pk, keep_id=kept.pk)
    merge_companies(actor=administrator, keep_id=one.pk, gone_id=same.pk)
    merge_people(actor=administrator, keep_id=ion.pk, gone_id=ioan.pk)
    undo_merge(actor=administrator, pair_id=pair.pk)
    assert Client.objects.filter(merged_into=None).count() == 2
    assert set(CompanyTie.objects.filter(company=one).values_list("client", flat=True)) == {kept.pk, gone.pk}
    assert Post.objects.filter(client=gone, person=ion, until=None).count() == 1
