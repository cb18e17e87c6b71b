"""One's own calendar feed: its secret address is made, shown once, made anew and revoked here."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from tenure.agenda.calendar_feed import make_feed, revoke_feed
from tenure.web.page import go_to
from tenure.web.settings.own import own_page
from tenure.web.visit import Visit


@require_POST
def make(request: Visit) -> HttpResponse:
    """A new address in place of the old one; the page that answers is the only one that shows it."""
    token = make_feed(actor=request.user)
    address = request.build_absolute_uri(reverse("calendar", kwargs={"token": token}))
    response = own_page(request, calendar_address=address)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def revoke(request: Visit) -> HttpResponse:
    """The address leads nowhere from now on."""
    revoke_feed(actor=request.user)
    return go_to(request, "settings", query={"saved": "calendar"})
