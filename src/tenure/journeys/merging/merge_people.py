"""Two records of one human being become one, with everything that names either; and two again, as they were.

Where the person who stays has the same already (an open post there, the same number, a place in the same decision
unit), the row waits at the one who went, and stands there again when the merge is taken back.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef

from tenure.agenda.models import Task
from tenure.clients.models import Channel, Consent, Fact, Person, Post, UnitMember
from tenure.clients.people.posts import bosses_at, reporting_circle
from tenure.conversations.models import Participant
from tenure.discovery.hypotheses.one_voice import lock_ventures_about, recount_clients, speak_as
from tenure.discovery.models import Candidate, Interview
from tenure.journeys.merging.moved_rows import all_or_nothing, give_back, hand_over, locked_with_merged
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

# Table and column of everything that follows a person.
FOLLOWS: dict[str, tuple[type[Any], str]] = {
    "posts": (Post, "person"),
    "channels": (Channel, "person"),
    "members": (UnitMember, "person"),
    "facts": (Fact, "person"),
    "sources": (Fact, "source_person"),
    "consents": (Consent, "person"),
    "talks": (Participant, "person"),
    "candidates": (Candidate, "person"),
    "interviews": (Interview, "person"),
    "tasks": (Task, "person"),
    "under": (Post, "reports_to"),
    "merged_before": (Person, "merged_into"),
}


def merge_people(*, actor: User, keep_id: int, gone_id: int) -> None:
    """Make the two one; `keep_id` stays. NotFound when either is out of sight; Conflict when one was merged already."""
    require(actor, Right.MERGE_CLIENTS)
    if keep_id == gone_id:
        raise BadInput("merge_keep_unknown")
    with all_or_nothing():
        ventures = lock_ventures_about((keep_id, gone_id), ())
        kept, gone = _both(keep_id, gone_id)
        if kept.merged_into_id is not None or gone.merged_into_id is not None:
            raise Conflict("one of the two was merged already")
        moved = _move(kept, gone)
        _one_voice(actor, moved["interviews"], kept, ventures)
        gone.moved = gone.moved | {"merge": moved}
        gone.merged_into = kept
        gone.save(update_fields=["moved", "merged_into"])
        _record(actor, "merge_people", kept, gone, moved)


def undo_merge_people(*, actor: User, gone_id: int) -> int:
    """Make two of one again; returns the one who comes back. Conflict when they are two already."""
    require(actor, Right.MERGE_CLIENTS)
    with all_or_nothing():
        known = Person.objects.filter(pk=gone_id, erased_at=None).values_list("merged_into_id", flat=True)
        if not known:
            raise NotFound
        kept_id = known[0]
        if kept_id is None:
            raise Conflict(f"person {gone_id}")
        ventures = lock_ventures_about((kept_id, gone_id), ())
        kept, gone = _both(kept_id, gone_id)
        moved: dict[str, Any] | None = gone.moved.get("merge")
        if moved is None or gone.merged_into_id != kept_id:
            raise Conflict(f"person {gone_id}")
        if kept.merged_into_id is not None or kept.pk != moved["kept"]:
            raise BadInput("merge_went_on", name=kept.name)
        for name, (table, column) in FOLLOWS.items():
            give_back(table, moved[name], column, kept, gone)
        _one_voice(actor, moved["interviews"], gone, ventures)
        Post.objects.filter(pk__in=moved["own_boss"], reports_to=None).update(reports_to=kept)
        Channel.objects.filter(pk__in=moved["less_preferred"]).update(preferred=True)
        gone.moved = {name: value for name, value in gone.moved.items() if name != "merge"}
        gone.merged_into = None
        gone.save(update_fields=["moved", "merged_into"])
        _record(actor, "undo_merge_people", kept, gone, moved)
    return gone_id


def _both(keep_id: int, gone_id: int) -> tuple[Person, Person]:
    rows = locked_with_merged(Person, keep_id, gone_id)
    kept, gone = rows.get(keep_id), rows.get(gone_id)
    if kept is None or gone is None or kept.erased_at is not None or gone.erased_at is not None:
        raise NotFound
    return kept, gone


def _one_voice(actor: User, talks: Collection[int], person: Person, ventures: Collection[int]) -> None:
    """What somebody said for themselves alone, in however many talks, weighs as one voice; what rests on it is counted anew."""
    alone = Interview.objects.filter(pk__in=talks, person=person, cluster="").values_list("pk", flat=True)
    speak_as(f"person:{person.pk}", interviews=list(alone), presales=())
    recount_clients(actor, (), ventures)


def _move(kept: Person, gone: Person) -> dict[str, Any]:
    """Hand everything over; what was moved, as ids, so that it can come back."""
    own_boss = Post.objects.filter(person=gone, reports_to=kept)
    moved: dict[str, Any] = {"kept": kept.pk, "own_boss": list(own_boss.values_list("pk", flat=True))}
    own_boss.update(reports_to=None)
    moved["less_preferred"] = []
    if Channel.objects.filter(person=kept, preferred=True).exists():
        preferred = Channel.objects.filter(person=gone, preferred=True)
        moved["less_preferred"] = list(preferred.values_list("pk", flat=True))
        preferred.update(preferred=False)
    there = Post.objects.filter(person=kept, client=OuterRef("client"), until=None)
    same = Channel.objects.filter(person=kept, kind=OuterRef("kind"), normal=OuterRef("normal"))
    seat = UnitMember.objects.filter(person=kept, unit=OuterRef("unit"))
    took_part = Participant.objects.filter(person=kept, interaction=OuterRef("interaction"))
    rows = {
        "posts": Post.objects.filter(person=gone).exclude(Exists(there), until=None),
        "channels": Channel.objects.filter(person=gone).exclude(Exists(same)),
        "members": UnitMember.objects.filter(person=gone).exclude(Exists(seat)),
        "talks": Participant.objects.filter(person=gone).exclude(Exists(took_part)),
    }
    for name, (table, column) in FOLLOWS.items():
        if name != "under":
            moved[name] = hand_over(rows.get(name, table.objects.filter(**{column: gone})), column, kept)
    moved["under"] = _hand_over_those_under(kept, gone)
    return moved


def _hand_over_those_under(kept: Person, gone: Person) -> list[int]:
    """Whoever reported to the one who went reports to the one who stays, unless that would close a circle."""
    moved = []
    for post in Post.objects.filter(reports_to=gone).exclude(person=kept):
        if not reporting_circle(bosses_at(post.client_id), post.person_id, kept.pk):
            moved += hand_over(Post.objects.filter(pk=post.pk), "reports_to", kept)
    return moved


def _record(actor: User, action: str, kept: Person, gone: Person, moved: dict[str, Any]) -> None:
    counts = {name: len(moved[name]) for name in ("posts", "channels", "facts", "tasks")}
    record_change(actor=actor, action=action, subject_kind="person", subject_id=kept.pk, other_person=gone.pk, **counts)
