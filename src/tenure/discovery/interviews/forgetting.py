"""Consent taken back, a request to be forgotten, a storage period over: who it was goes, the figures stay."""

from collections.abc import Iterable

from django.db import transaction

from tenure.discovery.hypotheses.one_voice import recount_clients, speak_as
from tenure.discovery.models import (
    Candidate,
    Commitment,
    Evidence,
    Interview,
    InterviewProblem,
    MvpShowing,
    Observation,
    Quote,
)
from tenure.discovery.sight import venture_for_work, visible_ventures
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User
from tenure.privacy.subjects import GONE


def withdraw_interview(*, actor: User, interview_id: int) -> None:
    """The person took their consent back: who it was and every word goes, what was counted stays counted."""
    with transaction.atomic():
        row = Interview.objects.filter(pk=interview_id, venture__in=visible_ventures(actor)).first()
        if row is None:
            raise NotFound
        venture = venture_for_work(actor, row.venture_id)
        row.refresh_from_db()
        if row.forgotten_at is not None:
            return
        if row.candidate_id is not None:
            Candidate.objects.filter(pk=row.candidate_id).update(
                state=Candidate.State.WITHDRAWN, changed_at=clock.now()
            )
        forget_interviews([row.pk])
        recount_clients(actor, (), [venture.pk])
        record_step(
            actor=actor, venture=venture, loop=row.loop, action="forget_interview", subject_kind="interview",
            subject_id=row.pk,
        )  # fmt: skip


def forget_candidate(row: Candidate) -> None:
    """Nothing that tells who the candidate was remains, neither here nor in the talk held with them."""
    Candidate.objects.filter(pk=row.pk).update(name="", company="", contact="", consent_text="", client=None)
    forget_interviews(Interview.objects.filter(candidate=row).values_list("pk", flat=True))


def forget_interviews(ids: Iterable[int]) -> int:
    """Take out of these interviews every word and every link to a person; how many there were. Part of a transaction that
    holds their ventures and counts anew (`recount_clients`)."""
    wanted = list(ids)
    if not wanted:
        return 0
    # Who spoke for themselves alone is from now on the voice of each talk, here and in what rests on it.
    alone = Interview.objects.filter(pk__in=wanted, cluster="").exclude(person=None)
    for talk in alone.values_list("pk", flat=True):
        speak_as(f"interview:{talk}", interviews=[talk], presales=())
    quotes = list(Quote.objects.filter(interview__in=wanted).values_list("pk", flat=True))
    proofs = Evidence.objects.filter(source=Evidence.Source.QUOTE, source_id__in=quotes)
    proofs.exclude(withdrawn_reason="").update(withdrawn_reason=GONE)
    proofs.update(text=GONE)
    Quote.objects.filter(pk__in=quotes).update(text=GONE)
    InterviewProblem.objects.filter(interview__in=wanted).update(alternative="")
    Commitment.objects.filter(interview__in=wanted).update(text=GONE)
    MvpShowing.objects.filter(interview__in=wanted).exclude(said="").update(said=GONE)
    # Why a talk counts no more stands in the tests too, and may name them.
    Observation.objects.filter(interview__in=wanted).exclude(correction_reason="").update(correction_reason=GONE)
    Interview.objects.filter(pk__in=wanted).exclude(withdrawn_reason="").update(withdrawn_reason=GONE)
    Candidate.objects.filter(interview__in=wanted).update(name="", company="", contact="", consent_text="", client=None)
    return Interview.objects.filter(pk__in=wanted).update(
        person=None, client=None, candidate=None, name="", company="", consent_text="", notes="", transcript="",
        decides="", referrals="", key=None, forgotten_at=clock.now(),
    )  # fmt: skip
