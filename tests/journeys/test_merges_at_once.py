"""Two merges that touch the same records at the same moment wait in line; none waits for the other for ever."""

from functools import partial
from typing import Any

import pytest

from tenure.clients.companies.companies import edit_company, stamp_of
from tenure.clients.models import Client, Company, DoubtfulPair, Person
from tenure.journeys.merging.merge_clients import merge_clients, undo_merge
from tenure.journeys.merging.merge_companies import merge_companies, undo_merge_companies
from tenure.journeys.merging.merge_people import merge_people, undo_merge_people
from tenure.privacy.models import User
from tests import factories
from tests.discovery.test_two_at_once import at_once
from tests.waiting import ROWS_HAVE_LOCKS, holds_while_waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chief(db: None) -> User:
    factories.make_workspace()
    return factories.make_user(role="administrator", name="Ana Rusu")


def doubt(one: Client, other: Client) -> DoubtfulPair:
    return DoubtfulPair.objects.create(first=one, second=other, similarity=0.9, reason="near_name")


def merged(chief: User, kept: Client, gone: Client) -> DoubtfulPair:
    pair = doubt(kept, gone)
    merge_clients(actor=chief, pair_id=pair.pk, keep_id=kept.pk)
    return pair


@ROWS_HAVE_LOCKS
def test_an_undone_merge_takes_the_older_client_first_whichever_stayed(chief: User) -> None:
    older, younger = factories.make_client("Alfa"), factories.make_client("Alfa SRL")
    pair = merged(chief, younger, older)
    undo = partial(undo_merge, actor=chief, pair_id=pair.pk)
    assert not holds_while_waiting(undo, for_row=older, row=younger)


@ROWS_HAVE_LOCKS
def test_a_merge_takes_those_merged_before_in_their_turn(chief: User) -> None:
    before, kept, gone = (factories.make_client(name) for name in ("Alfa", "Alfa SRL", "Alpha"))
    merged(chief, gone, before)
    merge = partial(merge_clients, actor=chief, pair_id=doubt(kept, gone).pk, keep_id=kept.pk)
    assert not holds_while_waiting(merge, for_row=before, row=gone)
    before.refresh_from_db()
    assert before.merged_into == kept


@ROWS_HAVE_LOCKS
@pytest.mark.parametrize("back", [False, True], ids=["merge", "undo"])
def test_companies_wait_for_their_client_before_they_are_taken(chief: User, back: bool) -> None:
    client = factories.make_client("Alfa")
    kept, gone = factories.make_company("Alfa"), factories.make_company("Alfa SRL", client=client)
    act: partial[Any] = partial(merge_companies, actor=chief, keep_id=kept.pk, gone_id=gone.pk)
    if back:
        act()
        act = partial(undo_merge_companies, actor=chief, gone_id=gone.pk)
    assert not holds_while_waiting(act, for_row=client, row=gone)
    assert Company.objects.get(client=client).pk == (gone.pk if back else kept.pk)


@ROWS_HAVE_LOCKS
def test_a_company_found_to_be_a_client_waits_for_the_client_first(chief: User) -> None:
    client, company = factories.make_client("Alfa"), factories.make_company("Alfa")
    stamp = stamp_of(company.name, company.note, None)
    edit = partial(
        edit_company, actor=chief, company_id=company.pk, name="Alfa", note="", client_id=client.pk, stamp=stamp
    )
    assert not holds_while_waiting(edit, for_row=client, row=company)


@ROWS_HAVE_LOCKS
def test_companies_and_people_made_two_again_are_taken_the_older_first(chief: User) -> None:
    ours, theirs = factories.make_company("Alfa"), factories.make_company("Alfa SRL")
    merge_companies(actor=chief, keep_id=ours.pk, gone_id=theirs.pk)
    undo = partial(undo_merge_companies, actor=chief, gone_id=theirs.pk)
    assert not holds_while_waiting(undo, for_row=ours, row=theirs)
    client = factories.make_client("Codru")
    ion, ioan = factories.make_person("Ion Rusu", client), factories.make_person("Ioan Rusu", client)
    merge_people(actor=chief, keep_id=ion.pk, gone_id=ioan.pk)
    undo = partial(undo_merge_people, actor=chief, gone_id=ioan.pk)
    assert not holds_while_waiting(undo, for_row=ion, row=ioan)
    assert Person.objects.filter(merged_into=None).count() == 2


def test_crossing_merges_of_clients_both_come_to_an_end(chief: User) -> None:
    for turn in range(5):
        first, second, third = (factories.make_client(f"Alfa {turn} {letter}") for letter in "abc")
        pair, other = merged(chief, third, first), doubt(second, third)
        undo = partial(undo_merge, actor=chief, pair_id=pair.pk)
        merge = partial(merge_clients, actor=chief, pair_id=other.pk, keep_id=second.pk)
        outcomes = at_once(undo, merge)
        assert outcomes in (["done", "done"], ["merge_went_on", "done"])


def test_a_merge_undone_by_two_is_undone_once(chief: User) -> None:
    pair = merged(chief, factories.make_client("Alfa"), factories.make_client("Alfa SRL"))
    undo = partial(undo_merge, actor=chief, pair_id=pair.pk)
    assert sorted(at_once(undo, undo)) == ["conflict", "done"]
    assert Client.objects.filter(merged_into=None).count() == 2


@ROWS_HAVE_LOCKS
def test_companies_merged_before_are_taken_in_their_turn(chief: User) -> None:
    before, kept, gone = (factories.make_company(name) for name in ("Alfa", "Alfa SRL", "Alpha"))
    merge_companies(actor=chief, keep_id=gone.pk, gone_id=before.pk)
    merge = partial(merge_companies, actor=chief, keep_id=kept.pk, gone_id=gone.pk)
    assert not holds_while_waiting(merge, for_row=before, row=gone)


@ROWS_HAVE_LOCKS
def test_people_merged_before_are_taken_in_their_turn(chief: User) -> None:
    client = factories.make_client("Codru")
    before, kept, gone = (factories.make_person(name, client) for name in ("Ion Rusu", "Ioan Rusu", "Ionel Rusu"))
    merge_people(actor=chief, keep_id=gone.pk, gone_id=before.pk)
    merge = partial(merge_people, actor=chief, keep_id=kept.pk, gone_id=gone.pk)
    assert not holds_while_waiting(merge, for_row=before, row=gone)
