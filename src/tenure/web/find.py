"""Find or do: clients by any part of their name, and every page and action the person may use."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tenure.clients.search import find_clients
from tenure.privacy.rights import Right, may
from tenure.privacy.users import User
from tenure.web.page import is_htmx, render
from tenure.web.shell import shell_of
from tenure.web.visit import Visit

MOST = 8
LONGEST = 120
# icons: building-store user plus file-import settings users history lock


@dataclass(frozen=True)
class Hit:
    """One line to go to: what it is, where it leads, a word beside it."""

    icon: str
    text: str
    address: str
    beside: str = ""


@require_GET
def find(request: Visit) -> HttpResponse:
    """The palette's results for htmx; a page of its own without script."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    context = {"text": text, "hits": _places(request, text) + _clients(request.user, text)}
    return render(request, "_found.html" if is_htmx(request) else "find.html", context)


def _clients(user: User, text: str) -> list[Hit]:
    if not text:
        return []
    return [
        Hit(
            "building-store",
            found.name,
            reverse("client", kwargs={"client_id": found.id}),
            ", ".join(part for part in (found.external_id, found.country, found.owner_name) if part),
        )
        for found in find_clients(actor=user, text=text, limit=MOST)
    ]


def _places(request: Visit, text: str) -> list[Hit]:
    """Pages and actions whose words begin with what was typed; all of them when nothing is."""
    shell = shell_of(request)
    pages = [Hit(place.icon, place.label, place.address, f"G {place.key.upper()}") for place in shell.work + shell.data]
    wanted = text.casefold()
    return [hit for hit in [*_actions(request.user), *pages] if _speaks_of(hit.text.casefold(), wanted)][
        : 4 if text else 20
    ]


def _speaks_of(label: str, wanted: str) -> bool:
    return label.startswith(wanted) or f" {wanted}" in label


def _actions(user: User) -> list[Hit]:
    offered = [
        ("plus", _("Add a task"), "add_task", may(user, Right.WORK_WITH_CLIENTS)),
        ("plus", _("Add a client"), "new_client", may(user, Right.WORK_WITH_CLIENTS)),
        ("plus", _("Add a user"), "new_user", may(user, Right.MANAGE_USERS)),
    ]
    return [Hit(icon, text, reverse(name)) for icon, text, name, allowed in offered if allowed]
