"""The row of a computation of all scores, from its start to its end. Called by the journey that computes."""

from datetime import date
from typing import Any

from django.db import transaction

from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotFound
from tenure.orders.models import ScoreRun
from tenure.orders.owner_figures import store_owner_figures
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require


def start_run(*, actor: User | None, run_id: int | None = None) -> int:
    """Begin the run of that number; without a number the one that waits, else a new one. actor None is the system."""
    if actor is not None:
        require(actor, Right.RECOMPUTE_SCORES)
    now = clock.now()
    with transaction.atomic():
        if run_id is None:
            run_id = (
                ScoreRun.objects.filter(state=ScoreRun.State.TO_RUN).order_by("pk").values_list("pk", flat=True).first()
            )
        if run_id is None:
            run = ScoreRun.objects.create(state=ScoreRun.State.RUNNING, actor=actor, requested_at=now, heartbeat_at=now)
            return int(run.pk)
        begun = ScoreRun.objects.filter(pk=run_id, state__in=[ScoreRun.State.TO_RUN, ScoreRun.State.RUNNING])
        if not begun.update(state=ScoreRun.State.RUNNING, heartbeat_at=now, error={}):
            raise NotFound(f"score run {run_id}")
    return run_id


def finish_run(
    *,
    actor: User | None,
    run_id: int,
    as_of: date,
    model_version: str,
    parameters: dict[str, Any],
    summary: dict[str, Any],
    client_count: int,
) -> None:
    """Part of the transaction that stores the scores: the run is done and its figures are the newest."""
    store_owner_figures(run_id=run_id, figures=summary.get("owners", {}))
    ScoreRun.objects.filter(pk=run_id).update(
        state=ScoreRun.State.DONE,
        as_of=as_of,
        model_version=model_version,
        parameters=parameters,
        summary={name: part for name, part in summary.items() if name != "owners"},
        client_count=client_count,
        finished_at=clock.now(),
    )
    record_change(
        actor=actor, action="rescore", subject_kind="score_run", subject_id=run_id,
        as_of=as_of.isoformat(), clients=client_count, model=model_version,
    )  # fmt: skip


def fail_run(*, run_id: int, error: Exception) -> None:
    """The run could not be finished: what stood before still stands, and the row says what went wrong."""
    problem = error.problem if isinstance(error, BadInput) else None
    told = {"code": problem.code, "data": problem.data} if problem else {"code": "rescore_failed", "data": {}}
    ScoreRun.objects.filter(pk=run_id).update(
        state=ScoreRun.State.FAILED, error={**told, "detail": f"{type(error).__name__}: {error}"[:500]},
        finished_at=clock.now(),
    )  # fmt: skip
