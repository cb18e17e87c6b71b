"""All clients that a saved view means, as numbers: the same filters as in the client list, for whoever counts them."""

from collections.abc import Mapping

from tenure.clients.search.search import matching
from tenure.journeys.client_lists.client_filters import read_filters
from tenure.journeys.client_lists.client_list import scope_for, seen_filters, summary_for
from tenure.journeys.client_lists.client_list_sql import page_keys
from tenure.kernel.errors import InvalidValue
from tenure.privacy.models import User

MOST_CHOSEN = 200_000


def chosen_clients(*, actor: User, filters: Mapping[str, str]) -> tuple[int, ...]:
    """Clients in sight that the filters of the client list let through now. Raises InvalidValue where they are more than
    can be counted, BadInput for a filter that cannot be read."""
    wanted = seen_filters(actor, read_filters(filters))
    matches = matching(actor=actor, text=wanted.q) if wanted.q else None
    if matches is not None and not matches.complete:
        raise InvalidValue("economics_view_search", field="view", value=wanted.q)
    scope = scope_for(actor, wanted, summary_for(actor), matches)
    keys = [] if scope is None else page_keys(wanted, scope, None, MOST_CHOSEN + 1)
    if len(keys) > MOST_CHOSEN:
        raise InvalidValue("economics_view_large", field="view", most=MOST_CHOSEN)
    return tuple(client for client, _key in keys)
