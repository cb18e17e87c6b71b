"""What a rule of a gate finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MET, OPEN, MISSING = "met", "open", "missing"
Marks = Mapping[str, float]


@dataclass(frozen=True)
class Finding:
    """state: met; open, not decided yet; missing, decided against. code, data: the sentence of what was found; step,
    step_data: what would decide it next (empty: nothing to do)."""

    state: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    step: str = ""
    step_data: Mapping[str, Any] = field(default_factory=dict)
