"""The product-market-fit board and what it is computed from."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.discovery.fit import settings as core
from tenure.discovery.fit.conditions import conditions_of
from tenure.discovery.fit.readings import ask_reading
from tenure.discovery.fit.sales import remove_period, save_period
from tenure.discovery.fit.words import stage_words, verdict_words
from tenure.discovery.gates.standard import PHASES
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, InvalidValue
from tenure.kernel.problems import SENTENCES
from tenure.web.addresses import address_of
from tenure.web.clients.pick_client import named_client
from tenure.web.discovery.fit_conditions import shown_conditions
from tenure.web.discovery.fit_drawing import retention_drawing, sales_drawing
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, fitting, form_page, frame_for_form
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to
from tenure.web.units.reading import amount, number, record, share, whole
from tenure.web.visit import Visit

HERE = "fit_board"
FIELDS = ("source", "months", "product", "client", "client_id", "plateau_mark", "ellis_mark", "rep_cost")


@require_safe
def board(request: Visit, venture_id: int) -> HttpResponse:
    """The conditions of the fit, then every measure with its verdict."""
    return _board(request, venture_id, Form())


def _board(request: Visit, venture_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    currency = request.workspace.currency
    conditions = conditions_of(actor=request.user, venture_id=venture_id, currency=currency)
    found = conditions.board
    frame = frame_for_form(request, venture_id, status)
    error = SENTENCES[found.reading.error]({}) if found.reading.error in SENTENCES else ""
    today = clock.today().replace(day=1).isoformat()
    period = dict.fromkeys(("sellers", "yield"), "") | {"starts_on": today}
    context = {
        "b": found,
        "conditions": shown_conditions(conditions, currency),
        "proven": conditions.proven,
        "retention": retention_drawing(found.reading),
        "sales": sales_drawing(found.curve),
        "error": error,
        "verdicts": verdict_words(),
        "form": Form(period | dict(form.values), form.field, form.text),
        "sources": {
            "base": _("the whole base"),
            "clients": _("chosen clients"),
            "product": _("buyers of one product"),
            "none": "",
        },
        "stages": stage_words(),
    }
    return venture_page(request, "discovery/fit/board.html", frame, context, here=HERE, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Visit, venture_id: int) -> HttpResponse:
    """Whose orders, and the marks."""
    known = core.choices_of(actor=request.user, venture_id=venture_id)
    currency = request.workspace.currency
    form, status, found = (
        Form(
            {
                "source": known.source,
                "months": str(known.months),
                "product": known.product,
                "clients": ",".join(str(pk) for pk, _name in known.clients),
                "client": "",
                "client_id": "",
                "plateau_mark": in_field(100 * known.plateau_mark),
                "ellis_mark": in_field(100 * known.ellis_mark),
                "rep_cost": money_in_field(known.rep_cost_minor, currency),
            }
        ),
        200,
        fitting(),
    )
    if request.method == "POST":
        values, version = typed(request.POST, *FIELDS), record(request.POST.get("version", ""))
        values["clients"] = ",".join(one for one in request.POST.getlist("clients") if id_or_none(one) is not None)
        try:
            core.choose(
                actor=request.user, venture_id=venture_id, wanted=_wanted(request, values, version, known.hidden)
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "choose_fit" if request.POST.get("more") else HERE, venture_id=venture_id)
    told = _told(request, venture_id, known)
    return form_page(request, venture_id, told, form, here=HERE, status=status, found=found)


@require_POST
def read_orders(request: Visit, venture_id: int) -> HttpResponse:
    """Ask the job worker for a reading; `back`: the phase of the gate it was asked from."""
    phase = request.POST.get("back", "")
    try:
        ask_reading(actor=request.user, venture_id=venture_id)
    except InvalidValue as error:
        return _board(request, venture_id, refused({}, error), status=422)
    if phase in PHASES:
        return go_to(request, "gate", venture_id=venture_id, query={"phase": phase})
    return go_to(request, HERE, venture_id=venture_id)


@require_POST
def sales_period(request: Visit, venture_id: int) -> HttpResponse:
    """Enter a period of sales."""
    values = typed(request.POST, "starts_on", "sellers", "yield")
    today = clock.today()
    try:
        save_period(
            actor=request.user,
            venture_id=venture_id,
            starts_on=day_or_none(values["starts_on"], "starts_on") or today,
            sellers=number(values["sellers"], "sellers"),
            yield_minor=amount(values["yield"], "yield", request.workspace.currency) or 0,
        )
    except BadInput as error:
        return _board(request, venture_id, refused(values, error), status=422)
    return go_to(request, HERE, venture_id=venture_id)


@require_POST
def remove_sales_period(request: Visit, sales_period_id: int) -> HttpResponse:
    """Take a period out."""
    return go_to(request, HERE, venture_id=remove_period(actor=request.user, period_id=sales_period_id))


def _wanted(request: Visit, values: dict[str, str], version: int, hidden: int) -> core.FitChoices:
    chosen = [(pk, "") for one in values["clients"].split(",") if (pk := id_or_none(one)) is not None]
    if (added := named_client(request.user, values)) is not None:
        chosen.append((added, ""))
    return core.FitChoices(
        values["source"],
        whole(values["months"] or "1", "months"),
        values["product"],
        tuple(chosen),
        hidden,
        share(values["plateau_mark"], "plateau_mark") or 0.0,
        share(values["ellis_mark"], "ellis_mark") or 0.0,
        amount(values["rep_cost"], "rep_cost", request.workspace.currency),
        version,
    )


def _told(request: Visit, venture_id: int, known: core.FitChoices) -> RecordForm:
    sources = [
        ("none", _("not read")),
        ("base", _("the whole base")),
        ("clients", _("chosen clients")),
        ("product", _("buyers of one product")),
    ]
    months = [(str(n), str(n)) for n in core.MONTHS]
    return RecordForm(
        _("What the fit is judged by"),
        (
            Field("source", _("Whose orders"), "picks", sources),
            (
                Field("product", _("Product or category"), hint=_("For buyers of one product."), longest=120),
                Field("months", _("Months in a period"), "choice", months),
            ),
            Field(
                "clients",
                _("Chosen clients"),
                "chosen",
                [(str(pk), name) for pk, name in known.clients],
                hint=_("Untick those that do not belong to it."),
            ),
            Field("client", _("Add a client"), "client", hint=_("For chosen clients; one at a time.")),
            (
                Field("plateau_mark", _("Share that must stay, %%") % {}, "number", hint=_("Set it before reading.")),
                Field("ellis_mark", _("Share very disappointed, %%") % {}, "number", hint=_("Usually 40.")),
            ),
            Field(
                "rep_cost",
                _("A seller costs a period, %(currency)s") % {"currency": request.workspace.currency},
                "money",
                hint=_("Pay, taxes, travel and tools together."),
            ),
        ),
        address_of(HERE, venture_id=venture_id),
        version=known.version,
        more=_("Save and add another client"),
        intro=_("Marks are set before the data are looked at; a change is kept in the timeline."),
    )
