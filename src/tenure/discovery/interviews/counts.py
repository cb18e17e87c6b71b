"""The counts of a venture's interviews, by segment: what gates, matrix and pages go by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BooleanField, Case, Value, When

from tenure.discovery.interviews.counting import Heard, SegmentCounts, count_segment
from tenure.discovery.models import Interview, InterviewProblem, Problem, Segment
from tenure.discovery.models.interviews import Acquaintance, Side
from tenure.discovery.sight import seen_venture
from tenure.discovery.voices import same_company
from tenure.kernel.compiled_query import Query, compiled_once, named
from tenure.privacy.models import User

TALK = ("pk", "side", "segment_id", "person_id", "cluster", "acquaintance", "biases", "evangelist")
CLUSTER = TALK.index("cluster")


@dataclass(frozen=True)
class InterviewCounts:
    """segments: of customers, with those of no segment last; whole: of all customers; others: talks with partners,
    suppliers and experts, by side; segment_names, problem_names: by number."""

    segments: tuple[SegmentCounts, ...]
    whole: SegmentCounts
    others: dict[str, int]
    segment_names: dict[int, str]
    problem_names: dict[int, str]

    @property
    def held(self) -> int:
        """Talks with whomsoever."""
        return self.whole.held + sum(self.others.values())


class HeardProblem(NamedTuple):
    """A problem as it came up in one talk. cost_minor, hours: a month, None where they did not say; around: they have a
    way around it today."""

    talk: int
    problem: int
    unprompted: bool
    severity: int | None
    cost_minor: int | None
    hours: float | None
    around: bool


def interview_counts(*, actor: User, venture_id: int) -> InterviewCounts:
    """Of all loops of a venture in sight: what was learnt before a pivot is not forgotten. Five queries, six with clients."""
    seen_venture(actor, venture_id)
    segments = dict(Segment.objects.filter(venture=venture_id).order_by("pk").values_list("pk", "name"))
    problems = dict(Problem.objects.filter(venture=venture_id).order_by("pk").values_list("pk", "name"))
    talks, others = talks_of(venture_id, heard_problems(venture_id))
    return counted(segments, problems, talks, others)


def talks_of(venture_id: int, said: Iterable[HeardProblem]) -> tuple[list[Heard], dict[str, int]]:
    """Talks with customers of a venture already found to be in sight, with what was named in them; and how many there
    were with others, by side. One query, two with clients."""
    named: dict[int, tuple[set[int], set[int]]] = {}
    for one in said:
        named.setdefault(one.talk, (set(), set()))[0 if one.unprompted else 1].add(one.problem)
    nothing: tuple[set[int], set[int]] = (set(), set())
    found: list[Heard] = []
    others: dict[str, int] = {}
    customer, cold, friend = str(Side.CONSUMER), str(Acquaintance.COLD), str(Acquaintance.FRIEND)
    rows = _talks(venture_id)
    client_of = same_company({row[CLUSTER] for row in rows})
    for pk, side, segment, person, cluster, known, biases, level in rows:
        if side != customer:
            others[side] = others.get(side, 0) + 1
            continue
        own, after = named.get(pk, nothing)
        found.append(
            Heard(pk, segment, f"person:{person}" if person else f"interview:{pk}", client_of.get(cluster, cluster),
                  known == cold, known == friend, frozenset(biases), level or 0, frozenset(own), frozenset(after))
        )  # fmt: skip
    return found, others


@compiled_once
def _talks(venture_id: int) -> Query:
    return Interview.objects.filter(venture=venture_id, withdrawn_at=None).values_list(*TALK)


def heard_problems(venture_id: int) -> list[HeardProblem]:
    """What was said of problems in the talks of a venture already found to be in sight. One query."""
    return named(HeardProblem, _said(venture_id))


@compiled_once
def _said(venture_id: int) -> Query:
    rows = InterviewProblem.objects.filter(interview__venture=venture_id, interview__withdrawn_at=None).order_by("pk")
    around = Case(When(alternative="", then=Value(False)), default=Value(True), output_field=BooleanField())
    columns = ("interview_id", "problem_id", "unprompted", "severity", "cost_minor", "hours")
    return rows.values_list(*columns, around)


def counted(
    segments: Mapping[int, str], problems: Mapping[int, str], talks: Iterable[Heard], others: Mapping[str, int]
) -> InterviewCounts:
    """Pure: the counts; segments, problems: names by number, in their order."""
    by_segment: dict[int | None, list[Heard]] = {}
    for talk in talks:
        by_segment.setdefault(talk.segment, []).append(talk)
    shown = [*segments, *([None] if None in by_segment else [])]
    return InterviewCounts(
        segments=tuple(count_segment(one, by_segment.get(one, []), problems) for one in shown),
        whole=count_segment(None, [talk for of in by_segment.values() for talk in of], problems),
        others=dict(others),
        segment_names=dict(segments),
        problem_names=dict(problems),
    )
