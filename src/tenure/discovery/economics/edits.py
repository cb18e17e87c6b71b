"""Changing a scenario: its frame, its inputs, what goes together, its channels and fixed costs."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from math import isclose

from django.db import IntegrityError, transaction

from tenure.discovery.economics.checks import (
    COSTS,
    ChannelValue,
    Frame,
    checked_channel,
    checked_cost,
    checked_frame,
    checked_pair,
)
from tenure.discovery.economics.counted_draws import PEOPLE_PAIR, counts_of, shared
from tenure.discovery.economics.inputs import InputValue, Shape, Source, checked_inputs
from tenure.discovery.economics.scenarios import for_work, free_name, inputs_of, recompute, step, store_input
from tenure.discovery.models import AcquisitionChannel, EconomicsInput, EconomicsScenario, FixedCost, InputCorrelation
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

MOST_LINES = 50


def edit_frame(*, actor: User, scenario_id: int, version: int, frame: Frame) -> None:
    """Name, horizon, retention, marks, and the money for clients there are. Raises InvalidValue, Conflict."""
    with transaction.atomic():
        row = for_work(actor, scenario_id, version)
        clean = checked_frame(frame)
        values = asdict(replace(clean, name=free_name(row.venture, clean.name, row.pk)))
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        step(actor, row, "edit_scenario", name=row.name)


def edit_inputs(
    *, actor: User, scenario_id: int, version: int, given: Mapping[str, InputValue], on: date
) -> tuple[str, ...]:
    """Store the inputs as typed or counted; those left as they were keep their author, date and link. The metrics changed.

    given: by metric; one left out stays, one without a value is taken away. Raises InvalidValue, Conflict.
    """
    with transaction.atomic():
        row = for_work(actor, scenario_id, version)
        before = {one.metric: one for one in row.inputs.all()}
        wanted = checked_inputs(given)
        changed = tuple(metric for metric, value in wanted.items() if not _same(before.get(metric), value))
        for metric in changed:
            source = Source.COUNTED if _is_counted(wanted[metric]) else Source.TYPED
            store_input(row, actor, on, metric, wanted[metric], source)
        if changed:
            row.links.filter(metric__in=changed).delete()
            recompute(row)
            step(actor, row, "edit_economics", name=row.name, metrics=list(changed))
    return changed


def _is_counted(value: InputValue | None) -> bool:
    return value is not None and value.shape == Shape.COUNTED


def _same(before: EconomicsInput | None, value: InputValue | None) -> bool:
    if before is None or value is None:
        return before is None and value is None
    return all(_alike(getattr(before, name), part) for name, part in asdict(value).items())


def _alike(one: object, other: object) -> bool:
    """A number went through a form and back: what was counted has more figures than a field shows."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9)
    return one == other


def set_correlation(*, actor: User, scenario_id: int, first: str, second: str, rank: float | None) -> None:
    """How strongly two inputs go together, -1 to 1; replaces what was said of the pair. Raises InvalidValue."""
    one, other, rank = checked_pair(first, second, rank)
    with transaction.atomic():
        row = for_work(actor, scenario_id)
        if (one, other) == PEOPLE_PAIR and shared(inputs_of(row.inputs.select_related("author")), counts_of(row)):
            raise InvalidValue("economics_pair_one_people", field="second")
        InputCorrelation.objects.update_or_create(scenario=row, first=one, second=other, defaults={"rank": rank})
        recompute(row)
        step(actor, row, "set_correlation", name=row.name, first=one, second=other, rank=rank)


def remove_correlation(*, actor: User, correlation_id: int) -> int:
    """Let the two vary on their own again; the scenario."""
    with transaction.atomic():
        found = InputCorrelation.objects.filter(pk=correlation_id).first()
        if found is None:
            raise NotFound
        row = for_work(actor, found.scenario_id)
        found.delete()
        recompute(row)
        step(actor, row, "remove_correlation", name=row.name, first=found.first, second=found.second)
    return row.pk


def add_channel(*, actor: User, scenario_id: int, value: ChannelValue) -> int:
    with transaction.atomic():
        row = for_work(actor, scenario_id)
        if row.channels.count() >= MOST_LINES:
            raise InvalidValue("economics_lines_many", field="name", most=MOST_LINES)
        channel = AcquisitionChannel(scenario=row)
        _fill(channel, value)
        step(actor, row, "add_acquisition_channel", name=channel.name)
    return channel.pk


def edit_channel(*, actor: User, channel_id: int, version: int, value: ChannelValue) -> int:
    """Change a channel; its scenario."""
    with transaction.atomic():
        channel, row = _channel(actor, channel_id)
        if channel.version != version:
            raise Conflict
        channel.version += 1
        _fill(channel, value)
        step(actor, row, "edit_acquisition_channel", name=channel.name)
    return row.pk


def remove_channel(*, actor: User, channel_id: int) -> int:
    with transaction.atomic():
        channel, row = _channel(actor, channel_id)
        step(actor, row, "remove_acquisition_channel", name=channel.name)
        channel.delete()
    return row.pk


def _channel(actor: User, channel_id: int) -> tuple[AcquisitionChannel, EconomicsScenario]:
    channel = AcquisitionChannel.objects.filter(pk=channel_id).first()
    if channel is None:
        raise NotFound
    return channel, for_work(actor, channel.scenario_id)


def _fill(channel: AcquisitionChannel, value: ChannelValue) -> None:
    clean = checked_channel(value)
    for field, given in asdict(clean).items():
        setattr(channel, field, (given or 0) if field in (*COSTS, "leads", "clients") else given)
    _saved(channel, channel.name)


def add_fixed_cost(*, actor: User, scenario_id: int, name: str, amount_minor: int | None) -> None:
    """A cost of the whole horizon."""
    with transaction.atomic():
        row = for_work(actor, scenario_id)
        if row.fixed_costs.count() >= MOST_LINES:
            raise InvalidValue("economics_lines_many", field="name", most=MOST_LINES)
        clean, amount = checked_cost(name, amount_minor)
        _saved(FixedCost(scenario=row, name=clean, amount_minor=amount), clean)
        step(actor, row, "add_fixed_cost", name=clean)


def remove_fixed_cost(*, actor: User, cost_id: int) -> int:
    with transaction.atomic():
        cost = FixedCost.objects.filter(pk=cost_id).first()
        if cost is None:
            raise NotFound
        row = for_work(actor, cost.scenario_id)
        step(actor, row, "remove_fixed_cost", name=cost.name)
        cost.delete()
    return row.pk


def _saved(line: AcquisitionChannel | FixedCost, name: str) -> None:
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError:
        raise InvalidValue("economics_name_taken", field="name", value=name) from None
