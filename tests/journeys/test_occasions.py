"""Occasions from facts, orders and calendars: who sees which, and when they reach Today."""

from datetime import date, timedelta
from typing import Any

import pytest

from tenure.agenda.models import Task
from tenure.agenda.tasks import visible_tasks
from tenure.clients.models import Client, Company, Fact, Person, Post
from tenure.journeys.today.occasions import (
    occasions_ahead,
    occasions_of,
    renew_after_facts,
    renew_all_occasions,
)
from tenure.journeys.today.today import todays_list
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User, Workspace
from tenure.privacy.workspace import current_workspace
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")


def fact(code: str, value: Any, by: User, **fields: Any) -> Fact:
    return Fact.objects.create(
        type_code=code, value=value, confidence=0.8, known_on=TODAY, recorded_by=by, recorded_at=clock.now(), **fields
    )


def person_at(client: Client, name: str = "Ирина Власова") -> Person:
    person = Person.objects.create(name=name, normal_name=name.casefold(), created_at=clock.now())
    Post.objects.create(person=person, client=client, created_at=clock.now())
    return person


@pytest.fixture
def mine(salesperson: User) -> Client:
    return factories.make_client("Luna SRL", owner=salesperson)


def kinds(rows: Any) -> list[tuple[str, date]]:
    return [(row.occasion.kind, row.day) for row in rows]


def test_everything_ahead_stands_in_its_order(mine: Client, salesperson: User) -> None:
    mine.country = "Moldova"
    mine.save()
    fact("contract_end", "2026-07-01", salesperson, client=mine)
    fact("supplier_contract_end", "2026-06-30", salesperson, client=mine)
    fact("birth_date", "--05-15", salesperson, person=person_at(mine))
    fact("founded_on", "2001-08-01", salesperson, company=Company.objects.create(
        name="Luna", client=mine, created_at=clock.now()))  # fmt: skip
    factories.make_score(mine, abc_class="A", first_day=date(2021, 5, 14))
    factories.make_score(factories.make_client(), first_day=date(2020, 1, 1))
    found = occasions_of(actor=salesperson, client_id=mine.pk)
    own = [row for row in kinds(found) if row[0] != "holiday"]
    assert own == [
        ("first_order", date(2026, 5, 14)),
        ("birthday", date(2026, 5, 15)),
        ("rival_contract_end", date(2026, 6, 30)),
        ("contract_end", date(2026, 7, 1)),
        ("anniversary", date(2026, 8, 1)),
    ]
    assert ("holiday", date(2026, 6, 1)) in kinds(found)
    assert next(row.person for row in found if row.occasion.kind == "birthday") == "Ирина Власова"


def test_occasions_of_a_client_out_of_sight_do_not_exist(mine: Client, other_salesperson: User) -> None:
    with pytest.raises(NotFound):
        occasions_of(actor=other_salesperson, client_id=mine.pk)


def test_a_salesperson_is_shown_only_their_own(mine: Client, salesperson: User, other_salesperson: User) -> None:
    theirs = factories.make_client(owner=other_salesperson)
    for client, by in ((mine, salesperson), (theirs, other_salesperson)):
        fact("contract_end", "2026-06-01", by, client=client)
    ahead = occasions_ahead(actor=salesperson)
    assert [row.client for row in ahead.rows] == ["Luna SRL"]
    assert not ahead.later
    assert not ahead.cut


def test_birthdays_are_shown_only_to_those_who_may_see_them(mine: Client, salesperson: User, analyst: User) -> None:
    fact("birth_date", "1980-05-13", salesperson, person=person_at(mine))
    fact("contract_end", "2026-05-14", salesperson, client=mine)
    assert kinds(occasions_ahead(actor=analyst).rows) == [("contract_end", date(2026, 5, 14))]
    assert len(occasions_ahead(actor=salesperson).rows) == 2
    renew_all_occasions(today=TODAY)
    assert visible_tasks(salesperson).count() == 2
    assert list(visible_tasks(analyst).values_list("person", flat=True)) == [None]


def test_special_and_superseded_dates_are_no_occasions(mine: Client, salesperson: User) -> None:
    fact("contract_end", "2026-06-01", salesperson, client=mine, superseded_at=clock.now())
    fact("contract_end", None, salesperson, client=mine, sealed="x")
    assert occasions_of(actor=salesperson, client_id=mine.pk) == ()


def test_who_left_is_not_congratulated_and_two_posts_are_one_birthday(mine: Client, salesperson: User) -> None:
    gone, here = person_at(mine, "Gone"), person_at(mine, "Here")
    Post.objects.filter(person=gone).update(until=TODAY)
    Post.objects.create(person=here, client=factories.make_client(owner=salesperson), created_at=clock.now())
    for person in (gone, here):
        fact("birth_date", "--05-14", salesperson, person=person)
    rows = occasions_ahead(actor=salesperson).rows
    assert [row.person for row in rows] == ["Here"]


def test_small_clients_are_not_called_for_their_anniversary(mine: Client, salesperson: User) -> None:
    factories.make_score(mine, abc_class="C", first_day=date(2021, 5, 14))
    assert occasions_of(actor=salesperson, client_id=mine.pk) == ()


def test_a_first_order_at_the_beginning_of_the_data_may_not_be_the_first(mine: Client, salesperson: User) -> None:
    factories.make_score(mine, abc_class="A", first_day=date(2021, 5, 14))
    factories.make_score(factories.make_client(), first_day=date(2021, 4, 1))
    assert occasions_of(actor=salesperson, client_id=mine.pk) == ()


def test_a_birthday_reaches_today_with_its_name_and_leaves_with_the_person(mine: Client, salesperson: User) -> None:
    person = person_at(mine)
    written = fact("birth_date", "1980-05-15", salesperson, person=person)
    assert renew_after_facts([written.pk]).created == 1
    workspace = current_workspace()
    assert workspace is not None
    (row,) = todays_list(salesperson, workspace).rows
    assert (row.kind, row.reason["person"]) == ("occasion", "Ирина Власова")
    assert "Власова" not in str(Task.objects.get().reason)
    Fact.objects.filter(pk=written.pk).update(superseded_at=clock.now())
    assert renew_after_facts([written.pk]).expired == 1


def test_an_occasion_stands_above_the_line_however_full_the_day(mine: Client, salesperson: User) -> None:
    fact("contract_end", "2026-07-01", salesperson, client=mine)
    for _number in range(5):
        factories.make_task(mine, minutes=480, stake_minor=10**7, worth_per_minute=10**5)
    renew_all_occasions(today=TODAY)
    workspace = current_workspace()
    assert workspace is not None
    assert todays_list(salesperson, workspace).rows[0].kind == "occasion"


def test_other_facts_renew_nothing(mine: Client, salesperson: User) -> None:
    assert renew_after_facts([fact("employees", 40, salesperson, client=mine).pk]).created == 0


def test_today_is_the_company_s(mine: Client, salesperson: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T22:30+00:00")  # the 13th in Chișinău
    fact("contract_end", "2026-05-12", salesperson, client=mine)
    assert occasions_of(actor=salesperson, client_id=mine.pk) == ()


def test_the_number_of_queries_does_not_grow(
    mine: Client, salesperson: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        person = person_at(mine, f"Person {number}")
        fact("birth_date", f"1980-05-{13 + number}", salesperson, person=person)
        fact("client_event_on", (TODAY + timedelta(days=number)).isoformat(), salesperson, client=mine)
    with django_assert_max_num_queries(9):
        assert len(occasions_of(actor=salesperson, client_id=mine.pk)) == 20
    with django_assert_max_num_queries(9):
        occasions_ahead(actor=salesperson)


def test_who_sees_all_is_shown_as_many_days_as_fill_a_page(
    mine: Client, salesperson: User, head_of_sales: User
) -> None:
    for number in range(6):
        fact("birth_date", f"1980-05-{13 + number}", salesperson, person=person_at(mine, f"Person {number}"))
    seen, since = [], None
    while True:
        ahead = occasions_ahead(actor=head_of_sales, since=since, enough=2)
        seen.append([row.day.day for row in ahead.rows])
        since = ahead.later
        if since is None:
            break
    assert seen == [[13, 14], [15, 16], [17, 18], []]


def began(day: date, abc: str = "A") -> None:
    factories.make_score(factories.make_client(), abc_class=abc, first_day=day)


def test_anniversaries_fill_pages_too(head_of_sales: User) -> None:
    began(date(2019, 1, 1))  # the data begins long before
    for day in (14, 15, 16):
        began(date(2025, 5, day))
        began(date(2020, 5, day))  # six years are no occasion
        began(date(2025, 5, day), abc="C")
    pages = [occasions_ahead(actor=head_of_sales, enough=2)]
    while pages[-1].later:
        pages.append(occasions_ahead(actor=head_of_sales, enough=2, since=pages[-1].later))
    assert [[row.day.day for row in page.rows] for page in pages] == [[14, 15], [16]]


def test_a_first_order_on_29_february_is_kept_on_the_28th(head_of_sales: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-02-27T06:40+00:00")
    began(date(2019, 1, 1))
    began(date(2024, 2, 29))
    ahead = occasions_ahead(actor=head_of_sales, enough=1)
    assert ([row.day for row in ahead.rows], ahead.last) == ([date(2026, 2, 28)], date(2026, 2, 28))


def test_days_are_found_over_the_new_year_and_on_29_february(
    mine: Client, head_of_sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-12-20T06:40+00:00")
    for value in ("--12-31", "1990-01-02", "2000-02-29", "1999-12-19", "1985-03-30"):
        fact("birth_date", value, head_of_sales, person=person_at(mine))
    days = [row.day for row in occasions_ahead(actor=head_of_sales).rows]
    assert days == [date(2026, 12, 31), date(2027, 1, 2), date(2027, 2, 28)]
