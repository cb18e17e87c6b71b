"""Two clients become one: all that is known of both goes to the one that stays; and all of it can be taken back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from tenure.agenda.models import COMPUTED, FROM_TABLE, Task
from tenure.clients.matching.aliases import keep_words, words_of
from tenure.clients.matching.duplicates import PAGE, Pair, PairClient, find_pair, open_pairs
from tenure.clients.matching.names import search_text
from tenure.clients.models import Alias, Client, DoubtfulPair, Note
from tenure.clients.phones import keep_phone
from tenure.discovery.hypotheses.one_voice import lock_ventures_of, recount_clients
from tenure.journeys.merging.merge_knowledge import give_back_knowledge, hand_over_knowledge
from tenure.journeys.merging.moved_rows import all_or_nothing, hand_over, locked_with_merged
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.orders.models import ClientScore, Order
from tenure.orders.scores import queue_rescore
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

# Blanks of the client that stays which the other can fill; the number of the other stays its own and leads here.
FILLED = ("email", "tax_id", "phone", "country")


@dataclass(frozen=True)
class Evidence:
    """What a client has bought: how many orders, when first and last, for how much (minor units)."""

    orders: int
    first_day: date | None
    last_day: date | None
    amount_minor: int


@dataclass(frozen=True)
class PairWithEvidence:
    """A pair as the page shows it; `keep` is the one proposed to stay: more orders, else the older."""

    pair: Pair
    first: Evidence
    second: Evidence

    @property
    def keep(self) -> PairClient:
        return self.pair.second if self.second.orders > self.first.orders else self.pair.first


def pairs_with_evidence(
    *, actor: User, after: tuple[float, int] | None = None, limit: int = PAGE
) -> list[PairWithEvidence]:
    """Undecided pairs, the surest first, with what each client has bought. Two queries."""
    pairs = open_pairs(actor=actor, after=after, limit=limit)
    bought = _bought({client.id for pair in pairs for client in (pair.first, pair.second)})
    none = Evidence(0, None, None, 0)
    return [PairWithEvidence(pair, bought.get(pair.first.id, none), bought.get(pair.second.id, none)) for pair in pairs]


def merge_clients(*, actor: User, pair_id: int, keep_id: int) -> int:
    """Make the two clients of a pair one; `keep_id` stays. Returns the client that went.

    Raises NotFound for no such pair, BadInput when keep_id is not of the pair, Conflict when it is decided already.
    """
    require(actor, Right.MERGE_CLIENTS)
    with all_or_nothing():
        pair = find_pair(pair_id)
        if keep_id not in (pair.first_id, pair.second_id):
            raise BadInput("merge_keep_unknown")
        ventures = lock_ventures_of((pair.first_id, pair.second_id))
        kept, gone = _both(keep_id, pair.second_id if keep_id == pair.first_id else pair.first_id)
        if kept.merged_into_id is not None or gone.merged_into_id is not None:
            raise Conflict("one of the two was merged already")
        now = clock.now()
        claimed = DoubtfulPair.objects.filter(pk=pair_id, state=DoubtfulPair.State.OPEN)
        if not claimed.update(state=DoubtfulPair.State.MERGED, decided_by=actor, decided_at=now):
            raise Conflict(f"pair {pair_id}")
        moved = {"kept": kept.pk, "gone": gone.pk, **_move_all(kept, gone)}
        DoubtfulPair.objects.filter(pk=pair_id).update(moved=moved)
        recount_clients(actor, (kept.pk, gone.pk), ventures)
        _record(actor, "merge", moved, pair_id)
    return int(gone.pk)


def undo_merge(*, actor: User, pair_id: int) -> None:
    """Make two clients of one again, as they were. Raises Conflict when the pair is not merged or was merged on."""
    require(actor, Right.MERGE_CLIENTS)
    with all_or_nothing():
        pair = find_pair(pair_id)
        if pair.state != DoubtfulPair.State.MERGED:
            raise Conflict(f"pair {pair_id}")
        moved: dict[str, Any] = pair.moved
        ventures = lock_ventures_of((moved["kept"], moved["gone"]))
        kept, gone = _both(moved["kept"], moved["gone"])
        # The day of the merge tells this one from another of the same two, made while this waited.
        merged = DoubtfulPair.objects.filter(pk=pair_id, state=DoubtfulPair.State.MERGED, decided_at=pair.decided_at)
        if not merged.update(state=DoubtfulPair.State.OPEN, decided_by=None, decided_at=None, moved={}):
            raise Conflict(f"pair {pair_id}")
        if kept.merged_into_id is not None or gone.merged_into_id != kept.pk:
            raise BadInput("merge_went_on", name=kept.name)
        _move_back(kept, gone, moved)
        recount_clients(actor, (kept.pk, gone.pk), ventures)
        _record(actor, "undo_merge", moved, pair_id)


def _both(keep_id: int, gone_id: int) -> tuple[Client, Client]:
    rows = locked_with_merged(Client, keep_id, gone_id)
    if keep_id not in rows or gone_id not in rows:
        raise NotFound(f"clients {keep_id} and {gone_id}")
    return rows[keep_id], rows[gone_id]


def _found_anew() -> Q:
    """What the machine proposes; a question a person took from a decision table is theirs."""
    return Q(kind__in=COMPUTED) & ~Q(episode__startswith=FROM_TABLE)


def _move_all(kept: Client, gone: Client) -> dict[str, Any]:
    """Hand everything over; what was moved, as ids, so that it can come back."""
    moved: dict[str, Any] = {
        "orders": hand_over(Order.objects.filter(client=gone), "client", kept),
        "notes": hand_over(Note.objects.filter(client=gone), "client", kept),
        "tasks": hand_over(Task.objects.filter(client=gone).exclude(_found_anew()), "client", kept),
        "aliases": hand_over(Alias.objects.filter(client=gone), "client", kept),
    }
    # Tasks of the machine about the one that went: their episodes are of its own orders and are found anew.
    proposed = Task.objects.filter(_found_anew(), client=gone, state=Task.State.OPEN)
    moved["expired"] = list(proposed.values_list("pk", flat=True))
    proposed.update(state=Task.State.EXPIRED, closed_at=clock.now())
    moved["merged_before"] = list(Client.objects.filter(merged_into=gone).values_list("pk", flat=True))
    Client.objects.filter(merged_into=gone).update(merged_into=kept)
    Client.objects.filter(pk=gone.pk).update(merged_into=kept)
    moved["knowledge"] = hand_over_knowledge(kept, gone)
    moved["filled"] = _fill(kept, gone)
    moved["words"] = keep_words(kept, words_of(gone))
    ClientScore.objects.filter(client=gone).delete()
    return moved


def _fill(kept: Client, gone: Client) -> dict[str, str]:
    filled = {name: getattr(gone, name) for name in FILLED if getattr(gone, name) and not getattr(kept, name)}
    if filled:
        _store(kept, filled)
    return filled


def _move_back(kept: Client, gone: Client, moved: dict[str, Any]) -> None:
    Order.objects.filter(pk__in=moved["orders"], client=kept).update(client=gone)
    Note.objects.filter(pk__in=moved["notes"], client=kept).update(client=gone)
    Task.objects.filter(pk__in=moved["tasks"], client=kept).update(client=gone)
    Alias.objects.filter(pk__in=moved["words"], client=kept).delete()
    Alias.objects.filter(pk__in=moved["aliases"], client=kept).update(client=gone)
    Task.objects.filter(pk__in=moved["expired"], state=Task.State.EXPIRED).update(state=Task.State.OPEN, closed_at=None)
    Client.objects.filter(pk__in=moved["merged_before"]).update(merged_into=gone)
    _store(kept, {name: "" for name, value in moved["filled"].items() if getattr(kept, name) == value})
    Client.objects.filter(pk=gone.pk).update(merged_into=None)
    give_back_knowledge(kept, gone, moved.get("knowledge", {}))
    ClientScore.objects.get_or_create(client=gone, defaults={"status": "no_orders", "owner": gone.owner})


def _store(client: Client, values: dict[str, str]) -> None:
    for name, value in values.items():
        setattr(client, name, value)
    changed = list(values)
    if "tax_id" in values:
        client.search_text = search_text(client.name, client.external_id, client.tax_id)
        changed.append("search_text")
    client.save(update_fields=changed)
    if "phone" in values:
        keep_phone(client)


def _record(actor: User, action: str, moved: dict[str, Any], pair_id: int) -> None:
    counts = {name: len(moved[name]) for name in ("orders", "notes", "tasks", "aliases")}
    record_change(
        actor=actor, action=action, subject_kind="client", subject_id=moved["kept"],
        other=moved["gone"], pair=pair_id, **counts,
    )  # fmt: skip
    queue_rescore(actor=actor)


def _bought(client_ids: set[int]) -> dict[int, Evidence]:
    rows = (
        Order.objects.filter(client__in=client_ids)
        .values("client")
        .annotate(orders=Count("id"), first=Min("day"), last=Max("day"), amount=Sum("amount_minor"))
        .values_list("client", "orders", "first", "last", "amount")
    )
    return {client: Evidence(orders, first, last, int(amount)) for client, orders, first, last, amount in rows}
