"""The options of every command that takes orders from a file or from the company, and what they mean."""

import re
from pathlib import Path
from typing import Annotated

import typer

from tenure.cli.score import rates
from tenure.engine.purchases import UNITS, Unit
from tenure.journeys.order_files.reading import Reading
from tenure.kernel.errors import BadInput

MOST_DAYS = 36_500
File = Annotated[
    Path | None, typer.Argument(help="CSV, TSV, XLSX or Parquet, or a folder of CSV or Parquet; left out with --db.")
]
Db = Annotated[bool, typer.Option("--db", help="Take the company's own orders instead of a file.")]
Maps = Annotated[list[str] | None, typer.Option("--map", help="role=COL, e.g. client=1 or date=Order Date.")]
UnitWord = Annotated[str, typer.Option("--unit", help="Unit of time: day, week or a number of days.")]
Json = Annotated[bool, typer.Option("--json", help="Print one line of JSON.")]
Language = Annotated[str, typer.Option(help="Language: en, ru or ro; with --db the company's when left out.")]
DateFormat = Annotated[str, typer.Option(help="dmy, mdy, ymd or a pattern such as %d.%m.%Y.")]
Decimal = Annotated[str, typer.Option(help="Sign before decimals: . or , (found out when left out).")]
Currency = Annotated[str, typer.Option(help="Currency of the amounts; the file's own when left out.")]
Rates = Annotated[list[str] | None, typer.Option("--rate", help="A foreign unit in this currency: USD=0.92.")]
Horizon = Annotated[
    str, typer.Option(help="How far to forecast, e.g. 39w or 90d; by the length of the orders if left out.")
]
Origins = Annotated[int, typer.Option(help="From how many past days to forecast.")]
Keep = Annotated[
    bool, typer.Option("--keep-duplicates", help="Keep lines that repeat another of the same order exactly.")
]
Engine = Annotated[str, typer.Option(help="For very large files: duckdb or spark; a folder is read so too.")]
Master = Annotated[str, typer.Option(help="Spark master, e.g. spark://computer:7077; this computer if left out.")]


def one_source(file: Path | None, db: bool) -> Path | None:
    """The file, or None for the company; raises BadInput when both or neither are named."""
    if (file is None) != db:
        raise BadInput("trust_file_or_db")
    return file


def reading_of(
    file: Path | None,
    maps: list[str] | None,
    date_format: str,
    decimal: str,
    currency: str,
    rate: list[str] | None,
    keep: bool,
    engine: str,
    master: str,
) -> Reading:
    """How the file is to be read; a folder and a Spark master need an engine."""
    return Reading(
        maps or (),
        date_format or None,
        decimal or None,
        currency.upper(),
        rates(rate or []),
        keep,
        engine or ("duckdb" if master or (file and file.is_dir()) else ""),
        master,
    )


def unit_of(word: str) -> Unit:
    """A unit of time from its word."""
    if word in UNITS:
        return word  # type: ignore[return-value]
    if word.isdecimal() and 1 <= int(word) <= MOST_DAYS:
        return int(word)
    raise BadInput("trust_unit", value=word)


def days_of(text: str) -> int | None:
    """A length of time such as 39w or 90d in days; None when left out."""
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,5})([dw])", text.strip().lower())
    days = int(found[1]) * (7 if found[2] == "w" else 1) if found else 0
    if not 1 <= days <= MOST_DAYS:
        raise BadInput("trust_horizon", value=text)
    return days
