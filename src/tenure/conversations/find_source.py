"""Conversations as the search reads them."""

from collections.abc import Sequence

from tenure.clients.search.find_index import Findable, FoundRow
from tenure.conversations.models import Interaction
from tenure.privacy.models import User


def interaction_texts(ids: Sequence[int]) -> list[Findable]:
    """What of these conversations is searched: their free text. One query."""
    rows = Interaction.objects.filter(pk__in=ids).values_list("id", "client_id", "text")
    return [Findable(id, client_id, (text,)) for id, client_id, text in rows]


def interaction_rows(actor: User, ids: Sequence[int]) -> list[FoundRow]:
    """What a search shows of them. title: the kind of contact. One query."""
    rows = Interaction.objects.filter(pk__in=ids).values_list("id", "kind", "client_id", "text", "at", "author__name")
    return [FoundRow(id, kind, text, client, at=at, author=author) for id, kind, client, text, at, author in rows]
