"""Ties of a decision unit: who listens to whom, who reports to whom, who is in conflict with whom."""

from collections.abc import Iterable

from django.db import transaction

from tenure.clients.clients import visible_clients
from tenure.clients.models import DecisionUnit, Tie, UnitMember
from tenure.clients.units.unit_changes import changed, unit_to_change
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.models import User

STRONGEST = 3


def circle(reports: Iterable[tuple[int, int]], who: int, whom: int) -> tuple[int, ...]:
    """The line of bosses that leads from `whom` back to `who`, both included; empty when there is none."""
    bosses: dict[int, list[int]] = {}
    for one, boss in reports:
        bosses.setdefault(one, []).append(boss)
    lines: list[tuple[int, ...]] = [(whom,)]
    seen = {whom}
    while lines:
        found = lines.pop()
        if found[-1] == who:
            return found
        for boss in bosses.get(found[-1], ()):
            if boss not in seen:
                seen.add(boss)
                lines.append((*found, boss))
    return ()


def set_tie(*, actor: User, unit_id: int, kind: str, who_id: int, whom_id: int, strength: float = 1) -> int:
    """Draw a tie between two people of a unit, or change the strength of the one that is there.

    Raises InvalidValue for a person tied to himself and for reporting lines that come back to where they began.
    """
    with transaction.atomic():
        unit = unit_to_change(actor, unit_id)
        if kind not in Tie.Kind.values:
            raise InvalidValue("unit_tie_kind", field="kind", value=kind[:40])
        if who_id == whom_id:
            raise InvalidValue("unit_tie_self", field="whom")
        if UnitMember.objects.filter(unit=unit, pk__in=(who_id, whom_id)).count() != 2:
            raise NotFound(f"decision unit {unit_id}")
        if kind == Tie.Kind.CONFLICT:
            who_id, whom_id = sorted((who_id, whom_id))  # it is mutual, and kept once
        if kind == Tie.Kind.REPORTS:
            _refuse_circle(unit, who_id, whom_id)
        tie, _ = Tie.objects.update_or_create(
            kind=kind, who_id=who_id, whom_id=whom_id, defaults={"unit": unit, "strength": _strength(kind, strength)}
        )
        changed(actor, unit, "set_tie", tie=kind)
    return tie.pk


def remove_tie(*, actor: User, tie_id: int) -> int:
    """Take a tie away. Returns its unit."""
    with transaction.atomic():
        tie = Tie.objects.filter(pk=tie_id, unit__client__in=visible_clients(actor)).first()
        if tie is None:
            raise NotFound(f"tie {tie_id}")
        unit = unit_to_change(actor, tie.unit_id)
        changed(actor, unit, "remove_tie", tie=tie.kind)
        tie.delete()
    return unit.pk


def _strength(kind: str, strength: float) -> float:
    if kind != Tie.Kind.LISTENS:
        return 1.0
    if not 0 < abs(strength) <= STRONGEST:
        raise InvalidValue("unit_tie_strength", field="strength", value=strength)
    return strength


def _refuse_circle(unit: DecisionUnit, who: int, whom: int) -> None:
    reports = Tie.objects.filter(unit=unit, kind=Tie.Kind.REPORTS).values_list("who_id", "whom_id")
    found = circle(reports, who, whom)
    if found:
        names = dict(UnitMember.objects.filter(pk__in=found).values_list("pk", "person__name"))
        line = " → ".join(names[member] for member in (who, *found))
        raise InvalidValue("unit_circle", field="whom", line=line, who=names[who], whom=names[whom])
