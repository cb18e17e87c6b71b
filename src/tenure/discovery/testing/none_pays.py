"""Why no test pays for itself: certainty is worth too little, no single result turns the decision, or each is too dear. Pure."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tenure.discovery.hypotheses.hypotheses import HypothesisRow
from tenure.engine.evidence.value_of_information import Experiment, Stake, value

CERTAIN, UNMOVED, DEAR = "certain", "unmoved", "dear"
MOST_AGREEING = 5


class NonePays(NamedTuple):
    """why: certain, unmoved or dear, of the hypothesis whose certainty is worth most, evpi; agreeing: so many tests of one
    kind with the same answer would turn the decision, None when too many; untested: a critical hypothesis nobody tested."""

    why: str
    hypothesis: HypothesisRow
    evpi: float
    agreeing: int | None
    untested: HypothesisRow | None


def why_none_pays(
    asked: Sequence[HypothesisRow], stakes: Mapping[int, Stake], tests: Mapping[int, Sequence[Experiment]],
    untested: HypothesisRow | None,
) -> NonePays:  # fmt: skip
    """Of hypotheses none of whose tests pays. asked: at least one; tests: those that could be made, by hypothesis."""
    doubtful = [row for row in asked if not too_certain(stakes[row.id], tests[row.id])]
    row = max(doubtful or asked, key=lambda one: stakes[one.id].evpi)
    stake = stakes[row.id]
    if not doubtful:
        return NonePays(CERTAIN, row, stake.evpi, None, untested)
    within = [test for test in tests[row.id] if test.cost <= stake.evpi]
    if any(value(stake, test).evsi >= 1 for test in within):
        return NonePays(DEAR, row, stake.evpi, None, untested)
    return NonePays(UNMOVED, row, stake.evpi, agreeing(stake, within), untested)


def too_certain(stake: Stake, tests: Sequence[Experiment]) -> bool:
    """Whether certainty is worth less than the cheapest test."""
    most = stake.evpi
    return all(test.cost > most for test in tests)


def agreeing(stake: Stake, tests: Sequence[Experiment]) -> int | None:
    """How many independent tests of one kind, all with the same answer, would turn the decision and together cost no more
    than certainty is worth; None when more than a handful, or none would."""
    brings, costs = stake.p * stake.gain, (1 - stake.p) * stake.loss
    if brings <= 0 or costs <= 0:
        return None
    ahead = brings > costs
    needed = brings / costs if ahead else costs / brings
    found = []
    for test in tests:
        says, errs = (test.specificity, 1 - test.sensitivity) if ahead else (test.sensitivity, 1 - test.specificity)
        if errs <= 0 or says <= errs:
            continue
        count = max(2, math.floor(math.log(needed) / math.log(says / errs)) + 1)
        if count <= MOST_AGREEING and count * test.cost <= stake.evpi:
            found.append(count)
    return min(found, default=None)
