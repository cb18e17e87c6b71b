"""Decision units are made, named, won and lost: one for a client at large, one for each deal."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from tenure.clients.clients import visible_clients
from tenure.clients.models import Argument, Criterion, DecisionUnit, OurContact, RivalAttitude, Tie, UnitMember
from tenure.clients.units.unit_changes import changed, line, told, unit_to_change, within
from tenure.clients.units.unit_templates import TEMPLATES
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

LONGEST_TITLE = 200
DEAREST_MINOR = 10**15


@dataclass(frozen=True)
class DealDetails:
    """What a person writes about a unit; nothing has to be there. title: empty for the client at large; base_rate:
    share of such deals that are won, 0..1, None when unknown; template: of the industry, see unit_templates."""

    title: str = ""
    value_minor: int | None = None
    base_rate: float | None = None
    template: str = ""


def add_unit(*, actor: User, client_id: int, details: DealDetails, like: int | None = None) -> int:
    """Make a unit; `like`: another unit of this client whose people, ties and arguments it begins with."""
    with transaction.atomic():
        if not visible_clients(actor).filter(pk=client_id).exists():
            raise NotFound(f"client {client_id}")
        require(actor, Right.WORK_WITH_CLIENTS)
        unit = DecisionUnit(client_id=client_id, created_at=clock.now())
        _store(unit, details)
        if like is not None:
            source = DecisionUnit.objects.filter(pk=like, client_id=client_id).first()
            if source is None:
                raise NotFound(f"decision unit {like}")
            unit.template = unit.template or source.template
            unit.save(update_fields=["template"])
            _copy(source, unit)
        told(actor, unit, "add_unit", name=unit.title)
    return unit.pk


def edit_unit(*, actor: User, unit_id: int, version: int, details: DealDetails) -> None:
    """Change name, value, base rate or template. Conflict when somebody changed the unit since `version`."""
    with transaction.atomic():
        unit = _as_seen(actor, unit_id, version)
        _store(unit, details)
        changed(actor, unit, "edit_unit", name=unit.title)


def close_unit(*, actor: User, unit_id: int, version: int, won: bool, on: date, today: date) -> None:
    """The deal is won or lost on a day that has come."""
    if on > today:
        raise InvalidValue("unit_day_ahead", field="closed_on", day=on.isoformat())
    state = DecisionUnit.State.WON if won else DecisionUnit.State.LOST
    with transaction.atomic():
        unit = _as_seen(actor, unit_id, version)
        unit.state, unit.closed_on = state, on
        unit.save(update_fields=["state", "closed_on"])
        changed(actor, unit, "close_unit", state=str(state))


def reopen_unit(*, actor: User, unit_id: int, version: int) -> None:
    """The deal is open again."""
    with transaction.atomic():
        unit = _as_seen(actor, unit_id, version)
        unit.state, unit.closed_on = DecisionUnit.State.OPEN, None
        unit.save(update_fields=["state", "closed_on"])
        changed(actor, unit, "reopen_unit")


def _as_seen(actor: User, unit_id: int, version: int) -> DecisionUnit:
    unit = unit_to_change(actor, unit_id)
    if unit.version != version:
        raise Conflict(f"decision unit {unit_id} is no longer at version {version}")
    return unit


def _store(unit: DecisionUnit, details: DealDetails) -> None:
    unit.title = line(details.title, "title", LONGEST_TITLE)
    unit.value_minor = details.value_minor
    if details.value_minor is not None and not 0 <= details.value_minor <= DEAREST_MINOR:
        raise InvalidValue("unit_value", field="value")
    if details.base_rate is not None:
        within(100 * details.base_rate, "base_rate", 1, 99)
    unit.base_rate = details.base_rate
    if details.template and details.template not in TEMPLATES:
        raise InvalidValue("unit_template", field="template", value=details.template[:40])
    unit.template = details.template
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise InvalidValue(
            "unit_twice" if unit.title else "unit_at_large_twice", field="title", value=unit.title
        ) from error


def _copy(source: DecisionUnit, unit: DecisionUnit) -> None:
    """People with all that is known of them, ties and arguments; each copy then goes its own way."""
    new: dict[int, UnitMember] = {}
    for member in UnitMember.objects.filter(unit=source).order_by("id"):
        old = member.pk
        member.pk, member.unit, member.version = None, unit, 1
        member.save(force_insert=True)
        new[old] = member
    around: tuple[Any, ...] = (Criterion, RivalAttitude, OurContact)
    for rows in around:
        kept = list(rows.objects.filter(member__unit=source).order_by("id"))
        for row in kept:
            row.pk, row.member = None, new[row.member_id]
        rows.objects.bulk_create(kept)
    ties = list(Tie.objects.filter(unit=source).order_by("id"))
    for tie in ties:
        tie.pk, tie.unit, tie.who, tie.whom = None, unit, new[tie.who_id], new[tie.whom_id]
    Tie.objects.bulk_create(ties)
    arguments = list(Argument.objects.filter(unit=source).order_by("id"))
    for argument in arguments:
        argument.pk, argument.unit = None, unit
    Argument.objects.bulk_create(arguments)
