"""The numbers of a venture that its gate goes by, gathered from the features that keep them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max

from tenure.discovery.economics.analysis import Economics, economics_for
from tenure.discovery.fit.board import FitBoard, board_for
from tenure.discovery.fit.readings import BaseNumbers, base_numbers_of
from tenure.discovery.hypotheses.hypotheses import HypothesisRow, rows_of
from tenure.discovery.markets.matrix import Matrix, matrix_for
from tenure.discovery.models import Evidence, Hypothesis, Venture
from tenure.discovery.offers.manual_service import ServiceView, services_for
from tenure.kernel.money import minor_per_unit
from tenure.privacy.models import User

# A reading of the base older than this decides nothing.
FRESH_DAYS = 31
NO_BASE = BaseNumbers()
OFFER_BLOCKS, CHANNELS = ("value_propositions", "revenue_streams", "solution"), "channels"


@dataclass(frozen=True)
class Talks:
    """Interviews of one segment; segment empty: of nobody in particular."""

    segment: str
    held: int
    strangers: int


@dataclass(frozen=True)
class Cell:
    """A problem in a segment: who named it unprompted, how bad it is, what is spent today, what the market carries."""

    segment: str
    problem: str
    mentions: int
    asked: int
    severity: float | None
    spend_minor: int | None
    alternatives: int
    carries: str
    som_low_minor: int | None
    som_high_minor: int | None


@dataclass(frozen=True)
class CriticalHypothesis:
    """A must of the gate; probability: after the evidence, else the prior."""

    number: int
    title: str
    probability: float
    refuted: bool
    id: int = 0


@dataclass(frozen=True)
class Claim:
    """A hypothesis with the highest level of evidence that supports it, and that speaks against it; -1 without any."""

    number: int
    title: str
    probability: float
    level: int
    against: int = -1
    id: int = 0


@dataclass(frozen=True)
class GateNumbers:
    """Everything the rules read. Empty and None: nothing is known. Money in minor units."""

    talks: tuple[Talks, ...] = ()
    cells: tuple[Cell, ...] = ()
    critical: tuple[CriticalHypothesis, ...] = ()
    offers: tuple[Claim, ...] = ()
    channels: tuple[Claim, ...] = ()
    evangelist_level: int | None = None
    evangelists: int = 0
    least_company_minor: int | None = None
    buyers: int = 0
    strangers: int = 0
    without_founder: int = 0
    delivered: int = 0
    refunded: int = 0
    automation_known: bool = False
    fit: str = ""
    curve: str = ""
    chance: float | None = None
    pays_in_time: bool | None = None
    measure: str | None = None
    bottleneck: str | None = None
    tried_channels: tuple[tuple[str, bool | None], ...] = ()
    # Paid presales in all; services by hand by how they ended; the base as read last, and whether that is too long ago.
    sales: int = 0
    happy: int = 0
    unhappy: int = 0
    base: BaseNumbers = NO_BASE
    base_old: bool = False
    minor_per_unit: int = 100


HEARD = frozenset({"interviews", "prevalence", "severity", "market", "early_adopter", "market_share"})
SOLD = frozenset({"paid", "roadmap", "fit", "learning_curve", "by_hand", "sold_by_others"})
BASED = frozenset({
    "roadmap", "market_share", "pipeline", "newcomers_stay", "sold_by_others", "forecast_held", "base_worked",
    "single_client",
})  # fmt: skip
EARNED = frozenset({"converges", "marginal_cost", "next_clients_pay"})


@dataclass(frozen=True)
class Known:
    """What has been read of the venture already, so that the gate need not read it again."""

    rows: Sequence[HypothesisRow]
    economics: Economics | None


def gate_numbers(
    *, actor: User, venture: Venture, currency: str, rules: Collection[str], today: date, known: Known | None = None
) -> GateNumbers:
    """What the given rules read of a venture in sight; the rest stays empty, so that a gate asks for no more."""
    critical, offers, channels = _hypotheses(venture, known.rows if known else rows_of(venture))
    numbers = GateNumbers(
        critical=critical, offers=offers, channels=channels, least_company_minor=venture.least_company_minor
    )
    if HEARD & set(rules):
        numbers = _heard(numbers, matrix_for(venture, may_work=False))
    if SOLD & set(rules):
        services = services_for(venture, may_work=False)
        numbers = _sold(numbers, board_for(actor, venture), services)
    if EARNED & set(rules):
        numbers = _earned(numbers, known.economics if known else economics_for(venture, currency))
    if BASED & set(rules):
        base = base_numbers_of(venture)
        old = base.at is not None and (today - base.at.date()).days > FRESH_DAYS
        numbers = replace(numbers, base=base, base_old=old, minor_per_unit=minor_per_unit(currency))
    return numbers


def _heard(numbers: GateNumbers, found: Matrix) -> GateNumbers:
    counts = found.counts
    names = counts.segment_names
    problems = counts.problem_names
    talks = tuple(
        Talks(names.get(one.segment, "") if one.segment else "", one.held, one.strangers) for one in counts.segments
    )
    cells = tuple(
        Cell(
            names[segment], problems[problem], cell.mentions.unprompted, cell.mentions.people, cell.severity,
            cell.spend_minor, cell.alternatives, cell.carries, round(cell.size.low) if cell.size else None,
            round(cell.size.high) if cell.size else None,
        )
        for (segment, problem), cell in found.cells.items()
        if segment in names and problem in problems
    )  # fmt: skip
    best = counts.whole.best_evangelist
    return replace(
        numbers, talks=talks, cells=cells, evangelist_level=best or None, evangelists=counts.whole.evangelists
    )


def _sold(numbers: GateNumbers, board: FitBoard, services: Sequence[ServiceView]) -> GateNumbers:
    sums = board.sales
    steps = [step.step for service in services for step in service.cost.steps]
    return replace(
        numbers, buyers=sums.buyers, strangers=sums.strangers, without_founder=sums.without_founder,
        sales=sums.paid + sums.delivered, happy=sum(one.happy for one in services),
        unhappy=sum(one.unhappy for one in services), delivered=sums.delivered + sums.refunded, refunded=sums.refunded,
        fit=board.verdict, curve=board.curve_verdict,
        automation_known=bool(steps) and all(step.automatable == "no" or step.build_minor is not None for step in steps),
    )  # fmt: skip


def _earned(numbers: GateNumbers, found: Economics | None) -> GateNumbers:
    if found is None:
        return numbers
    tried = tuple(
        (row.row.name, row.pays)
        for row in found.channels.rows
        if row.row.next_cost_minor and row.row.next_clients is not None
    )
    simulated = found.scenario.simulated
    if simulated is None:
        return replace(numbers, tried_channels=tried)
    return replace(
        numbers, tried_channels=tried, chance=1 - simulated.loss,
        pays_in_time=found.timing.in_time if found.timing else None, measure=found.verdict.measure,
        bottleneck=found.verdict.bottleneck,
    )  # fmt: skip


def _hypotheses(
    venture: Venture, rows: Sequence[HypothesisRow]
) -> tuple[tuple[CriticalHypothesis, ...], tuple[Claim, ...], tuple[Claim, ...]]:
    """The critical ones, those of the offer and those of the channels. One query."""
    counted = Evidence.objects.filter(
        hypothesis__venture=venture, hypothesis__block__in=(*OFFER_BLOCKS, CHANNELS), withdrawn_at=None
    ).order_by()
    levels = counted.values_list("hypothesis", "supports").annotate(Max("level"))
    best = {(pk, supports): level for pk, supports, level in levels}
    critical, offers, channels = [], [], []
    for one in sorted(rows, key=lambda row: row.number):
        if one.state == Hypothesis.State.PARKED:
            continue
        if one.critical:
            refuted = one.state == Hypothesis.State.REFUTED
            critical.append(CriticalHypothesis(one.number, one.title, one.likely, refuted, one.id))
        strength = best.get((one.id, True), -1), best.get((one.id, False), -1)
        claim = Claim(one.number, one.title, one.likely, strength[0], strength[1], one.id)
        if one.block in OFFER_BLOCKS:
            offers.append(claim)
        if one.block == CHANNELS:
            channels.append(claim)
    return tuple(critical), tuple(offers), tuple(channels)
