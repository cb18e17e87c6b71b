"""Several tests of one hypothesis as one number, or the refusal to make one of them (C2, C3, C5)."""

import math
from dataclasses import dataclass

from tenure.discovery.models import Observation, TestCard
from tenure.discovery.sight import visible_ventures
from tenure.discovery.testing.counting import Counting, counting
from tenure.discovery.testing.plan import TWO_ARMS, Answer
from tenure.engine.evidence import pooling
from tenure.engine.evidence.proportions import Posterior
from tenure.privacy.models import User

EARLIER_LOOP = 0.5  # weight of what was counted before a pivot, unless the hypothesis says otherwise
INTERVAL = 0.8


@dataclass(frozen=True)
class PooledTest:
    """One test in the pool. weight: 0..1 of the power prior; effective: answers it is worth when colleagues are not
    counted as independent."""

    test_id: int
    number: int
    name: str
    won: int
    n: int
    weight: float
    effective: float


@dataclass(frozen=True)
class PooledShare:
    """What the tests of a hypothesis say together. same: one measure and one population, counts are added; else the
    sources are compared first. refused: they differ too much for one number; i2: part of the spread that is real."""

    tests: tuple[PooledTest, ...]
    same: bool
    refused: bool
    share: float | None
    low: float | None
    high: float | None
    i2: float | None


def pooled_tests(*, actor: User, hypothesis_id: int) -> PooledShare | None:
    """The pool of a hypothesis in sight; None with fewer than two tests of one arm that have data. Three queries."""
    cards = list(
        TestCard.objects.filter(
            hypothesis_id=hypothesis_id, venture__in=visible_ventures(actor), state=TestCard.State.DECIDED,
            exploratory=False,
        ).exclude(rule__in=TWO_ARMS).select_related("hypothesis").order_by("number")
    )  # fmt: skip
    if len(cards) < 2:
        return None
    rows: dict[int, list[Answer]] = {card.pk: [] for card in cards}
    columns = ("id", "success", "happened_on", "arm", "voice", "exploratory", "corrects_id", "excluded", "look")
    for test_id, *values in Observation.objects.filter(test__in=cards).order_by("pk").values_list("test_id", *columns):
        rows[test_id].append(Answer._make(values))
    found = [_pooled(card, counting(rows[card.pk])) for card in cards]
    tests = tuple(row for row in found if row.n)
    if len(tests) < 2:
        return None
    kinds = {(_plain(card.metric), _plain(card.population)) for card, row in zip(cards, found, strict=True) if row.n}
    return pool(tests, same=len(kinds) == 1)


def pool(tests: tuple[PooledTest, ...], *, same: bool) -> PooledShare:
    """Pure: counts of one population are added, each at its weight; different populations are compared and, when they
    differ too much for chance, not made into one number."""
    won = [row.won * row.effective / row.n for row in tests]
    trials = [row.effective for row in tests]
    between = pooling.pool_shares(won, trials)
    if same:
        after: Posterior = pooling.discounted(won, trials, [row.weight for row in tests])
        low, high = after.interval(INTERVAL)
        return PooledShare(tests, True, False, after.mean, low, high, between.i2)
    if between.refuse:
        return PooledShare(tests, False, True, None, None, None, between.i2)
    half = 1.2815515655446004 * between.se
    share, low, high = (
        1 / (1 + math.exp(-at)) for at in (between.random, between.random - half, between.random + half)
    )
    return PooledShare(tests, False, False, share, low, high, between.i2)


def _pooled(card: TestCard, found: Counting) -> PooledTest:
    won, n = sum(row.success for row in found.counted), len(found.counted)
    usual = EARLIER_LOOP if card.hypothesis.carried_weight is None else card.hypothesis.carried_weight
    weight = 1.0 if card.loop >= card.hypothesis.loop else usual
    return PooledTest(card.pk, card.number, card.name, won, n, weight, min(found.effective, n) if n else 0.0)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
