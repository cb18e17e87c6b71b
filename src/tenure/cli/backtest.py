"""`tenure backtest`: which model, and how far to trust it, on past days of the user's own orders."""

import json
import re
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
from tenure.engine.backtest.run import Backtest
from tenure.journeys.order_files.backtest_file import Asked, Tested, backtest_file
from tenure.journeys.order_files.backtest_json import backtest_json
from tenure.journeys.order_files.backtest_words import (
    alarm_sentence,
    horizon_words,
    model_title,
    naive_title,
    signed_percent,
    verdict_paragraph,
)
from tenure.kernel import clock, formats
from tenure.orders.files.load import room_for

app = typer.Typer(add_completion=False)
EXAMPLE = """Examples:

    tenure backtest orders.csv

    tenure backtest log.txt --map client=1 --map date=2 --map amount=4 --horizon 39w --origins 1 --json

    tenure backtest --db

On each past day every model sees what was known then, forecasts, and is held against what happened. A base of more than
50,000 clients is sampled. Nothing is written. Exit code: 0 done, 2 bad input.
"""


@app.command(help="Test the forecasts on past days of these orders: which model, how far to trust it.", epilog=EXAMPLE)
def backtest(
    file: given.File = None,
    db: given.Db = False,
    maps: given.Maps = None,
    horizon: given.Horizon = "",
    origins: given.Origins = 3,
    unit: given.UnitWord = "week",
    until: Annotated[str, typer.Option(help="Last day known to the end; the last order day when left out.")] = "",
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
    """Test and print."""
    if language or not db:
        speak(language or "en")
    path = given.one_source(file, db)
    reading = given.reading_of(path, maps, date_format, decimal, currency, rate, keep_duplicates, engine, master)
    asked = Asked(given.days_of(horizon), origins, given.unit_of(unit), day_of(until))
    with ProgressBar() as bar, room_for(path or Path(tempfile.gettempdir())):
        tested = backtest_file(path, reading=reading, asked=asked, today=clock.today(), progress=bar.report)
    if as_json:
        print(json.dumps(backtest_json(tested)))
    else:
        show(tested)


def show(tested: Tested) -> None:
    """The verdict, and the models side by side."""
    console = Console()
    for sentence in verdict_paragraph(tested.found, tested.verdict):
        console.print(Text(sentence))
    console.print(Text(alarm_sentence(tested.alarms)))
    console.print(models_table(tested.found))


def models_table(found: Backtest) -> Table:
    """A row for each model and rule of thumb."""
    title = _("Forecasts of %(ahead)s, all past days together") % {"ahead": horizon_words(found.plan.horizon_days)}
    table = Table(
        title=title, title_justify="left", title_style="bold", header_style="", box=None, padding=(0, 1, 0, 0)
    )
    table.add_column(_("Model"))
    headings = (
        f"ln{formats.NBSP}L",
        _("Error, median"),
        _("Error, mean"),
        _("Total off by"),
        _("Chances off by"),
        _("80 % held"),
        _("95 % held"),
    )
    # A word a line, so that on a narrow terminal only the first column gives way.
    for heading in headings:
        table.add_column(re.sub(r" (?!%)", "\n", heading), justify="right", no_wrap=True)
    for name, one in found.models.items():
        table.add_row(
            Text(model_title(name), style="bold" if name == found.choice.model else ""),
            formats.number(one.log_likelihood),
            formats.number(one.mae_median, 3),
            formats.number(one.mae, 3),
            "" if one.bias is None else signed_percent(one.bias),
            formats.percent(one.chances.ece, 1),
            *(formats.percent(level.realised) for level in one.coverage),
        )
    for name, rule in found.naive.items():
        bias = "" if rule.bias is None else signed_percent(rule.bias)
        table.add_row(naive_title(name), "", "", formats.number(rule.mae, 3), bias, "", "", "")
    return table
