"""Forms of a scenario: its frame, numbers, pairs, channels, fixed costs, and copies."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.typed_numbers import in_field
from tenure.discovery.economics import edits, words
from tenure.discovery.economics.channels import ChannelRow
from tenure.discovery.economics.inputs import InputRow
from tenure.discovery.economics.metrics import METRICS, SHARES
from tenure.discovery.economics.scenarios import (
    Scenario,
    choose_main,
    copy_scenario,
    delete_scenario,
    scenario_of,
    scenario_of_channel,
)
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotAllowed
from tenure.kernel.money import to_units
from tenure.web.discovery.economics import reading
from tenure.web.discovery.economics.page import scenario_page
from tenure.web.discovery.frame import venture_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: Visit, scenario_id: int) -> HttpResponse:
    """All inputs in one form."""
    found = for_work(request, scenario_id)
    if request.method != "POST":
        return _numbers(request, found, Form(_typed_inputs(found)))
    values = typed(request.POST, *reading.INPUT_FIELDS, "version")
    try:
        edits.edit_inputs(
            actor=request.user, scenario_id=scenario_id, version=id_or_none(values["version"]) or 0,
            given=reading.inputs(values), on=clock.today(),
        )  # fmt: skip
    except Conflict:
        return _numbers(request, found, Form(values, "", changed()), 422)
    except BadInput as error:
        return _numbers(request, found, refused(values, error), 422, values["version"])
    return go_to(request, "scenario", scenario_id=scenario_id)


@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: Visit, scenario_id: int) -> HttpResponse:
    """Name, horizon, retention, marks."""
    found = for_work(request, scenario_id)
    currency = request.workspace.currency
    if request.method != "POST":
        return _frame(request, found, Form(_typed_frame(found, currency)))
    values = typed(request.POST, *reading.FRAME_FIELDS, "version")
    try:
        edits.edit_frame(
            actor=request.user, scenario_id=scenario_id, version=id_or_none(values["version"]) or 0,
            frame=reading.frame(values, currency),
        )  # fmt: skip
    except Conflict:
        return _frame(request, found, Form(values, "", changed()), 422)
    except BadInput as error:
        return _frame(request, found, refused(values, error), 422, values["version"])
    return go_to(request, "scenario", scenario_id=scenario_id)


@require_POST
def copy(request: Visit, scenario_id: int) -> HttpResponse:
    """The same numbers under another name."""
    values = typed(request.POST, "name")
    return on_page(
        request, scenario_id, "copy", values,
        lambda: copy_scenario(actor=request.user, scenario_id=scenario_id, name=values["name"]),
    )  # fmt: skip


@require_POST
def delete(request: Visit, scenario_id: int) -> HttpResponse:
    """Take a scenario away."""
    return go_to(request, "economics", venture_id=delete_scenario(actor=request.user, scenario_id=scenario_id))


@require_POST
def main(request: Visit, scenario_id: int) -> HttpResponse:
    """Let the gate read this one."""
    choose_main(actor=request.user, scenario_id=scenario_id)
    return go_to(request, "scenario", scenario_id=scenario_id)


@require_POST
def pair(request: Visit, scenario_id: int) -> HttpResponse:
    """How two inputs go together."""
    values = typed(request.POST, "first", "second", "rank")

    def act() -> None:
        first, second, rank = reading.pair(values)
        edits.set_correlation(actor=request.user, scenario_id=scenario_id, first=first, second=second, rank=rank)

    return on_page(request, scenario_id, "pair", values, act)


@require_POST
def remove_pair(request: Visit, correlation_id: int) -> HttpResponse:
    found = edits.remove_correlation(actor=request.user, correlation_id=correlation_id)
    return go_to(request, "scenario", scenario_id=found)


@require_POST
def add_channel(request: Visit, scenario_id: int) -> HttpResponse:
    values = typed(request.POST, *reading.CHANNEL_FIELDS)

    def act() -> None:
        value = reading.channel(values, request.workspace.currency)
        edits.add_channel(actor=request.user, scenario_id=scenario_id, value=value)

    return on_page(request, scenario_id, "channel", values, act)


@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: Visit, acquisition_channel_id: int) -> HttpResponse:
    """Change a channel."""
    scenario_id = scenario_of_channel(actor=request.user, channel_id=acquisition_channel_id)
    found = for_work(request, scenario_id)
    currency = request.workspace.currency
    row = next(one for one in found.channels if one.id == acquisition_channel_id)
    if request.method != "POST":
        return _channel(request, found, row, Form(_typed_channel(row, currency)))
    values = typed(request.POST, *reading.CHANNEL_FIELDS, "version")
    try:
        edits.edit_channel(
            actor=request.user, channel_id=row.id, version=id_or_none(values["version"]) or 0,
            value=reading.channel(values, currency),
        )  # fmt: skip
    except Conflict:
        return _channel(request, found, row, Form(values, "", changed()), 422)
    except BadInput as error:
        return _channel(request, found, row, refused(values, error), 422, values["version"])
    return go_to(request, "scenario", scenario_id=scenario_id)


@require_POST
def remove_channel(request: Visit, acquisition_channel_id: int) -> HttpResponse:
    found = edits.remove_channel(actor=request.user, channel_id=acquisition_channel_id)
    return go_to(request, "scenario", scenario_id=found)


@require_POST
def add_cost(request: Visit, scenario_id: int) -> HttpResponse:
    values = typed(request.POST, "name", "amount")

    def act() -> None:
        name, amount = reading.cost(values, request.workspace.currency)
        edits.add_fixed_cost(actor=request.user, scenario_id=scenario_id, name=name, amount_minor=amount)

    return on_page(request, scenario_id, "cost", values, act)


@require_POST
def remove_cost(request: Visit, fixed_cost_id: int) -> HttpResponse:
    found = edits.remove_fixed_cost(actor=request.user, cost_id=fixed_cost_id)
    return go_to(request, "scenario", scenario_id=found)


def on_page(
    request: Visit, scenario_id: int, name: str, values: dict[str, str], act: Callable[[], object]
) -> HttpResponse:
    """Do it and show the scenario again; refused, with what was typed in its place on the page."""
    found = for_work(request, scenario_id)
    try:
        made = act()
    except BadInput as error:
        return scenario_page(request, found, forms={name: refused(values, error)}, status=422)
    return go_to(request, "scenario", scenario_id=made if name == "copy" else scenario_id)


def for_work(request: Visit, scenario_id: int) -> Scenario:
    """A scenario the visitor may change. Raises NotFound, NotAllowed."""
    found = scenario_of(actor=request.user, scenario_id=scenario_id)
    if not found.may_work:
        raise NotAllowed(f"{request.user.pk} only reads scenario {scenario_id}")
    return found


def changed() -> str:
    """Two saved the same at once."""
    return _("Somebody changed this meanwhile. What you typed is kept: compare and save again.")


def _numbers(request: Visit, found: Scenario, form: Form, status: int = 200, version: str = "") -> HttpResponse:
    currency = request.workspace.currency
    lines = [(metric, words.metric_title(metric), words.metric_hints()[metric]) for metric in METRICS]
    context = {
        "scenario": found, "form": form, "version": version or found.version, "lines": lines, "shapes": words.shapes(),
        "shares": SHARES, "unit": currency,
        "now": {metric: words.value_of(metric, row.value, currency) for metric, row in found.inputs.items()},
    }  # fmt: skip
    return form_page(request, found, "discovery/economics/numbers.html", context, status)


def _frame(request: Visit, found: Scenario, form: Form, status: int = 200, version: str = "") -> HttpResponse:
    context = {"scenario": found, "form": form, "version": version or found.version, "unit": request.workspace.currency}
    return form_page(request, found, "discovery/economics/frame.html", context, status)


def _channel(
    request: Visit, found: Scenario, row: ChannelRow, form: Form, status: int = 200, version: str = ""
) -> HttpResponse:
    context = {
        "scenario": found, "row": row, "form": form, "version": version or row.version,
        "unit": request.workspace.currency,
    }  # fmt: skip
    return form_page(request, found, "discovery/economics/channel.html", context, status)


def form_page(request: Visit, found: Scenario, template: str, context: dict[str, object], status: int) -> HttpResponse:
    """A page with one form of a scenario."""
    head = frame_of(actor=request.user, venture_id=found.venture_id)
    return venture_page(request, template, head, context, here="economics", status=status)


def _typed_inputs(found: Scenario) -> dict[str, str]:
    values = dict.fromkeys(reading.INPUT_FIELDS, "")
    for metric in METRICS:
        values[f"{metric}_assumed"] = "on"
        row = found.inputs.get(metric)
        if row is not None:
            values |= {f"{metric}_{part}": text for part, text in _typed_input(row).items()}
    return values


def _typed_input(row: InputRow) -> dict[str, str]:
    scale = 100 if row.metric in SHARES else 1
    counted = row.trials is not None
    numbers = {part: getattr(row, part) for part in ("value", "low", "high")}
    return {
        **{part: "" if value is None or counted else in_field(value * scale) for part, value in numbers.items()},
        "shape": row.shape, "basis": row.basis, "assumed": "on" if row.assumed else "",
        "successes": in_field(row.successes), "trials": in_field(row.trials),
    }  # fmt: skip


def _typed_frame(found: Scenario, currency: str) -> dict[str, str]:
    money = {
        field: in_field(None if value is None else to_units(value, currency))
        for field in ("develop_cost_minor", "develop_uplift_minor")
        for value in (getattr(found, field),)
    }
    return {
        "name": found.name, "horizon_months": in_field(found.horizon_months),
        "retention": in_field(None if found.retention is None else 100 * found.retention),
        "discount": in_field(100 * found.discount) if found.discount else "", "payback_limit": in_field(found.payback_limit),
        "ltv_cac_mark": in_field(found.ltv_cac_mark), "sure": in_field(100 * found.sure),
        "develop_clients": in_field(found.develop_clients), "note": found.note, **money,
    }  # fmt: skip


def _typed_channel(row: ChannelRow, currency: str) -> dict[str, str]:
    values = {"name": row.name}
    for field in reading.CHANNEL_FIELDS[1:]:
        value = getattr(row, field)
        if value is not None and field.endswith("_minor"):
            value = to_units(value, currency)
        values[field] = in_field(value)
    return values
