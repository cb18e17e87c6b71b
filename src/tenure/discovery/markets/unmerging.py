"""A merge of two problems taken back: each gets what it had, save what was changed since, which stays with the kept one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from tenure.discovery.loops import loop_number
from tenure.discovery.markets.merging import said_of
from tenure.discovery.markets.problems import CHOSEN, MOST_PROBLEMS, OPEN
from tenure.discovery.models import (
    Hypothesis,
    Interview,
    InterviewProblem,
    MarketSize,
    Problem,
    ProblemMerge,
    Quote,
    Segment,
    SurveyQuestion,
    Venture,
)
from tenure.discovery.sight import venture_for_work, visible_ventures
from tenure.discovery.timeline import record_step
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User


@dataclass(frozen=True)
class MergeRow:
    """A wording that is part of a problem. last: taken back before those that came earlier."""

    id: int
    name: str
    author: str
    at: datetime
    last: bool


def merges_into(*, actor: User, problem_id: int) -> tuple[MergeRow, ...]:
    """The wordings made part of a problem in sight, the latest first. One query."""
    rows = ProblemMerge.objects.filter(kept=problem_id, venture__in=visible_ventures(actor))
    found = rows.select_related("author").order_by("-pk")
    return tuple(MergeRow(row.pk, row.wording["name"], row.author.name, row.at, not at) for at, row in enumerate(found))


def where_merged(*, actor: User, merge_id: int) -> tuple[int, int]:
    """The venture of a merge in sight, and the number of the problem it was made into. Raises NotFound."""
    rows = ProblemMerge.objects.filter(pk=merge_id, venture__in=visible_ventures(actor))
    found = rows.values_list("venture_id", "kept").first()
    if found is None:
        raise NotFound
    return found


def undo_merge_problem(*, actor: User, merge_id: int) -> int:
    """Make two problems of one again; the number of the one that comes back, which is its old one.

    Talks, quotes, hypotheses, questions and sizes that still name the kept one name the other again. Of a talk that had named
    both each gets what it had; what was corrected there since stays with the kept one, and the other gets its old numbers.
    Raises NotFound, NotAllowed, and InvalidValue where something came after it that has to be taken back first.
    """
    with transaction.atomic():
        merge, venture = _for_work(actor, merge_id)
        kept = _kept(merge)
        _refuse(merge, venture)
        gone = _come_back(merge, venture, kept)
        talks = _part_talks(kept, gone, merge.moved)
        counts = {name: _give_back(table, merge.moved[name], kept, gone, **more) for name, table, more in FOLLOWS}
        sizes = _part_sizes(kept, gone, merge.moved)
        record_step(
            actor=actor, venture=venture, loop=loop_number(venture), action="undo_merge_problem",
            subject_kind="problem", subject_id=gone.pk, name=gone.name, into=kept.name, kept=kept.pk, talks=talks,
            sizes=sizes, **counts,
        )  # fmt: skip
        merge.delete()
    return gone.pk


FOLLOWS: tuple[tuple[str, type[Any], dict[str, Any]], ...] = (
    ("quotes", Quote, {}),
    ("hypotheses", Hypothesis, {"version": F("version") + 1}),
    ("questions", SurveyQuestion, {}),
)


def _for_work(actor: User, merge_id: int) -> tuple[ProblemMerge, Venture]:
    venture = venture_for_work(actor, where_merged(actor=actor, merge_id=merge_id)[0])
    merge = ProblemMerge.objects.filter(pk=merge_id).first()
    if merge is None:
        raise NotFound
    return merge, venture


def _kept(merge: ProblemMerge) -> Problem:
    kept = Problem.objects.select_for_update().filter(pk=merge.kept).first()
    if kept is not None:
        return kept
    went_on = ProblemMerge.objects.filter(gone=merge.kept, venture=merge.venture_id).first()
    if went_on is None:
        raise NotFound
    raise InvalidValue("problem_merge_went_on", field="", name=went_on.wording["name"])


def _refuse(merge: ProblemMerge, venture: Venture) -> None:
    later = ProblemMerge.objects.filter(kept=merge.kept, venture=venture, pk__gt=merge.pk).order_by("-pk").first()
    if later is not None:
        raise InvalidValue("problem_merge_later", field="", name=later.wording["name"])
    problems = Problem.objects.filter(venture=venture)
    if problems.filter(name=merge.wording["name"]).exists():
        raise InvalidValue("problem_merge_name_taken", field="", name=merge.wording["name"])
    if problems.count() >= MOST_PROBLEMS:
        raise InvalidValue("problems_many", field="", most=MOST_PROBLEMS)


def _come_back(merge: ProblemMerge, venture: Venture, kept: Problem) -> Problem:
    """The problem as it was, under its old number; the kept one without its words and without its decision."""
    wording, moved = merge.wording, merge.moved
    was = (wording["state"], wording["reason"], _day(wording["decided_on"]))
    if moved["decided"] is not None and (kept.state, kept.reason, kept.decided_on) == was:
        state, reason, day = moved["decided"]
        kept.state, kept.reason, kept.decided_on = state, reason, _day(day)
    kept.description = without(kept.description, moved["added"])
    kept.version += 1
    kept.save(update_fields=["description", "state", "reason", "decided_on", "version"])
    taken = Problem.objects.filter(venture=venture, state=CHOSEN).exists()
    state = OPEN if was[0] == CHOSEN and taken else was[0]  # one is worked on at a time
    return Problem.objects.create(
        pk=merge.gone, venture=venture, name=wording["name"], description=wording["description"], state=state,
        reason=was[1], decided_on=was[2], version=wording["version"] + 1,
    )  # fmt: skip


def without(text: str, added: str) -> str:
    """Pure: the text without the lines a merge added to it; as it is where they were changed since."""
    if text == added:
        return ""
    before, found, after = text.rpartition(f"\n{added}")
    return before + after if added and found and (not after or after.startswith("\n")) else text


def _part_talks(kept: Problem, gone: Problem, moved: Mapping[str, Any]) -> int:
    """Mentions by their talks, for a talk that was corrected holds new rows. How many name the other again."""
    again = InterviewProblem.objects.filter(problem=kept, interview__in=moved["mentions"])
    talks = list(again.values_list("interview_id", flat=True))
    again.update(problem=gone)
    joined = {one["talk"]: one for one in moved["joined"]}
    for stays in InterviewProblem.objects.filter(problem=kept, interview__in=joined).order_by("pk"):
        _part(stays, gone, joined[stays.interview_id])
        talks.append(stays.interview_id)
    Interview.objects.filter(pk__in=talks).update(version=F("version") + 1)
    return len(talks)


def _part(stays: InterviewProblem, gone: Problem, told: Mapping[str, Any]) -> None:
    """What one person said of both, as two again. Words are cut where they were joined; those forgotten stay forgotten."""
    mine, its, whole = told["words"]
    untouched = said_of(stays) == told["after"] and len(stays.alternative) in (0, whole)
    words = stays.alternative if untouched else ""
    InterviewProblem.objects.create(
        interview_id=stays.interview_id, problem=gone, alternative=words[-its:] if its else "", **told["other"]
    )
    if untouched:
        for name, value in told["before"].items():
            setattr(stays, name, value)
        stays.alternative = words[:mine]
        stays.save()


def _give_back(table: type[Any], ids: list[int], kept: Problem, gone: Problem, **more: Any) -> int:
    return int(table.objects.filter(pk__in=ids, problem=kept).update(problem=gone, **more))


def _part_sizes(kept: Problem, gone: Problem, moved: Mapping[str, Any]) -> int:
    again = MarketSize.objects.filter(problem=kept, segment__in=moved["sizes"])
    count = again.update(problem=gone, version=F("version") + 1)
    there = set(Segment.objects.filter(venture=kept.venture_id).values_list("pk", flat=True))
    left = [one for one in moved["left"] if one["segment"] in there]
    for one in left:
        MarketSize.objects.create(
            segment_id=one["segment"], problem=gone, author_id=one["author"], at=datetime.fromisoformat(one["at"]),
            **one["numbers"],
        )  # fmt: skip
    return count + len(left)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
