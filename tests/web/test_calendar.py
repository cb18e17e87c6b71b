"""The calendar feed: a secret address that opens one person's calendar and nothing else, and can be taken back."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from icalendar import Calendar

from tenure.agenda.calendar_feed import make_feed
from tenure.agenda.models import CalendarFeed, Task
from tenure.clients.models import Client, Fact, Person, Post
from tenure.kernel import clock
from tenure.privacy.models import User, Workspace
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")
    cache.clear()


def fact(code: str, value: str, by: User, **fields: Any) -> Fact:
    return Fact.objects.create(
        type_code=code, value=value, confidence=0.8, known_on=date(2026, 5, 1), recorded_by=by,
        recorded_at=clock.now(), **fields,
    )  # fmt: skip


@pytest.fixture
def mine(salesperson: User) -> Client:
    client = factories.make_client("Luna, SRL; <b>«Ș»</b>\r\nEND:VCALENDAR", owner=salesperson)
    person = Person.objects.create(name="Ирина Власова", normal_name="x", created_at=clock.now())
    Post.objects.create(person=person, client=client, created_at=clock.now())
    fact("birth_date", "1980-05-15", salesperson, person=person)
    fact("contract_end", "2026-06-01", salesperson, client=client)
    fact("client_event_on", "2026-06-02", salesperson, client=client, not_to_be_shown=True)
    factories.make_task(
        client, kind=Task.Kind.PROMISE, title="Send samples", due_on=date(2026, 5, 20),
        reason={"code": "promise", "said": "2026-05-01"},
    )  # fmt: skip
    return client


def read(token: str, **headers: Any) -> Any:
    return Browser().get(f"/calendar/{token}.ics", **headers)


def titles(answer: Any) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_the_feed_holds_what_is_ahead_and_nothing_hidden(mine: Client, salesperson: User) -> None:
    answer = read(make_feed(actor=salesperson))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = titles(answer)
    assert len(found) == 3
    assert any("Ирина Власова" in text for text in found)
    assert any("Send samples" in text for text in found)
    assert not any("Important day" in text for text in found)
    # A hostile name stays a name: it begins no line of its own.
    assert answer.content.count(b"\r\nEND:VCALENDAR") == 1
    days = [event["dtstart"].dt for event in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert sorted(days) == [date(2026, 5, 15), date(2026, 5, 20), date(2026, 6, 1)]


def test_only_its_own_calendar_is_opened(mine: Client, other_salesperson: User, head_of_sales: User) -> None:
    for other in (other_salesperson, head_of_sales):
        assert titles(read(make_feed(actor=other))) == []


def test_an_analyst_s_feed_tells_no_birthday(mine: Client, analyst: User) -> None:
    mine.owner = analyst
    mine.save()
    assert not any("Ирина" in text for text in titles(read(make_feed(actor=analyst))))


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 5000, "ы", "../settings", "%00", "a.ics"])
def test_a_wrong_address_leads_nowhere(mine: Client, token: str) -> None:
    answer = read(token)
    assert answer.status_code == 404
    assert b"BEGIN" not in answer.content


def test_a_renewed_revoked_or_switched_off_one_leads_nowhere(mine: Client, salesperson: User) -> None:
    browser = factories.signed_in(salesperson)
    first = make_feed(actor=salesperson)
    second = make_feed(actor=salesperson)
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    User.objects.filter(pk=salesperson.pk).update(is_active=False)
    assert read(second).status_code == 404
    User.objects.filter(pk=salesperson.pk).update(is_active=True)
    browser.force_login(salesperson)
    assert browser.post("/settings/calendar/revoke/").status_code == 303
    assert read(second).status_code == 404


def test_only_a_digest_is_stored_and_the_address_is_shown_once(mine: Client, salesperson: User) -> None:
    browser = factories.signed_in(salesperson)
    shown = browser.post("/settings/calendar/").content.decode()
    token = shown.split("/calendar/")[1].split(".ics")[0]
    assert read(token).status_code == 200
    assert token not in str(CalendarFeed.objects.values().get())
    assert token not in browser.get("/settings/").content.decode()


def test_who_tries_addresses_is_stopped_and_so_is_who_reads_all_the_time(mine: Client, salesperson: User) -> None:
    token = make_feed(actor=salesperson)
    assert {read(token).status_code for _ in range(60)} == {200}
    assert read(token).status_code == 429
    for _ in range(20):
        read("wrong", REMOTE_ADDR="203.0.113.9")
    assert read("wrong", REMOTE_ADDR="203.0.113.9").status_code == 429
    assert read(token, REMOTE_ADDR="203.0.113.9").status_code == 429
    assert read("wrong", REMOTE_ADDR="203.0.113.10").status_code == 404


def test_nothing_is_written_to_the_feed_s_address(salesperson: User) -> None:
    assert Browser().post(f"/calendar/{make_feed(actor=salesperson)}.ics").status_code == 405
