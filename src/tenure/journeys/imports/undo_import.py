"""An import taken back as one: its lines, the orders and clients that have nothing else, the blanks it filled."""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from tenure.agenda.models import COMPUTED
from tenure.clients.matching.names import normal_name, search_text
from tenure.discovery.hypotheses.one_voice import recount_clients
from tenure.kernel.errors import BadInput, NotFound
from tenure.orders.batches import end_undo, undo_source
from tenure.orders.bulk_write import lock_tables
from tenure.orders.order_sums import renew_sums
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

Progress = Callable[[str, int, int | None], None]

_PRODUCTS = """CREATE TEMP TABLE undo_products AS SELECT DISTINCT product_id AS id FROM orders_orderline
    WHERE batch_id = {batch} AND product_id IS NOT NULL"""
_UNUSED = """DELETE FROM orders_product WHERE id IN (SELECT id FROM undo_products)
    AND id NOT IN (SELECT product_id FROM orders_orderline WHERE product_id IS NOT NULL)"""
_TOUCHED = (
    "CREATE TEMP TABLE undo_orders AS SELECT DISTINCT order_id AS id FROM orders_orderline WHERE batch_id = {batch}"
)
# The lines of an import have numbers in one row: a part of them at a time says how far the undo has come.
_SPAN = "SELECT min(id), max(id), count(*) FROM orders_orderline WHERE batch_id = {batch}"
_LINES = "DELETE FROM orders_orderline WHERE id >= %s AND id < %s AND batch_id = {batch}"
PART = 50_000
_CHANGES = """DELETE FROM orders_amountchange
    WHERE line_id IN (SELECT id FROM orders_orderline WHERE batch_id = {batch})"""
_ORDERS = """DELETE FROM orders_order WHERE id IN (SELECT id FROM undo_orders)
    AND NOT EXISTS (SELECT 1 FROM orders_orderline l WHERE l.order_id = orders_order.id)"""
# An order this import began and a later one added to belongs to that later one now.
_HEIRS = """UPDATE orders_order
    SET batch_id = (SELECT min(l.batch_id) FROM orders_orderline l WHERE l.order_id = orders_order.id)
    WHERE batch_id = {batch} AND id IN (SELECT id FROM undo_orders)"""
# Ventures speak of clients in these tables.
_OF_VENTURES = (
    "candidate", "interview", "presale", "mvpshowing", "manualrun", "surveyanswer", "observation", "fitsettings_clients",
)  # fmt: skip
# Clients of this import that nothing else speaks of: what somebody wrote about one keeps it. A task somebody made,
# postponed or answered is something else, too.
_CLIENTS = """CREATE TEMP TABLE undo_clients AS SELECT c.id FROM clients_client c
    WHERE c.import_batch_id = {batch} AND c.merged_into_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM orders_order o WHERE o.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_note n WHERE n.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_alias a WHERE a.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_client m WHERE m.merged_into_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_fact f WHERE f.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_post p WHERE p.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_companytie k WHERE k.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_company y WHERE y.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM clients_decisionunit d WHERE d.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM conversations_interaction i WHERE i.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM conversations_objectionuse u WHERE u.client_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM agenda_task t WHERE t.client_id = c.id
                    AND (t.kind NOT IN ({computed}) OR t.postponed_times > 0 OR t.state IN ('done', 'not_useful')))
    """ + " ".join(
    f"AND NOT EXISTS (SELECT 1 FROM discovery_{table} v WHERE v.client_id = c.id)" for table in _OF_VENTURES
)
_CHILDREN = (
    "DELETE FROM agenda_task WHERE client_id IN (SELECT id FROM undo_clients)",
    "DELETE FROM orders_clientscore WHERE client_id IN (SELECT id FROM undo_clients)",
    "DELETE FROM clients_phone WHERE client_id IN (SELECT id FROM undo_clients)",
    "DELETE FROM orders_scoresnapshot WHERE client_id IN (SELECT id FROM undo_clients)",
    """DELETE FROM clients_doubtfulpair WHERE first_id IN (SELECT id FROM undo_clients)
        OR second_id IN (SELECT id FROM undo_clients)""",
)
_BLANK = "UPDATE clients_client SET {field} = {blank} WHERE id = %s AND {field} = %s"
_BARE_PHONES = "DELETE FROM clients_phone WHERE client_id IN (SELECT id FROM clients_client WHERE phone = '')"
BLANKS = {"external_id": "NULL", "tax_id": "''", "email": "''", "phone": "''", "country": "''", "name": "external_id"}


def undo_import(*, actor: User | None, batch_id: int, progress: Progress) -> dict[str, int]:
    """Take a finished import back in one transaction; returns how many lines, orders and clients went.

    What later imports added to the same orders stays. Raises BadInput when the import is not a finished one.
    """
    if actor is not None:
        require(actor, Right.IMPORT_ORDERS)
    try:
        filled = undo_source(batch_id)
    except NotFound:
        raise BadInput("no_such_import", batch=batch_id) from None
    with transaction.atomic(), connection.cursor() as cursor:
        lock_tables()
        progress("undoing", 0, None)
        taken_back = _take_orders_back(cursor, int(batch_id), progress)
        progress("undoing_clients", 0, None)
        taken_back["clients"] = _take_clients_back(cursor, int(batch_id))
        _empty_blanks(cursor, filled)
        end_undo(batch_id=batch_id, actor=actor, taken_back=taken_back)
    recount_clients(actor, [int(client) for client in filled.get("name", ())])
    return taken_back


def _take_orders_back(cursor: CursorWrapper, batch: int, progress: Progress) -> dict[str, int]:
    cursor.execute(_TOUCHED.format(batch=batch))
    cursor.execute(_PRODUCTS.format(batch=batch))
    lines = _take_lines_back(cursor, batch, progress)
    progress("undoing_orders", 0, None)
    cursor.execute(_ORDERS)
    orders = cursor.rowcount
    renew_sums(cursor, "undo_orders")
    cursor.execute(_HEIRS.format(batch=batch))
    cursor.execute("DROP TABLE undo_orders")
    cursor.execute(_UNUSED)
    products = cursor.rowcount
    cursor.execute("DROP TABLE undo_products")
    return {"lines": lines, "orders": orders, "products": products}


def _take_lines_back(cursor: CursorWrapper, batch: int, progress: Progress) -> int:
    cursor.execute(_SPAN.format(batch=batch))
    first, last, total = cursor.fetchone()
    cursor.execute(_CHANGES.format(batch=batch))
    gone = 0
    for start in range(first, last + 1, PART) if total else ():
        cursor.execute(_LINES.format(batch=batch), [start, start + PART])
        gone += cursor.rowcount
        progress("undoing", gone, total)
    return gone


def _take_clients_back(cursor: CursorWrapper, batch: int) -> int:
    cursor.execute(_CLIENTS.format(batch=batch, computed=", ".join(f"'{kind}'" for kind in COMPUTED)))
    for statement in _CHILDREN:
        cursor.execute(statement)
    cursor.execute("DELETE FROM clients_client WHERE id IN (SELECT id FROM undo_clients)")
    clients = cursor.rowcount
    cursor.execute("DROP TABLE undo_clients")
    return clients


def _empty_blanks(cursor: CursorWrapper, filled: dict[str, dict[str, str]]) -> None:
    """Empty what the import filled in on clients it did not make, unless somebody has changed it since."""
    # The name goes back to the id before the id can go.
    for field in ("name", "tax_id", "email", "phone", "country", "external_id"):
        rows = [(int(client), value) for client, value in filled.get(field, {}).items()]
        cursor.executemany(_BLANK.format(field=field, blank=BLANKS[field]), rows)
    if "phone" in filled:
        cursor.execute(_BARE_PHONES)
    changed = {int(client) for field in ("name", "tax_id", "external_id") for client in filled.get(field, {})}
    for client in sorted(changed):
        cursor.execute("SELECT name, external_id, tax_id FROM clients_client WHERE id = %s", [client])
        row = cursor.fetchone()
        if row is None:
            continue
        name, external_id, tax_id = row
        cursor.execute(
            "UPDATE clients_client SET normal_name = %s, search_text = %s WHERE id = %s",
            [normal_name(name), search_text(name, external_id, tax_id), client],
        )
