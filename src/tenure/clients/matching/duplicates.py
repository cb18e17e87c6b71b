"""Clients that may be one: the pairs a person has to decide about, and the answer that they are two."""

from dataclasses import dataclass

from django.db import transaction

from tenure.clients.models import Client, DoubtfulPair
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may, require

State = DoubtfulPair.State
PAGE = 20


@dataclass(frozen=True)
class PairClient:
    """One client of a pair, with the words a person compares."""

    id: int
    name: str
    external_id: str
    email: str
    tax_id: str
    phone: str
    country: str
    owner_name: str


@dataclass(frozen=True)
class Pair:
    """Two clients that may be one. similarity from 0 to 1; reason: same_tax_id, same_email, same_phone, same_name, …"""

    id: int
    first: PairClient
    second: PairClient
    similarity: float
    reason: str


def may_decide(actor: User) -> bool:
    """Whether the actor decides about pairs."""
    return may(actor, Right.MERGE_CLIENTS)


def open_pairs(*, actor: User, after: tuple[float, int] | None = None, limit: int = PAGE) -> list[Pair]:
    """Undecided pairs, the surest first. after: similarity and id of the last pair shown. One query."""
    require(actor, Right.MERGE_CLIENTS)
    rows = DoubtfulPair.objects.filter(state=State.OPEN, first__merged_into=None, second__merged_into=None)
    if after is not None:
        rows = rows.filter(similarity__lte=after[0]).exclude(similarity=after[0], id__lte=after[1])
    rows = rows.select_related("first__owner", "second__owner").order_by("-similarity", "id")
    return [_pair(row) for row in rows[:limit]]


def count_open(actor: User, most: int = 100) -> int:
    """How many pairs wait, counted up to `most`; 0 for those who do not decide about them."""
    if not may_decide(actor):
        return 0
    rows = DoubtfulPair.objects.filter(state=State.OPEN, first__merged_into=None, second__merged_into=None)
    return len(rows.values_list("id", flat=True)[:most])


def pair_for(*, actor: User, pair_id: int) -> Pair:
    """One pair in whatever state. Raises NotFound."""
    require(actor, Right.MERGE_CLIENTS)
    return _pair(find_pair(pair_id))


def find_pair(pair_id: int) -> DoubtfulPair:
    """The row of a pair. Raises NotFound."""
    row = DoubtfulPair.objects.select_related("first__owner", "second__owner").filter(pk=pair_id).first()
    if row is None:
        raise NotFound(f"pair {pair_id}")
    return row


def call_different(*, actor: User, pair_id: int) -> None:
    """Remember that the two are two; the pair is not proposed again."""
    _decide(actor, pair_id, State.OPEN, State.DIFFERENT, "call_different")


def ask_again(*, actor: User, pair_id: int) -> None:
    """Take the answer “two different clients” back."""
    _decide(actor, pair_id, State.DIFFERENT, State.OPEN, "ask_again")


def _decide(actor: User, pair_id: int, before: str, after: str, action: str) -> None:
    require(actor, Right.MERGE_CLIENTS)
    with transaction.atomic():
        find_pair(pair_id)
        decided = {"decided_by": actor, "decided_at": clock.now()} if after == State.DIFFERENT else {}
        if not DoubtfulPair.objects.filter(pk=pair_id, state=before).update(state=after, **decided):
            raise Conflict(f"pair {pair_id}")
        record_change(actor=actor, action=action, subject_kind="doubtful_pair", subject_id=pair_id)


def _pair(row: DoubtfulPair) -> Pair:
    return Pair(row.pk, _client(row.first), _client(row.second), row.similarity, row.reason)


def _client(row: Client) -> PairClient:
    owner = row.owner.name if row.owner else ""
    return PairClient(row.pk, row.name, row.external_id or "", row.email, row.tax_id, row.phone, row.country, owner)
