"""What another room asks the agenda to hold: one task for one client, its reason and the money at stake. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Stake:
    """Money a year that hangs on a task, in minor units: the estimate and its 80 % interval."""

    estimate: int
    low: int
    high: int


@dataclass(frozen=True)
class Proposal:
    """A task worth having in the agenda.

    episode: what it is about, e.g. the last order day of a silence; the same episode never asks twice.
    reason: a code and its numbers, JSON values only; the sentence is written in the reader's language.
    stake: None when nobody can say; such a task ranks behind those with a number. person_id: whom it is about, if anybody.
    """

    client_id: int
    owner_id: int | None
    kind: str
    episode: str
    minutes: int
    stake: Stake | None
    reason: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None

    @property
    def worth_per_minute(self) -> float:
        """Minor units at stake per minute of work; 0 when unknown."""
        return self.stake.estimate / self.minutes if self.stake else 0.0
