"""The day of commands and jobs is the company's own, whatever the machine's is."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone, translation

from tenure.config import entry
from tenure.privacy.models import DailyRun, User
from tests import factories
from tests.cli.processes import tenure

NEW_YEAR = "2026-12-31T22:30+00:00"
DAYS = [("Europe/Chisinau", date(2027, 1, 1)), ("America/New_York", date(2026, 12, 31))]


@pytest.fixture(autouse=True)
def night(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Half past ten in the evening in UTC, where the process lives."""
    monkeypatch.setenv("TENURE_NOW", NEW_YEAR)
    with timezone.override("UTC"), translation.override("en"):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_a_command_begins_in_the_time_of_the_company(
    zone: str, day: date, administrator: User, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.make_workspace(time_zone=zone)
    with pytest.raises(SystemExit) as ended:
        entry.run(["today", "--json"])
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["day"] == day.isoformat()


@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_the_daily_job_is_that_of_the_companys_day(zone: str, day: date) -> None:
    factories.make_workspace(time_zone=zone)
    with pytest.raises(SystemExit):
        entry.run(["work", "--once"])
    assert [run.day for run in DailyRun.objects.all()] == [day]


@pytest.mark.parametrize("day", ["2027-01-01", "2026-12-31"])
def test_without_a_company_the_day_is_that_of_this_computer(tmp_path: Path, day: str) -> None:
    orders = tmp_path / "orders.csv"
    lines = [f"A-{number},2026-12-{number:02d},100" for number in range(1, 29)]
    orders.write_text("\n".join(["client,date,amount", *lines]))
    for place, ahead in (("Europe/Chisinau", False), ("America/New_York", day == "2027-01-01")):
        said = tenure(tmp_path, "score", str(orders), "--as-of", day, TZ=place, TENURE_NOW=NEW_YEAR)
        assert ("ahead" in said.stderr or said.returncode == 2) == ahead, said.stderr
