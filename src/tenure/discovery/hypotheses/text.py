"""What a person writes of a hypothesis, and how it is checked before it is stored."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.discovery.canvas.blocks import BLOCKS
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.writing import line, paragraph
from tenure.kernel.errors import InvalidValue, Wrongs

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
    """The columns of a hypothesis, ready to store. Raises InvalidValue naming every field that is wrong."""
    wrongs, values = Wrongs(), dict[str, Any]()
    with wrongs:
        values |= checked(text)
    with wrongs:
        values |= _places(text, venture)
    wrongs.tell()
    return values


def checked(text: HypothesisText) -> dict[str, Any]:
    """The columns but segment and problem, which only the venture knows. Raises InvalidValue naming every wrong field."""
    wrongs, values = Wrongs(), dict[str, Any]()
    for name, longest in LONGEST.items():
        with wrongs:
            values[name] = line(getattr(text, name), name, longest)
    for name in ("statement", "falsifier", "prior_reason"):
        with wrongs:
            values[name] = paragraph(getattr(text, name), name, LONGEST_TEXT)
    for name, wrong in _wrong_fields(text):
        with wrongs:
            raise InvalidValue(wrong, field=name, value=_told(getattr(text, name)))
    if values.get("title") == "":
        with wrongs:
            raise InvalidValue("hypothesis_title_missing", field="title")
    wrongs.tell()
    return values | {name: getattr(text, name) for name in PLAIN}


PLAIN = (
    "block", "kind", "direction", "impact", "reversible", "critical", "expires_on", "prior", "prior_size", "threshold",
    "least_effect", "gain_minor", "loss_minor",
)  # fmt: skip


def _told(value: Any) -> Any:
    """The value as a sentence names it."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value[:40] if isinstance(value, str) else value


def _wrong_fields(text: HypothesisText) -> Iterator[tuple[str, str]]:
    """Field and code of every choice that is none and every number outside its bounds."""
    if text.block not in BLOCKS:
        yield "block", "block_unknown"
    if text.kind not in Hypothesis.Kind.values:
        yield "kind", "choice_unknown"
    if text.direction not in Hypothesis.Direction.values:
        yield "direction", "choice_unknown"
    if not 1 <= text.impact <= 10:
        yield "impact", "impact_outside"
    if not 0 < text.prior < 1:
        yield "prior", "prior_outside"
    if not 0.1 <= text.prior_size <= 1000:
        yield "prior_size", "prior_size_outside"
    for name in ("threshold", "least_effect"):
        value = getattr(text, name)
        if value is not None and not math.isfinite(value):
            yield name, "number_unreadable"
    for name in ("gain_minor", "loss_minor"):
        value = getattr(text, name)
        if value is not None and not 0 <= value <= MOST_MONEY:
            yield name, "money_outside"


def _places(text: HypothesisText, venture: Venture) -> dict[str, Any]:
    """The segment and the problem, which must be of the same venture."""
    if text.segment_id is not None and not venture.segments.filter(pk=text.segment_id).exists():
        raise InvalidValue("segment_unknown", field="segment_id")
    if text.problem_id is not None and not venture.problems.filter(pk=text.problem_id).exists():
        raise InvalidValue("problem_unknown", field="problem_id")
    return {"segment_id": text.segment_id, "problem_id": text.problem_id}
