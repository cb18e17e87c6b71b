"""Two wordings of one problem made one: what was heard, written and sized of either belongs to the one that is kept.

What was moved is kept beside it by numbers, for `unmerging`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from tenure.discovery.interviews.texts import several
from tenure.discovery.loops import loop_number
from tenure.discovery.markets.problems import CHOSEN, DROPPED, problem_seen
from tenure.discovery.markets.sizes import SizeText, text_of
from tenure.discovery.models import (
    Hypothesis,
    Interview,
    InterviewProblem,
    MarketSize,
    Problem,
    ProblemMerge,
    Quote,
    SurveyQuestion,
)
from tenure.discovery.sight import require_work, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue
from tenure.privacy.audit import record_change
from tenure.privacy.models import User


@dataclass(frozen=True)
class Merged:
    """What a merge moved. mentions: talks in which the kept one is named now and was not; joined: talks that had named both
    and count once; sizes: cells whose numbers came along; left_sizes: cells where the kept one had numbers of its own;
    questions: of surveys."""

    mentions: int
    joined: int
    quotes: int
    hypotheses: int
    sizes: int
    left_sizes: int
    questions: int


def merge_problem(*, actor: User, problem_id: int, version: int, kept_id: int | None) -> Merged:
    """Make a problem part of another of the same venture, and take it out of the backlog.

    A talk that named both counts once: named unasked if either was, as bad and as dear as the worse of the two. Numbers of
    a cell that both had stay those of the kept one. What each talk and cell said before stands in the audit log. Raises
    InvalidValue for a problem that cannot keep it and where either went meanwhile, Conflict unless `version` is the one
    stored. `undo_merge_problem` takes it back.
    """
    wanted = _wanted(actor, problem_id, kept_id)
    with transaction.atomic():
        row, kept = _both(actor, *wanted, version)
        moved: dict[str, Any] = _keep(kept, row) | _mentions(actor, row, kept) | _sizes(actor, row, kept)
        moved["quotes"] = _hand_over(Quote.objects.filter(problem=row), kept)
        # Forms opened before would name a problem that is no more.
        moved["hypotheses"] = _hand_over(Hypothesis.objects.filter(problem=row), kept, version=F("version") + 1)
        moved["questions"] = _hand_over(SurveyQuestion.objects.filter(problem=row), kept)
        found = _counted(moved)
        record_step(
            actor=actor, venture=row.venture, loop=loop_number(row.venture), action="merge_problem",
            subject_kind="problem", subject_id=kept.pk, name=row.name, into=kept.name, **asdict(found),
        )  # fmt: skip
        wording = {name: getattr(row, name) for name in ("name", "description", "state", "reason", "version")}
        wording["decided_on"] = row.decided_on.isoformat() if row.decided_on else None
        ProblemMerge.objects.create(
            venture=row.venture, kept=kept.pk, gone=row.pk, wording=wording, moved=moved, author=actor, at=clock.now()
        )
        row.delete()
    return found


def _wanted(actor: User, problem_id: int, kept_id: int | None) -> tuple[Problem, Problem]:
    """The two as they stand before the lock: by them somebody is told which of them another merge took away."""
    row = problem_seen(actor, problem_id)
    require_work(actor, row.venture_id)
    kept = Problem.objects.filter(pk=kept_id or 0, venture=row.venture_id).exclude(pk=row.pk).first()
    if kept is None:
        merge = ProblemMerge.objects.filter(gone=kept_id or 0, venture=row.venture_id).first()
        if merge is not None:
            raise InvalidValue("problem_gone_meanwhile", field="kept", name=merge.wording["name"])
        raise InvalidValue("problem_kept_unknown", field="kept")
    return row, kept


def _both(actor: User, seen: Problem, known: Problem, version: int) -> tuple[Problem, Problem]:
    """The two, locked in the order of their numbers after their venture: of two merges at once the second finds what the
    first left, whichever way round they go."""
    venture = venture_for_work(actor, seen.venture_id)
    found = Problem.objects.select_for_update().filter(pk__in=(seen.pk, known.pk), venture=venture).order_by("pk")
    rows = {one.pk: one for one in found}
    for one, field in ((seen, ""), (known, "kept")):
        if one.pk not in rows:
            raise InvalidValue("problem_gone_meanwhile", field=field, name=one.name)
    row, kept = rows[seen.pk], rows[known.pk]
    if row.version != version:
        raise Conflict(f"problem {row.pk} is no longer at version {version}")
    if kept.state == DROPPED:
        raise InvalidValue("problem_kept_dropped", field="kept", name=kept.name)
    row.venture = kept.venture = venture
    return row, kept


def _counted(moved: Mapping[str, Any]) -> Merged:
    counts = {name: len(moved[name]) for name in ("mentions", "joined", "quotes", "hypotheses", "sizes", "questions")}
    return Merged(**counts, left_sizes=len(moved["left"]))


def _hand_over(rows: QuerySet[Any], kept: Problem, **more: Any) -> list[int]:
    """Let these rows name the kept problem; their numbers."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(problem=kept, **more)
    return ids


def _keep(kept: Problem, row: Problem) -> dict[str, Any]:
    """The other wording is kept below the description; work begun on either goes on. What was added and what was decided
    of the kept one before."""
    before = kept.description
    words = "\n".join(part for part in (kept.description, row.name, row.description) if part)
    kept.description = several(words, "kept")
    decided = None
    if row.state == CHOSEN:
        decided = [kept.state, kept.reason, kept.decided_on.isoformat() if kept.decided_on else None]
        kept.state, kept.reason, kept.decided_on = row.state, row.reason, row.decided_on
    kept.version += 1
    kept.save(update_fields=["description", "state", "reason", "decided_on", "version"])
    return {"added": kept.description.removeprefix(before).lstrip("\n"), "decided": decided}


def _mentions(actor: User, row: Problem, kept: Problem) -> dict[str, Any]:
    """By talk what was moved, and of talks that had named both what stood of either before."""
    known = {one.interview_id: one for one in InterviewProblem.objects.filter(problem=kept)}
    named = list(InterviewProblem.objects.filter(problem=row).order_by("pk"))
    moved, joined = [], []
    for one in named:
        if (stays := known.get(one.interview_id)) is None:
            moved.append(one.interview_id)
            _moved(actor, "move_mention", "interview", one.interview_id, row, kept)
            continue
        before, other, lengths = said_of(stays), said_of(one), [len(stays.alternative), len(one.alternative)]
        _join(stays, one)
        told = {"before": before, "after": said_of(stays)}
        joined.append({
            "talk": one.interview_id, **told, "other": other, "words": [*lengths, len(stays.alternative)],
        })  # fmt: skip
        others = {f"other_{name}": value for name, value in other.items()}
        _moved(actor, "join_mentions", "interview", one.interview_id, row, kept, **told, **others)
        one.delete()
    InterviewProblem.objects.filter(problem=row).update(problem=kept)
    Interview.objects.filter(pk__in=[one.interview_id for one in named]).update(version=F("version") + 1)
    return {"mentions": moved, "joined": joined}


def _join(stays: InterviewProblem, other: InterviewProblem) -> None:
    """Both are one thing of one person: nothing is added up, the worse of two numbers stands."""
    stays.unprompted = stays.unprompted or other.unprompted
    for name in ("severity", "cost_minor", "hours"):
        said = [value for value in (getattr(stays, name), getattr(other, name)) if value is not None]
        setattr(stays, name, max(said, default=None))
    often = [value for value in InterviewProblem.Frequency.values if value in (stays.frequency, other.frequency)]
    stays.frequency = often[0] if often else ""
    ways = dict.fromkeys(way for way in (stays.alternative, other.alternative) if way)
    stays.alternative = "\n".join(ways)
    stays.save()


def said_of(one: InterviewProblem) -> dict[str, object]:
    """What was said in numbers and codes; their words stay with the talk."""
    return {name: getattr(one, name) for name in ("unprompted", "severity", "frequency", "cost_minor", "hours")}


def _sizes(actor: User, row: Problem, kept: Problem) -> dict[str, Any]:
    """By segment the numbers that came along, and those left because the kept one has its own."""
    own = set(MarketSize.objects.filter(problem=kept).values_list("segment_id", flat=True))
    left = []
    for one in MarketSize.objects.filter(problem=row, segment__in=own).order_by("pk"):
        text = text_of(one)
        numbers = {part.name: getattr(text, part.name) for part in fields(SizeText) if getattr(text, part.name)}
        left.append({"segment": one.segment_id, "author": one.author_id, "at": one.at.isoformat(), "numbers": numbers})
        _moved(actor, "leave_size", "segment", one.segment_id, row, kept, **numbers)
        one.delete()
    along = MarketSize.objects.filter(problem=row)
    segments = list(along.order_by("pk").values_list("segment_id", flat=True))
    along.update(problem=kept, version=F("version") + 1)
    return {"sizes": segments, "left": left}


def _moved(
    actor: User, action: str, kind: str, number: int, row: Problem, kept: Problem, **details: object
) -> None:  # fmt: skip
    """One line of the audit log alone: what stood in one place before."""
    record_change(
        actor=actor, action=action, subject_kind=kind, subject_id=number, venture=row.venture_id, problem=row.name,
        into=kept.name, **details,
    )  # fmt: skip
