"""`tenure score`: the scores of a file's clients, with no database and nothing to set up."""

import json
import textwrap
from datetime import date
from pathlib import Path
from typing import Annotated

import django
import pyarrow as pa
import pyarrow.compute as pc
import typer
from babel.localtime import get_localzone
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tenure.cli.progress_bar import ProgressBar
from tenure.journeys.order_files.reading import Reading
from tenure.journeys.order_files.score_engine import score_engine
from tenure.journeys.order_files.score_file import ScoreOutcome, score_file
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput
from tenure.kernel.money import to_minor
from tenure.orders.files.load import room_for

app = typer.Typer(add_completion=False)
LANGUAGES = ("en", "ru", "ro")
LISTED = 15
NARROW = 9
EXAMPLE = """Examples:

    tenure score orders.csv

    tenure score orders.xlsx --out report.html --language ro

    tenure score log.txt --map client=1 --map date=2 --map amount=4 --as-of 1998-06-30 --out scores.parquet --json

    tenure score orders/ --engine spark --master spark://computer:7077 --out scores.parquet

A column is named by its heading or its number. --out ends in .csv, .parquet or .xlsx (one row per client, money in
units) or .html (a report with pictures). Lines that cannot be used are left out and counted. Exit code: 0 done, 2 bad
input and nothing written.
"""


@app.command(help="Score the clients of a file of orders, without a database.", epilog=EXAMPLE)
def score(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX or Parquet, or a folder of CSV or Parquet.")],
    maps: Annotated[list[str] | None, typer.Option("--map", help="role=COL, e.g. client=1 or date=Order Date.")] = None,
    as_of: Annotated[str, typer.Option("--as-of", help="Day to score at; the last order day when left out.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="File to write; a table is printed when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
    language: Annotated[str, typer.Option(help="Language of report and messages: en, ru or ro.")] = "en",
    date_format: Annotated[str, typer.Option(help="dmy, mdy, ymd or a pattern such as %d.%m.%Y.")] = "",
    decimal: Annotated[str, typer.Option(help="Sign before decimals: . or , (found out when left out).")] = "",
    currency: Annotated[str, typer.Option(help="Currency of the amounts; the file's own when left out.")] = "",
    rate: Annotated[list[str] | None, typer.Option("--rate", help="A foreign unit in this currency: USD=0.92.")] = None,
    keep_duplicates: Annotated[
        bool, typer.Option("--keep-duplicates", help="Keep lines that repeat another of the same order exactly.")
    ] = False,
    engine: Annotated[str, typer.Option(help="For very large files: duckdb or spark; a folder is read so too.")] = "",
    master: Annotated[
        str, typer.Option(help="Spark master, e.g. spark://computer:7077; this computer if left out.")
    ] = "",
) -> None:
    """Score the clients of a file and write or print them."""
    speak(language)
    reading = Reading(
        maps or (),
        date_format or None,
        decimal or None,
        currency.upper(),
        rates(rate or []),
        keep_duplicates,
        engine or ("duckdb" if master or file.is_dir() else ""),
        master,
    )
    day = day_of(as_of)
    score_orders = score_engine if reading.engine else score_file
    with ProgressBar() as bar, room_for(out or file):
        outcome = score_orders(file, reading=reading, as_of=day, today=clock.today(), out=out, progress=bar.report)
    if out is None:
        show(outcome)
    elif not as_json:
        print(
            _("%(out)s is written: %(clients)s clients.")
            % {"out": out, "clients": formats.number(outcome.table.num_rows)}
        )
    if as_json:
        print(json.dumps(outcome.counts))


def speak(language: str) -> None:
    """Make texts available in `language`; settings of an installation are neither needed nor read. Without a company the
    day is that of this computer."""
    if not settings.configured:
        here = Path(__file__).resolve().parent.parent
        settings.configure(
            USE_I18N=True, USE_TZ=True, TIME_ZONE="UTC", LOCALE_PATHS=[here / "locale"], INSTALLED_APPS=[]
        )
        django.setup()
        timezone.activate(get_localzone())
    if language not in LANGUAGES:
        raise BadInput("score_language", value=language)
    translation.activate(language)


def day_of(text: str) -> date | None:
    """The day asked for, never one ahead: everybody would look silent."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("score_as_of", value=text) from None
    if day is not None and day > clock.today():
        raise BadInput("trust_until_ahead", day=text, today=str(clock.today()))
    return day


def rates(words: list[str]) -> dict[str, float]:
    """Rates by currency from words like USD=0.92."""
    found = {}
    for word in words:
        code, _sign, value = word.partition("=")
        try:
            found[code.strip().upper()] = float(value.replace(",", "."))
        except ValueError:
            raise BadInput("score_rate", value=word) from None
        if len(code.strip()) != 3 or not 0 < found[code.strip().upper()] < 1e9:
            raise BadInput("score_rate", value=word)
    return found


def show(outcome: ScoreOutcome) -> None:
    """The most valuable and the silent clients, as a table on the terminal."""
    console = Console()
    currency = outcome.counts["currency"]
    for sentence in outcome.sentences:
        console.print(Text(sentence))
    silent = outcome.table.filter(outcome.table["is_silent"])
    console.print(clients_table(_("Silent now"), silent, "revenue_12m", currency))
    rank = "value_12m" if outcome.table["value_12m"].null_count < outcome.table.num_rows else "revenue_12m"
    console.print(clients_table(_("Worth most"), outcome.table, rank, currency))


def clients_table(title: str, clients: pa.Table, rank: str, currency: str) -> Table:
    """The first clients by `rank`, in words."""
    table = Table(
        title=title, title_justify="left", title_style="bold", header_style="", box=None, padding=(0, 1, 0, 0)
    )
    headings = (
        _("Class"),
        _("Silent for"),
        _("Usual gap"),
        _("Chance if active"),
        _("Brought in 12 months"),
        _("Expected"),
    )
    table.add_column(_("Client"), max_width=32, overflow="fold")
    # Headings in lines of their own, so that on a narrow terminal only the names give way.
    for heading in headings:
        table.add_column("\n".join(textwrap.wrap(heading, NARROW)), justify="right", no_wrap=True)
    order = pc.sort_indices(clients, sort_keys=[(rank, "descending"), ("client", "ascending")])
    for row in clients.take(order[:LISTED]).to_pylist():
        table.add_row(*cells(row, currency))
    return table


def cells(row: dict, currency: str) -> list[Text]:
    """One client's row; what is not known stays empty."""

    def money(name: str) -> str:
        return "" if row[name] is None else formats.money(to_minor(row[name], currency), currency)

    def days(value: float | None) -> str:
        return "" if value is None else formats.days(round(value))

    probability = row["silence_probability"]
    chance = "" if probability is None else formats.odds(probability)
    words = (
        str(row.get("name") or row["client"]), f"{row['abc_class']} {row['xyz_frequency_class']}".strip(),
        days(row["silence_days"]), days(row["interval_days"]), chance,
        money("revenue_12m"), money("value_12m"),
    )  # fmt: skip
    return [Text(word) for word in words]
