"""That somebody may know of a client: looked up once for a page, then handed to each reader that asks for it."""

from dataclasses import dataclass

from tenure.clients.clients import visible_clients
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User


@dataclass(frozen=True)
class Sight:
    """This actor was found to see this client. Good for the page being read, not to be kept."""

    actor_id: int
    client_id: int


def look(actor: User, client_id: int, sight: Sight | None = None) -> Sight:
    """NotFound for a client out of sight. One query; none where `sight` says it of this very actor and client."""
    wanted = Sight(actor.pk, client_id)
    if sight != wanted and not visible_clients(actor).filter(pk=client_id).exists():
        raise NotFound(f"client {client_id}")
    return wanted
