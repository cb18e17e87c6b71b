"""Saved views: keep the filters of the list under a name, or forget them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from tenure.clients.views import delete_view, save_view
from tenure.journeys.client_lists.client_filters import read_filters, written
from tenure.web.clients.listing import address_of
from tenure.web.form import typed
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_POST
def save(request: Visit) -> HttpResponse:
    """Keep the filters sent along, and show the list as it was."""
    filters = read_filters(request.POST)
    save_view(actor=request.user, name=typed(request.POST, "name")["name"], filters=written(filters))
    return HttpResponseRedirect(address_of(filters), status=303)


@require_POST
def delete(request: Visit, view_id: int) -> HttpResponse:
    delete_view(actor=request.user, view_id=view_id)
    return go_to(request, "clients")
