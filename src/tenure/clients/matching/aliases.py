"""Other words under which files know a client: what it was called before, or what a merged one was called."""

from collections.abc import Iterable

from tenure.clients.models import Alias, Client


def words_of(client: Client) -> list[tuple[str, str]]:
    """Kind and value of every word by which the client can be recognised."""
    words = [
        (Alias.Kind.EXTERNAL_ID, client.external_id or ""),
        (Alias.Kind.EMAIL, client.email.lower()),
        (Alias.Kind.TAX_ID, client.tax_id),
        (Alias.Kind.NAME, client.normal_name),
    ]
    return [(str(kind), value) for kind, value in words if value]


def keep_words(client: Client, words: Iterable[tuple[str, str]]) -> list[int]:
    """Let these words lead to the client from now on, unless they do already or lead to another. Returns new aliases.

    Part of a writer's transaction; it writes the audit row.
    """
    own = set(words_of(client))
    made = []
    for kind, value in words:
        if (kind, value) in own or Alias.objects.filter(kind=kind, value=value).exists():
            continue
        made.append(Alias.objects.create(client=client, kind=kind, value=value).pk)
    return made
