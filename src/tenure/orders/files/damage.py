"""Amounts that look damaged on the way.

A thousand times the usual, or with the decimal mark lost. Flagged, never changed.
"""

import math

import duckdb

THOUSAND = 1000.0
HALFWAY = math.sqrt(THOUSAND)  # nearer to a thousand times the usual than to the usual, on a scale of ratios
FEWEST = 3  # lines of one product that make a usual price
MIN_MARKED = 20
WIDE = 5.0  # robust standard deviations of the logarithm


def flag_damage(connection: duckdb.DuckDBPyConnection) -> int:
    """Set `damage` in `lines`.

    Thousandfold or lost_decimal of the amount, margin_lost_decimal. Returns how many amounts are flagged.
    """
    connection.execute("CREATE TEMP TABLE damaged (line_no BIGINT, role VARCHAR, damage VARCHAR, usual DOUBLE)")
    for role in ("amount", "margin"):
        if _lost_marks(connection, role):
            _flag_lost(connection, role)
    _flag_thousandfold_by_price(connection)
    _flag_thousandfold_by_column(connection)
    for role, damage in (
        ("margin", "'margin_lost_decimal'"),
        ("amount", "damaged.damage"),
    ):  # the amount's word is the last
        connection.execute(
            f"UPDATE lines SET damage = {damage} FROM damaged WHERE lines.line_no = damaged.line_no AND "
            f"damaged.role = '{role}'"
        )
    row = connection.execute("SELECT count(*) FROM damaged WHERE role = 'amount'").fetchone()
    return int(row[0]) if row else 0


def _lost_marks(connection: duckdb.DuckDBPyConnection, role: str) -> bool:
    """Whether numbers of this column without a decimal mark are as a group far larger than those with one."""
    row = connection.execute(
        f"WITH usual AS (SELECT median(abs({role}_minor)) AS m FROM lines WHERE {role}_marked AND {role}_minor <> 0) "
        f"SELECT count(*) FILTER ({role}_marked), count(*) FILTER (NOT {role}_marked), "
        f"count(*) FILTER ({role}_marked AND abs({role}_minor) > m * {HALFWAY}), "
        f"count(*) FILTER (NOT {role}_marked AND abs({role}_minor) > m * {HALFWAY}) FROM lines, usual WHERE "
        f"{role}_minor <> 0"
    ).fetchone()
    if row is None or row[0] < MIN_MARKED or not row[1]:
        return False
    marked, bare, large_marked, large_bare = row
    return large_bare / bare >= 0.2 and large_bare / bare >= 10 * large_marked / marked


def _flag_lost(connection: duckdb.DuckDBPyConnection, role: str) -> None:
    """A number without mark that restoring three decimals brings nearer to the usual.

    Of its product and quantity, else of the column.
    """
    per_piece = f"abs({role}_minor) / greatest(abs(coalesce(quantity, 1)), 1)"
    connection.execute(
        f"INSERT INTO damaged WITH usual AS (SELECT median(abs({role}_minor)) AS m FROM lines WHERE {role}_marked "
        f"AND {role}_minor <> 0), "
        f"prices AS (SELECT coalesce(product_code, product) AS product_key, median({per_piece}) AS p FROM lines "
        f"WHERE {role}_marked AND {role}_minor <> 0 AND coalesce(product_code, product) IS NOT NULL GROUP BY 1) "
        f"SELECT line_no, '{role}', 'lost_decimal', coalesce(p * greatest(abs(coalesce(quantity, 1)), 1), m) FROM "
        "lines CROSS JOIN usual "
        "LEFT JOIN prices ON prices.product_key = coalesce(lines.product_code, lines.product) "
        f"WHERE NOT {role}_marked AND abs({role}_minor) > coalesce(p * greatest(abs(coalesce(quantity, 1)), 1), m) "
        f"* {HALFWAY}"
    )


def _flag_thousandfold_by_price(connection: duckdb.DuckDBPyConnection) -> None:
    """Unit price about a thousand times the product's usual one, where the product's prices otherwise agree."""
    connection.execute(
        "INSERT INTO damaged WITH priced AS (SELECT line_no, coalesce(product_code, product) AS product_key, "
        "ln(abs(amount_minor) / abs(quantity)) AS price FROM lines WHERE coalesce(product_code, product) IS NOT NULL "
        "AND quantity <> 0 AND amount_minor <> 0), "
        "usual AS (SELECT product_key, median(price) AS m, mad(price) * 1.4826 AS s FROM priced GROUP BY 1 "
        f"HAVING count(*) >= {FEWEST} AND max(price) - median(price) > {math.log(HALFWAY * 10)}) "
        "SELECT line_no, 'amount', 'thousandfold', exp(m) FROM priced JOIN usual USING (product_key) "
        f"WHERE price - m > {math.log(HALFWAY * 10)} AND price - m > {WIDE} * s AND line_no NOT IN (SELECT line_no "
        "FROM damaged)"
    )


def _flag_thousandfold_by_column(connection: duckdb.DuckDBPyConnection) -> None:
    """Without product and quantity.

    Over a thousand times the median amount and far outside the spread of all amounts.
    """
    connection.execute(
        "INSERT INTO damaged WITH sized AS (SELECT line_no, ln(abs(amount_minor)) AS size, "
        "coalesce(product_code, product) IS NULL OR quantity IS NULL AS alone FROM lines WHERE amount_minor <> 0), "
        "usual AS (SELECT median(size) AS m, greatest(mad(size) * 1.4826, 0.2) AS s FROM sized) "
        "SELECT line_no, 'amount', 'thousandfold', exp(m) FROM sized, usual "
        f"WHERE alone AND size - m > {math.log(0.9 * THOUSAND)} AND size - m > {WIDE} * s AND line_no NOT IN "
        "(SELECT line_no FROM damaged)"
    )
