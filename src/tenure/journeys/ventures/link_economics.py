"""Inputs of unit economics counted from the base: its orders, its leads; and from the venture's own channels and services.

Counted on a button and kept with the day; no page counts anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.link_values import OF_BASE, OF_CHANNELS, OF_SERVICE, Found, From, Wanted
from tenure.discovery.economics.linked_costs import count_value, from_channels, from_service
from tenure.discovery.economics.links import Counted, checked_wanted, link_inputs
from tenure.discovery.economics.scenarios import Scenario, scenario_of
from tenure.discovery.offers.manual_service import services_of
from tenure.journeys.client_lists.chosen_clients import chosen_clients
from tenure.journeys.ventures.leads import leads_of
from tenure.kernel.errors import InvalidValue, Wrongs
from tenure.kernel.money import to_units
from tenure.orders.economics_figures import Cut, EconomicsFigures, Ratio, economics_figures
from tenure.orders.month_money import known_days
from tenure.privacy.models import User

DAYS_IN_MONTH = 365.25 / 12
Key = tuple[tuple[int, ...] | None, str, date | None, date | None]


def link_economics(
    *, actor: User, scenario_id: int, today: date, currency: str, wanted: Mapping[str, Wanted],
    typed: tuple[str, ...] = (), version: int | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Count by metric what is wanted and keep it; those of `typed` are linked no more. The metrics kept.

    What is not found becomes unknown, never zero. Raises InvalidValue with everything that cannot be counted, Conflict.
    """
    counted = counted_links(actor=actor, scenario_id=scenario_id, today=today, currency=currency, wanted=wanted)
    return link_inputs(actor=actor, scenario_id=scenario_id, counted=counted, version=version, typed=typed)


def counted_links(
    *, actor: User, scenario_id: int, today: date, currency: str, wanted: Mapping[str, Wanted]
) -> dict[str, Counted]:
    """What is wanted by metric, counted; nothing is kept. Raises InvalidValue with everything that cannot be counted."""
    scenario = scenario_of(actor=actor, scenario_id=scenario_id)
    counting = _Counting(actor, scenario, today, currency)
    counted: dict[str, Counted] = {}
    wrongs = Wrongs()
    for metric, one in wanted.items():
        with wrongs:
            counted[metric] = counting.of(metric, checked_wanted(metric, one))
    wrongs.tell()
    return counted


def count_again(*, actor: User, scenario_id: int, today: date, currency: str) -> tuple[str, ...]:
    """Every linked input of the scenario as it is counted now. The metrics counted."""
    scenario = scenario_of(actor=actor, scenario_id=scenario_id)
    wanted = {metric: row.wanted for metric, row in scenario.links.items()}
    return link_economics(actor=actor, scenario_id=scenario_id, today=today, currency=currency, wanted=wanted)


@dataclass
class _Counting:
    """One counting: what several metrics ask for is read once."""

    actor: User
    scenario: Scenario
    today: date
    currency: str

    def __post_init__(self) -> None:
        self._figures: dict[Key, EconomicsFigures | None] = {}
        self._chosen: dict[tuple[tuple[str, str], ...], tuple[int, ...]] = {}

    @property
    def days(self) -> int:
        return round(self.scenario.horizon_months * DAYS_IN_MONTH)

    def of(self, metric: str, wanted: Wanted) -> Counted:
        if wanted.source in OF_CHANNELS:
            return from_channels(self.scenario.channels, metric, wanted, self.currency)
        if wanted.source in OF_SERVICE:
            return self._service(metric, wanted)
        assert wanted.source in OF_BASE
        return self._leads(metric, wanted) if wanted.source == From.LEADS else self._orders(metric, wanted)

    def _service(self, metric: str, wanted: Wanted) -> Counted:
        services = services_of(actor=self.actor, venture_id=self.scenario.venture_id)
        found = next((one for one in services if one.id == wanted.service_id), None)
        if found is None:
            raise InvalidValue("offer_record_unknown", field=f"{metric}_from")
        return from_service(found, wanted, self.currency)

    def _orders(self, metric: str, wanted: Wanted) -> Counted:
        among = self._clients(wanted)
        key = (among, wanted.product, wanted.since, wanted.until)
        if key not in self._figures:
            cut = Cut(among, wanted.product, wanted.since, wanted.until)
            self._figures[key] = economics_figures(actor=self.actor, last=self.today, days=self.days, cut=cut)
        figures = self._figures[key]
        if figures is None:
            return Counted(wanted, Found(first=wanted.since, last=wanted.until), None)
        return order_count(metric, wanted, figures, self.currency)

    def _leads(self, metric: str, wanted: Wanted) -> Counted:
        last = min(wanted.until or self.today, self.today)
        known = known_days()
        # Who bought is known until the last order of the base, so whoever was met later cannot be counted yet.
        last = min(last, known[1]) if known and metric == "conversion" else last
        first = wanted.since or last - timedelta(days=self.days - 1)
        found = leads_of(actor=self.actor, first=first, last=last, among=self._clients(wanted), product=wanted.product)
        told = Found(found.leads, found.buyers, None, first, last)
        # Without any orders in the base nobody knows who bought.
        if not found.leads or (metric == "conversion" and known is None):
            return Counted(wanted, told, None)
        share = InputValue(None, successes=found.buyers, trials=found.leads)
        return Counted(wanted, told, share if metric == "conversion" else count_value(found.leads))

    def _clients(self, wanted: Wanted) -> tuple[int, ...] | None:
        if not wanted.view:
            return None
        key = tuple(sorted(wanted.filters.items()))
        if key not in self._chosen:
            self._chosen[key] = chosen_clients(actor=self.actor, filters=wanted.filters)
        return self._chosen[key]


def order_count(metric: str, wanted: Wanted, figures: EconomicsFigures, currency: str) -> Counted:
    """One metric of the figures; of orders per buyer, the buyers that were followed, since the first of them began."""
    unit = to_units(1, currency)
    found = Found(figures.orders, figures.buyers, None, figures.first, figures.last)
    if metric == "price":
        return Counted(wanted, found, _input(figures.average_check, unit))
    if metric == "cogs":
        return Counted(wanted, found, None if figures.unit_cost is None else _input(figures.unit_cost, unit))
    own = figures.per_buyer
    found = Found(own.orders, own.buyers, None, own.first, figures.last)
    return Counted(wanted, found, _input(own.each, 1.0) if own.buyers else None)


def _input(ratio: Ratio, unit: float) -> InputValue:
    low, high = (None, None) if ratio.low == ratio.high else (ratio.low * unit, ratio.high * unit)
    return InputValue(max(0.0, ratio.value * unit), low, high, assumed=False)
