"""Subject requests: find a person, see all that is held on them, hand over a copy, erase."""

import json
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.fact_catalogue import fact_kinds
from tenure.journeys.keeping.subject_request import erase_subject, find, proofs, subject_copy, subject_page
from tenure.kernel.errors import BadInput
from tenure.privacy.subjects import CLIENT, PERSON
from tenure.web.form import Form, refused
from tenure.web.page import go_to, render
from tenure.web.privacy.held import count_words, sections_of_held
from tenure.web.privacy.parts import parts_of
from tenure.web.visit import Visit

LONGEST_SEARCH = 120
# What an erasure leaves, without its words.
STAYS = {"orders", "scores", "consents", "changes", "readings"}


@require_safe
def requests(request: Visit) -> HttpResponse:
    """Find whom a request is about; the newest erasures below."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
    context = {
        "parts": parts_of("privacy"),
        "q": text,
        "found": find(actor=request.user, text=text),
        "proofs": proofs(actor=request.user),
        "count_words": count_words(),
        "said": _("Erased. The proof stands below.") if request.GET.get("erased") else "",
    }
    return render(request, "privacy/requests.html", context)


@require_safe
def person(request: Visit, person_id: int) -> HttpResponse:
    """All that is held on a person."""
    return _held(request, PERSON, person_id)


@require_safe
def client(request: Visit, client_id: int) -> HttpResponse:
    """All that is held on a client that is one person."""
    return _held(request, CLIENT, client_id)


@require_POST
def person_copy(request: Visit, person_id: int) -> HttpResponse:
    """A copy for the person."""
    return _copy(request, PERSON, person_id)


@require_POST
def client_copy(request: Visit, client_id: int) -> HttpResponse:
    """A copy for the client."""
    return _copy(request, CLIENT, client_id)


@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: Visit, person_id: int) -> HttpResponse:
    """Erase a person, once asked whether that is meant."""
    return _erase(request, PERSON, person_id)


@require_http_methods(["GET", "HEAD", "POST"])
def client_erase(request: Visit, client_id: int) -> HttpResponse:
    """Erase a client that is one person, once asked whether that is meant."""
    return _erase(request, CLIENT, client_id)


def _addresses(kind: str, subject_id: int) -> dict[str, str]:
    stem, key = ("privacy_person", "person_id") if kind == PERSON else ("privacy_client", "client_id")
    return {
        "held_at": reverse(stem, kwargs={key: subject_id}),
        "copy_at": reverse(f"{stem}_copy", kwargs={key: subject_id}),
        "erase_at": reverse(f"{stem}_erase", kwargs={key: subject_id}),
    }


def _held(request: Visit, kind: str, subject_id: int) -> HttpResponse:
    page = subject_page(actor=request.user, kind=kind, subject_id=subject_id)
    context = {
        "parts": parts_of("privacy"),
        "page": page,
        "sections": sections_of_held(page.held, fact_kinds(), request.workspace.currency),
    } | _addresses(kind, subject_id)
    return render(request, "privacy/held.html", context)


def _copy(request: Visit, kind: str, subject_id: int) -> HttpResponse:
    """As JSON, or as a page that reads by itself and prints; `hidden` ticked takes confidential facts in."""
    hidden = request.POST.get("hidden") == "on"
    copy = subject_copy(actor=request.user, kind=kind, subject_id=subject_id, hidden=hidden)
    if request.POST.get("format") == "json":
        response = HttpResponse(json.dumps(copy, ensure_ascii=False, indent=1), content_type="application/json")
        name = slugify(copy["name"]) or kind
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    context = {
        "copy": copy,
        "made_at": datetime.fromisoformat(copy["made_at"]),
        "sections": sections_of_held(copy["held"], fact_kinds(), request.workspace.currency),
        "company": request.workspace.name,
    } | _addresses(kind, subject_id)
    return render(request, "privacy/copy.html", context)


def _erase(request: Visit, kind: str, subject_id: int) -> HttpResponse:
    form, status = Form({"sure": ""}), 200
    if request.method == "POST":
        try:
            if request.POST.get("sure") != "on":
                raise BadInput("subject_not_confirmed")
            seen = request.POST.get("seen", "")[:64]
            erase_subject(actor=request.user, kind=kind, subject_id=subject_id, seen=seen)
            return go_to(request, "privacy", query={"erased": "1"})
        except BadInput as error:
            if error.problem.code == "subject_erased":
                raise
            form, status = refused({"sure": ""}, error), 409 if error.problem.code == "subject_changed" else 400
    page = subject_page(actor=request.user, kind=kind, subject_id=subject_id)
    words = count_words()
    context = {
        "parts": parts_of("privacy"),
        "page": page,
        "form": form,
        "goes": [
            (title, len(page.held[name])) for name, title in words.items() if page.held.get(name) and name not in STAYS
        ],
        "stays": len(page.held.get("orders", ())),
    } | _addresses(kind, subject_id)
    return render(request, "privacy/erase.html", context, status=status)
