"""Service by hand: its steps, its records, and what a program would save."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.discovery.offers import manual_service as core
from tenure.discovery.offers import words as offer_words
from tenure.discovery.offers.presales import presale_log
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, Wrongs
from tenure.web.addresses import address_of
from tenure.web.clients.pick_client import named_client
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, fitting, form_page, frame_for_form
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to
from tenure.web.units.reading import amount, maybe, record, whole
from tenure.web.visit import Visit

HERE = "services"
SERVICE = ("name", "unit", "hour_cost", "price", "units_a_month")
STEP = ("name", "automatable", "automation", "minutes_after", "money_after")
RUN = ("on", "who", "client", "client_id", "presale", "units", "outcome", "note")


@require_safe
def services(request: Visit, venture_id: int) -> HttpResponse:
    """All services of the venture."""
    found = core.services_of(actor=request.user, venture_id=venture_id)
    frame = frame_of(actor=request.user, venture_id=venture_id)
    return venture_page(request, "discovery/offers/services.html", frame, {"services": found}, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def new_service(request: Visit, venture_id: int) -> HttpResponse:
    """Begin a service with the names of its steps."""
    form, status = Form(dict.fromkeys((*SERVICE, "steps"), "")), 200
    if request.method == "POST":
        values = typed(request.POST, *SERVICE, "steps")
        try:
            wrongs, steps = Wrongs(), tuple(values["steps"].splitlines())
            wanted = wrongs.got(_service, request, values)
            wrongs.got(core.checked_names, steps)
            wrongs.tell()
            service_id = core.add_service(actor=request.user, venture_id=venture_id, wanted=wanted, steps=steps)
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "service", service_id=service_id)
    told = RecordForm(
        _("Serve by hand"),
        (
            *_service_fields(request),
            Field(
                "steps",
                _("Steps, one a line"),
                "area",
                rows=6,
                hint=_("In the order they are done, each a verb and a thing."),
            ),
        ),
        address_of("services", venture_id=venture_id),
        intro=_("Keep the promise by hand first. Every step is timed, so that later it is known what a program saves."),
    )
    return form_page(request, venture_id, told, form, here=HERE, status=status)


@require_safe
def service(request: Visit, service_id: int) -> HttpResponse:
    """One service: its arithmetic, its steps, its records."""
    found = core.service_of(actor=request.user, service_id=service_id)
    before = record(request.GET.get("before", "")) or None
    runs, older = core.runs_of(actor=request.user, service_id=service_id, before=before)
    frame = frame_of(actor=request.user, venture_id=found.venture_id)
    context = {
        "s": found,
        "runs": runs,
        "older": older,
        "outcome_words": dict(offer_words.outcomes()),
        "automatable_words": dict(offer_words.automatable()),
        "top": max((step.now_minor for step in found.cost.steps), default=0) or 1,
    }
    return venture_page(request, "discovery/offers/service.html", frame, context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_service(request: Visit, service_id: int) -> HttpResponse:
    """Change its name and money."""
    known = core.service_of(actor=request.user, service_id=service_id)
    currency = request.workspace.currency
    form, status = (
        Form(
            {
                "name": known.name,
                "unit": known.unit,
                "price": money_in_field(known.price_minor, currency),
                "hour_cost": money_in_field(known.hour_cost_minor, currency) if known.own_hour else "",
                "units_a_month": in_field(known.units_a_month) if known.units_a_month else "",
            }
        ),
        200,
    )
    if request.method == "POST":
        values, version = typed(request.POST, *SERVICE), record(request.POST.get("version", ""))
        try:
            wanted = _service(request, values)
            core.edit_service(actor=request.user, service_id=service_id, version=version, wanted=wanted)
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "service", service_id=service_id)
    told = RecordForm(
        known.name, _service_fields(request), address_of("service", service_id=service_id), version=known.version
    )
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_step(request: Visit, service_id: int) -> HttpResponse:
    """One more step."""
    known = core.service_of(actor=request.user, service_id=service_id)
    form, status = Form(dict.fromkeys(STEP, "") | {"automatable": "no"}), 200
    if request.method == "POST":
        values = typed(request.POST, *STEP)
        try:
            core.add_step(actor=request.user, service_id=service_id, wanted=_step(request, values))
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "service", service_id=service_id)
    told = RecordForm(_("A step"), _step_fields(request), address_of("service", service_id=service_id))
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Visit, manual_step_id: int) -> HttpResponse:
    """Change a step: what a program would do of it."""
    known, one = core.step_of(actor=request.user, step_id=manual_step_id)
    currency = request.workspace.currency
    form, status = (
        Form(
            {
                "name": one.text.name,
                "automatable": one.text.automatable,
                "automation": money_in_field(one.text.automation_minor, currency),
                "minutes_after": in_field(one.text.minutes_after) if one.text.minutes_after else "",
                "money_after": money_in_field(one.text.money_after_minor, currency)
                if one.text.money_after_minor
                else "",
            }
        ),
        200,
    )
    if request.method == "POST":
        values, version = typed(request.POST, *STEP), record(request.POST.get("version", ""))
        try:
            core.edit_step(actor=request.user, step_id=manual_step_id, version=version, wanted=_step(request, values))
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "service", service_id=known.id)
    told = RecordForm(
        one.text.name,
        _step_fields(request),
        address_of("service", service_id=known.id),
        version=one.version,
        remove=address_of("remove_manual_step", manual_step_id=one.id),
        remove_word=_("No longer done"),
    )
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


@require_POST
def remove_step(request: Visit, manual_step_id: int) -> HttpResponse:
    """The step is done no more."""
    version = record(request.POST.get("version", ""))
    service_id = core.remove_step(actor=request.user, step_id=manual_step_id, version=version)
    return go_to(request, "service", service_id=service_id)


@require_http_methods(["GET", "HEAD", "POST"])
def new_run(request: Visit, service_id: int) -> HttpResponse:
    """Record that it was done: minutes, money and failures of every step."""
    known = core.service_of(actor=request.user, service_id=service_id)
    steps = [one.step for one in known.cost.steps]
    parts = [f"{part}-{one.id}" for one in steps for part in ("minutes", "money", "worker", "failure")]
    today = clock.today()
    start = {"on": today.isoformat(), "units": "1", "outcome": "unknown"}
    form, status, found = Form(dict.fromkeys((*RUN, *parts), "") | start), 200, fitting()
    if request.method == "POST":
        values = typed(request.POST, *RUN, *parts)
        try:
            core.record_run(
                actor=request.user, service_id=service_id, **_run(request, values, [one.id for one in steps])
            )
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "service", service_id=service_id)
    frame = frame_for_form(request, known.venture_id)
    log = presale_log(actor=request.user, venture_id=known.venture_id)
    context = {
        "s": known,
        "form": form,
        "found": found,
        "outcomes": offer_words.outcomes(),
        "presales": [("", _("none")), *((str(one.id), one.who) for one in log.rows if one.paid_on)],
    }
    return venture_page(request, "discovery/offers/run.html", frame, context, here=HERE, status=status)


@require_POST
def remove_run(request: Visit, manual_run_id: int) -> HttpResponse:
    """Take a record that was a mistake out."""
    service_id = core.remove_run(actor=request.user, manual_run_id=manual_run_id)
    return go_to(request, "service", service_id=service_id)


def _run(request: Visit, values: dict[str, str], step_ids: list[int]) -> dict[str, Any]:
    """What was recorded. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    steps = {one: done for one in step_ids if (done := _done(request, values, one, wrongs)) is not None}
    units = wrongs.got(whole, values["units"] or "1", "units")
    run = {
        "on": wrongs.got(day_or_none, values["on"], "on") or clock.today(), "who": values["who"],
        "client_id": wrongs.got(named_client, request.user, values), "presale_id": record(values["presale"]) or None,
        "units": 1 if units is None else units, "outcome": values["outcome"], "note": values["note"], "steps": steps,
    }  # fmt: skip
    wrongs.got(core.checked_run, run["who"], run["units"], run["outcome"], run["note"], steps)
    wrongs.tell()
    return run


def _done(request: Visit, values: dict[str, str], step_id: int, wrongs: Wrongs) -> core.StepRun | None:
    """What one step took; none when all its fields are empty."""
    minutes, money, worker, failure = (
        values[f"{part}-{step_id}"] for part in ("minutes", "money", "worker", "failure")
    )
    if not (minutes.strip() or money.strip() or failure.strip()):
        return None
    return core.StepRun(
        wrongs.got(maybe, minutes, f"minutes-{step_id}") or 0.0,
        wrongs.got(amount, money, f"money-{step_id}", request.workspace.currency) or 0,
        worker,
        bool(failure.strip()),
        failure,
    )


def _service(request: Visit, values: dict[str, str]) -> core.ServiceText:
    """The typed service. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs, currency = Wrongs(), request.workspace.currency
    wanted = core.ServiceText(
        values["name"],
        values["unit"],
        wrongs.got(amount, values["hour_cost"], "hour_cost", currency),
        wrongs.got(amount, values["price"], "price", currency),
        wrongs.got(maybe, values["units_a_month"], "units_a_month"),
    )
    wrongs.got(core.checked_service, wanted)
    wrongs.tell()
    return wanted


def _step(request: Visit, values: dict[str, str]) -> core.StepText:
    """The typed step. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs, currency = Wrongs(), request.workspace.currency
    wanted = core.StepText(
        values["name"],
        values["automatable"],
        wrongs.got(amount, values["automation"], "automation", currency),
        wrongs.got(maybe, values["minutes_after"], "minutes_after") or 0.0,
        wrongs.got(amount, values["money_after"], "money_after", currency) or 0,
    )
    wrongs.got(core.checked_step, wanted)
    wrongs.tell()
    return wanted


def _service_fields(request: Visit) -> tuple[Field | tuple[Field, Field], ...]:
    currency = {"currency": request.workspace.currency}
    return (
        Field("name", _("What is done by hand"), longest=160),
        (
            Field("unit", _("One unit is"), hint=_("a delivery, a report, a month of service"), longest=60),
            Field("units_a_month", _("Units expected a month"), "number"),
        ),
        (
            Field("price", _("A client pays a unit, %(currency)s") % currency, "money"),
            Field(
                "hour_cost",
                _("An hour of work costs, %(currency)s") % currency,
                "money",
                hint=_("Empty: as in the settings of the company."),
            ),
        ),
    )


def _step_fields(request: Visit) -> tuple[Field | tuple[Field, Field], ...]:
    currency = {"currency": request.workspace.currency}
    return (
        Field("name", _("What is done"), longest=160),
        Field("automatable", _("Could a program do it"), "picks", offer_words.automatable()),
        Field(
            "automation",
            _("Building that costs once, %(currency)s") % currency,
            "money",
            hint=_("Empty: not known; then it cannot be judged."),
        ),
        (
            Field("minutes_after", _("Minutes of a person left a unit"), "number"),
            Field("money_after", _("Money left a unit, %(currency)s") % currency, "money"),
        ),
    )
