"""Changing a scenario: its frame, its inputs, what goes together, its channels and fixed costs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from math import isclose

from django.db import IntegrityError, transaction

from tenure.discovery.economics.inputs import InputValue, Shape, Source, checked
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.scenarios import (
    NAME_LONGEST,
    NOTE_LONGEST,
    for_work,
    free_name,
    horizon,
    recompute,
    step,
    store_input,
)
from tenure.discovery.models import AcquisitionChannel, EconomicsInput, EconomicsScenario, FixedCost, InputCorrelation
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

MOST_LINES, LARGEST_MINOR, MOST_PEOPLE = 50, 10**15, 10**9
LONGEST_LIMIT, LARGEST_MARK = 240, 1000.0


@dataclass(frozen=True)
class Frame:
    """What frames the numbers; shares 0..1, money in minor units, None for not known."""

    name: str
    horizon_months: int | None
    retention: float | None = None
    discount: float = 0.0
    payback_limit: int = 12
    ltv_cac_mark: float = 3.0
    sure: float = 0.8
    develop_cost_minor: int | None = None
    develop_clients: int | None = None
    develop_uplift_minor: int | None = None
    note: str = ""


def edit_frame(*, actor: User, scenario_id: int, version: int, frame: Frame) -> None:
    """Name, horizon, retention, marks, and the money for clients there are."""
    with transaction.atomic():
        row = for_work(actor, scenario_id, version)
        for field in ("retention", "discount"):
            value = getattr(frame, field)
            if value is not None and not 0 <= value <= 1:
                raise InvalidValue("economics_share", field=field, value=value)
        if not 0.5 < frame.sure < 1:
            raise InvalidValue("economics_sure", field="sure", value=frame.sure)
        if not 1 <= frame.payback_limit <= LONGEST_LIMIT:
            raise InvalidValue("economics_limit", field="payback_limit", most=LONGEST_LIMIT)
        if not 0 < frame.ltv_cac_mark <= LARGEST_MARK:
            raise InvalidValue("economics_mark", field="ltv_cac_mark", most=int(LARGEST_MARK))
        for field in ("develop_cost_minor", "develop_uplift_minor"):
            _money(getattr(frame, field), field)
        _people(frame.develop_clients, "develop_clients")
        if len(frame.note) > NOTE_LONGEST:
            raise InvalidValue("economics_text_long", field="note", longest=NOTE_LONGEST)
        values = asdict(frame) | {
            "name": free_name(row.venture, frame.name, row.pk), "horizon_months": horizon(frame.horizon_months),
            "note": frame.note.replace("\x00", "").strip(),
        }  # fmt: skip
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
        wanted = {metric: checked(metric, given[metric]) for metric in METRICS if metric in given}
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
    if first not in METRICS or second not in METRICS:
        raise InvalidValue("economics_correlation_pair", field="first")
    if first == second:
        raise InvalidValue("economics_correlation_same", field="second")
    if rank is None or not -1 <= rank <= 1:
        raise InvalidValue("economics_correlation_rank", field="rank", value=rank)
    one, other = sorted((first, second), key=METRICS.index)
    with transaction.atomic():
        row = for_work(actor, scenario_id)
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


@dataclass(frozen=True)
class ChannelValue:
    """A channel to be stored; money in minor units."""

    name: str
    media_minor: int | None = None
    people_minor: int | None = None
    tools_minor: int | None = None
    commissions_minor: int | None = None
    leads: int | None = None
    clients: int | None = None
    next_cost_minor: int | None = None
    next_clients: int | None = None


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
    channel.name = _name(value.name)
    for field in ("media_minor", "people_minor", "tools_minor", "commissions_minor"):
        setattr(channel, field, _money(getattr(value, field), field) or 0)
    for field in ("leads", "clients"):
        setattr(channel, field, _people(getattr(value, field), field) or 0)
    if channel.leads and channel.clients > channel.leads:
        raise InvalidValue("economics_clients_over", field="clients", clients=channel.clients, leads=channel.leads)
    channel.next_cost_minor = _money(value.next_cost_minor, "next_cost_minor")
    channel.next_clients = _people(value.next_clients, "next_clients")
    if (channel.next_cost_minor is None) != (channel.next_clients is None):
        missing = "next_clients" if channel.next_clients is None else "next_cost_minor"
        raise InvalidValue("economics_next_half", field=missing)
    _saved(channel, channel.name)


def add_fixed_cost(*, actor: User, scenario_id: int, name: str, amount_minor: int | None) -> None:
    """A cost of the whole horizon."""
    with transaction.atomic():
        row = for_work(actor, scenario_id)
        if row.fixed_costs.count() >= MOST_LINES:
            raise InvalidValue("economics_lines_many", field="name", most=MOST_LINES)
        if amount_minor is None:
            raise InvalidValue("economics_amount_missing", field="amount")
        _saved(FixedCost(scenario=row, name=_name(name), amount_minor=_money(amount_minor, "amount") or 0), name)
        step(actor, row, "add_fixed_cost", name=name)


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


def _name(text: str) -> str:
    clean = " ".join(text.replace("\x00", "").split())
    if not clean:
        raise InvalidValue("economics_name_missing", field="name")
    if len(clean) > NAME_LONGEST:
        raise InvalidValue("economics_name_long", field="name", longest=NAME_LONGEST, length=len(clean))
    return clean


def _money(value: int | None, field: str) -> int | None:
    if value is not None and value < 0:
        raise InvalidValue("economics_money_negative", field=field)
    if value is not None and value > LARGEST_MINOR:
        raise InvalidValue("economics_money_large", field=field)
    return value


def _people(value: int | None, field: str) -> int | None:
    if value is not None and not 0 <= value <= MOST_PEOPLE:
        raise InvalidValue("economics_count", field=field)
    return value
