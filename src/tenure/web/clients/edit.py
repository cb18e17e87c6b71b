"""Adding a client, changing its details, and saying who answers for it."""

from dataclasses import asdict

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.clients import (
    ClientFacts,
    Details,
    SimilarFound,
    client_facts,
    possible_owners,
)
from tenure.journeys.cards.edit_clients import add_client, assign_clients, change_details
from tenure.kernel.errors import BadInput, Conflict, InvalidValue
from tenure.privacy.rights import Right, may, require
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render
from tenure.web.visit import Visit

FIELDS = ("name", "external_id", "email", "phone", "tax_id", "country")


@require_http_methods(["GET", "HEAD", "POST"])
def new_client(request: Visit) -> HttpResponse:
    """The form of a new client; similar ones are shown before a second card is made."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    values = (
        typed(request.POST, *FIELDS, "owner") if request.method == "POST" else dict.fromkeys((*FIELDS, "owner"), "")
    )
    context: dict[str, object] = {"form": Form(values), "similar": [], "owners": _owners(request)}
    status = 200
    if request.method == "POST":
        details = Details(**{name: values[name] for name in FIELDS})
        try:
            client_id = add_client(
                actor=request.user,
                details=details,
                owner_id=_owner(values["owner"]),
                although_similar=request.POST.get("although_similar") == "yes",
            )
            return go_to(request, "client", client_id=client_id)
        except BadInput as error:
            similar = error.similar if isinstance(error, SimilarFound) else []
            context |= {"form": refused(values, error), "similar": similar}
            status = 422
    return render(request, "clients/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, client_id: int) -> HttpResponse:
    """The details of a client. Changed meanwhile by another: what was typed stays, beside what stands now."""
    require(request.user, Right.WORK_WITH_CLIENTS)
    facts = client_facts(actor=request.user, client_id=client_id)
    if request.method != "POST":
        return _details(request, facts, Form(asdict(facts.details)), facts.stamp)
    values = typed(request.POST, *FIELDS, "stamp")
    typed_details = Details(**{name: values[name] for name in FIELDS})
    try:
        change_details(actor=request.user, client_id=client_id, details=typed_details, stamp=values["stamp"])
    except Conflict:
        text = _("Somebody changed these details meanwhile. Your text is kept: compare and save again.")
        return _details(request, facts, Form(values, "", text), facts.stamp, conflict=True, status=422)
    except BadInput as error:
        return _details(request, facts, refused(values, error), values["stamp"], status=422)
    return go_to(request, "client", client_id=client_id)


@require_POST
def owner(request: Visit, client_id: int) -> HttpResponse:
    """Say who answers for one client."""
    assign_clients(actor=request.user, client_ids=[client_id], owner_id=_owner(request.POST.get("owner", "")))
    return go_to(request, "client", client_id=client_id)


@require_POST
def assign(request: Visit) -> HttpResponse:
    """Say who answers for the ticked clients of the list."""
    require(request.user, Right.ASSIGN_CLIENTS)
    chosen = [
        int(text) for text in request.POST.getlist("client") if text.isascii() and text.isdigit() and len(text) <= 18
    ]
    if not chosen:
        raise BadInput("no_clients_chosen")
    changed = assign_clients(actor=request.user, client_ids=chosen, owner_id=_owner(request.POST.get("owner", "")))
    return go_to(request, "clients", query={"said": "assigned", "n": str(changed)})


def _details(
    request: Visit, facts: ClientFacts, form: Form, stamp: str, *, conflict: bool = False, status: int = 200
) -> HttpResponse:
    context = {"facts": facts, "form": form, "stamp": stamp, "conflict": conflict}
    return render(request, "clients/_edit.html" if is_htmx(request) else "clients/edit.html", context, status=status)


def _owners(request: Visit) -> list[tuple[str, str]]:
    if not may(request.user, Right.ASSIGN_CLIENTS):
        return []
    return [("", _("nobody yet")), *((str(person.id), person.name) for person in possible_owners())]


def _owner(text: str) -> int | None:
    if text in ("", "none"):
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InvalidValue("client_owner_unknown", field="owner")
    return int(text)
