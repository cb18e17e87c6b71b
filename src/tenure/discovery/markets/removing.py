"""Problems and segments entered by mistake, taken out: only while nothing that was learnt hangs on them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from tenure.discovery.loops import loop_number
from tenure.discovery.markets.problems import problem_for_work
from tenure.discovery.markets.segments import segment_for_work
from tenure.discovery.models import (
    Hypothesis,
    Interview,
    InterviewPlan,
    InterviewProblem,
    MarketSize,
    Presale,
    Problem,
    ProblemMerge,
    ProfileItem,
    Proposition,
    Quote,
    Segment,
    Solution,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    ValueItem,
)
from tenure.discovery.timeline import record_step
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User


def remove_problem(*, actor: User, problem_id: int, version: int) -> int:
    """Take a problem out of the backlog for good. Returns its venture.

    Raises InvalidValue naming what hangs on it, Conflict unless `version` is the one stored.
    """
    with transaction.atomic():
        row = problem_for_work(actor, problem_id, version)
        if hanging := what_hangs_on_problem(row):
            raise InvalidValue("problem_in_use", field="", name=row.name, hanging=hanging)
        record_step(
            actor=actor, venture=row.venture, loop=loop_number(row.venture), action="remove_problem",
            subject_kind="problem", subject_id=row.pk, name=row.name,
        )  # fmt: skip
        ProblemMerge.objects.filter(venture=row.venture, kept=row.pk).delete()
        row.delete()
    return row.venture_id


def remove_segment(*, actor: User, segment_id: int, version: int) -> int:
    """Take a segment out for good. Returns its venture. Raises as `remove_problem`."""
    with transaction.atomic():
        row = segment_for_work(actor, segment_id, version)
        if hanging := what_hangs_on_segment(row):
            raise InvalidValue("segment_in_use", field="", name=row.name, hanging=hanging)
        record_step(
            actor=actor, venture=row.venture, loop=loop_number(row.venture), action="remove_segment",
            subject_kind="segment", subject_id=row.pk, name=row.name,
        )  # fmt: skip
        row.delete()
    return row.venture_id


def what_hangs_on_problem(row: Problem) -> dict[str, int]:
    """How many records of each kind would lose it; interviews that were withdrawn too, for they can count again."""
    return _counted(
        {
            "interviews": InterviewProblem.objects.filter(problem=row),
            "quotes": Quote.objects.filter(problem=row),
            "hypotheses": Hypothesis.objects.filter(problem=row),
            "sizes": MarketSize.objects.filter(problem=row),
            "questions": SurveyQuestion.objects.filter(problem=row),
        }
    )


def what_hangs_on_segment(row: Segment) -> dict[str, int]:
    """How many records of each kind would lose it."""
    return _counted(
        {
            "interviews": Interview.objects.filter(segment=row),
            "plans": InterviewPlan.objects.filter(segment=row),
            "hypotheses": Hypothesis.objects.filter(segment=row),
            "sizes": MarketSize.objects.filter(segment=row),
            "wants": ProfileItem.objects.filter(segment=row),
            "offers": ValueItem.objects.filter(proposition__segment=row),
            # Not the one that began by itself, while nothing was said of it.
            "propositions": Proposition.objects.filter(segment=row).exclude(name="", aside_on=None, hypothesis=None),
            "solutions": Solution.objects.filter(segment=row),
            "presales": Presale.objects.filter(segment=row),
            "surveys": Survey.objects.filter(Q(segment=row) | Q(best_segment=row)),
            "answers": SurveyAnswer.objects.filter(segment=row),
        }
    )


def _counted(kinds: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    counts = {name: rows.count() for name, rows in kinds.items()}
    return {name: count for name, count in counts.items() if count}
