"""The ground the other tests stand on: both databases, a home of their own, processes that see the same rows."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tenure.orders.models import Order
from tenure.privacy.models import Workspace
from tests import factories
from tests.ground import DATABASE

pytestmark = pytest.mark.django_db  # so that it runs on both
READ_NAME = (
    "import os, django; django.setup();from tenure.privacy.models import Workspace; print(Workspace.objects.get().name)"
)


def test_the_database_is_the_one_asked_for() -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[DATABASE]


def test_the_home_folder_belongs_to_the_tests_alone(home: Path) -> None:
    assert home == settings.TENURE_HOME
    assert home.name.startswith("tenure-tests-")


@pytest.mark.django_db(transaction=True)
def test_a_child_process_sees_the_same_rows(workspace: Workspace) -> None:
    answer = subprocess.run([sys.executable, "-c", READ_NAME], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == workspace.name


def test_a_rhythm_of_orders_is_stored_day_by_day() -> None:
    client = factories.make_client()
    factories.make_orders(client, factories.rhythm(every=10, count=3, last=date(2026, 3, 31)))
    assert list(Order.objects.order_by("day").values_list("day", flat=True)) == [
        date(2026, 3, 11),
        date(2026, 3, 21),
        date(2026, 3, 31),
    ]
