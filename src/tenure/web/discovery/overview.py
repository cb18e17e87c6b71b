"""The page of a venture: canvas, running test, gate, economics; each block drawn by the slice it belongs to."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tenure.discovery.canvas.canvas import canvas_of
from tenure.discovery.economics.analysis import economics_of
from tenure.discovery.gates.view import gate_of
from tenure.discovery.hypotheses.ladder import level_name
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.testing.next_test import what_to_test_next
from tenure.discovery.testing.test_page import test_page, tests_of_venture
from tenure.discovery.ventures.frame import frame_of
from tenure.web.discovery.canvas import canvas_context
from tenure.web.discovery.economics import verdict_words
from tenure.web.discovery.economics import words as economics_words
from tenure.web.discovery.economics.pictures import tornado_picture
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.gates.page import shown_gate
from tenure.web.discovery.testing import words
from tenure.web.discovery.testing.drawing import evidence_drawing
from tenure.web.visit import Visit


@require_GET
def venture(request: Visit, venture_id: int) -> HttpResponse:
    """The venture at a glance."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = canvas_context(frame, canvas_of(actor=request.user, venture_id=venture_id))
    gate = shown_gate(gate_of(actor=request.user, venture_id=venture_id), request.workspace.currency)
    context |= {
        "gate": gate,
        "gate_line": gate.head_line,
        "next": what_to_test_next(actor=request.user, venture_id=venture_id),
        "kind_words": kind_words(),
        **running(request, venture_id),
        **economics_block(request, venture_id),
    }
    return venture_page(request, "discovery/ventures/overview.html", frame, context, here="venture")


def running(request: Visit, venture_id: int) -> dict[str, Any]:
    """The newest locked test as its own page shows it, for `discovery/ventures/_running_test.html`."""
    tests = tests_of_venture(seen_venture(request.user, venture_id))
    locked = [row.id for row in tests if row.state == "locked"]
    if not locked:
        return {"card": None, "others": 0}
    page = test_page(actor=request.user, test_id=locked[0])
    return {
        "page": page,
        "others": len(locked) - 1,
        "card": page.card,
        "view": page.view,
        "plan": page.plan,
        "headline": words.headline(page),
        "drawing": evidence_drawing(page.view, page.plan),
        "evidence": words.evidence,
        "field_words": words.fields(),
        "verdict_words": words.verdicts(),
        "level_name": level_name,
        "as_day": date.fromisoformat,
    }


def economics_block(request: Visit, venture_id: int) -> dict[str, Any]:
    """The main scenario in short, for `discovery/ventures/_economics.html`; an empty line while there is none."""
    currency = request.workspace.currency
    found = economics_of(actor=request.user, venture_id=venture_id, currency=currency)
    if found is None:
        return {"economics_line": ""}
    return {
        "economics_line": verdict_words.headline(found),
        "simulated": found.scenario.simulated,
        "sentences": verdict_words.what_would_change(found, currency),
        "assumed": verdict_words.assumed(found),
        "tornado": tornado_picture(found, currency),
        "chance": economics_words.chance,
        "about": lambda value: economics_words.about(value, currency),
    }
