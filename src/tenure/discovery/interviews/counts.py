"""The counts of a venture's interviews, by segment: what gates, matrix and pages go by."""

from dataclasses import dataclass

from tenure.discovery.interviews.counting import Heard, SegmentCounts, count_segment
from tenure.discovery.models import Interview, InterviewProblem, Problem, Segment
from tenure.discovery.models.interviews import Acquaintance, Side
from tenure.discovery.sight import seen_venture
from tenure.privacy.models import User


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


def interview_counts(*, actor: User, venture_id: int) -> InterviewCounts:
    """Of all loops of a venture in sight: what was learnt before a pivot is not forgotten. Five queries."""
    seen_venture(actor, venture_id)
    segments = dict(Segment.objects.filter(venture=venture_id).order_by("pk").values_list("pk", "name"))
    problems = dict(Problem.objects.filter(venture=venture_id).order_by("pk").values_list("pk", "name"))
    said = _said(venture_id)
    talks: dict[int | None, list[Heard]] = {}
    others: dict[str, int] = {}
    columns = ("pk", "side", "segment_id", "person_id", "cluster", "acquaintance", "biases", "evangelist")
    for pk, side, segment, person, cluster, known, biases, level in Interview.objects.filter(
        venture=venture_id
    ).values_list(*columns):
        if side != Side.CONSUMER:
            others[side] = others.get(side, 0) + 1
            continue
        own, after = said.get(pk, (frozenset(), frozenset()))
        talks.setdefault(segment, []).append(
            Heard(pk, segment, f"person:{person}" if person else f"interview:{pk}", cluster,
                  known == Acquaintance.COLD, known == Acquaintance.FRIEND, frozenset(biases), level or 0, own, after)
        )  # fmt: skip
    shown = [*segments, *([None] if None in talks else [])]
    return InterviewCounts(
        segments=tuple(count_segment(one, talks.get(one, []), problems) for one in shown),
        whole=count_segment(None, [talk for of in talks.values() for talk in of], problems),
        others=others,
        segment_names=segments,
        problem_names=problems,
    )


def _said(venture_id: int) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    """Problems of each talk: named by themselves, and after us."""
    rows = InterviewProblem.objects.filter(interview__venture=venture_id)
    found: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
    for talk, problem, unprompted in rows.values_list("interview_id", "problem_id", "unprompted"):
        own, after = found.get(talk, (frozenset(), frozenset()))
        found[talk] = (own | {problem}, after) if unprompted else (own, after | {problem})
    return found
