"""Jobs that run once a day: whoever inserts the day's row does the work."""

from datetime import date

from django.db import IntegrityError, transaction

from tenure.kernel import clock
from tenure.privacy.models import DailyRun


def claim_daily(name: str, day: date) -> int | None:
    """Take today's run for this worker alone; None when somebody has it or had it."""
    if DailyRun.objects.filter(name=name, day=day).exists():
        return None
    try:
        with transaction.atomic():
            return int(DailyRun.objects.create(name=name, day=day, started_at=clock.now()).pk)
    except IntegrityError:
        return None


def day_of_run(run_id: int) -> date | None:
    """The day of a claimed run that has not ended; None for any other."""
    return DailyRun.objects.filter(pk=run_id, finished_at=None).values_list("day", flat=True).first()


def finish_daily(run_id: int) -> None:
    """The day's work is done."""
    DailyRun.objects.filter(pk=run_id).update(finished_at=clock.now())


def return_daily(run_id: int, *, died: bool) -> None:
    """A run that was broken off begins anew; one whose process died by itself waits for the next day."""
    if not died:
        DailyRun.objects.filter(pk=run_id, finished_at=None).delete()


def last_finished(name: str) -> date | None:
    """The last day on which the job came to its end."""
    rows = DailyRun.objects.filter(name=name, finished_at__isnull=False)
    return rows.order_by("-day").values_list("day", flat=True).first()
