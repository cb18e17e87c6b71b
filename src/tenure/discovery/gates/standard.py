"""The usual criteria of each gate (method 2.1): assumed defaults, each with its rule and marks; a venture edits them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

PHASES = ("discovery", "validation", "creation", "building")
MUST, WISH = "must", "wish"


@dataclass(frozen=True)
class Standard:
    """rule: what computes it, empty when a person decides; marks: its thresholds, editable."""

    code: str
    rule: str = ""
    marks: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    need: str = MUST


CRITERIA: dict[str, tuple[Standard, ...]] = {
    "discovery": (
        Standard("D1", "interviews", {"least": 15, "strangers": 5}),
        Standard("D2", "prevalence", {"share": 0.4, "sure": 0.9}),
        Standard("D3", "severity", {"top": 3, "half": 0.5, "sure": 0.9, "payers": 3}),
        Standard("D4", "commitment", {"sure": 0.8}),
        Standard("D5", "market"),
        Standard("D6", "channel", {"level": 3}),
        Standard("D7", "none_refuted"),
        Standard("D8", "early_adopter", {"level": 4}, WISH),
        Standard("D9", "together", {"each": 0.9, "joint": 0.7}),
    ),
    "validation": (
        Standard("V1", "paid", {"buyers": 5, "sources": 3, "discount": 0.2}),
        Standard("V2", "roadmap", {"without_founder": 1, "deals": 5, "same": 1}),
        Standard("V3", "fit"),
        Standard("V4", "converges", {"sure": 0.8}),
        Standard("V5", "learning_curve"),
        Standard("V6", "marginal_cost"),
        Standard("V7", "by_hand", {"refunds": 0.2}),
        Standard("V8", "together", {"each": 0.9, "joint": 0.7}),
    ),
    "creation": (
        Standard("C1", "next_clients_pay"),
        Standard("C2", "market_share", {"goal": 0.1}),
        Standard("C3", "pipeline", {"plan": 0, "sure": 0.8}),
        Standard("C4", "newcomers_stay", {"margin": 0.1, "sure": 0.8}),
    ),
    "building": (
        Standard("B1"),
        Standard("B2", "sold_by_others", {"others": 0.8}),
        Standard("B3", "forecast_held", {"error": 0.15, "quarters": 2}),
        Standard("B4", "base_worked", {"worked": 0.8}),
        Standard("B5", "single_client", {"largest": 0.2}, WISH),
    ),
}
# Of each mark: its least and most. A share is 0..1.
MARKS: dict[str, tuple[float, float]] = {
    "least": (1, 10_000), "strangers": (0, 10_000), "share": (0, 1), "sure": (0.5, 0.999), "top": (1, 100),
    "level": (0, 6), "each": (0.5, 0.999), "joint": (0, 0.999), "buyers": (1, 10_000), "without_founder": (0, 10_000),
    "deals": (1, 100), "same": (0, 1),
    "refunds": (0, 1), "goal": (0.001, 1), "plan": (0, 10**12), "margin": (0, 0.5), "others": (0, 1), "error": (0.01, 1),
    "half": (0, 1), "payers": (1, 10_000), "sources": (0, 10_000), "discount": (0, 0.99),
    "quarters": (1, 2), "worked": (0, 1), "largest": (0.01, 1),
}  # fmt: skip
WHOLE = frozenset({
    "least", "strangers", "top", "payers", "level", "buyers", "sources", "without_founder", "deals", "plan", "quarters",
})  # fmt: skip
# Read from the base of clients: where it cannot tell, a person may.
FROM_BASE = frozenset({
    "market_share", "pipeline", "newcomers_stay", "sold_by_others", "forecast_held", "base_worked", "single_client",
})  # fmt: skip
# Rules that leave the last word to a person, as long as the numbers do not decide.
BY_HAND = frozenset({"", "roadmap"}) | FROM_BASE


def next_phase(phase: str) -> str | None:
    """The phase after this gate; None after the last."""
    place = PHASES.index(phase) + 1
    return PHASES[place] if place < len(PHASES) else None
