"""Changes of clients that scores or ventures must follow: adding one by hand, calling it otherwise, saying who answers for it."""

from collections.abc import Sequence

from django.db import transaction

from tenure.agenda.tasks import hand_over
from tenure.clients.clients import Details, assign_owner, create_client, edit_client
from tenure.discovery.hypotheses.one_voice import lock_ventures_of, recount_clients
from tenure.orders.models import ClientScore
from tenure.orders.scores import request_rescore
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

NO_ORDERS = "no_orders"


def add_client(*, actor: User, details: Details, owner_id: int | None = None, although_similar: bool = False) -> int:
    """Add a client and its empty row of scores, so that the list shows it at once. Returns its id."""
    with transaction.atomic():
        client = create_client(actor=actor, details=details, owner_id=owner_id, although_similar=although_similar)
        ClientScore.objects.create(client=client, owner_id=client.owner_id, status=NO_ORDERS)
    return client.pk


def change_details(*, actor: User, client_id: int, details: Details, stamp: str) -> None:
    """As `edit_client`. Called otherwise, the client may be one voice with a company that ventures know, or no more: what rests
    on it is counted anew in the same transaction."""
    with transaction.atomic():
        ventures = lock_ventures_of((client_id,))
        if edit_client(actor=actor, client_id=client_id, details=details, stamp=stamp) and ventures:
            recount_clients(actor, (client_id,), ventures)


def assign_clients(*, actor: User, client_ids: Sequence[int], owner_id: int | None) -> int:
    """Make one person answer for these clients, their tasks with them; the figures of each base follow by a new run."""
    with transaction.atomic():
        changed = assign_owner(actor=actor, client_ids=client_ids, owner_id=owner_id)
        if not changed:
            return 0
        ClientScore.objects.filter(pk__in=client_ids).update(owner_id=owner_id)
        hand_over(client_ids=list(client_ids), owner_id=owner_id)
        if may(actor, Right.RECOMPUTE_SCORES):
            request_rescore(actor=actor)
    return changed
