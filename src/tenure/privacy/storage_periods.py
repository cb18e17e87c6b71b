"""Storage periods: how long each kind of data is kept. None until an administrator sets one."""

from collections.abc import Mapping

from django.db import transaction

from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.audit import record_change
from tenure.privacy.models import StoragePeriod, User
from tenure.privacy.rights import Right, require

# people of clients that are gone; conversations; consents that ended; openings of sealed facts; proofs of erasures;
# interviews, which lose who it was and keep their figures.
KINDS = ("people", "conversations", "consents", "readings", "proofs", "interviews")
SHORTEST_DAYS, LONGEST_DAYS = 30, 36_500


def storage_periods() -> dict[str, int]:
    """Days by kind; a kind that is absent is kept for good. One query."""
    return dict(StoragePeriod.objects.filter(kind__in=KINDS).values_list("kind", "days"))


def set_storage_periods(*, actor: User, wanted: Mapping[str, int | None]) -> None:
    """Set the periods of these kinds; None keeps a kind for good. InvalidValue names the field that cannot be."""
    require(actor, Right.MANAGE_PRIVACY)
    for kind, days in wanted.items():
        if kind not in KINDS:
            raise InvalidValue("storage_kind_unknown", field=kind, value=kind[:30])
        if days is not None and not SHORTEST_DAYS <= days <= LONGEST_DAYS:
            raise InvalidValue("storage_days_wrong", field=kind, value=days, least=SHORTEST_DAYS, most=LONGEST_DAYS)
    with transaction.atomic():
        before = storage_periods()
        changed = {kind: days for kind, days in wanted.items() if before.get(kind) != days}
        if not changed:
            return
        StoragePeriod.objects.filter(kind__in=[kind for kind, days in changed.items() if days is None]).delete()
        for kind, days in changed.items():
            if days is not None:
                fields = {"days": days, "changed_by": actor, "changed_at": clock.now()}
                StoragePeriod.objects.update_or_create(kind=kind, defaults=fields)
        record_change(
            actor=actor, action="set_storage_periods", subject_kind="workspace", subject_id=1,
            before={kind: before.get(kind) for kind in changed}, after=changed,
        )  # fmt: skip
