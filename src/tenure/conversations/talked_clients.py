"""Which clients were talked with lately."""

from datetime import datetime

from tenure.conversations.models import Interaction


def talked_clients(since: datetime) -> frozenset[int]:
    """Clients reached since then; an attempt that reached nobody is no talk. One query."""
    rows = Interaction.objects.filter(at__gte=since, client__isnull=False)
    reached = rows.exclude(outcome=Interaction.Outcome.NO_ANSWER)
    return frozenset(reached.order_by().values_list("client_id", flat=True).distinct())
