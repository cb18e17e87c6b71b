"""One import: watched while it is worked on, checked with a person, written, undone."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from tenure.kernel.errors import BadInput, Problem
from tenure.kernel.problems import sentence
from tenure.orders.files.options import Options
from tenure.orders.import_words import phase_name, state_name, summary_lines
from tenure.orders.imports import (
    BatchView,
    batch_for,
    cancel_import,
    check_again,
    choose_columns,
    confirm_import,
    is_outdated,
    rejected_file,
    request_undo,
    same_file_before,
)
from tenure.web.orders.checked import (
    column_heads,
    days_of,
    outcome,
    preview_rows,
    problem_lines,
    problem_rows,
    questions,
)
from tenure.web.orders.columns import chosen_options
from tenure.web.orders.words import date_orders, described, role_names
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

IMPORT_STATES = frozenset({"to_import", "importing", "done", "to_undo", "undoing", "undone"})
UNDO_STATES = frozenset({"to_undo", "undoing"})


@require_safe
def import_page(request: Visit, batch_id: int) -> HttpResponse:
    """The page of one import, in whatever state it is."""
    return _show(request, batch_for(request.user, batch_id))


@require_safe
def progress(request: Visit, batch_id: int) -> HttpResponse:
    """How far the work is, asked every second; when it is over, the page itself."""
    batch = batch_for(request.user, batch_id)
    if not is_htmx(request):
        return redirect("import", batch_id=batch_id)
    if not batch.at_work:
        return go_to(request, "import", batch_id=batch_id)
    return render(request, "orders/_progress.html", _working(batch))


@require_POST
def columns(request: Visit, batch_id: int) -> HttpResponse:
    """Have the file checked again as the person says it is to be read."""
    batch = batch_for(request.user, batch_id)
    try:
        options = chosen_options(request.POST, _options(batch), _columns(batch))
    except BadInput as error:
        return _show(request, batch, typed=request.POST.dict(), problem=sentence(error), status=422)
    choose_columns(actor=request.user, batch_id=batch_id, options=options)
    return go_to(request, "import", batch_id=batch_id)


@require_POST
def again(request: Visit, batch_id: int) -> HttpResponse:
    """Count the checked file anew."""
    check_again(actor=request.user, batch_id=batch_id)
    return go_to(request, "import", batch_id=batch_id)


@require_POST
def confirm(request: Visit, batch_id: int) -> HttpResponse:
    """Import what was checked; `skip_bad` leaves out the lines that cannot be read."""
    batch = batch_for(request.user, batch_id)
    try:
        confirm_import(actor=request.user, batch_id=batch_id, skip_bad=request.POST.get("skip_bad") == "yes")
    except BadInput as error:
        return _show(request, batch, problem=sentence(error), status=422)
    return go_to(request, "import", batch_id=batch_id)


@require_POST
def cancel(request: Visit, batch_id: int) -> HttpResponse:
    """Put the file away."""
    cancel_import(actor=request.user, batch_id=batch_id)
    return go_to(request, "imports")


@require_POST
def undo(request: Visit, batch_id: int) -> HttpResponse:
    """Take everything the import wrote away again."""
    request_undo(actor=request.user, batch_id=batch_id)
    return go_to(request, "import", batch_id=batch_id)


@require_safe
def rejected(request: Visit, batch_id: int) -> HttpResponseBase:
    """The lines that cannot be read, with remarks, as a file to correct and load again."""
    batch = batch_for(request.user, batch_id)
    path = rejected_file(request.user, batch_id)
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{stem} (to correct).csv", content_type="text/csv; charset=utf-8"
    )


def _show(
    request: Visit,
    batch: BatchView,
    *,
    typed: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    shape_of: Callable[[BatchView], dict[str, Any]] = _working if batch.at_work else _resting
    context = {"problem": problem, "typed": typed or {}, **shape_of(batch), "currency": _currency(request, batch)}
    if batch.report.get("shape"):
        context |= _file(batch, typed)
    return render(request, "orders/import.html", context, status=status)


def _working(batch: BatchView) -> dict[str, Any]:
    found = batch.progress
    share = found.done / found.total if found and found.total else None
    return {
        "batch": batch,
        "step": 3 if batch.state in IMPORT_STATES else 2,
        "undoing": batch.state in UNDO_STATES,
        "phase": phase_name(found.phase if found else ""),
        "share": min(1.0, share) if share is not None else None,
        "state_name": state_name,
    }


def _resting(batch: BatchView) -> dict[str, Any]:
    error = batch.error
    return {
        "batch": batch,
        "step": 3 if batch.state in IMPORT_STATES else 2,
        "trouble": sentence(Problem(error["code"], error["data"])) if error else "",
        "before": same_file_before(batch) if batch.state == "checked" else None,
        "outdated": is_outdated(batch),
        "summary_lines": summary_lines,
        "state_name": state_name,
    }


def _file(batch: BatchView, typed: dict[str, str] | None) -> dict[str, Any]:
    """What is known of the file: always its columns, after a check also its lines."""
    report = batch.report
    known: dict[str, Any] = {
        "described": described(report, batch.file_bytes),
        "heads": column_heads(report, typed),
        "rows": preview_rows(report),
        "roles": role_names(),
        "options": report["options"],
        "date_orders": date_orders(),
        "questions": questions(report),
    }
    if report.get("checked"):
        known |= {
            "outcome": outcome(report),
            "problems": problem_rows(report, severity="reject"),
            "doubts": problem_rows(report, severity="warning"),
            "lines": problem_lines(report),
            "days_of": days_of(report),
        }
    return known


def _options(batch: BatchView) -> dict[str, Any]:
    return batch.report.get("options") or batch.options or Options().to_json()


def _columns(batch: BatchView) -> list[dict[str, Any]]:
    return list(batch.report.get("shape", {}).get("columns", []))


def _currency(request: Visit, batch: BatchView) -> str:
    return str(batch.report.get("currency") or request.workspace.currency)
