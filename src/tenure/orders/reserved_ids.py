"""Ids set aside before a bulk write, so that files with final ids can be prepared while nothing is locked."""

from django.db import connection, transaction


def reserve_ids(table: str, count: int) -> int:
    """The first of `count` ids of the table that nobody else will ever be given. A gap is left when they are not used."""
    if count == 0:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            highest = cursor.fetchone()[0]
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = max(highest, cursor.fetchone()[0])
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last + count])
            return last + 1
        # Whoever takes an id by nextval has locked the table for writing first, so nobody comes in between.
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = cursor.fetchone()[0]
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count - 1])
        return int(first)
