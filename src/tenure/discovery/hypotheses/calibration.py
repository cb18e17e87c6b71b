"""Whether the ladder tells the truth: its rates measured on hypotheses that tests have closed (method 2.5)."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from tenure.discovery.hypotheses.belief import refresh_belief
from tenure.discovery.hypotheses.ladder import ASSUMED, ASSUMED_SIZE, HIGHEST
from tenure.discovery.models import Evidence, Hypothesis, LadderRate, TestCard
from tenure.engine.evidence.beliefs import Rates
from tenure.kernel import clock
from tenure.kernel.errors import InvalidValue
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require

ENOUGH = 30  # closed hypotheses from which measured rates may replace the assumed ones


@dataclass(frozen=True)
class Measured:
    """One level. hits of true_results, rights of false_results: results on hypotheses that proved true and false;
    rates: the assumption moved by them (Beta smoothing, the assumption worth 20 results)."""

    level: int
    hits: int
    true_results: int
    rights: int
    false_results: int
    rates: Rates


@dataclass(frozen=True)
class Calibration:
    """closed: hypotheses decided by a locked test; ready: enough of them to take the measured rates over."""

    closed: int
    levels: tuple[Measured, ...]

    @property
    def ready(self) -> bool:
        return self.closed >= ENOUGH


def calibration() -> Calibration:
    """The rates as measured in the whole company. Results that came from tests are left out: a test cannot vouch for
    what it decided itself; and what a pivot carried over, for it is counted where it came from. Two queries."""
    truth = _closed()
    counts: Counter[tuple[int, bool, bool]] = Counter()
    left_out = (Evidence.Source.TEST, Evidence.Source.CARRIED)
    rows = Evidence.objects.filter(withdrawn_at=None, hypothesis__in=truth).exclude(source__in=left_out)
    for hypothesis, level, supports in rows.values_list("hypothesis_id", "level", "supports"):
        counts[level, truth[hypothesis], supports] += 1
    return Calibration(len(truth), tuple(_measured(level, counts) for level in range(HIGHEST + 1)))


def _closed() -> dict[int, bool]:
    """Hypothesis -> whether its locked tests supported it; those they contradict each other on are not closed."""
    verdicts = TestCard.objects.filter(
        state=TestCard.State.DECIDED, exploratory=False, verdict__in=("supported", "refuted")
    )
    found: dict[int, set[str]] = {}
    for hypothesis, verdict in verdicts.order_by().values_list("hypothesis_id", "verdict"):
        found.setdefault(hypothesis, set()).add(verdict)
    return {pk: Hypothesis.State.SUPPORTED in said for pk, said in found.items() if len(said) == 1}


def _measured(level: int, counts: Counter[tuple[int, bool, bool]]) -> Measured:
    hits, misses = counts[level, True, True], counts[level, True, False]
    wrongs, rights = counts[level, False, True], counts[level, False, False]
    sensitivity, specificity = ASSUMED[level]
    seen_true, seen_false = ASSUMED_SIZE + hits + misses, ASSUMED_SIZE + rights + wrongs
    rates = Rates(
        (ASSUMED_SIZE * sensitivity + hits) / seen_true, (ASSUMED_SIZE * specificity + rights) / seen_false, seen_true,
        seen_false,
    )  # fmt: skip
    return Measured(level, hits, hits + misses, rights, rights + wrongs, rates)


def adopt_ladder(*, actor: User) -> int:
    """Let the measured rates count from now on, and count every hypothesis anew. Returns how many were counted.

    Raises InvalidValue while too few hypotheses are closed, NotAllowed to those who do not work with all ventures.
    """
    require(actor, Right.WORK_WITH_ALL_VENTURES)
    with transaction.atomic():
        found = calibration()
        if not found.ready:
            raise InvalidValue("calibration_too_few", field="", closed=found.closed, enough=ENOUGH)
        for one in found.levels:
            LadderRate.objects.update_or_create(level=one.level, defaults=_counts(one, found.closed, actor))
        with_evidence = Hypothesis.objects.filter(evidence_count__gt=0, removed_at=None).select_for_update()
        hypotheses = list(with_evidence.order_by("pk"))
        for hypothesis in hypotheses:
            refresh_belief(hypothesis)
        record_change(
            actor=actor, action="adopt_ladder", subject_kind="workspace", subject_id=None, hypotheses=found.closed,
            count=len(hypotheses),
        )  # fmt: skip
    return len(hypotheses)


def _counts(one: Measured, closed: int, actor: User) -> dict[str, object]:
    rates = one.rates
    return {
        "hits": rates.sensitivity * rates.sensitivity_size, "misses": (1 - rates.sensitivity) * rates.sensitivity_size,
        "rights": rates.specificity * rates.specificity_size, "wrongs": (1 - rates.specificity) * rates.specificity_size,
        "hypotheses": closed, "adopted_at": clock.now(), "adopted_by": actor,
    }  # fmt: skip
