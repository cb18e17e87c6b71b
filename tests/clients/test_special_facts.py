"""A special category from the first word to the last trace: by consent only, readable nowhere, gone when consent goes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.facts.facts import (
    KnownFact,
    Source,
    Subject,
    confirm_fact,
    fact_of,
    facts_history,
    facts_of,
    record_fact,
    restore_fact,
)
from tenure.clients.facts.special_facts import open_fact
from tenure.clients.facts.special_types import switch_special
from tenure.clients.models import Consent, Fact, Person
from tenure.clients.people.consents import record_consent, withdraw_consent
from tenure.journeys.keeping.storage_periods import let_go
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, Reading, User
from tests import factories
from tests.whole_database import everything_written

pytestmark = pytest.mark.django_db
SECRET = "Zx диабет второго типа"
SPECIAL = {"health", "nationality", "private_life", "religion", "habits_weaknesses"}


@pytest.fixture
def trusted(salesperson: User) -> User:
    User.objects.filter(pk=salesperson.pk).update(may_see_sensitive=True)
    salesperson.refresh_from_db()
    return salesperson


@pytest.fixture
def person(salesperson: User, workspace: Any) -> Person:
    return factories.make_person("Elena Rusu", factories.make_client(owner=salesperson))


def agree(actor: User, person: Person, code: str = "health", **fields: Any) -> int:
    given: dict[str, Any] = {"proof": "Signed", "given_on": clock.today(), "today": clock.today()}
    return record_consent(
        actor=actor, person_id=person.pk, purpose=f"special:{code}", basis="consent", **(given | fields)
    )  # fmt: skip


def tell(actor: User, person: Person, value: str = SECRET, code: str = "health", **fields: Any) -> KnownFact:
    return record_fact(
        actor=actor, subject=Subject("person", person.pk), kind=code, value=value, source=Source("she"), **fields
    )  # fmt: skip


@pytest.fixture
def allowed(administrator: User, trusted: User, person: Person) -> int:
    """Switched on, and the consent recorded; its number."""
    switch_special(actor=administrator, code="health", on=True, reason="menus")
    return agree(trusted, person)


def codes() -> set[str]:
    return {code for code, kind in fact_kinds().items() if kind.special}


def test_the_special_categories_are_those_of_the_requirements() -> None:
    assert codes() == SPECIAL


def test_one_step_missing_and_nothing_is_stored(administrator: User, trusted: User, person: Person) -> None:
    with pytest.raises(InvalidValue):
        tell(trusted, person)
    switch_special(actor=administrator, code="health", on=True, reason="menus")
    with pytest.raises(InvalidValue, match="special_needs_consent"):
        tell(trusted, person)
    agree(trusted, person)
    with pytest.raises(NotAllowed):
        tell(administrator, person)
    assert not Fact.objects.exists()
    assert SECRET not in everything_written()


def test_the_words_are_readable_in_no_table(trusted: User, person: Person, allowed: int) -> None:
    first = tell(trusted, person)
    again = tell(trusted, person, value=f"{SECRET}, инсулин", seen=first.id)
    confirm_fact(actor=trusted, fact_id=again.id)
    restore_fact(actor=trusted, fact_id=first.id)
    open_fact(actor=trusted, fact_id=first.id)
    written = everything_written()
    assert "диабет" not in written
    assert "инсулин" not in written
    assert Fact.objects.filter(sealed__isnull=False).count() == 4


def test_no_reader_of_facts_unseals_by_itself(trusted: User, person: Person, allowed: int) -> None:
    fact = tell(trusted, person)
    subject = Subject("person", person.pk)
    seen = [fact, fact_of(actor=trusted, fact_id=fact.id), *facts_of(actor=trusted, subjects=[subject])[subject],
            *facts_history(actor=trusted, subject=subject, kind="health")]  # fmt: skip
    assert {(one.sealed, one.value, one.shown) for one in seen} == {(True, None, "")}
    assert not Reading.objects.exists()


def test_where_it_came_from_is_kept_from_those_who_may_not_open_it(
    administrator: User, trusted: User, person: Person, allowed: int
) -> None:
    fact = tell(trusted, person)
    assert fact_of(actor=trusted, fact_id=fact.id).source == "she"
    assert fact_of(actor=administrator, fact_id=fact.id).source == ""


def test_it_opens_for_the_right_given_by_name_and_each_time_is_written_down(
    administrator: User, trusted: User, person: Person, allowed: int
) -> None:
    fact = tell(trusted, person)
    assert open_fact(actor=trusted, fact_id=fact.id).value == SECRET
    with pytest.raises(NotFound):
        open_fact(actor=administrator, fact_id=fact.id)
    assert list(Reading.objects.values_list("actor_id", "fact_id")) == [(trusted.pk, fact.id)]


def test_switched_off_it_neither_grows_nor_opens(
    administrator: User, trusted: User, person: Person, allowed: int
) -> None:
    fact = tell(trusted, person)
    switch_special(actor=administrator, code="health", on=False, reason="")
    with pytest.raises(BadInput, match="special_switched_off"):
        open_fact(actor=trusted, fact_id=fact.id)
    with pytest.raises(InvalidValue):
        tell(trusted, person, value="more", seen=fact.id)
    assert not Reading.objects.exists()


def test_withdrawal_destroys_every_version_and_leaves_that_it_was_known(
    trusted: User, person: Person, allowed: int
) -> None:
    first = tell(trusted, person)
    second = tell(trusted, person, value="лучше", seen=first.id)
    assert withdraw_consent(actor=trusted, consent_id=allowed, today=clock.today()).destroyed == 2
    assert not Fact.objects.filter(sealed__isnull=False).exists()
    history = facts_history(actor=trusted, subject=Subject("person", person.pk), kind="health")
    assert {one.id for one in history} == {first.id, second.id}
    assert {(one.shown, one.source) for one in history} == {("", "")}
    for again in (restore_fact, confirm_fact):
        with pytest.raises((BadInput, Conflict)):
            again(actor=trusted, fact_id=first.id)
    assert not Fact.objects.filter(superseded_at=None).exists()


def test_its_last_day_is_that_of_the_consent_and_then_it_is_gone(trusted: User, person: Person, allowed: int) -> None:
    fact = tell(trusted, person)
    assert fact.expires_on == clock.today() + timedelta(days=365)
    assert let_go(today=clock.today() + timedelta(days=365)) == {}
    assert let_go(today=clock.today() + timedelta(days=366)) == {"sealed": 1}
    assert Fact.objects.get().sealed is None


def test_a_backup_without_the_key_is_silent(trusted: User, person: Person, allowed: int) -> None:
    """A backup is the database; the key is a file beside it that no backup takes."""
    tell(trusted, person)
    (sealed,) = Fact.objects.values_list("sealed", flat=True)
    assert sealed is not None
    assert sealed in everything_written()
    assert "диабет" not in json.dumps(sealed, ensure_ascii=False)


def test_the_log_says_what_kind_was_recorded_never_what(trusted: User, person: Person, allowed: int) -> None:
    tell(trusted, person)
    details = AuditRow.objects.get(action="record_fact").details
    assert details["kind"] == "health"
    assert "Zx" not in json.dumps(details)


def test_a_consent_of_another_person_allows_nothing(trusted: User, person: Person, allowed: int) -> None:
    other = factories.make_person("Ion", person.posts.get().client)
    with pytest.raises(InvalidValue, match="special_needs_consent"):
        tell(trusted, other)


def test_a_consent_that_has_ended_allows_nothing(trusted: User, person: Person, allowed: int) -> None:
    Consent.objects.update(expires_on=clock.today() - timedelta(days=1))
    with pytest.raises(InvalidValue, match="special_needs_consent"):
        tell(trusted, person)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=12, max_size=60))
def test_whatever_is_written_it_opens_as_it_was_and_stands_nowhere(
    trusted: User, person: Person, allowed: int, text: str
) -> None:
    fact = tell(trusted, person, value=text, beside=True)
    assert open_fact(actor=trusted, fact_id=fact.id).value == text
    assert text not in everything_written()
