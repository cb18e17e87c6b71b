"""`tenure job`: one job of the queue in a process of its own, so that its memory goes with it. The worker calls it."""

from typing import Annotated

import typer

from tenure.journeys.daily import NAME as DAILY
from tenure.journeys.daily import run_daily
from tenure.journeys.imports.import_job import run_import_job, signs_of_life
from tenure.journeys.scoring.late_rescore import rescore
from tenure.journeys.ventures.venture_retention import read_retention
from tenure.kernel.errors import BadInput
from tenure.orders.score_jobs import run_name

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure job import:12

The worker calls this for every job it has claimed; by hand it is of use only to look for faults.
"""


@app.command(epilog=EXAMPLE)
def job(
    name: Annotated[
        str, typer.Argument(help="import:NUMBER, score:NUMBER, fit:NUMBER or daily:NUMBER, claimed by the worker.")
    ],
) -> None:
    """Carry out one claimed job."""
    kind, _separator, number = name.partition(":")
    if kind not in ("import", "score", "fit", DAILY) or not number.isdigit():
        raise BadInput("job_unknown", job=name)
    if kind == "import":
        run_import_job(int(number))
        return
    if kind == "fit":
        read_retention(int(number))
        return
    if kind == DAILY:
        run_daily(int(number))
        return
    with signs_of_life(run_name(int(number))) as progress:
        rescore(actor=None, run_id=int(number), progress=lambda phase: progress.report(phase, 0, None))
