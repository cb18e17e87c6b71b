"""Two clients become one and two again; nothing they had is lost, and who may not decide changes nothing."""

from collections.abc import Callable
from datetime import date

import django.test
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.clients.clients import ClientFacts, Details, client_facts, edit_client
from tenure.clients.matching.duplicates import ask_again, call_different
from tenure.clients.models import Alias, Client, DoubtfulPair, Note
from tenure.journeys.merging.merge_clients import merge_clients, pairs_with_evidence, undo_merge
from tenure.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from tenure.orders.models import Order, ScoreRun
from tenure.privacy.models import AuditRow, User
from tests import factories

pytestmark = pytest.mark.django_db


def make_pair(**second: object) -> DoubtfulPair:
    one = factories.make_client("Alfa SRL", normal_name="alfa", external_id="1")
    fields = {"normal_name": "alpha", "external_id": "2", "email": "a@alpha.md"} | second
    other = factories.make_client("Alpha", **fields)
    factories.make_order(one, date(2025, 3, 1))
    factories.make_order(one, date(2025, 4, 1))
    factories.make_order(other, date(2025, 5, 1))
    return DoubtfulPair.objects.create(first=one, second=other, similarity=0.95, reason="near_name")


def state(pair: DoubtfulPair) -> dict[str, object]:
    """Everything a merge touches, comparable."""
    both = [pair.first_id, pair.second_id]
    return {
        "clients": list(Client.objects.filter(pk__in=both).order_by("id").values()),
        "orders": list(Order.objects.order_by("id").values_list("id", "client_id")),
        "notes": list(Note.objects.order_by("id").values_list("id", "client_id")),
        "aliases": list(Alias.objects.order_by("id").values_list("client_id", "kind", "value")),
        "pair": DoubtfulPair.objects.filter(pk=pair.pk).values_list("state", "decided_by", "moved").get(),
    }


def test_a_merge_hands_everything_to_the_client_that_stays(head_of_sales: User) -> None:
    pair = make_pair()
    factories.make_note(pair.second, head_of_sales)
    task = factories.make_task(pair.second)
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    kept = Client.objects.get(pk=pair.first_id)
    assert Order.objects.filter(client=kept).count() == 3
    assert Note.objects.get().client == kept
    task.refresh_from_db()
    assert task.client == kept
    assert kept.email == "a@alpha.md"
    assert set(Alias.objects.values_list("kind", "value", "client_id")) == {
        ("external_id", "2", kept.pk),
        ("normal_name", "alpha", kept.pk),
    }
    assert Client.objects.get(pk=pair.second_id).merged_into == kept
    assert ScoreRun.objects.filter(state="to_run").exists()
    assert AuditRow.objects.get(action="merge").actor == head_of_sales


def test_undoing_a_merge_brings_back_what_was(head_of_sales: User) -> None:
    pair = make_pair()
    factories.make_note(pair.second, head_of_sales)
    Alias.objects.create(client=pair.second, kind="email", value="old@alpha.md")
    before = state(pair)
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    assert state(pair) != before
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert state(pair) == before


def test_what_came_after_the_merge_stays_with_the_client_that_stayed(head_of_sales: User) -> None:
    pair = make_pair()
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    later = factories.make_order(Client.objects.get(pk=pair.first_id), date(2025, 6, 1))
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert Order.objects.get(pk=later.pk).client_id == pair.first_id


def test_tasks_the_machine_proposed_for_the_merged_one_end_and_come_back(head_of_sales: User) -> None:
    pair = make_pair()
    proposed = factories.make_task(pair.second, kind="silence")
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    proposed.refresh_from_db()
    assert proposed.state == "expired"
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    proposed.refresh_from_db()
    assert proposed.state == "open"


def test_chains_of_merges_lead_to_the_last_one_and_are_undone_from_the_end(head_of_sales: User) -> None:
    pair = make_pair()
    third = factories.make_client("Alfa Group")
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    further = DoubtfulPair.objects.create(first_id=pair.first_id, second=third, similarity=0.93, reason="near_name")
    merge_clients(actor=head_of_sales, pair_id=further.pk, keep_id=third.pk)
    assert set(Client.objects.exclude(pk=third.pk).values_list("merged_into_id", flat=True)) == {third.pk}
    with pytest.raises(BadInput) as refused:
        undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert refused.value.problem.code == "merge_went_on"
    undo_merge(actor=head_of_sales, pair_id=further.pk)
    undo_merge(actor=head_of_sales, pair_id=pair.pk)
    assert not Client.objects.exclude(merged_into=None).exists()


def test_a_pair_is_decided_once(head_of_sales: User) -> None:
    pair = make_pair()
    call_different(actor=head_of_sales, pair_id=pair.pk)
    with pytest.raises(Conflict):
        merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    ask_again(actor=head_of_sales, pair_id=pair.pk)
    merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=pair.first_id)
    with pytest.raises(Conflict):
        call_different(actor=head_of_sales, pair_id=pair.pk)


def test_only_a_client_of_the_pair_can_stay(head_of_sales: User) -> None:
    pair = make_pair()
    stranger = factories.make_client()
    before = state(pair)
    with pytest.raises(BadInput):
        merge_clients(actor=head_of_sales, pair_id=pair.pk, keep_id=stranger.pk)
    with pytest.raises(NotFound):
        merge_clients(actor=head_of_sales, pair_id=pair.pk + 1, keep_id=pair.first_id)
    assert state(pair) == before


def test_who_may_not_merge_sees_and_changes_nothing(salesperson: User, analyst: User) -> None:
    pair = make_pair()
    before, audits = state(pair), AuditRow.objects.count()
    for stranger in (salesperson, analyst):
        with pytest.raises(NotAllowed):
            pairs_with_evidence(actor=stranger)
        with pytest.raises(NotAllowed):
            merge_clients(actor=stranger, pair_id=pair.pk, keep_id=pair.first_id)
        with pytest.raises(NotAllowed):
            call_different(actor=stranger, pair_id=pair.pk)
        with pytest.raises(NotAllowed):
            undo_merge(actor=stranger, pair_id=pair.pk)
    assert (state(pair), AuditRow.objects.count()) == (before, audits)


def test_the_list_goes_on_under_equal_similarity_in_two_queries_a_page(head_of_sales: User) -> None:
    clients = [factories.make_client() for _ in range(8)]
    made = [
        DoubtfulPair.objects.create(first=clients[0], second=other, similarity=0.95, reason="near_name").pk
        for other in clients[1:]
    ]
    with CaptureQueriesContext(connection) as queries:
        first = pairs_with_evidence(actor=head_of_sales, limit=3)
    assert len(queries) == 2
    shown = [found.pair for found in first]
    while rest := pairs_with_evidence(actor=head_of_sales, after=(shown[-1].similarity, shown[-1].id), limit=3):
        shown += [found.pair for found in rest]
    assert [pair.id for pair in shown] == made


def test_the_client_with_more_orders_is_proposed_to_stay(head_of_sales: User) -> None:
    make_pair()
    found = pairs_with_evidence(actor=head_of_sales)[0]
    assert (found.keep.name, found.first.orders, found.second.orders) == ("Alfa SRL", 2, 1)


def test_files_still_know_a_client_by_the_words_it_had_before_an_edit(head_of_sales: User) -> None:
    client = factories.make_client("Alfa SRL", normal_name="alfa", external_id="7")
    facts: ClientFacts = client_facts(actor=head_of_sales, client_id=client.pk)
    details = Details(name="Beta Group", external_id="8")
    edit_client(actor=head_of_sales, client_id=client.pk, details=details, stamp=facts.stamp)
    assert set(Alias.objects.values_list("kind", "value")) == {("normal_name", "alfa"), ("external_id", "7")}


def test_the_page_merges_and_takes_back(head_of_sales: User, visit: Callable[..., django.test.Client]) -> None:
    pair = make_pair()
    browser = visit(head_of_sales)
    assert "Alfa SRL" in browser.get("/clients/similar/").content.decode()
    answer = browser.post(f"/clients/similar/{pair.pk}/merge/", {"keep": pair.first_id})
    answer = browser.get(answer["Location"])
    assert f"/clients/similar/{pair.pk}/undo/" in answer.content.decode()
    browser.post(f"/clients/similar/{pair.pk}/undo/", {"what": "merged"})
    assert Client.objects.filter(merged_into=None).count() == 2
    browser.post(f"/clients/similar/{pair.pk}/different/")
    pair.refresh_from_db()
    assert pair.state == "different"
    assert "None wait for you" in browser.get("/clients/similar/").content.decode()


def test_the_page_is_closed_to_those_who_do_not_decide(
    salesperson: User, analyst: User, visit: Callable[..., django.test.Client]
) -> None:
    pair = make_pair()
    for stranger in (salesperson, analyst):
        browser = visit(stranger)
        assert browser.get("/clients/similar/").status_code == 403
        answer = browser.post(f"/clients/similar/{pair.pk}/merge/", {"keep": pair.first_id})
        assert answer.status_code == 403
    pair.refresh_from_db()
    assert pair.state == "open"


def test_hostile_names_are_shown_as_text(head_of_sales: User, visit: Callable[..., django.test.Client]) -> None:
    pair = make_pair()
    Client.objects.filter(pk=pair.first_id).update(name="<script>alert(1)</script>")
    page = visit(head_of_sales).get("/clients/similar/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
