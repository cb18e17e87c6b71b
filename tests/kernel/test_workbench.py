"""The DuckDB beside the application's database."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from tenure.kernel.workbench import application_attached, open_workbench
from tenure.privacy.models import Workspace
from tenure.privacy.workspace import current_workspace
from tests import factories


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Chisinau", date(2028, 3, 1)), ("UTC", date(2028, 2, 29)), ("Asia/Tokyo", date(2028, 3, 1))],
)
def test_a_moment_of_the_application_has_its_day_in_the_active_time_zone(zone: str, day: date) -> None:
    moment = datetime(2028, 2, 29, 22, 30, tzinfo=UTC)
    factories.make_interaction(factories.make_client(), factories.make_user(), at=moment)
    with timezone.override(zone), open_workbench(Path(":memory:")) as bench, application_attached(bench):
        assert bench.execute("SELECT day_of(i.at) FROM app.conversations_interaction i").fetchall() == [(day,)]


@pytest.mark.django_db(transaction=True)
def test_the_application_is_not_asked_while_it_is_attached(workspace: Workspace) -> None:
    """Two copies of SQLite in one process drop each other's locks; other processes then write over what is in use."""
    with open_workbench(Path(":memory:")) as bench, application_attached(bench):
        with pytest.raises(RuntimeError, match="before the application's database is attached"):
            current_workspace()
        assert bench.execute("SELECT name FROM app.privacy_workspace").fetchall() == [(workspace.name,)]
    assert current_workspace() is not None
