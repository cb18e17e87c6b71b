"""What a service done by hand costs a unit, what a program would save, and which step to hand over first. Pure.

A unit costs its minutes at the price of an hour and the money spent on it. An automatable step keeps the minutes and the
money named for afterwards; building it pays back after cost / saving units (S000-96, 97).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenure.engine.evidence.proportions import intervals

YES, PART, NO = "yes", "part", "no"
LEVEL = 0.8  # as every range on the pages


@dataclass(frozen=True)
class Measured:
    """A step as recorded. runs: how often; units: of those runs together; minutes, money_minor: of all runs together;
    failed: runs in which it failed. after: minutes and money of a unit once automated; build_minor: None, not known."""

    id: int
    name: str
    automatable: str
    runs: int
    units: int
    minutes: float
    money_minor: int
    failed: int
    build_minor: int | None = None
    minutes_after: float = 0.0
    money_after_minor: int = 0


@dataclass(frozen=True)
class StepCost:
    """A step a unit, in minor units of money and minutes. saving: what a unit is cheaper afterwards; payback_units: None
    when it never pays back or cannot be told; first: hand this one over first; fails: low and high of the share, 80 %."""

    step: Measured
    minutes: float
    labour_minor: float
    now_minor: float
    after_minutes: float
    after_minor: float
    saving_minor: float
    payback_units: float | None
    payback_months: float | None
    fails: tuple[float, float] | None
    first: bool = False

    @property
    def worth(self) -> bool:
        return self.payback_units is not None


@dataclass(frozen=True)
class ServiceCost:
    """The whole service a unit. remaining_minutes, remaining_minor: labour no program takes; margin: price less cost, None
    without a price; build_minor: of all steps worth it; payback_units, _months: of those together."""

    steps: tuple[StepCost, ...]
    minutes: float
    now_minor: float
    after_minor: float
    remaining_minutes: float
    remaining_minor: float
    margin_now_minor: float | None
    margin_after_minor: float | None
    build_minor: int
    saving_minor: float
    payback_units: float | None
    payback_months: float | None
    first: StepCost | None


def service_cost(
    steps: Sequence[Measured], *, hour_cost_minor: int, price_minor: int | None, units_a_month: float | None
) -> ServiceCost:
    """Of the steps with a record; those never recorded cost nothing yet and are worth nothing."""
    costs = [_step(one, hour_cost_minor, units_a_month) for one in steps]
    worth = [one for one in costs if one.worth]
    first = min(worth, key=lambda one: one.payback_units or 0.0, default=None)
    costs = [_marked(one) if one is first else one for one in costs]
    taken = {one.step.id for one in worth}
    now = sum(one.now_minor for one in costs)
    after = sum(one.after_minor if one.step.id in taken else one.now_minor for one in costs)
    minutes_left = sum(one.after_minutes if one.step.id in taken else one.minutes for one in costs)
    build = sum(one.step.build_minor or 0 for one in worth)
    saving = now - after
    units = build / saving if worth and saving > 0 else None
    return ServiceCost(
        tuple(costs), sum(one.minutes for one in costs), now, after, minutes_left, minutes_left * hour_cost_minor / 60,
        None if price_minor is None else price_minor - now, None if price_minor is None else price_minor - after, build,
        saving, units, _months(units, units_a_month), next((one for one in costs if one.first), None),
    )  # fmt: skip


def _step(one: Measured, hour_cost_minor: int, units_a_month: float | None) -> StepCost:
    minutes = one.minutes / one.units if one.units else 0.0
    labour = minutes * hour_cost_minor / 60
    now = labour + (one.money_minor / one.units if one.units else 0.0)
    after_minutes, after = minutes, now
    if one.automatable != NO and one.units:
        after_minutes = one.minutes_after
        after = after_minutes * hour_cost_minor / 60 + one.money_after_minor
    saving = now - after
    known = one.automatable != NO and one.build_minor is not None and saving > 0
    units = (one.build_minor or 0) / saving if known else None
    fails = intervals(one.failed, one.runs, level=LEVEL).wilson if one.runs else None
    return StepCost(
        one, minutes, labour, now, after_minutes, after, saving, units, _months(units, units_a_month), fails
    )


def _months(units: float | None, units_a_month: float | None) -> float | None:
    return units / units_a_month if units is not None and units_a_month else None


def _marked(one: StepCost) -> StepCost:
    return StepCost(
        one.step, one.minutes, one.labour_minor, one.now_minor, one.after_minutes, one.after_minor, one.saving_minor,
        one.payback_units, one.payback_months, one.fails, first=True,
    )  # fmt: skip
