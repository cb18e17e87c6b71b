"""The least worth knowing of each sort of clients: as it comes, and as the company changed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from tenure.clients.fact_catalogue import BUILT_IN, SEGMENT, VALUE_CLASSES, FactKind, fact_kinds
from tenure.clients.fact_catalogue.profiles import BUILT_IN_PROFILES, Profile
from tenure.clients.models import MinimalProfile
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

SORTS = ("segment", "client_kind", "value_class")


@dataclass(frozen=True)
class SortOfClients:
    """One sort of clients and its profile. group: of `SORTS`; label: of the segment or kind, or the class itself."""

    group: str
    code: str
    label: str
    profile: Profile | None

    @property
    def key(self) -> str:
        return f"{self.group}:{self.code}"


def minimal_profiles() -> Mapping[str, Profile]:
    """Every profile by its sort; what the company wrote stands in place of what comes with the catalogue. One query."""
    rows = MinimalProfile.objects.order_by("id").values_list("sort", "codes", "only")
    changed = {sort: Profile(sort, tuple(map(str, codes)), only, changed=True) for sort, codes, only in rows}
    return {**BUILT_IN_PROFILES, **changed}


def sorts_of_clients(kinds: Mapping[str, FactKind], profiles: Mapping[str, Profile]) -> tuple[SortOfClients, ...]:
    """All sorts a profile can be written for, segments first."""
    named = {
        "segment": [(code, str(label)) for code, label in kinds[SEGMENT].choices],
        "client_kind": [(code, str(label)) for code, label in BUILT_IN["client_kind"].choices],
        "value_class": [(code, code) for code in VALUE_CLASSES],
    }
    return tuple(
        SortOfClients(group, code, label, profiles.get(f"{group}:{code}"))
        for group in SORTS
        for code, label in named[group]
    )


def change_profile(*, actor: User, sort: str, codes: Sequence[str], only: bool) -> None:
    """Write the least worth knowing of a sort; with no code and not `only` it is again as it comes. NotFound for no such
    sort."""
    require(actor, Right.MANAGE_FACT_CATALOGUE)
    with transaction.atomic():
        kinds = fact_kinds()
        if sort not in {one.key for one in sorts_of_clients(kinds, {})}:
            raise NotFound(sort)
        kept = [code for code in dict.fromkeys(codes) if code in kinds and not kinds[code].special]
        if kept or only:
            defaults = {"codes": kept, "only": only, "changed_by": actor, "changed_at": clock.now()}
            MinimalProfile.objects.update_or_create(sort=sort, defaults=defaults)
        else:
            MinimalProfile.objects.filter(sort=sort).delete()
        record_change(
            actor=actor, action="change_profile", subject_kind="fact_type", subject_id=None, sort=sort, facts=len(kept),
            only=only,
        )  # fmt: skip
