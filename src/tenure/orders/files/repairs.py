"""The values SQL could not read.

Each different one is looked at once in Python, and either understood or given its reason.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow

from tenure.orders.files.columns import NUMERIC, Reading, different
from tenure.orders.files.currencies import CODES, currency_of, possible_currencies, written_currency
from tenure.orders.files.dates import NoDay, parse_day
from tenure.orders.files.numbers import Unreadable, parse_number

MOST = 500_000  # different odd values looked at in Python; beyond that they are reported as unreadable
_BATCH = 20_000


@dataclass(frozen=True)
class Money:
    """What one spelling of a currency means: its code and rate, or the problem with it."""

    written: str
    code: str | None
    rate: float
    problem: str | None
    data: str


@dataclass(frozen=True)
class Currencies:
    """The workspace currency, and whether any line may be in another (then the table `money` tells)."""

    workspace: str
    mixed: bool


def look_at_odd_values(connection: duckdb.DuckDBPyConnection, reading: Reading) -> set[str]:
    """Make `odd_<role>(v, value, code, data)` for the date and every number column.

    Returns the roles that have odd values.
    """
    roles = [role for role in NUMERIC if role in reading.mapping]
    found = {
        role: _repair(
            connection, reading, role, "DOUBLE", reading.number(role, "v"), _number_of(reading.decimals[role])
        )
        for role in roles
    }
    found["date"] = _repair(connection, reading, "date", "DATE", reading.day("v"), _day_of(reading))
    return {role for role, count in found.items() if count}


def _repair(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    role: str,
    kind: str,
    fast: str,
    slow: Callable[[str], tuple[Any, str | None, str]],
) -> int:
    """Look at the odd values of one column; returns how many different ones there were."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE odd_{role} (v VARCHAR, value {kind}, code VARCHAR, data VARCHAR)")
    if reading.kind(role) == "text":
        values = different(reading.text(role))
    else:
        values = f"SELECT {reading.text(role)} AS v, c{reading.mapping[role]} FROM raw_all"
    odd = connection.cursor().execute(
        f"SELECT DISTINCT v FROM ({values}) WHERE v IS NOT NULL AND ({fast}) IS NULL LIMIT {MOST}"
    )
    count = 0
    while batch := odd.fetchmany(_BATCH):
        count += len(batch)
        _keep(connection, f"odd_{role}", kind, [(v, *slow(v)) for (v,) in batch])
    return count


def _keep(
    connection: duckdb.DuckDBPyConnection, table: str, kind: str, rows: list[tuple[str, Any, str | None, str]]
) -> None:
    value_type = pyarrow.date32() if kind == "DATE" else pyarrow.float64()
    columns = list(zip(*rows, strict=True))
    types = (pyarrow.string(), value_type, pyarrow.string(), pyarrow.string())
    found = pyarrow.table(
        [pyarrow.array(c, t) for c, t in zip(columns, types, strict=True)], names=["v", "value", "code", "data"]
    )
    connection.register("found", found)
    connection.execute(f"INSERT INTO {table} SELECT * FROM found")
    connection.unregister("found")


def _day_of(reading: Reading) -> Callable[[str], tuple[date | None, str | None, str]]:
    def look(text: str) -> tuple[date | None, str | None, str]:
        day = parse_day(text, reading.date_order, reading.today)
        if isinstance(day, NoDay) and reading.serial_days and day.code == "not_a_date":
            day = parse_day(text, "serial", reading.today)
        return (None, day.code, json.dumps(day.data)) if isinstance(day, NoDay) else (day, None, "{}")

    return look


def _number_of(decimal: str | None) -> Callable[[str], tuple[float | None, str | None, str]]:
    def look(text: str) -> tuple[float | None, str | None, str]:
        number = parse_number(text, decimal)
        return (None, number.code, json.dumps(number.data)) if isinstance(number, Unreadable) else (number, None, "{}")

    return look


def written_sql(reading: Reading) -> str:
    """Expression: how a line names its currency, in the text columns t_currency, t_amount or t_price.

    NULL when it does not.
    """
    if "currency" in reading.mapping:
        return "lower(t_currency)"
    role = "amount" if "amount" in reading.mapping else "price"
    if reading.kind(role) != "text":
        return "NULL::VARCHAR"
    signs = f"regexp_replace(t_{role}, '[\\d\\s.,()''’+\\-−\\x{{00a0}}\\x{{202f}}]+', '', 'g')"
    return f"CASE WHEN regexp_matches(t_{role}, '[^\\d.,\\-]') THEN nullif(lower(rtrim({signs}, '.')), '') END"


def settle_money(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    workspace: str,
    rates: Mapping[str, float],
    headings: Iterable[str | None],
) -> Currencies:
    """Make the table `money` of all spellings in the file. An empty workspace takes the file's own currency."""
    role = "currency" if "currency" in reading.mapping else "amount" if "amount" in reading.mapping else "price"
    spellings = connection.execute(
        f"SELECT written, count(*) FROM (SELECT {written_sql(reading)} AS written FROM (SELECT "
        f"{reading.text(role)} AS t_{role} FROM raw_all)) "
        "WHERE written IS NOT NULL GROUP BY written ORDER BY count(*) DESC LIMIT 5000"
    ).fetchall()
    named = _named_by(headings, workspace)
    if not workspace:
        codes = [code for text, _ in spellings if (code := currency_of(text))]
        workspace = codes[0] if codes else named or "EUR"
    rows = [_money(text, workspace, rates) for text, _ in spellings]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE money (written VARCHAR, code VARCHAR, rate DOUBLE, problem VARCHAR, data VARCHAR)"
    )
    default = _money(named or workspace, workspace, rates)
    for row in [*rows, Money("", default.code, default.rate, default.problem, default.data)]:
        connection.execute(
            "INSERT INTO money VALUES (?, ?, ?, ?, ?)", [row.written, row.code, row.rate, row.problem, row.data]
        )
    return Currencies(workspace, mixed=bool(spellings) or default.code != workspace)


def _named_by(headings: Iterable[str | None], workspace: str) -> str | None:
    """The currency a heading speaks of, as in “Amount, USD” or “Сумма (лей)”."""
    for heading in headings:
        words = (heading or "").replace("(", " ").replace(")", " ").replace(",", " ").replace("_", " ").split()
        for word in words:
            if (
                word in CODES
                or (word.casefold() not in {"r", "р", "us"} and not word.isascii() and possible_currencies(word))
                or word.casefold() in {"lei", "euro", "$"}
            ):
                return currency_of(word, workspace)
    return None


def _money(text: str, workspace: str, rates: Mapping[str, float]) -> Money:
    """A rate may be given for a code or for the very words of the file."""
    possible = possible_currencies(text)
    by_words = next((rate for name, rate in rates.items() if written_currency(name) == written_currency(text)), None)
    code = currency_of(text, workspace)
    if by_words is not None:
        return Money(text, code or (possible[0] if possible else "XXX"), by_words, None, "{}")
    if code == workspace:
        return Money(text, code, 1.0, None, "{}")
    if code and code in rates:
        return Money(text, code, rates[code], None, "{}")
    if code:
        return Money(text, code, 1.0, "needs_rate", json.dumps({"code": code, "workspace": workspace}))
    if possible:
        choices = json.dumps({"choices": list(possible), "workspace": workspace}, ensure_ascii=False)
        return Money(text, None, 1.0, "currency_ambiguous", choices)
    return Money(text, None, 1.0, "unknown_currency", json.dumps({"workspace": workspace}))
