"""The task of a plan that lacks talks follows the plan and the talks. Part of the writers."""

from tenure.agenda.interview_tasks import end_interview_task, keep_interview_task
from tenure.discovery.interviews.progress import progress_of
from tenure.discovery.models import InterviewPlan


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
    keep_interview_task(plan_id=plan.pk, owner_id=plan.owner_id, due_on=plan.due_on, lacking=lacking)
