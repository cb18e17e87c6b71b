"""The page of a venture: canvas, running test, gate, economics; each block drawn by the slice it belongs to."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tenure.discovery.economics import verdict_words
from tenure.discovery.economics import words as economics_words
from tenure.discovery.economics.analysis import Economics
from tenure.discovery.economics.pictures import tornado_picture
from tenure.discovery.testing import words
from tenure.discovery.testing.glance import Glance
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.ventures.overview import overview_of
from tenure.web.discovery.canvas import canvas_context
from tenure.web.discovery.first_steps import shown_steps
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.gates.page import shown_gate
from tenure.web.discovery.testing.drawing import evidence_drawing
from tenure.web.visit import Visit


@require_safe
def venture(request: Visit, venture_id: int) -> HttpResponse:
    """The venture at a glance."""
    found = overview_of(actor=request.user, venture_id=venture_id, workspace=request.workspace)
    context = canvas_context(found.frame, found.canvas)
    gate = shown_gate(found.gate, request.workspace.currency)
    context |= {
        "gate": gate,
        "gate_line": gate.head_line,
        "steps": shown_steps(found.steps, venture_id),
        "next": found.next,
        "kind_words": kind_words(),
        **running(found.running),
        **economics_block(found.economics, request.workspace.currency),
    }
    return venture_page(request, "discovery/ventures/overview.html", found.frame, context, here="venture")


def running(found: Glance | None) -> dict[str, Any]:
    """The newest locked test in short, for `discovery/ventures/_running_test.html`."""
    if found is None:
        return {"card": None}
    return {
        "page": found,
        "card": found.card,
        "view": found.view,
        "plan": found.plan,
        "others": found.others,
        "headline": words.headline(found),
        "drawing": evidence_drawing(found.view, found.plan),
        "evidence": words.evidence,
        "criterion": words.criterion,
        "criterion_missing": words.criterion_missing,
        "field_words": words.fields(),
        "verdict_words": words.verdicts(),
    }


def economics_block(found: Economics | None, currency: str) -> dict[str, Any]:
    """The main scenario in short, for `discovery/ventures/_economics.html`; an empty line while there is none."""
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
