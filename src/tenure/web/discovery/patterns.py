"""The library of known business models, and laying one on the canvas."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from tenure.discovery.canvas.blocks import block_names
from tenure.discovery.canvas.patterns import apply_pattern, library
from tenure.web.discovery.frame import frame_to_change, venture_page
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def patterns(request: Visit, venture_id: int) -> HttpResponse:
    """Every pattern with what goes into which block."""
    frame = frame_to_change(request, venture_id)
    if request.method == "POST":
        code = request.POST.get("pattern", "")
        apply_pattern(actor=request.user, venture_id=venture_id, code=code)
        return go_to(request, "venture_canvas", venture_id=venture_id, query={"said": "pattern"})
    sought = request.GET.get("q", "").replace("\x00", "")[:100].strip().casefold()
    found = [one for one in library() if sought in f"{one.name} {one.about}".casefold()]
    context = {"patterns": found, "q": request.GET.get("q", "")[:100], "block_names": block_names()}
    return venture_page(request, "discovery/canvas/patterns.html", frame, context, here="venture_canvas")
