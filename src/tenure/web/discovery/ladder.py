"""The ladder of evidence: what each level is worth, assumed or measured."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tenure.discovery.hypotheses.calibration import ENOUGH, adopt_ladder, calibration
from tenure.discovery.hypotheses.ladder import ladder, level_example, level_name
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.privacy.rights import Right, may
from tenure.web.page import go_to, render
from tenure.web.visit import Visit


@require_safe
def show(request: Visit) -> HttpResponse:
    """The seven levels."""
    return _page(request, "")


@require_POST
def adopt(request: Visit) -> HttpResponse:
    """Let the measured rates count."""
    try:
        adopt_ladder(actor=request.user)
    except BadInput as error:
        return _page(request, sentence(error), 422)
    return go_to(request, "ladder")


def _page(request: Visit, problem: str, status: int = 200) -> HttpResponse:
    found = calibration()
    context = {
        "rungs": [(rung, level_name(rung.level), level_example(rung.level)) for rung in ladder()],
        "found": found,
        "enough": ENOUGH,
        "may_adopt": may(request.user, Right.WORK_WITH_ALL_VENTURES),
        "problem": problem,
    }
    return render(request, "discovery/hypotheses/ladder.html", context, status=status)
