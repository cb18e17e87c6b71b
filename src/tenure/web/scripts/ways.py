"""Ways of talking compared, a part of the library: what an hour of calls, visits or letters brings, with its doubt."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.conversations.ways import FEWEST, ways_compared, year_before
from tenure.kernel import clock
from tenure.web.page import render
from tenure.web.visit import Visit


@require_safe
def ways(request: Visit) -> HttpResponse:
    """The last twelve months: of all clients in sight, or only one's own talks."""
    own = request.GET.get("whose") == "own"
    found = ways_compared(actor=request.user, since=year_before(clock.now()), own=own)
    highest = max((way.per_hour.high for way in found.ways if way.per_hour), default=0.0) or 1.0
    context = {"found": found, "own": own, "kinds": _kinds(), "highest": highest, "fewest": FEWEST}
    return render(request, "scripts/ways.html", context)


def _kinds() -> dict[str, str]:
    """Talks of each kind."""
    return {
        "call": _("Calls"), "meeting": _("Meetings"), "visit": _("Visits"), "email": _("E-mails"), "message": _("Messages"),
    }  # fmt: skip
