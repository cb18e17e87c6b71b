"""Special categories (health, religion, private life ...): off by default, by consent only, sealed, each opening logged."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from tenure.clients.models import Consent, Fact, FactType
from tenure.clients.people.people import visible_people
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed, NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.readings import record_reading
from tenure.privacy.rights import sees_sensitive
from tenure.privacy.sealing import reseal, seal, unseal


@dataclass(frozen=True)
class SealedValue:
    """What a row of a special category stores in place of its value. It falls away after expires_on."""

    sealed: str
    expires_on: date


@dataclass(frozen=True)
class OpenedFact:
    """A sealed fact as it was opened for one reader."""

    fact_id: int
    person_id: int
    type_code: str
    value: Any


def is_switched_on(type_code: str) -> bool:
    """Whether an administrator has switched this special category on. One query."""
    return FactType.objects.filter(code=type_code, enabled=True, hidden=False).exists()


def seal_value(*, actor: User, type_code: str, person_id: int | None, value: Any, today: date) -> SealedValue:
    """Seal the value of a special category, inside the transaction that records the fact. Raises as `require_consent`."""
    last = require_consent(actor=actor, person_id=person_id, type_code=type_code, today=today)
    return SealedValue(seal(json.dumps(value, ensure_ascii=False)), last)


def require_consent(*, actor: User, person_id: int | None, type_code: str, today: date) -> date:
    """The last day of the person's consent to this special category, held until the transaction ends.

    person_id: None when the subject is no person. Raises NotAllowed without the right given by name, InvalidValue
    when the type is off, the subject is no person, or no consent of the person is recorded and valid today.
    """
    if not sees_sensitive(actor):
        raise NotAllowed(f"{actor.pk} may not record sensitive facts")
    if not is_switched_on(type_code):
        raise InvalidValue("special_switched_off", field="value")
    if person_id is None:
        raise InvalidValue("special_of_person_only", field="value")
    # Locked, so that a withdrawal made at the same moment waits and then destroys this value too.
    rows = Consent.objects.select_for_update().filter(
        person_id=person_id, purpose=f"special:{type_code}", withdrawn_on=None, given_on__lte=today
    )
    days = [row.expires_on for row in rows if row.expires_on and row.expires_on >= today]
    if not days:
        raise InvalidValue("special_needs_consent", field="value")
    return max(days)


def open_fact(*, actor: User, fact_id: int) -> OpenedFact:
    """The value of a sealed fact; the reading log says who opened it. NotFound when it is gone or out of sight."""
    if not sees_sensitive(actor):
        raise NotFound(f"fact {fact_id}")
    with transaction.atomic():
        fact = Fact.objects.filter(pk=fact_id, person__in=visible_people(actor), sealed__isnull=False).first()
        if fact is None or fact.sealed is None or fact.person_id is None:
            raise NotFound(f"fact {fact_id}")
        if not is_switched_on(fact.type_code):
            raise BadInput("special_switched_off")
        value = json.loads(unseal(fact.sealed))
        record_reading(actor=actor, person_id=fact.person_id, fact_id=fact.pk, type_code=fact.type_code)
    return OpenedFact(fact.pk, fact.person_id, fact.type_code, value)


def destroy_values(*, actor: User | None, person_id: int, type_code: str, why: str) -> int:
    """Destroy what is sealed of one type about one person, superseded claims too; that it was known stays. Returns how many."""
    with transaction.atomic():
        rows = Fact.objects.filter(person_id=person_id, type_code=type_code, sealed__isnull=False)
        destroyed = _destroy(rows)
        if destroyed:
            record_change(
                actor=actor, action="destroy_sealed", subject_kind="person", subject_id=person_id,
                type=type_code, values=destroyed, why=why,
            )  # fmt: skip
    return destroyed


def expired_values(today: date) -> list[tuple[int, str]]:
    """(person, type) whose sealed values have outlived their last day."""
    rows = Fact.objects.filter(sealed__isnull=False, expires_on__lt=today)
    return list(rows.order_by("person_id", "type_code").values_list("person_id", "type_code").distinct())


def renew_expiry(*, person_id: int, type_code: str, today: date) -> None:
    """A new consent lengthens the life of what is sealed already; part of the writer that records it."""
    rows = Consent.objects.filter(person_id=person_id, purpose=f"special:{type_code}", withdrawn_on=None)
    last = rows.filter(expires_on__gte=today).aggregate(last=Max("expires_on"))["last"]
    if last is not None:
        Fact.objects.filter(person_id=person_id, type_code=type_code, sealed__isnull=False).update(expires_on=last)


def sealed_values() -> Iterator[str]:
    """Everything that is sealed, one ciphertext after another."""
    rows = Fact.objects.filter(sealed__isnull=False).order_by("pk").values_list("sealed", flat=True)
    return (sealed for sealed in rows.iterator() if sealed)


def reseal_all() -> int:
    """Bring every sealed value under the newest key; returns how many. Raises BadInput when one cannot be opened."""
    with transaction.atomic():
        rows = list(Fact.objects.select_for_update().filter(sealed__isnull=False).only("pk", "sealed"))
        for row in rows:
            row.sealed = reseal(row.sealed or "")
        Fact.objects.bulk_update(rows, ["sealed"], batch_size=500)
        record_change(actor=None, action="reseal", subject_kind="workspace", subject_id=1, values=len(rows))
    return len(rows)


def _destroy(rows: QuerySet[Fact]) -> int:
    """The claim no longer stands and no longer says anything; source and words about it go too."""
    rows.filter(superseded_at=None).update(superseded_at=clock.now())
    return int(rows.update(sealed=None, value=None, source=""))
