"""Writing a card: choosing its kind, filling it in with live help, changing a draft, amending what is locked."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.hypotheses.ladder import HIGHEST, level_name
from tenure.discovery.testing import words
from tenure.discovery.testing.amendments import amend_test
from tenure.discovery.testing.cards import claimed_by, draft_test, edit_draft, seen_test
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.testing.kinds import KINDS
from tenure.discovery.testing.plan import TWO_ARMS
from tenure.discovery.testing.runners import runners_of
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.kernel.errors import BadInput, Conflict, NotAllowed
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.testing.card_form import FIELDS, blank, card_text, filled, helped, shown
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to, render
from tenure.web.visit import Visit

HERE = "venture_tests"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit, venture_id: int) -> HttpResponse:
    """Choose a kind, then write the card; nothing is promised before it is locked."""
    frame = _for_work(request, venture_id)
    kind = request.GET.get("kind", "")
    if request.method != "POST" and kind not in KINDS:
        return _choose(request, frame)
    hypothesis = request.GET.get("hypothesis", "")
    if request.method != "POST":
        values = blank(kind, request.workspace.hour_cost_minor, request.workspace.currency)
        values["name"] = kind_words()[kind].name
        values["metric"] = kind_words()[kind].success
        values["threshold"] = _claimed(request, venture_id, id_or_none(hypothesis), kind) or values["threshold"]
        return _form(request, frame, Form(values | {"hypothesis": hypothesis}))
    values = typed(request.POST, *FIELDS, "hypothesis")
    if "work_out" in request.POST:
        return _form(request, frame, Form(values))
    try:
        chosen = id_or_none(values["hypothesis"]) or 0
        if chosen not in {row.id for row in hypotheses_of(actor=request.user, venture_id=venture_id)}:
            raise BadInput("test_hypothesis_missing", field="hypothesis")
        text = card_text(values, request.workspace.currency)
        test_id = draft_test(actor=request.user, hypothesis_id=chosen, text=text)
    except BadInput as error:
        return _form(request, frame, refused(values, error), status=422)
    return go_to(request, "test", test_id=test_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, test_id: int) -> HttpResponse:
    """Change a draft, or amend a locked card with a reason that stays visible."""
    card = seen_test(request.user, test_id)
    frame = _for_work(request, card.venture_id)
    more: dict[str, Any] = {"card": card, "amending": card.state == "locked"}
    if request.method != "POST":
        values = filled(card, request.workspace.currency) | {"reason": "", "version": str(card.version)}
        return _form(request, frame, Form(values), **more)
    values = typed(request.POST, *FIELDS, "reason", "version")
    if "work_out" in request.POST:
        return _form(request, frame, Form(values), **more)
    version = id_or_none(values["version"]) or 0
    try:
        text = card_text(values, request.workspace.currency)
        if card.state == "locked":
            amend_test(actor=request.user, test_id=test_id, version=version, text=text, reason=values["reason"])
        else:
            edit_draft(actor=request.user, test_id=test_id, version=version, text=text)
    except Conflict:
        said = _("Somebody changed this meanwhile. What you typed is kept: compare and save again.")
        fresh = values | {"version": str(card.version)}
        return _form(request, frame, Form(fresh, "", said), status=409, **more)
    except BadInput as error:
        return _form(request, frame, refused(values, error), status=422, **more)
    return go_to(request, "test", test_id=test_id)


@require_POST
def design(request: Visit, venture_id: int) -> HttpResponse:
    """What the design typed so far means: a fragment for the form; nothing is stored."""
    _for_work(request, venture_id)
    values = typed(request.POST, *FIELDS)
    return render(request, "discovery/testing/_design.html", _helped(request, values))


def _for_work(request: Visit, venture_id: int) -> VentureFrame:
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if not frame.may_work:
        raise NotAllowed(f"{request.user.pk} only reads venture {venture_id}")
    return frame


def _claimed(request: Visit, venture_id: int, hypothesis_id: int | None, kind: str) -> str:
    """The share the chosen claim names, as the card decides at it; empty where it names none, or two variants are compared."""
    if hypothesis_id is None or KINDS[kind].rule in TWO_ARMS:
        return ""
    chosen = claimed_by(actor=request.user, venture_id=venture_id, hypothesis_id=hypothesis_id)
    return shown(chosen)


def _choose(request: Visit, frame: VentureFrame) -> HttpResponse:
    said = kind_words()
    context = {
        "kinds": [(kind, said[kind.code]) for kind in KINDS.values()],
        "levels": [(level, level_name(level)) for level in range(HIGHEST + 1)],
        "hypothesis": request.GET.get("hypothesis", ""),
        "hour_minor": request.workspace.hour_cost_minor,
        "rule_words": dict(words.rules()),
    }
    return venture_page(request, "discovery/testing/kinds.html", frame, context, here=HERE)


def _form(request: Visit, frame: VentureFrame, form: Form, *, status: int = 200, **more: Any) -> HttpResponse:
    code = form.values["kind"] if form.values["kind"] in KINDS else next(iter(KINDS))
    context = {
        "form": form,
        "card": None,
        "amending": False,
        "kind": kind_words()[code],
        "kinds": [(one, said.name) for one, said in kind_words().items()],
        "rules": words.rules(),
        "rule_notes": words.rule_notes(),
        "levels": [(str(level), f"{level}: {level_name(level)}") for level in range(HIGHEST + 1)],
        "hypotheses": [
            (str(row.id), f"H{row.number} {row.title}")
            for row in hypotheses_of(actor=request.user, venture_id=frame.id)
        ],
        "runners": [("", "—"), *((str(pk), name) for pk, name in runners_of(actor=request.user, venture_id=frame.id))],
    }
    context |= _helped(request, form.values) | more
    return venture_page(request, "discovery/testing/card_form.html", frame, context, here=HERE, status=status)


def _helped(request: Visit, values: Any) -> dict[str, Any]:
    workspace = request.workspace
    return {
        "help": helped(values, workspace.currency, hour_minor=workspace.hour_cost_minor),
        "asked": values,
        "currency": workspace.currency,
        "rule_notes": words.rule_notes(),
        "sentence": words.problem_sentence,
    }
