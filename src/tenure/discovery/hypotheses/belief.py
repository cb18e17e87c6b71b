"""What the evidence makes of a hypothesis: its probability with an interval, and its state. The only writer of both."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tenure.discovery.hypotheses.heard_among_many import HeardAmongMany, heard_among_many
from tenure.discovery.hypotheses.ladder import Rung, ladder
from tenure.discovery.hypotheses.on_record import only_told
from tenure.discovery.hypotheses.together import Together, together
from tenure.discovery.models import Evidence, Hypothesis, TestCard
from tenure.discovery.sight import visible_ventures
from tenure.engine.evidence.beliefs import Arithmetic, Rates, Result, Step, reckon
from tenure.engine.evidence.edition import EDITION
from tenure.kernel import clock
from tenure.kernel.errors import NotFound
from tenure.privacy.models import User

SURE = 0.9  # probability from which the search calls a hypothesis supported, 1 - SURE refuted; gates ask for more
FRESH_DAYS = 180  # after being decided a hypothesis goes stale in so many days, unless a day was set
EVEN = 0.5
DECIDED = (Hypothesis.State.SUPPORTED, Hypothesis.State.REFUTED)
TOLD = (TestCard.State.LOCKED, TestCard.State.DECIDED)
VERDICT = ("state", "verdict", "exploratory")
WRITTEN = ("evidence_count", "probability", "low", "high", "state", "decided_on", "expires_on", "rules_edition")
Verdict = tuple[str, str, bool]


@dataclass(frozen=True)
class Tests:
    """What locked tests say. verdict: supported or refuted where those that came to one agree, else empty or undecided;
    contradicting: they do not agree, and `together` is their evidence, whose verdict it then is; running: one is locked."""

    verdict: str = ""
    running: bool = False
    contradicting: bool = False
    together: Together | None = None


@dataclass(frozen=True)
class Standing:
    """A state and its reason: test, deeds; contradicting, outweighed (a verdict against the rest of the evidence),
    leaning (sure, but not by what is on record), open, none (nothing counted)."""

    state: str
    why: str


def standing_of(probability: float | None, deeds: float | None, tests: Tests) -> Standing:
    """The state, and why. A locked verdict decides, and so do deeds on record; words, a first guess and what was only
    written by hand do not. Tests that contradict each other decide by their evidence together, once it is strong enough.

    probability: after all evidence, None without any; deeds: after what is on record beside the tests alone, from an even
    start. No word turns a refutation over; a yes of a test does not stand where all the evidence together says no.
    """
    state = Hypothesis.State
    waits = state.TESTING if tests.running else state.UNDECIDED
    if tests.contradicting and tests.verdict not in DECIDED:
        return Standing(waits, "contradicting")
    if tests.verdict in DECIDED:
        against = (deeds or EVEN) >= SURE if tests.verdict == state.REFUTED else (probability or EVEN) < EVEN
        return Standing(waits, "outweighed") if against else Standing(tests.verdict, "test")
    if probability is None:
        return Standing(waits if tests.verdict or tests.running else state.UNTESTED, "none")
    for found, sure in ((state.SUPPORTED, _is_sure), (state.REFUTED, lambda chance: _is_sure(1 - chance))):
        if sure(probability):
            known = deeds is not None and sure(deeds)
            return Standing(found, "deeds") if known else Standing(waits, "leaning")
    return Standing(waits, "open")


def _is_sure(chance: float) -> bool:
    return chance >= SURE


def result_of(row: Evidence, rungs: Sequence[Rung], heard: HeardAmongMany, told: Collection[int] = ()) -> Result:
    """A row of evidence as the engine takes it: its own rates where it has them, else those of its level. told: rows
    without a record behind them."""
    usual = rungs[row.level].rates
    own = row.sensitivity is not None and row.specificity is not None
    rates = Rates(row.sensitivity or 0.0, row.specificity or 0.0) if own else usual
    return Result(
        supports=row.supports, level=row.level, rates=rates, weight=row.relevance * row.reliability,
        cluster=heard.voice(row.cluster) or None, kind=None if own else row.level, recorded=row.pk not in told,
    )  # fmt: skip


@dataclass(frozen=True)
class _Weighed:
    """The rows that count, summed up; heard: whose voice stands in a test or a survey among them already."""

    sums: Arithmetic
    standing: Standing
    tests: Tests
    heard: HeardAmongMany


def _weigh(hypothesis: Hypothesis, rows: Sequence[Evidence], rungs: Sequence[Rung], tests: Tests) -> _Weighed:
    told, heard = only_told(rows), heard_among_many(rows)
    results = [result_of(row, rungs, heard, told) for row in rows]
    sums = reckon(hypothesis.prior, hypothesis.prior_size, results, heard=heard.both)
    on_record = [
        one
        for row, one in zip(rows, results, strict=True)
        if one.recorded and row.source != Evidence.Source.TEST
    ]  # fmt: skip
    deeds = reckon(EVEN, hypothesis.prior_size, on_record, heard=heard.both).probability if on_record else None
    standing = standing_of(sums.probability if rows else None, deeds, tests)
    if standing == Standing(Hypothesis.State.REFUTED, "test"):
        # The number says what the state says: no first guess and no word lifts a refuted claim over one half.
        low, probability, high = (min(EVEN, chance) for chance in (sums.low, sums.probability, sums.high))
        sums = replace(sums, low=low, probability=probability, high=high)
    return _Weighed(sums, standing, tests, heard)


def refresh_belief(hypothesis: Hypothesis) -> None:
    """Write what the evidence and the tests now make of it. Call inside a transaction. Three queries, one
    more with tests, one with surveys, one for every pivot behind, and a save."""
    rows = list(hypothesis.evidence.filter(withdrawn_at=None).order_by("pk"))
    _count(hypothesis, rows, ladder(), tests_of(hypothesis))
    hypothesis.save(update_fields=WRITTEN)


def refresh_beliefs(hypotheses: Iterable[Hypothesis]) -> None:
    """As `refresh_belief`, of many. Call inside a transaction. Four queries for any number, and those that tests, surveys and
    pivots behind them need."""
    found = {one.pk: one for one in hypotheses}
    rows: dict[int, list[Evidence]] = defaultdict(list)
    for row in Evidence.objects.filter(hypothesis__in=found, withdrawn_at=None).order_by("pk"):
        rows[row.hypothesis_id].append(row)
    told: dict[int, list[Verdict]] = defaultdict(list)
    cards = TestCard.objects.filter(hypothesis__in=found, state__in=TOLD)
    for number, state, verdict, loose in cards.values_list("hypothesis_id", *VERDICT):
        told[number].append((state, verdict, loose))
    rungs = ladder()
    for number, hypothesis in found.items():
        _count(hypothesis, rows[number], rungs, _together(hypothesis, told[number]))
    Hypothesis.objects.bulk_update(found.values(), WRITTEN, batch_size=500)


def _count(hypothesis: Hypothesis, rows: Sequence[Evidence], rungs: Sequence[Rung], tests: Tests) -> None:
    found = _weigh(hypothesis, rows, rungs, tests)
    counted = found.sums if rows else None
    hypothesis.evidence_count, hypothesis.rules_edition = len(rows), EDITION
    hypothesis.probability = counted.probability if counted else None
    hypothesis.low, hypothesis.high = (counted.low, counted.high) if counted else (None, None)
    if hypothesis.state != Hypothesis.State.PARKED:
        _take_state(hypothesis, found.standing.state)


def _take_state(hypothesis: Hypothesis, state: str) -> None:
    if state == hypothesis.state:
        return
    hypothesis.state = state
    hypothesis.decided_on = clock.today() if state in DECIDED else None
    hypothesis.expires_on = clock.today() + timedelta(days=FRESH_DAYS) if state in DECIDED else None


def known_anew(hypothesis_id: int, verdict: str) -> None:
    """A verdict that says again what stood makes it fresh; a day set further off stays. Call inside a transaction. One
    query."""
    fresh_until = clock.today() + timedelta(days=FRESH_DAYS)
    standing = Hypothesis.objects.filter(pk=hypothesis_id, state=verdict, expires_on__lt=fresh_until)
    standing.update(expires_on=fresh_until)


def tests_of(hypothesis: Hypothesis) -> Tests:
    """What the tests of a hypothesis say together; never the newest of them alone. One query, three where they contradict
    each other."""
    return _together(hypothesis, list(hypothesis.tests.filter(state__in=TOLD).values_list(*VERDICT)))


def _together(hypothesis: Hypothesis, rows: Sequence[Verdict]) -> Tests:
    """rows: the state, the verdict and whether it is exploratory of each of its tests."""
    running = any(state == TestCard.State.LOCKED for state, _verdict, _loose in rows)
    verdicts = {verdict for state, verdict, loose in rows if state == TestCard.State.DECIDED and not loose}
    decided = sorted(verdicts & set(DECIDED))
    if len(decided) > 1:
        joint = together(hypothesis)
        return Tests(joint.verdict, running, contradicting=True, together=joint)
    return Tests((decided or sorted(verdicts) or [""])[0], running)


def is_stale(expires_on: date | None, today: date) -> bool:
    """Whether what is known is too old to count as known."""
    return expires_on is not None and expires_on < today


@dataclass(frozen=True)
class EvidenceLine:
    """One row of evidence with what it did. step: None when it is withdrawn and counts no more;
    in_tests, in_surveys: in how many of those behind this hypothesis the answer of the same voice counted."""

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
    in_tests: int = 0
    in_surveys: int = 0


@dataclass(frozen=True)
class BeliefSums:
    """The whole sum of a hypothesis: what it starts from, every line, and the result."""

    prior: float
    prior_size: float
    sums: Arithmetic
    lines: tuple[EvidenceLine, ...]
    rungs: tuple[Rung, ...]
    tests: Tests
    standing: Standing


def arithmetic_of(*, actor: User, hypothesis_id: int) -> BeliefSums:
    """Every step from prior to probability, withdrawn evidence at the end. Raises NotFound out of sight."""
    hypothesis = Hypothesis.objects.filter(pk=hypothesis_id, venture__in=visible_ventures(actor)).first()
    if hypothesis is None:
        raise NotFound
    rungs = ladder()
    rows = list(hypothesis.evidence.select_related("author", "withdrawn_by").order_by("observed_on", "pk"))
    counted = [row for row in rows if row.withdrawn_at is None]
    found = _weigh(hypothesis, counted, rungs, tests_of(hypothesis))
    lines = [_line(row, rungs, step, found.heard) for row, step in zip(counted, found.sums.steps, strict=True)]
    lines += [_line(row, rungs, None, HeardAmongMany()) for row in rows if row.withdrawn_at is not None]
    return BeliefSums(
        hypothesis.prior, hypothesis.prior_size, found.sums, tuple(lines), rungs, found.tests, found.standing
    )


def _line(row: Evidence, rungs: Sequence[Rung], step: Step | None, heard: HeardAmongMany) -> EvidenceLine:
    result, voice = result_of(row, rungs, heard), heard.voice(row.cluster)
    return EvidenceLine(
        id=row.pk, supports=row.supports, level=row.level, own_rates=result.kind is None, rates=result.rates,
        relevance=row.relevance, reliability=row.reliability, cluster=row.cluster, source=row.source,
        source_id=row.source_id, text=row.text, observed_on=row.observed_on, author=row.author.name,
        withdrawn_on=clock.day_of(row.withdrawn_at) if row.withdrawn_at else None,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "", withdrawn_reason=row.withdrawn_reason, step=step,
        in_tests=heard.tests[voice], in_surveys=heard.surveys[voice],
    )  # fmt: skip
