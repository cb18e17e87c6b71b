"""The library of objections: the list, one with its answers, writing and changing one."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.conversations.objections import (
    LONGEST_TEXT,
    AnswerText,
    ObjectionFilter,
    ObjectionText,
    ObjectionView,
    add_objection,
    edit_objection,
    objection_in_sight,
    objections_list,
    retire_objection,
)
from tenure.conversations.scripts import may_write_for_all
from tenure.conversations.speech import LANGUAGES
from tenure.kernel.errors import BadInput, Conflict, NotAllowed
from tenure.privacy.rights import Right, may, require
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.scripts.scripts import ANY, asked_language, said
from tenure.web.scripts.step_form import whole
from tenure.web.scripts.words import categories, languages
from tenure.web.visit import Visit

FIELDS = ("text", "language", "category", "segment")
WORDINGS = tuple(f"wording-{language}" for language in LANGUAGES)
ANSWER = ("answer", "alternate", "proof")


@require_safe
def listing(request: Visit) -> HttpResponse:
    """Objections by their words, each with its answers and how often they helped."""
    given = {name: request.GET.get(name, "").replace("\x00", "")[:100] for name in ("q", "category", "segment")}
    language = asked_language(request)
    wanted = ObjectionFilter(
        **given, language="" if language == ANY else language, retired=request.GET.get("retired") == "yes"
    )
    context = {
        "page": objections_list(actor=request.user, wanted=wanted),
        "wanted": wanted,
        "language_chosen": language,
        "languages": languages(),
        "categories": categories(),
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
    }
    return render(request, "scripts/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    """A new objection with its first answer."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    values = typed(request.POST, *FIELDS, *WORDINGS, *ANSWER)
    if request.method != "POST":
        heard = request.GET.get("text", "").replace("\x00", "")[:LONGEST_TEXT]
        values |= {"text": heard, "language": request.user.language, "category": "other"}
        return _form(request, Form(values))
    text = _text(values)
    answers = [AnswerText(values["answer"], values["alternate"], values["proof"])]
    try:
        shared = may_write_for_all(request.user) and request.POST.get("shared") == "on"
        given = answers if any(values[name].strip() for name in ANSWER) else []
        objection_id = add_objection(actor=request.user, wanted=text, answers=given, shared=shared)
    except BadInput as error:
        return _form(request, refused(values, error), status=422)
    return go_to(request, "objection", objection_id=objection_id, query={"said": "saved"})


@require_safe
def objection(request: Visit, objection_id: int) -> HttpResponse:
    """One objection with its answers."""
    return objection_page(request, objection_in_sight(actor=request.user, objection_id=objection_id))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, objection_id: int) -> HttpResponse:
    """Change the words of an objection."""
    found = objection_in_sight(actor=request.user, objection_id=objection_id)
    if not found.own:
        raise NotAllowed
    if request.method != "POST":
        wordings = {f"wording-{language}": found.text.wordings.get(language, "") for language in LANGUAGES}
        return _form(request, Form({name: getattr(found.text, name) for name in FIELDS} | wordings), found)
    values = typed(request.POST, *FIELDS, *WORDINGS)
    version = whole(request.POST.get("version", ""), 0)
    try:
        edit_objection(actor=request.user, objection_id=objection_id, wanted=_text(values), version=version)
    except Conflict:
        now = objection_in_sight(actor=request.user, objection_id=objection_id)
        text = _("Somebody changed this objection meanwhile: “%(text)s”. Your text is kept: compare and save again.")
        return _form(request, Form(values, "", text % {"text": now.text.text}), now, status=422)
    except BadInput as error:
        return _form(request, refused(values, error), found, status=422)
    return go_to(request, "objection", objection_id=objection_id, query={"said": "saved"})


@require_POST
def retire(request: Visit, objection_id: int) -> HttpResponse:
    """Offer an objection no longer, or again."""
    retired = request.POST.get("retired") != "no"
    version = whole(request.POST.get("version", ""), 0)
    retire_objection(actor=request.user, objection_id=objection_id, version=version, retired=retired)
    return go_to(request, "objection", objection_id=objection_id, query={"said": "retired" if retired else "restored"})


def objection_page(
    request: Visit, found: ObjectionView, answer: Form | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of an objection; answer: the form of a new answer as it was typed."""
    context = {
        "objection": found,
        "categories": dict(categories()),
        "answer": answer or Form(dict.fromkeys(("text", "alternate", "proof"), "")),
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
        "said": said(request),
    }
    return render(request, "scripts/objection.html", context, status=status)


def _text(values: dict[str, str]) -> ObjectionText:
    wordings = {name.removeprefix("wording-"): values[name] for name in WORDINGS if values[name].strip()}
    return ObjectionText(**{name: values[name] for name in FIELDS}, wordings=wordings)


def _form(request: Visit, form: Form, found: ObjectionView | None = None, *, status: int = 200) -> HttpResponse:
    if form.field == "text" and found is None and not form.values["answer"].strip() and form.values["text"].strip():
        form = Form(form.values, "answer", form.text)  # the sentence is about the first answer
    context = {
        "form": form,
        "objection": found,
        "languages": languages(),
        "categories": categories(),
        "may_share": found is None and may_write_for_all(request.user),
        "shared": request.POST.get("shared") == "on" or request.method != "POST",
    }
    return render(request, "scripts/objection_form.html", context, status=status)
