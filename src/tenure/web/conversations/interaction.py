"""One conversation: read by whoever sees the client, corrected by who held it."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.clients.clients import client_facts
from tenure.conversations.interactions import InteractionRow, Talk, edit_interaction
from tenure.conversations.interactions import interaction as read_interaction
from tenure.kernel.errors import BadInput, Conflict, NotFound
from tenure.privacy.rights import Right, require
from tenure.web.conversations import words
from tenure.web.conversations.record_form import is_number, moment_of
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

FIELDS = ("kind", "at", "outcome", "readiness", "text", "version")


@require_http_methods(["GET", "HEAD", "POST"])
def interaction(request: Visit, interaction_id: int) -> HttpResponse:
    """The conversation with its form for whoever may correct it; both versions are shown when two did so at once."""
    row = read_interaction(actor=request.user, interaction_id=interaction_id)
    if request.method != "POST":
        return _show(request, row, Form(_stored(row)))
    require(request.user, Right.WORK_WITH_CLIENTS)
    if not row.own:
        raise NotFound(f"interaction {interaction_id}")
    values = typed(request.POST, *FIELDS)
    try:
        _save(request, row, values)
    except BadInput as error:
        return _show(request, row, refused(values, error), status=422)
    except Conflict:
        now = read_interaction(actor=request.user, interaction_id=interaction_id)
        text = _(
            "Somebody corrected this a moment ago. Your text is kept below; theirs stands above. Compare and save."
        )
        return _show(request, now, Form(values | {"version": str(now.version)}, "", text), status=422)
    request.session["recorded"] = _("Conversation corrected")
    if row.client_id is None:
        return go_to(request, "interaction", interaction_id=interaction_id)
    return go_to(request, "client", client_id=row.client_id)


def _save(request: Visit, row: InteractionRow, values: dict[str, str]) -> None:
    moment = row.at if values["at"] == _local(row) else moment_of(values["at"])
    people = [int(person) for person in request.POST.getlist("person") if is_number(person)]
    talk = Talk(
        kind=values["kind"],
        at=moment,
        outcome=values["outcome"],
        readiness=values["readiness"],
        next_contact_on=row.next_contact_on,
        minutes=row.minutes,
        text=values["text"],
        people=tuple(people),
        answers=row.answers,
    )
    if not is_number(values["version"]):
        raise BadInput("form_broken", field="version")
    edit_interaction(actor=request.user, interaction_id=row.id, version=int(values["version"]), talk=talk)


def _stored(row: InteractionRow) -> dict[str, str]:
    return {
        "kind": row.kind,
        "at": _local(row),
        "outcome": row.outcome,
        "readiness": row.readiness,
        "text": row.text,
        "version": str(row.version),
    }


def _local(row: InteractionRow) -> str:
    return timezone.localtime(row.at).strftime("%Y-%m-%dT%H:%M")


def _show(request: Visit, row: InteractionRow, form: Form, status: int = 200) -> HttpResponse:
    name = client_facts(actor=request.user, client_id=row.client_id).details.name if row.client_id else ""
    context = {
        "talk": replace(row, text=row.text.strip()),
        "form": form,
        "client_name": name,
        "kinds": words.kinds(),
        "outcomes": words.outcomes(),
        "readiness": words.readiness(),
        "kind_icons": words.KIND_ICONS,
        "outcome_icons": words.OUTCOME_ICONS,
    }
    template = "conversations/_interaction.html" if is_htmx(request) else "conversations/interaction.html"
    return render(request, template, context, status=status)
