"""Which test next, and when to stop testing: what a result is worth in money (D1 to D4). Raiffa & Schlaifer 1961."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tenure.engine.checks import above_zero, counted, number, numbers
from tenure.engine.evidence.proportions import Posterior, predictive
from tenure.engine.tuples import Floats

MOST = 300


def entropy(p: ArrayLike) -> Floats:
    """How open a hypothesis is: binary entropy, 1 at p = 1/2 and 0 at certainty (D1)."""
    chance = numbers("probability", p, low=0, high=1)
    return np.asarray((special.entr(chance) + special.entr(1 - chance)) / math.log(2), dtype=np.float64)


def priority(impact: ArrayLike, p: ArrayLike) -> Floats:
    """impact if false, 1 to 10, times entropy: the quick order in which to test (D1)."""
    return np.asarray(numbers("impact", impact, low=0) * entropy(p), dtype=np.float64)


@dataclass(frozen=True)
class Stake:
    """Going ahead brings `gain` if the hypothesis is true and costs `loss` if it is false; stopping brings 0."""

    p: float
    gain: float
    loss: float

    @property
    def go(self) -> float:
        """Expected value of going ahead now."""
        p = number("p", self.p, low=0, high=1)
        return p * number("gain", self.gain, low=0) - (1 - p) * number("loss", self.loss, low=0)

    @property
    def now(self) -> float:
        return max(0.0, self.go)

    @property
    def evpi(self) -> float:
        """What certainty would be worth: the most any test may cost."""
        return self.p * self.gain - self.now


@dataclass(frozen=True)
class Experiment:
    """A test that may err. sensitivity, specificity: 0..1; cost: money; days: until it answers; delay_cost: of a day."""

    name: str
    sensitivity: float
    specificity: float
    cost: float
    days: float = 1.0
    delay_cost: float = 0.0


@dataclass(frozen=True)
class Value:
    """p_positive: how often the test says yes; if_positive, if_negative: probability of the hypothesis then (None if it
    never says so); evsi: what the result is worth; engs: that less the cost and the delay; per_cost: evsi per unit of
    cost (infinite if it costs nothing); per_day: engs per day."""

    name: str
    p_positive: float
    if_positive: float | None
    if_negative: float | None
    evsi: float
    engs: float
    per_cost: float
    per_day: float


def value(stake: Stake, test: Experiment) -> Value:
    """What one test is worth before it is made (D2)."""
    hit, right = (
        number("sensitivity", test.sensitivity, low=0, high=1),
        number("specificity", test.specificity, low=0, high=1),
    )
    yes = stake.p * hit, (1 - stake.p) * (1 - right)
    no = stake.p * (1 - hit), (1 - stake.p) * right
    after = sum(max(0.0, true * stake.gain - false * stake.loss) for true, false in (yes, no))
    evsi = max(0.0, after - stake.now)
    cost, days = number("cost", test.cost, low=0), above_zero("days", test.days)
    engs = evsi - cost - days * number("cost of a day", test.delay_cost, low=0)
    positive, negative = sum(yes), sum(no)
    return Value(
        test.name,
        positive,
        yes[0] / positive if positive else None,
        no[0] / negative if negative else None,
        evsi,
        engs,
        evsi / cost if cost else math.inf,
        engs / days,
    )


def results_worth(
    p: ArrayLike, gain: ArrayLike, loss: ArrayLike, sensitivity: ArrayLike, specificity: ArrayLike
) -> Floats:
    """`value(...).evsi` of many stakes and tests at once; the arguments are stretched to one shape."""
    chance, hit, right = (
        numbers("p", p, low=0, high=1),
        numbers("sensitivity", sensitivity, low=0, high=1),
        numbers("specificity", specificity, low=0, high=1),
    )
    up, down = numbers("gain", gain, low=0), numbers("loss", loss, low=0)
    yes = chance * hit * up - (1 - chance) * (1 - right) * down
    no = chance * (1 - hit) * up - (1 - chance) * right * down
    now = np.maximum(0, chance * up - (1 - chance) * down)
    return np.asarray(np.maximum(0, np.maximum(0, yes) + np.maximum(0, no) - now), dtype=np.float64)


@dataclass(frozen=True)
class Next:
    """table: every test in the order given; best, best_per_cost, best_per_day: names; decide: True when no test is
    worth its price and it is time to stop testing (the names are then None)."""

    table: tuple[Value, ...]
    best: str | None
    best_per_cost: str | None
    best_per_day: str | None
    decide: bool


def next_test(stake: Stake, tests: Sequence[Experiment]) -> Next:
    """Which test to make next (D3): by net gain, per money, per day when time is short; only those that pay."""
    table = tuple(value(stake, test) for test in tests)
    paying = [row for row in table if row.engs > 0]
    if not paying:
        return Next(table, None, None, None, True)
    return Next(
        table,
        max(paying, key=lambda row: row.engs).name,
        max(paying, key=lambda row: row.per_cost).name,
        max(paying, key=lambda row: row.per_day).name,
        False,
    )


@dataclass(frozen=True)
class Venture:
    """A share not yet known decides: going ahead brings worth * share - outlay, stopping 0."""

    share: Posterior
    worth: float
    outlay: float

    @property
    def now(self) -> float:
        return max(0.0, self.worth * self.share.mean - self.outlay)

    @property
    def evpi(self) -> float:
        """What knowing the share exactly would be worth."""
        a, b, least = self.share.alpha, self.share.beta, self.outlay / above_zero("worth", self.worth)
        if least >= 1:
            return 0.0
        above, more = special.betaincc(a, b, max(least, 0.0)), special.betaincc(a + 1, b, max(least, 0.0))
        return float(self.worth * self.share.mean * more - self.outlay * above) - self.now

    def evsi(self, n: int) -> float:
        """What n trials would be worth (D4)."""
        k = np.arange(counted("the number of trials", n) + 1.0)
        mean = (self.share.alpha + k) / (self.share.alpha + self.share.beta + n)
        return float(predictive(n, self.share) @ np.maximum(0, self.worth * mean - self.outlay)) - self.now

    def engs(self, n: int, *, fixed_cost: float, unit_cost: float) -> float:
        """evsi less the cost of n trials; nothing for none."""
        return self.evsi(n) - fixed_cost - unit_cost * n if n else 0.0

    def best_size(self, *, fixed_cost: float, unit_cost: float, most: int = MOST) -> tuple[int, float]:
        """The number of trials, up to `most`, that brings most, and what it brings; 0 when none pays."""
        nets = [self.engs(n, fixed_cost=fixed_cost, unit_cost=unit_cost) for n in range(most + 1)]
        best = int(np.argmax(nets))
        return best, nets[best]


def brier(predicted: ArrayLike, happened: ArrayLike) -> float | None:
    """Mean square of what was predicted, 0..1, against what happened, 0 or 1: 0 is perfect, 0.25 a coin; None of none."""
    said, was = numbers("prediction", predicted, low=0, high=1), numbers("outcome", happened, low=0, high=1)
    return float(np.mean((said - was) ** 2)) if said.size else None
