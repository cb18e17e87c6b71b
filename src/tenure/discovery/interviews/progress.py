"""How far a plan is: talks held of those wanted, and how many of them with strangers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from tenure.discovery.models import Interview, InterviewPlan
from tenure.discovery.models.interviews import Acquaintance


@dataclass(frozen=True)
class Progress:
    """held, strangers: talks so far; more, strangers_more: what is still lacking, 0 when enough."""

    held: int
    strangers: int
    target: int
    wanted_strangers: int

    @property
    def strangers_more(self) -> int:
        return max(0, self.wanted_strangers - self.strangers)

    @property
    def more(self) -> int:
        return max(self.target - self.held, self.strangers_more, 0)

    @property
    def enough(self) -> bool:
        return self.more == 0


def progress_of(plan: InterviewPlan) -> Progress:
    """One query."""
    return progress_of_plans([plan])[plan.pk]


def progress_of_plans(plans: Iterable[InterviewPlan]) -> dict[int, Progress]:
    """Of each plan. One query."""
    found = list(plans)
    # Friends are heard, and never counted among strangers: only those who came cold are.
    rows = (
        Interview.objects.filter(plan__in=found, withdrawn_at=None)
        .values("plan_id")
        .annotate(held=Count("id"), strangers=Count("id", filter=Q(acquaintance=Acquaintance.COLD)))
    )
    counts = {row["plan_id"]: (row["held"], row["strangers"]) for row in rows}
    return {plan.pk: Progress(*counts.get(plan.pk, (0, 0)), plan.target, plan.strangers) for plan in found}
