"""Scores as a table people read: names beside ids, money in units, text no spreadsheet takes for a formula."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

from tenure.engine.scores import ScoredBase
from tenure.kernel.errors import BadInput
from tenure.kernel.money import minor_per_unit

MOST_SHEET_ROWS = 1_048_575
SUSPICIOUS = r"^[=+\-@\t\r]"
BATCH = 50_000


def readable_table(scored: ScoredBase, labels: pa.Table, currency: str) -> pa.Table:
    """The scores with the file's client id and name first; `..._minor` columns become money in units of `currency`.

    labels: columns client, id, name; row n is client n.
    """
    picked = labels.take(scored.clients["client"])
    columns: dict[str, pa.Array | pa.ChunkedArray] = {"client": picked["id"]}
    if picked["name"].null_count < picked.num_rows:
        columns["name"] = picked["name"]
    per_unit = pa.scalar(float(minor_per_unit(currency)))
    for name in scored.clients.column_names[1:]:
        column = scored.clients[name]
        if name.endswith("_minor"):
            columns[name.removesuffix("_minor")] = pc.divide(column.cast(pa.float64(), safe=False), per_unit)
        else:
            columns[name] = column
    size = scored.clients.num_rows
    columns["currency"] = pa.repeat(pa.scalar(currency), size)
    columns["as_of"] = pa.repeat(pa.scalar(scored.as_of, pa.date32()), size)
    return pa.table(columns)


def write_table(path: Path, table: pa.Table) -> None:
    """Write by the ending of `path`. Raises BadInput when a spreadsheet cannot hold so many clients."""
    OUTPUTS[path.suffix.lower()](path, table)


def harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts that begin like a formula get an apostrophe in front, which spreadsheets do not show."""
    suspicious = pc.fill_null(pc.match_substring_regex(column, SUSPICIOUS), False)
    return pc.if_else(suspicious, pc.binary_join_element_wise("'", column, ""), column)


def made_harmless(table: pa.Table) -> pa.Table:
    """The table with every text column harmless."""
    columns = {
        name: harmless(table[name].cast(pa.string())) if pa.types.is_string(table[name].type) else table[name]
        for name in table.column_names
    }
    return pa.table(columns)


def write_csv(path: Path, table: pa.Table) -> None:
    """UTF-8 with BOM, commas, points for decimals, ISO dates: opens in spreadsheets and in every program."""
    with path.open("wb") as file:
        file.write(codecs.BOM_UTF8)
        pa_csv.write_csv(made_harmless(table), file, pa_csv.WriteOptions(quoting_style="needed"))


def write_parquet(path: Path, table: pa.Table) -> None:
    """As it is: no program runs formulas from Parquet."""
    pq.write_table(table, path)


def write_xlsx(path: Path, table: pa.Table) -> None:
    """One sheet with a frozen heading; dates and numbers as such."""
    if table.num_rows > MOST_SHEET_ROWS:
        raise BadInput("score_sheet_rows", out=path.name, rows=table.num_rows, limit=MOST_SHEET_ROWS)
    with xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("scores")
        heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, table.num_columns - 1, 14)
        for place, name in enumerate(table.column_names):
            sheet.write_string(0, place, name, heading)
        days = {place for place, kind in enumerate(table.schema.types) if pa.types.is_date(kind)}
        row = 1
        for batch in made_harmless(table).to_batches(max_chunksize=BATCH):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                for place, value in enumerate(values):
                    if value is not None and value != "":
                        write_cell(sheet, row, place, value, day if place in days else None)
                row += 1


def write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: object, shape: xlsxwriter.format.Format | None
) -> None:
    """One value by its kind."""
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, str):
        sheet.write_string(row, place, value)
    elif shape is not None:
        sheet.write_datetime(row, place, value, shape)
    else:
        sheet.write_number(row, place, value)


OUTPUTS: dict[str, Callable[[Path, pa.Table], None]] = {
    ".csv": write_csv,
    ".parquet": write_parquet,
    ".xlsx": write_xlsx,
}
