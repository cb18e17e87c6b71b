"""The history of a client, page by page: rows for the block on the card, or without the script a page of its own."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tenure.agenda import reasons
from tenure.journeys.cards.timeline import Timeline
from tenure.journeys.cards.timeline import timeline as read_timeline
from tenure.web.conversations import words
from tenure.web.page import is_htmx, render
from tenure.web.visit import Visit


@require_safe
def timeline(request: Visit, client_id: int) -> HttpResponse:
    """Older entries after the cursor in the address; without one the newest."""
    page = read_timeline(actor=request.user, client_id=client_id, before=request.GET.get("before", ""))
    context = timeline_context(page, client_id, request.workspace.currency)
    template = "clients/_timeline_rows.html" if is_htmx(request) else "clients/timeline.html"
    return render(request, template, context)


def timeline_context(page: Timeline, client_id: int, currency: str) -> dict[str, Any]:
    """What the rows of a timeline are given."""
    return {
        "history": page,
        "client_id": client_id,
        "currency": currency,
        "talk_kinds": words.kinds(),
        "talk_outcomes": words.outcomes(),
        "talk_icons": words.KIND_ICONS,
        "task_title": reasons.title,
        "said": reasons.said,
    }
