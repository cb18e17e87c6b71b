"""What stands in the database already, copied into DuckDB as far as an import needs it. Never imported by the pages."""

import duckdb

from tenure.kernel.workbench import asked_of_application

# For so few clients the database's own index finds their orders faster than reading the table through.
FEW_CLIENTS = 2000

_BASE = (
    """CREATE OR REPLACE TABLE base_clients AS
    SELECT id, name, normal_name, external_id, email, tax_id, phone, country, merged_into_id FROM app.clients_client""",
    "CREATE OR REPLACE TABLE base_aliases AS SELECT client_id, kind, value FROM app.clients_alias",
    "CREATE OR REPLACE TABLE base_phones AS SELECT client_id, normal FROM app.clients_phone",
    "CREATE OR REPLACE TABLE base_pairs AS SELECT first_id, second_id FROM app.clients_doubtfulpair",
    "CREATE OR REPLACE TABLE base_products AS SELECT id, key FROM app.orders_product",
)


def copy_clients(bench: duckdb.DuckDBPyConnection) -> None:
    """Fill base_clients, base_aliases, base_phones, base_pairs and base_products from the attached application."""
    for statement in _BASE:
        bench.execute(statement)


def copy_orders(bench: duckdb.DuckDBPyConnection) -> None:
    """Fill stored_orders and stored_lines for the clients found in `targets`: all an import can meet again."""
    found = [row[0] for row in bench.execute("SELECT DISTINCT client FROM targets WHERE client > 0").fetchall()]
    if len(found) > FEW_CLIENTS:
        orders = "app.orders_order WHERE client_id IN (SELECT client FROM targets)"
        lines = "app.orders_orderline"
    else:
        ids = ", ".join(map(str, found)) or "0"
        orders = asked_of_application(f"SELECT id, client_id, number, day FROM orders_order WHERE client_id IN ({ids})")
        lines = asked_of_application(
            "SELECT l.fingerprint FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id "
            f"WHERE o.client_id IN ({ids})"
        )
    bench.execute(
        "CREATE OR REPLACE TABLE stored_orders AS "
        f"SELECT id::BIGINT AS id, client_id::BIGINT AS client_id, number, day::DATE AS day FROM {orders}"
    )
    bench.execute(
        "CREATE OR REPLACE TABLE stored_lines AS "
        f"SELECT fingerprint, count(*) AS n FROM (SELECT fingerprint::BIGINT AS fingerprint FROM {lines}) "
        "WHERE fingerprint IN (SELECT fingerprint FROM checked.lines) GROUP BY 1"
    )
