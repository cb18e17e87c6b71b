"""Quotes: exact words from a talk, each at a problem; some become evidence on a hypothesis."""

from dataclasses import dataclass

from django.db import transaction

from tenure.discovery.interviews.recording import interview_for_work
from tenure.discovery.interviews.texts import chosen, needed, several
from tenure.discovery.models import Commitment, Hypothesis, Interview, Problem, Quote
from tenure.discovery.sight import visible_ventures
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

LONGEST_QUOTE = 2000
MOST_QUOTES = 100
# What a quote is worth on the evidence ladder (method 2.5): an opinion, what they did, what they gave in this talk.
LEVELS = {"opinion": 0, "past": 1, "commitment": 4, "money": 5}


@dataclass(frozen=True)
class QuoteRow:
    """A quote as shown. hypothesis: title of the one it is evidence on; fact_id: what it became on the client's card."""

    id: int
    interview_id: int
    text: str
    problem_id: int | None
    problem: str
    hypothesis_id: int | None
    hypothesis: str
    theme: str
    fact_id: int | None


def add_quote(*, actor: User, interview_id: int, text: str, problem_id: int | None = None) -> int:
    """Keep exact words of a talk; refused where no consent allows words to be kept."""
    with transaction.atomic():
        row = interview_for_work(actor, interview_id)
        if row.forgotten_at is not None:
            raise InvalidValue("interview_forgotten", field="text")
        if row.consent == Interview.Consent.NONE:
            raise InvalidValue("interview_without_consent", field="text")
        if Quote.objects.filter(interview=row).count() >= MOST_QUOTES:
            raise InvalidValue("quotes_many", field="text", most=MOST_QUOTES)
        wrongs = Wrongs()
        said = wrongs.got(checked_quote, text)
        with wrongs:
            if problem_id is not None and not Problem.objects.filter(pk=problem_id, venture=row.venture).exists():
                raise InvalidValue("interview_problem_unknown", field="problem")
        wrongs.tell()
        quote = Quote.objects.create(
            interview=row, text=said, problem_id=problem_id, author=actor, created_at=clock.now()
        )
        record_step(
            actor=actor, venture=row.venture, loop=row.loop, action="add_quote", subject_kind="interview",
            subject_id=row.pk, quote=quote.pk, letters=len(said),
        )  # fmt: skip
    return quote.pk


def checked_quote(text: str, field: str = "text") -> str:
    """Pure: exact words as they are stored. Raises InvalidValue for the field."""
    return needed(several(text, field, LONGEST_QUOTE), field, "quote_empty")


def quote_for_work(actor: User, quote_id: int) -> Quote:
    """A quote of a venture the user may change, its venture locked. Call inside a transaction."""
    interview = (
        Quote.objects.filter(pk=quote_id, interview__venture__in=visible_ventures(actor))
        .values_list("interview_id", flat=True)
        .first()
    )
    if interview is None:
        raise NotFound
    interview_for_work(actor, interview)
    return Quote.objects.select_related("interview__venture").get(pk=quote_id)


def level_of(interview: Interview, weight: str) -> int:
    """The evidence level of a quote. A commitment must have been given in this very talk, else it is talk."""
    level = LEVELS[chosen(weight, tuple(LEVELS), "weight")]
    if level >= LEVELS["commitment"]:
        kinds = [Commitment.Kind.MONEY] if weight == "money" else list(Commitment.Kind)
        if not Commitment.objects.filter(interview=interview, kind__in=kinds).exists():
            raise InvalidValue("quote_without_commitment", field="weight")
    return level


def hypothesis_in(quote: Quote, hypothesis_id: int | None) -> Hypothesis:
    """The hypothesis, when it is one of the same venture."""
    found = Hypothesis.objects.filter(pk=hypothesis_id or 0, venture=quote.interview.venture, removed_at=None).first()
    if found is None:
        raise InvalidValue("quote_hypothesis_unknown", field="hypothesis")
    return found


def quote_rows(interview_ids: list[int]) -> list[QuoteRow]:
    """The quotes of talks the caller found in sight, in their order. One query."""
    rows = Quote.objects.filter(interview__in=interview_ids).select_related("problem", "hypothesis", "theme")
    return [
        QuoteRow(
            row.pk, row.interview_id, row.text, row.problem_id, row.problem.name if row.problem else "",
            row.hypothesis_id, row.hypothesis.title if row.hypothesis else "", row.theme.name if row.theme else "",
            row.fact_id,
        )
        for row in rows.order_by("pk")
    ]  # fmt: skip
