"""Companies named by facts: found in the register, added to it, tied to the client, and let go with the fact."""

import importlib
from typing import Any

import pytest
from django.apps import apps

from tenure.clients.companies.companies import change_company_tie, companies_of, company_tie_of, who_buys_from
from tenure.clients.companies.company_list import company_names
from tenure.clients.facts.fact_types import Estimates, OwnType, add_fact_type
from tenure.clients.facts.facts import (
    FactConflict,
    Source,
    Subject,
    facts_of,
    record_fact,
    resolve_fact,
    restore_fact,
    withdraw_fact,
)
from tenure.clients.models import Client, Company, CompanyTie, Fact
from tenure.journeys.merging.merge_companies import merge_companies
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(salesperson: User) -> Client:
    factories.make_workspace()
    return factories.make_client("Moldpak SRL", owner=salesperson)


def know(actor: User, client: Client, value: object, kind: str = "main_suppliers", **fields: Any) -> Any:
    subject = Subject("client", client.pk)
    return record_fact(actor=actor, subject=subject, kind=kind, value=value, source=Source(), **fields)


def test_suppliers_written_as_a_fact_are_companies_of_the_register(salesperson: User, client: Client) -> None:
    lactis = factories.make_company("Lactis SRL", normal_name="lactis")
    fact = know(salesperson, client, "LACTIS S.R.L., Alba Pack; \n lactis")
    alba = Company.objects.get(name="Alba Pack")
    assert Fact.objects.get().value == [{"id": lactis.pk}, {"id": alba.pk}]
    assert fact.shown == "Lactis SRL, Alba Pack"
    assert fact.companies == ((lactis.pk, "Lactis SRL"), (alba.pk, "Alba Pack"))


def test_who_else_buys_there_is_asked_of_facts_too(salesperson: User, client: Client) -> None:
    other = factories.make_client("Panilino SA", owner=salesperson)
    know(salesperson, client, ["Lactis"])
    know(salesperson, other, ["lactis", "Alba Pack"])
    lactis = Company.objects.get(name="Lactis")
    assert [one.client_name for one in who_buys_from(actor=salesperson, company_id=lactis.pk)] == [
        "Moldpak SRL", "Panilino SA",
    ]  # fmt: skip


def test_a_supplier_no_longer_named_ends_with_the_fact_and_comes_back_with_it(
    salesperson: User, client: Client
) -> None:
    first = know(salesperson, client, ["Lactis", "Alba Pack"])
    CompanyTie.objects.update(created_at=clock.now().replace(year=2020))
    know(salesperson, client, ["Alba Pack"], seen=first.id)
    ended = CompanyTie.objects.exclude(until=None).get()
    assert (ended.company.name, ended.until) == ("Lactis", clock.today())
    restore_fact(actor=salesperson, fact_id=first.id)
    open_ties = companies_of(actor=salesperson, client_id=client.pk)
    assert sorted(one.name for one in open_ties if one.until is None) == ["Alba Pack", "Lactis"]
    current = Fact.objects.get(superseded_at=None)
    withdraw_fact(actor=salesperson, fact_id=current.pk)
    assert not CompanyTie.objects.filter(until=None).exists()


def test_a_slip_of_today_leaves_no_tie(salesperson: User, client: Client) -> None:
    fact = know(salesperson, client, ["Lactsi"])
    know(salesperson, client, ["Lactis"], seen=fact.id)
    assert [tie.company.name for tie in CompanyTie.objects.all()] == ["Lactis"]


def test_a_tie_written_or_changed_by_hand_is_not_taken_away(salesperson: User, client: Client) -> None:
    lactis = factories.make_company("Lactis")
    factories.make_company_tie(client, lactis, what="milk")
    fact = know(salesperson, client, ["Lactis", "Alba Pack"])
    alba = CompanyTie.objects.get(company__name="Alba Pack")
    stamp = company_tie_of(actor=salesperson, tie_id=alba.pk)[1].stamp
    change_company_tie(actor=salesperson, tie_id=alba.pk, kind="supplier", what="film", until=None, stamp=stamp)
    withdraw_fact(actor=salesperson, fact_id=fact.id)
    assert sorted(CompanyTie.objects.filter(until=None).values_list("what", flat=True)) == ["film", "milk"]


def test_what_is_not_to_be_shown_makes_no_tie(salesperson: User, client: Client) -> None:
    fact = know(salesperson, client, ["Lactis"], not_to_be_shown=True)
    assert not CompanyTie.objects.exists()
    know(salesperson, client, ["Lactis", "Alba Pack"], seen=fact.id)
    assert CompanyTie.objects.count() == 2


def test_a_sentence_is_kept_as_a_sentence_and_joins_no_register(salesperson: User, client: Client) -> None:
    told = "They would not say whom they buy from because the contract with the present one forbids it"
    assert know(salesperson, client, told).shown == told
    assert not Company.objects.exists()


def test_of_contradicting_claims_the_one_that_holds_decides_the_ties(salesperson: User, client: Client) -> None:
    know(salesperson, client, ["Lactis"])
    second = know(salesperson, client, ["Alba Pack"], beside=True)
    assert CompanyTie.objects.filter(until=None).count() == 2
    resolve_fact(actor=salesperson, fact_id=second.id)
    assert [tie.company.name for tie in CompanyTie.objects.filter(until=None)] == ["Alba Pack"]


def test_a_refused_conflict_adds_nothing_to_the_register(salesperson: User, client: Client) -> None:
    know(salesperson, client, ["Lactis"])
    with pytest.raises(FactConflict):
        know(salesperson, client, ["Alba Pack"])
    assert list(Company.objects.values_list("name", flat=True)) == ["Lactis"]


def test_a_holding_that_would_own_itself_is_refused_beside_the_field(salesperson: User, client: Client) -> None:
    child = factories.make_company("Child")
    grandchild = factories.make_company("Moldpak Group", normal_name="moldpak group", client=None)
    factories.make_company_tie(client, child, "subsidiary")
    factories.make_company_tie(client, grandchild, "subsidiary")
    with pytest.raises(InvalidValue) as refused:
        know(salesperson, client, "Moldpak Group", kind="holding")
    assert (refused.value.problem.code, refused.value.problem.data["field"]) == ("holding_circle", "value")
    assert not Fact.objects.exists()


def test_the_client_itself_is_nobodys_supplier(salesperson: User, client: Client) -> None:
    factories.make_company("Moldpak", client=client)
    know(salesperson, client, ["Moldpak"])
    assert not CompanyTie.objects.exists()


def test_a_company_merged_into_another_is_that_one_in_facts(
    salesperson: User, head_of_sales: User, client: Client
) -> None:
    fact = know(salesperson, client, ["Lactis"])
    kept = factories.make_company("Lactis Group")
    merge_companies(actor=head_of_sales, keep_id=kept.pk, gone_id=Company.objects.get(name="Lactis").pk)
    subject = Subject("client", client.pk)
    assert facts_of(actor=salesperson, subjects=[subject])[subject][0].shown == "Lactis Group"
    know(salesperson, client, ["Lactis", "Alba Pack"], seen=fact.id)
    assert Fact.objects.get(superseded_at=None).value[0] == {"id": kept.pk}


def test_a_type_of_ones_own_may_name_companies(salesperson: User, head_of_sales: User, client: Client) -> None:
    wanted = OwnType(label="Buys film from", block="company", value_kind="company", tie="supplier")
    kind = add_fact_type(actor=head_of_sales, wanted=wanted, estimates=Estimates(10, 365, "competition"))
    know(salesperson, client, "Alba Pack", kind=kind.code)
    know(salesperson, client, ["Alba Pack"])
    withdraw_fact(actor=salesperson, fact_id=Fact.objects.get(type_code="main_suppliers").pk)
    assert who_buys_from(actor=salesperson, company_id=Company.objects.get().pk)  # the other type names it still


def test_a_person_typed_by_name_is_the_one_at_the_client(salesperson: User, client: Client) -> None:
    person = factories.make_person("Ana Rusu", client)
    factories.make_person("Ion Ceban", client)
    factories.make_person("Ion Ceban", client)
    know(salesperson, client, "ana rusu", kind="ally")
    know(salesperson, client, "Ion Ceban", kind="opponent")
    assert Fact.objects.get(type_code="ally").value == {"id": person.pk}
    assert Fact.objects.get(type_code="opponent").value == {"name": "Ion Ceban"}  # two of one name: a person decides


@pytest.mark.parametrize("value", [[""], " , ;\n", [], ["\x00"]])
def test_no_name_is_no_value(salesperson: User, client: Client, value: object) -> None:
    with pytest.raises(InvalidValue):
        know(salesperson, client, value)


def test_too_many_and_unknown_companies_are_refused(salesperson: User, client: Client) -> None:
    with pytest.raises(InvalidValue) as many:
        know(salesperson, client, [f"Company {number}" for number in range(31)])
    assert many.value.problem.code == "fact_companies_many"
    with pytest.raises(InvalidValue) as gone:
        know(salesperson, client, [{"id": 999_999}])
    assert gone.value.problem.code == "fact_company_unknown"


def test_names_are_completed_from_the_register(salesperson: User) -> None:
    for name in ("Lactis SRL", "Alba Lactate", "Other"):
        factories.make_company(name)
    assert company_names(actor=salesperson, text="LACT") == ("Alba Lactate", "Lactis SRL")
    assert company_names(actor=salesperson, text=" \x00") == ()


def test_names_typed_before_become_the_companies_they_name(salesperson: User, client: Client) -> None:
    lactis = factories.make_company("Lactis")
    person = factories.make_person("Ana Rusu", client)
    suppliers = factories.make_fact(client, salesperson, "Lactis, and somebody in Iași", type_code="main_suppliers")
    words = factories.make_fact(client, salesperson, "nobody knows", type_code="their_competitors")
    ally = factories.make_fact(client, salesperson, {"name": "ana rusu"}, type_code="ally")
    importlib.import_module("tenure.clients.migrations.0010_read_typed_names").read_names(apps, None)
    for fact in (suppliers, words, ally):
        fact.refresh_from_db()
    assert suppliers.value == [{"id": lactis.pk}, {"name": "and somebody in Iași"}]
    assert words.value == "nobody knows"
    assert ally.value == {"id": person.pk}
    assert who_buys_from(actor=salesperson, company_id=lactis.pk)
