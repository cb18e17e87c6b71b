"""Facts: recorded with evidence, never overwritten, ageing, contradicting, kept from those who may not read them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.clients.facts.facts import (
    FactConflict,
    Source,
    Subject,
    confirm_fact,
    fact_of,
    facts_history,
    facts_of,
    record_fact,
    resolve_fact,
    restore_fact,
    withdraw_fact,
)
from tenure.clients.facts.special_facts import open_fact
from tenure.clients.models import Client, Fact, FactType
from tenure.clients.people.consents import record_consent, withdraw_consent
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.kernel.problems import sentence
from tenure.privacy.models import AuditRow, User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db
TOLD = Source(text="their buyer")


@pytest.fixture
def subject(salesperson: User, workspace: Workspace) -> Subject:
    return Subject("client", factories.make_client("Moldpak SRL", owner=salesperson).pk)


def record(actor: User, subject: Subject, value: Any, kind: str = "activity", **more: Any) -> Any:
    return record_fact(actor=actor, subject=subject, kind=kind, value=value, source=TOLD, **more)


def test_a_fact_keeps_who_said_it_when_and_how_sure_we_are(salesperson: User, subject: Subject) -> None:
    fact = record(salesperson, subject, " bakes bread ", confidence=0.9)
    assert (fact.shown, fact.source, fact.how, fact.recorded_by) == (
        "bakes bread",
        "their buyer",
        "told",
        "Elena Ceban",
    )
    assert fact.known_on == clock.today()
    assert (fact.confidence, fact.left, fact.stale) == (0.9, 0.9, False)
    assert facts_of(actor=salesperson, subjects=[subject]) == {subject: (fact,)}


def test_a_new_value_supersedes_the_one_that_was_seen_and_both_stay(salesperson: User, subject: Subject) -> None:
    old = record(salesperson, subject, "bakes bread")
    new = record(salesperson, subject, "bakes bread and cakes", seen=old.id)
    history = facts_history(actor=salesperson, subject=subject, kind="activity")
    assert [(fact.id, fact.superseded_by_id) for fact in history] == [(new.id, None), (old.id, new.id)]
    assert [fact.shown for fact in facts_of(actor=salesperson, subjects=[subject])[subject]] == [
        "bakes bread and cakes"
    ]


def test_the_second_of_two_people_is_told_what_the_first_recorded(
    salesperson: User, head_of_sales: User, subject: Subject
) -> None:
    seen = record(salesperson, subject, "bakes bread")
    first = record(head_of_sales, subject, "mills flour", seen=seen.id)
    with pytest.raises(FactConflict) as caught:
        record(salesperson, subject, "sells flour", seen=seen.id)
    assert ([fact.id for fact in caught.value.current], caught.value.wanted) == ([first.id], "sells flour")
    with pytest.raises(FactConflict):
        record(salesperson, subject, "sells flour")
    assert Fact.objects.count() == 2
    beside = record(salesperson, subject, "sells flour", beside=True)
    assert {fact.id for fact in facts_of(actor=salesperson, subjects=[subject])[subject]} == {first.id, beside.id}


def test_the_same_value_again_confirms_it(salesperson: User, head_of_sales: User, subject: Subject) -> None:
    old = record(salesperson, subject, "bakes bread")
    record(head_of_sales, subject, "bakes bread")
    (current,) = facts_of(actor=salesperson, subjects=[subject])[subject]
    assert (current.id != old.id, current.recorded_by) == (True, "Victor Munteanu")


def test_a_contradiction_ends_when_one_claim_is_chosen(salesperson: User, subject: Subject) -> None:
    low = record(salesperson, subject, "15000", kind="purchasing_budget")
    record(salesperson, subject, "20000", kind="purchasing_budget", beside=True)
    resolve_fact(actor=salesperson, fact_id=low.id)
    assert [fact.shown for fact in facts_of(actor=salesperson, subjects=[subject])[subject]] == ["€15,000"]
    assert len(facts_history(actor=salesperson, subject=subject, kind="purchasing_budget")) == 2


def test_a_fact_ages_as_the_vector_says(salesperson: User, subject: Subject) -> None:
    """K5: 0.9 after 180 days of a half-life of 365 is 0.639."""
    today = clock.today()
    source = Source(known_on=today - timedelta(days=180))
    fact = record_fact(
        actor=salesperson, subject=subject, kind="purchase_volume", value="90000", source=source, confidence=0.9
    )
    assert fact.left == pytest.approx(0.6394246301, abs=1e-9)
    assert not fact.stale
    stale = Source(known_on=today - timedelta(days=366))
    assert record_fact(actor=salesperson, subject=subject, kind="potential_yearly", value="90000", source=stale).stale


def test_still_true_makes_a_fact_young_again(salesperson: User, subject: Subject) -> None:
    long_ago = Source(text="their director", known_on=clock.today() - timedelta(days=800))
    old = record_fact(actor=salesperson, subject=subject, kind="employees", value="40", source=long_ago)
    fresh = confirm_fact(actor=salesperson, fact_id=old.id)
    assert (fresh.age_days, fresh.left, fresh.source, fresh.shown) == (0, 0.8, "their director", "40")
    with pytest.raises(FactConflict):
        confirm_fact(actor=salesperson, fact_id=old.id)


def test_an_earlier_value_can_be_brought_back(salesperson: User, subject: Subject) -> None:
    old = record(salesperson, subject, "bakes bread")
    record(salesperson, subject, "sells cars", seen=old.id)
    restored = restore_fact(actor=salesperson, fact_id=old.id)
    assert [fact.shown for fact in facts_of(actor=salesperson, subjects=[subject])[subject]] == ["bakes bread"]
    assert len(facts_history(actor=salesperson, subject=subject, kind="activity")) == 3
    withdraw_fact(actor=salesperson, fact_id=restored.id)
    assert facts_of(actor=salesperson, subjects=[subject])[subject] == ()
    assert restore_fact(actor=salesperson, fact_id=restored.id).shown == "bakes bread"


def test_nobody_reads_or_writes_facts_of_a_colleagues_client(
    salesperson: User, other_salesperson: User, analyst: User, subject: Subject
) -> None:
    fact = record(salesperson, subject, "bakes bread")
    for attempt in (
        lambda: facts_of(actor=other_salesperson, subjects=[subject]),
        lambda: facts_history(actor=other_salesperson, subject=subject, kind="activity"),
        lambda: fact_of(actor=other_salesperson, fact_id=fact.id),
        lambda: record(other_salesperson, subject, "mine", beside=True),
        lambda: confirm_fact(actor=other_salesperson, fact_id=fact.id),
        lambda: restore_fact(actor=other_salesperson, fact_id=fact.id),
        lambda: resolve_fact(actor=other_salesperson, fact_id=fact.id),
        lambda: withdraw_fact(actor=other_salesperson, fact_id=fact.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotAllowed):
        record(analyst, subject, "mine")
    assert Fact.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "value", "language", "shown"),
    [
        ("employees", "1 250", "ru", "1\xa0250"),
        ("employees", "1,250", "en", "1,250"),
        ("market_share", "12,5", "ro", "12,5\xa0%"),
        ("purchase_volume", "15 000,50", "ru", "15\xa0000\xa0€"),
        ("purchase_volume", "€15,000", "en", "€15,000"),
        ("supplier_contract_end", "12.05.2027", "ru", "12.05.2027"),
        ("supplier_contract_end", "12/05/2027", "en", "12 May 2027"),
        ("supplier_contract_end", "12 mai 2027", "ro", "12.05.2027"),
        ("founded_on", "2 июня", "ru", "2\xa0июня"),
        ("financial_strength", "strong", "ro", "puternică"),
        ("selection_criteria", ["quality", "price"], "en", "price, steady quality"),
        ("activity", "<script>alert(1)</script>", "en", "<script>alert(1)</script>"),
    ],
)
def test_values_are_read_and_shown_in_the_language_of_the_reader(
    salesperson: User, subject: Subject, kind: str, value: Any, language: str, shown: str
) -> None:
    with translation.override(language):
        assert record(salesperson, subject, value, kind=kind).shown == shown


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [
        ("employees", "about forty", "about forty"),
        ("market_share", "140", "140"),
        ("purchase_volume", "a lot", "EUR"),
        ("supplier_contract_end", "31.02.2027", "31.02.2027"),
        ("supplier_contract_end", "12.05.27", "12.05.27"),
        ("financial_strength", "magic", "magic"),
        ("activity", "  ", "no value"),
        ("activity", "x" * 10_000_000, "10000000"),
        ("selection_criteria", ["price", "magic"], "magic"),
        ("no_such_kind", "x", "no_such_kind"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_field_the_value_and_the_remedy(
    salesperson: User, subject: Subject, kind: str, value: Any, word: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        record(salesperson, subject, value, kind=kind)
    assert word in sentence(caught.value)
    assert not Fact.objects.exists()


def test_the_audit_names_the_fact_and_never_its_value(salesperson: User, subject: Subject) -> None:
    fact = record(salesperson, subject, "bakes bread")
    row = AuditRow.objects.get()
    assert (row.action, row.subject_kind, row.subject_id) == ("record_fact", "client", subject.id)
    assert row.details == {"fact": fact.id, "kind": "activity"}


@pytest.mark.parametrize("count", [1, 200])
def test_facts_are_read_in_a_known_number_of_queries(
    salesperson: User, subject: Subject, count: int, django_assert_max_num_queries: Any
) -> None:
    now = clock.now()
    Fact.objects.bulk_create(
        Fact(client_id=subject.id, type_code="activity", value=str(number), confidence=0.8, known_on=clock.day_of(now),
             recorded_by=salesperson, recorded_at=now)
        for number in range(count)
    )  # fmt: skip
    with django_assert_max_num_queries(3):
        assert len(facts_of(actor=salesperson, subjects=[subject])[subject]) == count


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["new", "beside", "confirm", "restore", "withdraw", "resolve"]),
                                st.integers(0, 9)), max_size=12))  # fmt: skip
def test_nothing_recorded_is_ever_lost_from_the_history(
    salesperson: User, workspace: Workspace, steps: list[tuple[str, int]]
) -> None:
    subject = Subject("client", factories.make_client(owner=salesperson).pk)
    first = record(salesperson, subject, "value 0")
    recorded = {first.id: first.shown}
    for number, (step, pick) in enumerate(steps, 1):
        current = facts_of(actor=salesperson, subjects=[subject])[subject]
        old = sorted(recorded)[pick % len(recorded)]
        try:
            if step in ("new", "beside"):
                seen = current[0].id if current and step == "new" else None
                fact = record(salesperson, subject, f"value {number}", seen=seen, beside=step == "beside")
            else:
                act = {"confirm": confirm_fact, "restore": restore_fact, "withdraw": withdraw_fact,
                       "resolve": resolve_fact}[step]  # fmt: skip
                fact = act(actor=salesperson, fact_id=old)
        except FactConflict:
            continue
        recorded[fact.id] = fact.shown
    history = facts_history(actor=salesperson, subject=subject, kind="activity")
    assert {fact.id: fact.shown for fact in history} == recorded


@pytest.fixture
def person(salesperson: User, subject: Subject) -> Subject:
    return Subject("person", factories.make_person("Ana Munteanu", Client.objects.get(pk=subject.id)).pk)


def test_the_analyst_sees_that_something_is_known_of_a_person_and_not_what(
    salesperson: User, analyst: User, person: Subject
) -> None:
    record(salesperson, person, "chess", kind="hobbies")
    (fact,) = facts_of(actor=analyst, subjects=[person])[person]
    assert (fact.withheld, fact.value, fact.shown, fact.source) == (True, None, "", "")


def test_a_special_category_that_is_switched_off_is_never_stored(salesperson: User, person: Subject) -> None:
    with pytest.raises(InvalidValue) as caught:
        record(salesperson, person, "Orthodox", kind="religion")
    assert "switched off" in sentence(caught.value)
    assert not Fact.objects.exists()


def test_a_special_category_is_kept_sealed_once_it_is_allowed(
    salesperson: User, head_of_sales: User, person: Subject
) -> None:
    today = clock.today()
    User.objects.filter(pk=salesperson.pk).update(may_see_sensitive=True)
    salesperson.refresh_from_db()
    FactType.objects.create(code="religion", enabled=True, changed_at=clock.now())
    with pytest.raises(InvalidValue):
        record(salesperson, person, "Orthodox", kind="religion")
    consent = record_consent(
        actor=salesperson, person_id=person.id, purpose="special:religion", basis="consent", proof="Signed form",
        given_on=today, today=today,
    )  # fmt: skip
    fact = record(salesperson, person, "Orthodox", kind="religion")
    assert fact.source == "their buyer"
    assert fact_of(actor=head_of_sales, fact_id=fact.id).source == ""
    assert (fact.sealed, fact.value, fact.shown) == (True, None, "")
    assert "Orthodox" not in str(Fact.objects.values_list())
    assert open_fact(actor=salesperson, fact_id=fact.id).value == "Orthodox"
    assert confirm_fact(actor=salesperson, fact_id=fact.id).sealed
    withdraw_consent(actor=salesperson, consent_id=consent, today=today)
    with pytest.raises(InvalidValue):
        restore_fact(actor=salesperson, fact_id=fact.id)
