"""Two records of one human being, or of one company, become one and two again; nothing they had is lost."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from tenure.clients.companies.holdings import HOLDING
from tenure.clients.companies.twins import (
    alike,
    ask_about_twins_again,
    call_twins_different,
    merged_lately,
    twin_companies,
    twin_people,
)
from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.facts.facts import Source, Subject, facts_of, record_fact
from tenure.clients.models import (
    Channel,
    Company,
    CompanyTie,
    Consent,
    Fact,
    Person,
    Post,
    RivalAttitude,
    UnitMember,
)
from tenure.clients.people.people import people_of, person_merged_into
from tenure.conversations.models import Interaction, Participant
from tenure.journeys.merging import merge_companies as of_companies
from tenure.journeys.merging import merge_people as of_people
from tenure.journeys.merging.merge_companies import merge_companies, undo_merge_companies
from tenure.journeys.merging.merge_people import merge_people, undo_merge_people
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories, venture_factories

pytestmark = pytest.mark.django_db
TABLES: tuple[Any, ...] = (
    Person, Post, Channel, UnitMember, Fact, Consent, Participant, Company, CompanyTie, RivalAttitude,
)  # fmt: skip


def stored() -> dict[str, list[dict[str, object]]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def a_fact(author: User, **about: Any) -> Fact:
    return Fact.objects.create(
        type_code="x", value=1, confidence=0.8, known_on=date(2026, 1, 5), recorded_by=author,
        recorded_at=clock.now(), **about,
    )  # fmt: skip


def write_about(person: Person, author: User) -> None:
    """One row in every table that follows a person."""
    client = factories.make_client("Bakery")
    factories.make_post(person, client, title="Buyer")
    factories.make_person("Below", client, reports_to=person)
    factories.make_channel(person, "ana@example.com", "email", preferred=True)
    venture = venture_factories.make_venture(author)
    venture_factories.make_candidate(venture, person=person)
    venture_factories.make_interview(venture, person=person)
    factories.make_member(factories.make_unit(client), person)
    a_fact(author, person=person)
    a_fact(author, client=client, source_person=person)
    factories.make_task(client, person=person)
    today = date(2026, 1, 5)
    Consent.objects.create(
        person=person, purpose="email", basis="consent", given_on=today, recorded_by=author, recorded_at=clock.now()
    )
    talk = Interaction.objects.create(client=client, author=author, kind="call", at=clock.now(), created_at=clock.now())
    Participant.objects.create(interaction=talk, person=person)


def test_everything_follows_the_person_who_stays_and_comes_back(head_of_sales: User) -> None:
    kept, gone = factories.make_person("Ana Rusu"), factories.make_person("Rusu Ana")
    write_about(gone, head_of_sales)
    factories.make_person("Merged earlier", merged_into=gone)
    before = stored()
    merge_people(actor=head_of_sales, keep_id=kept.pk, gone_id=gone.pk)
    for name, (table, column) in of_people.FOLLOWS.items():
        assert not table.objects.filter(**{column: gone.pk}).exists(), name
        assert table.objects.filter(**{column: kept.pk}).exists(), name
    assert person_merged_into(actor=head_of_sales, person_id=gone.pk) == kept.pk
    assert [(one.gone_name, one.kept_name) for one in merged_lately(actor=head_of_sales, kind="person")] == [
        ("Rusu Ana", "Ana Rusu")
    ]
    assert undo_merge_people(actor=head_of_sales, gone_id=gone.pk) == gone.pk
    assert stored() == before
    assert merged_lately(actor=head_of_sales, kind="person") == []
    assert {"merge_people", "undo_merge_people"} <= set(AuditRow.objects.values_list("action", flat=True))


def test_what_both_have_waits_and_is_there_again(head_of_sales: User) -> None:
    client = factories.make_client()
    kept, gone = factories.make_person("Ana", client), factories.make_person("Anna", client, title="Buyer")
    unit = factories.make_unit(client)
    for person in (kept, gone):
        factories.make_channel(person, "+37369000001", preferred=True)
        factories.make_member(unit, person)
    factories.make_channel(gone, "anna@example.com", "email")
    before = stored()
    merge_people(actor=head_of_sales, keep_id=kept.pk, gone_id=gone.pk)
    (here,) = people_of(actor=head_of_sales, client_id=client.pk)
    assert [one.value for one in here.channels] == ["+37369000001", "anna@example.com"]
    assert [one.preferred for one in here.channels] == [True, False]
    undo_merge_people(actor=head_of_sales, gone_id=gone.pk)
    assert stored() == before


def test_no_one_becomes_their_own_boss(head_of_sales: User) -> None:
    """The two stand above and below each other, directly and through a third."""
    client, other = factories.make_client(), factories.make_client()
    kept = factories.make_person("Kept", client)
    gone = factories.make_person("Gone", other)
    factories.make_post(kept, other, reports_to=gone)
    between = factories.make_person("Between", client, reports_to=gone)
    Post.objects.filter(client=client, person=kept).update(reports_to=between)
    factories.make_post(gone, client, until=date(2025, 1, 1), reports_to=kept)
    before = stored()
    merge_people(actor=head_of_sales, keep_id=kept.pk, gone_id=gone.pk)
    assert Post.objects.get(person=between).reports_to_id == gone.pk
    assert not any(post.reports_to_id == post.person_id for post in Post.objects.filter(client=client))
    undo_merge_people(actor=head_of_sales, gone_id=gone.pk)
    assert stored() == before


def test_merges_are_taken_back_from_the_last(head_of_sales: User) -> None:
    one, two, three = (factories.make_person(name) for name in ("One", "Two", "Three"))
    merge_people(actor=head_of_sales, keep_id=one.pk, gone_id=two.pk)
    with pytest.raises(Conflict):
        merge_people(actor=head_of_sales, keep_id=three.pk, gone_id=two.pk)
    merge_people(actor=head_of_sales, keep_id=three.pk, gone_id=one.pk)
    assert person_merged_into(actor=head_of_sales, person_id=two.pk) == three.pk
    with pytest.raises(BadInput):
        undo_merge_people(actor=head_of_sales, gone_id=two.pk)
    undo_merge_people(actor=head_of_sales, gone_id=one.pk)
    undo_merge_people(actor=head_of_sales, gone_id=two.pk)
    assert not Person.objects.exclude(merged_into=None).exists()
    with pytest.raises(Conflict):
        undo_merge_people(actor=head_of_sales, gone_id=two.pk)
    with pytest.raises(BadInput):
        merge_people(actor=head_of_sales, keep_id=two.pk, gone_id=two.pk)


def test_who_may_not_merge_changes_nothing(salesperson: User, analyst: User) -> None:
    client = factories.make_client(owner=salesperson)
    one, two = factories.make_person("Ana", client), factories.make_person("Ana", client)
    first, second = factories.make_company("X"), factories.make_company("X")
    for stranger in (salesperson, analyst):
        for attempt in (
            lambda who: merge_people(actor=who, keep_id=one.pk, gone_id=two.pk),
            lambda who: undo_merge_people(actor=who, gone_id=two.pk),
            lambda who: merge_companies(actor=who, keep_id=first.pk, gone_id=second.pk),
            lambda who: undo_merge_companies(actor=who, gone_id=second.pk),
            lambda who: twin_people(actor=who),
            lambda who: twin_companies(actor=who),
            lambda who: call_twins_different(actor=who, kind="person", first_id=one.pk, second_id=two.pk),
        ):
            with pytest.raises(NotAllowed):
                attempt(stranger)
    assert not AuditRow.objects.exists()


def test_people_are_found_by_what_they_share_until_said_to_be_two(head_of_sales: User) -> None:
    client, elsewhere = factories.make_client(), factories.make_client()
    one = factories.make_person("Ana Munteanu", client)
    slip = factories.make_person("Ana Muntean", client)
    phone = factories.make_person("Munteanu A.", elsewhere)
    colleague = factories.make_person("Vasile Pop", client)
    factories.make_person("Ana Munteanu", elsewhere)
    for person in (one, phone, colleague):
        factories.make_channel(person, "+37369000001")
    found = {(pair.first.id, pair.second.id): pair.because for pair in twin_people(actor=head_of_sales)}
    assert found == {(one.pk, slip.pk): "near_name", (one.pk, phone.pk): "phone"}
    call_twins_different(actor=head_of_sales, kind="person", first_id=phone.pk, second_id=one.pk)
    assert [(pair.first.id, pair.second.id) for pair in twin_people(actor=head_of_sales)] == [(one.pk, slip.pk)]
    ask_about_twins_again(actor=head_of_sales, kind="person", first_id=one.pk, second_id=phone.pk)
    assert len(twin_people(actor=head_of_sales)) == 2
    with pytest.raises(NotFound):
        call_twins_different(actor=head_of_sales, kind="nothing", first_id=one.pk, second_id=phone.pk)


def test_a_number_of_the_switchboard_makes_nobody_alike(head_of_sales: User) -> None:
    for _ in range(7):
        factories.make_channel(factories.make_person(), "+37322000000")
    assert twin_people(actor=head_of_sales) == []


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("ana rusu", "rusu ana", "name"), ("moara nord", "moara nrod", "near_name"), ("shop 1", "shop 2", ""),
        ("ana", "anna", ""), ("", "", ""), ("виктор чебан", "виктор чебану", "near_name"),
    ],
)  # fmt: skip
def test_names_are_alike_when_a_slip_apart_and_the_same_in_numbers(one: str, other: str, why: str) -> None:
    assert alike(one, other) == why


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_has_no_order(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)


def test_a_company_takes_over_ties_facts_and_notes_and_gives_them_back(
    workspace: Workspace, head_of_sales: User
) -> None:
    kept = factories.make_company("Moara Nord", note="Kept note")
    gone = factories.make_company("Moara-Nord", note="Gone note", client=factories.make_client())
    client = factories.make_client()
    for company in (kept, gone):
        factories.make_company_tie(client, company, "supplier")
    factories.make_company_tie(client, gone, "partner")
    member = factories.make_member(factories.make_unit(client))
    RivalAttitude.objects.create(member=member, company=gone, attitude=1)
    a_fact(head_of_sales, company=gone)
    Interaction.objects.create(company=gone, author=head_of_sales, kind="visit", at=clock.now(), created_at=clock.now())
    factories.make_company("Earlier", merged_into=gone)
    (pair,) = twin_companies(actor=head_of_sales)
    assert (pair.first.id, pair.second.id) == (kept.pk, gone.pk)
    before = stored()
    merge_companies(actor=head_of_sales, keep_id=kept.pk, gone_id=gone.pk)
    kept.refresh_from_db()
    assert (kept.note, kept.client_id) == ("Kept note\n\nGone note", gone.client_id)
    assert CompanyTie.objects.filter(company=kept).count() == 2
    for name, (table, column) in of_companies.FOLLOWS.items():
        assert table.objects.filter(**{column: kept.pk}).exists(), name
    undo_merge_companies(actor=head_of_sales, gone_id=gone.pk)
    assert stored() == before


def test_two_clients_of_ours_are_not_merged_by_way_of_the_register(workspace: Workspace, head_of_sales: User) -> None:
    one, two = (factories.make_company("Same", client=factories.make_client()) for _ in range(2))
    with pytest.raises(BadInput) as refused:
        merge_companies(actor=head_of_sales, keep_id=one.pk, gone_id=two.pk)
    assert refused.value.problem.code == "companies_two_clients"


def test_a_merge_closes_no_circle_of_owners(workspace: Workspace, head_of_sales: User) -> None:
    client = factories.make_client()
    one, two = factories.make_company("One"), factories.make_company("Two")
    factories.make_company_tie(client, one, HOLDING[0])
    factories.make_company_tie(client, two, HOLDING[1])
    before = stored()
    with pytest.raises(InvalidValue) as refused:
        merge_companies(actor=head_of_sales, keep_id=one.pk, gone_id=two.pk)
    assert refused.value.problem.code == "holding_circle"
    assert stored() == before


def test_every_table_that_names_a_person_or_a_company_follows_a_merge() -> None:
    """A new column with a person or a company in it must be handed over by the merge."""
    for model, follows, besides in (
        (Person, of_people.FOLLOWS, set()),
        (Company, of_companies.FOLLOWS, set()),
    ):
        naming = {
            (table.__name__, field.name)
            for table in apps.get_models()
            for field in table._meta.get_fields()
            if field.concrete and field.related_model is model
        }
        assert naming == {(table.__name__, column) for table, column in follows.values()} | besides


def test_a_fact_that_names_somebody_merged_names_the_one_who_stayed(head_of_sales: User) -> None:
    client = factories.make_client()
    kept, gone = factories.make_person("Ana Rusu", client), factories.make_person("Rusu Ana", client)
    code = next(code for code, kind in fact_kinds().items() if kind.value_kind == "person" and kind.fits("client"))
    subject = Subject("client", client.pk)
    record_fact(
        actor=head_of_sales, subject=subject, kind=code, value={"id": gone.pk}, source=Source(), confidence=0.8
    )  # fmt: skip
    merge_people(actor=head_of_sales, keep_id=kept.pk, gone_id=gone.pk)
    (fact,) = facts_of(actor=head_of_sales, subjects=[subject])[subject]
    assert fact.shown == "Ana Rusu"


def test_a_post_given_meanwhile_in_the_place_of_another_leaves_the_two_as_they_were(
    administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = factories.make_client("Codru")
    ion, ioan = factories.make_person("Ion Rusu"), factories.make_person("Ioan Rusu", client)
    hand_over = of_people.hand_over

    def somebody_was_quicker(rows: Any, field: str, kept: Any) -> list[int]:
        if rows.model is Post and field == "person":
            rows = Post.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
            factories.make_post(ion, client)
        return hand_over(rows, field, kept)

    monkeypatch.setattr(of_people, "hand_over", somebody_was_quicker)
    with pytest.raises(Conflict):
        merge_people(actor=administrator, keep_id=ion.pk, gone_id=ioan.pk)
    assert not Person.objects.exclude(merged_into=None).exists()
    assert Post.objects.get().person == ioan
