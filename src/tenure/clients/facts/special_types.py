"""Switching special categories on and off: one type at a time, by an administrator, with a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.models import Fact, FactType
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import AuditRow, User
from tenure.privacy.rights import Right, require

ACTION = "switch_special"
LONGEST_REASON = 400


@dataclass(frozen=True)
class SpecialType:
    """One special category. reason, by, at: of its last switching, empty and None when it was never touched; people: on
    how many a value is sealed now."""

    code: str
    label: str
    help: str
    on: bool
    reason: str
    by: str
    at: datetime | None
    people: int


def special_types(actor: User) -> tuple[SpecialType, ...]:
    """Every special category of the catalogue and of the company, in their order. Three queries."""
    require(actor, Right.MANAGE_PRIVACY)
    last: dict[str, AuditRow] = {}
    for row in AuditRow.objects.filter(action=ACTION).select_related("actor").order_by("id"):
        last[str(row.details.get("type"))] = row
    sealed = (
        Fact.objects.filter(sealed__isnull=False).values("type_code").annotate(people=Count("person", distinct=True))
    )
    people = {row["type_code"]: row["people"] for row in sealed}
    return tuple(_row(kind, last.get(code), people.get(code, 0)) for code, kind in fact_kinds().items() if kind.special)


def switch_special(*, actor: User, code: str, on: bool, reason: str) -> None:
    """Switch one on, saying what it is needed for, or off: what is sealed then neither grows nor opens."""
    require(actor, Right.MANAGE_PRIVACY)
    kind = fact_kinds().get(code)
    if kind is None or not kind.special:
        raise NotFound(f"special category {code}")
    reason = " ".join(reason.replace("\x00", "").split())
    if on and not reason:
        raise InvalidValue("special_reason_missing", field="reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidValue("special_reason_long", field="reason", longest=LONGEST_REASON, length=len(reason))
    if kind.enabled == on:
        return
    with transaction.atomic():
        FactType.objects.update_or_create(
            code=code,
            defaults={"enabled": on, "changed_by": actor, "changed_at": clock.now()},
            create_defaults={"enabled": on, "own": False, "changed_by": actor, "changed_at": clock.now()},
        )
        record_change(
            actor=actor, action=ACTION, subject_kind="workspace", subject_id=1, type=code, on=on, reason=reason
        )  # fmt: skip


def _row(kind: FactKind, last: AuditRow | None, people: int) -> SpecialType:
    reason = str(last.details.get("reason", "")) if last else ""
    by = last.actor.name if last and last.actor else ""
    on = kind.enabled and not kind.hidden
    return SpecialType(kind.code, str(kind.label), str(kind.help), on, reason, by, last.at if last else None, people)
