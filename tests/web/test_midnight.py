"""Around midnight by the company's clock, when UTC has another day: everything is dated by the company's own."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tenure.agenda.models import Task
from tenure.clients.models import Fact
from tenure.conversations.models import Interaction
from tenure.discovery.gates.changes import add_criterion, remove_criterion
from tenure.discovery.gates.standard import CRITERIA
from tenure.discovery.models import Evidence, GateOverride, Interview, Observation, TestCard, Venture
from tenure.discovery.testing.lock import lock_test
from tenure.kernel import formats
from tenure.privacy.models import User
from tests import factories
from tests.venture_factories import make_hypothesis, make_ready_test, make_venture

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOURS = [
    ("Europe/Chisinau", datetime(2028, 2, 29, 0, 30)),  # noqa: DTZ001 by the wall clock of the zone
    ("Europe/Chisinau", datetime(2027, 1, 1, 1, 59)),  # noqa: DTZ001
    ("America/New_York", datetime(2026, 5, 12, 23, 30)),  # noqa: DTZ001
    ("America/New_York", datetime(2026, 12, 31, 19, 1)),  # noqa: DTZ001
]


@pytest.fixture(params=HOURS, ids=lambda hour: f"{hour[0]} {hour[1]:%d %b %H:%M}")
def today(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[date]:
    """The day at the company; the process itself lives in UTC, as a server does."""
    zone, moment = request.param
    monkeypatch.setenv("TENURE_NOW", moment.replace(tzinfo=ZoneInfo(zone)).isoformat())
    factories.make_workspace(time_zone=zone)
    with timezone.override("UTC"):
        yield moment.date()


@pytest.fixture
def browser(today: date, head_of_sales: User) -> Browser:
    return factories.signed_in(head_of_sales)


@pytest.fixture
def venture(today: date, head_of_sales: User) -> Venture:
    return make_venture(head_of_sales)


@pytest.fixture
def card(venture: Venture) -> TestCard:
    return make_ready_test(make_hypothesis(venture, statement="At least 40 % will pay monthly"))


def page(browser: Browser, name: str, *numbers: int) -> str:
    answer = browser.get(reverse(name, args=numbers))
    assert answer.status_code == 200
    return answer.content.decode()


def post(browser: Browser, name: str, number: int, **fields: object) -> int:
    return browser.post(reverse(name, args=[number]), fields).status_code


def shown(day: date) -> str:
    """A day as the company reads it; its own year goes without saying."""
    with timezone.override(factories.make_workspace().time_zone):
        return formats.day(day)


def suggested(form: str, name: str) -> str:
    """What a field of a form is filled with."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', form)
    assert found is not None
    return found[1]


def at(monkeypatch: pytest.MonkeyPatch, day: date, hour: time) -> None:
    """It is this hour of this day at the company."""
    zone = ZoneInfo(factories.make_workspace().time_zone)
    monkeypatch.setenv("TENURE_NOW", datetime.combine(day, hour, zone).isoformat())


def test_an_observation_is_of_today_and_none_of_tomorrow(browser: Browser, card: TestCard, today: date) -> None:
    assert post(browser, "lock_test", card.pk, version=1) == 303
    assert suggested(page(browser, "test", card.pk), "happened_on") == str(today)
    assert post(browser, "observe", card.pk, success="yes", happened_on=today + DAY) == 422
    assert post(browser, "observe", card.pk, success="yes", happened_on=today) == 303
    row = Observation.objects.get()
    assert (row.happened_on, row.exploratory) == (today, False)  # it counts: it is not older than the lock


def test_what_was_seen_the_day_before_the_lock_does_not_count(browser: Browser, card: TestCard, today: date) -> None:
    post(browser, "lock_test", card.pk, version=1)
    post(browser, "observe", card.pk, success="yes", happened_on=today - DAY)
    assert Observation.objects.get().exploratory


def test_a_lock_shows_its_day_and_the_test_runs_through_its_last_one(
    browser: Browser, card: TestCard, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    TestCard.objects.update(ends_on=today - DAY)
    assert post(browser, "lock_test", card.pk, version=1) == 422
    TestCard.objects.update(ends_on=today)
    assert post(browser, "lock_test", card.pk, version=1) == 303
    assert re.search(rf"locked {shown(today)}, \d\d:\d\d", page(browser, "test", card.pk))
    at(monkeypatch, today, time(23, 59))
    assert post(browser, "observe", card.pk, success="yes", happened_on=today) == 303
    assert "Take the verdict" not in page(browser, "test", card.pk)
    at(monkeypatch, today + DAY, time(0, 10))
    assert "Take the verdict" in page(browser, "test", card.pk)


def test_a_talk_held_today_is_recorded_and_none_held_tomorrow(browser: Browser, venture: Venture, today: date) -> None:
    form = page(browser, "record_interview", venture.pk)
    assert suggested(form, "held_on") == str(today)
    talk = {
        "key": suggested(form, "key"),
        "kind": "problem",
        "side": "consumer",
        "acquaintance": "cold",
        "consent": "notes",
    }
    assert post(browser, "record_interview", venture.pk, held_on=today + DAY, **talk) == 422
    assert post(browser, "record_interview", venture.pk, held_on=today, **talk) in (302, 303)
    assert Interview.objects.get().held_on == today


def test_an_override_holds_to_the_end_of_its_day(
    browser: Browser, venture: Venture, today: date, head_of_sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for usual in CRITERIA["discovery"]:
        remove_criterion(
            actor=head_of_sales, venture_id=venture.pk, phase="discovery", code=usual.code, version=0, reason="One is enough"
        )  # fmt: skip
    add_criterion(actor=head_of_sales, venture_id=venture.pk, phase="discovery", title="Three agreed", need="must")
    address = f"/ventures/{venture.pk}/"
    browser.post(f"{address}gate/review/")
    form = {"gate": "discovery", "choice": "proceed", "reasons": "Fair", "against": "on", "override_reason": "The fair"}
    assert browser.post(f"{address}gate/decide/", form | {"override_until": today}).status_code == 422
    assert browser.post(f"{address}gate/decide/", form | {"override_until": today + DAY}).status_code == 303
    assert GateOverride.objects.get().until == today + DAY
    at(monkeypatch, today + DAY, time(23, 59))
    assert "passed against its criteria (E1)" in browser.get(address).content.decode()
    at(monkeypatch, today + 2 * DAY, time(0, 10))
    assert "passed against its criteria (E1)" not in browser.get(address).content.decode()


def test_a_task_put_off_to_tomorrow_comes_back_when_the_day_begins_here(
    browser: Browser, today: date, head_of_sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = factories.make_task(None, kind="plain", title="Send the price list", owner=head_of_sales, due_on=today)
    put_off = {"version": task.version, "until": "other", "reason": "away", "other": ""}
    assert post(browser, "task_postpone", task.pk, day=today, **put_off) == 422
    assert post(browser, "task_postpone", task.pk, day=today + DAY, **put_off) in (302, 303)
    assert Task.objects.get().show_from == today + DAY
    listed = reverse("task_done", args=[task.pk])
    at(monkeypatch, today, time(23, 59))
    assert listed not in page(browser, "today")
    at(monkeypatch, today + DAY, time(0, 10))
    assert listed in page(browser, "today")


def test_a_fact_is_known_since_today(browser: Browser, today: date, head_of_sales: User) -> None:
    client = factories.make_client(owner=head_of_sales)
    fact = {"kind": "activity", "value": "mills flour", "confidence": "80", "how": "told", "source": "", "seen": "",
            "source_person": "", "choice": ""}  # fmt: skip
    assert post(browser, "add_client_fact", client.pk, known_on=today + DAY, **fact) == 422
    assert post(browser, "add_client_fact", client.pk, known_on="", **fact) in (302, 303)
    assert Fact.objects.get().known_on == today


def test_evidence_is_of_today_at_the_latest(browser: Browser, venture: Venture, today: date) -> None:
    hypothesis = make_hypothesis(venture)
    paid = {"supports": "yes", "level": "5", "text": "Paid in advance", "cluster": ""}
    assert post(browser, "add_evidence", hypothesis.pk, observed_on=today + DAY, **paid) == 422
    assert post(browser, "add_evidence", hypothesis.pk, observed_on="", **paid) in (302, 303)
    assert Evidence.objects.get().observed_on == today


def test_a_conversation_stands_in_the_history_under_its_day(browser: Browser, today: date, head_of_sales: User) -> None:
    client = factories.make_client(owner=head_of_sales)
    form = page(browser, "record", client.pk)
    moment = suggested(form, "at")
    assert moment.startswith(today.isoformat())
    said = {"kind": "call", "at": moment, "outcome": "reached", "next": "none", "key": suggested(form, "key")}
    assert post(browser, "record", client.pk, **said) in (302, 303)
    zone = ZoneInfo(factories.make_workspace().time_zone)
    assert Interaction.objects.get().at == datetime.fromisoformat(moment).replace(tzinfo=zone)
    assert f'<time datetime="{today}">{shown(today)}</time>' in page(browser, "timeline", client.pk)


def test_files_and_reports_are_headed_by_today(browser: Browser, today: date, venture: Venture) -> None:
    client = factories.make_client()
    sent = browser.post(reverse("export_clients"), {"format": "csv"})
    assert f"clients-{today}.csv" in sent["Content-Disposition"]
    heading = re.escape(shown(today))
    assert re.search(rf"As of {heading}, \d\d:\d\d", page(browser, "venture_report", venture.pk))
    assert re.search(rf"Facts as of {heading}, \d\d:\d\d", page(browser, "client_brief", client.pk))


def test_the_audit_log_is_searched_by_the_days_it_shows(today: date, administrator: User, card: TestCard) -> None:
    lock_test(actor=card.hypothesis.venture.owner, test_id=card.pk, version=1)
    log, browser = reverse("audit"), factories.signed_in(administrator)
    for day, found in ((today - DAY, False), (today, True), (today + DAY, False)):
        asked = {"action": "lock_test", "first": str(day), "last": str(day)}
        text = browser.get(log, asked).content.decode()
        assert (f"{shown(today)}, " in text) == found


def test_another_time_zone_holds_from_the_next_page_on_for_everybody(
    monkeypatch: pytest.MonkeyPatch, administrator: User, salesperson: User
) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T22:30+00:00")
    factories.make_workspace(time_zone="America/New_York")
    browser, other = factories.signed_in(administrator), factories.signed_in(salesperson)
    assert "Tuesday, 12" in page(other, "today")
    form = {"company": "Codru", "language": "en", "hour_cost": "20", "silence_level": "20"}
    assert browser.post(reverse("company"), form | {"time_zone": "Europe/Chisinau"}).status_code in (302, 303)
    assert "Wednesday, 13" in page(other, "today")
