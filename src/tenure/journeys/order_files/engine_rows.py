"""Order rows from files too large to be read line by line: Parquet or CSV, one file or a folder of them.

What a column means is told as for any file. A row that lacks a client, a day or an amount, is of a day outside 1950 to
today, or of a currency without a rate is left out and counted; nothing else is mended. Days are dates, or text
beginning with year, month and day (`--date-format dmy` or `mdy` for other orders); amounts are numbers or text.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis import BaseBackend

from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.table_engines import table_engine
from tenure.kernel.errors import BadInput
from tenure.kernel.money import minor_per_unit
from tenure.orders.files.currencies import possible_currencies
from tenure.orders.files.mapping import mapping_from_args
from tenure.orders.files.options import CLIENT_ROLES, Options, missing_roles
from tenure.orders.files.shape import FileShape, inspect_file

EARLIEST = date(1950, 1, 1)
MOST_MINOR = 2.0**53
ENDINGS = (".parquet", ".csv", ".tsv", ".txt")
DAY_ORDERS: Mapping[str, tuple[str, tuple[int, int, int]]] = {
    "ymd": ("^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})", (1, 2, 3)),
    "dmy": ("^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})", (3, 2, 1)),
    "mdy": ("^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})", (3, 1, 2)),
}


@dataclass(frozen=True)
class EngineRows:
    """Order rows on a table engine: columns client, day, amount and margin (minor units of `currency`) and is_return.

    read: rows in the files; left_out: those of them that cannot be used; returns: of those that can; first_day,
    last_day: of orders that are no returns.
    """

    name: str
    orders: ir.Table
    currency: str
    read: int
    left_out: int
    returns: int
    first_day: date
    last_day: date


@contextmanager
def engine_rows(path: Path, *, reading: Reading, today: date) -> Iterator[EngineRows]:
    """The orders in `path` on the engine `reading` names; raises BadInput for anything that makes them unusable."""
    files = files_in(path)
    shape = inspect_file(files[0])
    options = mapping_from_args(shape, list(reading.maps), reading.currency)
    missing = missing_roles(options.mapping)
    if missing:
        raise BadInput("engines_missing_column", file=path.name, roles=", ".join(missing))
    currency = options.currency or currency_in(shape, options) or "EUR"
    order = reading.date_format or "ymd"
    if order not in DAY_ORDERS:
        raise BadInput("engines_date_format", value=order, formats=", ".join(DAY_ORDERS))
    with table_engine(reading.engine or "duckdb", reading.master) as backend:
        raw = named(table_in(backend, path, shape), options)
        if "order_number" in raw.columns and not reading.keep_duplicates:
            raw = raw.distinct()
        decimal = reading.decimal or "."
        rows = order_rows(raw, order=order, decimal=decimal, currency=currency, rates=reading.rates, today=today)
        yield summed_up(path.name, rows, currency)


def files_in(path: Path) -> list[Path]:
    """The file, or the files of one kind in a folder, in order of name; raises BadInput when there is none."""
    if not path.is_dir():
        return [path]
    found = {
        ending: sorted(file for file in path.rglob(f"*{ending}") if not file.name.startswith(("_", ".")))
        for ending in ENDINGS
    }
    kinds = [ending for ending in ENDINGS if found[ending]]
    if not kinds:
        raise BadInput("engines_empty_folder", folder=str(path), endings=", ".join(ENDINGS))
    if len(kinds) > 1:
        raise BadInput("engines_mixed_folder", folder=str(path), endings=", ".join(kinds))
    return found[kinds[0]]


def table_in(backend: BaseBackend, path: Path, shape: FileShape) -> ir.Table:
    """All files as one table, columns named by the first file; text stays text until it is read as a day or number."""
    place = str(path.absolute())
    if backend.name == "duckdb" and path.is_dir():
        place = f"{place}/**/*{shape.path.suffix}"
    if shape.kind == "parquet":
        return backend.read_parquet(place)
    if shape.kind != "csv" or not shape.direct or (shape.encoding or "").lower() not in ("utf-8", "utf8", "ascii"):
        raise BadInput("engines_layout", file=shape.path.name)
    names = [f"c{column.position}" for column in shape.columns]
    if backend.name == "duckdb":
        return backend.read_csv(
            place, names=names, header=shape.has_heading, sep=shape.separator, quote='"', all_varchar=True
        )
    schema = ", ".join(f"`{name}` string" for name in names)
    return backend.read_csv(
        place,
        header=shape.has_heading,
        sep=shape.separator,
        quote='"',
        escape='"',
        schema=schema,
        recursiveFileLookup=True,
    )


def named(table: ir.Table, options: Options) -> ir.Table:
    """The columns that mean something, named by what they mean."""
    return table.select(**{role: table[table.columns[place - 1]] for role, place in options.mapping.items()})


def currency_in(shape: FileShape, options: Options) -> str:
    """The currency the first values speak of."""
    place = options.mapping.get("currency") or options.mapping.get("amount") or options.mapping["price"]
    for text in shape.columns[place - 1].samples:
        found = possible_currencies(text)
        if len(found) == 1:
            return found[0]
    return ""


def order_rows(
    raw: ir.Table, *, order: str, decimal: str, currency: str, rates: Mapping[str, float], today: date
) -> ir.Table:
    """Every row with its parts read, and whether it can be used (`good`)."""
    number = {role: as_number(raw[role], decimal) for role in raw.columns if role in NUMBERS}
    if "amount" in number:
        amount = number["amount"]
        if "quantity" in number:
            amount = ibis.ifelse((number["quantity"] < 0) & (amount > 0), -amount, amount)
    else:
        amount = number["quantity"] * number["price"]
    rate = rate_of(raw, currency, rates)
    per_unit = float(minor_per_unit(currency))
    minor = (amount * rate * per_unit).cast("float64")
    margin = (number["margin"] * rate * per_unit).cast("float64") if "margin" in number else None
    returned = amount < 0
    if "quantity" in number:
        returned = returned | (number["quantity"] < 0).fill_null(False)
    rows = raw.select(
        client=client_of(raw),
        day=as_day(raw.date, order),
        minor=minor,
        margin=whole(margin) if margin is not None else ibis.null("int64"),
        is_return=returned.fill_null(False),
    )
    good = rows.client.notnull() & rows.day.between(EARLIEST, today) & (rows.minor.abs() < MOST_MINOR)
    return rows.mutate(good=good.fill_null(False), amount=whole(rows.minor))


NUMBERS = frozenset(("amount", "quantity", "price", "margin"))


def whole(amount: ir.NumericValue) -> ir.IntegerValue:
    """Whole minor units, half away from zero; null beyond what a whole number holds exactly."""
    return ibis.ifelse(amount.abs() < MOST_MINOR, amount, None).round().cast("int64")


def client_of(raw: ir.Table) -> ir.Value:
    """Who ordered: the id, else e-mail, tax id or name."""
    ways = [raw[role] for role in CLIENT_ROLES if role in raw.columns]
    if len(ways) == 1 and not ways[0].type().is_string():
        return ibis.ifelse(ways[0].isnan(), None, ways[0]) if ways[0].type().is_floating() else ways[0]
    return ibis.coalesce(*(way.cast("string").strip().nullif("") for way in ways))


def as_day(column: ir.Value, order: str) -> ir.DateValue:
    """A date; null when the value is none. Eight digits are year, month, day."""
    if column.type().is_date() or column.type().is_timestamp():
        return column.cast("date")
    text = column.cast("string").strip()
    digits = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2)
    pattern, (year, month, day) = DAY_ORDERS[order]
    parts = [text.re_extract(pattern, place) for place in (year, month, day)]
    written = parts[0] + "-" + parts[1].lpad(2, "0") + "-" + parts[2].lpad(2, "0")
    return ibis.ifelse(text.re_search("^[0-9]{8}$"), digits, written).try_cast("date")


def as_number(column: ir.Value, decimal: str) -> ir.FloatingValue:
    """A finite number; null when the value is none."""
    if column.type().is_numeric():
        value = column.cast("float64")
    else:
        text = column.cast("string").strip()
        value = (text.replace(",", ".") if decimal == "," else text).try_cast("float64")
    return ibis.ifelse(value.isnan() | value.isinf(), None, value)


def rate_of(raw: ir.Table, currency: str, rates: Mapping[str, float]) -> ir.Value:
    """Units of `currency` for one unit of the row's; null when there is no rate."""
    if "currency" not in raw.columns:
        return ibis.literal(1.0)
    code = raw.currency.cast("string").strip().upper()
    known = {**rates, currency: 1.0}
    return ibis.cases(*((code == name, value) for name, value in known.items()), (code == "", 1.0), else_=None)


def summed_up(name: str, rows: ir.Table, currency: str) -> EngineRows:
    """The usable rows, with what there is to tell about them; one reading of the files."""
    sold = rows.good & ~rows.is_return
    found = rows.agg(
        read=rows.count(),
        good=rows.good.sum(),
        returns=(rows.good & rows.is_return).sum(),
        first_day=rows.day.min(where=sold),
        last_day=rows.day.max(where=sold),
    )
    counts = found.to_pyarrow().to_pylist()[0]
    if not counts["good"]:
        raise BadInput("engines_no_good_rows", file=name, rows=counts["read"])
    if counts["first_day"] is None:
        raise BadInput("trust_no_orders", name=name)
    return EngineRows(
        name=name,
        orders=rows.filter(rows.good).select("client", "day", "amount", "margin", "is_return"),
        currency=currency,
        read=counts["read"],
        left_out=counts["read"] - counts["good"],
        returns=counts["returns"],
        first_day=counts["first_day"],
        last_day=counts["last_day"],
    )
