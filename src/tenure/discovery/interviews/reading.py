"""Interviews as they are shown: the list of a venture, and one with all that was said in it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from tenure.clients.clients import visible_clients
from tenure.discovery.interviews.quotes import QuoteRow, quote_rows
from tenure.discovery.interviews.said import CommitmentSaid, ProblemSaid
from tenure.discovery.models import Candidate, Commitment, Interview, InterviewProblem, Quote
from tenure.discovery.sight import seen_venture, visible_ventures, works_in
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

PAGE = 50


@dataclass(frozen=True)
class InterviewRow:
    """One line of the list. withdrawn: why it counts no more, None when it does."""

    id: int
    held_on: date
    kind: str
    side: str
    name: str
    company: str
    segment: str
    acquaintance: str
    talk_share: float | None
    evangelist: int | None
    problems: int
    commitments: int
    quotes: int
    forgotten: bool
    withdrawn: str | None


@dataclass(frozen=True)
class InterviewView:
    """One talk in full. client_id: None too where the client is out of sight; problem_names: by number."""

    id: int
    venture_id: int
    plan_id: int | None
    guide: int | None
    kind: str
    side: str
    segment_id: int | None
    segment: str
    client_id: int | None
    person_id: int | None
    name: str
    company: str
    acquaintance: str
    held_on: date
    minutes: int | None
    interviewer_id: int
    interviewer: str
    note_taker_id: int | None
    note_taker: str
    consent: str
    consent_text: str
    notes: str
    transcript: str
    talk_share: float | None
    evangelist: int | None
    decides: str
    referrals: str
    biases: tuple[str, ...]
    interaction_id: int | None
    edited_at: datetime | None
    forgotten_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    version: int
    problems: tuple[ProblemSaid, ...]
    commitments: tuple[CommitmentSaid, ...]
    quotes: tuple[QuoteRow, ...]
    may_work: bool


def interviews_of(
    *, actor: User, venture_id: int, before: int | None = None, limit: int = PAGE
) -> tuple[tuple[InterviewRow, ...], bool]:
    """The newest talks of a venture in sight, recorded before number `before`, and whether there are more. Two queries."""
    seen_venture(actor, venture_id)
    rows = Interview.objects.filter(venture=venture_id).select_related("segment")
    if before is not None:
        edge = Interview.objects.filter(pk=before, venture=venture_id).values_list("held_on", flat=True).first()
        if edge is not None:
            rows = rows.filter(Q(held_on__lt=edge) | Q(held_on=edge, pk__lt=before))
    counted = rows.annotate(
        said=Count("problems", distinct=True), given=Count("commitments", distinct=True),
        quoted=Count("quotes", distinct=True),
    )  # fmt: skip
    found = list(counted.order_by("-held_on", "-pk")[: limit + 1])
    return tuple(_line(row) for row in found[:limit]), len(found) > limit


def interview_of(*, actor: User, interview_id: int) -> InterviewView:
    """One talk of a venture in sight. At most seven queries."""
    rows = Interview.objects.select_related("venture", "segment", "guide", "interviewer", "note_taker", "withdrawn_by")
    row = rows.filter(pk=interview_id, venture__in=visible_ventures(actor)).first()
    if row is None:
        raise NotFound
    seen = row.client_id is not None and visible_clients(actor).filter(pk=row.client_id).exists()
    return InterviewView(
        id=row.pk, venture_id=row.venture_id, plan_id=row.plan_id, guide=row.guide.number if row.guide else None,
        kind=row.kind, side=row.side, segment_id=row.segment_id, segment=row.segment.name if row.segment else "",
        client_id=row.client_id if seen else None, person_id=row.person_id if seen else None, name=row.name,
        company=row.company, acquaintance=row.acquaintance, held_on=row.held_on, minutes=row.minutes,
        interviewer_id=row.interviewer_id, interviewer=row.interviewer.name, note_taker_id=row.note_taker_id,
        note_taker=row.note_taker.name if row.note_taker else "", consent=row.consent, consent_text=row.consent_text,
        notes=row.notes, transcript=row.transcript, talk_share=row.talk_share, evangelist=row.evangelist,
        decides=row.decides, referrals=row.referrals, biases=tuple(row.biases), interaction_id=row.interaction_id,
        edited_at=row.edited_at, forgotten_at=row.forgotten_at, withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "", withdrawn_reason=row.withdrawn_reason,
        version=row.version, problems=_problems(row),
        commitments=_commitments(row), quotes=tuple(quote_rows([row.pk])), may_work=works_in(actor, row.venture),
    )  # fmt: skip


def plan_of_candidate(*, actor: User, candidate_id: int) -> int:
    """The plan a candidate in sight stands on."""
    rows = Candidate.objects.filter(pk=candidate_id, plan__venture__in=visible_ventures(actor))
    return _found(rows.values_list("plan_id", flat=True).first())


def talk_of_quote(*, actor: User, quote_id: int) -> int:
    """The talk a quote in sight is from."""
    rows = Quote.objects.filter(pk=quote_id, interview__venture__in=visible_ventures(actor))
    return _found(rows.values_list("interview_id", flat=True).first())


def venture_of_quote(*, actor: User, quote_id: int) -> int:
    """The venture a quote in sight belongs to."""
    rows = Quote.objects.filter(pk=quote_id, interview__venture__in=visible_ventures(actor))
    return _found(rows.values_list("interview__venture_id", flat=True).first())


def _found(number: int | None) -> int:
    if number is None:
        raise NotFound
    return number


def _problems(row: Interview) -> tuple[ProblemSaid, ...]:
    said = InterviewProblem.objects.filter(interview=row).select_related("problem").order_by("-severity", "pk")
    return tuple(
        ProblemSaid(
            one.problem_id, one.problem.name, one.unprompted, one.severity, one.frequency, one.alternative,
            one.cost_minor, one.hours,
        )
        for one in said
    )  # fmt: skip


def _commitments(row: Interview) -> tuple[CommitmentSaid, ...]:
    given = Commitment.objects.filter(interview=row).order_by("pk")
    return tuple(CommitmentSaid(one.kind, one.text, one.amount_minor) for one in given)


def _line(row: Any) -> InterviewRow:
    return InterviewRow(
        id=row.pk, held_on=row.held_on, kind=row.kind, side=row.side, name=row.name, company=row.company,
        segment=row.segment.name if row.segment else "", acquaintance=row.acquaintance, talk_share=row.talk_share,
        evangelist=row.evangelist, problems=row.said, commitments=row.given, quotes=row.quoted,
        forgotten=row.forgotten_at is not None, withdrawn=row.withdrawn_reason if row.withdrawn_at else None,
    )  # fmt: skip
