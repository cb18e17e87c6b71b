"""New scores beside the old ones on SQLite, where one writer keeps all others waiting: a second table is filled and given
its indexes in short turns, and takes the place of the first in one last short transaction.

A run that is killed leaves the second table behind; the next run begins by taking it away. Until it is the table pages
read, it refers to no other, so that it keeps nobody from deleting a client. The caller sees to it that only one run is
at work.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

STAGE = "stage"
NEXT, PAST = "_next", "_past"
ROWS_A_TURN = 100_000
CACHE_KIB = 131_072
REFERENCE = re.compile(r' REFERENCES "\w+" \("\w+"\)( DEFERRABLE INITIALLY DEFERRED)?')
# A writer who waits looks again after a tenth of a second at the latest: so long the door stays open after each second
# in which it was shut.
OPEN_SECONDS, SHUT_SECONDS = 0.11, 1.0


class Turns:
    """Short transactions one after another, with the door left open between them for other writers."""

    def __init__(self) -> None:
        self._shut = 0.0

    @contextmanager
    def turn(self) -> Iterator[Any]:
        """One transaction; gives its cursor."""
        began = time.monotonic()
        with transaction.atomic(), connection.cursor() as cursor:
            yield cursor
        self._shut += time.monotonic() - began
        if self._shut >= SHUT_SECONDS:
            time.sleep(OPEN_SECONDS)
            self._shut = 0.0


@contextmanager
def staged(path: Path) -> Iterator[None]:
    """The staged rows at hand as table `stage.scores`; opened before any transaction, as SQLite wants it."""
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {STAGE}", [str(path)])
        # Every client and owner is looked up at the switch; checking each row again would take half the time.
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    try:
        yield
    finally:
        connection.close()  # the next connection has its usual settings again


@contextmanager
def last_turn() -> Iterator[None]:
    """The transaction of the switch, on a connection that is closed afterwards: it knows the tables as they were."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    try:
        with transaction.atomic():
            yield
    finally:
        connection.close()


def fill(table: str, columns: tuple[str, ...]) -> None:
    """Make the second table of `table` with all of `stage.scores` and the same indexes, in many short transactions."""
    turns = Turns()
    clear(table, turns)
    definition, indexes = definitions(table)
    with turns.turn() as cursor:
        cursor.execute(unattached(definition, table, NEXT))
        cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {STAGE}.scores")
        rows = cursor.fetchone()[0]
    names = ", ".join(columns)
    for start in range(0, rows, ROWS_A_TURN):
        with turns.turn() as cursor:
            cursor.execute(
                f"""INSERT INTO {table}{NEXT} ({names}) SELECT {names} FROM {STAGE}.scores
                WHERE rowid > %s AND rowid <= %s""",
                [start, start + ROWS_A_TURN],
            )
    for name, sql in indexes:
        with turns.turn() as cursor:
            beside = sql.replace(f'"{name}"', f'"{name}{NEXT}"', 1).replace(f'"{table}"', f'"{table}{NEXT}"', 1)
            cursor.execute(beside)


def switch(table: str) -> None:
    """Within the caller's transaction, put the second table in the place of the first, which waits to be cleared.

    Neither can indexes be renamed in SQLite's language, nor references be added. Both are changed in the schema table,
    the way SQLite documents for changes that touch nothing stored ("Making Other Kinds Of Table Schema Changes"). Call
    it within `last_turn`.
    """
    definition, _ = definitions(table)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{table}{PAST}"')
        cursor.execute(f'ALTER TABLE "{table}{NEXT}" RENAME TO "{table}"')
        cursor.execute("PRAGMA schema_version")
        version = cursor.fetchone()[0]
        cursor.execute("PRAGMA writable_schema = ON")
        try:
            redefine(cursor, f"{table}{PAST}", unattached(definition, table, PAST))
            redefine(cursor, table, definition)
            rename_indexes(cursor, f"{table}{PAST}", "", PAST)
            rename_indexes(cursor, table, NEXT, "")
            cursor.execute(f"PRAGMA schema_version = {int(version) + 1}")
        finally:
            cursor.execute("PRAGMA writable_schema = OFF")


def redefine(cursor: Any, table: str, definition: str) -> None:
    """Give the table another statement of definition, of the same columns."""
    cursor.execute("UPDATE sqlite_master SET sql = %s WHERE type = 'table' AND name = %s", [definition, table])


def unattached(definition: str, table: str, ending: str) -> str:
    """The definition under the name with the ending, and without references to other tables."""
    return REFERENCE.sub("", definition.replace(f'"{table}"', f'"{table}{ending}"', 1))


def rename_indexes(cursor: Any, table: str, old: str, new: str) -> None:
    """Give the named indexes of `table` another ending."""
    for name, sql in indexes_of(cursor, table):
        fresh = name.removesuffix(old) + new
        changed = sql.replace(f'"{name}"', f'"{fresh}"', 1)
        cursor.execute("UPDATE sqlite_master SET name = %s, sql = %s WHERE type = 'index' AND name = %s",
                       [fresh, changed, name])  # fmt: skip


def clear(table: str, turns: Turns | None = None) -> None:
    """Take away what an earlier run left behind, and the scores that have had their day: index by index, then rows."""
    turns = turns or Turns()
    for ending in (NEXT, PAST):
        with connection.cursor() as cursor:
            indexes = indexes_of(cursor, f"{table}{ending}")
        for name, _ in indexes:
            with turns.turn() as cursor:
                cursor.execute(f'DROP INDEX "{name}"')
        with turns.turn() as cursor:
            cursor.execute(f'DROP TABLE IF EXISTS "{table}{ending}"')


def definitions(table: str) -> tuple[str, list[tuple[str, str]]]:
    """The statement that makes `table`, and name and statement of each of its indexes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        definition = str(cursor.fetchone()[0])
        if not re.match(rf'CREATE TABLE "{table}" ', definition):
            raise RuntimeError(f"The definition of {table} does not begin with its quoted name")
        return definition, indexes_of(cursor, table)


def indexes_of(cursor: Any, table: str) -> list[tuple[str, str]]:
    """Name and statement of the indexes made by statement, in the order they were made."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL ORDER BY rowid",
        [table],
    )
    return list(cursor.fetchall())
