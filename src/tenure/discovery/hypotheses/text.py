"""What a person writes of a hypothesis, and how it is checked before it is stored."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.discovery.canvas.blocks import BLOCKS
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.writing import line, paragraph
from tenure.kernel.errors import InvalidValue

LONGEST = {"title": 160, "metric": 200, "unit": 40}
LONGEST_TEXT = 4000
MOST_MONEY = 10**15


@dataclass(frozen=True)
class HypothesisText:
    """The title and the block must be there; prior 0..1 open, prior_size observations it is worth; impact 1..10."""

    block: str
    title: str
    statement: str = ""
    kind: str = "desirability"
    segment_id: int | None = None
    problem_id: int | None = None
    metric: str = ""
    unit: str = ""
    threshold: float | None = None
    direction: str = "at_least"
    least_effect: float | None = None
    falsifier: str = ""
    prior: float = 0.5
    prior_size: float = 2.0
    prior_reason: str = ""
    impact: int = 5
    gain_minor: int | None = None
    loss_minor: int | None = None
    reversible: bool = True
    critical: bool = False
    expires_on: date | None = None


def cleaned(text: HypothesisText, venture: Venture) -> dict[str, Any]:
    """The columns of a hypothesis, ready to store. Raises InvalidValue naming the field."""
    if text.block not in BLOCKS:
        raise InvalidValue("block_unknown", field="block", value=str(text.block)[:40])
    values: dict[str, Any] = {name: line(getattr(text, name), name, longest) for name, longest in LONGEST.items()}
    if not values["title"]:
        raise InvalidValue("hypothesis_title_missing", field="title")
    values |= {
        name: paragraph(getattr(text, name), name, LONGEST_TEXT) for name in ("statement", "falsifier", "prior_reason")
    }
    return values | _choices(text) | _numbers(text) | _places(text, venture)


def _choices(text: HypothesisText) -> dict[str, Any]:
    if text.kind not in Hypothesis.Kind.values:
        raise InvalidValue("choice_unknown", field="kind", value=str(text.kind)[:40])
    if text.direction not in Hypothesis.Direction.values:
        raise InvalidValue("choice_unknown", field="direction", value=str(text.direction)[:40])
    if not 1 <= text.impact <= 10:
        raise InvalidValue("impact_outside", field="impact", value=text.impact)
    return {
        "block": text.block, "kind": text.kind, "direction": text.direction, "impact": text.impact,
        "reversible": text.reversible, "critical": text.critical, "expires_on": text.expires_on,
    }  # fmt: skip


def _numbers(text: HypothesisText) -> dict[str, Any]:
    if not 0 < text.prior < 1:
        raise InvalidValue("prior_outside", field="prior", value=text.prior)
    if not 0.1 <= text.prior_size <= 1000:
        raise InvalidValue("prior_size_outside", field="prior_size", value=text.prior_size)
    for name in ("threshold", "least_effect"):
        value = getattr(text, name)
        if value is not None and not math.isfinite(value):
            raise InvalidValue("number_unreadable", field=name, value=str(value))
    for name in ("gain_minor", "loss_minor"):
        value = getattr(text, name)
        if value is not None and not 0 <= value <= MOST_MONEY:
            raise InvalidValue("money_outside", field=name, value=value)
    names = ("prior", "prior_size", "threshold", "least_effect", "gain_minor", "loss_minor")
    return {name: getattr(text, name) for name in names}


def _places(text: HypothesisText, venture: Venture) -> dict[str, Any]:
    """The segment and the problem, which must be of the same venture."""
    if text.segment_id is not None and not venture.segments.filter(pk=text.segment_id).exists():
        raise InvalidValue("segment_unknown", field="segment_id")
    if text.problem_id is not None and not venture.problems.filter(pk=text.problem_id).exists():
        raise InvalidValue("problem_unknown", field="problem_id")
    return {"segment_id": text.segment_id, "problem_id": text.problem_id}
