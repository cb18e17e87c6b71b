"""What an import would write, worked out in DuckDB before anything is locked: new lines, their orders, sums. Pure.

Reads the view `keyed` and the tables `client_keys` and `targets` (clients.matching), `stored_lines` (fingerprint, n),
`stored_orders` (id, client_id, number, day) and `base_products` (id, key). New clients carry negative numbers; new
products and orders are numbered from 1, and the writer adds where their ids begin.
"""

from dataclasses import dataclass

import duckdb

# Only lines that occur in the file more often than they are stored already are new.
_LINES = """
CREATE OR REPLACE TABLE planned_lines AS
SELECT l.line_no, t.client, coalesce(l.order_number, '') AS number, l.day,
       coalesce(l.product_code, l.product) AS product_key, l.quantity, l.amount_minor,
       l.margin_minor, l.currency, l.rate, l.is_return, coalesce(l.damage, '') AS damage, l.fingerprint
FROM keyed l JOIN client_keys USING (raw_key) JOIN targets t USING (k)
{known}
"""
# Left out while nothing is stored: it costs a third of the planning of orders.
_KNOWN_LINES = "LEFT JOIN stored_lines s ON s.fingerprint = l.fingerprint WHERE l.occurrence > coalesce(s.n, 0)"
_CLIENTS = """
CREATE OR REPLACE TABLE planned_clients AS
SELECT row_number() OVER (ORDER BY f.k) AS no, -f.k AS client, f.*
FROM file_clients f WHERE -f.k IN (SELECT client FROM planned_lines WHERE client < 0)
"""
_PRODUCTS = """
CREATE OR REPLACE TABLE planned_products AS
WITH named AS (
    SELECT coalesce(product_code, product) AS key, arg_max(product, line_no) AS name,
           arg_max(category, line_no) AS category, min(line_no) AS first_line
    FROM keyed WHERE product_code IS NOT NULL OR product IS NOT NULL GROUP BY 1)
SELECT row_number() OVER (ORDER BY n.first_line) AS no, n.key, left(coalesce(n.name, n.key), 250) AS name,
       left(coalesce(n.category, ''), 120) AS category
FROM named n
WHERE n.key NOT IN (SELECT key FROM base_products) AND n.key IN (SELECT product_key FROM planned_lines)
"""
_ORDERS = """
CREATE OR REPLACE TABLE planned_orders AS
WITH grouped AS (
    SELECT client, number, CASE WHEN number = '' THEN day END AS number_day, min(day) AS day,
           sum(amount_minor)::BIGINT AS amount_minor,
           CASE WHEN count(margin_minor) = count(*) THEN sum(margin_minor)::BIGINT END AS margin_minor,
           {money}, count(*) AS line_count,
           bool_and(is_return) AS is_return, bool_or(damage NOT IN ('', 'margin_lost_decimal')) AS looks_damaged
    FROM planned_lines GROUP BY 1, 2, 3),
stored AS (
    SELECT client_id, number, CASE WHEN number = '' THEN day END AS number_day, min(id) AS id
    FROM stored_orders GROUP BY 1, 2, 3)
SELECT row_number() OVER () AS no, * FROM (
    {matched} ORDER BY stored_id IS NOT NULL, client < 0, abs(client), day, number)
"""
# An order of several currencies is in that of its first line; where the file has but one, no line is looked for.
_FIRST_MONEY = "arg_min(currency, line_no) AS currency, arg_min(rate, line_no) AS rate"
_ONE_MONEY = ", ".join(f"(SELECT any_value({what}) FROM planned_lines) AS {what}" for what in ("currency", "rate"))
_KNOWN_ORDERS = """SELECT s.id AS stored_id, g.*
    FROM grouped g LEFT JOIN stored s
      ON s.client_id = g.client AND s.number = g.number AND s.number_day IS NOT DISTINCT FROM g.number_day"""
_ALL_NEW = "SELECT NULL::BIGINT AS stored_id, grouped.* FROM grouped"
# Blanks of known clients that the file can fill, unless another client has the same word; nothing is overwritten.
_FILLS = """
CREATE OR REPLACE TABLE planned_fills AS
WITH said AS (
    SELECT t.client, min(CASE WHEN t.how <> 'external_id' THEN f.external_id END) AS external_id,
           arg_min(f.tax_id, t.tier) AS tax_id, arg_min(f.email, t.tier) AS email,
           arg_min(f.phone, t.tier) AS phone,
           arg_min({'of': f.normal_phone}, CASE WHEN f.phone IS NOT NULL THEN t.tier END).of AS normal_phone,
           arg_min(f.country, t.tier) AS country,
           arg_min(f.name, t.tier) AS name, arg_min(f.normal_name, t.tier) AS normal_name,
           arg_min(f.folded, t.tier) AS folded
    FROM targets t JOIN file_clients f USING (k)
    WHERE t.client > 0 AND t.client IN (SELECT client FROM planned_lines) GROUP BY 1),
elsewhere AS (SELECT kind, value, min(client) AS low, max(client) AS high FROM known GROUP BY 1, 2),
blank AS (
    SELECT b.id, CASE WHEN b.external_id IS NULL THEN s.external_id END AS external_id,
           CASE WHEN b.tax_id = '' AND length(s.tax_id) <= 40 AND t.low IS NULL THEN s.tax_id END AS tax_id,
           CASE WHEN b.email = '' AND e.low IS NULL THEN s.email END AS email,
           CASE WHEN b.phone = '' THEN s.phone END AS phone,
           CASE WHEN b.phone = '' THEN s.normal_phone END AS normal_phone,
           CASE WHEN b.country = '' THEN s.country END AS country,
           CASE WHEN b.name = b.external_id THEN left(s.name, 250) END AS name, s.normal_name, s.folded
    FROM said s JOIN base_clients b ON b.id = s.client
    LEFT JOIN elsewhere t ON t.kind = 'tax_id' AND t.value = s.tax_id AND (t.low <> b.id OR t.high <> b.id)
    LEFT JOIN elsewhere e ON e.kind = 'email' AND e.value = s.email AND (e.low <> b.id OR e.high <> b.id))
SELECT * FROM blank WHERE coalesce(external_id, tax_id, email, phone, country, name) IS NOT NULL
"""


@dataclass(frozen=True)
class PlanCounts:
    """What the import would do, its orders aside; money in minor units."""

    lines: int
    already_imported: int
    clients_created: int
    clients_matched: int
    clients_filled: int
    products: int
    amount_minor: int


@dataclass(frozen=True)
class OrderCounts:
    """Orders the import would write, and stored ones that would get more lines."""

    orders: int
    orders_extended: int


def plan_clients(bench: duckdb.DuckDBPyConnection) -> PlanCounts:
    """Fill all planned_... tables but planned_orders: what the search for similar clients and their writing need."""
    bench.execute(_LINES.format(known=_KNOWN_LINES if _holds_any(bench, "stored_lines") else ""))
    for statement in (_CLIENTS, _PRODUCTS, _FILLS):
        bench.execute(statement)
    lines, amount = _row(bench, "SELECT count(*), coalesce(sum(amount_minor), 0)::BIGINT FROM planned_lines")
    return PlanCounts(
        lines=lines,
        already_imported=_row(bench, "SELECT count(*) FROM checked.lines")[0] - lines,
        clients_created=_row(bench, "SELECT count(*) FROM planned_clients")[0],
        clients_matched=_row(bench, "SELECT count(DISTINCT client) FROM targets WHERE client > 0")[0],
        clients_filled=_row(bench, "SELECT count(*) FROM planned_fills")[0],
        products=_row(bench, "SELECT count(*) FROM planned_products")[0],
        amount_minor=amount,
    )


def plan_orders(bench: duckdb.DuckDBPyConnection) -> OrderCounts:
    """Fill planned_orders after `plan_clients`, in a thread of its own if need be."""
    alike = _row(bench, "SELECT min(currency) = max(currency) AND min(rate) = max(rate) FROM planned_lines")[0]
    matched = _KNOWN_ORDERS if _holds_any(bench, "stored_orders") else _ALL_NEW
    bench.execute(_ORDERS.format(matched=matched, money=_ONE_MONEY if alike else _FIRST_MONEY))
    return OrderCounts(*_row(bench, "SELECT count(*) - count(stored_id), count(stored_id) FROM planned_orders"))


def _holds_any(bench: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bench.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def _row(bench: duckdb.DuckDBPyConnection, sql: str) -> tuple:
    row = bench.execute(sql).fetchone()
    return row if row is not None else ()
