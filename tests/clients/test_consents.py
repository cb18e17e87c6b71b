"""The consent register: what allows us to write to a person and to keep what is theirs."""

from datetime import date, timedelta
from typing import Any

import pytest

from tenure.clients.facts.special_facts import open_fact, renew_expiry, seal_value
from tenure.clients.models import Consent, Fact, FactType, Person, Post
from tenure.clients.people.consents import consents_of, has_basis, people_with_basis, record_consent, withdraw_consent
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import AuditRow, Reading, User
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)
HEALTH = "health"


def make_person(owner: User, name: str = "Elena Rusu") -> Person:
    person = Person.objects.create(name=name, normal_name=name.casefold(), created_at=clock.now())
    client = factories.make_client(owner=owner)
    Post.objects.create(person=person, client=client, created_at=clock.now())
    return person


@pytest.fixture
def person(salesperson: User) -> Person:
    return make_person(salesperson)


@pytest.fixture
def trusted(salesperson: User) -> User:
    User.objects.filter(pk=salesperson.pk).update(may_see_sensitive=True)
    salesperson.refresh_from_db()
    return salesperson


def consent(actor: User, person: Person, **fields: Any) -> int:
    given: dict[str, Any] = {
        "purpose": "email", "basis": "consent", "proof": "Signed on paper", "given_on": TODAY, "today": TODAY,
    }  # fmt: skip
    return record_consent(actor=actor, person_id=person.pk, **(given | fields))


def special(actor: User, person: Person, **fields: Any) -> int:
    return consent(actor, person, **({"purpose": f"special:{HEALTH}"} | fields))


def switch_on() -> None:
    FactType.objects.update_or_create(code=HEALTH, defaults={"enabled": True, "changed_at": clock.now()})


def sealed_fact(actor: User, person: Person, value: str = "астма") -> Fact:
    sealed = seal_value(actor=actor, type_code=HEALTH, person_id=person.pk, value=value, today=TODAY)
    return Fact.objects.create(
        person=person, type_code=HEALTH, sealed=sealed.sealed, expires_on=sealed.expires_on, confidence=0.8,
        source="said it herself", known_on=TODAY, recorded_by=actor, recorded_at=clock.now(),
    )  # fmt: skip


def allowed(person: Person, purpose: str = "email", today: date = TODAY) -> bool:
    return has_basis(person_id=person.pk, purpose=purpose, today=today)


def test_nothing_is_allowed_until_it_is_recorded(salesperson: User, person: Person) -> None:
    assert not allowed(person)
    consent(salesperson, person)
    assert allowed(person)
    assert not allowed(person, "phone")
    assert people_with_basis(person_ids=[person.pk], purpose="email", today=TODAY) == {person.pk}


def test_a_consent_holds_from_its_day_to_its_last_day(salesperson: User, person: Person) -> None:
    consent(salesperson, person, given_on=TODAY - timedelta(days=1), expires_on=TODAY + timedelta(days=30))
    days = [-2, -1, 30, 31]
    assert [allowed(person, today=TODAY + timedelta(days=n)) for n in days] == [False, True, True, False]


def test_a_withdrawn_consent_allows_nothing_and_stays_as_proof(salesperson: User, person: Person) -> None:
    number = consent(salesperson, person)
    withdraw_consent(actor=salesperson, consent_id=number, today=TODAY)
    assert not allowed(person)
    (row,) = consents_of(actor=salesperson, person_ids=[person.pk], today=TODAY)[person.pk]
    assert (row.state, row.withdrawn_by, row.proof) == ("withdrawn", "Elena Ceban", "Signed on paper")


def test_two_people_cannot_both_withdraw(salesperson: User, person: Person) -> None:
    number = consent(salesperson, person)
    withdraw_consent(actor=salesperson, consent_id=number, today=TODAY)
    with pytest.raises(Conflict):
        withdraw_consent(actor=salesperson, consent_id=number, today=TODAY)
    assert AuditRow.objects.filter(action="withdraw_consent").count() == 1


def test_a_colleagues_person_does_not_exist(salesperson: User, other_salesperson: User, person: Person) -> None:
    number = consent(salesperson, person)
    with pytest.raises(NotFound):
        consent(other_salesperson, person)
    with pytest.raises(NotFound):
        withdraw_consent(actor=other_salesperson, consent_id=number, today=TODAY)
    assert consents_of(actor=other_salesperson, person_ids=[person.pk], today=TODAY) == {}


def test_an_analyst_records_nothing(analyst: User, person: Person) -> None:
    with pytest.raises(NotAllowed):
        consent(analyst, person)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"purpose": "spam"}, "purpose", "consent_purpose_unknown"),
        ({"purpose": "special:"}, "purpose", "consent_purpose_unknown"),
        ({"purpose": "special:<script>"}, "purpose", "consent_purpose_unknown"),
        ({"basis": "wish"}, "basis", "consent_basis_unknown"),
        ({"purpose": "special:health", "basis": "contract"}, "basis", "consent_special_basis"),
        ({"purpose": "special:health", "proof": " \n"}, "proof", "consent_proof_missing"),
        ({"proof": "x" * 2001}, "proof", "consent_proof_long"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on", "consent_day_future"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on", "consent_expired_already"),
    ],
)
def test_what_cannot_be_a_consent_names_its_field(
    salesperson: User, person: Person, fields: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(InvalidValue) as raised:
        consent(salesperson, person, **fields)
    assert (raised.value.problem.data["field"], raised.value.problem.code) == (field, code)
    assert not Consent.objects.exists()


def test_the_audit_holds_no_words_of_the_proof(salesperson: User, person: Person) -> None:
    consent(salesperson, person, proof="She said so in confidence")
    assert "confidence" not in str(list(AuditRow.objects.values_list("details", flat=True)))


def test_the_register_is_read_in_two_queries(salesperson: User, person: Person, django_assert_num_queries: Any) -> None:
    people = [person, make_person(salesperson, "Ион Чобану")]
    for one in people:
        consent(salesperson, one)
        consent(salesperson, one, purpose="phone")
    with django_assert_num_queries(2):
        found = consents_of(actor=salesperson, person_ids=[one.pk for one in people], today=TODAY)
    assert [len(rows) for rows in found.values()] == [2, 2]


def test_a_special_category_needs_the_switch_the_right_and_the_consent(salesperson: User, person: Person) -> None:
    with pytest.raises(NotAllowed):
        sealed_fact(salesperson, person)
    User.objects.filter(pk=salesperson.pk).update(may_see_sensitive=True)
    salesperson.refresh_from_db()
    with pytest.raises(InvalidValue, match="special_switched_off"):
        sealed_fact(salesperson, person)
    switch_on()
    with pytest.raises(InvalidValue, match="special_needs_consent"):
        sealed_fact(salesperson, person)
    special(salesperson, person)
    assert sealed_fact(salesperson, person).expires_on == TODAY + timedelta(days=365)


def test_a_consent_to_letters_does_not_allow_health(trusted: User, person: Person) -> None:
    switch_on()
    consent(trusted, person)
    special(trusted, person, purpose="special:religion")
    with pytest.raises(InvalidValue, match="special_needs_consent"):
        sealed_fact(trusted, person)


def test_a_client_or_company_has_no_health(trusted: User) -> None:
    switch_on()
    with pytest.raises(InvalidValue, match="special_of_person_only"):
        seal_value(actor=trusted, type_code=HEALTH, person_id=None, value="x", today=TODAY)


def test_each_opening_is_written_down(trusted: User, person: Person) -> None:
    switch_on()
    special(trusted, person)
    fact = sealed_fact(trusted, person)
    assert open_fact(actor=trusted, fact_id=fact.pk).value == "астма"
    open_fact(actor=trusted, fact_id=fact.pk)
    rows = Reading.objects.values_list("actor_id", "person_id", "fact_id", "type_code")
    assert list(rows) == [(trusted.pk, person.pk, fact.pk, HEALTH)] * 2


def test_no_role_opens_a_sealed_fact_not_even_the_administrators(
    trusted: User, administrator: User, person: Person
) -> None:
    switch_on()
    special(trusted, person)
    fact = sealed_fact(trusted, person)
    with pytest.raises(NotFound):
        open_fact(actor=administrator, fact_id=fact.pk)
    assert not Reading.objects.exists()


def test_the_right_does_not_open_a_colleagues_person(trusted: User, other_salesperson: User, person: Person) -> None:
    switch_on()
    special(trusted, person)
    fact = sealed_fact(trusted, person)
    User.objects.filter(pk=other_salesperson.pk).update(may_see_sensitive=True)
    other_salesperson.refresh_from_db()
    with pytest.raises(NotFound):
        open_fact(actor=other_salesperson, fact_id=fact.pk)
    assert not Reading.objects.exists()


def test_withdrawal_destroys_the_value_and_leaves_the_trace(trusted: User, person: Person) -> None:
    switch_on()
    number = special(trusted, person)
    fact = sealed_fact(trusted, person)
    assert withdraw_consent(actor=trusted, consent_id=number, today=TODAY).destroyed == 1
    fact.refresh_from_db()
    assert (fact.sealed, fact.value, fact.source, fact.type_code) == (None, None, "", HEALTH)
    assert fact.superseded_at is not None
    assert AuditRow.objects.get(action="destroy_sealed").details["values"] == 1
    with pytest.raises(NotFound):
        open_fact(actor=trusted, fact_id=fact.pk)


def test_another_valid_consent_keeps_the_value(trusted: User, person: Person) -> None:
    switch_on()
    first = special(trusted, person)
    special(trusted, person, proof="And again by e-mail")
    fact = sealed_fact(trusted, person)
    assert withdraw_consent(actor=trusted, consent_id=first, today=TODAY).destroyed == 0
    fact.refresh_from_db()
    assert fact.sealed


def test_a_newer_consent_lengthens_the_life_of_what_is_sealed(trusted: User, person: Person) -> None:
    switch_on()
    special(trusted, person, expires_on=TODAY + timedelta(days=10))
    fact = sealed_fact(trusted, person)
    special(trusted, person, expires_on=TODAY + timedelta(days=400))
    fact.refresh_from_db()
    assert fact.expires_on == TODAY + timedelta(days=400)
    renew_expiry(person_id=person.pk, type_code="other", today=TODAY)
