"""What the evidence makes of a hypothesis: its probability with an interval, and its state. The only writer of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tenure.discovery.hypotheses.ladder import Rung, ladder
from tenure.discovery.models import Evidence, Hypothesis, TestCard
from tenure.discovery.sight import visible_ventures
from tenure.engine.evidence.beliefs import Arithmetic, Rates, Result, Step, reckon
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

SURE = 0.9  # probability from which the search calls a hypothesis supported, 1 - SURE refuted; gates ask for more
FRESH_DAYS = 180  # after being decided a hypothesis goes stale in so many days, unless a day was set
DECIDED = (Hypothesis.State.SUPPORTED, Hypothesis.State.REFUTED)


@dataclass(frozen=True)
class Tests:
    """What tests say. verdict: of the newest one decided by its locked rule, or empty; running: one is locked."""

    verdict: str = ""
    running: bool = False


def state_of(probability: float | None, tests: Tests) -> str:
    """The state: a locked verdict outranks the sum; a running test is told before an open sum; None: no evidence."""
    if tests.verdict in DECIDED:
        return tests.verdict
    if probability is not None and probability >= SURE:
        return Hypothesis.State.SUPPORTED
    if probability is not None and probability <= 1 - SURE:
        return Hypothesis.State.REFUTED
    if tests.running:
        return Hypothesis.State.TESTING
    return Hypothesis.State.UNTESTED if probability is None and not tests.verdict else Hypothesis.State.UNDECIDED


def result_of(row: Evidence, rungs: Sequence[Rung]) -> Result:
    """A row of evidence as the engine takes it: its own rates where it has them, else those of its level."""
    usual = rungs[row.level].rates
    own = row.sensitivity is not None and row.specificity is not None
    rates = Rates(row.sensitivity or 0.0, row.specificity or 0.0) if own else usual
    return Result(
        supports=row.supports, level=row.level, rates=rates, weight=row.relevance * row.reliability,
        cluster=row.cluster or None, kind=None if own else row.level,
    )  # fmt: skip


def refresh_belief(hypothesis: Hypothesis) -> None:
    """Write what the evidence and the tests now make of it. Call inside a transaction. Three queries and a save."""
    rows = list(hypothesis.evidence.filter(withdrawn_at=None).order_by("pk"))
    rungs = ladder()
    sums = reckon(hypothesis.prior, hypothesis.prior_size, [result_of(row, rungs) for row in rows])
    counted = sums if rows else None
    hypothesis.evidence_count = len(rows)
    hypothesis.probability = counted.probability if counted else None
    hypothesis.low, hypothesis.high = (counted.low, counted.high) if counted else (None, None)
    if hypothesis.state != Hypothesis.State.PARKED:
        _take_state(hypothesis, state_of(hypothesis.probability, tests_of(hypothesis)))
    hypothesis.save(update_fields=["evidence_count", "probability", "low", "high", "state", "decided_on", "expires_on"])


def _take_state(hypothesis: Hypothesis, state: str) -> None:
    if state == hypothesis.state:
        return
    hypothesis.state = state
    hypothesis.decided_on = clock.today() if state in DECIDED else None
    hypothesis.expires_on = clock.today() + timedelta(days=FRESH_DAYS) if state in DECIDED else None


def tests_of(hypothesis: Hypothesis) -> Tests:
    """What the tests of a hypothesis say. One query."""
    rows = list(
        hypothesis.tests.filter(state__in=(TestCard.State.LOCKED, TestCard.State.DECIDED))
        .order_by("-decided_at", "-pk")
        .values_list("state", "verdict", "exploratory")
    )
    verdicts = [verdict for state, verdict, loose in rows if state == TestCard.State.DECIDED and not loose]
    return Tests(verdicts[0] if verdicts else "", any(state == TestCard.State.LOCKED for state, _v, _x in rows))


def is_stale(expires_on: date | None, today: date) -> bool:
    """Whether what is known is too old to count as known."""
    return expires_on is not None and expires_on < today


@dataclass(frozen=True)
class EvidenceLine:
    """One row of evidence with what it did. step: None when it is withdrawn and counts no more."""

    id: int
    supports: bool
    level: int
    own_rates: bool
    rates: Rates
    relevance: float
    reliability: float
    cluster: str
    source: str
    source_id: int | None
    text: str
    observed_on: date
    author: str
    withdrawn_on: date | None
    withdrawn_by: str
    withdrawn_reason: str
    step: Step | None


@dataclass(frozen=True)
class BeliefSums:
    """The whole sum of a hypothesis: what it starts from, every line, and the result."""

    prior: float
    prior_size: float
    sums: Arithmetic
    lines: tuple[EvidenceLine, ...]
    rungs: tuple[Rung, ...]
    tests: Tests


def arithmetic_of(*, actor: User, hypothesis_id: int) -> BeliefSums:
    """Every step from prior to probability, withdrawn evidence at the end. Raises NotFound out of sight."""
    hypothesis = Hypothesis.objects.filter(pk=hypothesis_id, venture__in=visible_ventures(actor)).first()
    if hypothesis is None:
        raise NotFound
    rungs = ladder()
    rows = list(hypothesis.evidence.select_related("author", "withdrawn_by").order_by("observed_on", "pk"))
    counted = [row for row in rows if row.withdrawn_at is None]
    sums = reckon(hypothesis.prior, hypothesis.prior_size, [result_of(row, rungs) for row in counted])
    lines = [_line(row, rungs, step) for row, step in zip(counted, sums.steps, strict=True)]
    lines += [_line(row, rungs, None) for row in rows if row.withdrawn_at is not None]
    tests = tests_of(hypothesis)
    return BeliefSums(hypothesis.prior, hypothesis.prior_size, sums, tuple(lines), rungs, tests)


def _line(row: Evidence, rungs: Sequence[Rung], step: Step | None) -> EvidenceLine:
    result = result_of(row, rungs)
    return EvidenceLine(
        id=row.pk, supports=row.supports, level=row.level, own_rates=result.kind is None, rates=result.rates,
        relevance=row.relevance, reliability=row.reliability, cluster=row.cluster, source=row.source,
        source_id=row.source_id, text=row.text, observed_on=row.observed_on, author=row.author.name,
        withdrawn_on=row.withdrawn_at.date() if row.withdrawn_at else None,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "", withdrawn_reason=row.withdrawn_reason, step=step,
    )  # fmt: skip
