"""Adding, changing and assigning clients."""

import pytest

from tenure.clients.clients import (
    MOST_AT_ONCE,
    Details,
    SimilarFound,
    assign_owner,
    client_facts,
    create_client,
    edit_client,
    similar_clients,
)
from tenure.clients.matching.names import normal_name
from tenure.clients.models import Alias, Client
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_salesperson_who_adds_a_client_answers_for_it(salesperson: User, other_salesperson: User) -> None:
    client = create_client(actor=salesperson, details=Details("Luna SRL"), owner_id=other_salesperson.pk)
    assert client.owner_id == salesperson.pk


def test_a_head_chooses_who_answers(head_of_sales: User, salesperson: User) -> None:
    client = create_client(actor=head_of_sales, details=Details("Luna SRL"), owner_id=salesperson.pk)
    assert client.owner_id == salesperson.pk
    assert create_client(actor=head_of_sales, details=Details("Sol SRL")).owner_id is None


def test_an_analyst_adds_and_changes_nothing(analyst: User) -> None:
    client = factories.make_client("Luna SRL")
    stamp = client_facts(actor=analyst, client_id=client.pk).stamp
    with pytest.raises(NotAllowed):
        create_client(actor=analyst, details=Details("Sol SRL"))
    with pytest.raises(NotAllowed):
        edit_client(actor=analyst, client_id=client.pk, details=Details("Sol SRL"), stamp=stamp)
    assert list(Client.objects.values_list("name", flat=True)) == ["Luna SRL"]
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize(
    ("known", "wanted", "because"),
    [
        ({"external_id": "K1"}, Details("Other", external_id="K1"), "external_id"),
        ({"email": "a@luna.example"}, Details("Other", email="A@Luna.example "), "email"),
        ({"tax_id": "100360"}, Details("Other", tax_id="100360"), "tax_id"),
        ({"normal_name": normal_name("Luna SRL")}, Details("«Luna», SRL"), "normal_name"),
    ],
)
def test_the_same_id_email_tax_id_or_name_is_shown_before_a_second_card(
    head_of_sales: User, known: dict[str, str], wanted: Details, because: str
) -> None:
    first = factories.make_client("Luna SRL", **known)
    with pytest.raises(SimilarFound) as found:
        create_client(actor=head_of_sales, details=wanted)
    assert [(one.id, one.because) for one in found.value.similar] == [(first.pk, because)]
    assert Client.objects.count() == 1


def test_names_of_merged_clients_still_count_as_similar(head_of_sales: User) -> None:
    kept = factories.make_client("Luna Trade")
    Alias.objects.create(client=kept, kind=Alias.Kind.NAME, value=normal_name("Moonlight SRL"))
    assert [one.id for one in similar_clients(actor=head_of_sales, details=Details("Moonlight"))] == [kept.pk]


def test_a_similar_client_of_a_colleague_is_told_without_its_name(salesperson: User, other_salesperson: User) -> None:
    factories.make_client("Luna SRL", owner=other_salesperson, tax_id="100360")
    with pytest.raises(SimilarFound) as found:
        create_client(actor=salesperson, details=Details("Sol", tax_id="100360"))
    assert [(one.id, one.name) for one in found.value.similar] == [(None, "")]


def test_a_similar_client_can_be_added_all_the_same_but_not_with_a_taken_number(head_of_sales: User) -> None:
    factories.make_client("Luna SRL", normal_name=normal_name("Luna SRL"), external_id="K1")
    create_client(actor=head_of_sales, details=Details("Luna SRL"), although_similar=True)
    with pytest.raises(InvalidValue) as error:
        create_client(actor=head_of_sales, details=Details("Sol", external_id="K1"), although_similar=True)
    assert error.value.problem.data["field"] == "external_id"
    assert Client.objects.count() == 2


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details(" \n "), "name"),
        (Details("x" * 251), "name"),
        (Details("Luna", email="not an address"), "email"),
        (Details("Luna", phone="1" * 41), "phone"),
    ],
)
def test_a_value_that_cannot_be_stored_names_its_field(head_of_sales: User, details: Details, field: str) -> None:
    with pytest.raises(InvalidValue) as error:
        create_client(actor=head_of_sales, details=details)
    assert error.value.problem.data["field"] == field
    assert not Client.objects.exists()


def test_editing_keeps_what_an_editor_may_not_see_and_writes_no_contacts_into_the_audit(head_of_sales: User) -> None:
    client = factories.make_client("Luna", email="old@luna.example", phone="+373 1")
    facts = client_facts(actor=head_of_sales, client_id=client.pk)
    wanted = Details("Luna Nova", email="new@luna.example", phone="+373 1", country="Moldova")
    edit_client(actor=head_of_sales, client_id=client.pk, details=wanted, stamp=facts.stamp)
    client.refresh_from_db()
    assert (client.name, client.email, client.country) == ("Luna Nova", "new@luna.example", "Moldova")
    row = AuditRow.objects.get(action="edit")
    assert row.details["changed"]["name"] == ["Luna", "Luna Nova"]
    assert "luna.example" not in str(row.details)


def test_two_people_cannot_overwrite_each_other(head_of_sales: User, administrator: User) -> None:
    client = factories.make_client("Luna")
    stamp = client_facts(actor=head_of_sales, client_id=client.pk).stamp
    edit_client(actor=administrator, client_id=client.pk, details=Details("Luna Nova"), stamp=stamp)
    with pytest.raises(Conflict):
        edit_client(actor=head_of_sales, client_id=client.pk, details=Details("Luna Veche"), stamp=stamp)
    client.refresh_from_db()
    assert client.name == "Luna Nova"


def test_a_colleagues_client_does_not_exist(salesperson: User, other_salesperson: User) -> None:
    client = factories.make_client("Luna", owner=other_salesperson)
    with pytest.raises(NotFound):
        client_facts(actor=salesperson, client_id=client.pk)
    with pytest.raises(NotFound):
        edit_client(actor=salesperson, client_id=client.pk, details=Details("Mine"), stamp="")


def test_only_heads_assign_clients(head_of_sales: User, salesperson: User, analyst: User) -> None:
    client = factories.make_client("Luna")
    for actor in (salesperson, analyst):
        with pytest.raises(NotAllowed):
            assign_owner(actor=actor, client_ids=[client.pk], owner_id=salesperson.pk)
    assert assign_owner(actor=head_of_sales, client_ids=[client.pk], owner_id=salesperson.pk) == 1
    client.refresh_from_db()
    assert client.owner_id == salesperson.pk
    assert AuditRow.objects.get(action="assign").details == {"before": None, "after": salesperson.pk}


def test_clients_are_not_given_to_an_analyst_a_stranger_or_all_at_once(head_of_sales: User, analyst: User) -> None:
    client = factories.make_client("Luna")
    for owner_id in (analyst.pk, 10**9):
        with pytest.raises(InvalidValue):
            assign_owner(actor=head_of_sales, client_ids=[client.pk], owner_id=owner_id)
    with pytest.raises(BadInput):
        assign_owner(actor=head_of_sales, client_ids=range(MOST_AT_ONCE + 1), owner_id=None)
    with pytest.raises(NotFound):
        assign_owner(actor=head_of_sales, client_ids=[client.pk, 10**9], owner_id=None)
    assert not AuditRow.objects.exists()
