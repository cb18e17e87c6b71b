"""Pivots: those that were made, and recording one."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tenure.clients.typed_numbers import in_field, number_typed
from tenure.discovery.canvas.blocks import block_names
from tenure.discovery.gates import pivot_words
from tenure.discovery.gates.pivots import (
    HALF,
    PivotDraft,
    WantedPivot,
    checked_pivot,
    pivot_draft,
    pivots_of,
    record_pivot,
)
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.discovery.ventures.phases import phase_names
from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed, Wrongs
from tenure.web.discovery.frame import venture_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

FIELDS = ("kind", "before", "reason", "kept", "phase")


@require_safe
def pivots(request: Visit, venture_id: int) -> HttpResponse:
    """Every pivot of the venture, newest first."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    kinds = dict(pivot_words.pivot_kinds())
    context = {
        "pivots": pivots_of(actor=request.user, venture_id=venture_id),
        "kinds": kinds,
        "blocks": block_names(),
        "phase_names": phase_names(),
        "fates": dict(pivot_words.fates()),
    }
    return venture_page(request, "discovery/gates/pivots.html", frame, context, here="pivots")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit, venture_id: int) -> HttpResponse:
    """Record a pivot: the changed blocks come from the canvas."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if not frame.may_work:
        raise NotAllowed(f"{request.user.pk} only reads venture {venture_id}")
    asked = id_or_none(request.POST.get("before", "") or request.GET.get("before", ""))
    draft = pivot_draft(actor=request.user, venture_id=venture_id, before=asked)
    values = dict.fromkeys(FIELDS, "") | {"before": str(draft.before or ""), "phase": "discovery"}
    values |= {f"fate_{one.row.id}": one.fate for one in draft.hypotheses}
    values |= {
        f"weight_{one.row.id}": in_field(100 * (one.weight if one.fate == "carried" else HALF))
        for one in draft.hypotheses
    }
    if request.method != "POST":
        return _form(request, frame, draft, Form(values), set())
    values |= typed(request.POST, *[name for name in values if name in request.POST])
    chosen = {number for text in request.POST.getlist("evidence") if (number := id_or_none(text))}
    try:
        record_pivot(actor=request.user, venture_id=venture_id, wanted=_wanted(draft, values, chosen))
    except BadInput as error:
        return _form(request, frame, draft, refused(values, error), chosen, 422)
    return go_to(request, "pivots", venture_id=venture_id)


def _wanted(draft: PivotDraft, values: dict[str, str], chosen: set[int]) -> WantedPivot:
    """The typed pivot. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs, fates = Wrongs(), dict[int, tuple[str, float]]()
    for one in draft.hypotheses:
        fate = values[f"fate_{one.row.id}"]
        weight = 1.0
        if fate == "carried":
            read = wrongs.got(_weight, values[f"weight_{one.row.id}"], f"weight_{one.row.id}")
            weight = HALF if read is None else read
        fates[one.row.id] = (fate, weight)
    wanted = WantedPivot(
        values["kind"],
        id_or_none(values["before"]) or 0,
        values["reason"],
        chosen,
        fates,
        values["phase"],
        values["kept"],
    )
    if wrongs.found:  # else the writer looks at it, with what only the venture knows
        wrongs.got(checked_pivot, wanted)
    wrongs.tell()
    return wanted


def _weight(text: str, field: str) -> float:
    found = number_typed(text.strip().rstrip("%").strip())
    if found is None:
        raise InvalidValue("pivot_weight", field=field)
    return found / 100


def _form(
    request: Visit, frame: VentureFrame, draft: PivotDraft, form: Form, chosen: set[int], status: int = 200
) -> HttpResponse:
    names = phase_names()
    context: dict[str, Any] = {
        "draft": draft,
        "form": form,
        "chosen": chosen,
        "kinds": pivot_words.pivot_kinds(),
        "fates": pivot_words.fates(),
        "blocks": block_names(),
        "pivot_phases": [(code, names[code]) for code in draft.phases],
        "runway": pivot_words.runway_words(draft.runway, request.workspace.currency),
    }
    return venture_page(request, "discovery/gates/pivot.html", frame, context, here="pivots", status=status)
