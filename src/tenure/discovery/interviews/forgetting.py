"""Consent taken back, a request to be forgotten, a storage period over: who it was goes, the figures stay."""

from collections.abc import Iterable

from tenure.discovery.models import Candidate, Commitment, Evidence, Interview, InterviewProblem, Quote
from tenure.kernel import clock
from tenure.privacy.subjects import GONE


def forget_candidate(row: Candidate) -> None:
    """Nothing that tells who the candidate was remains, neither here nor in the talk held with them."""
    Candidate.objects.filter(pk=row.pk).update(name="", company="", contact="", consent_text="", client=None)
    forget_interviews(Interview.objects.filter(candidate=row).values_list("pk", flat=True))


def forget_interviews(ids: Iterable[int]) -> int:
    """Take out of these interviews every word and every link to a person; how many there were."""
    wanted = list(ids)
    if not wanted:
        return 0
    quotes = list(Quote.objects.filter(interview__in=wanted).values_list("pk", flat=True))
    Evidence.objects.filter(source=Evidence.Source.QUOTE, source_id__in=quotes).update(text=GONE)
    Quote.objects.filter(pk__in=quotes).update(text=GONE)
    InterviewProblem.objects.filter(interview__in=wanted).update(alternative="")
    Commitment.objects.filter(interview__in=wanted).update(text=GONE)
    Candidate.objects.filter(interview__in=wanted).update(name="", company="", contact="", consent_text="", client=None)
    return Interview.objects.filter(pk__in=wanted).update(
        person=None, client=None, candidate=None, name="", company="", consent_text="", notes="", transcript="",
        decides="", referrals="", key=None, forgotten_at=clock.now(),
    )  # fmt: skip
