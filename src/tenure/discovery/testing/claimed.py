"""The share a claim names, held against the one at which its test decides. Pure."""

from dataclasses import dataclass

NEAR = 1e-9
BELOW, ABOVE, OPPOSITE = "below", "above", "opposite"


@dataclass(frozen=True)
class Gap:
    """A test that decides at another share than its claim names. code: "below": its yes would not prove the claim; "above":
    its no would not refute it; "opposite": the claim holds when the share is at most so high, and the test proves only
    shares above one. claimed, decides: the two shares; of "opposite" the one to decide at when success is that it does
    not happen."""

    code: str
    claimed: float
    decides: float


def claimed_share(threshold: float | None, unit: str) -> float | None:
    """The share, 0..1, that a claim names by its threshold and unit: 40 % and 0.4 are the same; None when it names none."""
    if threshold is None:
        return None
    if "%" in unit:
        threshold /= 100
    elif threshold == 1:
        return None  # one of anything
    return threshold if 0 < threshold < 1 else None


def usual_share(threshold: float | None, unit: str, direction: str) -> float | None:
    """At which share a test of this claim decides, so that its yes proves the claim; None where the claim names none, or
    wants a share at most so high: what counts as success is then for the author to say."""
    return claimed_share(threshold, unit) if direction == "at_least" else None


def gap(decides: float | None, *, threshold: float | None, unit: str, direction: str) -> Gap | None:
    """What stands between a card of one arm that decides at this share and its claim; None without any."""
    claimed = claimed_share(threshold, unit)
    if claimed is None or decides is None:
        return None
    if direction != "at_least":
        return None if abs(decides - (1 - claimed)) < NEAR else Gap(OPPOSITE, claimed, 1 - claimed)
    if abs(decides - claimed) < NEAR:
        return None
    return Gap(BELOW if decides < claimed else ABOVE, claimed, decides)
