"""The page of a venture: canvas, running test, gate, economics."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tenure.discovery.canvas.canvas import canvas_of
from tenure.discovery.ventures.frame import frame_of
from tenure.web.discovery.canvas import canvas_context
from tenure.web.discovery.frame import venture_page
from tenure.web.visit import Visit


@require_GET
def venture(request: Visit, venture_id: int) -> HttpResponse:
    """The venture at a glance."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = canvas_context(frame, canvas_of(actor=request.user, venture_id=venture_id))
    return venture_page(request, "discovery/ventures/overview.html", frame, context, here="venture")
