"""Fixtures every test may ask for. The home folder and the database are chosen in `tests.ground`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import django.test
import pytest
from django.utils import timezone

from tests.ground import DATABASE, HOME

# isort: split
from tenure.privacy.models import User, Workspace
from tenure.privacy.sealing import make_key
from tests import datasets, factories

make_key()  # sensitive facts can be sealed, as after `tenure init`


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what may touch a table: on PostgreSQL the others would teach nothing new, and they need not wait for these."""
    for item in items:
        if may_touch_tables(item):
            item.add_marker("tables")


def may_touch_tables(item: pytest.Item) -> bool:
    """Whether pytest-django opens the database to the test; a query of any other fails at once."""
    asked: set[str] = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not asked.isdisjoint({"db", "transactional_db"})


def pytest_report_header() -> list[str]:
    return [f"tenure: tests on {DATABASE}", f"tenure: shared data {'found' if datasets.SHARED.is_dir() else 'absent'}"]


@pytest.fixture(autouse=True)
def companys_time() -> Iterator[None]:
    """Tests stand behind the doors, where days are those of the company of `make_workspace`."""
    with timezone.override(factories.ZONE):
        yield


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
