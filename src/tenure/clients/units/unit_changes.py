"""What every change of a decision unit begins and ends with: right, lock, next version, a row in the audit log."""

from typing import Any

from django.db.models import F

from tenure.clients.clients import visible_clients
from tenure.clients.models import DecisionUnit
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require


def unit_to_change(actor: User, unit_id: int) -> DecisionUnit:
    """The unit, locked until the end of the transaction: ties and people of one unit change one after another."""
    in_sight = visible_clients(actor).filter(decision_units=unit_id)
    if not in_sight.exists():
        raise NotFound(f"decision unit {unit_id}")
    require(actor, Right.WORK_WITH_CLIENTS)
    return DecisionUnit.objects.select_for_update().get(pk=unit_id)


def changed(actor: User, unit: DecisionUnit, action: str, **details: Any) -> None:
    """The unit is another one now: whatever is computed from it is computed anew."""
    DecisionUnit.objects.filter(pk=unit.pk).update(version=F("version") + 1)
    told(actor, unit, action, **details)


def told(actor: User, unit: DecisionUnit, action: str, **details: Any) -> None:
    """A row in the audit log; what is said of people stays out of it."""
    record_change(
        actor=actor, action=action, subject_kind="decision_unit", subject_id=unit.pk, client=unit.client_id, **details
    )


def line(text: str, field: str, longest: int) -> str:
    """One line of text without control characters."""
    clean = " ".join(text.replace("\x00", "").split())
    if len(clean) > longest:
        raise InvalidValue("unit_text_long", field=field, longest=longest, length=len(clean))
    return clean


def prose(text: str, field: str, longest: int) -> str:
    """Text of several lines."""
    clean = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(clean) > longest:
        raise InvalidValue("unit_text_long", field=field, longest=longest, length=len(clean))
    return clean


def within(value: float, field: str, low: float, high: float) -> float:
    """A number between two others."""
    if not low <= value <= high:
        raise InvalidValue("unit_number", field=field, value=value, low=low, high=high)
    return value
