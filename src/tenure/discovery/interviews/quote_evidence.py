"""A quote becomes evidence on a hypothesis: by what it is worth, as one voice of its person or company."""

from django.db import transaction

from tenure.discovery.hypotheses.evidence import add_evidence, withdraw_evidence_of
from tenure.discovery.interviews.quote_weight import reliability_of
from tenure.discovery.interviews.quotes import hypothesis_in, level_of, quote_for_work
from tenure.discovery.models import Evidence
from tenure.discovery.timeline import record_step
from tenure.discovery.voices import voice_of
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User


def quote_as_evidence(*, actor: User, quote_id: int, hypothesis_id: int, supports: bool, weight: str) -> int:
    """Add the quote to a hypothesis of its venture. weight: a key of `quotes.LEVELS`. A quote speaks once.

    Returns the number of the evidence.
    """
    with transaction.atomic():
        quote = quote_for_work(actor, quote_id)
        hypothesis = hypothesis_in(quote, hypothesis_id)
        if Evidence.objects.filter(
            source=Evidence.Source.QUOTE, source_id=quote.pk, hypothesis=hypothesis, withdrawn_at=None
        ).exists():
            raise InvalidValue("quote_counted_already", field="hypothesis")
        talk = quote.interview
        number = add_evidence(
            actor=actor, hypothesis_id=hypothesis.pk, supports=supports, level=level_of(talk, weight), text=quote.text,
            observed_on=talk.held_on, source=Evidence.Source.QUOTE, source_id=quote.pk, cluster=voice_of(talk),
            reliability=reliability_of(talk),
        )  # fmt: skip
        quote.hypothesis = hypothesis
        quote.save(update_fields=["hypothesis"])
    return number


def take_quote_back(*, actor: User, quote_id: int, reason: str) -> int:
    """Take a quote out: what rested on it is withdrawn with the reason. Returns its talk."""
    with transaction.atomic():
        quote = quote_for_work(actor, quote_id)
        withdraw_evidence_of(actor=actor, source=Evidence.Source.QUOTE, source_id=quote.pk, reason=reason)
        talk = quote.interview
        record_step(
            actor=actor, venture=talk.venture, loop=talk.loop, action="remove_quote", subject_kind="interview",
            subject_id=talk.pk, quote=quote.pk,
        )  # fmt: skip
        quote.delete()
    return talk.pk
