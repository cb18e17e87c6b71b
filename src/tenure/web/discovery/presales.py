"""Presales, refusals and refunds: the log with what it proves, and its forms."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.typed_numbers import money_in_field
from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.markets.segments import segment_names
from tenure.discovery.offers import presale_weight
from tenure.discovery.offers import presales as core
from tenure.discovery.offers import words as offer_words
from tenure.discovery.offers.products import products_of
from tenure.discovery.offers.roadmap import Stage, stage_days
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, Wrongs
from tenure.kernel.formats import percent
from tenure.web.addresses import address_of
from tenure.web.clients.pick_client import named_client
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, fitting, form_page, names
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
    "list_price",
    "terms",
    "source",
    "relation",
    "seller",
    "segment",
    "product",
    "hypothesis",
    "agreed_on",
    "due_on",
    "paid_on",
    "delivered_on",
    "refused_on",
    "refusal",
)
DAYS = ("agreed_on", "due_on", "paid_on", "delivered_on", "refused_on")
# Of records made before it was asked who a buyer is to us; offered only where they stand already.
OLD_SOURCES = {"ours", "friend"}
REFUND = ("on", "amount", "reason", "other_way", "hypothesis")


@require_safe
def presales(request: Visit, venture_id: int) -> HttpResponse:
    """The log, its sums and the refund log."""
    log = core.presale_log(actor=request.user, venture_id=venture_id)
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {
        "log": log,
        "state_words": offer_words.presale_states(),
        "source_words": dict(offer_words.presale_sources()),
        "relation_words": dict(offer_words.relations()),
        "weights": ", ".join(
            f"{word} {percent(presale_weight.WEIGHTS[code])}" for code, word in offer_words.relations()
        ),
        "level": presale_weight.LEVEL,
        "token_level": presale_weight.TOKEN_LEVEL,
        "token": presale_weight.TOKEN,
    }
    return venture_page(request, "discovery/offers/presales.html", frame, context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def new_presale(request: Visit, venture_id: int) -> HttpResponse:
    """Enter a presale."""
    today = clock.today().isoformat()
    start = dict.fromkeys(FIELDS, "") | {
        "agreed_on": today,
        "source": "cold",
        "relation": "unknown",
        "seller": "founder",
    }
    stages, _days = stage_days(actor=request.user, venture_id=venture_id)
    form, status, found = Form(start | dict.fromkeys(_keys(stages), "")), 200, fitting()
    if request.method == "POST":
        values = typed(request.POST, *FIELDS, *_keys(stages))
        try:
            wanted = _wanted(request, values, stages)
            core.add_presale(actor=request.user, venture_id=venture_id, wanted=wanted)
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "presales", venture_id=venture_id)
    told = _told(request, venture_id, stages, _("Presale"))
    return form_page(request, venture_id, told, form, here=HERE, status=status, found=found)


@require_http_methods(["GET", "HEAD", "POST"])
def presale(request: Visit, presale_id: int) -> HttpResponse:
    """Change a presale."""
    known = core.presale_of(actor=request.user, presale_id=presale_id)
    stages, days = stage_days(actor=request.user, venture_id=known.venture_id)
    passed = {_key(one): day.isoformat() for one in stages if (day := days.get(presale_id, {}).get(one.id))}
    values = _values(known, request.workspace.currency) | dict.fromkeys(_keys(stages), "") | passed
    form, status, found = Form(values), 200, fitting()
    if request.method == "POST":
        values, version = typed(request.POST, *FIELDS, *_keys(stages)), record(request.POST.get("version", ""))
        try:
            wanted = _wanted(request, values, stages, (known.client_id, known.client))
            core.edit_presale(actor=request.user, presale_id=presale_id, version=version, wanted=wanted)
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status, found = refused(values, error), 422, fitting(error)
        else:
            return go_to(request, "presales", venture_id=known.venture_id)
    remove = address_of("remove_presale", presale_id=presale_id)
    told = _told(request, known.venture_id, stages, known.who, known.version, remove, known.source)
    return form_page(request, known.venture_id, told, form, here=HERE, status=status, found=found)


@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: Visit, presale_id: int) -> HttpResponse:
    """Give money back, or say how the buyer is served instead."""
    known = core.presale_of(actor=request.user, presale_id=presale_id)
    currency = request.workspace.currency
    today = clock.today()
    left = money_in_field(known.amount_minor - known.back_minor, currency)
    form, status = Form(dict.fromkeys(REFUND, "") | {"on": today.isoformat(), "amount": left}), 200
    if request.method == "POST":
        values, version = typed(request.POST, *REFUND), record(request.POST.get("version", ""))
        wrongs = Wrongs()
        try:
            given = _got(wrongs, amount, values["amount"], "amount", currency) or 0
            on = _got(wrongs, day_or_none, values["on"], "on") or today
            words = {name: values[name] for name in ("reason", "other_way")}
            if wrongs.found:
                with wrongs:
                    core.checked_refund(on=on, **words)
                wrongs.tell()
            core.refund_presale(
                actor=request.user,
                presale_id=presale_id,
                version=version,
                on=on,
                amount_minor=given,
                hypothesis_id=record(values["hypothesis"]) or None,
                **words,
            )
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "presales", venture_id=known.venture_id)
    told = _refund_told(request, known)
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


@require_POST
def remove_presale(request: Visit, presale_id: int) -> HttpResponse:
    """Take an entry that was a mistake out."""
    version = record(request.POST.get("version", ""))
    venture_id = core.remove_presale(actor=request.user, presale_id=presale_id, version=version)
    return go_to(request, "presales", venture_id=venture_id)


def _got(wrongs: Wrongs, reader: Callable[..., Any], *given: Any) -> Any:
    """What was read; None where it cannot be, which `wrongs` then tells."""
    with wrongs:
        return reader(*given)
    return None


def _key(stage: Stage) -> str:
    return f"stage-{stage.id}"


def _keys(stages: Sequence[Stage]) -> tuple[str, ...]:
    return tuple(_key(one) for one in stages)


def _wanted(
    request: Visit, values: dict[str, str], stages: Sequence[Stage], known: tuple[int | None, str] = (None, "")
) -> core.PresaleText:
    """What was typed. Raises InvalidValue naming every field that cannot be read, and with them all that could not be
    stored."""
    wrongs, currency = Wrongs(), request.workspace.currency
    days = {name: _got(wrongs, day_or_none, values[name], name) for name in DAYS}
    passed = {one.id: _got(wrongs, day_or_none, values[_key(one)], _key(one)) for one in stages}
    text = core.PresaleText(
        who=values["who"],
        amount_minor=_got(wrongs, amount, values["amount"], "amount", currency) or 0,
        agreed_on=days["agreed_on"] or clock.today(),
        list_minor=_got(wrongs, amount, values["list_price"], "list_price", currency),
        terms=values["terms"],
        source=values["source"],
        relation=values["relation"] or "unknown",
        by_founder=values["seller"] != "other",
        client_id=_got(wrongs, named_client, request.user, values, known),
        hypothesis_id=record(values["hypothesis"]) or None,
        segment_id=record(values["segment"]) or None,
        product_id=record(values["product"]) or None,
        due_on=days["due_on"],
        paid_on=days["paid_on"],
        delivered_on=days["delivered_on"],
        refused_on=days["refused_on"],
        refusal=values["refusal"],
        passed={one: day for one, day in passed.items() if day},
    )
    with wrongs:
        core.checked(text)
    wrongs.tell()
    return text


def _claims(request: Visit, venture_id: int) -> list[tuple[int, str]]:
    rows = hypotheses_of(actor=request.user, venture_id=venture_id)
    return [(one.id, f"H{one.number} {one.title}") for one in rows]


def _values(known: core.PresaleView, currency: str) -> dict[str, str]:
    days = {name: getattr(known, name) for name in DAYS}
    records = {name: getattr(known, f"{name}_id") for name in ("segment", "product", "hypothesis")}
    return (
        {name: day.isoformat() if day else "" for name, day in days.items()}
        | {name: str(pk or "") for name, pk in records.items()}
        | {"client": known.client, "client_id": ""}
        | {"who": known.who, "amount": money_in_field(known.amount_minor, currency), "terms": known.terms}
        | {"list_price": money_in_field(known.written_minor, currency) if known.written_minor else ""}
        | {"relation": known.relation, "refusal": known.refusal}
        | {"source": known.source, "seller": "founder" if known.by_founder else "other"}
    )


def _told(
    request: Visit, venture_id: int, stages: Sequence[Stage], title: str, version: int = 0, remove: str = "",
    source: str = "",
) -> RecordForm:  # fmt: skip
    actor, none, currency = request.user, _("none"), request.workspace.currency
    goods = [(one.id, one.name) for one in products_of(actor=actor, venture_id=venture_id)]
    segments = segment_names(actor=actor, venture_id=venture_id)
    ways = [way for way in offer_words.presale_sources() if way[0] == source or way[0] not in OLD_SOURCES]
    return RecordForm(
        title,
        (
            (
                Field("who", _("Who was asked"), longest=200),
                Field("client", _("Client of the base"), "client", hint=_("Empty: not a client yet.")),
            ),
            (
                Field("amount", _("Amount, %(currency)s") % {"currency": currency}, "money"),
                Field(
                    "list_price",
                    _("List price of the same, %(currency)s") % {"currency": currency},
                    "money",
                    hint=_("Empty: that of the product. Who paid far less proves little."),
                ),
            ),
            Field("terms", _("Terms: what for, until when, what if not"), "area", rows=2, longest=2000),
            Field("relation", _("Who they are to us"), "picks", offer_words.relations()),
            Field("source", _("How they came"), "picks", ways),
            Field("seller", _("Who sold it"), "picks", [("founder", _("a founder")), ("other", _("somebody else"))]),
            (
                Field(
                    "hypothesis",
                    _("Proves hypothesis"),
                    "choice",
                    names(_claims(request, venture_id), none),
                    hint=_("A payment counts for it, a refusal against it."),
                ),
                Field("segment", _("Segment"), "choice", names(segments, none)),
            ),
            Field("product", _("Product"), "choice", names(goods, none)),
            *_what_came(),
            *_way_of(stages),
        ),
        address_of("presales", venture_id=venture_id),
        remove=remove,
        version=version,
        remove_word=_("Take out: entered by mistake"),
    )


def _what_came() -> tuple[Field | tuple[Field, Field], ...]:
    return (
        Field("came", _("What came of it"), "head"),
        (
            Field("agreed_on", _("Day of the offer"), "day"),
            Field(
                "paid_on",
                _("Paid on"),
                "day",
                hint=_("A letter of intent without money is no payment: leave it empty."),
            ),
        ),
        (Field("due_on", _("Promised for"), "day"), Field("delivered_on", _("Delivered on"), "day")),
        (
            Field("refused_on", _("Refused on"), "day", hint=_("Asked for money and did not pay.")),
            Field("refusal", _("Why not"), "area", hint=_("In their words."), rows=2, longest=1000),
        ),
    )


def _way_of(stages: Sequence[Stage]) -> tuple[Field | tuple[Field, Field], ...]:
    """A day for each stage of the roadmap, two in a row."""
    days = [Field(_key(one), _("Passed: %(stage)s") % {"stage": one.name}, "day", hint=one.shown_by) for one in stages]
    pairs = [(first, second) for first, second in zip(days[::2], days[1::2], strict=False)]
    rest = days[-1:] if len(days) % 2 else []
    return (Field("way", _("By which stages"), "head"), *pairs, *rest) if days else ()


def _refund_told(request: Visit, known: core.PresaleView) -> RecordForm:
    return RecordForm(
        _("Unhappy buyer: %(who)s") % {"who": known.who},
        (
            Field("reason", _("Why"), "area", hint=_("In their words: this is what the refund teaches."), longest=1000),
            (
                Field(
                    "amount",
                    _("Given back, %(currency)s") % {"currency": request.workspace.currency},
                    "money",
                    hint=_("0: nothing, served in another way."),
                ),
                Field("on", _("Day"), "day"),
            ),
            Field("other_way", _("Served in another way"), "area", rows=2, longest=1000),
            Field(
                "hypothesis",
                _("Speaks against"),
                "choice",
                names(_claims(request, known.venture_id), _("none")),
                hint=_("The hypothesis that what you promise is delivered. Counted when money goes back."),
            ),
        ),
        address_of("presales", venture_id=known.venture_id),
        version=known.version,
        intro=_(
            "Given back whole, it is no payment any more; it stays in the log, and in the share of buyers who took their money "
            "back."
        ),
    )
