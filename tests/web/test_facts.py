"""Facts on the card: written in place, nothing typed is lost, nothing pasted is executed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.clients.models import Client, Fact
from tenure.journeys.cards.facts_block import facts_block
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
HTMX: Any = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def client(salesperson: User) -> Client:
    return factories.make_client("Moldpak SRL", owner=salesperson)


@pytest.fixture
def browser(salesperson: User, visit: Callable[..., Browser]) -> Browser:
    return visit(salesperson)


def sent(fact: Fact | None = None, **fields: str) -> dict[str, str]:
    usual = {"kind": "activity", "value": "mills flour", "confidence": "80", "how": "told", "known_on": "", "source": "",
             "source_person": "", "seen": str(fact.pk) if fact else "", "choice": ""}  # fmt: skip
    return usual | fields


def test_a_fact_is_added_and_stands_on_the_card(browser: Browser, client: Client) -> None:
    address = reverse("add_client_fact", kwargs={"client_id": client.pk})
    assert "What does your company mainly do?" not in browser.get(address).content.decode()
    answer = browser.post(address, sent(source="their buyer"), **HTMX)
    assert answer.status_code == 200
    assert answer["X-Say"]
    card = browser.get(reverse("client", kwargs={"client_id": client.pk})).content.decode()
    assert "mills flour" in card
    assert "their buyer" in card


def test_without_the_script_forms_post_plainly_and_lead_back(browser: Browser, client: Client) -> None:
    answer = browser.post(reverse("add_client_fact", kwargs={"client_id": client.pk}), sent())
    fact = Fact.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/clients/{client.pk}/#facts")
    for name in ("fact", "fact_history", "fact_claims"):
        assert browser.get(reverse(name, kwargs={"fact_id": fact.pk})).status_code == 200
    assert browser.post(reverse("withdraw_fact", kwargs={"fact_id": fact.pk})).status_code == 303


def test_of_two_who_write_at_once_both_are_heard(
    browser: Browser, head_of_sales: User, visit: Callable[..., Browser], salesperson: User, client: Client
) -> None:
    seen = factories.make_fact(client, salesperson)
    address = reverse("fact", kwargs={"fact_id": seen.pk})
    other = visit(head_of_sales)
    assert other.post(address, sent(seen, value="mills flour"), **HTMX).status_code == 200
    theirs = Fact.objects.get(superseded_at=None)
    answer = browser.post(address, sent(seen, value="sells flour"), **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "mills flour" in page
    assert "sells flour" in page
    assert "Victor Munteanu" in page
    assert f'name="seen" value="{theirs.pk}"' in page
    assert browser.post(address, sent(theirs, value="sells flour", choice="mine"), **HTMX).status_code == 200
    assert Fact.objects.get(superseded_at=None).value == "sells flour"


def test_both_may_stand_until_one_is_found_to_hold(browser: Browser, salesperson: User, client: Client) -> None:
    first = factories.make_fact(client, salesperson)
    address = reverse("fact", kwargs={"fact_id": first.pk})
    line = browser.post(address, sent(first, choice="both"), **HTMX).content.decode()
    assert "conflict, resolve" in line
    claims = browser.get(reverse("fact_claims", kwargs={"fact_id": first.pk}), **HTMX).content.decode()
    assert "bakes bread" in claims
    assert "mills flour" in claims
    browser.post(reverse("resolve_fact", kwargs={"fact_id": first.pk}), **HTMX)
    assert [fact.value for fact in Fact.objects.filter(superseded_at=None)] == ["bakes bread"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": ""}, "no value"),
        ({"value": "x" * 10_001}, "10000"),
        ({"confidence": "150"}, "from 0 to 100"),
        ({"known_on": "31.02.2026"}, "not a date"),
        ({"known_on": "2199-01-01"}, "known on"),
        ({"how": "magic"}, "magic"),
        ({"source": "y" * 201}, "201"),
        ({"source_person": "999999"}, "source"),
        ({"source_person": "²"}, "source"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_its_sentence(
    browser: Browser, client: Client, fields: dict[str, Any], sentence: str
) -> None:
    answer = browser.post(
        reverse("add_client_fact", kwargs={"client_id": client.pk}), sent(**({"value": "mills flour"} | fields)), **HTMX
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fields.get("value", "mills flour")[:50] in answer.content.decode()
    assert not Fact.objects.exists()


def test_pasted_markup_is_shown_and_never_executed(browser: Browser, salesperson: User, client: Client) -> None:
    evil = "<img src=x onerror=alert(1)>"
    fact = factories.make_fact(client, salesperson, evil, source=f"“{evil}”")
    for address in (
        reverse("client", kwargs={"client_id": client.pk}),
        *(reverse(name, kwargs={"fact_id": fact.pk}) for name in ("fact", "fact_history", "fact_claims")),
    ):
        page = browser.get(address).content.decode()
        assert evil not in page
        assert "&lt;img src=x" in page


def test_ten_megabytes_are_refused_in_a_sentence(browser: Browser, client: Client) -> None:
    answer = browser.post(
        reverse("add_client_fact", kwargs={"client_id": client.pk}), sent(value="x" * 10_000_000), **HTMX
    )
    assert answer.status_code in {413, 422}
    assert not Fact.objects.exists()


def test_an_earlier_value_is_restored_from_the_history(browser: Browser, salesperson: User, client: Client) -> None:
    old = factories.make_fact(client, salesperson)
    browser.post(reverse("fact", kwargs={"fact_id": old.pk}), sent(old), **HTMX)
    history = browser.get(reverse("fact_history", kwargs={"fact_id": old.pk}), **HTMX).content.decode()
    assert reverse("restore_fact", kwargs={"fact_id": old.pk}) in history
    line = browser.post(reverse("restore_fact", kwargs={"fact_id": old.pk}), **HTMX).content.decode()
    assert "bakes bread" in line


def test_facts_of_a_person_are_written_on_the_card_of_their_client(browser: Browser, client: Client) -> None:
    person = factories.make_person("Ana Munteanu", client)
    address = reverse("add_person_fact", kwargs={"person_id": person.pk})
    assert "Hobbies" in browser.get(address, **HTMX).content.decode()
    answer = browser.post(address, sent(kind="hobbies", value="chess", source_person=str(person.pk)), **HTMX)
    assert "Ana Munteanu" in answer.content.decode()
    assert "chess" in browser.get(reverse("client", kwargs={"client_id": client.pk})).content.decode()
    assert "chess" in browser.get(reverse("person", kwargs={"person_id": person.pk})).content.decode()


def test_a_rival_has_facts_on_its_own_page(browser: Browser) -> None:
    rival = factories.make_company("Lactis")
    address = reverse("add_company_fact", kwargs={"company_id": rival.pk})
    assert "What do they do better than we?" in browser.get(address, **HTMX).content.decode()
    browser.post(address, sent(kind="rival_strengths", value="delivers at night"))
    assert "delivers at night" in browser.get(reverse("company_page", kwargs={"company_id": rival.pk})).content.decode()


def test_an_analyst_reads_facts_of_the_company_and_none_of_people(
    salesperson: User, analyst: User, visit: Callable[..., Browser], client: Client
) -> None:
    person = factories.make_person("Ana Munteanu", client)
    factories.make_fact(client, salesperson)
    now = clock.now()
    Fact.objects.create(person=person, type_code="hobbies", value="chess", confidence=0.9, known_on=clock.day_of(now),
                        recorded_by=salesperson, recorded_at=now)  # fmt: skip
    page = visit(analyst).get(reverse("client", kwargs={"client_id": client.pk})).content.decode()
    assert "bakes bread" in page
    assert "chess" not in page
    assert "not shown to your role" in page


def fill(client: Client, salesperson: User, each: int) -> None:
    people = [factories.make_person(None, client) for _ in range(2 if each == 1 else 12)]
    now = clock.now()
    common: dict[str, Any] = {
        "confidence": 0.8,
        "known_on": clock.day_of(now),
        "recorded_by": salesperson,
        "recorded_at": now,
    }
    rows = [Fact(client=client, type_code=code, value="x", **common) for code in ("activity", "markets") * each]
    rows += [Fact(person=one, type_code="hobbies", value="x", **common) for one in people for _ in range(each)]
    Fact.objects.bulk_create(rows)


def test_the_block_takes_the_same_queries_however_much_is_known(salesperson: User) -> None:
    counts = []
    for each in (1, 14):
        client = factories.make_client(owner=salesperson)
        fill(client, salesperson, each)
        with CaptureQueriesContext(connection) as queries:
            block = facts_block(actor=salesperson, client_id=client.pk)
        counts.append(len(queries))
        assert block.known == 2 + (2 if each == 1 else 12)
    assert counts[0] == counts[1] <= 8
