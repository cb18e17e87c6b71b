"""The client list: filters above, a page of rows, saved views."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tenure.clients.clients import possible_owners
from tenure.journeys.client_lists.client_filters import ListFilters, read_filters, written
from tenure.journeys.client_lists.client_list import ClientList, client_list
from tenure.web.clients.words import choices
from tenure.web.page import is_htmx, render
from tenure.web.visit import Visit


@require_safe
def clients(request: Visit) -> HttpResponse:
    """The page of the list its address asks for; for the filter form only the part that changes."""
    page = client_list(actor=request.user, query=request.GET)
    context = {
        "page": page,
        "currency": request.workspace.currency,
        "choices": choices(),
        "owners": possible_owners() if page.sees_all else [],
        "chosen": written(page.filters),
        "address": address_of(page.filters),
        "next_address": _beside(page, "after", page.next_page),
        "previous_address": _beside(page, "before", page.previous_page),
        "without": {name: address_of(replace(page.filters, **{name: ""})) for name in written(page.filters)},
        "said": request.GET.get("said", ""),
        "count_said": _whole(request.GET.get("n", "")),
        "views": [(view, address_of(read_filters(view.filters))) for view in page.views],
    }
    return render(request, "clients/_list.html" if is_htmx(request) else "clients/list.html", context)


def address_of(filters: ListFilters) -> str:
    """The list's address with these filters, from its first page."""
    query = urlencode(written(filters))
    return f"/clients/?{query}" if query else "/clients/"


def _beside(page: ClientList, way: str, cursor: str) -> str:
    return f"/clients/?{urlencode({**written(page.filters), way: cursor})}" if cursor else ""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
