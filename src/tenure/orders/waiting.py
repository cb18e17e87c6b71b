"""Work that waits for the job worker."""

from datetime import datetime

from tenure.orders.models import ImportBatch, ScoreRun

WAITING = (ImportBatch.State.TO_CHECK, ImportBatch.State.TO_IMPORT, ImportBatch.State.TO_UNDO)


def waiting_since() -> datetime | None:
    """When the oldest waiting import or scoring was asked for; None when nothing waits. Two queries."""
    moments = [
        ImportBatch.objects.filter(state__in=WAITING)
        .order_by("created_at")
        .values_list("created_at", flat=True)
        .first(),
        ScoreRun.objects.filter(state=ScoreRun.State.TO_RUN)
        .order_by("requested_at")
        .values_list("requested_at", flat=True)
        .first(),
    ]
    return min((moment for moment in moments if moment is not None), default=None)
