"""Inputs counted from what the venture itself keeps: the channels of the scenario, and a service done by hand.

A number of leads varies by itself as any count does (Poisson), so the next period with the same money brings so many, and
one lead costs so much, within 8 of 10 cases.
"""

from collections.abc import Iterable, Sequence

from tenure.discovery.economics.channels import ChannelRow
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.link_values import Found, From, Wanted
from tenure.discovery.economics.links import Counted
from tenure.discovery.models import ManualRunStep
from tenure.discovery.offers.automation import ServiceCost
from tenure.discovery.offers.manual_service import ServiceView
from tenure.engine.evidence.counts import rate
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import to_units
from tenure.orders.economics_figures import Ratio, ratio_of


def count_value(count: int) -> InputValue | None:
    """So many, and how many there may be next time; None for none: then it is unknown."""
    if not count:
        return None
    span = rate(count, 1.0)
    return InputValue(float(count), span.low, span.high, assumed=False)


def from_channels(rows: Sequence[ChannelRow], metric: str, wanted: Wanted, currency: str) -> Counted:
    """UA = leads, C1 = clients / leads, CPA = costs (or media alone) / leads, of all channels together. Raises InvalidValue
    for a channel with clients but without leads: then nobody knows of how many they are."""
    for row in rows:
        if row.clients and not row.leads:
            raise InvalidValue("economics_channel_leads", field=f"{metric}_from", name=row.name)
    leads, clients = sum(row.leads for row in rows), sum(row.clients for row in rows)
    media = wanted.source == From.MEDIA
    cost = sum(row.media_minor if media else row.cost_minor for row in rows)
    found = Found(leads, clients, cost)
    if not leads:
        return Counted(wanted, found, None)
    if metric == "users":
        return Counted(wanted, found, count_value(leads))
    if metric == "conversion":
        return Counted(wanted, found, InputValue(None, successes=clients, trials=leads))
    span = rate(leads, 1.0)
    money = to_units(cost, currency)
    low, high = (money / span.high, money / span.low) if cost else (None, None)
    return Counted(wanted, found, InputValue(money / leads, low, high, assumed=False))


def from_service(service: ServiceView, wanted: Wanted, currency: str) -> Counted:
    """COGS = cost of a unit by hand, or after what is worth it is automated; its range by how the runs differed. One query."""
    cost = service.cost
    minor = cost.after_minor if wanted.source == From.AUTOMATED else cost.now_minor
    found = Found(service.runs, service.units, round(minor))
    if not service.units:
        return Counted(wanted, found, None)
    runs = ManualRunStep.objects.filter(run__service_id=service.id, step__removed_at=None)
    rows = runs.order_by("run_id").values_list("run_id", "run__units", "step_id", "minutes", "money_minor")
    spread = ratio_of(_by_run(rows, cost, service.hour_cost_minor, wanted.source == From.AUTOMATED))
    unit = to_units(1, currency)
    if spread.low == spread.high:
        return Counted(wanted, found, InputValue(minor * unit, assumed=False))
    low, high = _around(minor, spread)
    return Counted(wanted, found, InputValue(minor * unit, low * unit, high * unit, assumed=False))


def _by_run(
    rows: Iterable[tuple[int, int, int, float, int]], cost: ServiceCost, hour_minor: int, automated: bool
) -> list[tuple[float, float]]:
    """(cost, units) of each run in minor units; steps to be automated cost in each what they will."""
    after = {one.step.id: one.after_minor for one in cost.steps if automated and one.worth}
    sums: dict[int, tuple[float, int]] = {}
    for run, units, step, minutes, money in rows:
        spent, _units = sums.get(run, (sum(after.values()) * units, units))
        sums[run] = (spent + (0 if step in after else minutes * hour_minor / 60 + money), units)
    return [(spent, float(units)) for spent, units in sums.values()]


def _around(value: float, spread: Ratio) -> tuple[float, float]:
    """The range about the cost itself: a step done for the first time late has fewer units than the runs have."""
    return max(0.0, value - (spread.value - spread.low)), value + (spread.high - spread.value)
