"""The checklists of the four phases with the questions they answer."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.ventures.checklist import (
    add_checklist_item,
    checklist_item,
    checklist_of,
    edit_checklist_item,
    remove_checklist_item,
)
from tenure.discovery.ventures.checklist_words import standard_items
from tenure.discovery.ventures.phases import phase_names, phase_questions, phase_results
from tenure.kernel.errors import BadInput, Conflict
from tenure.web.discovery.frame import frame_to_change, venture_page
from tenure.web.discovery.reading import version
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: Visit, venture_id: int) -> HttpResponse:
    """All phases; posting adds an item of the venture's own."""
    frame = frame_to_change(request, venture_id)
    form, status = Form({"phase": "", "title": ""}), 200
    if request.method == "POST":
        values = typed(request.POST, "phase", "title")
        try:
            add_checklist_item(actor=request.user, venture_id=venture_id, **values)
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "venture_checklist", venture_id=venture_id)
    context = {
        "items": checklist_of(actor=request.user, venture_id=venture_id),
        "names": phase_names(),
        "questions": phase_questions(),
        "results": phase_results(),
        "standard": standard_items(),
        "form": form,
    }
    return venture_page(
        request, "discovery/ventures/checklist.html", frame, context, here="venture_checklist", status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Visit, checklist_item_id: int) -> HttpResponse:
    """One item: what came of it, whether it is done, its words."""
    venture_id, found = checklist_item(actor=request.user, item_id=checklist_item_id)
    frame = frame_to_change(request, venture_id)
    done = "on" if found.done_on else ""
    form, status = Form({"title": found.title, "result": found.result, "done": done}), 200
    if request.method == "POST":
        values = typed(request.POST, "title", "result", "done")
        try:
            edit_checklist_item(
                actor=request.user, item_id=checklist_item_id, title=values["title"], result=values["result"],
                done=values["done"] == "on", version=version(request.POST.get("version", "")),
            )  # fmt: skip
        except Conflict:
            venture_id, found = checklist_item(actor=request.user, item_id=checklist_item_id)
            text = _("Somebody changed this item meanwhile: “%(text)s”. Your text is kept: compare and save again.")
            form, status = Form(values, "", text % {"text": found.result or found.title}), 409
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "venture_checklist", venture_id=venture_id)
    context = {"item": found, "form": form, "standard": standard_items(), "names": phase_names()}
    return venture_page(
        request, "discovery/ventures/checklist_item.html", frame, context, here="venture_checklist", status=status
    )


@require_POST
def remove(request: Visit, checklist_item_id: int) -> HttpResponse:
    """Take an item off the list."""
    return go_to(
        request, "venture_checklist",
        venture_id=remove_checklist_item(actor=request.user, item_id=checklist_item_id),
    )  # fmt: skip
