"""Answers to an objection: written, changed, retired, and marked after a talk."""

from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.conversations.objection_answers import add_answer, edit_answer, record_use, retire_answer
from tenure.conversations.objection_reading import answer_in_sight
from tenure.conversations.objections import AnswerText, objection_in_sight
from tenure.kernel.errors import BadInput, Conflict, NotAllowed
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render, say
from tenure.web.scripts.objections import objection_page
from tenure.web.scripts.step_form import whole
from tenure.web.visit import Visit

FIELDS = ("text", "alternate", "proof")
HELPED = {"yes": True, "no": False}


@require_POST
def add(request: Visit, objection_id: int) -> HttpResponse:
    """One more answer."""
    found = objection_in_sight(actor=request.user, objection_id=objection_id)
    values = typed(request.POST, *FIELDS)
    try:
        add_answer(actor=request.user, objection_id=objection_id, wanted=AnswerText(**values))
    except BadInput as error:
        return objection_page(request, found, refused(values, error), status=422)
    return go_to(request, "objection", objection_id=objection_id, query={"said": "saved"})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, answer_id: int) -> HttpResponse:
    """Change an answer."""
    objection, answer = answer_in_sight(actor=request.user, answer_id=answer_id)
    if not objection.own:
        raise NotAllowed
    if request.method != "POST":
        known = {name: getattr(answer.text, name) for name in FIELDS}
        return render(request, "scripts/answer.html", _context(Form(known), objection, answer))
    values = typed(request.POST, *FIELDS)
    version = whole(request.POST.get("version", ""), 0)
    try:
        edit_answer(actor=request.user, answer_id=answer_id, wanted=AnswerText(**values), version=version)
    except Conflict:
        objection, answer = answer_in_sight(actor=request.user, answer_id=answer_id)
        text = _("Somebody changed this answer meanwhile: “%(text)s”. Your text is kept: compare and save again.")
        form = Form(values, "", text % {"text": answer.text.text})
        return render(request, "scripts/answer.html", _context(form, objection, answer), status=422)
    except BadInput as error:
        context = _context(refused(values, error), objection, answer)
        return render(request, "scripts/answer.html", context, status=422)
    return go_to(request, "objection", objection_id=objection.id, query={"said": "saved"})


@require_POST
def retire(request: Visit, answer_id: int) -> HttpResponse:
    """Offer an answer no longer, or again."""
    retired = request.POST.get("retired") != "no"
    version = whole(request.POST.get("version", ""), 0)
    objection_id = retire_answer(actor=request.user, answer_id=answer_id, version=version, retired=retired)
    return go_to(request, "objection", objection_id=objection_id, query={"said": "retired" if retired else "restored"})


@require_POST
def use(request: Visit, answer_id: int) -> HttpResponse:
    """Note that an answer was used, and whether it helped."""
    helped = HELPED.get(request.POST.get("helped", ""))
    client_id = whole(request.POST.get("client", ""), 0) or None
    objection_id = record_use(actor=request.user, answer_id=answer_id, client_id=client_id, helped=helped)
    if is_htmx(request):
        context = {"answer_id": answer_id, "helped": helped}
        return say(render(request, "scripts/_used.html", context), _("Noted"))
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponse(status=303, headers={"Location": back})
    return go_to(request, "objection", objection_id=objection_id, query={"said": "used"})


def _context(form: Form, objection: object, answer: object) -> dict[str, object]:
    return {"form": form, "objection": objection, "answer": answer}
