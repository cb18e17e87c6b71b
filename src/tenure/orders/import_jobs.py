"""The queue of imports: rows are claimed by a conditional UPDATE, come back when their worker dies, end or fail."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from tenure.kernel import clock
from tenure.kernel.errors import Conflict, Problem
from tenure.orders.files.options import Options
from tenure.orders.imports import job_name
from tenure.orders.models import ImportBatch
from tenure.orders.progress import STALE_SECONDS, is_alive, progress_path
from tenure.privacy.audit import record_change
from tenure.privacy.models import User

State = ImportBatch.State
# What waits, what it becomes while it is worked on, and what a given-up job leaves: in the order they are served.
STEPS = (
    (State.TO_UNDO, State.UNDOING, State.DONE),
    (State.TO_IMPORT, State.IMPORTING, State.FAILED),
    (State.TO_CHECK, State.CHECKING, State.FAILED),
)
TRIES = 3


def claim_import() -> int | None:
    """Take the next waiting import for this worker alone; None when nothing waits."""
    for waiting, working, _failed in STEPS:
        for batch_id in ImportBatch.objects.filter(state=waiting).order_by("id").values_list("id", flat=True)[:5]:
            now = clock.now()
            taken = ImportBatch.objects.filter(pk=batch_id, state=waiting).update(
                state=working, started_at=now, heartbeat_at=now, phase="", rows_done=0
            )
            if taken:
                return int(batch_id)
    return None


def return_abandoned() -> int:
    """Put imports whose worker has died back into the queue; those that died too often fail. Returns how many."""
    silent_since = clock.now() - timedelta(seconds=STALE_SECONDS)
    working = [step[1] for step in STEPS]
    rows = ImportBatch.objects.filter(Q(heartbeat_at__lt=silent_since) | Q(heartbeat_at=None), state__in=working)
    return sum(
        return_import(batch_id) for batch_id in rows.values_list("id", flat=True) if not is_alive(job_name(batch_id))
    )


def return_import(batch_id: int, *, died: bool = True) -> int:
    """Put one import back; 1 when it was at work. died: its process ended by itself, which is borne three times."""
    for waiting, working, failed in STEPS:
        batch = ImportBatch.objects.filter(pk=batch_id, state=working).first()
        if batch is None:
            continue
        progress_path(job_name(batch_id)).unlink(missing_ok=True)
        tries = int(batch.error.get("tries", 0)) + died
        again = tries < TRIES
        error = {"tries": tries} if again else _given_up(batch.file_name, tries)
        rows = ImportBatch.objects.filter(pk=batch_id, state=working, heartbeat_at=batch.heartbeat_at)
        return rows.update(state=waiting if again else failed, error=error)
    return 0


def claimed_batch(batch_id: int) -> ImportBatch:
    """The row of an import under work, with its actor. Raises Conflict when it is in no working state."""
    working = [step[1] for step in STEPS]
    batch = ImportBatch.objects.select_related("actor").filter(pk=batch_id, state__in=working).first()
    if batch is None:
        raise Conflict(f"import {batch_id} is not being worked on")
    return batch


def finish_check(*, batch_id: int, actor: User | None, options: Options, report: dict[str, Any]) -> None:
    """Store what a check found; the batch now waits for a person. Raises Conflict when it was cancelled meanwhile."""
    with transaction.atomic():
        ours = ImportBatch.objects.filter(pk=batch_id, state=State.CHECKING).update(
            state=State.CHECKED, options=options.to_json(), report=report, error={}, finished_at=None
        )
        if not ours:
            raise Conflict(f"import {batch_id} is no longer being checked")
        record_change(
            actor=actor, action="check_orders", subject_kind="import_check", subject_id=batch_id,
            rows_read=report.get("rows_read"), rejected=report.get("rejected"),
        )  # fmt: skip


def fail_import(*, batch_id: int, problem: Problem, report: dict[str, Any] | None = None) -> None:
    """Say in the row why the work could not be done. An import that could not be undone stays imported."""
    error = {"code": problem.code, "data": problem.data}
    for _waiting, working, failed in STEPS:
        fields: dict[str, Any] = {"state": failed, "error": error, "finished_at": clock.now()}
        if report is not None:
            fields["report"] = report
        ImportBatch.objects.filter(pk=batch_id, state=working).update(**fields)


def _given_up(file_name: str, tries: int) -> dict[str, Any]:
    return {"code": "import_gave_up", "data": {"file": file_name, "times": tries}}
