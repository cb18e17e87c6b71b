"""All scores of all clients computed again, and the tasks brought in line. Run by the job worker and the command line.

The computation happens in a DuckDB beside the database, without any lock; the new rows are laid beside the old ones in
short turns and then put in place in one short transaction: pages show the old scores or the new ones, and others can
write all the while.
"""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
from django.conf import settings
from django.db import connection

from tenure.agenda.proposals import Proposal
from tenure.agenda.renewal import Episode, Renewal, closed_episodes, postponed_clients, renew_tasks
from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.facts.minimal_profiles import minimal_profiles
from tenure.engine.alarms.promise import LEVEL
from tenure.engine.columns import COLUMNS
from tenure.engine.model_report import ModelReport
from tenure.engine.scores import ScoredBase, score_clients
from tenure.journeys.learning.learned_lifts import learned_lifts
from tenure.journeys.learning.question_tables import copy_question_tables
from tenure.journeys.learning.question_terms import askable
from tenure.journeys.learning.rank_questions import RankedQuestions, rank_questions
from tenure.journeys.learning.talk_worth import value_talks
from tenure.journeys.scoring.judged_alarms import put_alarms
from tenure.journeys.scoring.score_summary import base_summaries
from tenure.journeys.scoring.sound_amounts import with_sound_amounts
from tenure.journeys.scoring.staying import put_staying
from tenure.journeys.today.choose_tasks import Chosen, choose_tasks, margin_share, second_order
from tenure.kernel import clock
from tenure.kernel.money import minor_per_unit
from tenure.kernel.workbench import application_attached, load_extension, open_workbench
from tenure.orders.score_rows import (
    STAGED,
    Changes,
    bring_in,
    clear_away,
    keep_past_month,
    last_turn,
    replace_scores,
    settle,
)
from tenure.orders.score_runs import fail_run, finish_run, start_run
from tenure.privacy.models import User
from tenure.privacy.workspace import WorkspaceView, current_workspace
from tenure.retention.rhythm import Base

Progress = Callable[[str], None]
FOLDER = "rescore-"
MEMORY_BESIDE = "400MB"  # of the workbench while SQLite is written to beside it


@dataclass(frozen=True)
class RescoreResult:
    """What a run did. `verdict`: how the orders model came out; `left_out`: clients below the best of each owner."""

    run_id: int
    as_of: date | None
    clients: int
    verdict: str
    tasks: Renewal
    left_out: int
    seconds: float


@dataclass(frozen=True)
class Fresh:
    """New results before they are put in place."""

    as_of: date
    model_version: str
    parameters: dict[str, Any]
    summary: dict[str, Any]
    chosen: Chosen
    asked: RankedQuestions


def rescore(*, actor: User | None, run_id: int | None = None, progress: Progress | None = None) -> RescoreResult:
    """Compute all scores as known at the end of the last order's day (never later than today) and renew the tasks.

    run_id: the waiting run to carry out; without it a new run is begun. progress is told "reading", "scoring",
    "figures", "tasks" and "writing" as they begin. A run that fails says so in its row and raises.
    """
    started = time.monotonic()
    tell = progress or _silent
    run_id = start_run(actor=actor, run_id=run_id)
    try:
        with alone() as folder:
            fresh = compute(folder, run_id, tell)
            tell("writing")
            clients, tasks = put_in_place(folder, run_id, actor, fresh)
    except Exception as error:
        fail_run(run_id=run_id, error=error)
        raise
    verdict = fresh.parameters.get("verdict", "no_orders")
    seconds = time.monotonic() - started
    return RescoreResult(run_id, fresh.as_of, clients, verdict, tasks, fresh.chosen.left_out, seconds)


@contextmanager
def alone() -> Iterator[Path]:
    """A folder for this run, while every other run on this machine waits; what killed runs left of theirs goes."""
    work = Path(settings.TENURE_HOME) / "work"
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (work / "rescore.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the system lets go of it when the process ends, however it ends
        for left in work.glob(f"{FOLDER}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=FOLDER, dir=work) as folder:
            yield Path(folder)


def compute(folder: Path, run_id: int, tell: Progress) -> Fresh:
    """Read, score, summarise and choose. On SQLite the rows go into the database meanwhile, beside those in use."""
    workspace = current_workspace()
    today = clock.today()
    bench = open_workbench(folder / "bench.duckdb")
    try:
        tell("reading")
        as_of = read_orders(bench, today)
        copy_question_tables(bench)
        tell("scoring")
        scored = score_orders(bench, as_of, workspace.silence_level if workspace else LEVEL)
        join_scores(bench, scored, run_id)
        model = scored.model if scored else None
        del scored  # a third of a gigabyte for a million clients
        bench.execute(f"SET memory_limit = '{MEMORY_BESIDE}'")
        stage(bench, folder)
        with ThreadPoolExecutor(1) as beside:
            writing = beside.submit(bring_in_beside, folder) if connection.vendor == "sqlite" else None
            tell("figures")
            summary = put_staying(base_summaries(bench, as_of=as_of), bench, as_of=as_of)
            tell("tasks")
            base = Base(as_of, margin_share(bench), least_stake=minor_per_unit(workspace.currency) if workspace else 0)
            base = replace(base, second_order=second_order(bench, base))
            closed = closed_episodes()
            chosen = choose_tasks(bench, base, closed=closed, waiting=postponed_clients())
            asked, lifts = questions_worth_asking(bench, today, workspace, closed)
            if writing:
                writing.result()
    finally:
        bench.close()
        connection.close()
    summary["tasks"] = {"candidates": chosen.candidates, "kept": len(chosen.proposals)}
    summary["questions"] = {"clients": asked.clients, "kept": len(asked.proposals)}
    parameters = {**model_parameters(model, base), "lifts": lifts}
    return Fresh(as_of, model.version if model else "", parameters, summary, chosen, asked)


def questions_worth_asking(
    bench: duckdb.DuckDBPyConnection, today: date, workspace: WorkspaceView | None, closed: frozenset[Episode]
) -> tuple[RankedQuestions, dict[str, Any]]:
    """The questions to keep as tasks, and the lifts learned from closed deals that they were ranked with."""
    kinds = askable(fact_kinds())
    lifts = learned_lifts(bench, kinds)
    hour = (workspace or WorkspaceView("", "EUR", "en", "UTC")).hour_cost_minor
    return rank_questions(
        bench,
        kinds,
        today=today,
        hour_cost_minor=hour,
        learned=lifts["classes"],
        closed=closed,
        profiles=minimal_profiles(),
    ), lifts


def bring_in_beside(folder: Path) -> None:
    """`bring_in` on a connection of this thread's own."""
    try:
        bring_in(folder)
    finally:
        connection.close()


def read_orders(bench: duckdb.DuckDBPyConnection, today: date) -> date:
    """Copy orders and clients to the workbench; returns the last order day, today when there is none."""
    with application_attached(bench):
        bench.execute(
            """CREATE TABLE orders AS SELECT client_id AS client, CAST(day AS DATE) AS day, amount_minor AS amount,
            margin_minor AS margin, CAST(is_return AS BOOLEAN) AS is_return,
            CAST(looks_damaged AS BOOLEAN) AS looks_damaged FROM app.orders_order"""
        )
        bench.execute(
            """CREATE TABLE people AS SELECT id AS client, owner_id AS owner, country FROM app.clients_client
            WHERE merged_into_id IS NULL"""
        )
    found = bench.execute("SELECT max(day) FROM orders WHERE NOT is_return AND day <= ?", [today]).fetchone()
    return found[0] if found and found[0] else today


def score_orders(bench: duckdb.DuckDBPyConnection, as_of: date, false_alarms: float) -> ScoredBase | None:
    """The engine's scores; None when there is no order to score. false_alarms: the share of them that is borne."""
    known = bench.execute("SELECT 1 FROM orders WHERE day <= ? LIMIT 1", [as_of]).fetchone()
    if known is None:
        return None
    orders = ibis.duckdb.from_connection(bench).table(with_sound_amounts(bench, "orders"))
    return score_clients(orders, as_of=as_of, false_alarms=false_alarms)


def join_scores(bench: duckdb.DuckDBPyConnection, scored: ScoredBase | None, run_id: int) -> None:
    """Table `fresh`: a row in the stored columns for every client, those without orders too."""
    rows = scored.clients if scored else NOTHING_SCORED
    bench.register("scored", rows)
    names = [name for name in STAGED if name not in {"client_id", "owner_id", "run_id"}]
    filled = ", ".join(
        f"coalesce(s.{name}, {EMPTY[name]}) AS {name}" if name in EMPTY else f"s.{name}" for name in names
    )
    bench.execute(
        f"""CREATE TABLE fresh AS SELECT p.client AS client_id, p.owner AS owner_id, {int(run_id)} AS run_id, {filled}
        FROM people p LEFT JOIN scored s USING (client)"""
    )
    bench.unregister("scored")


NOTHING_SCORED = pa.table(
    {"client": pa.array([], pa.int64())} | {name: pa.array([], kind) for name, (kind, _) in COLUMNS.items()}
)
# Columns that are never null, and what a client without orders has in them.
EMPTY = {
    "status": "'no_orders'",
    "order_days": "0",
    "revenue_minor": "0",
    "revenue_12m_minor": "0",
    "abc_class": "''",
    "abc_margin_class": "''",
    "abc_class_before": "''",
    "xyz_frequency_class": "''",
    "xyz_stability_class": "''",
    "is_silent": "false",
    "is_falling": "false",
}


def stage(bench: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `fresh` to the file the database takes it from."""
    columns = ", ".join(STAGED)
    if connection.vendor == "sqlite":
        load_extension(bench, "sqlite_scanner")
        bench.execute(f"ATTACH '{folder / 'stage.sqlite'}' AS stage (TYPE sqlite)")
        bench.execute(f"CREATE TABLE stage.scores AS SELECT {columns} FROM fresh ORDER BY client_id")
        bench.execute("DETACH stage")
    else:
        bench.execute(f"COPY (SELECT {columns} FROM fresh) TO '{folder / 'stage.csv'}' (FORMAT csv, HEADER false)")


def put_in_place(folder: Path, run_id: int, actor: User | None, fresh: Fresh) -> tuple[int, Renewal]:
    """The last step, in one short transaction: scores, tasks and the run's own row, all at once."""
    if connection.vendor != "sqlite":
        bring_in(folder)
    keep_past_month(fresh.as_of)
    with last_turn():
        changes = settle()
        clients = replace_scores()
        tasks = renew_tasks(actor=actor, proposals=settled((*fresh.chosen.proposals, *fresh.asked.proposals), changes))
        finish_run(
            actor=actor,
            run_id=run_id,
            as_of=fresh.as_of,
            model_version=fresh.model_version,
            parameters=fresh.parameters,
            summary=put_alarms(fresh.summary, as_of=fresh.as_of),
            client_count=clients,
        )
        value_talks()
    clear_away()
    return clients, tasks


def settled(proposals: Iterable[Proposal], changes: Changes) -> Iterator[Proposal]:
    """The proposals without those for clients that are gone, each for the owner its client has by now."""
    for proposal in proposals:
        if proposal.client_id in changes.owners:
            yield replace(proposal, owner_id=changes.owners[proposal.client_id])
        elif proposal.client_id not in changes.gone:
            yield proposal


def model_parameters(model: ModelReport | None, base: Base) -> dict[str, Any]:
    """What was fitted and what was assumed, as JSON, so that a number can be reproduced."""
    assumed = {"assumed": asdict(base.assumed), "margin_share": base.margin_share}
    if base.second_order:
        assumed["second_order"] = asdict(base.second_order)
    return {"verdict": "no_orders", **assumed} if model is None else {**plain(asdict(model)), **assumed}


def plain(value: Any) -> Any:
    """The value with its arrays as lists, for JSON."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def _silent(_phase: str) -> None:
    return None
