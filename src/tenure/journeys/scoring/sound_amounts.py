"""Amounts to believe beside amounts as written: what forecasts learn from where an amount looks damaged. Heavy."""

import duckdb

# The client's usual order takes the place of the damaged amount; without another order nobody can say.
SOUND = """CREATE OR REPLACE VIEW sound_{table} AS WITH usual AS (
        SELECT client, median(amount) AS amount FROM {table}
        WHERE client IN (SELECT client FROM {table} WHERE looks_damaged) AND NOT looks_damaged AND NOT is_return
        GROUP BY client
    )
    SELECT o.client, o.day, o.amount, o.margin, o.is_return,
        CASE WHEN o.looks_damaged THEN u.amount ELSE o.amount END AS sound
    FROM {table} o LEFT JOIN usual u USING (client)"""


def with_sound_amounts(bench: duckdb.DuckDBPyConnection, table: str) -> str:
    """A view of the rows of `table` (client, day, amount, margin, is_return, looks_damaged) with the column `sound`;
    returns its name."""
    bench.execute(SOUND.format(table=table))
    return f"sound_{table}"
