"""Scenarios of a venture: read whole, added, copied, renamed, chosen, deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from tenure.discovery.economics.channels import ChannelRow
from tenure.discovery.economics.checks import checked_beginning, clean_name
from tenure.discovery.economics.counted_draws import counts_of, counts_told, shared
from tenure.discovery.economics.inputs import InputRow, InputValue
from tenure.discovery.economics.link_values import LinkRow, link_rows
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.simulated import Simulated, read_simulated, simulated
from tenure.discovery.models import (
    AcquisitionChannel,
    EconomicsInput,
    EconomicsScenario,
    FixedCost,
    InputCorrelation,
    InputLink,
    Venture,
)
from tenure.discovery.sight import seen_venture, venture_for_work, visible_ventures, works_in
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.errors import Conflict, InvalidValue, NotFound
from tenure.privacy.models import User

MOST = 20


@dataclass(frozen=True)
class ScenarioHead:
    """A scenario in a list; loss: chance of a loss, None while an input is missing."""

    id: int
    name: str
    main: bool
    loss: float | None


@dataclass(frozen=True)
class CorrelationRow:
    id: int
    first: str
    second: str
    rank: float


@dataclass(frozen=True)
class FixedRow:
    id: int
    name: str
    amount_minor: int


@dataclass(frozen=True)
class Scenario:
    """A scenario with all its numbers; fixed_minor: their sum for the horizon; links: what metrics are counted from, where
    that was asked for."""

    id: int
    venture_id: int
    venture: str
    name: str
    main: bool
    horizon_months: int
    retention: float | None
    discount: float
    payback_limit: int
    ltv_cac_mark: float
    sure: float
    develop_cost_minor: int | None
    develop_clients: int | None
    develop_uplift_minor: int | None
    note: str
    version: int
    inputs: Mapping[str, InputRow]
    correlations: tuple[CorrelationRow, ...]
    channels: tuple[ChannelRow, ...]
    fixed: tuple[FixedRow, ...]
    links: Mapping[str, LinkRow]
    simulated: Simulated | None
    simulated_at: datetime | None
    may_work: bool

    @property
    def fixed_minor(self) -> int:
        return sum(row.amount_minor for row in self.fixed)

    @property
    def one_people(self) -> bool:
        """Whether UA and CPA are drawn as one: counted from the same people of the channels."""
        return shared(self.inputs, counts_told(self.links))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Metrics behind which nothing stands yet."""
        return tuple(metric for metric in METRICS if metric in self.inputs and self.inputs[metric].assumed)


def scenarios_of(*, actor: User, venture_id: int) -> tuple[ScenarioHead, ...]:
    """The scenarios of a venture in sight, the main one first."""
    venture = seen_venture(actor, venture_id)
    return tuple(_head(row) for row in venture.scenarios.order_by("-main", "name", "pk"))


def scenario_of(*, actor: User, scenario_id: int) -> Scenario:
    """One scenario in sight, whole. Seven queries, eight for a member. Raises NotFound."""
    row = (
        EconomicsScenario.objects.filter(pk=scenario_id, venture__in=visible_ventures(actor))
        .select_related("venture")
        .first()
    )
    if row is None:
        raise NotFound
    return whole(row, may_work=works_in(actor, row.venture), links=links_of(row.pk))


def scenario_of_channel(*, actor: User, channel_id: int) -> int:
    """The scenario a channel in sight lies in. Raises NotFound."""
    rows = AcquisitionChannel.objects.filter(pk=channel_id, scenario__venture__in=visible_ventures(actor))
    found = rows.values_list("scenario_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def whole(row: EconomicsScenario, *, may_work: bool, links: Mapping[str, LinkRow] = MappingProxyType({})) -> Scenario:
    """The scenario with what lies under it, its links as given. Four queries."""
    return Scenario(
        id=row.pk, venture_id=row.venture_id, venture=row.venture.name, name=row.name, main=row.main,
        horizon_months=row.horizon_months, retention=row.retention, discount=row.discount,
        payback_limit=row.payback_limit, ltv_cac_mark=row.ltv_cac_mark, sure=row.sure,
        develop_cost_minor=row.develop_cost_minor, develop_clients=row.develop_clients,
        develop_uplift_minor=row.develop_uplift_minor, note=row.note, version=row.version,
        inputs=inputs_of(_inputs(row.pk)),
        correlations=tuple(CorrelationRow(*values) for values in _correlations(row.pk)),
        channels=tuple(map(_channel, _channels(row.pk))),
        fixed=tuple(FixedRow(*values) for values in _fixed_costs(row.pk)),
        links=links, simulated=read_simulated(row.result), simulated_at=row.result_at, may_work=may_work,
    )  # fmt: skip


@compiled_once
def _inputs(scenario_id: int) -> Query:
    return EconomicsInput.objects.filter(scenario=scenario_id).select_related("author")


@compiled_once
def _correlations(scenario_id: int) -> Query:
    rows = InputCorrelation.objects.filter(scenario=scenario_id).order_by("pk")
    return rows.values_list("pk", "first", "second", "rank")


@compiled_once
def _channels(scenario_id: int) -> Query:
    return AcquisitionChannel.objects.filter(scenario=scenario_id).order_by("name", "pk")


def links_of(scenario_id: int) -> dict[str, LinkRow]:
    """What the metrics of a scenario in sight are counted from. One query."""
    return link_rows(_links(scenario_id))


@compiled_once
def _links(scenario_id: int) -> Query:
    return InputLink.objects.filter(scenario=scenario_id).select_related("author", "service")


@compiled_once
def _fixed_costs(scenario_id: int) -> Query:
    rows = FixedCost.objects.filter(scenario=scenario_id).order_by("name", "pk")
    return rows.values_list("pk", "name", "amount_minor")


def inputs_of(rows: Iterable[EconomicsInput]) -> dict[str, InputRow]:
    return {
        row.metric: InputRow(
            row.metric, row.value, row.low, row.high, row.shape, row.successes, row.trials, row.source, row.assumed,
            row.basis, row.author.name, row.on,
        )
        for row in rows
    }  # fmt: skip


def add_scenario(*, actor: User, venture_id: int, name: str, horizon_months: int | None) -> int:
    """A new scenario without numbers; the first of a venture is its main one. Raises InvalidValue naming every wrong
    field."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        name, months = checked_beginning(name, horizon_months)
        row = EconomicsScenario.objects.create(
            venture=venture, name=free_name(venture, name), horizon_months=months,
            main=not venture.scenarios.exists(), author=actor, created_at=clock.now(),
        )  # fmt: skip
        step(actor, row, "add_scenario", name=row.name)
    return row.pk


def copy_scenario(*, actor: User, scenario_id: int, name: str) -> int:
    """The same numbers under another name, to be changed and compared."""
    with transaction.atomic():
        old = for_work(actor, scenario_id)
        kept = {field.attname: getattr(old, field.attname) for field in EconomicsScenario._meta.concrete_fields}
        for field in ("id", "main", "name", "author_id", "created_at", "version"):
            del kept[field]
        new = EconomicsScenario.objects.create(
            **kept, name=free_name(old.venture, name), author=actor, created_at=clock.now()
        )
        for rows in (old.inputs, old.links, old.correlations, old.channels, old.fixed_costs):
            for line in rows.order_by("pk"):
                line.pk, line.scenario = None, new
                line.save(force_insert=True)
        step(actor, new, "copy_scenario", name=new.name, copied=old.name)
    return new.pk


def delete_scenario(*, actor: User, scenario_id: int) -> int:
    """Take a scenario away; the venture it was of. Another becomes the main one in its place."""
    with transaction.atomic():
        row = for_work(actor, scenario_id)
        step(actor, row, "delete_scenario", name=row.name)
        row.delete()
        left = row.venture.scenarios.order_by("-main", "pk").first()
        if left is not None and not left.main:
            left.main = True
            left.save(update_fields=["main"])
    return row.venture_id


def choose_main(*, actor: User, scenario_id: int) -> int:
    """Let the gate and the venture's page read this one; its venture."""
    with transaction.atomic():
        row = for_work(actor, scenario_id)
        row.venture.scenarios.filter(main=True).update(main=False)
        row.main = True
        row.save(update_fields=["main"])
        step(actor, row, "choose_scenario", name=row.name)
    return row.venture_id


def for_work(actor: User, scenario_id: int, version: int | None = None) -> EconomicsScenario:
    """A scenario the user may change, its venture locked. Raises NotFound, NotAllowed, Conflict."""
    found = EconomicsScenario.objects.filter(pk=scenario_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    row = EconomicsScenario.objects.filter(pk=scenario_id).first()
    if row is None:
        raise NotFound
    row.venture = venture
    if version is not None and row.version != version:
        raise Conflict
    return row


def store_input(
    row: EconomicsScenario, actor: User, on: date, metric: str, value: InputValue | None, source: str
) -> None:
    """Put a checked input in the place of the one there was; None takes it away."""
    if value is None or value.value is None:
        row.inputs.filter(metric=metric).delete()
        return
    stored = asdict(value) | {"author": actor, "on": on, "source": source}
    EconomicsInput.objects.update_or_create(scenario=row, metric=metric, defaults=stored)


def pairs_of(row: EconomicsScenario) -> dict[tuple[str, str], float]:
    """The rank correlations wished for. One query."""
    return {(pair.first, pair.second): pair.rank for pair in row.correlations.all()}


def recompute(row: EconomicsScenario) -> None:
    """Draw the scenario again after a number changed, and raise its version. Raises InvalidValue."""
    row.result = simulated(inputs_of(row.inputs.select_related("author")), pairs_of(row), counts_of(row))
    row.result_at = clock.now() if row.result else None
    row.version += 1
    row.save(update_fields=["result", "result_at", "version"])


def step(actor: User, row: EconomicsScenario, action: str, **details: object) -> None:
    """One line of the timeline."""
    loop = row.venture.loops.order_by("-number").values_list("number", flat=True).first() or 1
    record_step(
        actor=actor,
        venture=row.venture,
        loop=loop,
        action=action,
        subject_kind="scenario",
        subject_id=row.pk,
        **details,
    )


def free_name(venture: Venture, name: str, but: int | None = None) -> str:
    """The name if it can be given. Raises InvalidValue."""
    clean = clean_name(name)
    names = dict(venture.scenarios.values_list("name", "pk"))
    if names.get(clean, but) != but:
        raise InvalidValue("economics_name_taken", field="name", value=clean)
    if but is None and len(names) >= MOST:
        raise InvalidValue("economics_scenarios_many", field="name", most=MOST)
    return clean


def _head(row: EconomicsScenario) -> ScenarioHead:
    found = read_simulated(row.result)
    return ScenarioHead(row.pk, row.name, row.main, found.loss if found else None)


def _channel(row: AcquisitionChannel) -> ChannelRow:
    return ChannelRow(
        row.pk, row.name, row.media_minor, row.people_minor, row.tools_minor, row.commissions_minor, row.leads,
        row.clients, row.next_cost_minor, row.next_clients, row.version,
    )  # fmt: skip
