"""`tenure report`: a page that shows how far to trust the forecasts."""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from tenure.cli import order_options as given
from tenure.cli.progress_bar import ProgressBar
from tenure.cli.score import day_of, speak
from tenure.journeys.order_files.backtest_file import Asked
from tenure.journeys.order_files.backtest_json import backtest_json
from tenure.journeys.order_files.backtest_words import trust_sentence
from tenure.journeys.order_files.report_file import report_file
from tenure.kernel import clock
from tenure.orders.files.load import room_for

app = typer.Typer(add_completion=False)
EXAMPLE = """Examples:

    tenure report orders.csv --out trust.html

    tenure report log.txt --map client=1 --map date=2 --map amount=4 --horizon 39w --out trust.html --language ro

    tenure report --db --out trust.html

The page needs nothing beside itself and opens anywhere. Exit code: 0 done, 2 bad input and nothing written.
"""


@app.command(help="Write a page that shows how far to trust the forecasts of these orders.", epilog=EXAMPLE)
def report(
    out: Annotated[Path, typer.Option("--out", help="Page to write; its name ends in .html.")],
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
    """Test, draw, write."""
    if language or not db:
        speak(language or "en")
    path = given.one_source(file, db)
    reading = given.reading_of(path, maps, date_format, decimal, currency, rate, keep_duplicates, engine, master)
    asked = Asked(given.days_of(horizon), origins, given.unit_of(unit), day_of(until))
    with ProgressBar() as bar, room_for(path or Path(tempfile.gettempdir())):
        reported = report_file(path, reading=reading, asked=asked, today=clock.today(), out=out, progress=bar.report)
    if as_json:
        print(json.dumps({**backtest_json(reported.tested), "out": str(out)}))
    else:
        print(trust_sentence(reported.tested.verdict))
        print(_("%(out)s is written.") % {"out": out})
