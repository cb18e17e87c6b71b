"""A new database is laid out in one go; it is the very one its steps make, for whoever comes from an earlier version."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tenure.clients.models import Client
from tenure.discovery.models import ValueItem, Venture
from tenure.journeys.keeping.back_up import _last_steps, _write
from tenure.journeys.keeping.restore import restore
from tenure.kernel import clock
from tenure.kernel.database import Layout, layout, prepare
from tenure.kernel.new_tables import is_new
from tenure.privacy.models import AuditRow, User
from tests.database_layout import filled, structure

pytestmark = pytest.mark.django_db(transaction=True)
# An installation of an earlier day; what these steps stand on comes with them.
EARLIER = [
    ("auth", "0012_alter_user_first_name_max_length"),
    ("sessions", "0001_initial"),
    ("axes", "0001_initial"),
    ("agenda", "0003_promises"),
    ("orders", "0003_first_days"),
    ("conversations", "0002_scripts_and_objections"),
    ("discovery", "0012_editions_of_verdicts"),
]
COMPLETE = Layout(prepared=True, to_make=0, unknown=())


@pytest.fixture
def clear(transactional_db: None) -> Iterator[Callable[[], None]]:
    """`clear()` takes everything out of the database of the tests; afterwards it is laid out again."""

    def cleared() -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
        if connection.vendor == "sqlite":
            for suffix in ("", "-wal", "-shm"):
                Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)

    yield cleared
    cleared()
    prepare()


def test_an_earlier_installation_and_its_backup_become_the_new_database(
    clear: Callable[[], None], tmp_path: Path
) -> None:
    """The one test that takes every step; all else in these tests stands on tables made in one go."""
    clear()
    prepare()
    new, rows = structure(), filled()
    assert len(new) > 1500
    assert set(rows) >= {"django_migrations", "django_content_type"}
    clear()
    MigrationExecutor(connection).migrate(EARLIER)
    assert 10 < layout().to_make < 40
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clients_client (name, normal_name, search_text, email, tax_id, phone, country, created_at) "
            "VALUES ('Morena SRL', 'morena', 'morena srl', '', '', '', '', '2026-01-05 08:00:00+00:00')"
        )
    offer_of_an_earlier_day()
    _write(tmp_path / "earlier.zip")
    clear()
    restore(tmp_path / "earlier.zip")
    assert layout() == COMPLETE
    assert [client.name for client in Client.objects.all()] == ["Morena SRL"]
    [offered] = ValueItem.objects.select_related("proposition__segment")
    assert (offered.text, offered.proposition.segment.name) == ("Bread by four", "Bakeries")
    assert set(structure()) ^ set(new) == set()
    assert structure() == new
    Venture.objects.all().delete()
    User.objects.all().delete()
    Client.objects.all().delete()
    AuditRow.objects.all().delete()
    assert filled() == rows


def offer_of_an_earlier_day() -> None:
    """Something offered to a segment, when a segment had one proposition without a row of its own."""
    then = MigrationExecutor(connection).loader.project_state(EARLIER).apps
    owner = then.get_model("privacy", "User").objects.create(
        email="ana@example.com", name="Ana", created_at=clock.now()
    )
    venture = then.get_model("discovery", "Venture").objects.create(name="Rolls", owner=owner, created_at=clock.now())
    segment = then.get_model("discovery", "Segment").objects.create(venture=venture, name="Bakeries")
    then.get_model("discovery", "ValueItem").objects.create(
        venture=venture, segment=segment, kind="product", text="Bread by four"
    )


def test_every_step_counts_as_made_on_a_new_database() -> None:
    executor, applied = MigrationExecutor(connection), MigrationRecorder(connection).applied_migrations()
    assert set(applied) == set(executor.loader.disk_migrations)
    assert layout() == COMPLETE
    # By this a backup of it is known as one of this version, and comes back in one go.
    assert _last_steps(list(applied)) == sorted(executor.loader.graph.leaf_nodes())


def test_a_layout_that_was_broken_off_is_made_by_the_next_one(
    clear: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, create_model = structure(), BaseDatabaseSchemaEditor.create_model

    def fail_at_orders(editor: BaseDatabaseSchemaEditor, model: type) -> None:
        if model.__name__ == "Order":
            raise KeyboardInterrupt
        create_model(editor, model)

    clear()
    monkeypatch.setattr(BaseDatabaseSchemaEditor, "create_model", fail_at_orders)
    with pytest.raises(KeyboardInterrupt):
        prepare()
    monkeypatch.undo()
    assert is_new()
    assert not [table for table in connection.introspection.table_names() if table.startswith("clients_")]
    prepare()
    assert structure() == whole


def test_whoever_only_asks_for_the_plan_makes_nothing(clear: Callable[[], None]) -> None:
    clear()
    call_command("migrate", plan=True, stdout=io.StringIO())
    assert connection.introspection.table_names() == []


def test_whoever_asks_for_one_early_step_gets_it_and_the_search_waits_for_its_tables(clear: Callable[[], None]) -> None:
    clear()
    call_command("migrate", "privacy", "0001", verbosity=0, interactive=False)
    tables = set(connection.introspection.table_names())
    assert "privacy_user" in tables
    assert "clients_client" not in tables
