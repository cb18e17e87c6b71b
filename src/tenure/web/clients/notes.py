"""Notes about a client: written, changed and deleted in place; refused text stays in the field."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.notes import add_note, delete_note, edit_note, notes_of, own_note
from tenure.kernel.errors import BadInput
from tenure.privacy.rights import Right, may
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render, say
from tenure.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: Visit, client_id: int) -> HttpResponse:
    """The notes of a client, and adding one. `before` in the address asks for older ones."""
    form = Form({"text": ""})
    status = 200
    if request.method == "POST":
        values = typed(request.POST, "text")
        try:
            add_note(actor=request.user, client_id=client_id, text=values["text"])
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            if not is_htmx(request):
                return go_to(request, "client", client_id=client_id)
    response = _block(request, client_id, form, status)
    return say(response, _("Note saved")) if request.method == "POST" and status == 200 else response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, note_id: int) -> HttpResponse:
    """Change one's own note."""
    client_id, row = own_note(actor=request.user, note_id=note_id)
    form, status = Form({"text": row.text}), 200
    if request.method == "POST":
        values = typed(request.POST, "text")
        try:
            edit_note(actor=request.user, note_id=note_id, text=values["text"])
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return _after(request, client_id, _("Note saved"))
    context = {"form": form, "note_id": note_id, "client_id": client_id}
    return render(
        request, "clients/_note_form.html" if is_htmx(request) else "clients/note.html", context, status=status
    )


@require_POST
def delete(request: Visit, note_id: int) -> HttpResponse:
    """Delete one's own note."""
    return _after(request, delete_note(actor=request.user, note_id=note_id), _("Note deleted"))


def _after(request: Visit, client_id: int, text: str) -> HttpResponse:
    if not is_htmx(request):
        return go_to(request, "client", client_id=client_id)
    return say(_block(request, client_id, Form({"text": ""}), 200), text)


def _block(request: Visit, client_id: int, form: Form, status: int) -> HttpResponse:
    before = request.GET.get("before", "")
    oldest = int(before) if before.isascii() and before.isdigit() and len(before) <= 18 else None
    rows, more = notes_of(actor=request.user, client_id=client_id, before=oldest)
    context = {
        "rows": rows,
        "more": more,
        "client_id": client_id,
        "note": form,
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
    }
    if oldest is not None:
        return render(request, "clients/_note_rows.html", context)
    return render(request, "clients/_notes.html" if is_htmx(request) else "clients/notes.html", context, status=status)
