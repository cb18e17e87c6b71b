"""The queue of score runs: claimed by a conditional UPDATE, put back when their worker dies."""

from datetime import timedelta

from tenure.kernel import clock
from tenure.orders.models import ScoreRun
from tenure.orders.progress import STALE_SECONDS, is_alive, progress_path

State = ScoreRun.State
TRIES = 3
# A run started from the command line gives no signs of life; so long it is believed to be at work.
BELIEVED_SECONDS = 1800.0


def run_name(run_id: int) -> str:
    """The name under which a run's progress is kept."""
    return f"score-{run_id}"


def claim_run() -> int | None:
    """Take the next waiting run for this worker alone; None when nothing waits."""
    for run_id in ScoreRun.objects.filter(state=State.TO_RUN).order_by("id").values_list("id", flat=True)[:5]:
        if ScoreRun.objects.filter(pk=run_id, state=State.TO_RUN).update(state=State.RUNNING, heartbeat_at=clock.now()):
            return int(run_id)
    return None


def return_abandoned_runs() -> int:
    """Put runs whose worker has died back into the queue. Returns how many."""
    returned = 0
    for run in ScoreRun.objects.filter(state=State.RUNNING).only("id", "heartbeat_at"):
        name = run_name(run.pk)
        patience = STALE_SECONDS if progress_path(name).exists() else BELIEVED_SECONDS
        silent = run.heartbeat_at is None or run.heartbeat_at < clock.now() - timedelta(seconds=patience)
        if silent and not is_alive(name):
            returned += return_run(run.pk)
    return returned


def return_run(run_id: int, *, died: bool = True) -> int:
    """Put one run back; 1 when it was running. died: its process ended by itself, which is borne three times."""
    run = ScoreRun.objects.filter(pk=run_id, state=State.RUNNING).first()
    if run is None:
        return 0
    progress_path(run_name(run_id)).unlink(missing_ok=True)
    tries = int(run.error.get("tries", 0)) + died
    again = tries < TRIES
    error = {"tries": tries} if again else {"code": "rescore_gave_up", "data": {"times": tries}}
    rows = ScoreRun.objects.filter(pk=run_id, state=State.RUNNING, heartbeat_at=run.heartbeat_at)
    return rows.update(state=State.TO_RUN if again else State.FAILED, error=error)
