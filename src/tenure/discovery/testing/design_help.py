"""How many to ask, live on the card: exact size with its mark, Bayesian mark with its risks, size by value. Pure."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from tenure.discovery.testing.plan import BAYES, E_PROCESS, EXACT, SPRT, TWO_ARM_E, TWO_ARM_EXACT
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.evidence import boundary, designs, sequential, two_arms, value_of_information
from tenure.engine.evidence.proportions import Posterior
from tenure.kernel.errors import Problem

MOST_EXACT = 3_000  # sizes up to which the exact design is looked for on a page
MOST_WALKED = 500  # sizes up to which the chances of an e-process are worked out for a page
CERTAIN = 0.9


@dataclass(frozen=True)
class Asked:
    """What stands on the card so far; None where nothing does. worth, outlay, unit_cost, fixed_cost: money for the size
    by value: going ahead brings worth * share - outlay."""

    rule: str
    threshold: float | None = None
    hoped: float | None = None
    alpha: float = 0.05
    power: float = 0.8
    sure: float = 0.9
    prior_a: float = 1.0
    prior_b: float = 1.0
    most: int | None = None
    worth: float | None = None
    outlay: float | None = None
    unit_cost: float = 0.0
    fixed_cost: float = 0.0


@dataclass(frozen=True)
class ByValue:
    """size: number of trials that brings most, 0 when none pays; net: what it brings; certainty: what knowing the share
    exactly would be worth."""

    size: int
    net: float
    certainty: float


@dataclass(frozen=True)
class DesignHelp:
    """What the numbers on the card mean. exact: size and mark together; mark: for the chosen size; false_yes: chance of
    "proven" at the threshold; hit: at the hoped share; mean: answers on average then; interviews: to hear a thing of
    the threshold's prevalence once with 9 chances of 10; per_arm; problem: why nothing can be said."""

    exact: designs.Design | None = None
    bayes: designs.PassMark | None = None
    false_yes: float | None = None
    hit: float | None = None
    mean: float | None = None
    mean_refuted: float | None = None
    interviews: int | None = None
    per_arm: int | None = None
    by_value: ByValue | None = None
    problem: Problem | None = None


def design_help(asked: Asked) -> DesignHelp:
    """Everything that can be said about the design so far; a sentence when the numbers cannot be."""
    for name in ("threshold", "hoped", "alpha", "power", "sure"):
        value = getattr(asked, name)
        if value is not None and not 0 < value < 1:
            return DesignHelp(problem=Problem("test_share_outside", {"field": name, "value": value}))
    if asked.threshold is None:
        return DesignHelp()
    if asked.hoped is not None and asked.hoped <= asked.threshold:
        values = {"field": "hoped", "threshold": asked.threshold, "hoped": asked.hoped}
        return DesignHelp(problem=Problem("test_hoped_order", values))
    try:
        return HELPS[asked.rule](asked)
    except NotEnoughData as error:
        return DesignHelp(problem=Problem("test_design_large", {"most": error.data.get("most", 0)}))
    except BadInput:
        return DesignHelp(problem=Problem("test_design_wrong", {}))


def _exact(asked: Asked) -> DesignHelp:
    at = asked.threshold or 0.0
    heard = designs.interviews_needed(at, CERTAIN)
    if asked.hoped is None:
        return DesignHelp(interviews=heard, by_value=_by_value(asked))
    if _roughly(at, asked) > MOST_EXACT:
        return DesignHelp(problem=Problem("test_design_large", {"most": MOST_EXACT}))
    found = designs.exact_design(at, asked.hoped, alpha=asked.alpha, power=asked.power)
    return DesignHelp(exact=found, false_yes=found.alpha, hit=found.power, interviews=heard, by_value=_by_value(asked))


def _roughly(at: float, asked: Asked) -> float:
    """The size by the normal approximation, to know beforehand whether the exact one is near enough to look for."""
    to = asked.hoped or 0.0
    z_a, z_b = NormalDist().inv_cdf(1 - asked.alpha), NormalDist().inv_cdf(asked.power)
    spread = max(0.0, z_a * math.sqrt(at * (1 - at)) + z_b * math.sqrt(to * (1 - to)))
    return (spread / (to - at)) ** 2


def _bayes(asked: Asked) -> DesignHelp:
    prior = Posterior(asked.prior_a, asked.prior_b)
    size = asked.most or 20
    found = designs.pass_mark(size, asked.threshold or 0.0, prior=prior, design=prior, sure=asked.sure)
    hit = None
    if asked.hoped is not None and found.min_successes is not None:
        hit = designs.at_least(found.min_successes, size, asked.hoped)
    return DesignHelp(bayes=found, false_yes=found.false_go, hit=hit, by_value=_by_value(asked))


def _sprt(asked: Asked) -> DesignHelp:
    if asked.hoped is None:
        return DesignHelp(by_value=_by_value(asked))
    low, high = sequential.sprt_expected(asked.threshold or 0.0, asked.hoped, alpha=asked.alpha, beta=1 - asked.power)
    return DesignHelp(false_yes=asked.alpha, hit=asked.power, mean=high, mean_refuted=low, by_value=_by_value(asked))


def _e_process(asked: Asked) -> DesignHelp:
    size = asked.most or 60
    if size > MOST_WALKED:
        return DesignHelp(by_value=_by_value(asked))
    line = boundary.boundary(size, asked.threshold or 0.0, alpha=asked.alpha)
    false_yes = boundary.reach(line, asked.threshold or 0.0).chance
    if asked.hoped is None:
        return DesignHelp(false_yes=false_yes, by_value=_by_value(asked))
    found = boundary.reach(line, asked.hoped)
    return DesignHelp(false_yes=false_yes, hit=found.chance, mean=found.mean, by_value=_by_value(asked))


def _two_arms(asked: Asked) -> DesignHelp:
    if asked.hoped is None:
        return DesignHelp()
    at = asked.threshold or 0.0
    each = designs.per_arm(at, asked.hoped, alpha=asked.alpha, power=asked.power)
    size = asked.most or each
    hit = None
    if asked.rule == TWO_ARM_EXACT and size <= two_arms.LARGEST_TABLE:
        hit = two_arms.fisher_power(at, asked.hoped, size, alpha=asked.alpha)
    return DesignHelp(per_arm=each, false_yes=asked.alpha, hit=hit)


HELPS = {
    EXACT: _exact, BAYES: _bayes, SPRT: _sprt, E_PROCESS: _e_process, TWO_ARM_EXACT: _two_arms, TWO_ARM_E: _two_arms,
}  # fmt: skip


def _by_value(asked: Asked) -> ByValue | None:
    """The size that brings most money (D4); None while nobody has said what hangs on the share."""
    if asked.worth is None or asked.outlay is None or asked.worth <= 0:
        return None
    venture = value_of_information.Venture(Posterior(asked.prior_a, asked.prior_b), asked.worth, asked.outlay)
    size, net = venture.best_size(fixed_cost=asked.fixed_cost, unit_cost=asked.unit_cost)
    return ByValue(size, net, venture.evpi)
