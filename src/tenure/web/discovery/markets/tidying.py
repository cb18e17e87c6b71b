"""Problems made one with another, problems and segments taken out: forms below those that write them."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from tenure.discovery.markets import removing
from tenure.discovery.markets.merging import merge_problem
from tenure.discovery.markets.problems import ProblemRow, problem_of
from tenure.discovery.markets.segments import segment_of
from tenure.discovery.markets.unmerging import undo_merge_problem, where_merged
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, NotFound
from tenure.web.discovery.markets.editors import meanwhile, problem_page, segment_page, segment_values
from tenure.web.form import Form, refused
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_POST
def merge(request: Visit, problem_id: int) -> HttpResponse:
    """Make a problem part of another."""
    row = problem_of(actor=request.user, problem_id=problem_id)
    kept = request.POST.get("kept", "")
    try:
        merge_problem(
            actor=request.user, problem_id=problem_id, version=_version(request), kept_id=id_or_none(kept)
        )  # fmt: skip
    except (BadInput, Conflict) as error:
        values = {"name": row.name, "description": row.description, "kept": kept}
        form = refused(values, error) if isinstance(error, BadInput) else Form(values, "", meanwhile())
        return problem_page(request, row.venture_id, form, _as_it_is(request, row), status=422)
    return go_to(request, "problems", venture_id=row.venture_id, query={"said": "merged"})


def _as_it_is(request: Visit, row: ProblemRow) -> ProblemRow:
    """The problem as somebody else may just have left it; as it was where it is no more."""
    try:
        return problem_of(actor=request.user, problem_id=row.id)
    except NotFound:
        return row


@require_POST
def undo_merge(request: Visit, problem_merge_id: int) -> HttpResponse:
    """Take a merge back, or say on the page of the problem that was kept what has to be taken back first."""
    venture_id, kept_id = where_merged(actor=request.user, merge_id=problem_merge_id)
    try:
        undo_merge_problem(actor=request.user, merge_id=problem_merge_id)
    except InvalidValue as error:
        if error.problem.code == "problem_merge_went_on":
            raise
        row = problem_of(actor=request.user, problem_id=kept_id)
        values = {"name": row.name, "description": row.description}
        return problem_page(request, venture_id, refused(values, error), row, status=422)
    return go_to(request, "problems", venture_id=venture_id, query={"said": "unmerged"})


@require_POST
def remove_problem(request: Visit, problem_id: int) -> HttpResponse:
    """Take a problem out, or say what hangs on it."""
    row = problem_of(actor=request.user, problem_id=problem_id)
    try:
        removing.remove_problem(actor=request.user, problem_id=problem_id, version=_version(request))
    except BadInput as error:
        values = {"name": row.name, "description": row.description}
        return problem_page(request, row.venture_id, refused(values, error), row, status=422)
    return go_to(request, "problems", venture_id=row.venture_id, query={"said": "removed"})


@require_POST
def remove_segment(request: Visit, segment_id: int) -> HttpResponse:
    """Take a segment out, or say what hangs on it."""
    row = segment_of(actor=request.user, segment_id=segment_id)
    try:
        removing.remove_segment(actor=request.user, segment_id=segment_id, version=_version(request))
    except BadInput as error:
        return segment_page(request, row.venture_id, refused(segment_values(row), error), row, status=422)
    return go_to(request, "problems", venture_id=row.venture_id, query={"said": "removed"})


def _version(request: Visit) -> int:
    return id_or_none(request.POST.get("version", "")) or 0
