"""The register of companies around our clients, and what they are to them."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tenure.clients.companies.companies import (
    add_company,
    change_company_tie,
    companies_of,
    company_card,
    company_tie_of,
    edit_company,
    remove_company_tie,
    tie_company,
    tied_clients,
    who_buys_from,
)
from tenure.clients.companies.company_list import company_list
from tenure.clients.models import Company, CompanyTie
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_company_is_found_by_its_name_however_it_is_written(salesperson: User) -> None:
    first = add_company(actor=salesperson, name="  Lactis  SRL ")
    assert add_company(actor=salesperson, name="LACTIS S.R.L.") == first
    assert add_company(actor=salesperson, name="Lactis Plus") != first
    assert Company.objects.get(pk=first).name == "Lactis SRL"


def test_the_name_of_a_merged_company_leads_to_the_one_that_stayed(salesperson: User) -> None:
    kept = factories.make_company("Kept")
    factories.make_company("Gone", merged_into=kept)
    assert add_company(actor=salesperson, name="gone") == kept.pk


@pytest.mark.parametrize("name", ["", " \x00\n", "x" * 251])
def test_a_company_needs_a_name_that_fits(salesperson: User, name: str) -> None:
    with pytest.raises(InvalidValue):
        add_company(actor=salesperson, name=name)


def test_a_client_names_its_suppliers_and_rivals(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    tie_company(actor=salesperson, client_id=client.pk, kind="competitor", name="Rival SA")
    tie_company(actor=salesperson, client_id=client.pk, kind="supplier", name="Lactis SRL", what=" Milk \n and cream")
    found = companies_of(actor=salesperson, client_id=client.pk)
    assert [(one.name, one.kind, one.what) for one in found] == [
        ("Lactis SRL", "supplier", "Milk and cream"), ("Rival SA", "competitor", ""),
    ]  # fmt: skip
    with pytest.raises(InvalidValue) as refused:
        tie_company(actor=salesperson, client_id=client.pk, kind="supplier", name="lactis")
    assert refused.value.problem.code == "tie_known"
    assert "tie_company" in set(AuditRow.objects.values_list("action", flat=True))


def test_a_tie_that_ended_stays_as_history_and_may_begin_again(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    tie_company(actor=salesperson, client_id=client.pk, kind="supplier", name="Lactis")
    (seen,) = companies_of(actor=salesperson, client_id=client.pk)
    change_company_tie(
        actor=salesperson, tie_id=seen.tie_id, kind="supplier", what="milk", until=date(2026, 1, 1), stamp=seen.stamp
    )
    with pytest.raises(Conflict):
        change_company_tie(
            actor=salesperson, tie_id=seen.tie_id, kind="supplier", what="x", until=None, stamp=seen.stamp
        )
    again = tie_company(actor=salesperson, client_id=client.pk, kind="supplier", name="Lactis")
    assert [one.until for one in companies_of(actor=salesperson, client_id=client.pk)] == [None, date(2026, 1, 1)]
    past = company_tie_of(actor=salesperson, tie_id=seen.tie_id)[1]
    with pytest.raises(InvalidValue):
        change_company_tie(
            actor=salesperson, tie_id=seen.tie_id, kind="supplier", what="", until=None, stamp=past.stamp
        )
    assert remove_company_tie(actor=salesperson, tie_id=again) == client.pk
    assert len(companies_of(actor=salesperson, client_id=client.pk)) == 1


def test_who_else_buys_from_them_is_told_of_ones_own_clients_only(
    salesperson: User, other_salesperson: User, head_of_sales: User, analyst: User
) -> None:
    company = factories.make_company("Lactis")
    mine, theirs = factories.make_client("Mine", owner=salesperson), factories.make_client("X", owner=other_salesperson)
    factories.make_company_tie(mine, company, "supplier", what="milk")
    factories.make_company_tie(theirs, company, "substitute")
    factories.make_company_tie(mine, company, "competitor")
    factories.make_company_tie(theirs, company, "supplier", until=date(2020, 1, 1))
    assert [one.client_name for one in who_buys_from(actor=salesperson, company_id=company.pk)] == ["Mine"]
    for user in (head_of_sales, analyst):
        assert [one.client_name for one in who_buys_from(actor=user, company_id=company.pk)] == ["Mine", "X"]
    assert len(tied_clients(actor=salesperson, company_id=company.pk)) == 2
    (row,) = company_list(actor=salesperson, text="LACT").rows
    assert row.ties == (("supplier", 1), ("competitor", 1))
    assert company_list(actor=salesperson, kind="substitute").rows == ()
    with pytest.raises(NotFound):
        companies_of(actor=salesperson, client_id=theirs.pk)


def test_a_company_may_be_a_client_of_ours_and_only_those_in_sight_learn_it(
    salesperson: User, other_salesperson: User
) -> None:
    client, buyer = factories.make_client("Lactis", owner=salesperson), factories.make_client(owner=other_salesperson)
    company = factories.make_company("Lactis")
    card = company_card(actor=salesperson, company_id=company.pk)
    with pytest.raises(NotFound):
        edit_company(
            actor=other_salesperson, company_id=company.pk, name="Lactis", note="", client_id=client.pk,
            stamp=card.stamp,
        )  # fmt: skip
    edit_company(
        actor=salesperson, company_id=company.pk, name="Lactis", note="Big dairy", client_id=client.pk, stamp=card.stamp
    )
    assert company_card(actor=salesperson, company_id=company.pk).client_name == "Lactis"
    hidden = company_card(actor=other_salesperson, company_id=company.pk)
    assert (hidden.client_id, hidden.client_name) == (None, "")
    edit_company(
        actor=other_salesperson, company_id=company.pk, name="Lactis", note="Bigger", client_id=None, stamp=hidden.stamp
    )
    assert Company.objects.get().client_id == client.pk
    tie_company(actor=other_salesperson, client_id=buyer.pk, kind="supplier", company_id=company.pk)
    assert [one.its_client_id for one in companies_of(actor=other_salesperson, client_id=buyer.pk)] == [None]
    with pytest.raises(Conflict):
        edit_company(actor=salesperson, company_id=company.pk, name="L", note="", client_id=client.pk, stamp=card.stamp)


def test_a_client_is_one_company_and_none_to_itself(salesperson: User) -> None:
    client = factories.make_client(owner=salesperson)
    company, other = factories.make_company("One", client=client), factories.make_company("Other")
    with pytest.raises(InvalidValue) as refused:
        tie_company(actor=salesperson, client_id=client.pk, kind="supplier", company_id=company.pk)
    assert refused.value.problem.code == "tie_to_itself"
    stamp = company_card(actor=salesperson, company_id=other.pk).stamp
    with pytest.raises(InvalidValue) as refused:
        edit_company(actor=salesperson, company_id=other.pk, name="Other", note="", client_id=client.pk, stamp=stamp)
    assert refused.value.problem.code == "company_client_taken"


def test_no_company_becomes_its_own_owner(workspace: Workspace, salesperson: User) -> None:
    """A holding of three, each told from another side; the last tie would close the circle."""
    one, two = factories.make_client("One", owner=salesperson), factories.make_client("Two", owner=salesperson)
    first, second = factories.make_company("One", client=one), factories.make_company("Two", client=two)
    third = factories.make_company("Three")
    tie_company(actor=salesperson, client_id=one.pk, kind="parent", company_id=second.pk)
    tie_company(actor=salesperson, client_id=two.pk, kind="parent", company_id=third.pk)
    for client, kind, company in ((two, "parent", first), (one, "subsidiary", second), (one, "subsidiary", third)):
        with pytest.raises(InvalidValue) as refused:
            tie_company(actor=salesperson, client_id=client.pk, kind=kind, company_id=company.pk)
        assert refused.value.problem.code == "holding_circle"
    assert refused.value.problem.data["line"] == "Three → One → Two → Three"


def test_linking_a_company_with_a_client_closes_no_circle_either(
    workspace: Workspace, salesperson: User, other_salesperson: User
) -> None:
    one, two = factories.make_client("One", owner=salesperson), factories.make_client("Two", owner=other_salesperson)
    owner = factories.make_company("Owner")
    factories.make_company_tie(one, owner, "parent")
    factories.make_company_tie(one, factories.make_company("Two", client=two), "subsidiary")
    factories.make_company_tie(two, factories.make_company("Deep"), "subsidiary")
    with pytest.raises(InvalidValue) as refused:
        tie_company(actor=salesperson, client_id=one.pk, kind="parent", name="Deep")
    assert refused.value.problem.data["line"] == "One → Deep → … → One"
    card = company_card(actor=salesperson, company_id=owner.pk)
    with pytest.raises(InvalidValue):
        edit_company(actor=salesperson, company_id=owner.pk, name="Owner", note="", client_id=one.pk, stamp=card.stamp)
    assert Company.objects.get(pk=owner.pk).client_id is None


def test_an_analyst_reads_the_register_and_changes_nothing(analyst: User) -> None:
    client, company = factories.make_client(), factories.make_company()
    tie = factories.make_company_tie(client, company)
    assert len(companies_of(actor=analyst, client_id=client.pk)) == 1
    for attempt in (
        lambda: add_company(actor=analyst, name="X"),
        lambda: tie_company(actor=analyst, client_id=client.pk, kind="supplier", company_id=company.pk),
        lambda: remove_company_tie(actor=analyst, tie_id=tie.pk),
        lambda: edit_company(actor=analyst, company_id=company.pk, name="X", note="", client_id=None, stamp=""),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_ties_of_a_colleagues_client_do_not_exist(salesperson: User, other_salesperson: User) -> None:
    tie = factories.make_company_tie(factories.make_client(owner=other_salesperson), factories.make_company())
    for attempt in (
        lambda: company_tie_of(actor=salesperson, tie_id=tie.pk),
        lambda: remove_company_tie(actor=salesperson, tie_id=tie.pk),
        lambda: change_company_tie(actor=salesperson, tie_id=tie.pk, kind="supplier", what="", until=None, stamp=""),
        lambda: tie_company(actor=salesperson, client_id=tie.client_id, kind="partner", name="X"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert CompanyTie.objects.count() == 1


def test_the_register_is_read_page_by_page(
    head_of_sales: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = factories.make_client()
    for number in range(25):
        company = factories.make_company(f"Company {number:02}", client=factories.make_client())
        factories.make_company_tie(client, company, "supplier" if number % 2 else "competitor")
    names, after = [], ""
    while True:
        with django_assert_num_queries(3):
            page = company_list(actor=head_of_sales, after=after, limit=10)
        names += [row.name for row in page.rows]
        after = page.after
        if not after:
            break
    assert names == [f"Company {number:02}" for number in range(25)]
    assert len(company_list(actor=head_of_sales, kind="supplier").rows) == 12
    for wrong in ("x", "²_a"):
        with pytest.raises(NotFound):
            company_list(actor=head_of_sales, after=wrong)
    with pytest.raises(NotFound):
        company_list(actor=head_of_sales, kind="nothing")


def test_companies_of_a_client_take_three_queries(
    salesperson: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = factories.make_client(owner=salesperson)
    for _ in range(8):
        factories.make_company_tie(client, factories.make_company(client=factories.make_client(owner=salesperson)))
    with django_assert_num_queries(3):
        assert len(companies_of(actor=salesperson, client_id=client.pk)) == 8


def test_a_company_is_parted_from_its_client_where_a_merge_has_closed_a_circle(
    workspace: Workspace, salesperson: User
) -> None:
    """Two clients found to be one may leave a holding that owns itself; parting it is how that is mended."""
    one, two = factories.make_client("One", owner=salesperson), factories.make_client("Two", owner=salesperson)
    company = factories.make_company("Two", client=two)
    factories.make_company_tie(one, company, "parent")
    factories.make_company_tie(one, company, "subsidiary")
    stamp = company_card(actor=salesperson, company_id=company.pk).stamp
    edit_company(actor=salesperson, company_id=company.pk, name="Two", note="", client_id=None, stamp=stamp)
    assert Company.objects.get().client_id is None


def test_a_company_given_to_another_client_is_refused_by_the_circle_that_is_stored(
    workspace: Workspace, salesperson: User
) -> None:
    one, two, third = (factories.make_client(name, owner=salesperson) for name in ("One", "Two", "Three"))
    company = factories.make_company("Two", client=two)
    factories.make_company_tie(one, company, "parent")
    factories.make_company_tie(one, company, "subsidiary")
    stamp = company_card(actor=salesperson, company_id=company.pk).stamp
    with pytest.raises(InvalidValue) as refused:
        edit_company(actor=salesperson, company_id=company.pk, name="Two", note="", client_id=third.pk, stamp=stamp)
    assert refused.value.problem.code == "holding_circle"
    assert Company.objects.get().client == two
