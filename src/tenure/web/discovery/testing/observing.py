"""Entering what was observed: one by one, as a total, pasted or from a file; and correcting it by a later row."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.sight import require_work
from tenure.discovery.testing.cards import plan_of, seen_test
from tenure.discovery.testing.corrections import seen_observation
from tenure.discovery.testing.observation_lines import MOST_LETTERS, Lines, read_lines
from tenure.discovery.testing.observations import correct, observe, observe_counts, observe_lines
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel import formats
from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed
from tenure.kernel.problems import sentence
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.testing.card_form import count
from tenure.web.discovery.testing.page import OBSERVED, shown
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to, say
from tenure.web.visit import Visit

SHOWN_PROBLEMS = 20


@require_POST
def add(request: Visit, test_id: int) -> HttpResponse:
    """One observation, or a total of trials and successes."""
    require_work(request.user, seen_test(request.user, test_id).venture_id)
    values = typed(request.POST, *OBSERVED)
    try:
        entered = _enter(request, test_id, values)
    except BadInput as error:
        return shown(request, test_id, status=422, observe_form=refused(values, error))
    said = ngettext("%(n)s observation entered", "%(n)s observations entered", entered) % {"n": formats.number(entered)}
    return say(go_to(request, "test", test_id=test_id), said)


def _enter(request: Visit, test_id: int, values: dict[str, str]) -> int:
    day = day_or_none(values["happened_on"], "happened_on")
    if day is None:
        raise InvalidValue("observation_day", field="happened_on", value=values["happened_on"])
    arm = 1 if values["arm"] == "1" else 0
    common: dict[str, Any] = {"actor": request.user, "test_id": test_id, "happened_on": day, "arm": arm}
    if values["trials"].strip() or values["successes"].strip():
        trials, successes = count(values["trials"], "trials"), count(values["successes"], "successes")
        if trials is None or successes is None:
            raise InvalidValue("observation_total_half", field="trials" if trials is None else "successes")
        return observe_counts(trials=trials, successes=successes, note=values["note"], **common)
    if values["success"] not in {"yes", "no"}:
        raise InvalidValue("observation_result", field="success", value=values["success"][:40])
    observe(
        success=values["success"] == "yes", who=values["who"], cluster=values["cluster"], note=values["note"], **common
    )
    return 1


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: Visit, test_id: int) -> HttpResponse:
    """Many at once, pasted or from a file; a file with a bad line is not stored at all."""
    card = seen_test(request.user, test_id)
    frame = frame_of(actor=request.user, venture_id=card.venture_id)
    if not frame.may_work:
        raise NotAllowed(f"{request.user.pk} only reads test {test_id}")
    values, lines, status = {"lines": ""}, Lines((), ()), 200
    if request.method == "POST":
        values = {"lines": _sent(request)}
        lines = read_lines(values["lines"], arms=plan_of(card).arms)
        try:
            entered = observe_lines(actor=request.user, test_id=test_id, lines=lines)
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            said = ngettext("%(n)s observation entered", "%(n)s observations entered", entered)
            return say(go_to(request, "test", test_id=test_id), said % {"n": formats.number(entered)})
    else:
        form = Form(values)
    problems = [(line, sentence(problem)) for line, problem in lines.problems]
    context = {
        "card": card, "form": form, "problems": problems[:SHOWN_PROBLEMS], "more": max(0, len(problems) - SHOWN_PROBLEMS),
        "arms": plan_of(card).arms,
    }  # fmt: skip
    return venture_page(request, "discovery/testing/import.html", frame, context, here="venture_tests", status=status)


def _sent(request: Visit) -> str:
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        return file.read(MOST_LETTERS).decode("utf-8-sig", errors="replace").replace("\x00", "")
    return request.POST.get("lines", "").replace("\x00", "")


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: Visit, observation_id: int) -> HttpResponse:
    """Put a later row in the place of an observation, with the reason; the first stays readable."""
    row, card = seen_observation(request.user, observation_id)
    frame = frame_of(actor=request.user, venture_id=card.venture_id)
    if not frame.may_work:
        raise NotAllowed(f"{request.user.pk} only reads observation {observation_id}")
    values = {"what": "out" if row.success else "yes", "reason": ""}
    form, status = Form(values), 200
    if request.method == "POST":
        values = typed(request.POST, "what", "reason")
        what = values["what"]
        try:
            if what not in {"yes", "no", "out"}:
                raise InvalidValue("choice_unknown", field="what", value=what[:40])
            correct(
                actor=request.user, observation_id=observation_id, reason=values["reason"], excluded=what == "out",
                success=None if what == "out" else what == "yes",
            )  # fmt: skip
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return say(go_to(request, "test", test_id=card.pk), _("Correction entered"))
    hidden = card.state == "locked" and plan_of(card).fixed
    context = {"row": row, "card": card, "form": form, "hidden": hidden}
    return venture_page(request, "discovery/testing/correct.html", frame, context, here="venture_tests", status=status)
