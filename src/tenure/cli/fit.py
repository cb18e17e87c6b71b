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
from tenure.engine.purchases import days_in
from tenure.journeys.order_files.backtest_words import fit_verdict, model_title
from tenure.journeys.order_files.fit_file import NAMES, VALUES, Fitted, fit_file
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
        show(found, days_in(time_unit))


def show(found: Fitted, unit_days: int) -> None:
    """A table of parameters and what to make of them."""
    console = Console()
    title = f"{model_title(found.model)} · {found.name} · {formats.table_day(found.until)}"
    table = Table(header_style="", box=None, pad_edge=False)
    table.add_column(_("Parameter"))
    table.add_column(_("Estimate"), justify="right")
    table.add_column(_("Standard error"), justify="right")
    for name, value in found.parameters.items():
        error = found.standard_errors[name]
        table.add_row(
            Text(name), Text(formats.significant(value)), Text("" if error is None else formats.significant(error))
        )
    console.print(Text(title, style="bold"))
    console.print(table)
    console.print(Text(unit_sentence(found, unit_days)))
    line = _("ln likelihood %(value)s; clients: %(clients)s, distinct histories: %(tuples)s; %(seconds)s") % {
        "value": formats.number(found.log_likelihood, 2),
        "clients": formats.number(found.clients),
        "tuples": formats.number(found.tuples),
        "seconds": formats.seconds(found.seconds),
    }
    console.print(Text(line))
    console.print(Text(fit_verdict(found.verdict)))


def unit_sentence(found: Fitted, unit_days: int) -> str:
    """What the parameters are measured in."""
    if found.model == VALUES:
        return _("Values are in %(currency)s.") % {"currency": found.currency}
    return _("One unit of time is %(days)s.") % {"days": formats.days(unit_days)}
