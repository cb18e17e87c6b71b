"""A plain task a person adds for themselves, with or without a client."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.agenda.tasks import add_task as write_task
from tenure.clients.clients import client_facts
from tenure.clients.search.search import Found, find_clients
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.privacy.rights import Right, require
from tenure.web.agenda.tasks import day_of
from tenure.web.agenda.today import Asked, LastChange, remember
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120)
MOST_FOUND = 6


@require_http_methods(["GET", "HEAD", "POST"])
def add_task(request: Visit) -> HttpResponse:
    """The form, and saving it. `client` in the address presets the client."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    today = clock.today()
    if request.method != "POST":
        values = {"title": "", "minutes": "10", "due_on": today.isoformat(), "client": "", "client_id": ""}
        return _form(request, Form(values | _preset(request)))
    values = typed(request.POST, "title", "minutes", "due_on", "client", "client_id")
    found: list[Found] = []
    try:
        client_id, found = _client(request, values)
        change = write_task(
            actor=request.user,
            title=values["title"],
            minutes=int(values["minutes"]) if values["minutes"].isdecimal() else 0,
            due_on=day_of(values["due_on"], "due_on"),
            today=today,
            client_id=client_id,
        )
    except BadInput as error:
        offered = error.found if isinstance(error, SeveralClients) else found
        return _form(request, refused(values, error), offered, status=422)
    text = _("Task added")
    due = date.fromisoformat(values["due_on"])
    remember(request, LastChange(change.task_id, change.version, change.state, text, undone=True))
    own = "" if due > today else str(change.task_id)
    return go_to(request, "today", query=Asked().query(task=own))


class SeveralClients(InvalidValue):
    """What was typed fits several clients; `found` are the ones to choose from."""

    def __init__(self, value: str, found: list[Found]) -> None:
        self.found = found
        super().__init__("task_client_several", field="client", value=value)


def _client(request: Visit, values: dict[str, str]) -> tuple[int | None, list[Found]]:
    """The client meant: the one chosen, else the only one that fits what was typed; None when nothing was typed."""
    text = values["client"].strip()
    chosen = values["client_id"]
    if not text:
        return None, []
    found = find_clients(actor=request.user, text=text, limit=MOST_FOUND)
    exact = [one for one in found if text.casefold() in (one.name.casefold(), one.external_id.casefold())]
    for one in found:
        if str(one.id) == chosen:
            return one.id, found
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0].id, found
    if not found:
        raise InvalidValue("task_client_unknown", field="client", value=text)
    raise SeveralClients(text, found)


def _preset(request: Visit) -> dict[str, str]:
    """The client named in the address, when in sight."""
    wanted = request.GET.get("client", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 18):
        return {}
    return {"client": client_facts(actor=request.user, client_id=int(wanted)).details.name, "client_id": wanted}


def _form(request: Visit, form: Form, found: list[Found] | None = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "found": found or [], "minutes": MINUTES, "in_dialog": is_htmx(request)}
    template = "agenda/_new_task.html" if is_htmx(request) else "agenda/new_task.html"
    return render(request, template, context, status=status)
