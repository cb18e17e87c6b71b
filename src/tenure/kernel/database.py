"""The database as a whole: can it be reached, is it laid out as this program expects, is it sound."""

from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError, connection, models
from django.db.migrations.executor import MigrationExecutor

from tenure.kernel.errors import BadInput


@dataclass(frozen=True)
class Layout:
    """Steps of the layout (migrations): those still to be made, and those a newer Tenure has made."""

    prepared: bool
    to_make: int
    unknown: tuple[str, ...]


def require_reachable() -> None:
    """Open the connection. Raises BadInput saying which database did not answer and why."""
    try:
        connection.ensure_connection()
    except (OperationalError, InterfaceError) as error:
        raise unreachable(error) from error


def unreachable(error: Exception) -> BadInput:
    """The database's own words, one line of them, in an error a person can act on."""
    if "database is locked" in str(error):
        return BadInput("database_busy")
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return BadInput("database_unreachable", database=describe(), reason=reason)


def describe() -> str:
    """The database in words, without its password."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(given["NAME"])
    host = given["HOST"] or "localhost"
    return f"{given['NAME']} on {host}:{given['PORT'] or 5432}"


def layout() -> Layout:
    """How far the tables are laid out. Raises BadInput when the database cannot be reached."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return Layout(prepared=False, to_make=0, unknown=())  # only looking must not create the file
    require_reachable()
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    own = set(executor.loader.disk_migrations)
    ours = {app for app, _ in own}
    to_make = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    unknown = tuple(sorted(f"{app}.{name}" for app, name in applied - own if app in ours))
    return Layout(prepared=bool(applied), to_make=to_make, unknown=unknown)


def require_prepared() -> None:
    """Raise BadInput unless the tables are there and are those of this version of the program."""
    now = layout()
    if not now.prepared:
        raise BadInput("database_not_prepared", database=describe())
    if now.unknown:
        raise BadInput("database_newer", database=describe(), step=now.unknown[-1])
    if now.to_make:
        raise BadInput("database_outdated", database=describe(), count=now.to_make)


def prepare() -> None:
    """Lay out all tables, or bring them to this version. Raises BadInput when a newer Tenure made them."""
    now = layout()
    if now.unknown:
        raise BadInput("database_newer", database=describe(), step=now.unknown[-1])
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise unreachable(error) from error
    if connection.vendor == "sqlite" and Path(connection.settings_dict["NAME"]).is_file():
        Path(connection.settings_dict["NAME"]).chmod(0o600)  # clients' data, even where the folder is open to others


def soundness() -> list[str]:
    """What is wrong with the database's content, by its own checks and by ours: empty when all is well."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(20)")
            found = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            found += [f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in cursor.fetchmany(20)]
        else:
            cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
            found = [f"{table}: {name} was never checked" for table, name in cursor.fetchall()]
        for query in loose_ends():
            cursor.execute(query)
            found += [f"{table} row {row} points to a missing {target}" for table, row, target in cursor.fetchall()]
    return found


def loose_ends() -> list[str]:
    """One query for each link the database does not hold itself (docs/adr/0010): a row that leads nowhere, if any."""
    links = (
        (model._meta, field, field.related_model._meta)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.db_constraint  # type: ignore[attr-defined]
    )
    return [
        f"SELECT '{own.db_table}', a.{own.pk.column}, '{target.db_table}' FROM {own.db_table} a WHERE a.{field.column} "
        f"IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target.db_table} b WHERE b.{target.pk.column} = a.{field.column}) "
        "LIMIT 1"
        for own, field, target in links
    ]
