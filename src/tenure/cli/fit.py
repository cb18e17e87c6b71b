"""`tenure fit`: a model of ordering or of value fitted to a file of orders, for whoever checks."""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tenure.cli import order_options as given
from tenure.cli.progress_bar import ProgressBar
from tenure.cli.score import day_of, speak
from tenure.journeys.backtest_words import fit_verdict, model_title
from tenure.journeys.fit_file import NAMES, Fitted, fit_file
from tenure.kernel import clock, formats
from tenure.orders.files.load import room_for

app = typer.Typer(add_completion=False)
EXAMPLE = """Examples:

    tenure fit orders.csv

    tenure fit log.txt --map client=1 --map date=2 --map amount=4 --model pareto-nbd --until 1997-09-30 --json

Models of ordering: bg-nbd, mbg-nbd, bg-cnbd-k, mbg-cnbd-k, pareto-nbd; of value: gamma-gamma. Several orders of a day
are one. Nothing is written. Exit code: 0 done, 2 bad input.
"""


@app.command(help="Fit a model to a file of orders: parameters, standard errors, likelihood.", epilog=EXAMPLE)
def fit(
    file: given.File = None,
    db: given.Db = False,
    maps: given.Maps = None,
    model: Annotated[str, typer.Option(help="One of: " + ", ".join(NAMES) + ".")] = "bg-nbd",
    unit: given.UnitWord = "week",
    until: Annotated[str, typer.Option(help="Last day to fit to; the last order day when left out.")] = "",
    as_json: given.Json = False,
    language: given.Language = "",
    date_format: given.DateFormat = "",
    decimal: given.Decimal = "",
    currency: given.Currency = "",
    rate: given.Rates = None,
    keep_duplicates: given.Keep = False,
    engine: given.Engine = "",
    master: given.Master = "",
) -> None:
    """Fit and print."""
    if language or not db:
        speak(language or "en")
    path = given.one_source(file, db)
    reading = given.reading_of(path, maps, date_format, decimal, currency, rate, keep_duplicates, engine, master)
    day, time_unit = day_of(until), given.unit_of(unit)
    with ProgressBar() as bar, room_for(path or Path(tempfile.gettempdir())):
        found = fit_file(
            path, reading=reading, model=model, unit=time_unit, until=day, today=clock.today(), progress=bar.report
        )
    if as_json:
        print(json.dumps(found.as_json()))
    else:
        show(found)


def show(found: Fitted) -> None:
    """A table of parameters and what to make of them."""
    console = Console()
    title = f"{model_title(found.model)} · {found.name} · {formats.table_day(found.until)}"
    table = Table(title=title, title_justify="left", title_style="bold", header_style="", box=None)
    table.add_column(_("Parameter"))
    table.add_column(_("Estimate"), justify="right")
    table.add_column(_("Standard error"), justify="right")
    for name, value in found.parameters.items():
        error = found.standard_errors[name]
        table.add_row(Text(name), Text(significant(value)), Text("" if error is None else significant(error)))
    console.print(table)
    line = _("ln likelihood %(value)s; clients: %(clients)s, distinct histories: %(tuples)s; %(seconds)s") % {
        "value": formats.number(found.log_likelihood, 2),
        "clients": formats.number(found.clients),
        "tuples": formats.number(found.tuples),
        "seconds": formats.seconds(found.seconds),
    }
    console.print(Text(line))
    console.print(Text(fit_verdict(found.verdict)))


def significant(value: float) -> str:
    """Four significant digits in the language's own signs."""
    digits = 3 if value == 0 else max(0, min(8, 3 - int(f"{value:e}".split("e")[1])))
    return formats.number(value, digits)
