"""Which clients somebody has something planned with."""

from tenure.agenda.models import Task


def planned_clients() -> frozenset[int]:
    """Clients with an open task that a person answers for. One query."""
    rows = Task.objects.filter(state=Task.State.OPEN, client__isnull=False, owner__isnull=False)
    return frozenset(rows.order_by().values_list("client_id", flat=True).distinct())
