"""`tenure work`: takes waiting jobs one after another and has each carried out by a process of its own."""

import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import Annotated

import typer
from django.db import DatabaseError, InterfaceError, connections

from tenure.discovery.fit.readings import claim_reading, return_abandoned_readings, return_reading
from tenure.discovery.hypotheses.earlier_rules import recount_beliefs
from tenure.journeys.after_writing import after_writing
from tenure.journeys.daily import NAME as DAILY
from tenure.kernel import clock
from tenure.orders.import_jobs import claim_import, return_abandoned, return_import
from tenure.orders.progress import ProgressFile
from tenure.orders.score_jobs import claim_run, return_abandoned_runs, return_run
from tenure.orders.scores import queue_new_edition
from tenure.privacy.daily_runs import claim_daily, return_daily
from tenure.privacy.workspace import current_workspace, in_time_of

app = typer.Typer(add_completion=False)
EXAMPLE = """Example:

    tenure work

`tenure serve` runs it by itself. Stop with Ctrl+C or SIGTERM: a job that does not end at once is begun anew next time.
"""
IDLE_SECONDS = 1.0
SECONDS_TO_FINISH = 10.0
MOST_INDEXED = 2000  # written records dealt with before the queue is looked at again


@app.command(epilog=EXAMPLE)
def work(
    once: Annotated[bool, typer.Option("--once", help="End when nothing waits any more.")] = False,
) -> None:
    """Run the jobs alone (serve does this by itself)."""
    stop = threading.Event()

    def asked_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    life = ProgressFile("worker")
    while not stop.is_set():
        life.beat()  # tenure doctor looks for it
        try:
            # Asked anew each time: the company's time zone may have been changed meanwhile.
            with in_time_of(current_workspace()):
                job = next_job()
                dealt_with = 0 if job else after_writing(MOST_INDEXED) or recount_beliefs()
        except (DatabaseError, InterfaceError) as error:
            # The database may come back; a worker that ends would only be started again.
            typer.echo(f"tenure work: {error}", err=True)
            connections.close_all()
            stop.wait(5 * IDLE_SECONDS)
            continue
        if job is not None:
            carry_out(job, stop, life)
        elif dealt_with:
            continue
        elif once:
            return
        else:
            stop.wait(IDLE_SECONDS)


def next_job() -> str | None:
    """Claim what waits, imports first; before that, take back what dead workers have left."""
    return_abandoned()
    return_abandoned_runs()
    return_abandoned_readings()
    batch_id = claim_import()
    if batch_id is not None:
        return f"import:{batch_id}"
    queue_new_edition()
    run_id = claim_run()
    if run_id is not None:
        return f"score:{run_id}"
    reading_id = claim_reading()
    return f"fit:{reading_id}" if reading_id is not None else daily_job()


def daily_job() -> str | None:
    """Claim what is done once a day, by the company's own calendar."""
    run_id = claim_daily(DAILY, clock.today()) if current_workspace() else None
    return f"{DAILY}:{run_id}" if run_id is not None else None


def carry_out(job: str, stop: threading.Event, life: ProgressFile) -> None:
    """Run the job in a child process. Whatever way the child ends, the row does not stay claimed."""
    child = subprocess.Popen(  # noqa: S603 the job is a kind and a number of our own
        [sys.executable, "-m", "tenure", "job", job], stdin=subprocess.DEVNULL, start_new_session=True
    )
    while child.poll() is None:
        life.beat()
        if stop.wait(0.2):
            break
    died = child.poll() is not None
    if not died:
        _end(child)
    kind, _separator, number = job.partition(":")
    put_back = {"import": return_import, "score": return_run, "fit": return_reading, DAILY: return_daily}[kind]
    put_back(int(number), died=died)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Give the child a moment to finish; then it is ended, and its transaction with it."""
    try:
        child.wait(SECONDS_TO_FINISH)
    except subprocess.TimeoutExpired:
        child.terminate()
    try:
        child.wait(SECONDS_TO_FINISH / 2)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
