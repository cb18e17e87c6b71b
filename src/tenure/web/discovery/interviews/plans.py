"""Interview plans: writing one, its page with guide and people, closing it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.discovery.interviews.candidates import candidates_of
from tenure.discovery.interviews.coding import talks_to_hear
from tenure.discovery.interviews.guide_lint import LANGUAGES
from tenure.discovery.interviews.kinds import (
    KINDS,
    acquaintance_names,
    basis_names,
    candidate_states,
    kind_names,
    side_names,
)
from tenure.discovery.interviews.plans import PlanRow, add_plan, close_plan, edit_plan, plan_of
from tenure.discovery.markets.segments import segments_of
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput, Conflict, NotAllowed
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.interviews.plan_form import FIELDS, blank, guide_view, languages, plan_from, written
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

HEARD = ((0.3, 0.95), (0.2, 0.9), (0.1, 0.9))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit, venture_id: int) -> HttpResponse:
    """Plan a round of interviews; `kind` and `language` in the address choose the starter guide."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if not frame.may_work:
        raise NotAllowed
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            plan_id = add_plan(actor=request.user, venture_id=venture_id, plan=plan_from(values))
        except BadInput as error:
            return _form(request, venture_id, refused(values, error), None, status=422)
        return go_to(request, "interview_plan", plan_id=plan_id, query={"said": "saved"})
    kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
    values = blank(
        kind if kind in KINDS else "problem", language if language in LANGUAGES else str(request.user.language)
    )
    return _form(request, venture_id, Form(values), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, plan_id: int) -> HttpResponse:
    """Change a plan. Changed meanwhile by another: what was typed stays."""
    plan = plan_of(actor=request.user, plan_id=plan_id)
    if not plan.may_work:
        raise NotAllowed
    if request.method != "POST":
        return _form(request, plan.venture_id, Form(written(plan)), plan)
    values = typed(request.POST, *FIELDS)
    try:
        version = id_or_none(request.POST.get("version", "")) or 0
        edit_plan(actor=request.user, plan_id=plan_id, version=version, plan=plan_from(values))
    except Conflict:
        text = _("Somebody changed this plan meanwhile. Your text is kept: compare and save again.")
        now = plan_of(actor=request.user, plan_id=plan_id)
        return _form(request, plan.venture_id, Form(values, "", text), now, status=422)
    except BadInput as error:
        return _form(request, plan.venture_id, refused(values, error), plan, status=422)
    return go_to(request, "interview_plan", plan_id=plan_id, query={"said": "saved"})


@require_safe
def plan(request: Visit, plan_id: int) -> HttpResponse:
    """One plan: how far it is, its guide, the people."""
    return plan_page(request, plan_id)


@require_POST
def close(request: Visit, plan_id: int) -> HttpResponse:
    """No more talks are wanted, or they are again."""
    close_plan(actor=request.user, plan_id=plan_id, closed=request.POST.get("open") != "yes")
    return go_to(request, "interview_plan", plan_id=plan_id)


def plan_page(request: Visit, plan_id: int, form: Form | None = None, *, status: int = 200) -> HttpResponse:
    """The page of a plan; form: the one of a new person, as it was sent."""
    found = plan_of(actor=request.user, plan_id=plan_id)
    frame = frame_of(actor=request.user, venture_id=found.venture_id)
    blank_person = {
        "name": "",
        "company": "",
        "contact": "",
        "acquaintance": "cold",
        "consent_text": "",
        "consent_on": "",
    }
    context = {
        "plan": found,
        "guide": guide_view(found.questions, found.language),
        "people": candidates_of(actor=request.user, plan_id=plan_id),
        "person": form or Form(blank_person),
        "heard": [(share, sure, talks_to_hear(share, sure)) for share, sure in HEARD],
        "said": _("Saved") if request.GET.get("said") == "saved" else "",
    }
    return venture_page(
        request, "discovery/interviews/plan.html", frame, context | _words(), here="interviews", status=status
    )


def _form(request: Visit, venture_id: int, form: Form, plan: PlanRow | None, *, status: int = 200) -> HttpResponse:
    frame = frame_of(actor=request.user, venture_id=venture_id)
    segments = segments_of(actor=request.user, venture_id=venture_id)
    context = {
        "form": form,
        "plan": plan,
        "guide": guide_view(form.values["questions"], form.values["language"]),
        "segments": [("", _("not yet known")), *((str(one.id), one.text.name) for one in segments)],
    }
    return venture_page(
        request, "discovery/interviews/plan_form.html", frame, context | _words(), here="interviews", status=status
    )


def _words() -> dict[str, Any]:
    return {
        "kinds": kind_names(), "sides": side_names(), "states": candidate_states(), "bases": basis_names(),
        "acquaintances": acquaintance_names(), "languages": languages(),
    }  # fmt: skip
