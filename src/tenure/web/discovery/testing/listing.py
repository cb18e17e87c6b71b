"""The tests of a venture, what to test next, and what learning has cost."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenure.discovery.hypotheses.ladder import level_name
from tenure.discovery.sight import require_work, seen_venture
from tenure.discovery.testing import words
from tenure.discovery.testing.costs import learning_cost, record_work
from tenure.discovery.testing.kind_words import kind_words
from tenure.discovery.testing.next_test import what_to_test_next
from tenure.discovery.testing.test_page import tests_of_venture
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.icons import TEST_ICONS, VERDICT_ICONS
from tenure.web.discovery.testing.page import WORK, work_values
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, say
from tenure.web.visit import Visit


@require_safe
def tests(request: Visit, venture_id: int) -> HttpResponse:
    """All tests: running, planned, ended."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {
        "tests": tests_of_venture(seen_venture(request.user, venture_id)),
        "next": what_to_test_next(actor=request.user, venture_id=venture_id),
        "kind_words": kind_words(),
        "state_words": words.states(),
        "state_icons": TEST_ICONS,
        "verdict_words": words.verdicts(),
        "verdict_icons": VERDICT_ICONS,
        "rule_words": dict(words.rules()),
        "level_name": level_name,
    }
    return venture_page(request, "discovery/testing/tests.html", frame, context, here="venture_tests")


@require_safe
def next_test(request: Visit, venture_id: int) -> HttpResponse:
    """What to test next, by money and by day."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {
        "next": what_to_test_next(actor=request.user, venture_id=venture_id),
        "kind_words": kind_words(),
        "level_name": level_name,
    }
    return venture_page(request, "discovery/testing/next.html", frame, context, here="next_test")


@require_http_methods(["GET", "HEAD", "POST"])
def cost(request: Visit, venture_id: int) -> HttpResponse:
    """What learning has cost so far, and noting hours and money on the venture in general."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    form, status = Form(dict.fromkeys(WORK, "") | {"on": frame.today.isoformat()}), 200
    if request.method == "POST":
        require_work(request.user, venture_id)
        values = typed(request.POST, *WORK)
        try:
            record_work(
                actor=request.user, venture_id=venture_id, note=values["note"],
                **work_values(values, request.workspace.currency),
            )  # fmt: skip
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return say(go_to(request, "learning_cost", venture_id=venture_id), _("Noted"))
    context = {
        "cost": learning_cost(actor=request.user, venture_id=venture_id),
        "work_form": form,
        "hours_from": words.hours_from,
        "kind_words": kind_words(),
        "state_words": words.states(),
        "verdict_words": words.verdicts(),
    }
    return venture_page(request, "discovery/testing/cost.html", frame, context, here="learning_cost", status=status)
