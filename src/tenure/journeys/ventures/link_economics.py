"""Inputs of unit economics read from the orders of the base, on a button and with the day they were read."""

from datetime import date

from tenure.discovery.economics.edits import link_inputs
from tenure.discovery.economics.inputs import InputValue
from tenure.discovery.economics.scenarios import scenario_of
from tenure.kernel.errors import InvalidValue
from tenure.kernel.money import to_units
from tenure.orders.economics_figures import EconomicsFigures, Ratio, economics_figures
from tenure.privacy.models import User

DAYS_IN_MONTH = 365.25 / 12


def link_economics(*, actor: User, scenario_id: int, today: date, currency: str) -> tuple[str, ...]:
    """Average check, orders per buyer within the horizon, and the cost of an order where margins are known.

    The metrics stored. Raises InvalidValue when no order in sight lies within the horizon.
    """
    scenario = scenario_of(actor=actor, scenario_id=scenario_id)
    days = round(scenario.horizon_months * DAYS_IN_MONTH)
    found = economics_figures(actor=actor, last=today, days=days)
    if found is None:
        raise InvalidValue("economics_nothing_to_link")
    return link_inputs(actor=actor, scenario_id=scenario_id, given=given(found, currency), on=today)


def given(found: EconomicsFigures, currency: str) -> dict[str, InputValue]:
    """The figures as inputs; money in units."""
    basis = f"{found.orders} / {found.buyers}; {found.first.isoformat()} – {found.last.isoformat()}"
    unit = to_units(1, currency)
    values = {
        "price": _input(found.average_check, unit, basis),
        "orders": _input(found.orders_per_buyer, 1.0, basis),
    }
    if found.unit_cost is not None:
        values["cogs"] = _input(found.unit_cost, unit, basis)
    return values


def _input(ratio: Ratio, unit: float, basis: str) -> InputValue:
    ends = (None, None) if ratio.low == ratio.high else (ratio.low * unit, ratio.high * unit)
    return InputValue(max(0.0, ratio.value * unit), ends[0], ends[1], assumed=False, basis=basis)
