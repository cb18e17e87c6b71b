"""The least worth knowing of each kind of client: two facts for a small contractor, more where more money is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tenure.clients.fact_catalogue.kinds import ClientSort

SMALL = ("wants_more_income", "wants_to_lead")
USUAL = (
    "purchase_volume", "selection_criteria", "main_suppliers", "supplier_contract_end", "purchase_trigger",
    "decision_way", "payment_form", "problem_solved",
)  # fmt: skip
LARGE = (*USUAL, "signing_limit", "purchasing_budget", "budget_over_time", "opinion_leader", "opponent", "holding")

# By the answer to `client_kind`; codes of kinds, the most telling first.
PROFILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "small_contractor": SMALL,
        "firm": USUAL,
        "chain": LARGE,
        "organisation": (*LARGE, "marketing_department"),
        "one_person": ("purchase_motive", "taste", "next_purchase", "willing_to_pay"),
    }
)
# Of each person who takes part in deciding.
OF_A_PERSON = ("attitude_to_us", "personal_criteria", "personal_interest")


def minimal_profile(client_kind: str) -> tuple[str, ...]:
    """Codes of the kinds worth knowing of such a client; of a usual firm when its kind is not known."""
    return PROFILES.get(client_kind, USUAL)


# Of these kinds of client nothing beyond the least profile is worth collecting (S003-52).
SMALL_KINDS = frozenset({"small_contractor", "one_person"})


@dataclass(frozen=True)
class Profile:
    """The least worth knowing of one sort of clients. sort: which ("client_kind:firm", "segment:key", "value_class:A"),
    empty for all others; codes: kinds of facts, about the client and about its people; only: nothing beyond it is worth
    asking; changed: written by the company, whose own types then count only where it names them."""

    sort: str
    codes: tuple[str, ...]
    only: bool = False
    changed: bool = False

    def allows(self, code: str, *, own: bool) -> bool:
        """Whether such a fact is worth asking at all."""
        return not self.only or code in self.codes or (own and not self.changed)


BUILT_IN_PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        f"client_kind:{kind}": Profile(f"client_kind:{kind}", (*codes, *OF_A_PERSON), kind in SMALL_KINDS)
        for kind, codes in PROFILES.items()
    }
)
USUAL_PROFILE = Profile("", (*USUAL, *OF_A_PERSON))


def profile_for(sort: ClientSort, profiles: Mapping[str, Profile]) -> Profile:
    """The profile of such a client: of its segment first, then of its kind, then of its value class; else the usual."""
    keys = [f"segment:{one}" for one in sort.segments]
    keys += [f"client_kind:{sort.client_kind}", f"value_class:{sort.value_class}"]
    return next((profiles[key] for key in keys if key in profiles), USUAL_PROFILE)
