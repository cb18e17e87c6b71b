"""Record: a contact written down in twenty seconds, everything preset, nothing typed ever lost."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tenure.agenda import reasons
from tenure.clients.people.channels import Kind
from tenure.journeys.contacts.record_contact import RecordedContact, record_contact
from tenure.journeys.contacts.record_page import RecordPage, record_page
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput, Conflict, InvalidValue
from tenure.web.conversations import words
from tenure.web.conversations.record_form import FIELDS, LINES, is_number, moment_of, record_of, typed_record
from tenure.web.form import Form, refused
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

# icons: arrow-left clock plus user-plus
LONGEST_TITLE = 160  # of a script
KINDS_OF_TASKS = {"promise": "call", "answer": "email"}


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Visit, client_id: int) -> HttpResponse:
    """The form, and recording what it says. `task` in the address: what the contact is for; it is finished with it;
    `script`: what it followed."""
    task = request.GET.get("task", "")
    if request.method != "POST":
        page = _page(request, client_id, task)
        return _form(request, page, Form(_preset(page) | _followed(request)))
    values = typed_record(request.POST)
    try:
        done = record_contact(
            actor=request.user,
            client_id=client_id,
            record=record_of(values, client_id=client_id),
        )
    except BadInput as error:
        return _form(request, _page(request, client_id, task), refused(values, _placed(error)), status=422)
    except Conflict:
        text = _("Somebody changed this client a moment ago. What you typed is all here; save once more.")
        return _form(request, _page(request, client_id, task), Form(values, "", text), status=422)
    request.session["recorded"] = told(done)
    if request.POST.get("then") == "today":
        return go_to(request, "today")
    return go_to(request, "client", client_id=client_id)


def told(done: RecordedContact) -> str:
    """What was recorded, in a line."""
    if done.repeated:
        return _("This contact had been recorded already; nothing was written twice.")
    parts = []
    if done.facts:
        parts.append(ngettext("%(n)s fact", "%(n)s facts", done.facts) % {"n": done.facts})
    if done.promises:
        parts.append(ngettext("%(n)s promise", "%(n)s promises", done.promises) % {"n": done.promises})
    if done.questions:
        parts.append(ngettext("%(n)s open question", "%(n)s open questions", done.questions) % {"n": done.questions})
    if done.objections:
        parts.append(ngettext("%(n)s objection", "%(n)s objections", done.objections) % {"n": done.objections})
    if done.next_on:
        parts.append(_("next talk %(day)s") % {"day": formats.day(done.next_on)})
    what = ", ".join(parts)
    return _("Recorded: %(what)s.") % {"what": what} if what else _("Recorded.")


def _placed(error: BadInput) -> BadInput:
    """The field as the form names it; an answer's own stand under the question."""
    name = str(error.problem.data.get("field", ""))
    if name.startswith("answer-"):
        return InvalidValue(error.problem.code, **{**error.problem.data, "field": "answer"})
    return error


def _page(request: Visit, client_id: int, task: str) -> RecordPage:
    return record_page(
        actor=request.user,
        client_id=client_id,
        task_id=int(task) if is_number(task) else None,
    )


def _preset(page: RecordPage) -> dict[str, str]:
    """Everything that can be guessed is chosen: the call of this minute with whoever the task or the post names."""
    now = timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M")
    values = dict.fromkeys(FIELDS, "") | {
        "kind": KINDS_OF_TASKS.get(page.task.kind, "call") if page.task else "call",
        "at": now,
        "outcome": "reached",
        "next": "suggested",
        "key": str(uuid.uuid4()),
        "channel-kind": "phone",
        "answer_use": "on",
    }
    wanted = page.task.person_id if page.task else None
    contact = next((one for one in page.people if one.id == wanted or (wanted is None and one.is_contact)), None)
    if page.task:
        values |= {"task": str(page.task.id), "task_version": str(page.task.version)}
    return values | ({f"person-{contact.id}": "on"} if contact else {})


def _followed(request: Visit) -> dict[str, str]:
    """The name of the script the talk followed, as the beginning of its text."""
    title = " ".join(request.GET.get("script", "").replace("\x00", "").split())[:LONGEST_TITLE]
    return {"text": _("Script: %(title)s.") % {"title": title} + "\n"} if title else {}


def _moment_said(text: str) -> str:
    """The moment as people write it; what is none, as it was typed."""
    try:
        return formats.moment(moment_of(text))
    except InvalidValue:
        return text


def _form(request: Visit, page: RecordPage, form: Form, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "lines": LINES,
        "kinds": words.kinds(),
        "outcomes": words.outcomes(),
        "readiness": words.readiness(),
        "attitudes": words.attitudes(),
        "kind_icons": words.KIND_ICONS,
        "outcome_icons": words.OUTCOME_ICONS,
        "channel_kinds": [kind for kind in Kind.values if kind not in ("site", "address")],
        "channel_names": words.channels(),
        "task_title": reasons.title,
        "question": page.question,
        "at": _moment_said(form.values["at"]),
        "currency": request.workspace.currency,
        "ends": words.ends_of_answers(),
        "came_up": any(value for name, value in form.values.items() if name.startswith(("used-", "other_answer"))),
        "open_lines": [line for line in LINES if form.values.get(f"owed-{line}-title")],
    }
    template = "conversations/_record.html" if is_htmx(request) else "conversations/record.html"
    return render(request, template, context, status=status)
