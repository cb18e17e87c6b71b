"""The least worth knowing of each kind of client: two facts for a small contractor, more where more money is decided."""

from collections.abc import Mapping
from types import MappingProxyType

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
