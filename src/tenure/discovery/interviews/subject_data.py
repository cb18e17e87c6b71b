"""What interviews hold about a person or a client that is one person, and taking it away."""

from django.db.models import Q, QuerySet

from tenure.discovery.interviews.forgetting import forget_interviews
from tenure.discovery.models import Candidate, Commitment, Interview, InterviewProblem, MvpShowing, Observation, Quote
from tenure.privacy.subjects import DataSubject, Held


def export_interviews(subject: DataSubject) -> Held:
    """Talks held with the subject, what was said in them, tests in which they count, and lists on which they stand, versions
    of a product they saw. Seven queries."""
    talks = _talks(subject)
    columns = (
        "pk", "held_on", "kind", "name", "company", "acquaintance", "minutes", "consent", "consent_text", "notes",
        "transcript", "talk_share", "evangelist", "decides", "referrals",
        "withdrawn_reason",
    )  # fmt: skip
    wanted = list(talks.values_list("pk", flat=True))
    named = ("problem__name", "severity", "frequency", "alternative", "cost_minor", "hours")
    asked = ("name", "company", "contact", "acquaintance", "state", "basis", "consent_text", "consent_on")
    return {
        "interviews": _rows(talks, columns),
        "interview_problems": _rows(InterviewProblem.objects.filter(interview__in=wanted), named),
        "quotes": _rows(Quote.objects.filter(interview__in=wanted), ("text",)),
        "commitments": _rows(Commitment.objects.filter(interview__in=wanted), ("kind", "text", "amount_minor")),
        "interview_tests": _rows(
            Observation.objects.filter(interview__in=wanted), ("test__name", "happened_on", "success", "excluded")
        ),
        "interview_showings": _rows(
            MvpShowing.objects.filter(interview__in=wanted),
            ("mvp__product__name", "mvp__number", "on", "verdict", "said"),
        ),
        "candidates": _rows(_candidates(subject), asked),
    }


def erase_interviews(subject: DataSubject) -> dict[str, int]:
    """Every word and every link goes; the talk still counts as one voice."""
    candidates = _candidates(subject)
    listed = list(candidates.values_list("pk", flat=True))
    talks = forget_interviews(_talks(subject).values_list("pk", flat=True))
    Candidate.objects.filter(pk__in=listed).update(
        name="", company="", contact="", consent_text="", person=None, client=None,
        state=Candidate.State.WITHDRAWN,
    )  # fmt: skip
    return {"interviews": talks, "candidates": len(listed)}


def _talks(subject: DataSubject) -> QuerySet[Interview]:
    mine = Q(person__in=subject.person_ids) | Q(client__in=subject.client_ids)
    through = Q(candidate__person__in=subject.person_ids) | Q(candidate__client__in=subject.client_ids)
    return Interview.objects.filter(mine | through)


def _candidates(subject: DataSubject) -> QuerySet[Candidate]:
    return Candidate.objects.filter(Q(person__in=subject.person_ids) | Q(client__in=subject.client_ids))


def _rows(rows: QuerySet, columns: tuple[str, ...]) -> list[dict]:
    return [dict(row) for row in rows.order_by("pk").values(*columns)]
