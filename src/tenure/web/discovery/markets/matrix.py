"""Segment x problem as a heat map, and the backlog of problems beside it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.discovery.interviews.counting import LEVEL
from tenure.discovery.markets.matrix import Matrix, matrix_of
from tenure.discovery.markets.words import carries_words, problem_states
from tenure.discovery.ventures.frame import frame_of
from tenure.web.discovery.frame import venture_page
from tenure.web.visit import Visit

SHADES = 5


@require_safe
def problems(request: Visit, venture_id: int) -> HttpResponse:
    """The page of segments and problems."""
    found = matrix_of(actor=request.user, venture_id=venture_id)
    best = found.cells[found.order[0]] if found.order else None
    context = {
        "matrix": found,
        "best": best,
        "ranks": {key: at for at, key in enumerate(found.order, 1)},
        "shade": shades_of(found),
        "segment_names": {one.id: one.text.name for one in found.segments},
        "problem_names": {one.id: one.name for one in found.problems},
        "asked": any(cell.stated for cell in found.cells.values()),
        "states": problem_states(),
        "carries": carries_words(),
        "taken": next((one.problem for one in found.backlog if one.problem.state == "chosen"), None),
        "said": _said().get(request.GET.get("said", ""), ""),
    }
    frame = frame_of(actor=request.user, venture_id=venture_id)
    return venture_page(request, "discovery/markets/problems.html", frame, context, here="problems")


def shades_of(matrix: Matrix) -> dict[tuple[int, int], int]:
    """Pure: how dark a cell is, 0 to 5, by the lower end of how many have the problem, by talks or the survey that decides; 0:
    nobody was asked."""
    return {
        key: min(SHADES, 1 + int(cell.prevalence.share.interval(LEVEL)[0] * SHADES)) if cell.prevalence.share else 0
        for key, cell in matrix.cells.items()
    }


def _said() -> dict[str, str]:
    """What was just done, by the mark in the address."""
    return {
        "saved": _("Saved"),
        "merged": _("The two are one problem now"),
        "unmerged": _("They are two problems again"),
        "removed": _("Removed"),
    }
