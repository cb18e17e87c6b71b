"""Storage periods: off until set, shown before they act, and then they act."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tenure.agenda.models import Task
from tenure.cli.work import next_job
from tenure.clients.models import Consent, Fact, Person
from tenure.conversations.models import Interaction
from tenure.journeys.daily import NAME, do_daily, run_daily
from tenure.journeys.keeping.storage_periods import let_go, what_would_go
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotAllowed
from tenure.orders.models import Order
from tenure.privacy.daily_runs import claim_daily, last_finished, return_daily
from tenure.privacy.models import AuditRow, DailyRun, Erasure, Reading, User
from tenure.privacy.sealing import seal
from tenure.privacy.storage_periods import KINDS, set_storage_periods
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)
LONG_AGO = TODAY - timedelta(days=2000)


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def person_of(owner: User, *, last_order: date | None, name: str = "Nina Sârbu", **fields: Any) -> Person:
    client = factories.make_client(owner=owner, created_at=at(LONG_AGO))
    if last_order:
        factories.make_order(client, last_order)
    return factories.make_person(name, client, **({"created_at": at(LONG_AGO)} | fields))


def periods(administrator: User, **days: int | None) -> None:
    set_storage_periods(actor=administrator, wanted=days)


def test_nothing_goes_until_a_period_is_set(salesperson: User) -> None:
    person_of(salesperson, last_order=LONG_AGO)
    assert let_go(today=TODAY) == {}
    assert {due.days for due in what_would_go(actor=None, today=TODAY)} == {None}
    assert not Erasure.objects.exists()


def test_the_dry_run_names_who_would_go_and_changes_nothing(administrator: User, salesperson: User) -> None:
    person_of(salesperson, last_order=LONG_AGO)
    person_of(salesperson, last_order=TODAY, name="Stays")
    periods(administrator, people=1000)
    before = AuditRow.objects.count()
    due = {one.kind: one for one in what_would_go(actor=administrator, today=TODAY)}["people"]
    assert (due.count, due.examples, due.before) == (1, ("Nina Sârbu",), TODAY - timedelta(days=1000))
    assert AuditRow.objects.count() == before
    assert Person.objects.filter(erased_at=None).count() == 2


def test_people_of_clients_that_are_gone_are_erased_and_the_orders_stay(administrator: User, salesperson: User) -> None:
    gone = person_of(salesperson, last_order=LONG_AGO)
    stays = person_of(salesperson, last_order=TODAY - timedelta(days=999), name="Stays")
    periods(administrator, people=1000)
    assert let_go(today=TODAY) == {"people": 1}
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert gone.erased_at is not None
    assert stays.erased_at is None
    assert Order.objects.count() == 2
    assert Erasure.objects.get().actor is None


@pytest.mark.parametrize("why", ["talk", "new client", "new person", "agreed", "another client"])
def test_a_person_with_a_reason_to_be_kept_is_kept(administrator: User, salesperson: User, why: str) -> None:
    person = person_of(salesperson, last_order=LONG_AGO)
    client = person.posts.get().client
    if why == "talk":
        Interaction.objects.create(client=client, author=salesperson, kind="call", at=at(TODAY), created_at=clock.now())
    elif why == "new client":
        type(client).objects.filter(pk=client.pk).update(created_at=at(TODAY))
    elif why == "new person":
        Person.objects.filter(pk=person.pk).update(created_at=at(TODAY))
    elif why == "agreed":
        factories.make_consent(person, salesperson, purpose="card", given_on=LONG_AGO)
    else:
        factories.make_post(person, factories.make_client(created_at=at(TODAY)))
    periods(administrator, people=1000)
    assert let_go(today=TODAY) == {}


def test_conversations_ended_consents_openings_and_proofs_go_by_their_own_days(
    administrator: User, salesperson: User
) -> None:
    person = person_of(salesperson, last_order=TODAY)
    for days in (10, 100):
        moment = at(TODAY - timedelta(days=days))
        Interaction.objects.create(client=person.posts.get().client, author=salesperson, kind="call", at=moment,
                                   created_at=moment)  # fmt: skip
        Reading.objects.create(at=moment, actor=salesperson, person_id=1, fact_id=1, type_code="x")
        Erasure.objects.create(at=moment, subject_kind="person", subject_id=days, digest="")
        factories.make_consent(person, salesperson, given_on=LONG_AGO, expires_on=TODAY - timedelta(days=days))
    factories.make_consent(person, salesperson, given_on=LONG_AGO)
    periods(administrator, conversations=50, readings=50, proofs=50, consents=50)
    assert let_go(today=TODAY) == {"conversations": 1, "readings": 1, "proofs": 1, "consents": 1}
    assert (Consent.objects.count(), Interaction.objects.count(), Reading.objects.count()) == (2, 1, 1)
    assert AuditRow.objects.filter(action="let_go").count() == 4


def test_a_sealed_value_goes_when_its_consent_ends_without_any_period(salesperson: User) -> None:
    person = person_of(salesperson, last_order=TODAY)
    facts = [
        Fact.objects.create(person=person, type_code="health", sealed=seal('"x"'), confidence=1, known_on=TODAY,
                            expires_on=day, recorded_by=salesperson, recorded_at=clock.now())
        for day in (TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    ]  # fmt: skip
    assert let_go(today=TODAY) == {"sealed": 2}
    facts[0].refresh_from_db()
    assert (facts[0].sealed, facts[0].value) == (None, None)
    assert let_go(today=TODAY) == {}


def test_a_consent_about_to_end_becomes_a_task_of_its_recorder_once(salesperson: User, workspace: Any) -> None:
    person = person_of(salesperson, last_order=TODAY)
    factories.make_consent(person, salesperson, given_on=LONG_AGO, expires_on=TODAY + timedelta(days=14))
    factories.make_consent(
        person, salesperson, given_on=LONG_AGO, expires_on=TODAY + timedelta(days=15), purpose="phone"
    )
    assert [do_daily(today=TODAY)["reminders"] for _again in range(2)] == [1, 0]
    task = Task.objects.get()
    assert (task.owner, task.person, task.client) == (salesperson, person, person.posts.get().client)
    assert task.title == "Ask Nina Sârbu again: the consent “e-mails” ends on 26 May 2026"


def test_a_consent_that_a_longer_one_replaces_asks_nobody(salesperson: User, workspace: Any) -> None:
    person = person_of(salesperson, last_order=TODAY)
    factories.make_consent(person, salesperson, given_on=LONG_AGO, expires_on=TODAY + timedelta(days=3))
    factories.make_consent(person, salesperson, given_on=TODAY)
    assert do_daily(today=TODAY)["reminders"] == 0


@pytest.mark.parametrize("days", [0, 29, 36_501, -1])
def test_a_period_that_makes_no_sense_is_refused_whole(administrator: User, days: int) -> None:
    with pytest.raises(InvalidValue) as raised:
        periods(administrator, readings=400, people=days)
    assert raised.value.problem.data["field"] == "people"
    assert {due.days for due in what_would_go(actor=administrator, today=TODAY)} == {None}


def test_a_period_taken_away_keeps_for_good_again(administrator: User) -> None:
    periods(administrator, people=1000)
    periods(administrator, people=None)
    assert {due.days for due in what_would_go(actor=administrator, today=TODAY)} == {None}
    assert AuditRow.objects.filter(action="set_storage_periods").count() == 2


@pytest.mark.parametrize("role", ["salesperson", "head_of_sales", "analyst"])
def test_only_an_administrator_sets_and_sees_periods(role: str) -> None:
    actor = factories.make_user(role=role)
    with pytest.raises(NotAllowed):
        set_storage_periods(actor=actor, wanted=dict.fromkeys(KINDS, 100))
    with pytest.raises(NotAllowed):
        what_would_go(actor=actor, today=TODAY)


def test_one_worker_does_the_day_and_only_once() -> None:
    run_id = claim_daily(NAME, TODAY)
    assert run_id is not None
    assert claim_daily(NAME, TODAY) is None
    run_daily(run_id)
    assert last_finished(NAME) == TODAY
    assert claim_daily(NAME, TODAY) is None
    assert claim_daily(NAME, TODAY + timedelta(days=1)) is not None


def test_a_run_broken_off_begins_anew_and_one_that_died_waits_for_tomorrow() -> None:
    run_id = claim_daily(NAME, TODAY)
    assert run_id is not None
    return_daily(run_id, died=False)
    again = claim_daily(NAME, TODAY)
    assert again is not None
    return_daily(again, died=True)
    assert claim_daily(NAME, TODAY) is None


def test_the_worker_finds_the_daily_job_by_itself(workspace: Any) -> None:
    assert next_job() == f"daily:{DailyRun.objects.get().pk}"
    assert next_job() is None
