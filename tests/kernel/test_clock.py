"""What time it is, and what time it is said to be."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.utils import timezone as zone

from tenure.kernel import clock

MORNING = datetime(2026, 3, 9, 23, 30, tzinfo=timezone(timedelta(hours=2)))


def test_inside_the_block_it_is_another_moment() -> None:
    before = clock.now()
    with clock.as_if(MORNING):
        assert clock.now() == datetime(2026, 3, 9, 21, 30, tzinfo=UTC)
        with zone.override("Asia/Tokyo"):
            assert clock.today() == date(2026, 3, 10)
    assert abs(clock.now() - before) < timedelta(minutes=5)


def test_the_moment_told_goes_before_the_one_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENURE_NOW", "2026-05-12T06:40+00:00")
    with clock.as_if(MORNING):
        assert clock.now().month == 3
    assert clock.now() == datetime(2026, 5, 12, 6, 40, tzinfo=UTC)
