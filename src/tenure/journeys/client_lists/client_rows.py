"""A few clients with their newest scores, as lists show them: one query, in the order asked for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tenure.journeys.cards.rhythm_strip import RhythmStrip, expectation, order_marks, rhythm_strip, strip_start


@dataclass(frozen=True)
class ClientRow:
    """One client in a list. Money in minor units; empty classes and None where the scores cannot say."""

    id: int
    name: str
    external_id: str
    country: str
    owner_id: int | None
    owner_name: str
    status: str
    last_day: date | None
    order_days: int
    silence_days: int | None
    interval_days: float | None
    interval_spread_days: float | None
    revenue_12m_minor: int
    margin_12m_minor: int | None
    abc_class: str
    abc_margin_class: str
    xyz_frequency_class: str
    xyz_stability_class: str
    p_active: float | None
    value_12m_minor: int | None
    value_12m_low_minor: int | None
    value_12m_high_minor: int | None
    window_from: date | None
    window_to: date | None
    silence_probability: float | None
    is_silent: bool
    is_falling: bool
    rfm_recency: int | None
    rfm_frequency: int | None
    rfm_money: int | None


@dataclass(frozen=True)
class StripRow:
    """A client in a list with the strip of its orders."""

    client: ClientRow
    strip: RhythmStrip | None


_COLUMNS = """c.id, c.name, coalesce(c.external_id, ''), c.country, c.owner_id, coalesce(u.name, ''), s.status,
    s.last_day, s.order_days, s.silence_days, s.interval_days, s.interval_spread_days, s.revenue_12m_minor,
    s.margin_12m_minor, s.abc_class, s.abc_margin_class, s.xyz_frequency_class, s.xyz_stability_class, s.p_active,
    s.value_12m_minor, s.value_12m_low_minor, s.value_12m_high_minor, s.window_from, s.window_to,
    s.silence_probability, s.is_silent, s.is_falling, s.rfm_recency, s.rfm_frequency, s.rfm_money"""
_DAYS = (7, 22, 23)
_FLAGS = (25, 26)


def client_rows(client_ids: Sequence[int]) -> list[ClientRow]:
    """These clients, in this order; the caller has already found them in sight."""
    if not client_ids:
        return []
    sqlite = connection.vendor == "sqlite"
    chosen = "IN (SELECT value FROM json_each(%s))" if sqlite else "= ANY(%s)"
    sql = f"""SELECT {_COLUMNS} FROM clients_client c JOIN orders_clientscore s ON s.client_id = c.id
        LEFT JOIN privacy_user u ON u.id = c.owner_id WHERE c.id {chosen}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(client_ids)) if sqlite else list(client_ids)])
        found = {row[0]: _row(row) for row in cursor.fetchall()}
    return [found[client_id] for client_id in client_ids if client_id in found]


def with_strips(rows: Sequence[ClientRow], as_of: date | None, months: int = 6) -> list[StripRow]:
    """The rows with their strips, all orders in one query; no strips before the first scores."""
    if as_of is None:
        return [StripRow(row, None) for row in rows]
    marks = order_marks([row.id for row in rows], strip_start(as_of, months))
    return [
        StripRow(row, rhythm_strip(marks.get(row.id, []), expectation(as_of, row), months=months, labelled=False))
        for row in rows
    ]


def _row(raw: Sequence[object]) -> ClientRow:
    values = list(raw)
    for place in _DAYS:
        if isinstance(values[place], str):
            values[place] = date.fromisoformat(str(values[place]))
    for place in _FLAGS:
        values[place] = bool(values[place])
    return ClientRow(*values)  # type: ignore[arg-type]
