"""The task of a plan that lacks talks follows the plan and the talks. Part of the writers."""

from datetime import date, timedelta

from tenure.agenda.interview_tasks import end_interview_task, keep_interview_task
from tenure.discovery.interviews.progress import progress_of
from tenure.discovery.models import InterviewPlan
from tenure.kernel import clock

# Without a day to be ready by, one talk a week keeps a search alive.
USUAL_GAP = 7


def renew_task(plan: InterviewPlan) -> None:
    """Bring the task on Today in line with what is held; call inside the transaction that changed it."""
    held = progress_of(plan)
    if plan.closed_at is not None or held.enough:
        end_interview_task(plan_id=plan.pk)
        return
    lacking = {
        "venture": plan.venture.name, "held": held.held, "target": plan.target, "more": held.more,
        "strangers": held.strangers_more,
    }  # fmt: skip
    due_on = next_talk_by(plan.due_on, held.more, clock.today())
    keep_interview_task(plan_id=plan.pk, owner_id=plan.owner_id, due_on=due_on, lacking=lacking)


def next_talk_by(ready_by: date | None, more: int, today: date) -> date:
    """Pure: the day of the next talk, so that those still lacking are spread evenly over the days left."""
    if ready_by is None:
        return today + timedelta(days=USUAL_GAP)
    return today + timedelta(days=max(0, (ready_by - today).days) // max(1, more))
