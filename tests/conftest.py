"""Fixtures every test may ask for. The home folder and the database are chosen in `tests.ground`."""

from collections.abc import Callable
from pathlib import Path

import django.test
import pytest

from tests.ground import DATABASE, HOME

# isort: split
from tenure.privacy.models import User, Workspace
from tenure.privacy.sealing import make_key
from tests import datasets, factories

# Their tests touch no table, so a second database would teach nothing; those that do are marked and run twice.
RUN_ONCE = ("architecture", "engine")
make_key()  # sensitive facts can be sealed, as after `tenure init`


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out the pure tests that the run on SQLite has done already."""
    if DATABASE != "postgres":
        return
    tests = Path(__file__).parent
    once = {
        item
        for item in items
        if item.path.relative_to(tests).parts[0] in RUN_ONCE and item.get_closest_marker("django_db") is None
    }
    config.hook.pytest_deselected(items=list(once))
    items[:] = [item for item in items if item not in once]


def pytest_report_header() -> list[str]:
    return [f"tenure: tests on {DATABASE}", f"tenure: shared data {'found' if datasets.SHARED.is_dir() else 'absent'}"]


@pytest.fixture
def home() -> Path:
    """The home folder of the test run: TENURE_HOME of this process and of its children."""
    return HOME


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """`shared_data(name)`: path of one of the large sample files; skips visibly when they are absent."""
    return datasets.shared_data


@pytest.fixture
def workspace(db: None) -> Workspace:
    """The one company, in euro."""
    return factories.make_workspace()


@pytest.fixture
def administrator(db: None) -> User:
    return factories.make_user(role="administrator", name="Ana Rusu")


@pytest.fixture
def head_of_sales(db: None) -> User:
    return factories.make_user(role="head_of_sales", name="Victor Munteanu")


@pytest.fixture
def salesperson(db: None) -> User:
    return factories.make_user(role="salesperson", name="Elena Ceban")


@pytest.fixture
def other_salesperson(db: None) -> User:
    return factories.make_user(role="salesperson", name="Игорь Лунгу")


@pytest.fixture
def analyst(db: None) -> User:
    return factories.make_user(role="analyst", name="Maria Ștefan")


@pytest.fixture
def visit(workspace: Workspace) -> Callable[..., django.test.Client]:
    """`visit(user)`: Django's test client signed in as that user; `visit()` is a stranger."""
    return factories.signed_in
