"""An order's sums follow its lines; renewed together after lines were added or taken away."""

from django.db.backends.utils import CursorWrapper

_RENEW = """
UPDATE orders_order SET amount_minor = s.amount_minor, margin_minor = s.margin_minor, line_count = s.line_count,
    is_return = s.is_return, looks_damaged = s.looks_damaged
FROM (SELECT order_id, sum(amount_minor) AS amount_minor,
             CASE WHEN count(margin_minor) = count(*) THEN sum(margin_minor) END AS margin_minor,
             count(*) AS line_count, sum(CASE WHEN is_return THEN 0 ELSE 1 END) = 0 AS is_return,
             sum(CASE WHEN damage IN ('', 'margin_lost_decimal') THEN 0 ELSE 1 END) > 0 AS looks_damaged
      FROM orders_orderline WHERE order_id IN (SELECT id FROM {ids}) GROUP BY order_id) AS s
WHERE orders_order.id = s.order_id
"""


def renew_sums(cursor: CursorWrapper, ids: str) -> None:
    """Compute the orders listed in table `ids` (column id) again from the lines they have. Inside a transaction."""
    cursor.execute(_RENEW.format(ids=ids))
