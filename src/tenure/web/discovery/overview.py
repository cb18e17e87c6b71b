"""The page of a venture: canvas, running test, gate, economics."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tenure.discovery.canvas.blocks import block_names, blocks_of
from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.ventures.frame import frame_of
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.words import STATE_ICONS, hypothesis_states
from tenure.web.visit import Visit


@require_GET
def venture(request: Visit, venture_id: int) -> HttpResponse:
    """The venture at a glance."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    rows = hypotheses_of(actor=request.user, venture_id=venture_id)
    names = block_names()
    context = {
        "blocks": [
            (code, names[code], [row for row in rows if row.block == code]) for code in blocks_of(frame.canvas_kind)
        ],
        "state_words": hypothesis_states(),
        "state_icons": STATE_ICONS,
    }
    return venture_page(request, "discovery/ventures/overview.html", frame, context, here="venture")
