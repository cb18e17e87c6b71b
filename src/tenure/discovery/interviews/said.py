"""What was said in a talk, in lines: problems with what they cost today, and commitments given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenure.discovery.interviews.kinds import COMMITMENTS, FREQUENCIES
from tenure.discovery.interviews.texts import amount, chosen, line, needed, several, whole
from tenure.discovery.models import Commitment, Interview, InterviewProblem, Problem
from tenure.discovery.timeline import record_step
from tenure.kernel.errors import InvalidValue, Wrongs
from tenure.privacy.models import User

MOST_LINES = 20
MOST_MONEY = 10**15
MOST_HOURS = 744.0  # a month has no more


@dataclass(frozen=True)
class ProblemSaid:
    """A problem of one person: one of the venture's, or a new one by its name. cost_minor, hours: a month, today.

    prefix begins the names of its fields in the form, so that a refusal stands beside the right one.
    """

    problem_id: int | None = None
    name: str = ""
    unprompted: bool = True
    severity: int | None = None
    frequency: str = ""
    alternative: str = ""
    cost_minor: int | None = None
    hours: float | None = None
    prefix: str = ""


@dataclass(frozen=True)
class CommitmentSaid:
    """What they gave, in one of the three currencies."""

    kind: str
    text: str
    amount_minor: int | None = None
    prefix: str = ""


def keep_problems(actor: User, row: Interview, said: Sequence[ProblemSaid]) -> None:
    """The problems of a talk as they now stand, in place of what stood before. Part of the writers."""
    wanted: dict[int, InterviewProblem] = {}
    wrongs = Wrongs()
    for one, columns in zip(said, checked_problems(said), strict=True):
        with wrongs:
            problem_id = _problem(actor, row, one)
            if problem_id in wanted:
                raise InvalidValue("interview_problem_twice", field=f"{one.prefix}id")
            wanted[problem_id] = InterviewProblem(interview=row, problem_id=problem_id, **columns)
    wrongs.tell()
    InterviewProblem.objects.filter(interview=row).delete()
    InterviewProblem.objects.bulk_create(wanted.values())


def keep_commitments(row: Interview, said: Sequence[CommitmentSaid]) -> None:
    """The commitments of a talk as they now stand. Part of the writers."""
    rows = [Commitment(interview=row, **columns) for columns in checked_commitments(said)]
    Commitment.objects.filter(interview=row).delete()
    Commitment.objects.bulk_create(rows)


def checked_problems(said: Sequence[ProblemSaid]) -> list[dict[str, Any]]:
    """Pure: the columns of each problem but which one it is. Raises InvalidValue naming every wrong field."""
    wrongs, rows = Wrongs(), []
    wrongs.got(_few, said, "problems")
    for one in said:
        at = one.prefix
        if one.problem_id is None:
            wrongs.got(_named, one)
        rows.append(
            {
                "unprompted": one.unprompted,
                "severity": wrongs.got(whole, one.severity, f"{at}severity", 1, 10),
                "frequency": wrongs.got(chosen, one.frequency, ("", *FREQUENCIES), f"{at}frequency"),
                "alternative": wrongs.got(several, one.alternative, f"{at}alternative", 2000),
                "cost_minor": wrongs.got(amount, one.cost_minor, f"{at}cost", MOST_MONEY),
                "hours": wrongs.got(_hours, one),
            }
        )
    wrongs.tell()
    return rows


def checked_commitments(said: Sequence[CommitmentSaid]) -> list[dict[str, Any]]:
    """Pure: the columns of each commitment. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    wrongs.got(_few, said, "commitments")
    rows = [
        {
            "kind": wrongs.got(chosen, one.kind, COMMITMENTS, f"{one.prefix}kind"),
            "text": wrongs.got(_given, one),
            "amount_minor": wrongs.got(amount, one.amount_minor, f"{one.prefix}amount", MOST_MONEY),
        }
        for one in said
    ]
    wrongs.tell()
    return rows


def _given(one: CommitmentSaid) -> str:
    field = f"{one.prefix}text"
    return needed(line(one.text, field, 250), field, "interview_commitment_empty")


def _named(one: ProblemSaid) -> str:
    return needed(line(one.name, f"{one.prefix}name"), f"{one.prefix}name", "problem_name_missing")


def _problem(actor: User, row: Interview, one: ProblemSaid) -> int:
    """The venture's own problem, or a new one heard in this talk."""
    if one.problem_id is not None:
        if not Problem.objects.filter(pk=one.problem_id, venture=row.venture).exists():
            raise InvalidValue("interview_problem_unknown", field=f"{one.prefix}id")
        return one.problem_id
    problem, made = Problem.objects.get_or_create(venture=row.venture, name=_named(one))
    if made:
        record_step(
            actor=actor, venture=row.venture, loop=row.loop, action="add_problem", subject_kind="problem",
            subject_id=problem.pk,
        )  # fmt: skip
    return problem.pk


def _hours(one: ProblemSaid) -> float | None:
    if one.hours is not None and not 0 <= one.hours <= MOST_HOURS:
        raise InvalidValue(
            "interview_number_wrong", field=f"{one.prefix}hours", value=one.hours, least=0, most=int(MOST_HOURS)
        )
    return one.hours


def _few(lines: Sequence[object], field: str) -> None:
    if len(lines) > MOST_LINES:
        raise InvalidValue("interview_lines_many", field=field, count=len(lines), most=MOST_LINES)
