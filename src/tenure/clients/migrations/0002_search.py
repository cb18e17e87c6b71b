"""The index behind the search: trigrams of `search_text`, by FTS5 on SQLite and by pg_trgm on PostgreSQL."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# New rows wait in the pending table (searched too) until clients.search.index_pending moves them: indexing row by row
# would take longer than the whole rest of an import. detail=none: smaller; hits are checked against the text itself.
SQLITE = (
    """CREATE VIRTUAL TABLE client_search USING fts5(search_text, content='clients_client', content_rowid='id',
        tokenize='trigram', detail=none)""",
    "CREATE TABLE client_search_pending (id INTEGER PRIMARY KEY)",
    "INSERT INTO client_search_pending SELECT id FROM clients_client",
    """CREATE TRIGGER client_search_insert AFTER INSERT ON clients_client BEGIN
        INSERT OR IGNORE INTO client_search_pending VALUES (new.id); END""",
    # One trigger, because SQLite promises no order between two: a row taken out of the pending ones first would then be
    # taken out of an index that never held it.
    """CREATE TRIGGER client_search_delete AFTER DELETE ON clients_client BEGIN
        INSERT INTO client_search (client_search, rowid, search_text) SELECT 'delete', old.id, old.search_text
            WHERE NOT EXISTS (SELECT 1 FROM client_search_pending WHERE id = old.id);
        DELETE FROM client_search_pending WHERE id = old.id; END""",
    """CREATE TRIGGER client_search_update AFTER UPDATE OF search_text ON clients_client
        WHEN old.search_text <> new.search_text
        AND NOT EXISTS (SELECT 1 FROM client_search_pending WHERE id = old.id) BEGIN
        INSERT INTO client_search (client_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
        INSERT INTO client_search_pending VALUES (new.id); END""",
)
SQLITE_BACK = (
    "DROP TRIGGER client_search_insert",
    "DROP TRIGGER client_search_delete",
    "DROP TRIGGER client_search_update",
    "DROP TABLE client_search",
    "DROP TABLE client_search_pending",
)
POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE INDEX client_search ON clients_client USING gin (search_text gin_trgm_ops)
        WITH (gin_pending_list_limit = 65536)""",
)
POSTGRES_BACK = ("DROP INDEX client_search",)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE if editor.connection.vendor == "sqlite" else POSTGRES)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRES_BACK)


def _run(editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    with editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(create, drop)]
