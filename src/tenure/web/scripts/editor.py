"""Writing a script: all its steps in one form, whose buttons rearrange them without saving."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.conversations.placeholders import NAMES, unknown_gaps
from tenure.conversations.script_steps import MOST_STEPS, Step, shape_faults
from tenure.conversations.script_text import written
from tenure.conversations.scripts import (
    ScriptText,
    ScriptView,
    add_script,
    edit_script,
    may_write_for_all,
    script_in_sight,
)
from tenure.conversations.shape_words import shape_words
from tenure.conversations.speech import LANGUAGES
from tenure.conversations.techniques import technique_cards
from tenure.kernel.errors import BadInput, Conflict, NotAllowed
from tenure.privacy.rights import Right, require
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render
from tenure.web.scripts.lint import advice_on
from tenure.web.scripts.step_form import blank, changed, rows_of, steps_from, whole
from tenure.web.scripts.tree import tree_of
from tenure.web.scripts.words import languages, step_kinds
from tenure.web.visit import Visit

FIELDS = ("title", "language", "segment", "need", "value")


@dataclass(frozen=True)
class Draft:
    """A script as it stands in the form. script: None for a new one; theirs: what somebody else saved meanwhile."""

    form: Form
    steps: tuple[Step, ...]
    version: int
    script: ScriptView | None = None
    theirs: str = ""
    do: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    """A new script: one's own, or for all where one keeps the library."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    if request.method != "POST":
        return _page(request, Draft(Form(dict.fromkeys(FIELDS, "") | {"language": request.user.language}), blank(), 0))
    values, steps, do = _sent(request)
    if do != "save":
        return _page(request, Draft(Form(values), changed(steps, do), 0, do=do))
    try:
        shared = may_write_for_all(request.user) and request.POST.get("shared") == "on"
        script_id = add_script(actor=request.user, wanted=ScriptText(**values, steps=steps), shared=shared)
    except BadInput as error:
        return _page(request, Draft(_refused(values, error), steps, 0), status=422)
    return go_to(request, "script", script_id=script_id, query={"said": "saved"})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, script_id: int) -> HttpResponse:
    """Change a script. Changed meanwhile by another: what was typed stays, beside what stands now."""
    script = script_in_sight(actor=request.user, script_id=script_id)
    if not script.own:
        raise NotAllowed
    if request.method != "POST":
        known = {name: getattr(script.text, name) for name in FIELDS}
        return _page(request, Draft(Form(known), script.text.steps, script.version, script))
    values, steps, do = _sent(request)
    version = whole(request.POST.get("version", ""), 0)
    if do != "save":
        return _page(request, Draft(Form(values), changed(steps, do), version, script, do=do))
    try:
        edit_script(actor=request.user, script_id=script_id, wanted=ScriptText(**values, steps=steps), version=version)
    except Conflict:
        now = script_in_sight(actor=request.user, script_id=script_id)
        text = _("Somebody changed this script meanwhile. Your text is kept: compare and save again.")
        theirs = f"{now.text.title}\n\n{written(now.text.steps)}"
        return _page(request, Draft(Form(values, "", text), steps, now.version, now, theirs), status=422)
    except BadInput as error:
        return _page(request, Draft(_refused(values, error), steps, version, script), status=422)
    return go_to(request, "script", script_id=script_id, query={"said": "saved"})


def _sent(request: Visit) -> tuple[dict[str, str], tuple[Step, ...], str]:
    return typed(request.POST, *FIELDS), steps_from(request.POST), request.POST.get("do", "save")


def _refused(values: dict[str, str], error: BadInput) -> Form:
    """The form with its sentence: beside the field, or beside the step that `field` names."""
    form = refused(values, error)
    named = str(error.problem.data.get("field", ""))
    return Form(values, named, form.text) if named.endswith("-text") else form


def _page(request: Visit, draft: Draft, *, status: int = 200) -> HttpResponse:
    language = draft.form.values["language"]
    language = language if language in LANGUAGES else request.user.language
    steps = draft.steps
    context = {
        "draft": draft,
        "rows": rows_of(steps, draft.do),
        "more_steps": len(steps) < MOST_STEPS,
        "languages": languages(),
        "kinds": step_kinds(),
        "cards": [("", _("the usual one")), *((card.code, card.title) for card in technique_cards(language))],
        "targets": [(n, f"{n}  {' '.join(step.text.split())[:28]}") for n, step in enumerate(steps, 1)],
        "advice": [advice_on(step.text, language, asking=step.kind == "ask") for step in steps],
        "gaps": NAMES,
        "unknown": sorted({name for step in steps for name in unknown_gaps(step.text)}),
        "faults": [shape_words(fault) for fault in shape_faults(steps)],
        "tree": tree_of(steps),
        "may_share": draft.script is None and may_write_for_all(request.user),
        "shared": request.POST.get("shared") == "on" or request.method != "POST",
    }
    name = "scripts/_editor.html" if is_htmx(request) else "scripts/editor.html"
    return render(request, name, context, status=status)
