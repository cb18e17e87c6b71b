"""Everything a scenario says, worked out from its numbers: the chain, what moves it, when it pays back."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.discovery.economics.channels import CacGap, Channels, cac_gap, channel_costs
from tenure.discovery.economics.link_values import From
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.scenarios import Scenario, whole
from tenure.discovery.economics.timing import Timing, timing, volume
from tenure.discovery.economics.verdict import Verdict, verdict
from tenure.discovery.models import EconomicsScenario, Venture
from tenure.discovery.reading_once import remembered
from tenure.discovery.sight import seen_venture
from tenure.engine.base.money_return import marginal_return
from tenure.engine.economics.chain import Chain, Tornado, break_even, elasticity, feasible, improved, tornado
from tenure.engine.economics.payback import BreakEven
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.money import to_units
from tenure.privacy.models import User


@dataclass(frozen=True)
class BreakEvenRow:
    """value: of the metric at a contribution of zero, None where none exists; distance: from now to there as a share of
    now, None where it cannot be told; feasible: it can be at all; inside: within the plausible range, None without."""

    metric: str
    value: float | None
    distance: float | None
    feasible: bool
    inside: bool | None


@dataclass(frozen=True)
class Returns:
    """Margin by unit of cost (S001-15): of winning clients, of developing those there are; None where unknown."""

    acquire: float | None
    develop: float | None


@dataclass(frozen=True)
class Economics:
    """A scenario with everything worked out; None throughout while an input is missing.

    better: gain of the contribution by +10 % of each metric; elasticity: only while the contribution is above zero; cac_gap:
    where the chain's cost of a buyer is not that of the channels, though it is not counted from them.
    """

    scenario: Scenario
    verdict: Verdict
    channels: Channels
    chain: Chain | None = None
    tornado: Tornado | None = None
    evens: tuple[BreakEvenRow, ...] = ()
    better: Mapping[str, float] | None = None
    elasticity: Mapping[str, float] | None = None
    timing: Timing | None = None
    volume: BreakEven | None = None
    returns: Returns = Returns(None, None)
    cac_gap: CacGap | None = None


def economics(scenario: Scenario, currency: str) -> Economics:
    """currency: of the company, for its minor units. Pure."""
    chain = chain_of(scenario, currency)
    if chain is None:
        return Economics(scenario, verdict(scenario.inputs, None, None, None, sure=scenario.sure),
                         channel_costs(scenario.channels, None))  # fmt: skip
    unit = 1 / to_units(1, currency)
    bars = tornado(chain, ranges(scenario), one_people=together(scenario))
    channels = channel_costs(scenario.channels, chain.margin_per_client * unit)
    return Economics(
        scenario=scenario,
        verdict=verdict(scenario.inputs, chain, scenario.simulated, bars, sure=scenario.sure),
        channels=channels,
        chain=chain,
        tornado=bars,
        evens=even_rows(chain, scenario),
        better=improved(chain),
        elasticity=elasticity(chain) if chain.contribution > 0 else None,
        timing=timing(
            chain, horizon_months=scenario.horizon_months, retention=scenario.retention, discount=scenario.discount,
            payback_limit=scenario.payback_limit,
        ),
        volume=volume(chain),
        returns=returns(scenario, chain, channels, unit),
        cac_gap=None if _from_channels(scenario) or chain.cac is None else cac_gap(chain.cac * unit, channels),
    )  # fmt: skip


def _from_channels(scenario: Scenario) -> bool:
    """Whether the cost of a buyer is that of the channels, as they were when it was counted."""
    found = (scenario.links.get(metric) for metric in ("user_cost", "conversion"))
    return all(link is not None and link.wanted.source == From.CHANNELS for link in found)


def chain_of(scenario: Scenario, currency: str) -> Chain | None:
    """The likely values as a chain; None while one is missing."""
    if any(metric not in scenario.inputs for metric in METRICS):
        return None
    values = {metric: scenario.inputs[metric].value for metric in METRICS}
    return Chain(**values, fixed=to_units(scenario.fixed_minor, currency))


def together(scenario: Scenario) -> bool:
    """Whether UA and CPA are one fact, as they were drawn: what moves the one moves the other."""
    return scenario.simulated is not None and scenario.simulated.one_people


def ranges(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Plausible ranges of the metrics that have one."""
    return {
        metric: (row.low, row.high)
        for metric, row in scenario.inputs.items()
        if row.low is not None and row.high is not None and row.low < row.high
    }


def even_rows(chain: Chain, scenario: Scenario) -> tuple[BreakEvenRow, ...]:
    found = break_even(chain, one_people=together(scenario))
    spans = ranges(scenario)
    rows = []
    for metric in METRICS:
        if metric not in found:
            continue
        value, now = found[metric], getattr(chain, metric)
        possible = feasible(metric, value)
        distance = None if value is None or not now else (value - now) / now
        inside = None
        if metric in spans and value is not None:
            inside = spans[metric][0] <= value <= spans[metric][1]
        rows.append(BreakEvenRow(metric, value, distance, possible, inside))
    return tuple(rows)


def returns(scenario: Scenario, chain: Chain, channels: Channels, unit: float) -> Returns:
    """Of the last step of the channels where it was tried, else of all their money; of the development as entered."""
    tried = [row.row for row in channels.rows if row.row.next_cost_minor and row.row.next_clients is not None]
    cost = sum(row.next_cost_minor or 0 for row in tried) if tried else channels.cost_minor
    clients = sum(row.next_clients or 0 for row in tried) if tried else channels.clients
    acquire = develop = None
    if cost:
        acquire = float(marginal_return([cost], [clients], [chain.margin_per_client * unit])[0])
    if (
        scenario.develop_cost_minor
        and scenario.develop_clients is not None
        and scenario.develop_uplift_minor is not None
    ):
        develop = float(
            marginal_return([scenario.develop_cost_minor], [scenario.develop_clients], [scenario.develop_uplift_minor])[
                0
            ]
        )
    return Returns(acquire, develop)


def economics_of(*, actor: User, venture_id: int, currency: str) -> Economics | None:
    """The main scenario of a venture in sight, worked out; None while there is none. Six queries."""
    return economics_for(seen_venture(actor, venture_id), currency)


@remembered
def economics_for(venture: Venture, currency: str) -> Economics | None:
    """As `economics_of`, for a venture already found to be in sight."""
    row = next(iter(_main(venture.pk)), None)
    if row is None:
        return None
    row.venture = venture
    return economics(whole(row, may_work=False), currency)


@compiled_once
def _main(venture_id: int) -> Query:
    return EconomicsScenario.objects.filter(venture=venture_id, main=True).order_by("pk")[:1]
