"""Field visits: a form that works on a phone without a connection, the script behind it, and its place on the screen."""

import json
import uuid
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenure.conversations.interactions import Talk
from tenure.journeys.contacts.record_contact import ContactRecord, Owed
from tenure.journeys.contacts.visit_page import VisitPage, VisitTo, record_visit, visit_page
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue, TenureError
from tenure.kernel.problems import sentence
from tenure.web.addresses import static
from tenure.web.agenda.tasks import day_of
from tenure.web.conversations.record import told
from tenure.web.conversations.record_form import is_number, key_of, moment_of
from tenure.web.errors import STATUS
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.visit import Visit

# icons: cloud-off cloud-up map-pin
FIELDS = ("to", "at", "text", "key", "do-title", "do-due_on", "facts")


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: Visit) -> HttpResponse:
    """The form, and recording what it says: sent by itself, or out of the phone's waiting list (X-Visit)."""
    if request.method != "POST":
        return _form(request, Form(_preset(request)))
    answers = [name for name in request.POST if name.startswith("a-")]
    values = typed(request.POST, *FIELDS, *answers)
    waiting = request.headers.get("X-Visit") == "1"
    try:
        to = _to(values["to"])
        done = record_visit(actor=request.user, to=to, record=_record(values), keep_facts=values["facts"] == "on")
    except TenureError as error:
        if waiting:
            status = 422 if isinstance(error, BadInput) else STATUS.get(type(error), 409)
            return HttpResponse(sentence(error), status=status, content_type="text/plain; charset=utf-8")
        if isinstance(error, BadInput):
            return _form(request, refused(values, _placed(error)), status=422)
        raise
    if waiting:
        return HttpResponse(status=204)
    request.session["recorded"] = told(done)
    return go_to(request, "client", client_id=to.client_id) if to.client_id else go_to(request, "visit")


def _record(values: dict[str, str]) -> ContactRecord:
    answers = {name.removeprefix("a-"): value for name, value in values.items() if name.startswith("a-")}
    title, day = values["do-title"].strip(), values["do-due_on"].strip()
    owed: tuple[Owed, ...] = ()
    if title:
        due = day_of(day, "do-due_on") if day else clock.day_of(moment_of(values["at"]))
        owed = (Owed("task", title, due, "do-"),)
    talk = Talk("visit", moment_of(values["at"]), "reached", text=values["text"], answers=answers)
    return ContactRecord(talk=talk, key=key_of(values["key"]), owed=owed, next_contact="none")


def _to(text: str) -> VisitTo:
    kind, _colon, number = text.partition(":")
    if not is_number(number) or kind not in ("client", "company"):
        raise InvalidValue("visit_to_whom", field="to")
    return VisitTo(client_id=int(number)) if kind == "client" else VisitTo(company_id=int(number))


def _placed(error: BadInput) -> BadInput:
    """The field as the form names it: a-<code> for an answer."""
    name = str(error.problem.data.get("field", ""))
    if name.startswith("a-"):
        return InvalidValue(error.problem.code, **{**error.problem.data, "field": name.removesuffix("-value")})
    return error


def _preset(request: Visit) -> dict[str, str]:
    client = request.GET.get("client", "")
    return dict.fromkeys(FIELDS, "") | {
        "to": f"client:{client}" if is_number(client) else "",
        "at": timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"),
        "key": str(uuid.uuid4()),
        "facts": "on",
    }


def _form(request: Visit, form: Form, status: int = 200) -> HttpResponse:
    chosen = form.values["to"].removeprefix("client:")
    page: VisitPage = visit_page(actor=request.user, client_id=int(chosen) if is_number(chosen) else None)
    recorded = request.session.pop("recorded", "")
    zone = request.workspace.time_zone
    context = {"page": page, "form": form, "recorded": recorded, "zone": zone}
    return render(request, "conversations/visit.html", context, status=status)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the form on the phone. From the root: only there may it answer for /visit/."""
    built = static("js/visit-worker.js").removeprefix(settings.STATIC_URL)
    text = (Path(settings.STATIC_ROOT) / built).read_text(encoding="utf-8")
    return HttpResponse(
        text, content_type="text/javascript; charset=utf-8", headers={"Service-Worker-Allowed": "/visit/"}
    )


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put Tenure on its home screen."""
    icon = {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    about = {
        "name": "Tenure",
        "short_name": "Tenure",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f9f8f5",
        "theme_color": "#005f70",
        "icons": [icon],
        "shortcuts": [{"name": _("Field visit"), "url": "/visit/"}],
    }
    text = json.dumps(about, ensure_ascii=False)
    return HttpResponse(text, content_type="application/manifest+json; charset=utf-8")
