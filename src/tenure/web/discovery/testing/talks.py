"""Answers of a test taken from interviews already recorded: who met its criterion is said here, who they are is known."""

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tenure.discovery.interviews.kinds import acquaintance_names
from tenure.discovery.testing.cards import plan_of, seen_test
from tenure.discovery.testing.from_talks import Met, count_talks, talks_to_count
from tenure.discovery.testing.kinds import TALKED
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import formats
from tenure.kernel.errors import BadInput, NotAllowed, NotFound
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.interviews.record_form import MET
from tenure.web.form import Form, refused
from tenure.web.page import go_to, say
from tenure.web.visit import Visit


@require_http_methods(["GET", "POST"])
def talks(request: Visit, test_id: int) -> HttpResponse:
    """The interviews that could count, and what is said of each; all of it is entered or nothing."""
    card = seen_test(request.user, test_id)
    frame = frame_of(actor=request.user, venture_id=card.venture_id)
    if not frame.may_work:
        raise NotAllowed(f"{request.user.pk} only reads test {test_id}")
    if card.kind not in TALKED:
        raise NotFound
    rows = talks_to_count(actor=request.user, test_id=test_id)
    form, status = Form({}), 200
    if request.method == "POST":
        values = {name: request.POST[name][:10] for name in request.POST if name.startswith("talk-")}
        try:
            entered = count_talks(actor=request.user, test_id=test_id, met=_met(test_id, values))
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            said = ngettext("%(n)s observation entered", "%(n)s observations entered", entered)
            return say(go_to(request, "test", test_id=test_id), said % {"n": formats.number(entered)})
    context = {
        "card": card, "rows": rows, "form": form, "arms": plan_of(card).arms, "acquaintances": acquaintance_names(),
    }  # fmt: skip
    return venture_page(request, "discovery/testing/talks.html", frame, context, here="venture_tests", status=status)


def _met(test_id: int, values: dict[str, str]) -> dict[int, Met]:
    """What was said of each interview by its number; nothing of those left as they are."""
    numbers = {name.partition("-")[2]: text for name, text in values.items() if text in MET}
    return {
        int(number): Met(test_id, *MET[text])
        for number, text in numbers.items()
        if number.isascii() and number.isdigit() and len(number) < 18
    }
