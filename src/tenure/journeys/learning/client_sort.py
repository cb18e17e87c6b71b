"""Of which sort a client is, from what is known of it: decides which facts are for it and what the least of them is."""

from collections.abc import Iterable

from tenure.clients.fact_catalogue import SEGMENT, ClientSort
from tenure.clients.facts.facts import KnownFact


def client_sort(facts: Iterable[KnownFact], value_class: str = "") -> ClientSort:
    """facts: current claims about the client, the surest of each kind first; value_class: A, B or C from its orders."""
    told: dict[str, object] = {}
    for fact in facts:
        if fact.value is not None:
            told.setdefault(fact.kind, fact.value)
    segments = told.get(SEGMENT)
    each = segments if isinstance(segments, list) else [segments] if segments else []
    kind, industry = (str(told.get(code) or "") for code in ("client_kind", "industry"))
    return ClientSort(kind, industry, tuple(map(str, each)), value_class)
