"""Writing a hypothesis: new, changed, taken off, set aside, and what it rests on."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.typed_numbers import in_field, money_in_field
from tenure.discovery.canvas.blocks import BUSINESS, LEAN, block_names, blocks_of
from tenure.discovery.hypotheses.hypotheses import (
    add_hypothesis,
    edit_hypothesis,
    park_hypothesis,
    remove_hypothesis,
    restore_hypothesis,
)
from tenure.discovery.hypotheses.links import link_hypotheses, unlink_hypotheses
from tenure.discovery.hypotheses.linter import lint
from tenure.discovery.hypotheses.linter_words import flag_words
from tenure.discovery.hypotheses.page import claim_of, hypothesis_text, settled_by
from tenure.discovery.hypotheses.statement import Parts, built
from tenure.discovery.hypotheses.text import HypothesisText, checked
from tenure.discovery.markets_list import problem_choices, segment_choices
from tenure.discovery.ventures.frame import VentureFrame
from tenure.discovery.words import directions, hypothesis_kinds
from tenure.kernel.errors import BadInput, Conflict, Wrongs
from tenure.web.discovery.frame import frame_to_change, venture_page
from tenure.web.discovery.hypotheses import page_of
from tenure.web.discovery.reading import amount, number, share, version, whole
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

FIELDS = (
    "block", "title", "statement", "kind", "segment_id", "problem_id", "metric", "unit", "threshold", "direction",
    "least_effect", "falsifier", "prior", "prior_size", "prior_reason", "impact", "gain_minor", "loss_minor",
    "reversible", "critical", "expires_on",
)  # fmt: skip
# Kept as codes, which nobody reads.
CHOSEN = frozenset({"block", "kind", "segment_id", "problem_id", "direction", "reversible", "critical"})
PARTS = ("who", "activity", "verb", "behaviour", "how_much", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit, venture_id: int) -> HttpResponse:
    """A new hypothesis; from the canvas only its words and its block are sent."""
    frame = frame_to_change(request, venture_id)
    block = request.GET.get("block", "")
    block = block if block in BUSINESS + LEAN else "segments"
    currency = request.workspace.currency
    values = fields_of(HypothesisText(block=block, title=""), currency) | dict.fromkeys(PARTS, "")
    form, status = Form(values), 200
    if request.method == "POST":
        values |= posted(request)
        try:
            hypothesis_id = add_hypothesis(actor=request.user, venture_id=venture_id, text=read(values, currency))
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            if "from_canvas" in request.POST:
                return go_to(request, "venture_canvas", venture_id=venture_id)
            return go_to(request, "hypothesis", hypothesis_id=hypothesis_id)
    return _page(
        request, frame, form, {"hypothesis_id": 0, "number": 0, "version": 0, "flags": [], "test": None}, status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, hypothesis_id: int) -> HttpResponse:
    """Change what a hypothesis says."""
    venture_id, stored, number, now = hypothesis_text(actor=request.user, hypothesis_id=hypothesis_id)
    frame = frame_to_change(request, venture_id)
    currency = request.workspace.currency
    values = fields_of(stored, currency) | dict.fromkeys(PARTS, "")
    form, status = Form(values), 200
    if request.method == "POST":
        values |= posted(request)
        try:
            given = version(request.POST.get("version", ""))
            text = read(values, currency)
            edit_hypothesis(actor=request.user, hypothesis_id=hypothesis_id, text=text, version=given)
        except Conflict:
            form, status = Form(values, "", _changed(fields_of(stored, currency), values, currency)), 409
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "hypothesis", hypothesis_id=hypothesis_id)
    test = settled_by(actor=request.user, hypothesis_id=hypothesis_id)
    flags = [] if test else [flag_words(flag) for flag in lint(claim_of(stored))]
    more = {"hypothesis_id": hypothesis_id, "number": number, "version": now, "flags": flags, "test": test}
    return _page(request, frame, form, more, status)


def _changed(stored: dict[str, str], sent: dict[str, str], currency: str) -> str:
    """What somebody else saved meanwhile and the sent form would undo, so that nothing of it is lost unseen."""
    money = {"currency": currency}
    names = {
        "title": _("Words of the sticker"), "statement": _("The whole sentence"), "metric": _("Metric"), "unit": _("Unit"),
        "threshold": _("Threshold"), "least_effect": _("Least difference that matters"), "falsifier": _("We are wrong if"),
        "prior": _("First guess, %%") % {}, "prior_size": _("Worth so many observations"),
        "prior_reason": _("Why this guess"), "impact": _("Harm if it is false, 1 to 10"), "expires_on": _("Known until"),
        "block": _("Block"), "kind": _("About"), "segment_id": _("Segment"), "problem_id": _("Problem"),
        "direction": _("It holds when it is"), "gain_minor": _("If it holds, going ahead brings, %(currency)s") % money,
        "loss_minor": _("If it is false, going ahead costs, %(currency)s") % money,
        "critical": _("Critical: without it the model falls"), "reversible": _("A wrong decision can be taken back"),
    }  # fmt: skip
    told = [
        name if field in CHOSEN or not stored[field] else f"{name}: “{stored[field]}”"
        for field, name in names.items()
        if stored[field].split() != sent[field].split()
    ]
    if not told:
        return _("Somebody saved this hypothesis meanwhile, with the same words. Save again.")
    said = _("Somebody changed this hypothesis meanwhile. Yours is kept; otherwise than yours is stored now: %(what)s.")
    return f"{said % {'what': '; '.join(told)}} {_('Take over what is missing, then save again.')}"


def _page(request: Visit, frame: VentureFrame, form: Form, more: dict[str, Any], status: int) -> HttpResponse:
    names = block_names()
    context = more | {
        "form": form,
        "blocks": [(code, names[code]) for code in dict.fromkeys((*blocks_of(frame.canvas_kind), *BUSINESS, *LEAN))],
        "kinds": hypothesis_kinds(),
        "directions": directions(),
        "segments": segment_choices(actor=request.user, venture_id=frame.id),
        "problems": problem_choices(actor=request.user, venture_id=frame.id),
    }
    return venture_page(
        request, "discovery/hypotheses/form.html", frame, context, here="venture_hypotheses", status=status
    )


def posted(request: Visit) -> dict[str, str]:
    """The fields that were sent; boxes count as unticked only in the whole form, the canvas sends a line and a block."""
    sent = {name: text for name, text in typed(request.POST, *FIELDS, *PARTS).items() if name in request.POST}
    if "whole_form" in request.POST:
        sent |= {name: "on" if request.POST.get(name) == "on" else "" for name in ("reversible", "critical")}
    return sent


def read(values: dict[str, str], currency: str) -> HypothesisText:
    """What was typed, as a hypothesis; an empty sentence is built from its parts. Raises InvalidValue naming every field
    that cannot be read, and with them all that could not be stored."""
    wrongs = Wrongs()

    def got(reader: Callable[..., Any], name: str, *more: Any) -> Any:
        return wrongs.got(reader, values[name], name, *more)

    parts = built(Parts(**{name: values[name] for name in PARTS}))
    statement = values["statement"] if values["statement"].strip() else parts
    prior, size, impact = got(share, "prior"), got(number, "prior_size"), got(whole, "impact", 5)
    words = {
        name: values[name] for name in ("block", "kind", "metric", "unit", "direction", "falsifier", "prior_reason")
    }
    text = HypothesisText(
        **words, title=values["title"], statement=statement, segment_id=id_or_none(values["segment_id"]),
        problem_id=id_or_none(values["problem_id"]), threshold=got(number, "threshold"),
        least_effect=got(number, "least_effect"), prior=0.5 if prior is None else prior,
        prior_size=2.0 if size is None else size, impact=5 if impact is None else impact,
        gain_minor=got(amount, "gain_minor", currency), loss_minor=got(amount, "loss_minor", currency),
        reversible=bool(values["reversible"]), critical=bool(values["critical"]),
        expires_on=got(day_or_none, "expires_on"),
    )  # fmt: skip
    with wrongs:
        checked(text)
    wrongs.tell()
    return text


def fields_of(text: HypothesisText, currency: str) -> dict[str, str]:
    """A hypothesis as its form shows it."""
    values = {name: str(getattr(text, name) or "") for name in FIELDS}
    return values | {
        "prior": in_field(round(text.prior * 100, 6)), "prior_size": in_field(text.prior_size),
        "threshold": in_field(text.threshold), "least_effect": in_field(text.least_effect),
        "gain_minor": money_in_field(text.gain_minor, currency), "loss_minor": money_in_field(text.loss_minor, currency),
        "reversible": "on" if text.reversible else "", "critical": "on" if text.critical else "",
        "expires_on": text.expires_on.isoformat() if text.expires_on else "",
    }  # fmt: skip


@require_POST
def put(request: Visit, hypothesis_id: int) -> HttpResponse:
    """Take off the canvas, put back, set aside, take up again."""
    venture_id, _text, _number, _now = hypothesis_text(actor=request.user, hypothesis_id=hypothesis_id)
    frame_to_change(request, venture_id)
    what, given = request.POST.get("what", ""), version(request.POST.get("version", ""))
    if what in {"park", "unpark"}:
        park_hypothesis(actor=request.user, hypothesis_id=hypothesis_id, version=given, parked=what == "park")
    elif what == "restore":
        restore_hypothesis(actor=request.user, hypothesis_id=hypothesis_id, version=given)
    else:
        remove_hypothesis(actor=request.user, hypothesis_id=hypothesis_id, version=given)
        return go_to(request, "venture_canvas", venture_id=venture_id, query={"said": "removed"})
    return go_to(request, "hypothesis", hypothesis_id=hypothesis_id)


@require_POST
def links(request: Visit, hypothesis_id: int) -> HttpResponse:
    """Say what a hypothesis rests on, or take that back."""
    venture_id, _text, _number, _now = hypothesis_text(actor=request.user, hypothesis_id=hypothesis_id)
    frame_to_change(request, venture_id)
    values = typed(request.POST, "parent", "what")
    parent_id = id_or_none(values["parent"]) or 0
    try:
        if values["what"] == "unlink":
            unlink_hypotheses(actor=request.user, child_id=hypothesis_id, parent_id=parent_id)
        else:
            link_hypotheses(actor=request.user, child_id=hypothesis_id, parent_id=parent_id)
    except BadInput as error:
        return page_of(request, hypothesis_id, link=refused(values, error), status=422)
    return go_to(request, "hypothesis", hypothesis_id=hypothesis_id)
