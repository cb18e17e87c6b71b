"""The pages of personal data: requests, sensitive facts, storage periods, consents."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.models import Consent, Fact, FactType, Person
from tenure.kernel import clock
from tenure.privacy.models import Erasure, StoragePeriod, User
from tests import factories

pytestmark = pytest.mark.django_db
Visit = Callable[..., Browser]
NASTY = "<script>alert(1)</script>\"' Елена"


@pytest.fixture
def person(salesperson: User) -> Person:
    return factories.make_person("Elena Rusu", factories.make_client("Lumina SRL", owner=salesperson))


def tell(person: Person, by: User, **fields: Any) -> Fact:
    defaults = {"type_code": "hobbies", "value": "chess", "confidence": 0.8, "known_on": date(2026, 5, 1)}
    return Fact.objects.create(person=person, recorded_by=by, recorded_at=clock.now(), **(defaults | fields))


def test_a_person_is_found_and_everything_stands_on_one_page(
    administrator: User, salesperson: User, person: Person, visit: Visit
) -> None:
    tell(person, salesperson, source=NASTY)
    browser = visit(administrator)
    found = browser.get(reverse("privacy"), {"q": "rusu"}).content.decode()
    address = reverse("privacy_person", kwargs={"person_id": person.pk})
    assert address in found
    page = browser.get(address).content.decode()
    assert "chess" in page
    assert "Lumina SRL" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("q", ["", "x", "\x00", "%_", "' OR 1=1 --", "а" * 500, "🙂🙂"])
def test_any_search_is_answered(administrator: User, visit: Visit, q: str) -> None:
    assert visit(administrator).get(reverse("privacy"), {"q": q}).status_code == 200


def test_the_copy_comes_as_json_and_as_a_page(
    administrator: User, salesperson: User, person: Person, visit: Visit
) -> None:
    tell(person, salesperson)
    tell(person, salesperson, value="looks for another job", not_to_be_shown=True, source="her driver")
    browser, address = visit(administrator), reverse("privacy_person_copy", kwargs={"person_id": person.pk})
    answer = browser.post(address, {"format": "json"})
    copy = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="elena-rusu.json"'
    assert [fact["value"] for fact in copy["held"]["facts"]] == ["chess"]
    page = browser.post(address, {"format": "page"}).content.decode()
    assert "chess" in page
    assert "another job" not in page
    assert "driver" not in page
    assert "another job" in browser.post(address, {"format": "page", "hidden": "on"}).content.decode()


def seen_on(browser: Browser, address: str) -> str:
    page = browser.get(address).content.decode()
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_an_erasure_asks_first_and_then_leaves_a_proof(administrator: User, person: Person, visit: Visit) -> None:
    browser, address = visit(administrator), reverse("privacy_person_erase", kwargs={"person_id": person.pk})
    seen = seen_on(browser, address)
    assert browser.post(address, {"seen": seen}).status_code == 400
    assert not Erasure.objects.exists()
    answer = browser.post(address, {"seen": seen, "sure": "on"})
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert Erasure.objects.get().digest in page
    assert "Rusu</" not in page.replace("Ana Rusu", "")
    assert browser.get(address).status_code == 400
    assert browser.post(address, {"seen": seen, "sure": "on"}).status_code == 400


def test_a_change_meanwhile_shows_the_new_state_and_erases_nothing(
    administrator: User, salesperson: User, person: Person, visit: Visit
) -> None:
    browser, address = visit(administrator), reverse("privacy_person_erase", kwargs={"person_id": person.pk})
    seen = seen_on(browser, address)
    tell(person, salesperson)
    answer = browser.post(address, {"seen": seen, "sure": "on"})
    assert answer.status_code == 409
    assert "a moment ago" in answer.content.decode()
    assert Person.objects.get(pk=person.pk).erased_at is None


def test_a_special_category_is_switched_on_with_a_reason_and_typed_words_stay(
    administrator: User, visit: Visit
) -> None:
    code = next(code for code, kind in fact_kinds().items() if kind.special)
    browser, address = visit(administrator), reverse("switch_special")
    assert browser.post(address, {"code": code, "on": "1", "reason": ""}).status_code == 400
    refused = browser.post(address, {"code": code, "on": "1", "reason": "long " * 100})
    assert "long long" in refused.content.decode()
    assert browser.post(address, {"code": code, "on": "1", "reason": "menus"}).status_code == 303
    assert FactType.objects.get(code=code).enabled
    assert "menus" in browser.get(reverse("sensitive")).content.decode()


@pytest.mark.parametrize("text", ["-5", "12", "soon", "99999999", "1e3", "٣٦٥"])
def test_a_period_that_cannot_be_stays_in_its_field(administrator: User, visit: Visit, text: str) -> None:
    answer = visit(administrator).post(reverse("storage"), {"people": text, "readings": "400"})
    assert answer.status_code == 400
    assert text in answer.content.decode()
    assert not StoragePeriod.objects.exists()


def test_periods_are_set_and_shown(administrator: User, visit: Visit) -> None:
    browser = visit(administrator)
    assert browser.post(reverse("storage"), {"people": "1 825", "readings": "400"}).status_code == 303
    assert dict(StoragePeriod.objects.values_list("kind", "days")) == {"people": 1825, "readings": 400}
    assert 'value="1825"' in browser.get(reverse("storage")).content.decode()


CONSENT = {"purpose": "email", "basis": "consent", "proof": "Signed form", "given_on": "2026-05-01", "expires_on": ""}


def test_a_consent_is_recorded_and_withdrawn_without_a_script(salesperson: User, person: Person, visit: Visit) -> None:
    browser, address = visit(salesperson), reverse("consents", kwargs={"person_id": person.pk})
    assert browser.post(address, CONSENT).status_code == 303
    assert "Signed form" in browser.get(address).content.decode()
    consent = Consent.objects.get()
    assert browser.post(reverse("withdraw_consent", kwargs={"consent_id": consent.pk})).status_code == 303
    consent.refresh_from_db()
    assert consent.withdrawn_by == salesperson


def test_a_refused_consent_keeps_what_was_typed(salesperson: User, person: Person, visit: Visit) -> None:
    address = reverse("consents", kwargs={"person_id": person.pk})
    answer = visit(salesperson).post(address, CONSENT | {"proof": NASTY, "given_on": "31.02.2026"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "31.02.2026" in page
    assert "Елена" in page
    assert "<script>alert" not in page
    assert not Consent.objects.exists()


def test_an_analyst_reads_consents_without_their_proofs(
    analyst: User, salesperson: User, person: Person, visit: Visit
) -> None:
    factories.make_consent(person, salesperson, proof="wrote from elena@home.example")
    page = visit(analyst).get(reverse("consents", kwargs={"person_id": person.pk})).content.decode()
    assert "e-mails" in page
    assert "elena@home.example" not in page


def test_the_right_to_open_is_given_by_name_under_users(administrator: User, salesperson: User, visit: Visit) -> None:
    address = reverse("user", kwargs={"user_id": salesperson.pk})
    form = {"name": salesperson.name, "role": "salesperson", "is_active": "on", "may_see_sensitive": "on"}
    assert visit(administrator).post(address, form).status_code == 303
    salesperson.refresh_from_db()
    assert salesperson.may_see_sensitive
    assert salesperson.name in visit(administrator).get(reverse("sensitive")).content.decode()
