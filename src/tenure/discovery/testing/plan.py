"""What decides a test, as plain values: the rule of its card and the answers that came in. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

EXACT, BAYES, SPRT, E_PROCESS = "exact", "bayes", "sprt", "e_process"
TWO_ARM_EXACT, TWO_ARM_E = "two_arm_exact", "two_arm_e"
RULES = (E_PROCESS, EXACT, BAYES, SPRT, TWO_ARM_E, TWO_ARM_EXACT)
FIXED = frozenset({EXACT, BAYES, TWO_ARM_EXACT})  # silent until the planned size is reached
TWO_ARMS = frozenset({TWO_ARM_EXACT, TWO_ARM_E})
MAY_BE_FUTILE = frozenset({EXACT, E_PROCESS})
SUPPORTED, REFUTED, UNDECIDED = "supported", "refuted", "undecided"


@dataclass(frozen=True)
class Plan:
    """The rule of a card. threshold: share that decides; hoped: share it is planned for; most: answers at the end, with
    two arms in each; least: answers before which no verdict falls; pass_mark: successes that pass an exact test;
    futility: chance still to pass below which it stops, None for never. With two arms threshold and hoped are the
    shares expected of A and hoped of B."""

    rule: str
    most: int
    threshold: float
    hoped: float | None = None
    alpha: float = 0.05
    power: float = 0.8
    sure: float = 0.9
    prior_a: float = 1.0
    prior_b: float = 1.0
    least: int = 1
    pass_mark: int | None = None
    futility: float | None = None
    ends_on: date | None = None

    @property
    def fixed(self) -> bool:
        return self.rule in FIXED

    @property
    def arms(self) -> int:
        return 2 if self.rule in TWO_ARMS else 1


class Answer(NamedTuple):
    """One observation.

    exploratory: entered before the lock or after the stop; corrects: the one it stands in for; excluded: a correction
    that takes it out; voice: the company they answer for, numbered within the test, 0: their own; look: the rule looks
    after it, of a total only after the last.
    """

    id: int
    success: bool
    happened_on: date
    arm: int = 0
    voice: int = 0
    exploratory: bool = False
    corrects: int | None = None
    excluded: bool = False
    look: bool = True
