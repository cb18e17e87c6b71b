"""Criteria of a gate: their marks and need, one's own, and the word of a person on those decided by hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.typed_numbers import in_field, number_typed
from tenure.discovery.gates import base_words, words
from tenure.discovery.gates.changes import (
    add_criterion,
    edit_criterion,
    remove_criterion,
    removed_criterion,
    restore_criterion,
)
from tenure.discovery.gates.criteria import Criterion, decide_criterion, withdraw_decision
from tenure.discovery.gates.standard import FROM_BASE, MARKS, WHOLE
from tenure.discovery.gates.view import GateLine, GateView, gate_of
from tenure.discovery.hypotheses.find_evidence import EvidenceHit, SeveralPieces, find_evidence, picked_evidence
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, Wrongs
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.gates.page import empty, gate_page, shown_line
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

LONGEST_SEARCH = 200
# The page where the number of a rule is kept; the others stand on the page of fit.
PAGES = {
    **dict.fromkeys(("interviews", "early_adopter"), "interviews"),
    **dict.fromkeys(("prevalence", "severity", "market"), "problems"),
    **dict.fromkeys(("commitment", "channel", "none_refuted", "together"), "venture_hypotheses"),
    **dict.fromkeys(("converges", "marginal_cost", "next_clients_pay"), "economics"),
    "paid": "presales", "roadmap": "roadmap", "by_hand": "services",
}  # fmt: skip
FIELDS = ("need", "title", "version", "why", "met", "reason", "evidence", "evidence_id", *MARKS)


@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: Visit, venture_id: int) -> HttpResponse:
    """One criterion, named by `phase` and `code`; posted: save, decide, withdraw or remove."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    phase, code = request.GET.get("phase", frame.phase), request.GET.get("code", "")
    view = gate_of(actor=request.user, venture_id=venture_id, phase=phase)
    found = next((line for line in view.lines if line.criterion.code == code), None)
    if found is None:
        return _removed(request, frame, phase, code)
    form, status = Form(_typed(found.criterion)), 200
    pieces: tuple[EvidenceHit, ...] = ()
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            _act(request, venture_id, found.criterion, values)
        except Conflict:
            form, status = refused(values, InvalidValue("economics_changed")), 422
        except BadInput as error:
            form, status = refused(values, error), 422
            pieces = error.found if isinstance(error, SeveralPieces) else ()
        else:
            return go_to(request, "gate", venture_id=venture_id, query={"phase": phase})
    context = _context(request, found, form, view) | {"pieces": pieces}
    return venture_page(request, "discovery/gates/criterion.html", frame, context, here="gate", status=status)


def _removed(request: Visit, frame: VentureFrame, phase: str, code: str) -> HttpResponse:
    """A criterion that counts no more: what it asked for, and how to bring it back."""
    title, marks, version = removed_criterion(actor=request.user, venture_id=frame.id, phase=phase, code=code)
    form, status = Form({"why": "", "version": str(version)}), 200
    if request.method == "POST":
        values = typed(request.POST, "why", "version")
        try:
            restore_criterion(
                actor=request.user, venture_id=frame.id, phase=phase, code=code, reason=values["why"],
                version=id_or_none(values["version"]) or 0,
            )  # fmt: skip
        except Conflict:
            form, status = refused(values, InvalidValue("economics_changed")), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "gate", venture_id=frame.id, query={"phase": phase})
    context = {"code": code, "phase": phase, "title": words.title_of(code, title, marks), "form": form}
    return venture_page(request, "discovery/gates/removed.html", frame, context, here="gate", status=status)


def _context(request: Visit, found: GateLine, form: Form, view: GateView) -> dict[str, object]:
    names = words.mark_names()
    read = view.base if found.criterion.rule in FROM_BASE else None
    return {
        "source": base_words.sources().get(found.criterion.rule, ""),
        "source_page": PAGES.get(found.criterion.rule, "fit_board"),
        "read_at": read.at if read else None,
        "line": shown_line(found, request.workspace.currency),
        "criterion": found.criterion,
        "form": form,
        "marks": [(name, names[name]) for name in found.criterion.marks],
        "needs": words.needs(),
        "may_work": view.may_work,
    }


def _act(request: Visit, venture_id: int, found: Criterion, values: dict[str, str]) -> None:
    act = request.POST.get("act", "save")
    place: dict[str, Any] = {"actor": request.user, "venture_id": venture_id, "phase": found.phase, "code": found.code}
    version = id_or_none(values["version"]) or 0
    if act == "decide":
        evidence = picked_evidence(
            actor=request.user, venture_id=venture_id, text=values["evidence"], chosen=id_or_none(values["evidence_id"])
        )
        decide_criterion(**place, met=values["met"] == "yes", reason=values["reason"], evidence_id=evidence)
    elif act == "withdraw":
        withdraw_decision(**place)
    elif act == "remove":
        remove_criterion(**place, version=version, reason=values["why"])
    else:
        wrongs = Wrongs()
        marks = {name: wrongs.got(_mark, name, values[name]) for name in found.marks}
        wrongs.tell()
        edit_criterion(
            **place, version=version, need=values["need"], marks=marks, title=values["title"], reason=values["why"]
        )


def _mark(name: str, text: str) -> float:
    value = number_typed(text.strip().rstrip("%").strip())
    if value is None:
        raise InvalidValue("gate_mark_missing", field=name)
    return value if name in WHOLE else value / 100


def _typed(found: Criterion) -> dict[str, str]:
    marks = {name: in_field(value if name in WHOLE else 100 * value) for name, value in found.marks.items()}
    return dict.fromkeys(FIELDS, "") | marks | {
        "need": found.need, "title": found.title, "version": str(found.version), "met": "yes",
    }  # fmt: skip


@require_safe
def evidence_names(request: Visit, venture_id: int) -> HttpResponse:
    """Pieces of evidence that complete what is being typed, as options; without script the words are matched when saved."""
    text = request.GET.get("evidence", "").replace("\x00", "")[:LONGEST_SEARCH]
    pieces = find_evidence(actor=request.user, venture_id=venture_id, text=text)
    return render(request, "discovery/gates/_evidence_names.html", {"pieces": pieces})


@require_POST
def add(request: Visit, venture_id: int) -> HttpResponse:
    """A criterion of one's own."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    values = typed(request.POST, "title", "need", "phase")
    phase = values["phase"] or frame.phase
    try:
        add_criterion(
            actor=request.user, venture_id=venture_id, phase=phase, title=values["title"], need=values["need"] or "must"
        )
    except BadInput as error:
        return gate_page(
            request, frame, refused(empty() | {name: values[name] for name in ("title", "need")}, error), 422
        )
    return go_to(request, "gate", venture_id=venture_id, query={"phase": phase})
