"""DuckDB expressions for the columns a file has.

What text, number or day stands in each, and how their marks are decided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from tenure.kernel.errors import BadInput
from tenure.orders.files.dates import ORDERS, OrderEvidence, day_sql, decide_order, order_evidence_sql
from tenure.orders.files.load import Loaded
from tenure.orders.files.numbers import decide_decimal, decimal_evidence_sql, number_sql
from tenure.orders.files.options import Options

CODES = ("client_id", "tax_id", "phone", "order_number", "product_code")
NUMERIC = ("quantity", "price", "amount", "margin", "cost")
_AROUND = " \t\r\n\u00a0\u202f\ufeff"
_RARE_SPACES = ("chr(9)", "chr(13)", "chr(10)")
_CELL_END = "chr(2)"  # in a cell it makes us look closer, no more
_ODD_SPACES = ("'\u00a0'", "'\u202f'", "'\ufeff'")


@dataclass(frozen=True)
class Reading:
    """How the columns of one file are read.

    Decimals: role -> mark; date_order: dmy, mdy, ymd, serial, strptime format or None.
    """

    mapping: Mapping[str, int]
    kinds: tuple[str, ...]
    decimals: Mapping[str, str | None]
    date_order: str | None
    today: date
    tidy: frozenset[int] = frozenset()  # see Loaded
    serial_days: bool = False  # a bare number in a date column of a workbook is a spreadsheet's day number

    def kind(self, role: str) -> str:
        """text, number or date: the type of the role's column."""
        return self.kinds[self.mapping[role] - 1]

    def text(self, role: str) -> str:
        """Expression: the text of the role's cell, NULL when empty; a number of something loses its “.0”."""
        if role not in self.mapping:
            return "NULL::VARCHAR"
        text = text_sql(self.mapping[role], self)
        if role in CODES:
            return (
                f"CASE WHEN ends_with({text}, '.0') THEN regexp_replace({text}, '^(\\d+)\\.0$', '\\1') ELSE {text} END"
            )
        return text

    def number(self, role: str, value: str) -> str:
        """Expression: the number of the role's cell whose text is `value`; NULL where Python has to look."""
        if role not in self.mapping:
            return "NULL::DOUBLE"
        if self.kind(role) == "number":
            typed = f"c{self.mapping[role]}::DOUBLE"
            return f"CASE WHEN isfinite({typed}) AND abs({typed}) <= 9e12 THEN {typed} END"
        return number_sql(value, self.decimals[role])

    def day(self, value: str) -> str:
        """Expression: the day of the date cell whose text is `value`; NULL where Python has to look."""
        if self.kind("date") == "date":
            typed = f"try_cast(c{self.mapping['date']} AS DATE)"
            latest = date.fromordinal(self.today.toordinal() + 1)
            return f"CASE WHEN {typed} BETWEEN DATE '1950-01-01' AND DATE '{latest}' THEN {typed} END"
        return day_sql(value, self.date_order, self.today)


def find_tidy(connection: duckdb.DuckDBPyConnection, loaded: Loaded, places: Iterable[int]) -> Loaded:
    """Look once whether any cell of these columns has to be trimmed, so that most files need not be asked again."""
    texts = sorted(place for place in places if loaded.kinds[place - 1] == "text")
    if not texts:
        return loaded
    columns = [f"c{place}" for place in texts]
    signs = ", ".join(
        f"coalesce(bool_and({c} = '' OR ({c} >= '!' AND NOT ends_with({c}, ' '))), true)" for c in columns
    )
    lines = f"SELECT *, concat_ws({_CELL_END}, '', {', '.join(columns)}, '') AS line FROM raw_all"
    *found, odd = _one_row(connection, f"SELECT {signs}, coalesce(bool_or({_odd_ends('line')}), false) FROM ({lines})")
    if odd:  # in some column: which one takes twice as long to find
        looks = ", ".join(f"coalesce(bool_and({column} = '' OR {_trimmed(column)}), true)" for column in columns)
        found = list(_one_row(connection, f"SELECT {looks} FROM raw_all"))
    return replace(loaded, tidy=frozenset(place for place, tidy in zip(texts, found, strict=True) if tidy))


def _odd_ends(line: str) -> str:
    """Condition: a cell of the line ends with a space other than the usual one, or begins with one that sorts behind the
    signs. Most lines have none of these anywhere and are asked no further."""
    every = (*_RARE_SPACES, *_ODD_SPACES)
    anywhere = [f"contains({line}, {sign})" for sign in every]
    after = [f"contains({line}, {sign} || {_CELL_END})" for sign in every]
    before = [f"contains({line}, {_CELL_END} || {sign})" for sign in _ODD_SPACES]
    return f"CASE WHEN {' OR '.join(anywhere)} THEN {' OR '.join(after + before)} ELSE false END"


def text_sql(place: int, loaded: Loaded | Reading) -> str:
    """Expression: column `place` as trimmed text, NULL when empty; whole numbers without “.0”."""
    column, kind = f"c{place}", loaded.kinds[place - 1]
    if kind == "number":
        is_whole = f"{column} = floor({column}) AND abs({column}) < 1e15"
        return f"nullif(CASE WHEN {is_whole} THEN {column}::BIGINT::VARCHAR ELSE {column}::VARCHAR END, 'nan')"
    if kind == "date":
        return f"{column}::VARCHAR"
    if place in loaded.tidy:
        return f"nullif({column}, '')"
    return f"CASE WHEN {_trimmed(column)} THEN {column} ELSE nullif(trim({column}, '{_AROUND}'), '') END"


def _trimmed(column: str) -> str:
    """Condition: the text begins and ends with a sign. Quicker than looking at either end's letter."""
    before = [f"starts_with({column}, {sign})" for sign in _ODD_SPACES]
    after = [f"ends_with({column}, {sign})" for sign in ("' '", *_RARE_SPACES, *_ODD_SPACES)]
    return f"({column} >= '!' AND NOT ({' OR '.join(before + after)}))"


def different(value: str) -> str:
    """Query: each different value once. The limit keeps DuckDB from putting a filter on `v` under the reduction."""
    return f"SELECT DISTINCT {value} AS v FROM raw_all LIMIT 1000000000"


def settle(
    connection: duckdb.DuckDBPyConnection,
    loaded: Loaded,
    options: Options,
    today: date,
    date_like: Iterable[int],
    serial_days: bool,
) -> Reading:
    """Decide date order and decimal marks from all lines, unless the person has said them.

    Raises BadInput for a date format that is none.
    """
    decimals = _decimals(connection, loaded, options)
    _refuse_odd_format(connection, options.date_format)
    order = options.date_format or _date_order(connection, loaded, options.mapping["date"], list(date_like), today)
    return Reading(dict(options.mapping), loaded.kinds, decimals, order, today, loaded.tidy, serial_days)


def _refuse_odd_format(connection: duckdb.DuckDBPyConnection, date_format: str | None) -> None:
    """Whether a format is one is for DuckDB to say: it has words of its own."""
    if date_format in (None, "serial", *ORDERS):
        return
    try:
        if "%" in str(date_format):
            connection.execute("SELECT try_strptime('', ?)", [date_format]).fetchall()
            return
    except duckdb.InvalidInputException:
        pass  # told below, like a word that is no format
    raise BadInput("date_format_wrong", value=date_format, example="%d.%m.%Y")


def _decimals(connection: duckdb.DuckDBPyConnection, loaded: Loaded, options: Options) -> dict[str, str | None]:
    roles = [role for role in NUMERIC if role in options.mapping]
    if options.decimal:
        return dict.fromkeys(roles, options.decimal)
    counts = {
        role: _one_row(
            connection,
            f"SELECT {decimal_evidence_sql('v')} FROM ({different(text_sql(options.mapping[role], loaded))}) "
            "WHERE contains(v, ',') OR contains(v, '.')",
        )
        for role in roles
        if loaded.kinds[options.mapping[role] - 1] == "text"
    }
    together = decide_decimal(*(sum(column) for column in zip(*counts.values(), strict=True))) if counts else "."
    return {role: (decide_decimal(*counts[role]) or together) if role in counts else "." for role in roles}


def _date_order(
    connection: duckdb.DuckDBPyConnection, loaded: Loaded, place: int, date_like: list[int], today: date
) -> str | None:
    if loaded.kinds[place - 1] == "date":
        return "ymd"
    order = decide_order(_order_evidence(connection, loaded, [place]))
    others = [other for other in date_like if other != place and loaded.kinds[other - 1] == "text"]
    if order is None and others:  # the same hand wrote the other date columns
        order = decide_order(_order_evidence(connection, loaded, [place, *others]))
    return order or _order_by_sense(connection, text_sql(place, loaded), today)


def _order_evidence(connection: duckdb.DuckDBPyConnection, loaded: Loaded, places: list[int]) -> OrderEvidence:
    values = " UNION ALL ".join(f"SELECT {text_sql(place, loaded)} AS v FROM raw_all" for place in places)
    return OrderEvidence(
        *_one_row(
            connection,
            f"SELECT {order_evidence_sql('v', 'n')} FROM (SELECT v, count(*) AS n FROM ({values}) GROUP BY v) "
            "WHERE v IS NOT NULL",
        )
    )


def _order_by_sense(connection: duckdb.DuckDBPyConnection, value: str, today: date) -> str | None:
    """Where the digits decide nothing.

    The order under which no day lies ahead, or under which the lines stand in time order.
    """
    figures = {}
    for order in ("dmy", "mdy"):
        day = day_sql("v", order, date(9998, 1, 1))
        figures[order] = _one_row(
            connection,
            f"SELECT count(DISTINCT d), count(*) FILTER (d > DATE '{today}' + 1), count(*) FILTER (d < before), "
            "count(*) FILTER (d > before) "
            f"FROM (SELECT d, lag(d) OVER (ORDER BY line_no) AS before FROM (SELECT line_no, {day} AS d FROM "
            f"(SELECT line_no, {value} AS v FROM raw_all LIMIT 100000) WHERE v IS NOT NULL))",
        )
    (days, ahead_d, down_d, up_d), (_, ahead_m, down_m, up_m) = figures["dmy"], figures["mdy"]
    if bool(ahead_d) != bool(ahead_m):
        return "mdy" if ahead_d else "dmy"
    sorted_d, sorted_m = not (down_d and up_d), not (down_m and up_m)
    if days >= 4 and sorted_d != sorted_m:
        return "dmy" if sorted_d else "mdy"
    return None


def _one_row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return tuple(row)
