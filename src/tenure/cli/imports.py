"""`tenure import`: orders from a file, the list of imports, and taking one back."""

import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tenure.cli import amounts
from tenure.cli.import_report import show_bad_lines, show_result
from tenure.cli.progress_bar import ProgressBar
from tenure.journeys.imports.import_orders import import_orders, preview_import
from tenure.journeys.imports.read_orders_file import Wishes, check_orders, wished_options
from tenure.journeys.imports.undo_import import undo_import
from tenure.journeys.scoring.late_rescore import rescore
from tenure.kernel import formats
from tenure.kernel.errors import BadInput
from tenure.kernel.storage import storage_troubles
from tenure.orders.files.load import room_for
from tenure.orders.files.shape import inspect_file
from tenure.orders.import_words import state_name
from tenure.orders.imports import list_batches
from tenure.privacy.users import active_user
from tenure.privacy.workspace import current_workspace

OWN_FOLDERS = "command-"
SECONDS_KEPT = 24 * 3600
app = typer.Typer(add_completion=False, no_args_is_help=True, help="Import a file of orders.")
ORDERS_EXAMPLE = """Examples:

    tenure import orders orders.csv

    tenure import orders log.txt --map client=1 --map date=2 --map amount=4 --date-format %Y%m%d

    tenure import orders orders.xlsx --skip-bad --rejected to-correct.csv

A column is named by its heading or its number. The columns and the date format are found out when they are not given,
and are remembered for the next file with the same headings. Exit code: 0 done, 2 bad input and nothing written.
"""
User = Annotated[str, typer.Option("--user", help="E-mail of the account that acts; the system itself when left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="End with one line of JSON.")]


@app.callback()
def speak() -> None:
    """Import a file of orders, list the imports, take one back, or settle amounts in doubt."""
    workspace = current_workspace()
    translation.activate(workspace.language if workspace else "en")


@app.command("orders", epilog=ORDERS_EXAMPLE)
def orders(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX or Parquet.")],
    maps: Annotated[list[str] | None, typer.Option("--map", help="role=COL, e.g. client=1 or date=Order Date.")] = None,
    date_format: Annotated[str, typer.Option(help="dmy, mdy, ymd or a pattern such as %d.%m.%Y.")] = "",
    decimal: Annotated[str, typer.Option(help="Decimal mark, . or , when the file leaves it open.")] = "",
    currency: Annotated[str, typer.Option(help="Currency of the amounts; the company's when left out.")] = "",
    rate: Annotated[list[str] | None, typer.Option("--rate", help="A foreign unit in our money: USD=0.92.")] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Import the good lines, leave the bad ones out.")
    ] = False,
    keep_duplicates: Annotated[
        bool, typer.Option("--keep-duplicates", help="Keep lines that repeat another of the same order exactly.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    rejected: Annotated[Path | None, typer.Option(help="Write the bad lines with remarks to this file.")] = None,
    no_score: Annotated[bool, typer.Option("--no-score", help="Do not compute the scores afterwards.")] = False,
    as_json: AsJson = False,
    user: User = "",
) -> None:
    """Import the orders of a file: all of it, or nothing."""
    began = time.monotonic()
    actor = active_user(user) if user else None
    wishes = Wishes(
        maps or (), date_format or None, currency or None, _rates(rate or []), keep_duplicates, _decimal(decimal)
    )
    with tempfile.TemporaryDirectory(prefix=OWN_FOLDERS, dir=_work_folder()) as folder, ProgressBar() as bar:
        workdir = Path(folder)
        with storage_troubles(workdir), room_for(workdir):
            shape = inspect_file(file)
            checked = check_orders(shape, wished_options(shape, wishes), workdir=workdir, progress=bar.report)
            if checked.rejected:
                bar.pause(lambda: show_bad_lines(checked, rejected))
            if dry_run:
                result = preview_import(actor=actor, checked=checked, workdir=workdir, progress=bar.report)
            elif checked.rejected and not skip_bad:
                raise BadInput("bad_lines_cli", file=file.name, count=checked.rejected)
            else:
                result = import_orders(
                    actor=actor, checked=checked, workdir=workdir, skip_bad=skip_bad, progress=bar.report, began=began
                )
            if result.lines_written and not dry_run and not no_score:
                bar.report("scoring", 0, None)
                rescore(actor=actor)
    show_result(result, checked.options.currency, as_json=as_json, dry_run=dry_run)


@app.command("list", epilog="Example:\n\n    tenure import list")
def imports() -> None:
    """List the newest imports with their numbers."""
    lines = list_batches(None)
    if not lines:
        print(_("Nothing has been imported yet."))
    for line in lines:
        written = formats.number(line.counts.get("lines_written", 0))
        when, state = formats.moment(line.created_at), state_name(line.state)
        words = {"id": line.id, "when": when, "file": line.file_name, "lines": written, "state": state}
        print(_("%(id)s · %(when)s · %(file)s · %(state)s · lines written: %(lines)s") % words)


@app.command("undo", epilog="Example:\n\n    tenure import undo 12")
def undo(
    batch: Annotated[int, typer.Argument(help="Number of the import, as `tenure import list` shows it.")],
    no_score: Annotated[bool, typer.Option("--no-score", help="Do not compute the scores afterwards.")] = False,
    as_json: AsJson = False,
    user: User = "",
) -> None:
    """Take an import back: its lines, and the orders and clients that have nothing else."""
    actor = active_user(user) if user else None
    with storage_troubles(Path(settings.TENURE_HOME)), ProgressBar() as bar:
        taken = undo_import(actor=actor, batch_id=batch, progress=bar.report)
        if not no_score:
            bar.report("scoring", 0, None)
            rescore(actor=actor)
    if as_json:
        print(json.dumps({"batch": batch, **taken}))
        return
    words = {name: formats.number(count) for name, count in taken.items()} | {"batch": batch}
    print(_("Import %(batch)s is undone: %(lines)s lines, %(orders)s orders, %(clients)s clients taken back.") % words)


app.command("amounts", epilog=amounts.AMOUNTS_EXAMPLE)(amounts.amounts)
app.command("settle", epilog=amounts.SETTLE_EXAMPLE)(amounts.settle)
app.command("take-back", epilog=amounts.TAKE_BACK_EXAMPLE)(amounts.take_back)


def _work_folder() -> Path:
    """Where the command works; what a killed one left behind a day ago is swept out."""
    folder = Path(settings.TENURE_HOME) / "work"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob(f"{OWN_FOLDERS}*"):
        if time.time() - left.stat().st_mtime > SECONDS_KEPT:
            shutil.rmtree(left, ignore_errors=True)
    return folder


def _decimal(word: str) -> str | None:
    if word not in ("", ".", ","):
        raise BadInput("decimal_wrong", value=word)
    return word or None


def _rates(words: list[str]) -> dict[str, float]:
    rates = {}
    for word in words:
        code, _separator, value = word.partition("=")
        try:
            rate = float(value.replace(",", "."))
        except ValueError:
            rate = 0.0
        if len(code.strip()) != 3 or not 0 < rate < 1e9:
            raise BadInput("rate_wrong", word=word)
        rates[code.strip().upper()] = rate
    return rates
