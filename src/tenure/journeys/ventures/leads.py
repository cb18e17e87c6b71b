"""Who of the base was met before buying anything, and who of them bought since.

A client is met on the day somebody entered it by hand, or of the first talk with it, whichever came first; one that a file
of orders brought is known only because it had bought. Who had ordered before that day was no lead.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from tenure.clients.clients import visible_clients
from tenure.conversations.talked_clients import first_talks
from tenure.kernel import clock
from tenure.orders.economics_figures import MOST_NAMED, first_bought
from tenure.privacy.models import User


@dataclass(frozen=True)
class Leads:
    """Leads met from `first` to `last`, and how many of them bought since (the product, where one is meant)."""

    leads: int
    buyers: int
    first: date
    last: date


def leads_of(
    *, actor: User, first: date, last: date, among: Collection[int] | None = None, product: str = ""
) -> Leads:  # fmt: skip
    """Leads in sight met on these days, of the clients `among` where given. Two queries, and three for each five thousand
    clients met."""
    until = clock.beginning(last + timedelta(days=1))
    entered = visible_clients(actor).filter(import_batch_id=None, created_at__lt=until)
    met = {client: clock.day_of(moment) for client, moment in entered.values_list("pk", "created_at")}
    for client, moment in first_talks(until).items():
        met[client] = min(met.get(client, last), clock.day_of(moment))
    chosen = set(met) if among is None else set(among) & set(met)
    chosen = {client for client in chosen if first <= met[client] <= last}
    chosen = _seen(actor, sorted(chosen))
    bought = first_bought(clients=sorted(chosen))
    leads = {client for client in chosen if client not in bought or bought[client] >= met[client]}
    if product:
        bought = first_bought(clients=sorted(leads), product=product)
    return Leads(len(leads), sum(client in bought for client in leads), first, last)


def _seen(actor: User, clients: list[int]) -> set[int]:
    found: set[int] = set()
    for place in range(0, len(clients), MOST_NAMED):
        piece = clients[place : place + MOST_NAMED]
        found |= set(visible_clients(actor).filter(pk__in=piece).values_list("pk", flat=True))
    return found
