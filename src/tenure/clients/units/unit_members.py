"""The people of a decision unit: who belongs to it, with what weight and attitude, where they stand on the map."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.clients.models import (
    Company,
    CompanyTie,
    Criterion,
    DecisionUnit,
    OurContact,
    RivalAttitude,
    Tie,
    UnitMember,
)
from tenure.clients.people.people import add_person, person_seen
from tenure.clients.units.decision_units import MemberRow
from tenure.clients.units.unit_changes import changed, line, prose, told, unit_to_change, within
from tenure.clients.units.unit_templates import TEMPLATES
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

MOST_PEOPLE = 60
MOST_CRITERIA = 12
LONGEST_TEXT, LONGEST_STEP, LONGEST_CRITERION = 2000, 200, 120
HEAVIEST = 1000.0
ROLES = tuple(str(role) for role in UnitMember.Role)


@dataclass(frozen=True)
class MemberDetails:
    """What is entered of a person; units as in MemberRow. rivals: attitude by company; ours: strength by user."""

    role: str = "influencer"
    seat: str = ""
    weight: float = 0.0
    attitude: int | None = None
    susceptibility: float = 0.5
    veto: float = 0.0
    contact: int = 0
    estimate: float | None = None
    interest: str = ""
    objection: str = ""
    next_step: str = ""
    effort_minutes: int = 60
    criteria: tuple[tuple[str, int], ...] = ()
    rivals: Mapping[int, int] = field(default_factory=dict)
    ours: Mapping[int, int] = field(default_factory=dict)


COLUMNS = tuple(one.name for one in fields(MemberDetails) if one.name not in {"criteria", "rivals", "ours"})


def details_of(row: MemberRow) -> MemberDetails:
    """What was entered of a person, to be changed in part with `dataclasses.replace`."""
    return MemberDetails(
        **{name: getattr(row, name) for name in COLUMNS},
        criteria=row.criteria,
        rivals={rival.company_id: rival.attitude for rival in row.rivals},
        ours={contact.user_id: contact.strength for contact in row.ours},
    )


def add_member(*, actor: User, unit_id: int, person_id: int, details: MemberDetails) -> int:
    """Take a person in sight into a unit. On a seat of the template, the usual ties to other seats are drawn too."""
    with transaction.atomic():
        unit = unit_to_change(actor, unit_id)
        person_seen(actor=actor, person_id=person_id)
        if UnitMember.objects.filter(unit=unit, person_id=person_id).exists():
            raise InvalidValue("unit_member_twice", field="person")
        if UnitMember.objects.filter(unit=unit).count() >= MOST_PEOPLE:
            raise InvalidValue("unit_too_many", field="person", most=MOST_PEOPLE)
        clean = clean_member(details, unit.template)
        member = UnitMember(unit=unit, person_id=person_id)
        _store(actor, member, clean)
        _usual_ties(unit, member)
        changed(actor, unit, "add_unit_member", person=person_id)
    return member.pk


def add_new_member(*, actor: User, unit_id: int, name: str, title: str, details: MemberDetails) -> int:
    """Add a person to the client of a unit, and to the unit; only the name is asked."""
    with transaction.atomic():
        unit = unit_to_change(actor, unit_id)
        person = add_person(actor=actor, client_id=unit.client_id, name=name, title=title)
        return add_member(actor=actor, unit_id=unit_id, person_id=person, details=details)


def possible_rivals(*, actor: User, client_id: int) -> tuple[tuple[int, str], ...]:
    """Companies this client in sight buys from, or could: whose people may like them better. By name. One query."""
    around = CompanyTie.objects.filter(client__in=visible_clients(actor).filter(pk=client_id))
    ours = around.filter(kind__in=(CompanyTie.Kind.SUPPLIER, CompanyTie.Kind.SUBSTITUTE), company__merged_into=None)
    found = dict(ours.order_by("company__normal_name").values_list("company_id", "company__name"))
    return tuple(found.items())


def edit_member(*, actor: User, member_id: int, version: int, details: MemberDetails) -> None:
    """Change what is entered of a person. Conflict when somebody did so since `version`; nothing is written then."""
    with transaction.atomic():
        member = _member(actor, member_id)
        if member.version != version:
            raise Conflict(f"unit member {member_id} is no longer at version {version}")
        clean = clean_member(details, member.unit.template)
        before = {name: getattr(member, name) for name in COLUMNS}
        member.version = version + 1
        _store(actor, member, clean)
        names = [name for name in COLUMNS if getattr(clean, name) != before[name]]
        changed(actor, member.unit, "edit_unit_member", person=member.person_id, fields=names)


def remove_member(*, actor: User, member_id: int) -> int:
    """Take a person out of a unit, with their ties; the person and their facts stay. Returns the unit."""
    with transaction.atomic():
        member = _member(actor, member_id)
        changed(actor, member.unit, "remove_unit_member", person=member.person_id)
        member.delete()
    return member.unit_id


def place_members(*, actor: User, unit_id: int, places: Mapping[int, tuple[float, float] | None]) -> None:
    """Where people stand on the map; None leaves it to the layout. NotFound when one is not of this unit."""
    with transaction.atomic():
        unit = unit_to_change(actor, unit_id)
        found = {member.pk: member for member in UnitMember.objects.filter(unit=unit, pk__in=places)}
        if len(found) != len(places):
            raise NotFound(f"decision unit {unit_id}")
        for id, place in places.items():
            x, y = place or (None, None)
            if place and not all(math.isfinite(value) and abs(value) < 1e5 for value in place):
                raise InvalidValue("unit_place", field="places")
            found[id].x, found[id].y = x, y
        UnitMember.objects.bulk_update(found.values(), ["x", "y"])
        told(actor, unit, "place_unit_members", count=len(places))


def clean_member(details: MemberDetails, template: str = "") -> MemberDetails:
    """The details ready to store. Raises InvalidValue naming the first field that cannot be used."""
    if details.role not in ROLES:
        raise InvalidValue("unit_role", field="role", value=details.role[:40])
    if details.seat and not (template in TEMPLATES and TEMPLATES[template].seat(details.seat)):
        raise InvalidValue("unit_seat", field="seat", value=details.seat[:40])
    if details.attitude is not None:
        within(details.attitude, "attitude", -2, 2)
    if details.estimate is not None:
        within(100 * details.estimate, "estimate", 0, 100)
    within(details.weight, "weight", 0, HEAVIEST)
    within(100 * details.susceptibility, "susceptibility", 0, 100)
    within(100 * details.veto, "veto", 0, 100)
    within(details.contact, "contact", 0, 3)
    within(details.effort_minutes, "effort_minutes", 1, 10_000)
    return MemberDetails(
        **{name: getattr(details, name) for name in COLUMNS if name not in {"interest", "objection", "next_step"}},
        interest=prose(details.interest, "interest", LONGEST_TEXT),
        objection=prose(details.objection, "objection", LONGEST_TEXT),
        next_step=line(details.next_step, "next_step", LONGEST_STEP),
        criteria=_criteria(details.criteria),
        rivals={company: int(within(value, "rivals", -2, 2)) for company, value in details.rivals.items()},
        ours={user: int(within(value, "ours", 1, 3)) for user, value in details.ours.items()},
    )


def _criteria(wanted: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Each criterion once, the heaviest weight given; empty names fall away."""
    found: dict[str, int] = {}
    for name, weight in wanted:
        clean = line(name, "criteria", LONGEST_CRITERION)
        if clean:
            found[clean] = max(found.get(clean, 0), int(within(weight, "criteria", 1, 3)))
    if len(found) > MOST_CRITERIA:
        raise InvalidValue("unit_criteria", field="criteria", most=MOST_CRITERIA, count=len(found))
    return tuple(found.items())


def _member(actor: User, member_id: int) -> UnitMember:
    member = UnitMember.objects.filter(pk=member_id, unit__client__in=visible_clients(actor)).first()
    if member is None:
        raise NotFound(f"unit member {member_id}")
    unit = unit_to_change(actor, member.unit_id)
    member = UnitMember.objects.get(pk=member_id)  # read again under the lock
    member.unit = unit
    return member


def _store(actor: User, member: UnitMember, clean: MemberDetails) -> None:
    for name in COLUMNS:
        setattr(member, name, getattr(clean, name))
    member.save()
    _replace(Criterion, member, [{"name": name, "weight": weight} for name, weight in clean.criteria])
    rivals = set(Company.objects.filter(pk__in=clean.rivals, merged_into=None).values_list("pk", flat=True))
    if rivals != set(clean.rivals):
        raise InvalidValue("unit_rival", field="rivals")
    _replace(RivalAttitude, member, [{"company_id": id, "attitude": value} for id, value in clean.rivals.items()])
    ours = set(User.objects.filter(pk__in=clean.ours).values_list("pk", flat=True))
    if ours != set(clean.ours):
        raise InvalidValue("unit_ours", field="ours")
    _replace(OurContact, member, [{"user_id": id, "strength": value} for id, value in clean.ours.items()])


def _replace(table: Any, member: UnitMember, rows: list[dict[str, Any]]) -> None:
    table.objects.filter(member=member).delete()
    table.objects.bulk_create([table(member=member, **row) for row in rows])


def _usual_ties(unit: DecisionUnit, member: UnitMember) -> None:
    """The ties the template has between this seat and those taken already."""
    template = TEMPLATES.get(unit.template)
    if template is None or not member.seat:
        return
    seats = {other.seat: other for other in UnitMember.objects.filter(unit=unit).exclude(seat="")} | {
        member.seat: member
    }
    usual = [(Tie.Kind.LISTENS, *tie) for tie in template.listens]
    usual += [(Tie.Kind.REPORTS, *tie, 1) for tie in template.reports]
    Tie.objects.bulk_create(
        Tie(unit=unit, kind=kind, who=seats[who], whom=seats[whom], strength=strength)
        for kind, who, whom, strength in usual
        if member.seat in (who, whom) and {who, whom} <= set(seats)
    )
