"""The decision units of a client: adding one, naming it, telling how the deal ended."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.clients import client_facts
from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.clients.units.deals import DealDetails, add_unit, edit_unit, reopen_unit
from tenure.clients.units.decision_units import UnitHead, unit_of, units_of
from tenure.journeys.units.decision_table import close_deal
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput, Conflict
from tenure.privacy.rights import Right, may, require
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render
from tenure.web.units import words
from tenure.web.units.page import body
from tenure.web.units.reading import amount, day, record, saved, share, whole
from tenure.web.visit import Visit

FIELDS = ("title", "value", "base_rate", "template")


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Visit, client_id: int) -> HttpResponse:
    """The units of a client, and adding one: for the client at large, or for a deal."""
    form, status = Form(dict.fromkeys((*FIELDS, "like"), "")), 200
    if request.method == "POST":
        values = typed(request.POST, *FIELDS, "like")
        try:
            unit_id = add_unit(
                actor=request.user, client_id=client_id, details=_details(request, values),
                like=record(values["like"]) if values["like"] else None,
            )  # fmt: skip
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "unit", unit_id=unit_id)
    heads = units_of(actor=request.user, client_id=client_id)
    context = {
        "heads": heads,
        "client": client_facts(actor=request.user, client_id=client_id),
        "form": form,
        "templates": words.templates(),
        "likes": [
            ("", _("nobody yet")),
            *((str(head.id), head.title or _("the client at large")) for head in heads if head.people),
        ],
        "currency": request.workspace.currency,
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
    }  # fmt: skip
    return render(request, "units/units.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, unit_id: int) -> HttpResponse:
    """Name, value, base rate and template. Changed meanwhile: what was typed stays, beside what stands now."""
    head = unit_of(actor=request.user, unit_id=unit_id).head
    require(request.user, Right.WORK_WITH_CLIENTS)
    if request.method != "POST":
        return _form(request, head, Form(_values(head, request.workspace.currency)))
    values = typed(request.POST, *FIELDS, "version")
    try:
        edit_unit(
            actor=request.user, unit_id=unit_id, version=record(values["version"]), details=_details(request, values)
        )
    except Conflict:
        text = _("Somebody changed this meanwhile. What you typed is kept: compare and save again.")
        return _form(request, head, Form(values, "", text), conflict=True, status=422)
    except BadInput as error:
        return _form(request, head, refused(values, error), version=record(values["version"]), status=422)
    return saved(request, unit_id, _("Saved"), body)


@require_POST
def close(request: Visit, unit_id: int) -> HttpResponse:
    """The deal is won or lost."""
    unit_of(actor=request.user, unit_id=unit_id)
    require(request.user, Right.WORK_WITH_CLIENTS)
    values = typed(request.POST, "version", "closed_on")
    close_deal(
        actor=request.user, unit_id=unit_id, version=whole(values["version"] or "0", "version"),
        won=request.POST.get("state") == "won", on=day(values["closed_on"], "closed_on"),
        today=clock.today(),
    )  # fmt: skip
    return saved(request, unit_id, _("Deal closed"), body)


@require_POST
def reopen(request: Visit, unit_id: int) -> HttpResponse:
    """The deal is open again."""
    reopen_unit(actor=request.user, unit_id=unit_id, version=record(request.POST.get("version", "")))
    return saved(request, unit_id, _("Deal opened again"), body)


def _details(request: Visit, values: dict[str, str]) -> DealDetails:
    return DealDetails(
        title=values["title"],
        value_minor=amount(values["value"], "value", request.workspace.currency),
        base_rate=share(values["base_rate"], "base_rate"),
        template=values["template"],
    )


def _values(head: UnitHead, currency: str) -> dict[str, str]:
    value = money_in_field(head.value_minor, currency)
    rate = in_field(None if head.base_rate is None else 100 * head.base_rate)
    return {"title": head.title, "value": value, "base_rate": rate, "template": head.template}


def _form(
    request: Visit, head: UnitHead, form: Form, *, version: int | None = None, conflict: bool = False, status: int = 200
) -> HttpResponse:
    currency = request.workspace.currency
    now = [
        (_("Name of the deal"), head.title),
        (_("Value"), formats.money(head.value_minor, currency) if head.value_minor is not None else ""),
        (_("Usually won"), formats.percent(head.base_rate) if head.base_rate is not None else ""),
    ]
    context = {
        "head": head, "form": form, "version": head.version if version is None else version, "now": now if conflict else [],
        "templates": words.templates(), "currency": currency,
    }  # fmt: skip
    return render(request, "units/_edit.html" if is_htmx(request) else "units/edit.html", context, status=status)
