"""The register of hypotheses with its map, and the page of one with its whole arithmetic."""

import math

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tenure.discovery.canvas.blocks import block_names
from tenure.discovery.hypotheses.belief import SURE
from tenure.discovery.hypotheses.hypotheses import HypothesisRow, hypotheses_of
from tenure.discovery.hypotheses.importance import critical, placed
from tenure.discovery.hypotheses.ladder import level_example, level_name
from tenure.discovery.hypotheses.linter_words import flag_words
from tenure.discovery.hypotheses.page import HypothesisPage, hypothesis_page
from tenure.discovery.ventures.frame import frame_of
from tenure.discovery.ventures.history import timeline_of
from tenure.discovery.words import (
    directions,
    evidence_sources,
    hypothesis_kinds,
    hypothesis_states,
)
from tenure.kernel import clock
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.icons import STATE_ICONS
from tenure.web.discovery.importance_map import HEIGHT, WIDTH, map_of
from tenure.web.discovery.timeline import line_of
from tenure.web.form import Form
from tenure.web.visit import Visit

SORTS = ("urgency", "number", "probability")


@require_safe
def register(request: Visit, venture_id: int) -> HttpResponse:
    """All hypotheses: the map, what holds together, the table. `removed=yes`: those taken off the canvas."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    removed = request.GET.get("removed") == "yes"
    rows = hypotheses_of(actor=request.user, venture_id=venture_id, removed=removed)
    found = placed(rows)
    state = request.GET.get("state", "")
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "urgency"
    urgency = {one.row.id: one.urgency for one in found}
    shown = [row for row in rows if state in {"", row.shown}]
    context = {
        "rows": ordered(shown, sort, urgency), "urgency": urgency, "map": map_of(found), "width": WIDTH,
        "height": HEIGHT, "critical": critical(rows), "removed": removed, "state": state, "sort": sort,
        "block_names": block_names(), "state_words": hypothesis_states(), "state_icons": STATE_ICONS, "first": found[:1],
    }  # fmt: skip
    return venture_page(request, "discovery/hypotheses/register.html", frame, context, here="venture_hypotheses")


def ordered(rows: list[HypothesisRow], sort: str, urgency: dict[int, float]) -> list[HypothesisRow]:
    """By what to test first, by number, or by probability."""
    keys = {
        "urgency": lambda row: (-urgency.get(row.id, -1), row.number),
        "number": lambda row: (row.number,),
        "probability": lambda row: (-row.likely, row.number),
    }
    return sorted(rows, key=keys[sort])


@require_safe
def hypothesis(request: Visit, hypothesis_id: int) -> HttpResponse:
    """One hypothesis: the sentence, how likely and why, evidence, dependencies, history."""
    return page_of(request, hypothesis_id)


def empty_evidence() -> Form:
    """The form of new evidence as it opens."""
    return Form({"supports": "yes", "level": "1", "text": "", "observed_on": clock.today().isoformat(), "cluster": "",
                 "relevance": "100", "reliability": "100", "sensitivity": "", "specificity": ""})  # fmt: skip


def page_of(
    request: Visit, hypothesis_id: int, *, evidence: Form | None = None, link: Form | None = None,
    withdrawal: Form | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page, with forms as they were typed."""
    page = hypothesis_page(actor=request.user, hypothesis_id=hypothesis_id)
    frame = frame_of(actor=request.user, venture_id=page.venture_id)
    history = timeline_of(
        actor=request.user, venture_id=page.venture_id, subject_kind="hypothesis", subject_id=hypothesis_id, size=30
    )
    context = {
        "page": page, "flags": [flag_words(flag) for flag in page.flags], "sums": page.belief.sums,
        "levels": [(rung.level, level_name(rung.level), level_example(rung.level), rung) for rung in page.belief.rungs],
        "steps": ladder_steps(page), "lines": [line_of(row) for row in history.rows], "older": history.older,
        "evidence": evidence or empty_evidence(), "link": link or Form({"parent": ""}),
        "withdrawal": withdrawal or Form({"reason": "", "row": ""}), "sure": SURE, "today": clock.today(),
        "block_names": block_names(), "state_words": hypothesis_states(), "state_icons": STATE_ICONS,
        "kinds": dict(hypothesis_kinds()), "directions": dict(directions()), "sources": evidence_sources(),
    }  # fmt: skip
    return venture_page(
        request, "discovery/hypotheses/hypothesis.html", frame, context, here="venture_hypotheses", status=status
    )


def ladder_steps(page: HypothesisPage) -> list[tuple[float, float]]:
    """Probability before and after each counted line, in the order of the sum: words first, then deeds."""
    sums = page.belief.sums
    at = sums.start
    found = []
    for line in page.belief.lines:
        if line.step is None:
            continue
        before, at = at, at + line.step.added
        found.append((chance(before), chance(at)))
    return found


def chance(log_odds: float) -> float:
    """Probability of log-odds, without overflow."""
    return 0.5 * (1 + math.tanh(log_odds / 2))
