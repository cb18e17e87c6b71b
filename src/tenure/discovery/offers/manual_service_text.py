"""What people write of a service done by hand, of its steps and of each time it was done; looked at before it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenure.discovery.models import ManualRun, ManualStep
from tenure.discovery.writing import line
from tenure.kernel.errors import InvalidValue, Wrongs

MOST_MONEY, MOST_STEPS, MOST_MINUTES = 10**13, 40, 100_000.0


@dataclass(frozen=True)
class ServiceText:
    """What a person writes of a service."""

    name: str
    unit: str = ""
    hour_cost_minor: int | None = None
    price_minor: int | None = None
    units_a_month: float | None = None


@dataclass(frozen=True)
class StepText:
    """What a person writes of a step."""

    name: str
    automatable: str = "no"
    automation_minor: int | None = None
    minutes_after: float = 0.0
    money_after_minor: int = 0


@dataclass(frozen=True)
class StepRun:
    """What a step took this time."""

    minutes: float = 0.0
    money_minor: int = 0
    worker: str = ""
    failed: bool = False
    failure: str = ""


def checked_run(
    who: str, units: int, outcome: str, note: str, steps: Mapping[int, StepRun]
) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Pure: the columns of a run, and by step those of its steps. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    with wrongs:
        if not steps:
            raise InvalidValue("run_steps_missing", field="steps")
    with wrongs:
        if not 1 <= units <= 100_000:
            raise InvalidValue("run_units", field="units", value=units)
    with wrongs:
        if outcome not in ManualRun.Outcome.values:
            raise InvalidValue("choice_unknown", field="outcome", value=outcome[:40])
    columns = {
        "who": wrongs.got(line, who, "who", 200), "units": units, "outcome": outcome,
        "note": wrongs.got(line, note, "note", 1000),
    }  # fmt: skip
    done = {step_id: wrongs.got(_step_run, step_id, one) for step_id, one in steps.items()}
    wrongs.tell()
    return columns, done


def _step_run(step_id: int, one: StepRun) -> dict[str, Any]:
    wrongs = Wrongs()
    with wrongs:
        if not 0 <= one.minutes <= MOST_MINUTES:
            raise InvalidValue("run_minutes", field=f"minutes-{step_id}")
    wrongs.got(_price, one.money_minor, f"money-{step_id}")
    values = {
        "minutes": one.minutes, "money_minor": one.money_minor,
        "worker": wrongs.got(line, one.worker, f"worker-{step_id}", 120),
        "failed": one.failed or bool(one.failure.strip()),
        "failure": wrongs.got(line, one.failure, f"failure-{step_id}", 250),
    }  # fmt: skip
    wrongs.tell()
    return values


def _price(value: int | None, field: str) -> None:
    if value is not None and not 0 <= value <= MOST_MONEY:
        raise InvalidValue("offer_price_negative", field=field)


def _name(text: str, missing: str) -> str:
    name = line(text, "name", 160)
    if not name:
        raise InvalidValue(missing, field="name")
    return name


def checked_service(wanted: ServiceText) -> dict[str, Any]:
    """Pure: the columns of a service. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    name, unit = wrongs.got(_name, wanted.name, "service_name_missing"), wrongs.got(line, wanted.unit, "unit", 60)
    wrongs.got(_price, wanted.hour_cost_minor, "hour_cost")
    wrongs.got(_price, wanted.price_minor, "price")
    with wrongs:
        if wanted.units_a_month is not None and not 0 < wanted.units_a_month <= 1e9:
            raise InvalidValue("service_units", field="units_a_month")
    wrongs.tell()
    return {
        "name": name, "unit": unit, "hour_cost_minor": wanted.hour_cost_minor, "price_minor": wanted.price_minor,
        "units_a_month": wanted.units_a_month,
    }  # fmt: skip


def checked_names(steps: Sequence[str]) -> list[str]:
    """Pure: the names of the first steps, empty lines left out. Raises InvalidValue for a name that is too long."""
    return [clean for one in steps if (clean := line(one, "steps", 160))][:MOST_STEPS]


def checked_step(wanted: StepText) -> dict[str, Any]:
    """Pure: the columns of a step. Raises InvalidValue naming every wrong field."""
    wrongs = Wrongs()
    name = wrongs.got(_name, wanted.name, "step_name_missing")
    with wrongs:
        if wanted.automatable not in ManualStep.Automatable.values:
            raise InvalidValue("choice_unknown", field="automatable", value=wanted.automatable[:40])
    with wrongs:
        if not 0 <= wanted.minutes_after <= MOST_MINUTES:
            raise InvalidValue("run_minutes", field="minutes_after")
    wrongs.got(_price, wanted.automation_minor, "automation")
    wrongs.got(_price, wanted.money_after_minor, "money_after")
    wrongs.tell()
    return {
        "name": name, "automatable": wanted.automatable, "automation_minor": wanted.automation_minor,
        "minutes_after": wanted.minutes_after, "money_after_minor": wanted.money_after_minor,
    }  # fmt: skip
