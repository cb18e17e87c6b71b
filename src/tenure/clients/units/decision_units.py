"""Decision units: who decides together at a client, in general or about one deal; what is known of each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from tenure.clients.clients import visible_clients
from tenure.clients.models import Argument, Criterion, DecisionUnit, OurContact, Post, RivalAttitude, Tie, UnitMember
from tenure.clients.sight import Sight, look
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User
from tenure.privacy.rights import Right, may

USUAL_WIN, USUAL_WEIGHT = 1 / 3, 6  # one deal in three, worth as much as six closed deals of one's own


@dataclass(frozen=True)
class UnitHead:
    """A decision unit by itself. title: the deal, empty for the client at large; base_rate: share of such deals won,
    None when nobody said; people: how many belong to it."""

    id: int
    client_id: int
    client_name: str
    title: str
    value_minor: int | None
    base_rate: float | None
    template: str
    state: str
    closed_on: date | None
    version: int
    people: int


@dataclass(frozen=True)
class RivalRow:
    """What a person thinks of one of our competitors, -2 to +2."""

    company_id: int
    company: str
    attitude: int


@dataclass(frozen=True)
class ContactRow:
    """One of our people who knows a person of the unit; strength 1 to 3."""

    user_id: int
    name: str
    strength: int


@dataclass(frozen=True)
class MemberRow:
    """A person in a decision unit, as entered.

    post: what they do at the client, empty when unknown; here: whether they still work there. weight: formal part of
    the decision, any scale; attitude: -2..2, None unknown; susceptibility, veto: 0..1; contact: 0..3; estimate: the
    user's own share, 0..1; criteria: name and weight 1 to 3; x, y: where they were put on the map.
    """

    id: int
    person_id: int
    name: str
    post: str
    here: bool
    role: str
    seat: str
    weight: float
    attitude: int | None
    susceptibility: float
    veto: float
    contact: int
    estimate: float | None
    interest: str
    objection: str
    next_step: str
    effort_minutes: int
    x: float | None
    y: float | None
    version: int
    criteria: tuple[tuple[str, int], ...] = ()
    rivals: tuple[RivalRow, ...] = ()
    ours: tuple[ContactRow, ...] = ()

    @property
    def access(self) -> float:
        """How well we reach them, 0..1: by what was entered, or through the one of us who knows them best."""
        return max([self.contact, *(one.strength for one in self.ours)]) / 3


@dataclass(frozen=True)
class TieRow:
    """kind: listens, reports or conflict; who and whom: members. strength: 1 to 3, below zero a hostile tie."""

    id: int
    kind: str
    who_id: int
    whom_id: int
    strength: float


@dataclass(frozen=True)
class ArgumentRow:
    """With what to influence. proof: by name of a criterion, 0..1, how strongly it is proven."""

    id: int
    text: str
    proof: Mapping[str, float]


@dataclass(frozen=True)
class Unit:
    """A decision unit whole: its people by formal weight, their ties, our arguments."""

    head: UnitHead
    members: tuple[MemberRow, ...]
    ties: tuple[TieRow, ...]
    arguments: tuple[ArgumentRow, ...]
    may_edit: bool

    @property
    def criteria(self) -> tuple[str, ...]:
        """Whatever anybody here decides by, each once."""
        return tuple(dict.fromkeys(name for member in self.members for name, _weight in member.criteria))

    def member(self, member_id: int) -> MemberRow:
        """One of the people; KeyError for somebody else."""
        return {member.id: member for member in self.members}[member_id]


@dataclass(frozen=True)
class WonShare:
    """How many deals of all closed ones were won, and the share to expect of the next one before anything is known."""

    won: int
    closed: int

    @property
    def expected(self) -> float:
        return (self.won + USUAL_WIN * USUAL_WEIGHT) / (self.closed + USUAL_WEIGHT)


def units_of(*, actor: User, client_id: int, sight: Sight | None = None) -> tuple[UnitHead, ...]:
    """The units of a client in sight: the one at large, open deals by value, then closed ones. Two queries."""
    look(actor, client_id, sight)
    heads = [_head(unit) for unit in _units(DecisionUnit.objects.filter(client_id=client_id))]
    return tuple(sorted(heads, key=lambda one: (one.state != "open", bool(one.title), -(one.value_minor or 0), one.id)))


def main_unit(heads: Sequence[UnitHead]) -> UnitHead | None:
    """The one a card shows: the dearest open deal with people, else the first with people, else the first of all."""
    peopled = [head for head in heads if head.people]
    deals = [head for head in peopled if head.title and head.state == "open"]
    return next(iter([*deals, *peopled, *heads]), None)


def unit_of(*, actor: User, unit_id: int) -> Unit:
    """A unit of a client in sight, with all that is known; NotFound otherwise. Eight queries, however many people."""
    unit = _units(DecisionUnit.objects.filter(pk=unit_id, client__in=visible_clients(actor))).first()
    if unit is None:
        raise NotFound(f"decision unit {unit_id}")
    return whole_unit(actor, _head(unit))


def whole_unit(actor: User, head: UnitHead) -> Unit:
    """The unit of a head this actor was given by `units_of`. Seven queries."""
    ties = Tie.objects.filter(unit_id=head.id).order_by("id")
    arguments = Argument.objects.filter(unit_id=head.id).order_by("id")
    return Unit(
        head=head,
        members=_members(head),
        ties=tuple(TieRow(*row) for row in ties.values_list("id", "kind", "who_id", "whom_id", "strength")),
        arguments=tuple(ArgumentRow(*row) for row in arguments.values_list("id", "text", "proof")),
        may_edit=may(actor, Right.WORK_WITH_CLIENTS),
    )


def unit_of_member(*, actor: User, member_id: int) -> int:
    """The unit a person in sight belongs to by this membership; NotFound otherwise."""
    return _unit_id(UnitMember.objects.filter(pk=member_id), actor)


def unit_of_tie(*, actor: User, tie_id: int) -> int:
    """The unit of a tie in sight; NotFound otherwise."""
    return _unit_id(Tie.objects.filter(pk=tie_id), actor)


def unit_of_argument(*, actor: User, argument_id: int) -> int:
    """The unit of an argument in sight; NotFound otherwise."""
    return _unit_id(Argument.objects.filter(pk=argument_id), actor)


def won_share() -> WonShare:
    """What became of all deals so far, of the whole company. One query."""
    closed = DecisionUnit.objects.exclude(state=DecisionUnit.State.OPEN)
    found = closed.aggregate(won=Count("id", filter=Q(state=DecisionUnit.State.WON)), closed=Count("id"))
    return WonShare(found["won"], found["closed"])


def _unit_id(rows: QuerySet[Any], actor: User) -> int:
    found = rows.filter(unit__client__in=visible_clients(actor)).values_list("unit_id", flat=True).first()
    if found is None:
        raise NotFound
    return int(found)


def _units(rows: QuerySet[DecisionUnit]) -> QuerySet[DecisionUnit]:
    return rows.select_related("client").annotate(people=Count("members")).order_by("id")


def _head(unit: Any) -> UnitHead:
    return UnitHead(
        unit.pk, unit.client_id, unit.client.name, unit.title, unit.value_minor, unit.base_rate, unit.template,
        unit.state, unit.closed_on, unit.version, unit.people,
    )  # fmt: skip


# The columns of a member as MemberRow lists them, before and after what they do at the client.
_WHO = ("id", "person_id", "person__name")
_HOW = ("role", "seat", "weight", "attitude", "susceptibility", "veto", "contact", "estimate", "interest", "objection",
        "next_step", "effort_minutes", "x", "y", "version")  # fmt: skip


def _members(head: UnitHead) -> tuple[MemberRow, ...]:
    rows = UnitMember.objects.filter(unit_id=head.id).order_by("-weight", "id").values_list(*_WHO, *_HOW)
    posts: dict[int, tuple[str, bool]] = {}
    for person_id, title, until in (
        Post.objects.filter(client_id=head.client_id, person__memberships__unit_id=head.id)
        .order_by("id")
        .values_list("person_id", "title", "until")
    ):
        if until is None or person_id not in posts:
            posts[person_id] = (title, until is None)
    criteria, rivals, ours = _around(head.id)
    return tuple(
        MemberRow(
            pk, person, name, *posts.get(person, ("", True)), criteria=tuple(criteria.get(pk, ())),
            rivals=tuple(rivals.get(pk, ())), ours=tuple(ours.get(pk, ())), **dict(zip(_HOW, how, strict=True)),
        )
        for pk, person, name, *how in rows
    )  # fmt: skip


def _around(
    unit_id: int,
) -> tuple[dict[int, list[tuple[str, int]]], dict[int, list[RivalRow]], dict[int, list[ContactRow]]]:
    """Criteria, attitudes to competitors and our people, by member."""
    criteria: dict[int, list[tuple[str, int]]] = {}
    for member, name, weight in (
        Criterion.objects.filter(member__unit_id=unit_id)
        .order_by("-weight", "id")
        .values_list("member_id", "name", "weight")
    ):
        criteria.setdefault(member, []).append((name, weight))
    rivals: dict[int, list[RivalRow]] = {}
    for member, company, called, attitude in (
        RivalAttitude.objects.filter(member__unit_id=unit_id)
        .order_by("company__name", "id")
        .values_list("member_id", "company_id", "company__name", "attitude")
    ):
        rivals.setdefault(member, []).append(RivalRow(company, called, attitude))
    ours: dict[int, list[ContactRow]] = {}
    for member, user, called, strength in (
        OurContact.objects.filter(member__unit_id=unit_id)
        .order_by("-strength", "id")
        .values_list("member_id", "user_id", "user__name", "strength")
    ):
        ours.setdefault(member, []).append(ContactRow(user, called, strength))
    return criteria, rivals, ours
