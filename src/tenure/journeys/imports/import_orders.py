"""A checked file of orders becomes clients, orders and lines, in one transaction or not at all.

The plan (whose are the lines, which of them are new, what orders do they make) is worked out in DuckDB while nothing
is locked. Then the tables are locked, the plan is used if nobody has changed clients or orders meanwhile, and its rows
are copied. A dry run is the plan alone, so it shows exactly what an import would do.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection, transaction

from tenure.clients.matching.matching import match_clients
from tenure.clients.matching.near_names import find_doubtful
from tenure.clients.phones import own_region
from tenure.clients.search.search import index_pending
from tenure.discovery.hypotheses.one_voice import recount_clients
from tenure.kernel import clock
from tenure.kernel.errors import BadInput
from tenure.kernel.workbench import application_attached, open_workbench
from tenure.orders.base_tables import copy_clients, copy_orders
from tenure.orders.batches import base_stamp, begin_batch, finish_batch, remember_profile, signature
from tenure.orders.bulk_write import let_go, lock_tables, write_rows
from tenure.orders.files.check import CheckedFile
from tenure.orders.order_plan import OrderCounts, PlanCounts, plan_clients, plan_orders
from tenure.orders.reserved_ids import reserve_ids
from tenure.orders.staging import Firsts, staged_rows
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

Progress = Callable[[str, int, int | None], None]
ATTEMPTS = 3
MEMORY = "400MB"  # of the plan: its tables are written to the database meanwhile, which takes its own
WORKERS = 3  # one looks for similar clients while two lay rows out


class _Stale(Exception):
    """Somebody changed clients or orders after the plan was made."""


@dataclass(frozen=True)
class Plan:
    """What an import would do, with the DuckDB that holds its rows and the threads that may work in it meanwhile.

    counts: of all but orders, which are still worked out, as is how many clients resemble another. first: no client is
    stored yet.
    """

    bench: duckdb.DuckDBPyConnection
    workers: Executor
    counts: PlanCounts
    orders: Future[OrderCounts]
    similar: Future[int]
    first: bool
    stamp: tuple[int, int]


@dataclass(frozen=True)
class ImportResult:
    """Counts of lines unless they say otherwise. duplicates: exact repetitions in the file and lines imported before.

    batch: None when nothing was new, or for a dry run. amount_minor: of the lines written.
    """

    batch: int | None
    rows_read: int
    lines_written: int
    orders_written: int
    orders_extended: int
    clients_created: int
    clients_matched: int
    clients_similar: int
    rejected: int
    duplicates: int
    already_imported: int
    returns: int
    damaged: int
    amount_minor: int
    seconds: float


@contextmanager
def planned(checked: CheckedFile, workdir: Path, progress: Progress) -> Iterator[Plan]:
    """Work the plan of a checked file out; its tables live until the end of the `with` block. Nothing is written."""
    stamp, region = base_stamp(), own_region()
    bench = open_workbench(workdir / "plan.duckdb", memory=MEMORY, in_memory=True)
    try:
        bench.execute("ATTACH '{}' AS checked (READ_ONLY)".format(str(checked.database).replace("'", "''")))
        with application_attached(bench):
            progress("matching", 0, checked.good)
            copy_clients(bench)
            match_clients(bench, region)
            copy_orders(bench)
        progress("planning", 0, checked.good)
        counts = plan_clients(bench)
        first = bench.execute("SELECT 1 FROM base_clients LIMIT 1").fetchone() is None
        with ThreadPoolExecutor(WORKERS) as workers:
            orders = workers.submit(plan_orders, bench.cursor())
            similar = workers.submit(find_doubtful, bench.cursor())
            yield Plan(bench, workers, counts, orders, similar, first, stamp)
    finally:
        bench.close()


def preview_import(*, actor: User | None, checked: CheckedFile, workdir: Path, progress: Progress) -> ImportResult:
    """The dry run: what `import_orders` would do now, and nothing else."""
    _require(actor)
    began = time.monotonic()
    with planned(checked, workdir, progress) as plan:
        progress("similar", 0, checked.good)
        return result_of(checked, plan, None, began)


def import_orders(
    *,
    actor: User | None,
    checked: CheckedFile,
    workdir: Path,
    skip_bad: bool,
    progress: Progress,
    batch_id: int | None = None,
    began: float | None = None,
) -> ImportResult:
    """Write what is new in a checked file. batch_id: its row when it came through the pages, else one is made.

    actor None is the system itself. Raises BadInput when lines were rejected and are not to be left out, or when
    others kept changing the base; then nothing is written. A file with nothing new writes nothing.
    """
    _require(actor)
    began = time.monotonic() if began is None else began
    if checked.rejected and not skip_bad:
        raise BadInput("bad_lines", file=checked.shape.path.name, count=checked.rejected)
    for _attempt in range(ATTEMPTS):
        with planned(checked, workdir, progress) as plan:
            if not plan.counts.lines:
                return _nothing_new(actor, checked, plan, batch_id, began)
            try:
                result = _write(actor, checked, plan, workdir, batch_id, began, progress)
            except _Stale:
                continue
        _afterwards(progress, result)
        return result
    raise BadInput("base_keeps_changing", file=checked.shape.path.name)


def _write(
    actor: User | None,
    checked: CheckedFile,
    plan: Plan,
    workdir: Path,
    batch_id: int | None,
    began: float,
    progress: Progress,
) -> ImportResult:
    batch = batch_id or reserve_ids("orders_importbatch", 1)
    # Where others work already, nothing is locked before the plan is whole. A first file has no more orders than lines.
    orders = plan.counts.lines if plan.first else plan.orders.result().orders
    firsts = Firsts(
        client=reserve_ids("clients_client", plan.counts.clients_created),
        product=reserve_ids("orders_product", plan.counts.products),
        order=reserve_ids("orders_order", orders),
        line=0 if connection.vendor == "sqlite" else reserve_ids("orders_orderline", plan.counts.lines),
        batch=batch,
    )
    progress("laying_out", 0, plan.counts.lines)
    staged = workdir / "staged"
    staged.mkdir(parents=True, exist_ok=True)
    try:
        parts: dict[str, Future[Any]] = {"orders": plan.orders, "similar": plan.similar}
        rows = staged_rows(plan.bench, plan.workers, staged, firsts, clock.now(), parts)
        with rows as ready, transaction.atomic():
            lock_tables()
            if base_stamp() != plan.stamp:
                raise _Stale
            if batch_id is None:
                _begin(batch, actor, checked)
            lines = plan.counts.lines
            progress("writing", 0, lines)
            write_rows(ready, lambda share: progress("writing", round(share * lines), lines))
            result = result_of(checked, plan, batch, began)
            filled = _filled(plan.bench)
            _finish(actor, checked, filled, result)
    finally:
        let_go()
        shutil.rmtree(staged, ignore_errors=True)
    recount_clients(actor, [int(client) for client in filled.get("name", ())])
    return result


def _begin(batch_id: int, actor: User | None, checked: CheckedFile) -> None:
    shape = checked.shape
    begin_batch(batch_id=batch_id, actor=actor, file_name=shape.path.name, file_bytes=shape.bytes, sha256=shape.sha256)


def _finish(actor: User | None, checked: CheckedFile, filled: dict[str, Any], result: ImportResult) -> None:
    assert result.batch is not None
    shape = checked.shape
    finish_batch(
        batch_id=result.batch,
        actor=actor,
        options=checked.options,
        counts=asdict(result),
        filled=filled,
    )
    remember_profile(
        signature=signature(shape.kind, [column.heading for column in shape.columns]),
        name=shape.path.name,
        options=checked.options,
    )


def _nothing_new(
    actor: User | None, checked: CheckedFile, plan: Plan, batch_id: int | None, began: float
) -> ImportResult:
    """All lines are known: only a batch that waits in the pages is closed."""
    result = result_of(checked, plan, batch_id, began)
    if batch_id is not None:
        with transaction.atomic():
            finish_batch(batch_id=batch_id, actor=actor, options=checked.options, counts=asdict(result), filled={})
    return result


def _afterwards(progress: Progress, result: ImportResult) -> None:
    """What makes reading quick again; the import stands already."""
    progress("indexing", 0, result.clients_created)
    if result.clients_created:
        index_pending()
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET default_statistics_target = 30"
            )  # a rough picture now; the server's own comes by itself
            cursor.execute("ANALYZE clients_client, orders_order, orders_orderline")
            cursor.execute("RESET default_statistics_target")


def _filled(bench: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Which blanks of known clients the file filled, so that undoing can empty them: field -> {client: value}."""
    filled: dict[str, Any] = {}
    for field in ("external_id", "tax_id", "email", "phone", "country", "name"):
        rows = bench.execute(f"SELECT id, {field} FROM planned_fills WHERE {field} IS NOT NULL ORDER BY id").fetchall()
        if rows:
            filled[field] = {str(client): value for client, value in rows}
    return filled


def result_of(checked: CheckedFile, plan: Plan, batch: int | None, began: float) -> ImportResult:
    """What a plan comes to, in counts."""
    counts, orders = plan.counts, plan.orders.result()
    return ImportResult(
        batch=batch,
        rows_read=checked.rows_read,
        lines_written=counts.lines,
        orders_written=orders.orders,
        orders_extended=orders.orders_extended,
        clients_created=counts.clients_created,
        clients_matched=counts.clients_matched,
        clients_similar=plan.similar.result(),
        rejected=checked.rejected,
        duplicates=checked.duplicates + counts.already_imported,
        already_imported=counts.already_imported,
        returns=checked.returns,
        damaged=checked.damaged,
        amount_minor=counts.amount_minor,
        seconds=round(time.monotonic() - began, 3),
    )


def _require(actor: User | None) -> None:
    if actor is not None:
        require(actor, Right.IMPORT_ORDERS)
