"""Which clients were talked with lately."""

from datetime import datetime

from django.db.models import Min

from tenure.conversations.models import Interaction


def talked_clients(since: datetime) -> frozenset[int]:
    """Clients reached since then; an attempt that reached nobody is no talk. One query."""
    rows = Interaction.objects.filter(at__gte=since, client__isnull=False)
    reached = rows.exclude(outcome=Interaction.Outcome.NO_ANSWER)
    return frozenset(reached.order_by().values_list("client_id", flat=True).distinct())


def first_talks(before: datetime) -> dict[int, datetime]:
    """By client the moment of the first talk with it, where that lies before; an attempt that reached nobody is no talk.
    One query."""
    rows = Interaction.objects.filter(at__lt=before, client__isnull=False)
    reached = rows.exclude(outcome=Interaction.Outcome.NO_ANSWER).order_by()
    return dict(reached.values_list("client_id").annotate(Min("at")))
