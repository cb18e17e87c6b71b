"""What is known about clients is in every backup, row by row, and comes back as it was."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from tenure.clients.models import Person
from tenure.journeys.keeping.back_up import back_up
from tenure.journeys.keeping.backup_file import MANIFEST
from tenure.journeys.keeping.restore import restore
from tenure.privacy.models import User, Workspace
from tests import factories
from tests.journeys.test_merge_knowledge import write_about

pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for room in ("clients", "conversations", "agenda")
        for model in apps.get_app_config(room).get_models()
    }


def test_people_facts_units_and_talks_come_back_from_a_backup(
    workspace: Workspace, administrator: User, tmp_path: Path
) -> None:
    client = factories.make_client()
    write_about(client, administrator)
    person = Person.objects.first()
    assert person is not None
    factories.make_channel(person, "+37369123456")
    factories.make_post(person, factories.make_client(), until=date(2024, 1, 1))
    twin = factories.make_person("Twin", merged_into=person, moved={"merge": {"posts": [1]}})
    before = everything()
    report = back_up(tmp_path / "backup.zip")
    Person.objects.filter(pk=twin.pk).delete()
    client.delete()
    restore(report.path, replace=True)
    assert everything() == before
    manifest = json.loads(zipfile.ZipFile(report.path).read(MANIFEST))
    counted = {
        name: rows for name, rows in manifest["tables"].items() if name.startswith(("clients_", "conversations_"))
    }
    assert counted["clients_person"] == 2
    assert counted["clients_fact"] == counted["conversations_interaction"] == counted["clients_unitmember"] == 1
    for leftover in settings.TENURE_HOME.glob("tenure.sqlite3.before-restore*"):
        leftover.unlink()
