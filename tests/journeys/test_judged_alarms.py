"""Past alarms are judged with the scores, for everyone and for each owner."""

from datetime import UTC, date, datetime

import pytest

from tenure.journeys.scoring.judged_alarms import alarm_counts, put_alarms
from tenure.orders.summary import AlarmCounts, BaseSummary, scope_of
from tenure.privacy.models import User
from tests.factories import make_client, make_run, make_score, make_task

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 12, 1)


@pytest.fixture
def alarms(salesperson: User) -> User:
    run = make_run(as_of=AS_OF)
    for owner, last, state, made in (
        (salesperson, date(2026, 10, 1), "expired", 2),  # came back by itself: wrong
        (salesperson, date(2025, 12, 1), "open", 2),  # silent for 90 days more: right
        (salesperson, date(2025, 12, 1), "open", 11),  # too young
        (None, date(2025, 12, 1), "open", 10),  # too young, older
        (None, date(2026, 10, 1), "done", 3),
        (None, date(2025, 12, 1), "done", 3),
        (None, date(2026, 10, 1), "not_useful", 3),
    ):
        client = make_client(owner=owner)
        make_score(client, run, last_day=last)
        created = datetime(2026, made, 5, tzinfo=UTC)
        make_task(client, kind="silence", episode="2025-12-01", state=state, created_at=created)
    return salesperson


def test_each_owners_alarms_are_judged_alone(alarms: User) -> None:
    assert alarm_counts(AS_OF) == {
        scope_of(alarms.pk): AlarmCounts(2, 1, 1, 0, 0, date(2026, 11, 5)),
        scope_of(None): AlarmCounts(0, 0, 1, 2, 1, date(2026, 10, 5)),
    }


def test_everyones_are_their_sum_and_an_owner_without_alarms_has_none(alarms: User) -> None:
    empty = BaseSummary().to_json()
    summary = put_alarms({"all": dict(empty), "owners": {"u0": dict(empty)}}, as_of=AS_OF)
    assert BaseSummary.from_json(summary["all"]).alarms == AlarmCounts(2, 1, 2, 2, 1, date(2026, 10, 5))
    assert BaseSummary.from_json(summary["owners"]["u0"]).alarms == AlarmCounts()
