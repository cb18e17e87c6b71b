"""Two companies of the register become one, with the ties, facts and visits of both; and two again, as they were."""

from typing import Any

from django.db.models import Exists, OuterRef

from tenure.clients.companies.holdings import refuse_circles_of
from tenure.clients.models import Client, Company, CompanyTie, Fact, RivalAttitude
from tenure.conversations.models import Interaction
from tenure.journeys.merging.moved_rows import all_or_nothing, give_back, hand_over, locked, locked_with_merged
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

FOLLOWS: dict[str, tuple[type[Any], str]] = {
    "ties": (CompanyTie, "company"),
    "rivals": (RivalAttitude, "company"),
    "facts": (Fact, "company"),
    "visits": (Interaction, "company"),
    "merged_before": (Company, "merged_into"),
}


def merge_companies(*, actor: User, keep_id: int, gone_id: int) -> None:
    """Make the two one; `keep_id` stays. BadInput when they are two clients of ours, or a holding would own itself."""
    require(actor, Right.MERGE_CLIENTS)
    if keep_id == gone_id:
        raise BadInput("merge_keep_unknown")
    with all_or_nothing():
        kept, gone = _both(keep_id, gone_id)
        if kept.merged_into_id is not None or gone.merged_into_id is not None:
            raise Conflict("one of the two was merged already")
        if kept.client_id and gone.client_id:
            raise BadInput("companies_two_clients", one=kept.name, other=gone.name)
        moved = _move(kept, gone)
        gone.merged_into = kept
        gone.moved = gone.moved | {"merge": moved}
        gone.save(update_fields=["merged_into", "moved", "client"])
        kept.save(update_fields=["client", "note"])
        refuse_circles_of(actor, kept)
        _record(actor, "merge_companies", kept, gone, moved)


def undo_merge_companies(*, actor: User, gone_id: int) -> int:
    """Make two of one again; returns the one that comes back. Conflict when they are two already."""
    require(actor, Right.MERGE_CLIENTS)
    with all_or_nothing():
        known = Company.objects.filter(pk=gone_id).values_list("merged_into_id", flat=True)
        if not known:
            raise NotFound
        kept_id = known[0]
        if kept_id is None:
            raise Conflict(f"company {gone_id}")
        kept, gone = _both(kept_id, gone_id)
        moved: dict[str, Any] | None = gone.moved.get("merge")
        if moved is None or gone.merged_into_id != kept_id:
            raise Conflict(f"company {gone_id}")
        if kept.merged_into_id is not None or kept.pk != moved["kept"]:
            raise BadInput("merge_went_on", name=kept.name)
        for name, (table, column) in FOLLOWS.items():
            give_back(table, moved[name], column, kept, gone)
        if moved["client"] and kept.client_id == moved["client"]:
            kept.client_id, gone.client_id = None, moved["client"]
        if moved["note"] and kept.note == moved["note"][1]:
            kept.note = moved["note"][0]
        kept.save(update_fields=["client", "note"])
        gone.moved = {name: value for name, value in gone.moved.items() if name != "merge"}
        gone.merged_into = None
        gone.save(update_fields=["merged_into", "moved", "client"])
        _record(actor, "undo_merge_companies", kept, gone, moved)
    return gone_id


def _both(keep_id: int, gone_id: int) -> tuple[Company, Company]:
    """The two, locked after the clients of ours that they are or were, as everybody who writes takes the client first."""
    two = Company.objects.filter(pk__in=(keep_id, gone_id))
    clients = {number for pair in two.values_list("client", "moved__merge__client") for number in pair if number}
    locked(Client.objects.filter(pk__in=clients))
    rows = locked_with_merged(Company, keep_id, gone_id)
    if keep_id not in rows or gone_id not in rows:
        raise NotFound
    if not {rows[one].client_id for one in (keep_id, gone_id)} - {None} <= clients:
        raise Conflict("one of the two became a client while this waited")
    return rows[keep_id], rows[gone_id]


def _move(kept: Company, gone: Company) -> dict[str, Any]:
    """Hand everything over; what was moved, as ids, so that it can come back."""
    moved: dict[str, Any] = {"kept": kept.pk, "client": gone.client_id, "note": None}
    if gone.client_id:
        kept.client_id, gone.client_id = gone.client_id, None
    if gone.note:
        joined = f"{kept.note}\n\n{gone.note}" if kept.note else gone.note
        moved["note"] = (kept.note, joined)
        kept.note = joined
    tied = CompanyTie.objects.filter(company=kept, client=OuterRef("client"), kind=OuterRef("kind"), until=None)
    judged = RivalAttitude.objects.filter(company=kept, member=OuterRef("member"))
    rows = {
        "ties": CompanyTie.objects.filter(company=gone)
        .exclude(Exists(tied), until=None)
        .exclude(client=kept.client_id),
        "rivals": RivalAttitude.objects.filter(company=gone).exclude(Exists(judged)),
    }
    for name, (table, column) in FOLLOWS.items():
        moved[name] = hand_over(rows.get(name, table.objects.filter(**{column: gone})), column, kept)
    return moved


def _record(actor: User, action: str, kept: Company, gone: Company, moved: dict[str, Any]) -> None:
    record_change(
        actor=actor, action=action, subject_kind="company", subject_id=kept.pk, other_company=gone.pk,
        ties=len(moved["ties"]), facts=len(moved["facts"]),
    )  # fmt: skip
