"""Presales and refunds: the log with what it proves, and its forms."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.offers import presales as core
from tenure.discovery.offers import words as offer_words
from tenure.discovery.offers.products import products_of
from tenure.discovery.offers.value_canvas import value_canvas
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict
from tenure.web.addresses import address_of
from tenure.web.clients.pick_client import named_client
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, fitting, form_page, names, units_text
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to
from tenure.web.units.reading import amount, record
from tenure.web.visit import Visit

HERE = "presales"
FIELDS = (
    "who",
    "client",
    "client_id",
    "amount",
    "terms",
    "source",
    "seller",
    "segment",
    "product",
    "hypothesis",
    "agreed_on",
    "due_on",
    "paid_on",
    "delivered_on",
)
REFUND = ("on", "amount", "reason", "other_way")


@require_GET
def presales(request: Visit, venture_id: int) -> HttpResponse:
    """The log, its sums and the refund log."""
    log = core.presale_log(actor=request.user, venture_id=venture_id)
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {
        "log": log,
        "state_words": offer_words.presale_states(),
        "source_words": dict(offer_words.presale_sources()),
    }
    return venture_page(request, "discovery/offers/presales.html", frame, context, here=HERE)


@require_http_methods(["GET", "POST"])
def new_presale(request: Visit, venture_id: int) -> HttpResponse:
    """Enter a presale."""
    today = clock.today(request.workspace.time_zone).isoformat()
    start = dict.fromkeys(FIELDS, "") | {"agreed_on": today, "source": "cold", "seller": "founder"}
    form, status, found = Form(start), 200, fitting()
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            core.add_presale(actor=request.user, venture_id=venture_id, wanted=_wanted(request, values))
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "presales", venture_id=venture_id)
    told = _told(request, venture_id, _("Presale"))
    return form_page(request, venture_id, told, form, here=HERE, status=status, found=found)


@require_http_methods(["GET", "POST"])
def presale(request: Visit, presale_id: int) -> HttpResponse:
    """Change a presale."""
    known = core.presale_of(actor=request.user, presale_id=presale_id)
    form, status, found = Form(_values(known, request.workspace.currency)), 200, fitting()
    if request.method == "POST":
        values, version = typed(request.POST, *FIELDS), record(request.POST.get("version", ""))
        try:
            wanted = _wanted(request, values, (known.client_id, known.client))
            core.edit_presale(actor=request.user, presale_id=presale_id, version=version, wanted=wanted)
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "presales", venture_id=known.venture_id)
    remove = address_of("remove_presale", presale_id=presale_id)
    told = _told(request, known.venture_id, known.who, known.version, remove)
    return form_page(request, known.venture_id, told, form, here=HERE, status=status, found=found)


@require_http_methods(["GET", "POST"])
def refund(request: Visit, presale_id: int) -> HttpResponse:
    """Give money back, or say how the buyer is served instead."""
    known = core.presale_of(actor=request.user, presale_id=presale_id)
    currency = request.workspace.currency
    today = clock.today(request.workspace.time_zone)
    left = units_text(known.amount_minor - known.back_minor, currency)
    form, status = Form({"on": today.isoformat(), "amount": left, "reason": "", "other_way": ""}), 200
    if request.method == "POST":
        values, version = typed(request.POST, *REFUND), record(request.POST.get("version", ""))
        try:
            core.refund_presale(
                actor=request.user,
                presale_id=presale_id,
                version=version,
                on=day_or_none(values["on"], "on") or today,
                amount_minor=amount(values["amount"], "amount", currency) or 0,
                reason=values["reason"],
                other_way=values["other_way"],
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "presales", venture_id=known.venture_id)
    told = RecordForm(
        _("Unhappy buyer: %(who)s") % {"who": known.who},
        (
            Field("reason", _("Why"), "area", hint=_("In their words: this is what the refund teaches."), longest=1000),
            (
                Field(
                    "amount",
                    _("Given back, %(currency)s") % {"currency": currency},
                    "money",
                    hint=_("0: nothing, served in another way."),
                ),
                Field("on", _("Day"), "day"),
            ),
            Field("other_way", _("Served in another way"), "area", rows=2, longest=1000),
        ),
        address_of("presales", venture_id=known.venture_id),
        version=known.version,
        intro=_("Given back whole, the presale no longer counts as evidence; it stays in the log."),
    )
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


@require_POST
def remove_presale(request: Visit, presale_id: int) -> HttpResponse:
    """Take an entry that was a mistake out."""
    version = record(request.POST.get("version", ""))
    venture_id = core.remove_presale(actor=request.user, presale_id=presale_id, version=version)
    return go_to(request, "presales", venture_id=venture_id)


def _wanted(request: Visit, values: dict[str, str], known: tuple[int | None, str] = (None, "")) -> core.PresaleText:
    days = {name: day_or_none(values[name], name) for name in ("agreed_on", "due_on", "paid_on", "delivered_on")}
    today = clock.today(request.workspace.time_zone)
    return core.PresaleText(
        who=values["who"],
        amount_minor=amount(values["amount"], "amount", request.workspace.currency) or 0,
        agreed_on=days["agreed_on"] or today,
        terms=values["terms"],
        source=values["source"],
        by_founder=values["seller"] != "other",
        client_id=named_client(request.user, values, known),
        hypothesis_id=record(values["hypothesis"]) or None,
        segment_id=record(values["segment"]) or None,
        product_id=record(values["product"]) or None,
        due_on=days["due_on"],
        paid_on=days["paid_on"],
        delivered_on=days["delivered_on"],
    )


def _values(known: core.PresaleView, currency: str) -> dict[str, str]:
    days = {name: getattr(known, name) for name in ("agreed_on", "due_on", "paid_on", "delivered_on")}
    records = {name: getattr(known, f"{name}_id") for name in ("segment", "product", "hypothesis")}
    return (
        {name: day.isoformat() if day else "" for name, day in days.items()}
        | {name: str(pk or "") for name, pk in records.items()}
        | {"client": known.client, "client_id": ""}
        | {"who": known.who, "amount": units_text(known.amount_minor, currency), "terms": known.terms}
        | {"source": known.source, "seller": "founder" if known.by_founder else "other"}
    )


def _told(request: Visit, venture_id: int, title: str, version: int = 0, remove: str = "") -> RecordForm:
    actor, none = request.user, _("none")
    claims = [(one.id, f"H{one.number} {one.title}") for one in hypotheses_of(actor=actor, venture_id=venture_id)]
    goods = [(one.id, one.name) for one in products_of(actor=actor, venture_id=venture_id)]
    segments = value_canvas(actor=actor, venture_id=venture_id).segments
    return RecordForm(
        title,
        (
            (
                Field("who", _("Who buys"), longest=200),
                Field("client", _("Client of the base"), "client", hint=_("Empty: not a client yet.")),
            ),
            (
                Field("amount", _("Amount, %(currency)s") % {"currency": request.workspace.currency}, "money"),
                Field("agreed_on", _("Day of the agreement"), "day"),
            ),
            Field("terms", _("Terms: what for, until when, what if not"), "area", rows=2, longest=2000),
            Field("source", _("How they came"), "picks", offer_words.presale_sources()),
            Field("seller", _("Who sold it"), "picks", [("founder", _("a founder")), ("other", _("somebody else"))]),
            (
                Field(
                    "hypothesis",
                    _("Proves hypothesis"),
                    "choice",
                    names(claims, none),
                    hint=_("Paid, it is evidence of level 5."),
                ),
                Field("segment", _("Segment"), "choice", names(segments, none)),
            ),
            Field("product", _("Product"), "choice", names(goods, none)),
            (Field("paid_on", _("Paid on"), "day"), Field("due_on", _("Promised for"), "day")),
            Field("delivered_on", _("Delivered on"), "day"),
        ),
        address_of("presales", venture_id=venture_id),
        remove=remove,
        version=version,
        remove_word=_("Take out: entered by mistake"),
    )
