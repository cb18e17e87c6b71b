"""What the worth of a question is reckoned from: the value at stake, how open it is, who is asked. Pure.

Nothing here has been measured yet on the company's own talks: the chances are ASSUMED, shown as such beside every
result, and kept in one place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenure.clients.fact_catalogue import ClientSort, FactKind
from tenure.clients.fact_catalogue.profiles import Profile
from tenure.engine.facts.learned_lift import SPREAD, Z80, lift_of, log_odds_of
from tenure.engine.facts.worth import CAP

# By class of lift: how likely an answer is found, and how likely it is used once it is known.
FOUND: Mapping[str, float] = {
    "purchase_trigger": 0.6, "selection_criteria": 0.7, "org_chart": 0.8, "hobby": 0.5, "attitude": 0.6,
    "veto": 0.5, "budget": 0.5, "preferred_channel": 0.9, "terms": 0.8,
}  # fmt: skip
USED: Mapping[str, float] = {
    "purchase_trigger": 0.9, "selection_criteria": 0.9, "org_chart": 0.8, "hobby": 0.5, "attitude": 0.8, "need": 0.9,
    "background": 0.5,
}  # fmt: skip
USUALLY_FOUND, USUALLY_USED = 0.6, 0.7
# What may not be shown to be known serves only to prepare.
PREPARES_ONLY = 0.3
# Whoever is asked answers more readily the better we reach them: from the first, who hardly knows us, to the second.
REACH_LOW, REACH_HIGH = 0.5, 1.0
# What the map of the people already says counts as a fact of such confidence.
FROM_MAP = 0.8
LIFT_CAP = CAP
# Nobody is asked what the rhythm of their own orders tells already.
TOLD_BY_ORDERS = frozenset({"next_purchase"})


@dataclass(frozen=True)
class LiftInUse:
    """What knowing a fact of a class adds at even odds, with its 80 % interval. state: assumed (nothing was tried yet),
    few_deals, one_sided or learned, as in `engine.facts.learned_lift`."""

    lift: float
    low: float
    high: float
    state: str = "assumed"

    @property
    def learned(self) -> bool:
        return self.state == "learned"


@dataclass(frozen=True)
class AtStake:
    """What a client's questions are about, in minor units. source: "deal" (`title`, `unit_id`), "margin" or "revenue"
    (expected of the next 12 months), "nothing" when nobody can say."""

    minor: int
    source: str
    title: str = ""
    unit_id: int | None = None


@dataclass(frozen=True)
class Chance:
    """The probability that the matter turns out well. source: "unit" (from the people who decide), "active" (the client
    still buys, from the model of orders), "base" (the usual share)."""

    p: float
    source: str


def lift_in_use(lift_class: str, assumed: float, learned: Mapping[str, Any]) -> LiftInUse:
    """The learned lift of a class where enough closed deals taught one, else the assumed one."""
    found = learned.get(lift_class) or {}
    state = str(found.get("state", "assumed"))
    if state == "learned":
        return LiftInUse(
            min(float(found["lift"]), LIFT_CAP), max(0.0, float(found["low"])), float(found["high"]), state
        )
    centre = float(log_odds_of(assumed))
    low, high = float(lift_of(centre - Z80 * SPREAD)), float(lift_of(centre + Z80 * SPREAD))
    return LiftInUse(assumed, max(0.0, low), high if assumed else 0.0, state)


def chance_found(lift_class: str, access: float | None) -> float:
    """How likely an answer is found. access: 0..1, how well we reach whoever is asked; None: nobody there is known."""
    reach = REACH_LOW + (REACH_HIGH - REACH_LOW) * (access or 0.0)
    return FOUND.get(lift_class, USUALLY_FOUND) * reach


def chance_used(lift_class: str, *, only_prepares: bool) -> float:
    """How likely an answer is used; a fact that may not be shown only prepares."""
    return USED.get(lift_class, USUALLY_USED) * (PREPARES_ONLY if only_prepares else 1.0)


def account_value(value_minor: int | None, margin_minor: int | None, revenue_minor: int) -> AtStake:
    """What is expected of a client in 12 months: as margin where costs are known, else as revenue."""
    if value_minor is None or value_minor <= 0:
        return AtStake(0, "nothing")
    if margin_minor is None or revenue_minor <= 0:
        return AtStake(value_minor, "revenue")
    return AtStake(round(value_minor * min(1.0, max(0.0, margin_minor / revenue_minor))), "margin")


def askable(kinds: Mapping[str, FactKind]) -> dict[str, FactKind]:
    """Kinds whose answer is worth something: special categories, shown to few and never reckoned with, are not."""
    return {
        code: kind for code, kind in kinds.items()
        if kind.lift > 0 and not kind.hidden and not kind.special and kind.subject in {"client", "person"}
    }  # fmt: skip


def applicable(kind: FactKind, sort: ClientSort, profile: Profile) -> bool:
    """Whether the kind is for such a client, whose least profile this is; what is not known of it excludes nothing."""
    return kind.applies_to(*sort) and profile.allows(kind.code, own=kind.own)
