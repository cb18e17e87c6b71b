"""The numbers of a venture that its gate goes by, gathered from the features that keep them."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tenure.discovery.economics.analysis import Economics, economics_for, ranges
from tenure.discovery.economics.metrics import LETTERS, METRICS
from tenure.discovery.fit.board import FitBoard, board_for
from tenure.discovery.fit.readings import BaseNumbers, base_numbers_of
from tenure.discovery.gates.named_before import CELL, Choices, NamedBefore, named_before
from tenure.discovery.gates.proofs import NOTHING, Proof, proofs_of
from tenure.discovery.hypotheses.hypotheses import HypothesisRow, rows_of
from tenure.discovery.markets.matrix import Cell as MarketCell
from tenure.discovery.markets.matrix import matrix_for
from tenure.discovery.models import Hypothesis, Venture
from tenure.discovery.offers.manual_service import ServiceView, services_for
from tenure.discovery.offers.presale_sums import Buyer, Tally
from tenure.discovery.offers.roadmap import NO_ROADMAP, Roadmap, roadmap_for
from tenure.discovery.reading_once import remembered
from tenure.engine.evidence.pooling import log_odds_of
from tenure.engine.evidence.proportions import Posterior
from tenure.kernel import clock
from tenure.kernel.money import minor_per_unit
from tenure.privacy.models import User

# A reading of the base older than this decides nothing.
FRESH_DAYS = 31
NO_BASE = BaseNumbers()
OFFER_BLOCKS, CHANNELS = ("value_propositions", "revenue_streams", "solution"), "channels"


@dataclass(frozen=True)
class Talks:
    """Interviews of one segment; segment empty: of nobody in particular. level: of the best early adopter, 0 without any;
    adopters: how many people of level 4 or more."""

    segment: str
    held: int
    strangers: int
    level: int = 0
    adopters: int = 0


@dataclass(frozen=True)
class Cell:
    """A problem in a segment: who named it unprompted, how bad it is, what is spent today, the chance that its market
    carries a company (None: unknown). share:
    how many have it, people of one company counted for less; None: every one of `asked` for themselves."""

    segment: str
    problem: str
    mentions: int
    asked: int
    severity: float | None
    spend_minor: int | None
    alternatives: int
    carries: float | None
    som_low_minor: int | None
    som_high_minor: int | None
    share: Posterior | None = None
    # Its place among the problems of each who said how bad it is; what each of these people is worth beside colleagues;
    # how many pay or work around it at a cost they named.
    ranks: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    paying: int = 0
    # Named before anybody of the segment was heard: "cell", "segment" or empty, see `named_before`.
    named: str = ""


@dataclass(frozen=True)
class CriticalHypothesis:
    """A must of the gate; probability: what the evidence makes of it without the hope of its author (`earned`); own: with it, as
    on its page; proof: what stands behind it."""

    number: int
    title: str
    probability: float
    refuted: bool
    id: int = 0
    proof: Proof = NOTHING
    own: float | None = None


@dataclass(frozen=True)
class Claim:
    """A hypothesis of the offer or of a channel, with what stands behind it; probability, own: as of `CriticalHypothesis`;
    segment: of whom it speaks, empty where it does not say."""

    number: int
    title: str
    probability: float
    proof: Proof = NOTHING
    id: int = 0
    own: float | None = None
    segment: str = ""


@dataclass(frozen=True)
class GateNumbers:
    """Everything the rules read. Empty and None: nothing is known. Money in minor units."""

    talks: tuple[Talks, ...] = ()
    cells: tuple[Cell, ...] = ()
    critical: tuple[CriticalHypothesis, ...] = ()
    offers: tuple[Claim, ...] = ()
    channels: tuple[Claim, ...] = ()
    least_company_minor: int | None = None
    # Each buyer who has paid and kept it.
    paying: tuple[Buyer, ...] = ()
    without_founder: int = 0
    # Who paid and kept it of those asked; how far presales got by the stages of the roadmap.
    asked: Tally | None = None
    roadmap: Roadmap = NO_ROADMAP
    # Buyers served, and those of them who were given money back.
    delivered: int = 0
    refunded: int = 0
    automation_known: bool = False
    fit: str = ""
    curve: str = ""
    chance: float | None = None
    pays_in_time: bool | None = None
    # Letters of the metrics that keep the chance from being told: guessed without a range.
    unranged: tuple[str, ...] = ()
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
    # By rule, from what its market was picked, where `cells` holds one of them alone (`one_market`); of that one the segment,
    # and the talks and channels that are not of it.
    choices: Mapping[str, Choices] = field(default_factory=dict)
    segment: str = ""
    talks_elsewhere: tuple[Talks, ...] = ()
    channels_elsewhere: tuple[Claim, ...] = ()


# What a rule has looked at where it looks for the best market.
LOOKED_AT: dict[str, Callable[[Cell], bool]] = {
    "prevalence": lambda cell: cell.asked > 0,
    "severity": lambda cell: bool(cell.ranks),
    "market": lambda cell: cell.carries is not None,
}


def choices_among(cells: Iterable[Cell]) -> Choices:
    """From what the best of these was picked. Pure."""
    found = [(one.segment, one.named) for one in cells]
    return Choices(
        sum(named == CELL for _segment, named in found), Counter(segment for segment, _named in found), len(found)
    )


PROVEN = frozenset({"commitment", "channel", "none_refuted", "together"})
HEARD = frozenset({"interviews", "prevalence", "severity", "market", "early_adopter", "market_share", "channel"})
PICKED = frozenset({"prevalence", "severity", "market"})
SOLD = frozenset({"paid", "roadmap", "fit", "learning_curve", "by_hand", "sold_by_others"})
BASED = frozenset({
    "roadmap", "market_share", "pipeline", "newcomers_stay", "sold_by_others", "forecast_held", "base_worked",
    "single_client",
})  # fmt: skip
EARNED = frozenset({"converges", "marginal_cost", "next_clients_pay"})


def gate_numbers(*, actor: User, venture: Venture, currency: str, rules: Collection[str], today: date) -> GateNumbers:
    """What the given rules read of a venture in sight; the rest stays empty, so that a gate asks for no more."""
    heard, segments = _heard(venture, picked=bool(PICKED & set(rules))) if HEARD & set(rules) else (GateNumbers(), ())
    critical, offers, channels = _claims(venture, today if PROVEN & set(rules) else None, segments)
    numbers = replace(
        heard, critical=critical, offers=offers, channels=channels, least_company_minor=venture.least_company_minor
    )
    if SOLD & set(rules):
        services = services_for(venture, may_work=False) if "by_hand" in rules else ()
        board = board_for(actor, venture)
        numbers = _sold(numbers, board, services)
        if "roadmap" in rules:
            numbers = replace(numbers, roadmap=roadmap_for(venture, board.sales))
    if EARNED & set(rules):
        numbers = _earned(numbers, economics_for(venture, currency))
    if BASED & set(rules):
        base = base_numbers_of(venture)
        old = base.at is not None and (today - clock.day_of(base.at)).days > FRESH_DAYS
        numbers = replace(numbers, base=base, base_old=old, minor_per_unit=minor_per_unit(currency))
    return numbers


@remembered
def _heard(venture: Venture, *, picked: bool) -> tuple[GateNumbers, tuple[tuple[int, str], ...]]:
    """What was heard of its markets, and the names of its segments; picked: and whether they were named
    before. In a long reading the gate and the conditions of the fit ask for the same."""
    found = matrix_for(venture, may_work=False)
    chosen = next((one.id for one in found.segments if one.text.declared_best), None)
    named = named_before(venture, chosen) if picked else NamedBefore()
    counts = found.counts
    names = counts.segment_names
    problems = counts.problem_names
    talks = tuple(
        Talks(
            names.get(one.segment, "") if one.segment else "", one.held, one.strangers, one.best_evangelist,
            one.evangelists,
        )
        for one in counts.segments
    )  # fmt: skip
    cells = tuple(
        Cell(
            names[segment], problems[problem], cell.mentions.unprompted, cell.mentions.people, cell.severity,
            cell.spend_minor, cell.alternatives, _carries(cell, found.least_company_minor),
            round(cell.size.low) if cell.size else None, round(cell.size.high) if cell.size else None,
            cell.mentions.share, cell.ranks, cell.weights, cell.paying,
            named.how(segment, problem),
        )
        for (segment, problem), cell in found.cells.items()
        if segment in names and problem in problems
    )  # fmt: skip
    return GateNumbers(talks=talks, cells=cells), tuple(names.items())


def _carries(cell: MarketCell, least_minor: int | None) -> float | None:
    """The chance that what is obtainable there leaves the least yearly margin of a company; None: something is unknown."""
    if cell.size is None or not cell.margin or not least_minor:
        return None
    return cell.size.reaches(least_minor / cell.margin)


def _sold(numbers: GateNumbers, board: FitBoard, services: Sequence[ServiceView]) -> GateNumbers:
    sums = board.sales
    steps = [step.step for service in services for step in service.cost.steps]
    return replace(
        numbers, paying=sums.paying, without_founder=sums.without_founder, asked=sums.asked,
        sales=sums.paid + sums.delivered, happy=sum(one.happy for one in services),
        unhappy=sum(one.unhappy for one in services), delivered=sums.served.n, refunded=sums.served.k,
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
        numbers, tried_channels=tried, chance=1 - simulated.loss, unranged=unranged(found),
        pays_in_time=found.timing.in_time if found.timing else None, measure=found.verdict.measure,
        bottleneck=found.verdict.bottleneck,
    )  # fmt: skip


def unranged(found: Economics) -> tuple[str, ...]:
    """Letters of the metrics that are guessed without a range; of all without one where no metric has any, as then the
    page of economics can tell no chance either (method 3)."""
    ranged = ranges(found.scenario)
    rows = found.scenario.inputs
    told = [metric for metric in METRICS if metric in rows and metric not in ranged]
    return tuple(LETTERS[metric] for metric in told if rows[metric].assumed or not found.verdict.ranges)


def earned(probability: float, prior: float) -> float:
    """Pure: what the evidence alone makes likely, from an even start where the author began with hope: a belief that rests on a
    first guess opens no gate (docs/adr/0017). A doubt is kept. Never more than an even start would give, and as much unless
    words were held within their cap."""
    return (
        1 / (1 + math.exp(max(0.0, log_odds_of(prior)) - log_odds_of(probability)))
        if 0 < probability < 1
        else probability
    )


Claims = tuple[tuple[CriticalHypothesis, ...], tuple[Claim, ...], tuple[Claim, ...]]


@remembered
def _claims(venture: Venture, today: date | None, segments: tuple[tuple[int, str], ...]) -> Claims:
    """The hypotheses a gate reads; today: None where what is proven is not asked for. In a long reading the gate and the
    conditions of the fit ask for the same."""
    return _hypotheses(rows_of(venture), proofs_of(venture, today) if today else {}, dict(segments))


def _hypotheses(rows: Sequence[HypothesisRow], proofs: Mapping[int, Proof], segments: Mapping[int, str]) -> Claims:
    """The critical ones, those of the offer and those of the channels. Pure."""
    critical: list[CriticalHypothesis] = []
    offers: list[Claim] = []
    channels: list[Claim] = []
    for one in sorted(rows, key=lambda row: row.number):
        if one.state == Hypothesis.State.PARKED:
            continue
        claims = offers if one.block in OFFER_BLOCKS else channels if one.block == CHANNELS else None
        if claims is None and not one.critical:
            continue
        proof, sure = proofs.get(one.id, NOTHING), earned(one.likely, one.prior)
        if one.critical:
            refuted = one.state == Hypothesis.State.REFUTED
            critical.append(CriticalHypothesis(one.number, one.title, sure, refuted, one.id, proof, one.likely))
        if claims is not None:
            whose = segments.get(one.segment_id or 0, "")
            claims.append(Claim(one.number, one.title, sure, proof, one.id, one.likely, whose))
    return tuple(critical), tuple(offers), tuple(channels)
