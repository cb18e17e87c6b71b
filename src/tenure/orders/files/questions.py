"""What the values of a file left open and only a person can settle, once for all lines."""

from collections import defaultdict

import duckdb

from tenure.orders.files.currencies import possible_currencies, written_currency
from tenure.orders.files.mapping import Question
from tenure.orders.files.shape import FileShape

_ORDERS = {"ambiguous_date": ("date_order", ("dmy", "mdy")), "ambiguous_number": ("decimal", (".", ","))}
_MONEY = ("needs_rate", "currency_ambiguous", "unknown_currency")
_SPELLINGS = 500


def open_questions(connection: duckdb.DuckDBPyConnection, shape: FileShape, codes: set[str]) -> tuple[Question, ...]:
    """Questions for the problem codes that one answer would settle, in the order of importance."""
    asked = [_of_spelling(connection, shape, code) for code in _ORDERS if code in codes]
    return (*asked, *_of_money(connection, shape))


def _of_spelling(connection: duckdb.DuckDBPyConnection, shape: FileShape, code: str) -> Question:
    kind, choices = _ORDERS[code]
    rows = connection.execute(
        "SELECT value, column_name, sum(count(*)) OVER () FROM problems WHERE code = ? "
        "GROUP BY ALL ORDER BY min(line_no) LIMIT 3",
        [code],
    ).fetchall()
    heading = rows[0][1]
    return Question(kind, _place(shape, heading), heading, choices, tuple(str(row[0]) for row in rows), int(rows[0][2]))


def _of_money(connection: duckdb.DuckDBPyConnection, shape: FileShape) -> list[Question]:
    """One question for each currency, or word that may be one, that has no rate yet."""
    rows = connection.execute(
        "SELECT coalesce(json_extract_string(data, '$.code'), ''), value, column_name, count(*) FROM problems "
        "WHERE list_contains(?, code) GROUP BY ALL ORDER BY count(*) DESC LIMIT ?",
        [list(_MONEY), _SPELLINGS],
    ).fetchall()
    found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for code, value, heading, count in rows:
        found[code or written_currency(value)].append((value, heading, count))
    return [
        Question(
            "currency",
            _place(shape, uses[0][1]),
            uses[0][1],
            tuple(dict.fromkeys((word, *possible_currencies(word)))),
            tuple(value for value, _, _ in uses[:3]),
            sum(count for _, _, count in uses),
        )
        for word, uses in found.items()
    ]


def _place(shape: FileShape, title: str) -> int | None:
    return next((column.position for column in shape.columns if column.title == title), None)
