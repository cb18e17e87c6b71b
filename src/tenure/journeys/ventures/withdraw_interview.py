"""An interview recorded by mistake, and what it left on the client's card: both count no more, and both again when undone."""

from datetime import datetime

from django.db import transaction

from tenure.clients.facts.facts import restore_fact, withdraw_fact
from tenure.clients.models import Fact
from tenure.conversations.models import Interaction
from tenure.discovery.interviews.recording import interview_for_work
from tenure.discovery.interviews.withdrawing import restore_talk, withdraw_talk
from tenure.discovery.models import Interview, Quote
from tenure.journeys.ventures.hold_interview import tell_the_card
from tenure.kernel.errors import Conflict, NotAllowed, NotFound
from tenure.privacy.models import User


def take_interview_out(*, actor: User, interview_id: int, reason: str) -> None:
    """Withdraw a talk everywhere at once: counts, evidence, tests, facts it put on the card and its entry there."""
    with transaction.atomic():
        if not withdraw_talk(actor=actor, interview_id=interview_id, reason=reason):
            return
        for _quote, fact_id in _facts(interview_id):
            try:
                withdraw_fact(actor=actor, fact_id=fact_id)
            except (Conflict, NotFound, NotAllowed):  # replaced since, or a card out of sight: its people decide
                continue
        _off_the_timeline(Interview.objects.get(pk=interview_id))


def let_interview_count(*, actor: User, interview_id: int) -> None:
    """Undo it: what it took along counts again, where nobody has put anything in its place since."""
    with transaction.atomic():
        since = interview_for_work(actor, interview_id, withdrawn=True).withdrawn_at
        if not restore_talk(actor=actor, interview_id=interview_id) or since is None:
            return
        for quote_id, fact_id in _facts(interview_id):
            if _free(fact_id, since):
                try:
                    again = restore_fact(actor=actor, fact_id=fact_id)
                except (Conflict, NotFound, NotAllowed):
                    continue
                Quote.objects.filter(pk=quote_id).update(fact_id=again.id)
        if Interview.objects.filter(pk=interview_id, forgotten_at=None).exists():
            tell_the_card(actor=actor, interview_id=interview_id)


def _facts(interview_id: int) -> list[tuple[int, int]]:
    rows = Quote.objects.filter(interview=interview_id, fact_id__isnull=False).order_by("pk")
    return [(quote, fact or 0) for quote, fact in rows.values_list("pk", "fact_id")]


def _free(fact_id: int, since: datetime) -> bool:
    """Whether the fact fell with the talk and its place on the card is still empty."""
    row = Fact.objects.filter(pk=fact_id, superseded_at__gte=since).first()
    if row is None:
        return False
    about = {name: getattr(row, name) for name in ("client_id", "person_id", "company_id")}
    return not Fact.objects.filter(**about, type_code=row.type_code, superseded_at=None).exists()


def _off_the_timeline(talk: Interview) -> None:
    """The entry on the client's card goes; one that somebody has written on since is theirs and stays."""
    if Interaction.objects.filter(pk=talk.interaction_id or 0, version=1).delete()[0]:
        Interview.objects.filter(pk=talk.pk).update(interaction_id=None)
