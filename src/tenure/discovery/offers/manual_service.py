"""The service done by hand: its steps, what each took every time, and what the program to come would save (S000-91..97)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q, Sum

from tenure.clients.clients import visible_clients
from tenure.discovery.loops import loop_number
from tenure.discovery.models import ManualRun, ManualRunStep, ManualService, ManualStep, Venture
from tenure.discovery.offers.automation import Measured, ServiceCost, service_cost
from tenure.discovery.offers.manual_service_text import (
    MOST_STEPS,
    ServiceText,
    StepRun,
    StepText,
    checked_names,
    checked_run,
    checked_service,
    checked_step,
)
from tenure.discovery.reading_once import this_workspace
from tenure.discovery.sight import client_chosen, seen_venture, venture_for_work, works_in
from tenure.discovery.timeline import record_step
from tenure.kernel import clock
from tenure.kernel.errors import Conflict, InvalidValue, NotFound, Wrongs
from tenure.privacy.models import User

MOST_SERVICES = 30
PAGE = 30


@dataclass(frozen=True)
class RunView:
    """The service done once. client: by its name in the viewer's sight; minutes, money: of all steps; failures: words of
    the steps that failed."""

    id: int
    on: date
    who: str
    client: str
    units: int
    outcome: str
    minutes: float
    money_minor: int
    failures: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class ServiceView:
    """A service with its arithmetic. hour_cost_minor: as used; own_hour: whether it is the service's own; happy, unhappy,
    unknown: runs by how they ended; steps without a record stand in `cost` too."""

    id: int
    venture_id: int
    name: str
    unit: str
    hour_cost_minor: int
    own_hour: bool
    price_minor: int | None
    units_a_month: float | None
    runs: int
    units: int
    happy: int
    unhappy: int
    unknown: int
    cost: ServiceCost
    may_work: bool
    version: int


@dataclass(frozen=True)
class ManualStepView:
    """A step as its form shows it."""

    id: int
    text: StepText
    version: int


def services_of(*, actor: User, venture_id: int) -> tuple[ServiceView, ...]:
    """The services of a venture in sight with their arithmetic. Five queries at most."""
    venture = seen_venture(actor, venture_id)
    return services_for(venture, may_work=works_in(actor, venture))


def service_of(*, actor: User, service_id: int) -> ServiceView:
    """One service in sight."""
    found = ManualService.objects.filter(pk=service_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    return next(one for one in services_of(actor=actor, venture_id=found) if one.id == service_id)


def step_of(*, actor: User, step_id: int) -> tuple[ServiceView, ManualStepView]:
    """One step in sight and its service."""
    row = ManualStep.objects.filter(pk=step_id, removed_at=None).first()
    if row is None:
        raise NotFound
    text = StepText(row.name, row.automatable, row.automation_minor, row.minutes_after, row.money_after_minor)
    return service_of(actor=actor, service_id=row.service_id), ManualStepView(row.pk, text, row.version)


def runs_of(*, actor: User, service_id: int, before: int | None = None) -> tuple[tuple[RunView, ...], int | None]:
    """When it was done, newest first, and where the next page begins. Three queries."""
    found = ManualService.objects.filter(pk=service_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    seen_venture(actor, found)
    rows = ManualRun.objects.filter(service_id=service_id).prefetch_related("steps__step").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    ids = {one.client_id for one in page if one.client_id}
    names = dict(visible_clients(actor).filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return tuple(_run(one, names) for one in page[:PAGE]), page[PAGE - 1].pk if len(page) > PAGE else None


def add_service(*, actor: User, venture_id: int, wanted: ServiceText, steps: tuple[str, ...] = ()) -> int:
    """A service with its first steps by name. Returns its id."""
    with transaction.atomic():
        venture = venture_for_work(actor, venture_id)
        if venture.services.count() >= MOST_SERVICES:
            raise InvalidValue("offers_many", field="name", most=MOST_SERVICES)
        wrongs = Wrongs()
        values, names = wrongs.got(_cleaned, venture, wanted, None), wrongs.got(checked_names, steps)
        wrongs.tell()
        service = ManualService.objects.create(venture=venture, **values)
        ManualStep.objects.bulk_create(
            ManualStep(service=service, position=place, name=name) for place, name in enumerate(names)
        )
        _told(actor, venture, "add_service", service)
    return service.pk


def edit_service(*, actor: User, service_id: int, version: int, wanted: ServiceText) -> None:
    """Change its name and its money."""
    with transaction.atomic():
        service, venture = _for_work(actor, service_id)
        if service.version != version:
            raise Conflict(f"service {service_id} is at version {service.version}")
        values = _cleaned(venture, wanted, service_id)
        ManualService.objects.filter(pk=service_id).update(version=version + 1, **values)
        _told(actor, venture, "edit_service", service)


def add_step(*, actor: User, service_id: int, wanted: StepText) -> int:
    """One more step at the end. Returns its id."""
    with transaction.atomic():
        service, venture = _for_work(actor, service_id)
        rows = service.steps.filter(removed_at=None)
        if rows.count() >= MOST_STEPS:
            raise InvalidValue("offers_many", field="name", most=MOST_STEPS)
        last = service.steps.order_by("-position").first()
        step = ManualStep.objects.create(
            service=service, position=last.position + 1 if last else 0, **checked_step(wanted)
        )
        _told(actor, venture, "edit_service", service, step=step.name[:80])
    return step.pk


def edit_step(*, actor: User, step_id: int, version: int, wanted: StepText) -> int:
    """Change a step: its name, and what a program would do of it. Returns the service."""
    with transaction.atomic():
        step, service, venture = _step_for_work(actor, step_id, version)
        ManualStep.objects.filter(pk=step.pk).update(version=version + 1, **checked_step(wanted))
        _told(actor, venture, "edit_service", service, step=wanted.name[:80])
    return service.pk


def remove_step(*, actor: User, step_id: int, version: int) -> int:
    """The step is done no more; what was recorded of it stays in the runs. Returns the service."""
    with transaction.atomic():
        step, service, venture = _step_for_work(actor, step_id, version)
        ManualStep.objects.filter(pk=step.pk).update(version=version + 1, removed_at=clock.now())
        _told(actor, venture, "edit_service", service, step=step.name[:80])
    return service.pk


def record_run(
    *, actor: User, service_id: int, on: date, steps: Mapping[int, StepRun], who: str = "", client_id: int | None = None,
    presale_id: int | None = None, units: int = 1, outcome: str = "unknown", note: str = "",
) -> int:  # fmt: skip
    """The service was done once. steps: what each took; those left out were not needed. Returns the run's id."""
    with transaction.atomic():
        service, venture = _for_work(actor, service_id)
        known = dict(service.steps.filter(removed_at=None).values_list("pk", "name"))
        wrongs = Wrongs()
        checked = wrongs.got(checked_run, who, units, outcome, note, steps)
        with wrongs:
            if not set(steps) <= set(known):
                raise InvalidValue("run_steps_missing", field="steps")
        wrongs.got(client_chosen, actor, client_id, None)
        with wrongs:
            if presale_id is not None and not venture.presales.filter(pk=presale_id).exists():
                raise InvalidValue("offer_record_unknown", field="presale")
        wrongs.tell()
        columns, done = checked
        run = ManualRun.objects.create(
            service=service, on=on, client_id=client_id, presale_id=presale_id, author=actor, created_at=clock.now(),
            **columns,
        )  # fmt: skip
        ManualRunStep.objects.bulk_create(ManualRunStep(run=run, step_id=pk, **one) for pk, one in done.items())
        _told(actor, venture, "record_run", service, units=units, outcome=outcome)
    return run.pk


def remove_run(*, actor: User, manual_run_id: int) -> int:
    """Take an entry that was a mistake out. Returns the service."""
    found = ManualRun.objects.filter(pk=manual_run_id).values_list("service_id", flat=True).first()
    if found is None:
        raise NotFound
    with transaction.atomic():
        service, venture = _for_work(actor, found)
        ManualRun.objects.filter(pk=manual_run_id).delete()
        _told(actor, venture, "remove_run", service)
    return service.pk


def services_for(venture: Venture, *, may_work: bool) -> tuple[ServiceView, ...]:
    """As `services_of`, for a venture already found to be in sight. Four queries."""
    workspace = this_workspace()
    usual = workspace.hour_cost_minor if workspace else 0
    runs: dict[int, list[tuple[int, int, str]]] = {}
    done = ManualRun.objects.filter(service__venture=venture).values_list("service_id", "pk", "units", "outcome")
    for service_id, run_id, units, outcome in done:
        runs.setdefault(service_id, []).append((run_id, units, outcome))
    steps: dict[int, list[Measured]] = {}
    measured = (
        ManualStep.objects.filter(service__venture=venture, removed_at=None)
        .annotate(
            done=Count("runs"), first=Min("runs__run_id"), spent=Sum("runs__minutes"), money=Sum("runs__money_minor"),
            failures=Count("runs", filter=Q(runs__failed=True)),
        )
        .order_by("position", "pk")
    )  # fmt: skip
    for one in measured:
        # Left out of a run, a step took nothing of its units; before it was first done, it was no step.
        units = sum(size for run_id, size, _how in runs.get(one.service_id, ()) if one.first and run_id >= one.first)
        steps.setdefault(one.service_id, []).append(
            Measured(
                one.pk,
                one.name,
                one.automatable,
                one.done,
                units,
                one.spent or 0.0,
                one.money or 0,
                one.failures,
                one.automation_minor,
                one.minutes_after,
                one.money_after_minor,
            )
        )
    rows = venture.services.order_by("pk")
    return tuple(_view(one, steps.get(one.pk, []), runs.get(one.pk, []), usual, may_work) for one in rows)


def _view(
    row: ManualService, steps: list[Measured], runs: list[tuple[int, int, str]], usual: int, may_work: bool
) -> ServiceView:
    hour = row.hour_cost_minor if row.hour_cost_minor is not None else usual
    cost = service_cost(steps, hour_cost_minor=hour, price_minor=row.price_minor, units_a_month=row.units_a_month)
    ended = [how for _run_id, _units, how in runs]
    return ServiceView(
        row.pk, row.venture_id, row.name, row.unit, hour, row.hour_cost_minor is not None, row.price_minor,
        row.units_a_month, len(runs), sum(units for _run_id, units, _how in runs), ended.count("happy"),
        ended.count("unhappy"), ended.count("unknown"), cost, may_work, row.version,
    )  # fmt: skip


def _run(one: ManualRun, names: dict[int, str]) -> RunView:
    steps = list(one.steps.all())
    failures = tuple(f"{step.step.name}: {step.failure}".rstrip(": ") for step in steps if step.failed)
    return RunView(
        one.pk, one.on, one.who, names.get(one.client_id or 0, ""), one.units, one.outcome,
        sum(step.minutes for step in steps), sum(step.money_minor for step in steps), failures, one.note,
    )  # fmt: skip


def _cleaned(venture: Venture, wanted: ServiceText, service_id: int | None) -> dict[str, Any]:
    values = checked_service(wanted)
    if venture.services.filter(name=values["name"]).exclude(pk=service_id or 0).exists():
        raise InvalidValue("service_name_taken", field="name", name=values["name"])
    return values


def _for_work(actor: User, service_id: int) -> tuple[ManualService, Venture]:
    found = ManualService.objects.filter(pk=service_id).values_list("venture_id", flat=True).first()
    if found is None:
        raise NotFound
    venture = venture_for_work(actor, found)
    return ManualService.objects.select_for_update().get(pk=service_id), venture


def _step_for_work(actor: User, step_id: int, version: int) -> tuple[ManualStep, ManualService, Venture]:
    found = ManualStep.objects.filter(pk=step_id, removed_at=None).values_list("service_id", flat=True).first()
    if found is None:
        raise NotFound
    service, venture = _for_work(actor, found)
    step = ManualStep.objects.get(pk=step_id)
    if step.version != version:
        raise Conflict(f"step {step_id} is at version {step.version}")
    return step, service, venture


def _told(actor: User, venture: Venture, action: str, service: ManualService, **details: Any) -> None:
    record_step(
        actor=actor, venture=venture, loop=loop_number(venture), action=action, subject_kind="service",
        subject_id=service.pk, name=service.name, **details,
    )  # fmt: skip
