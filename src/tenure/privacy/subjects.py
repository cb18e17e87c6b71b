"""Whom a subject request is about, and how rooms hand over or take away what they hold on them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tenure.privacy.mentions import Mentions
from tenure.privacy.models import User

PERSON: Literal["person"] = "person"
CLIENT: Literal["client"] = "client"
# What an anonymised name, address or text becomes.
GONE = "•••"


@dataclass(frozen=True)
class DataSubject:
    """One human being: a person, or a client that is one person together with the people known only there.

    person_ids, client_ids: the rows that are the subject, those merged into them included; at_clients: clients whose
    texts speak of the subject; names, contacts: what they are called and reached by, for finding mentions.
    """

    kind: Literal["person", "client"]
    id: int
    shown_name: str
    person_ids: frozenset[int] = frozenset()
    client_ids: frozenset[int] = frozenset()
    at_clients: frozenset[int] = frozenset()
    mentions: Mentions = field(default_factory=Mentions)


@dataclass(frozen=True)
class Copy:
    """How much a copy holds. hidden: facts marked not to be shown too, without their source; reader: who opens sealed
    facts for it, each opening logged; None leaves them sealed."""

    hidden: bool = True
    reader: User | None = None


Held = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Holder:
    """One room: export gives all it holds on the subject by section, erase takes it away and counts what went."""

    room: str
    export: Callable[[DataSubject, Copy], Held]
    erase: Callable[[DataSubject], dict[str, int]]
