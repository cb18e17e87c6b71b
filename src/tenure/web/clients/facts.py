"""Facts on the card: written, confirmed, restored and resolved in place; whatever was typed stays in the field."""

import io
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.fact_catalogue import FactKind, fact_kinds
from tenure.clients.facts.fact_files import LARGEST, file_of, record_file
from tenure.clients.facts.facts import (
    FactConflict,
    KnownFact,
    Subject,
    confirm_fact,
    fact_of,
    facts_history,
    record_fact,
    resolve_fact,
    restore_fact,
    withdraw_fact,
)
from tenure.clients.facts.special_facts import open_fact
from tenure.journeys.cards.facts_block import FactLine, fact_line, facts_block, unknown_lines
from tenure.kernel.errors import BadInput, InvalidValue, NotFound
from tenure.privacy.rights import Right, require
from tenure.web.clients.fact_forms import (
    FactForm,
    blank_form,
    card_of,
    confidence_typed,
    form_context,
    form_of,
    in_conflict,
    number_of,
    people_around,
    source_typed,
    typed_form,
    value_typed,
)
from tenure.web.clients.fact_words import group_words, kind_options, talk
from tenure.web.form import refused
from tenure.web.page import is_htmx, render, say
from tenure.web.visit import Visit

# icons: download eye-off lock history arrow-back-up plus check


@require_safe
def facts(request: Visit, client_id: int) -> HttpResponse:
    """The Facts of a client."""
    context = facts_context(request, client_id) | {"heading": _("Facts"), "back": f"/clients/{client_id}/"}
    return render(request, "clients/_facts.html" if is_htmx(request) else "clients/facts.html", context)


def facts_context(request: Visit, client_id: int) -> dict[str, Any]:
    """What the template of the block is given."""
    block = facts_block(actor=request.user, client_id=client_id)
    return {"block": block, "x": talk(request), "words": group_words()}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Visit, client_id: int = 0, person_id: int = 0, company_id: int = 0) -> HttpResponse:
    """Write down something new: choose its kind, then its form. `as=line` in the address: the line as it stands."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    subject = _subject(client_id, person_id, company_id)
    code = (request.POST if request.method == "POST" else request.GET).get("kind", "")
    line = fact_line(actor=request.user, subject=subject, kind=code)
    if line is None or not line.kind.fits(subject.kind):
        return _choose(request, subject)
    if request.GET.get("as") == "line":
        return _line(request, line)
    if request.method != "POST":
        if line.facts:
            return fact(request, line.facts[0].id)
        return _form(request, subject, line.kind, blank_form(line.kind))
    return _record(request, subject, line.kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: Visit, fact_id: int) -> HttpResponse:
    """Change one fact in place: the newer value supersedes it. `as=line` in the address: the line as it stands."""
    found = fact_of(actor=request.user, fact_id=fact_id)
    line = _line_of(request, found)
    if request.GET.get("as") == "line":
        return _line(request, line)
    require(request.user, Right.WORK_WITH_CLIENTS)
    if request.method != "POST":
        return _form(request, found.subject, line.kind, form_of(line.kind, found), found)
    return _record(request, found.subject, line.kind, found)


@require_safe
def history(request: Visit, fact_id: int) -> HttpResponse:
    """Everything ever recorded of the kind about the subject."""
    found = fact_of(actor=request.user, fact_id=fact_id)
    line = _line_of(request, found)
    rows = facts_history(actor=request.user, subject=found.subject, kind=found.kind)
    context = _shown(request, line) | {"history": rows}
    return render(request, f"clients/{_part(request)}fact_history.html", context)


@require_safe
def claims(request: Visit, fact_id: int) -> HttpResponse:
    """Contradicting claims side by side."""
    line = _line_of(request, fact_of(actor=request.user, fact_id=fact_id))
    return render(request, f"clients/{_part(request)}fact_claims.html", _shown(request, line))


@require_safe
def file(request: Visit, fact_id: int) -> HttpResponseBase:
    """The file of a fact, for saving only: no browser shows it as a page of ours."""
    kept = file_of(actor=request.user, fact_id=fact_id)
    answer = FileResponse(io.BytesIO(kept.content), as_attachment=True, filename=kept.name)
    answer["Content-Type"] = kept.media_type
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def confirm(request: Visit, fact_id: int) -> HttpResponse:
    """Still true: its age becomes zero."""
    return _after(request, confirm_fact(actor=request.user, fact_id=fact_id), _("Fact confirmed"))


@require_POST
def restore(request: Visit, fact_id: int) -> HttpResponse:
    """Bring an earlier claim back."""
    return _after(request, restore_fact(actor=request.user, fact_id=fact_id), _("Fact restored from its history"))


@require_POST
def resolve(request: Visit, fact_id: int) -> HttpResponse:
    """Of contradicting claims this one holds."""
    return _after(request, resolve_fact(actor=request.user, fact_id=fact_id), _("Contradiction resolved"))


@require_POST
def withdraw(request: Visit, fact_id: int) -> HttpResponse:
    """No longer true, and nothing takes its place."""
    return _after(request, withdraw_fact(actor=request.user, fact_id=fact_id), _("Fact withdrawn"))


@require_POST
def open_sealed(request: Visit, fact_id: int) -> HttpResponse:
    """Show a sensitive fact; the reading log says who opened it."""
    opened = open_fact(actor=request.user, fact_id=fact_id)
    line = _line_of(request, fact_of(actor=request.user, fact_id=fact_id))
    context = _shown(request, line) | {"value": opened.value}
    return render(request, f"clients/{_part(request)}fact_opened.html", context)


def _record(request: Visit, subject: Subject, kind: FactKind, shown: KnownFact | None) -> HttpResponse:
    form = typed_form(request)
    values = form.form.values
    try:
        recorded = _write(request, subject, kind, form, shown)
    except FactConflict as error:
        return _form(request, subject, kind, in_conflict(kind, form, error), shown, status=422)
    except BadInput as error:
        again = FactForm(refused(values, error), chosen=form.chosen)
        return _form(request, subject, kind, again, shown, status=422)
    return _after(request, recorded, _("Fact saved"))


def _write(request: Visit, subject: Subject, kind: FactKind, form: FactForm, shown: KnownFact | None) -> KnownFact:
    values = form.form.values
    common: dict[str, Any] = {
        "actor": request.user,
        "subject": subject,
        "kind": kind.code,
        "source": source_typed(values),
        "confidence": confidence_typed(values["confidence"]),
        "not_to_be_shown": bool(values["not_to_be_shown"]),
        "seen": number_of(values["seen"]),
        "beside": values["choice"] == "both",
    }
    if kind.value_kind != "file":
        return record_fact(value=value_typed(kind, form, people_around(request, subject), shown), **common)
    sent = request.FILES.get("file")
    if sent is not None:
        return record_file(name=sent.name or "", content=sent.read(LARGEST + 1), **common)
    if shown is None or shown.value is None:
        raise InvalidValue("fact_file_missing", field="value")
    return record_fact(value=shown.value, **common)


def _subject(client_id: int, person_id: int, company_id: int) -> Subject:
    if client_id:
        return Subject("client", client_id)
    return Subject("person", person_id) if person_id else Subject("company", company_id)


def _form(
    request: Visit, subject: Subject, kind: FactKind, form: FactForm, shown: KnownFact | None = None, status: int = 200
) -> HttpResponse:
    context = form_context(request, subject, kind, form, fact=shown)
    return render(request, f"clients/{_part(request)}fact{'_form' * is_htmx(request)}.html", context, status=status)


def _choose(request: Visit, subject: Subject) -> HttpResponse:
    """The kinds of which nothing is known yet: of one part of the card as lines, of all as a choice."""
    group = request.GET.get("group", "")
    lines = unknown_lines(actor=request.user, subject=subject, group=group)
    x = talk(request)
    back = card_of(request, subject)
    if group or subject.kind != "client":
        context = {"lines": lines, "x": x, "heading": _("What could be known"), "back": back}
        return render(request, f"clients/{_part(request)}fact_unknown.html", context)
    context = {
        "options": kind_options([kind for kind in fact_kinds().values() if _offered(kind, subject)]),
        "address": x.add(subject), "back": back, "heading": _("Add a fact"), "x": x,
    }  # fmt: skip
    return render(request, f"clients/{_part(request)}fact_choose.html", context)


def _offered(kind: FactKind, subject: Subject) -> bool:
    return kind.fits(subject.kind) and kind.enabled and not kind.hidden


def _line_of(request: Visit, found: KnownFact) -> FactLine:
    line = fact_line(actor=request.user, subject=found.subject, kind=found.kind)
    if line is None:
        raise NotFound
    return line


def _shown(request: Visit, line: FactLine) -> dict[str, Any]:
    back = card_of(request, line.subject)
    return {"one": line, "x": talk(request), "heading": str(line.kind.label), "back": back}


def _part(request: Visit) -> str:
    """Templates that begin with an underscore are parts, put into the page by its script."""
    return "_" if is_htmx(request) else ""


def _line(request: Visit, line: FactLine) -> HttpResponse:
    if not is_htmx(request):
        return HttpResponse(status=303, headers={"Location": card_of(request, line.subject)})
    return render(request, "clients/_fact_line.html", {"one": line, "x": talk(request)})


def _after(request: Visit, changed: KnownFact, text: str) -> HttpResponse:
    """The line as it stands now, and a word for those who do not see it."""
    return say(_line(request, _line_of(request, changed)), text)
