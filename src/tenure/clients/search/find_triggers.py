"""Triggers by which every written record waits to be indexed and every deleted one stops being found at once.

They are laid after every `migrate`: a migration that rebuilds a table takes its triggers away. The database keeps
them, so that no writer, merge or erasure can forget the search. Clients have their own, see clients/migrations/0002.
"""

from collections.abc import Iterable

from django.db import connection

# kind of an entry: its table and the columns whose change makes the entry another one
SOURCES = {
    "person": ("clients_person", "name, merged_into_id, erased_at"),
    "company": ("clients_company", "name, merged_into_id"),
    "fact": ("clients_fact", "value, sealed, type_code, superseded_at, client_id, person_id, company_id"),
    "note": ("clients_note", "text, client_id"),
}
_MARK = "INSERT OR IGNORE INTO clients_searchwaiting (kind, record_id) VALUES ('{kind}', new.id);"
_TAKE = """DELETE FROM clients_searchentry WHERE kind = '{kind}' AND record_id = old.id;
    DELETE FROM clients_searchwaiting WHERE kind = '{kind}' AND record_id = old.id;"""
_SQLITE = (
    "DROP TRIGGER IF EXISTS find_{kind}_insert",
    "DROP TRIGGER IF EXISTS find_{kind}_update",
    "DROP TRIGGER IF EXISTS find_{kind}_delete",
    f"CREATE TRIGGER find_{{kind}}_insert AFTER INSERT ON {{table}} BEGIN {_MARK} END",
    f"CREATE TRIGGER find_{{kind}}_update AFTER UPDATE OF {{columns}} ON {{table}} BEGIN {_TAKE} {_MARK} END",
    f"CREATE TRIGGER find_{{kind}}_delete AFTER DELETE ON {{table}} BEGIN {_TAKE} END",
)
_ENTRIES_SQLITE = (
    "DROP TRIGGER IF EXISTS entry_search_insert",
    "DROP TRIGGER IF EXISTS entry_search_delete",
    """CREATE TRIGGER entry_search_insert AFTER INSERT ON clients_searchentry BEGIN
        INSERT INTO entry_search (rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER entry_search_delete AFTER DELETE ON clients_searchentry BEGIN
        INSERT INTO entry_search (entry_search, rowid, text) VALUES ('delete', old.id, old.text); END""",
)
_FUNCTION = """CREATE OR REPLACE FUNCTION find_mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM clients_searchentry WHERE kind = TG_ARGV[0] AND record_id = OLD.id;
        DELETE FROM clients_searchwaiting WHERE kind = TG_ARGV[0] AND record_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO clients_searchwaiting (kind, record_id) VALUES (TG_ARGV[0], NEW.id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL; END $$"""
_POSTGRES = (
    "DROP TRIGGER IF EXISTS find_{kind} ON {table}",
    """CREATE TRIGGER find_{kind} AFTER INSERT OR DELETE OR UPDATE OF {columns} ON {table}
        FOR EACH ROW EXECUTE FUNCTION find_mark('{kind}')""",
)


_INDEX = {"clients_searchentry", "clients_searchwaiting"}
_INDEX_SQLITE = _INDEX | {"entry_search"}
_UNKNOWN = """NOT EXISTS (SELECT 1 FROM clients_searchentry e WHERE e.kind = '{kind}' AND e.record_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM clients_searchwaiting w WHERE w.kind = '{kind}' AND w.record_id = s.id)"""


def lay_triggers(sources: dict[str, tuple[str, str]]) -> None:
    """Lay the triggers of these kinds anew. sources: kind -> (table, columns).

    Where the layout was taken to an earlier step on purpose, those whose tables or columns are not there yet wait for the step
    that makes them: after every `migrate` this is called again.
    """
    sqlite = connection.vendor == "sqlite"
    tables = set(connection.introspection.table_names())
    if not tables >= (_INDEX_SQLITE if sqlite else _INDEX):
        return
    _run(_ENTRIES_SQLITE if sqlite else (_FUNCTION,))
    for kind, (table, columns) in sources.items():
        if table not in tables or not _columns(table) >= set(columns.split(", ")):
            continue
        _run(part.format(kind=kind, table=table, columns=columns) for part in (_SQLITE if sqlite else _POSTGRES))


def _columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def missing(sources: dict[str, tuple[str, str]]) -> int:
    """How many records neither have an entry nor wait for one: what was written while there were no triggers."""
    found = 0
    with connection.cursor() as cursor:
        for kind, (table, _columns) in sources.items():
            cursor.execute(f"SELECT count(*) FROM {table} s WHERE {_UNKNOWN.format(kind=kind)}")
            found += cursor.fetchone()[0]
    return found


def mark_missing(sources: dict[str, tuple[str, str]]) -> int:
    """Let every record wait that has no entry and does not wait; returns how many. For init, demo and restore."""
    marked = 0
    with connection.cursor() as cursor:
        for kind, (table, _columns) in sources.items():
            cursor.execute(
                f"""INSERT INTO clients_searchwaiting (kind, record_id)
                SELECT '{kind}', s.id FROM {table} s WHERE {_UNKNOWN.format(kind=kind)}"""
            )
            marked += cursor.rowcount
    return marked


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
