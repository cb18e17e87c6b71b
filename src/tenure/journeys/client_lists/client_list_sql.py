"""The SQL of the client list: a page never sorts or counts the base, it begins at a place in an index and reads on.

Where several numbers of `orders.facets` (or RFM cells) match the filters, the first rows of each are read and merged.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tenure.journeys.client_lists.client_filters import RFM_SEGMENTS, ListFilters
from tenure.orders.facets import DUE, FALLING, LEFT, SILENT, facets_where
from tenure.orders.facets import STATES as FACET_STATES

# So many rows are quicker fetched and sorted than looked for in the order of another index.
FEW = 7000
STATES = {"silent": SILENT, "left": LEFT, "falling": FALLING, "due": DUE}


@dataclass(frozen=True)
class Order:
    """One way to sort: the key, its direction and how its indexes end; ties go by client id in the same direction."""

    key: str
    descending: bool
    index: str


ORDERS = {
    "value": Order("s.value_12m_minor", True, "value"),
    "silence": Order("s.last_day", False, "day"),
    "last_order": Order("s.last_day", True, "day"),
    "name": Order("c.normal_name", False, ""),
}


@dataclass(frozen=True)
class Cursor:
    """A place between two rows: the key and id of the row it stands beside, and which way to read on."""

    key: str | int | None
    client_id: int
    backward: bool = False


@dataclass(frozen=True)
class Scope:
    """What narrows the list besides the filters: the owner whose clients these are, the ids a search found, and
    whether few clients come from the chosen country."""

    owner_id: int | None = None
    ids: tuple[int, ...] | None = None
    few_in_country: bool = False


@dataclass(frozen=True)
class Part:
    """Where rows come from: tables in reading order, conditions and their values.

    few: so few that all are fetched and sorted, whatever index there is in the order asked for.
    """

    tables: str
    conditions: tuple[str, ...] = ()
    values: tuple[object, ...] = ()
    few: bool = False


def page_keys(filters: ListFilters, scope: Scope, cursor: Cursor | None, limit: int) -> list[tuple[int, object]]:
    """Up to `limit` pairs (client id, sort key) after the cursor, in reading order; keys that are missing come last."""
    backward = bool(cursor and cursor.backward)
    phases = [True, False] if backward else [False, True]
    if cursor is not None:
        phases = phases[phases.index(cursor.key is None) :]
    # A state and a history may exclude each other.
    parts = _parts(filters, scope) if not _facet_column(filters) or _facets(filters) else []
    found: list[tuple[int, object]] = []
    for empty in phases:
        start = cursor if cursor is not None and (cursor.key is None) == empty else None
        if len(found) < limit and parts and not (empty and filters.sort == "name"):
            found += _read(parts, ORDERS[filters.sort], start, empty, backward, limit - len(found))
    return found[::-1] if backward else found


def _read(
    parts: Sequence[Part], order: Order, start: Cursor | None, empty: bool, backward: bool, limit: int
) -> list[tuple[int, object]]:
    """Rows whose key is missing (`empty`) or present, from the cursor on, merged from all parts."""
    down = order.descending != backward
    direction, sign = ("DESC", "<") if down else ("ASC", ">")
    client_id = "s.client_id" if order.index else "c.id"
    where, values = [f"{order.key} IS {'' if empty else 'NOT '}NULL"], list[object]()
    if start is not None:
        where.append(f"{client_id} {sign} %s" if empty else f"({order.key}, {client_id}) {sign} (%s, %s)")
        values = [start.client_id] if empty else [start.key, start.client_id]
    chosen = f"{client_id} AS id, {'NULL' if empty else order.key} AS k"
    reads = [
        f"SELECT * FROM (SELECT {chosen} FROM {part.tables} WHERE {' AND '.join([*where, *part.conditions])} "
        f"ORDER BY {_sorting(order, part, client_id, empty, direction)} LIMIT {int(limit)}) AS part{place}"
        for place, part in enumerate(parts)
    ]
    merged = f"id {direction}" if empty else f"k {direction}, id {direction}"
    sql = f"SELECT id, k FROM ({' UNION ALL '.join(reads)}) AS merged ORDER BY {merged} LIMIT {int(limit)}"
    return _fetch(sql, [value for part in parts for value in (*values, *part.values)])


def _sorting(order: Order, part: Part, client_id: str, empty: bool, direction: str) -> str:
    """What a part is sorted by; an empty text behind a name keeps PostgreSQL from reading all names in their order."""
    key = f"{order.key} || ''" if part.few and order.key == "c.normal_name" else order.key
    return f"{client_id} {direction}" if empty else f"{key} {direction}, {client_id} {direction}"


def _parts(filters: ListFilters, scope: Scope) -> list[Part]:
    """What to read: one part, or one for each facet or RFM cell."""
    order = ORDERS[filters.sort]
    rest, values = _conditions(filters, scope)
    column = _facet_column(filters)
    if scope.ids is not None or scope.few_in_country:
        tables = _tables(filters, "", client_first=scope.ids is None, few_in_country=scope.ids is None)
        return [Part(tables, *_frozen(rest, values, filters, column, aside=True))]
    if not order.index:
        return [_by_name(filters, scope, rest, values, column)]
    if scope.owner_id is not None or filters.owner == "none":
        index = f"score_owner_{order.index}"
        return [Part(_tables(filters, index), *_frozen(rest, values, filters, column))]
    if column:
        tables = _tables(filters, f"score_{column.removesuffix('_facet')}_{order.index}")
        return _each(tables, f"s.{column}", _existing(column, _facets(filters)), rest, values)
    if filters.rfm:
        cells = [10 * recency + frequency for recency, frequency in RFM_SEGMENTS[filters.rfm]]
        return _each(_tables(filters, f"score_rfm_{order.index}"), "s.rfm_cell", cells, rest, values)
    return [Part(_tables(filters, f"score_{order.index}"), tuple(rest), tuple(values))]


def _by_name(filters: ListFilters, scope: Scope, rest: list[str], values: list[object], column: str) -> Part:
    """By name: few matching rows are fetched and sorted, many are met soon while reading in the order of the names."""
    owned = scope.owner_id is not None or filters.owner == "none"
    narrowed = bool(column or filters.rfm or owned)
    counted = "score_owner_value" if owned else f"score_{column.removesuffix('_facet')}_value" if column else ""
    few = narrowed and _fewer_than(counted, *_frozen(*_without_country(filters, scope), filters, column))
    if few:
        return Part(_tables(filters, counted), *_frozen(rest, values, filters, column), few=True)
    return Part(_tables(filters, "", client_first=True), *_frozen(rest, values, filters, column, aside=True))


def _without_country(filters: ListFilters, scope: Scope) -> tuple[list[str], list[object]]:
    conditions, values = _conditions(filters, scope)
    if filters.country:
        place = conditions.index("c.country = %s")
        conditions, values = conditions[:place] + conditions[place + 1 :], values[:-1]
    return conditions, values


def _frozen(
    rest: list[str], values: list[object], filters: ListFilters, column: str, *, aside: bool = False
) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """The conditions with the facets asked for as one list of numbers, for reading in another order than theirs.

    aside: the client is known already, so its facet is looked at, not looked up (a plus hides it from the planner).
    """
    if not column:
        return tuple(rest), tuple(values)
    numbers = ", ".join(str(int(facet)) for facet in sorted(_facets(filters)))
    return (*rest, f"{'+' if aside else ''}s.{column} IN ({numbers})"), tuple(values)


def _each(tables: str, column: str, numbers: Sequence[int], rest: list[str], values: list[object]) -> list[Part]:
    return [Part(tables, (f"{column} = {int(number)}", *rest), tuple(values)) for number in numbers]


def _tables(filters: ListFilters, index: str, *, client_first: bool = False, few_in_country: bool = False) -> str:
    """The tables joined in the order they are to be read. SQLite is told the index, PostgreSQL finds it by itself."""
    sqlite = connection.vendor == "sqlite"
    score = f"orders_clientscore s INDEXED BY {index}" if sqlite and index else "orders_clientscore s"
    if not filters.country and filters.sort != "name":
        return score
    join = "CROSS JOIN" if sqlite else "JOIN"
    if client_first:
        country = " INDEXED BY client_country" if sqlite and few_in_country else ""
        return f"clients_client c{country} {join} orders_clientscore s ON s.client_id = c.id"
    return f"{score} {join} clients_client c ON c.id = s.client_id"


def _conditions(filters: ListFilters, scope: Scope) -> tuple[list[str], list[object]]:
    """Conditions besides the facets; the country, if any, stands last."""
    conditions: list[str] = []
    values: list[object] = []
    if scope.ids is not None:
        sqlite = connection.vendor == "sqlite"
        conditions.append("s.client_id IN (SELECT value FROM json_each(%s))" if sqlite else "s.client_id = ANY(%s)")
        values.append(json.dumps(scope.ids) if sqlite else list(scope.ids))
    if scope.owner_id is not None:
        conditions.append("s.owner_id = %s")
        values.append(scope.owner_id)
    elif filters.owner == "none":
        conditions.append("s.owner_id IS NULL")
    if filters.status:
        conditions.append("s.status = %s")
        values.append(filters.status)
    if filters.rfm:
        cells = ", ".join(str(10 * recency + frequency) for recency, frequency in RFM_SEGMENTS[filters.rfm])
        conditions.append(f"s.rfm_cell IN ({cells})")
    if filters.xyz and filters.measure == "margin" and filters.abc and filters.regularity == "frequency":
        conditions.append("s.xyz_frequency_class = %s")
        values.append(_letter(filters.xyz))
    if filters.country:
        conditions.append("c.country = %s")
        values.append(filters.country)
    return conditions, values


def _facet_column(filters: ListFilters) -> str:
    """The column whose numbers say what these filters ask for; empty when they ask for nothing it knows."""
    if not (filters.abc or filters.xyz or filters.state or filters.status):
        return ""
    if filters.abc and filters.measure == "margin":
        return "margin_facet"
    return f"{filters.regularity}_facet"


def _facets(filters: ListFilters) -> frozenset[int]:
    mark_elsewhere = filters.measure == "margin" and bool(filters.abc) and filters.regularity == "frequency"
    states = STATES.get(filters.state)
    if filters.status:
        states = _states_of(filters.status) & (states or frozenset(FACET_STATES))
    return facets_where(
        value_class=_letter(filters.abc) if filters.abc else None,
        regularity=_letter(filters.xyz) if filters.xyz and not mark_elsewhere else None,
        states=states,
    )


def _states_of(status: str) -> frozenset[str]:
    """States of clients with this status; a short history may show a silence or a fall, one or two orders cannot."""
    if status == "ok":
        return SILENT | FALLING | DUE | {"usual"}
    return SILENT | FALLING | {status} if status == "short_history" else frozenset({status})


def _existing(column: str, wanted: frozenset[int]) -> list[int]:
    """Those of the wanted facets that any client has: the index is asked for one number after another."""
    sql = f"""WITH RECURSIVE known(v) AS (SELECT min({column}) FROM orders_clientscore UNION ALL
        SELECT (SELECT min({column}) FROM orders_clientscore WHERE {column} > known.v) FROM known
        WHERE known.v IS NOT NULL)
        SELECT v, v FROM known WHERE v IS NOT NULL"""
    return [facet for facet, _ in _fetch(sql, []) if facet in wanted]


def _fewer_than(index: str, conditions: tuple[str, ...], values: tuple[object, ...]) -> bool:
    """Whether FEW clients or fewer meet the conditions, looked at in the index."""
    hint = f" INDEXED BY {index}" if index and connection.vendor == "sqlite" else ""
    sql = f"""SELECT count(*), 0 FROM (SELECT 1 FROM orders_clientscore s{hint}
        WHERE {" AND ".join(conditions)} LIMIT {FEW + 1}) AS few"""
    return int(str(_fetch(sql, list(values))[0][0])) <= FEW


def _letter(letter: str) -> str:
    return "" if letter == "none" else letter


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[int, object]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(row[0], row[1]) for row in cursor.fetchall()]
