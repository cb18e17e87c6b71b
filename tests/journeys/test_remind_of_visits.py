"""Field visits as a task with a period: the longest unvisited first, one at a time, only for whoever asked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tenure.agenda.models import Task
from tenure.journeys.today.remind_of_visits import remind_of_visits
from tenure.kernel import clock
from tenure.privacy.models import User
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")
    factories.make_workspace()


@pytest.fixture
def visitor(salesperson: User) -> User:
    salesperson.visit_every_days = 14
    salesperson.save()
    return salesperson


def been(client: object, author: User, days: int) -> None:
    factories.make_interaction(client, author, kind="visit", at=clock.now() - timedelta(days=days))  # type: ignore[arg-type]


def test_the_client_nobody_has_visited_for_longest_becomes_a_task(visitor: User, head_of_sales: User) -> None:
    lately, long_ago = (factories.make_client(name, owner=visitor) for name in ("Lately SRL", "Long ago SRL"))
    been(lately, head_of_sales, 20)
    been(long_ago, visitor, 200)
    assert remind_of_visits(today=TODAY) == 1
    task = Task.objects.get()
    assert (task.owner, task.client, task.due_on) == (visitor, long_ago, TODAY)
    assert task.title == "Visit Long ago SRL: the last visit was on 24 Oct 2025"
    assert remind_of_visits(today=TODAY) == 0


def test_one_never_visited_comes_first_and_of_these_the_dearest(visitor: User) -> None:
    been(factories.make_client(owner=visitor), visitor, 400)
    for name, value in (("Small SRL", 100), ("Dear SRL", 900_000)):
        factories.make_score(factories.make_client(name, owner=visitor), value_12m_minor=value)
    remind_of_visits(today=TODAY)
    assert Task.objects.get().title == "Visit Dear SRL: nobody of us has been there yet"


def test_a_visit_of_ones_own_begins_the_period_anew(visitor: User) -> None:
    client = factories.make_client(owner=visitor)
    been(client, visitor, 13)
    assert remind_of_visits(today=TODAY) == 0
    assert remind_of_visits(today=TODAY + timedelta(days=1)) == 1
    Task.objects.update(state="done")
    assert remind_of_visits(today=TODAY + timedelta(days=2)) == 0  # a reminder that was dealt with is one too


def test_nobody_is_reminded_unasked_or_of_clients_out_of_sight(salesperson: User, analyst: User, visitor: User) -> None:
    factories.make_client()
    User.objects.filter(pk=analyst.pk).update(visit_every_days=1)
    assert remind_of_visits(today=TODAY) == 0
    User.objects.filter(pk=visitor.pk).update(visit_every_days=None)
    factories.make_client(owner=visitor)
    assert remind_of_visits(today=TODAY) == 0


@pytest.mark.parametrize(("typed", "stored"), [("30", 30), ("", None), (" ", None)])
def test_the_period_is_chosen_in_ones_own_settings(
    salesperson: User, visit: Callable[..., Browser], typed: str, stored: int | None
) -> None:
    form = {"name": "Elena Ceban", "language": "en", "theme": "", "day_minutes": "240", "visit_every_days": typed}
    assert visit(salesperson).post(reverse("save_own_settings"), form).status_code == 303
    salesperson.refresh_from_db()
    assert salesperson.visit_every_days == stored


@pytest.mark.parametrize("typed", ["0", "366", "-3", "often", "1e3"])
def test_a_period_that_cannot_be_stays_in_its_field(
    salesperson: User, visit: Callable[..., Browser], typed: str
) -> None:
    form = {"name": "Elena Ceban", "language": "en", "theme": "", "day_minutes": "240", "visit_every_days": typed}
    answer = visit(salesperson).post(reverse("save_own_settings"), form)
    assert answer.status_code == 400
    assert f'value="{typed}"' in answer.content.decode()
    assert "from 1 to 365" in answer.content.decode()
