"""Occasions: when they are, when they are brought to mind, and how their reminders come and go."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.agenda import reasons
from tenure.agenda.models import Task
from tenure.agenda.occasions import LEAD_DAYS, Occasion, day_ahead, is_round, kind_of_fact, lead_on, renew_occasions
from tenure.agenda.public_holidays import public_holidays
from tests import factories

TODAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("value", "comes", "today", "expected"),
    [
        ("1980-05-15", "yearly", TODAY, (date(2026, 5, 15), 46)),
        ("1980-05-12", "yearly", TODAY, (date(2026, 5, 12), 46)),  # today itself
        ("1980-05-11", "yearly", TODAY, (date(2027, 5, 11), 47)),
        ("--05-15", "yearly", TODAY, (date(2026, 5, 15), None)),  # the year is not known
        ("1980-02-29", "yearly", date(2027, 1, 1), (date(2027, 2, 28), 47)),  # no leap year
        ("1980-02-29", "yearly", date(2028, 1, 1), (date(2028, 2, 29), 48)),
        ("--02-29", "yearly", date(2026, 3, 1), (date(2027, 2, 28), None)),
        ("2026-07-12", "once", TODAY, (date(2026, 7, 12), None)),
        ("2026-05-11", "once", TODAY, None),  # past
        ("2030-05-15", "yearly", TODAY, None),  # has not begun
        ("nonsense", "yearly", TODAY, None),
        ("2026-13-45", "once", TODAY, None),
        (None, "yearly", TODAY, None),
        ({"id": 3}, "yearly", TODAY, None),
    ],
)
def test_the_next_day(value: Any, comes: str, today: date, expected: tuple[date, int | None] | None) -> None:
    assert day_ahead(value, comes, today) == expected


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2090, 12, 31)))
def test_a_yearly_day_comes_within_a_year_and_never_late(born: date, today: date) -> None:
    found = day_ahead(born.isoformat(), "yearly", today)
    assert found is not None
    day, years = found
    assert today <= day <= today + timedelta(days=366)
    assert years == day.year - born.year
    assert (day.month, day.day) == (born.month, born.day) or (born.month, born.day, day.day) == (2, 29, 28)


def test_only_round_years_are_worth_a_call() -> None:
    assert [years for years in range(31) if is_round(years)] == [1, 2, 3, 5, 10, 15, 20, 25, 30]


@pytest.mark.parametrize(
    ("kind", "ahead", "lead"),
    [("contract_end", 61, None), ("contract_end", 60, 60), ("contract_end", 31, 60), ("contract_end", 30, 30),
     ("contract_end", 0, 30), ("contract_end", -1, None), ("birthday", 4, None), ("birthday", 3, 3), ("birthday", 0, 3),
     ("event", 7, 7), ("holiday", 0, None)],
)  # fmt: skip
def test_reminders_come_in_good_time(kind: str, ahead: int, lead: int | None) -> None:
    assert lead_on(Occasion(kind, TODAY + timedelta(days=ahead), 1), TODAY) == lead


def test_every_dated_fact_has_its_lead() -> None:
    assert {kind_of_fact(code, comes) for code in ("birth_date", "founded_on", "contract_end", "event_on", "x")
            for comes in ("yearly", "once")} <= set(LEAD_DAYS)  # fmt: skip


def test_episodes_fit_their_column_however_large_the_numbers() -> None:
    far = Occasion("rival_contract_end", TODAY, 10**15, code="x" * 60, person_id=10**15)
    assert len(far.episode(60)) <= 40
    assert far.episode(60) != far.episode(30)


def test_years_together_are_said_as_they_would_be_said_aloud() -> None:
    reason = {"code": "occasion", "occasion": "first_order", "years": 5, "due": "2026-05-15", "today": "2026-05-12"}
    said = reasons.plain(reasons.sentence(reason, "EUR")).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "5 years since the first order in 3 days; an occasion to call and sell nothing."


def test_public_holidays_are_known_by_country_and_language() -> None:
    assert (date(2026, 1, 1), "Anul Nou") in public_holidays("MD", date(2025, 12, 31), date(2026, 1, 2), "ro")
    assert public_holidays("XX", TODAY, TODAY, "en") == ()


@pytest.mark.parametrize(
    ("region", "day", "language", "expected"),
    [
        ("MD", date(2026, 6, 1), "ru", "Международный день защиты детей"),
        ("RO", date(2026, 6, 1), "ru", "День защиты детей; Троица"),
        (
            "BG",
            date(2026, 5, 25),
            "ro",
            "Ziua scrisului slavon, a iluminismului și a culturii bulgare (zi liberă mutată)",
        ),
        ("MD", date(2026, 6, 1), "en", "International Children's Day"),
        ("RU", date(2026, 6, 12), "ru", "День России"),
    ],
)
def test_a_holiday_is_named_in_the_language_of_the_reader_though_its_own_country_does_not_speak_it(
    region: str, day: date, language: str, expected: str
) -> None:
    assert public_holidays(region, day, day, language) == ((day, expected),)


def birthday(client: Any, day: date, **fields: Any) -> Occasion:
    return Occasion("birthday", day, client.pk, client.owner_id, "birth_date", years=40, **fields)


@pytest.mark.django_db
class TestReminders:
    def test_a_reminder_comes_once_and_goes_when_its_day_is_past(self, salesperson: Any) -> None:
        client = factories.make_client(owner=salesperson)
        occasions = [birthday(client, TODAY + timedelta(days=3))]
        assert renew_occasions(occasions=occasions, today=TODAY).created == 1
        assert renew_occasions(occasions=occasions, today=TODAY).created == 0
        task = Task.objects.get()
        assert (task.kind, task.owner, task.due_on) == ("occasion", salesperson, TODAY + timedelta(days=3))
        assert renew_occasions(occasions=[], today=TODAY + timedelta(days=4)).expired == 1
        assert Task.objects.get().state == Task.State.EXPIRED

    def test_what_a_person_closed_stays_closed_this_year_and_comes_again_next(self, salesperson: Any) -> None:
        client = factories.make_client(owner=salesperson)
        renew_occasions(occasions=[birthday(client, TODAY)], today=TODAY)
        Task.objects.update(state=Task.State.DONE)
        assert renew_occasions(occasions=[birthday(client, TODAY)], today=TODAY).created == 0
        later = TODAY.replace(year=2027)
        assert renew_occasions(occasions=[birthday(client, later)], today=later).created == 1

    def test_a_contract_is_brought_to_mind_twice(self, salesperson: Any) -> None:
        client = factories.make_client(owner=salesperson)
        ends = [Occasion("contract_end", TODAY + timedelta(days=60), client.pk, client.owner_id, "contract_end")]
        renew_occasions(occasions=ends, today=TODAY)
        result = renew_occasions(occasions=ends, today=TODAY + timedelta(days=30))
        assert (result.created, result.expired) == (1, 1)

    def test_a_reminder_follows_its_client(self, salesperson: Any, other_salesperson: Any) -> None:
        client = factories.make_client(owner=salesperson)
        renew_occasions(occasions=[birthday(client, TODAY)], today=TODAY)
        client.owner = other_salesperson
        renew_occasions(occasions=[birthday(client, TODAY)], today=TODAY)
        assert Task.objects.get().owner == other_salesperson

    def test_renewing_one_client_leaves_the_others_alone(self, salesperson: Any) -> None:
        one, other = (factories.make_client(owner=salesperson) for _ in range(2))
        renew_occasions(occasions=[birthday(one, TODAY), birthday(other, TODAY)], today=TODAY)
        renew_occasions(occasions=[], today=TODAY, client_ids=[one.pk])
        assert list(Task.objects.filter(state="open").values_list("client_id", flat=True)) == [other.pk]
