"""Search over everything a viewer may know of: clients, people, companies, facts, conversations, notes; and its upkeep."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tenure.clients.search import find_index
from tenure.clients.search.find_entries import EntryHit, Wanted, few_entries, find_entries
from tenure.clients.search.find_rows import client_names, company_rows, fact_rows, note_rows, person_rows
from tenure.clients.search.find_terms import Term, terms_of
from tenure.clients.search.find_triggers import SOURCES, mark_missing, missing
from tenure.clients.search.find_words import near_terms
from tenure.clients.search.search import Found, find_clients, index_pending
from tenure.conversations import apps as conversations
from tenure.conversations.find_source import interaction_rows, interaction_texts
from tenure.privacy.models import User

KINDS = ("person", "company", "fact", "interaction", "note")
READERS = {**find_index.READERS, "interaction": interaction_texts}
ROWS = {
    "person": person_rows, "company": company_rows, "fact": fact_rows, "interaction": interaction_rows,
    "note": note_rows,
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Hits of one kind, the best first; `more`: there are others."""

    kind: str
    hits: tuple[find_index.FoundRow, ...]
    more: bool


@dataclass(frozen=True)
class Everything:
    """What was found. terms: the words to mark, each with the spellings that counted."""

    clients: tuple[Found, ...] = ()
    more_clients: bool = False
    groups: tuple[Group, ...] = ()
    terms: tuple[Term, ...] = field(default=())

    @property
    def nothing(self) -> bool:
        return not self.clients and not self.groups


def find_everything(*, actor: User, text: str, most: int = 8, kinds: Sequence[str] = KINDS) -> Everything:
    """At most so many hits of each kind; groups without any are left out. A bounded number of queries.

    Near spellings are looked for only where nothing in sight, of whatever kind, holds the words as they were typed.
    """
    terms = terms_of(text)
    if not terms:
        return Everything()
    wanted = Wanted(actor, text, terms)
    clients, found = _round(wanted, most, kinds)
    good = any(client.good for client in clients) or any(hit.good for hits in found.values() for hit in hits)
    if not good and (near := near_terms(terms)):
        wanted = replace(wanted, near=near)
        clients, found = _round(wanted, most, kinds, held=clients)
    groups = tuple(_group(actor, kind, hits, most) for kind, hits in found.items() if hits)
    return Everything(tuple(clients[:most]), len(clients) > most, _named(actor, groups), wanted.near or terms)


def _round(
    wanted: Wanted, most: int, kinds: Sequence[str], held: Sequence[Found] | None = None
) -> tuple[list[Found], dict[str, list[EntryHit]]]:
    clients = find_clients(actor=wanted.actor, text=wanted.text, limit=most + 1, near=wanted.near, held=held)
    readers = READERS if find_index.anything_waits() else {}
    few = few_entries(wanted) if len(kinds) > 1 else None
    return clients, {kind: find_entries(wanted, kind, readers=readers, most=most + 1, few=few) for kind in kinds}


def _group(actor: User, kind: str, hits: list[EntryHit], most: int) -> Group:
    rows = {row.id: row for row in ROWS[kind](actor, [hit.record_id for hit in hits[:most]])}
    shown = [replace(rows[hit.record_id], misspelt=hit.misspelt) for hit in hits[:most] if hit.record_id in rows]
    return Group(kind, tuple(shown), len(hits) > most)


def _named(actor: User, groups: Sequence[Group]) -> tuple[Group, ...]:
    """The names of the clients the hits are about: one query for all."""
    ids = {row.client_id for group in groups for row in group.hits if row.client_id}
    names = client_names(actor=actor, ids=ids) if ids else {}
    return tuple(
        replace(group, hits=tuple(replace(row, client=names.get(row.client_id or 0, "")) for row in group.hits))
        for group in groups
        if group.hits
    )


def index_everything() -> int:
    """Bring the whole index up to date; returns how many records were indexed. What never waited waits first."""
    mark_missing({**SOURCES, **conversations.SOURCES})
    return len(index_written()) + index_pending()


def index_written(most: int | None = None) -> list[tuple[str, int]]:
    """Index what was written since the last time; returns (kind, id) of each."""
    return find_index.index_waiting(READERS, most)


def not_indexed() -> int:
    """How many records are missing in the index and do not even wait for it: 0 unless rows were written around us."""
    return missing({**SOURCES, **conversations.SOURCES})
