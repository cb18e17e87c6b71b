"""The counts of the frame: the same as the pages they lead to, for a few small queries."""

import random
from datetime import timedelta
from typing import Any

import pytest

from tenure.journeys.today.rail_counts import FIRST_LOOK, rail_counts
from tenure.journeys.today.today import todays_list
from tenure.kernel import clock
from tenure.orders.summary import BaseSummary, Totals, scope_of
from tenure.privacy.models import User, Workspace
from tenure.privacy.workspace import current_workspace
from tests import factories

pytestmark = pytest.mark.django_db


def make_tasks(owner: User | None, count: int, chance: random.Random) -> None:
    """Tasks of every kind: due, waiting, of unknown worth, worth too little, closed today, occasions, promises of both."""
    today = clock.today()
    for _ in range(count):
        stake = chance.choice([None, 300, 40_000, 90_000])
        minutes = chance.choice([5, 10, 30])
        factories.make_task(
            factories.make_client(owner=owner),
            kind=chance.choice(["silence", "falling", "plain", "occasion", "promise", "answer"]),
            theirs=chance.choice([False, False, True]),
            minutes=minutes,
            stake_minor=stake,
            worth_per_minute=(stake or 0) / minutes,
            due_on=chance.choice([None, None, None, *(today + timedelta(days=days) for days in (0, 1, 3, 25, 90))]),
            show_from=chance.choice([None, None, today + timedelta(days=3)]),
            state=chance.choice(["open", "open", "open", "done"]),
            closed_at=clock.now(),
            closed_by=owner,
        )


@pytest.mark.parametrize("count", [0, 7, 60, 2 * FIRST_LOOK])
@pytest.mark.parametrize("role", ["salesperson", "head_of_sales"])
def test_the_count_of_today_is_that_of_the_list(role: str, count: int, workspace: Workspace, salesperson: User) -> None:
    chance = random.Random(count)
    make_tasks(salesperson, count, chance)
    make_tasks(None, count // 2, chance)
    viewer = salesperson if role == "salesperson" else factories.make_user(role=role)
    now = current_workspace()
    assert now is not None
    assert rail_counts(viewer, now).today == len(todays_list(viewer, now).ranked)


def test_a_day_that_does_not_fill_up_is_counted_to_its_end(workspace: Workspace, salesperson: User) -> None:
    salesperson.day_minutes = 100_000
    for _ in range(FIRST_LOOK + 20):
        factories.make_task(factories.make_client(owner=salesperson), minutes=5)
    now = current_workspace()
    assert now is not None
    assert rail_counts(salesperson, now).today == FIRST_LOOK + 20


def test_the_counts_are_those_of_the_clients_in_sight(
    workspace: Workspace, salesperson: User, head_of_sales: User, other_salesperson: User
) -> None:
    everyone, own = (BaseSummary(Totals(clients=n, silent=s)).to_json() for n, s in ((40, 7), (3, 1)))
    factories.make_run(summary={"all": everyone, "owners": {scope_of(salesperson.pk): own}})
    now = current_workspace()
    assert now is not None
    for viewer, clients, silent in ((head_of_sales, 40, 7), (salesperson, 3, 1), (other_salesperson, 0, 0)):
        counts = rail_counts(viewer, now)
        assert (counts.clients, counts.silent) == (clients, silent)


def test_the_counts_take_two_queries_however_much_there_is(
    workspace: Workspace, salesperson: User, head_of_sales: User, django_assert_num_queries: Any
) -> None:
    make_tasks(salesperson, 80, random.Random(1))
    now = current_workspace()
    assert now is not None
    for viewer in (salesperson, head_of_sales):
        with django_assert_num_queries(2):
            rail_counts(viewer, now)


def test_a_page_shows_the_counts_and_a_fragment_asks_for_none(
    workspace: Workspace, head_of_sales: User, django_assert_max_num_queries: Any
) -> None:
    figures = BaseSummary(Totals(clients=1234, silent=17)).to_json()
    factories.make_run(summary={"all": figures, "owners": {}})
    factories.make_task(factories.make_client(), owner=head_of_sales)
    browser = factories.signed_in(head_of_sales)
    shown = browser.get("/settings/").content.decode()
    assert '<span class="count" id="count-today">1</span>' in shown
    assert '<span class="count" id="count-base">17 silent</span>' in shown
    assert '<span class="count" id="count-clients">1,234</span>' in shown
    with django_assert_max_num_queries(5):
        browser.get("/tasks/new/", headers={"HX-Request": "true"})


def test_the_count_follows_the_list_when_only_the_list_comes_anew(workspace: Workspace, salesperson: User) -> None:
    factories.make_task(factories.make_client(owner=salesperson))
    answer = factories.signed_in(salesperson).get("/", headers={"HX-Request": "true"}).content.decode()
    assert '<span class="count" id="count-today" hx-swap-oob="true">1</span>' in answer
