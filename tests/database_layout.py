"""What a database consists of, as lines of text: for proving that two are alike. Only the order of columns is left out:
rows are written and read by name, and the same steps leave it otherwise on SQLite than on PostgreSQL."""

import re

from django.db import connection

POSTGRES = (
    """SELECT 'column', attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
        attgenerated, attcollation::regcollation::text, pg_get_expr(adbin, adrelid)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND attnum > 0
        AND NOT attisdropped""",
    # A number of a check stands there as of the type its column had when the check was made: 3 and 3.0 are one.
    r"""SELECT 'constraint', conrelid::regclass::text, conname, convalidated, condeferrable, condeferred,
        replace(regexp_replace(pg_get_constraintdef(oid), '\.0\M', '', 'g'), '::numeric', '::integer')
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    """SELECT 'function', p.oid::regprocedure::text, prosrc, provolatile FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace""",
    """SELECT 'relation', relname, relkind, relpersistence, reloptions::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace""",
    """SELECT 'sequence', sequencename, data_type::text, start_value, increment_by, cycle FROM pg_sequences
        WHERE schemaname = 'public'""",
    "SELECT 'extension', extname FROM pg_extension",
)


def structure() -> list[str]:
    """Tables with their columns, defaults, constraints and indexes, and all that stands beside them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
            return sorted(line for row in cursor.fetchall() for line in _lines(*row))
        found = []
        for query in POSTGRES:
            cursor.execute(query)
            found += [" | ".join(map(str, row)) for row in cursor.fetchall()]
        return sorted(found)


def filled() -> dict[str, int]:
    """How many rows each table holds that holds any; what the search has taken note of is no matter."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return {table: count for table, count in counts.items() if count and "search" not in table}


def _lines(kind: str, name: str, table: str, sql: str | None) -> list[str]:
    """A line for an index or a trigger, for a table one for each column and constraint."""
    plain = " ".join((sql or "made by SQLite").split())
    inside = re.fullmatch(r"CREATE TABLE ['\"]?\w+['\"]? ?\((.*)\)", plain)
    if kind != "table" or inside is None:
        return [f"{kind} {name} on {table}: {plain}"]
    return [f"table {name}: {part}" for part in _parts(inside[1])]


def _parts(text: str) -> list[str]:
    """The text cut at the commas that stand in no brackets and no quotes."""
    parts, depth, quote = [""], 0, ""
    for sign in text:
        quote = ("" if sign == quote else quote) if quote else (sign if sign in "'\"" else "")
        depth += (sign == "(") - (sign == ")") if not quote else 0
        if sign == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]
