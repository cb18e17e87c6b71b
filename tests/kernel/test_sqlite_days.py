"""Days and moments are kept as texts by SQLite; what was read once is read the same again."""

from datetime import UTC, date, datetime

import pytest

from tenure.discovery.models import WorkEntry
from tenure.privacy.models import User
from tests.venture_factories import make_venture

pytestmark = pytest.mark.django_db
DAYS = (date(1, 1, 1), date(2024, 2, 29), date(2026, 5, 12), date(2026, 5, 12))
MOMENTS = (
    datetime(2026, 5, 12, 6, 40, tzinfo=UTC),
    datetime(2026, 5, 12, 6, 40, 0, 1, tzinfo=UTC),
    datetime(2026, 5, 12, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 5, 12, 6, 40, tzinfo=UTC),
)


def test_days_and_moments_come_back_as_they_were_written_each_time(head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    for day, moment in zip(DAYS, MOMENTS, strict=True):
        WorkEntry.objects.create(venture=venture, on=day, minutes=5, author=head_of_sales, created_at=moment)
    for _again in range(2):
        rows = list(WorkEntry.objects.filter(venture=venture).order_by("pk").values_list("on", "created_at"))
        assert rows == list(zip(DAYS, MOMENTS, strict=True))


def test_a_changed_day_is_read_as_it_is_now(head_of_sales: User) -> None:
    venture = make_venture(head_of_sales)
    work = WorkEntry.objects.create(venture=venture, on=DAYS[1], minutes=5, author=head_of_sales, created_at=MOMENTS[0])
    work.refresh_from_db()
    WorkEntry.objects.filter(pk=work.pk).update(on=DAYS[2], created_at=MOMENTS[2])
    work.refresh_from_db()
    assert (work.on, work.created_at) == (DAYS[2], MOMENTS[2])
