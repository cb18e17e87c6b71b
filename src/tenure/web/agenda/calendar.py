"""The calendar as other programs read it: iCalendar under a secret address, without a session."""

from datetime import timedelta

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from tenure.agenda.calendar_feed import reader_of
from tenure.journeys.today.calendar import Day, calendar_of
from tenure.kernel import clock, formats
from tenure.kernel.errors import NotFound
from tenure.privacy.workspace import current_workspace

# A calendar program asks a few times an hour; whoever tries addresses is stopped after as many wrong ones.
MOST_WRONG, MOST_READ = 20, 60
WINDOW_SECONDS = 600


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed; 404 for an address that leads nowhere, 429 for too many tries from one place."""
    place = f"calendar-wrong-{request.META.get('REMOTE_ADDR', '')}"
    if int(cache.get(place, 0)) >= MOST_WRONG:
        return _too_often()
    try:
        user = reader_of(token)
    except NotFound:
        _count(place)
        raise Http404 from None
    if _count(f"calendar-read-{user.pk}") > MOST_READ:
        return _too_often()
    with formats.speaking(user.language):
        content = _written(request, calendar_of(user))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _count(key: str) -> int:
    cache.add(key, 0, WINDOW_SECONDS)
    return int(cache.incr(key))


def _too_often() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(WINDOW_SECONDS)})


def _written(request: HttpRequest, days: list[Day]) -> bytes:
    workspace = current_workspace()
    written = Calendar()
    written.add("prodid", "-//Tenure//Calendar//EN")
    written.add("version", "2.0")
    written.add("method", "PUBLISH")
    written.add("x-wr-calname", _("Occasions and promises") + (f", {workspace.name}" if workspace else ""))
    written.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for day in days:
        written.add_component(_event(request, day))
    return bytes(written.to_ical())


def _event(request: HttpRequest, day: Day) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@tenure")
    event.add("dtstamp", clock.now())
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", day.title)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if day.client_id:
        event.add("url", request.build_absolute_uri(reverse("client", kwargs={"client_id": day.client_id})))
    return event
