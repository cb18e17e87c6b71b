"""Who is in a venture: its owner lets people in to read or to work, hands it over, shuts them out."""

from dataclasses import dataclass

from django.db import transaction

from tenure.discovery.loops import loop_number
from tenure.discovery.models import Venture, VentureMember
from tenure.discovery.sight import seen_venture, venture_for_work
from tenure.discovery.timeline import record_step
from tenure.kernel.errors import InvalidValue, NotAllowed, NotFound
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may


@dataclass(frozen=True)
class MemberRow:
    """A person in the venture; `may_work` false: reads only."""

    user_id: int
    name: str
    role: str
    may_work: bool


@dataclass(frozen=True)
class Members:
    """owner first, then members by name; others: active people who could be let in."""

    owner_id: int
    owner: str
    members: tuple[MemberRow, ...]
    others: tuple[tuple[int, str], ...]
    may_change: bool


def members_of(*, actor: User, venture_id: int) -> Members:
    """Who is in a venture in sight. Three queries."""
    venture = seen_venture(actor, venture_id)
    rows = list(venture.members.select_related("user").order_by("user__name", "user_id"))
    inside = {venture.owner_id, *(row.user_id for row in rows)}
    people = User.objects.filter(is_active=True).exclude(pk__in=inside).order_by("name").values_list("id", "name")
    members = tuple(MemberRow(row.user_id, row.user.name, row.user.role, row.may_work) for row in rows)
    owner = venture.owner
    return Members(owner.pk, owner.name, members, tuple(people), _rules(actor, venture))


def _rules(actor: User, venture: Venture) -> bool:
    """Whether the actor decides who is in: the owner, and whoever works with all ventures."""
    return actor.is_active and (venture.owner_id == actor.pk or may(actor, Right.WORK_WITH_ALL_VENTURES))


def let_in(*, actor: User, venture_id: int, user_id: int, may_work: bool) -> None:
    """Let a person in, or change whether a member may work."""
    with transaction.atomic():
        venture = _ruled(actor, venture_id)
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if user is None or user.pk == venture.owner_id:
            raise InvalidValue("member_unknown", field="user")
        _row, new = VentureMember.objects.update_or_create(venture=venture, user=user, defaults={"may_work": may_work})
        _step(actor, venture, "let_in" if new else "change_member", user, may_work=may_work)


def shut_out(*, actor: User, venture_id: int, user_id: int) -> None:
    """A member sees the venture no more; what they wrote stays."""
    with transaction.atomic():
        venture = _ruled(actor, venture_id)
        member = venture.members.filter(user_id=user_id).select_related("user").first()
        if member is None:
            raise NotFound
        member.delete()
        _step(actor, venture, "shut_out", member.user)


def hand_over(*, actor: User, venture_id: int, user_id: int) -> None:
    """Make somebody else the owner; who owned it stays in and may work."""
    with transaction.atomic():
        venture = _ruled(actor, venture_id)
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if user is None:
            raise InvalidValue("member_unknown", field="user")
        if user.pk == venture.owner_id:
            return
        VentureMember.objects.update_or_create(venture=venture, user_id=venture.owner_id, defaults={"may_work": True})
        venture.members.filter(user=user).delete()
        venture.owner = user
        venture.save(update_fields=["owner"])
        _step(actor, venture, "hand_over_venture", user)


def _ruled(actor: User, venture_id: int) -> Venture:
    venture = venture_for_work(actor, venture_id)
    if not _rules(actor, venture):
        raise NotAllowed(f"{actor.pk} does not decide who is in venture {venture_id}")
    return venture


def _step(actor: User, venture: Venture, action: str, user: User, **details: object) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="venture",
        subject_id=venture.pk, person=user.pk, **details,
    )  # fmt: skip
