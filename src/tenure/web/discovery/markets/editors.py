"""Segments and problems: written, changed, taken up and dropped."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.typed_numbers import in_field
from tenure.discovery.markets.problems import (
    ProblemRow,
    add_problem,
    drop_problem,
    edit_problem,
    problem_of,
    reopen_problem,
    take_problem,
)
from tenure.discovery.markets.segments import (
    SegmentRow,
    SegmentText,
    add_segment,
    checked_segment,
    edit_segment,
    segment_of,
)
from tenure.discovery.markets.unmerging import merges_into
from tenure.discovery.markets.words import problem_states
from tenure.discovery.markets_list import problem_choices
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotAllowed, Wrongs
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.interviews.typed import people
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

SEGMENT = ("name", "description", "accounts_low", "accounts_high", "accounts_source", "declared_best")
PROBLEM = ("name", "description")


@require_http_methods(["GET", "HEAD", "POST"])
def new_segment(request: Visit, venture_id: int) -> HttpResponse:
    """One more segment."""
    _require_work(request, venture_id)
    values = typed(request.POST, *SEGMENT)
    if request.method == "POST":
        try:
            add_segment(actor=request.user, venture_id=venture_id, text=_segment(values))
        except BadInput as error:
            return segment_page(request, venture_id, refused(values, error), status=422)
        return go_to(request, "problems", venture_id=venture_id, query={"said": "saved"})
    return segment_page(request, venture_id, Form(values))


@require_http_methods(["GET", "HEAD", "POST"])
def segment(request: Visit, segment_id: int) -> HttpResponse:
    """Read or change a segment. Changed meanwhile by another: what was typed stays."""
    row = segment_of(actor=request.user, segment_id=segment_id)
    if request.method != "POST":
        return segment_page(request, row.venture_id, Form(segment_values(row)), row)
    values = typed(request.POST, *SEGMENT)
    version = id_or_none(request.POST.get("version", "")) or 0
    try:
        edit_segment(actor=request.user, segment_id=segment_id, version=version, text=_segment(values))
    except Conflict:
        row = segment_of(actor=request.user, segment_id=segment_id)
        return segment_page(request, row.venture_id, Form(values, "", meanwhile()), row, status=422)
    except BadInput as error:
        return segment_page(request, row.venture_id, refused(values, error), row, status=422)
    return go_to(request, "problems", venture_id=row.venture_id, query={"said": "saved"})


@require_http_methods(["GET", "HEAD", "POST"])
def new_problem(request: Visit, venture_id: int) -> HttpResponse:
    """One more problem."""
    _require_work(request, venture_id)
    values = typed(request.POST, *PROBLEM)
    if request.method == "POST":
        try:
            add_problem(actor=request.user, venture_id=venture_id, **values)
        except BadInput as error:
            return problem_page(request, venture_id, refused(values, error), status=422)
        return go_to(request, "problems", venture_id=venture_id, query={"said": "saved"})
    return problem_page(request, venture_id, Form(values))


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: Visit, problem_id: int) -> HttpResponse:
    """Read or change a problem. Changed meanwhile by another: what was typed stays."""
    row = problem_of(actor=request.user, problem_id=problem_id)
    if request.method != "POST":
        return problem_page(request, row.venture_id, Form({"name": row.name, "description": row.description}), row)
    values = typed(request.POST, *PROBLEM)
    version = id_or_none(request.POST.get("version", "")) or 0
    try:
        edit_problem(actor=request.user, problem_id=problem_id, version=version, **values)
    except Conflict:
        row = problem_of(actor=request.user, problem_id=problem_id)
        return problem_page(request, row.venture_id, Form(values, "", meanwhile()), row, status=422)
    except BadInput as error:
        return problem_page(request, row.venture_id, refused(values, error), row, status=422)
    return go_to(request, "problems", venture_id=row.venture_id, query={"said": "saved"})


@require_POST
def decide(request: Visit, problem_id: int) -> HttpResponse:
    """Take a problem up, drop it, or put it back into the backlog."""
    row = problem_of(actor=request.user, problem_id=problem_id)
    version = id_or_none(request.POST.get("version", "")) or 0
    reason, what = request.POST.get("reason", "").replace("\x00", ""), request.POST.get("what", "")
    today = clock.today()
    try:
        if what == "reopen":
            reopen_problem(actor=request.user, problem_id=problem_id, version=version, today=today)
        else:
            writer = drop_problem if what == "drop" else take_problem
            writer(actor=request.user, problem_id=problem_id, version=version, reason=reason, today=today)
    except BadInput as error:
        values = {"name": row.name, "description": row.description, "reason": reason}
        return problem_page(request, row.venture_id, refused(values, error), row, status=422)
    return go_to(request, "problems", venture_id=row.venture_id, query={"said": "saved"})


def segment_values(row: SegmentRow) -> dict[str, str]:
    """A segment as its form shows it."""
    return {
        "name": row.text.name, "description": row.text.description, "accounts_low": in_field(row.text.accounts_low),
        "accounts_high": in_field(row.text.accounts_high), "accounts_source": row.text.accounts_source,
        "declared_best": "on" if row.text.declared_best else "",
    }  # fmt: skip


def _segment(values: dict[str, str]) -> SegmentText:
    """The typed segment. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    text = SegmentText(
        name=values["name"], description=values["description"],
        accounts_low=wrongs.got(people, values["accounts_low"], "accounts_low"),
        accounts_high=wrongs.got(people, values["accounts_high"], "accounts_high"),
        accounts_source=values["accounts_source"], declared_best=bool(values["declared_best"]),
    )  # fmt: skip
    wrongs.got(checked_segment, text)
    wrongs.tell()
    return text


def segment_page(
    request: Visit, venture_id: int, form: Form, row: SegmentRow | None = None, *, status: int = 200
) -> HttpResponse:
    """The form of a segment with what was typed."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {"form": form, "row": row}
    return venture_page(request, "discovery/markets/segment.html", frame, context, here="problems", status=status)


def problem_page(
    request: Visit, venture_id: int, form: Form, row: ProblemRow | None = None, *, status: int = 200
) -> HttpResponse:
    """The form of a problem with what was typed; below it what may become of the problem."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    others = problem_choices(actor=request.user, venture_id=venture_id) if row else []
    context = {
        "form": form, "row": row, "states": problem_states(), "reason": form.values.get("reason", ""),
        "kept": form.values.get("kept", ""),
        "merges": merges_into(actor=request.user, problem_id=row.id) if row else (),
        "others": [("", _("choose")), *((str(number), name) for number, name in others if row and number != row.id)],
    }  # fmt: skip
    return venture_page(request, "discovery/markets/problem.html", frame, context, here="problems", status=status)


def _require_work(request: Visit, venture_id: int) -> None:
    if not frame_of(actor=request.user, venture_id=venture_id).may_work:
        raise NotAllowed


def meanwhile() -> str:
    """Two saved the same at once."""
    return _("Somebody changed this meanwhile. Your text is kept: compare and save again.")
