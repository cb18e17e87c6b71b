"""Many talks at once: pasted from the table they were written into; a list with a bad line is not stored at all."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.discovery.interviews.kinds import consent_names, kind_names
from tenure.discovery.interviews.plans import plans_of
from tenure.discovery.interviews.recording import InterviewText
from tenure.discovery.interviews.talk_lines import TalkLines, read_talks
from tenure.discovery.markets.segments import segments_of
from tenure.discovery.testing.from_talks import talk_tests
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.journeys.ventures.hold_interview import hold_many
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue, NotAllowed
from tenure.kernel.problems import sentence
from tenure.web.discovery.frame import venture_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

FIELDS = ("lines", "segment", "plan", "kind", "consent", "test", "key")
SHOWN_PROBLEMS = 20
# A transcript does not fit into a line.
CONSENTS = ("notes", "none")


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: Visit, venture_id: int) -> HttpResponse:
    """The form, and what it sends. `plan` and `segment` in the address are chosen beforehand."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if not frame.may_work:
        raise NotAllowed
    if request.method != "POST":
        return _page(request, frame, Form(_blank(request, venture_id)))
    values = typed(request.POST, *FIELDS)
    today, currency = clock.today(), request.workspace.currency
    lines = read_talks(values["lines"], today=today, currency=currency)
    try:
        if lines.problems:
            raise InvalidValue("talk_lines", field="lines", count=len(lines.problems))
        about = InterviewText(
            kind=values["kind"], held_on=today, consent=values["consent"], segment_id=id_or_none(values["segment"]),
            plan_id=id_or_none(values["plan"]),
        )  # fmt: skip
        done = hold_many(
            actor=request.user, venture_id=venture_id, talks=lines.rows, about=about, today=today,
            key=_key(values["key"]), test_id=id_or_none(values["test"]),
        )  # fmt: skip
    except BadInput as error:
        return _page(request, frame, refused(values, error), lines, status=422)
    return go_to(request, "interviews", venture_id=venture_id, query={"said": str(done)})


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _blank(request: Visit, venture_id: int) -> dict[str, str]:
    """What is known beforehand; the only segment of a venture is chosen by itself."""
    plans = {str(one.id): one for one in plans_of(actor=request.user, venture_id=venture_id)}
    plan = plans.get(request.GET.get("plan", ""))
    segments = segments_of(actor=request.user, venture_id=venture_id)
    only = str(segments[0].id) if len(segments) == 1 else ""
    return {
        "lines": "",
        "segment": str(plan.segment_id or "") if plan else only,
        "plan": str(plan.id) if plan else "",
        "kind": plan.kind if plan else "problem",
        "consent": "notes",
        "test": request.GET.get("test", ""),
        "key": str(uuid.uuid4()),
    }


def _page(
    request: Visit, frame: VentureFrame, form: Form, lines: TalkLines | None = None, *, status: int = 200
) -> HttpResponse:
    problems = [(line, sentence(problem)) for line, problem in lines.problems] if lines else []
    plans = plans_of(actor=request.user, venture_id=frame.id)
    tests = [one for one in talk_tests(actor=request.user, venture_id=frame.id) if one.arms == 1]
    context: dict[str, Any] = {
        "form": form,
        "tests": tests,
        "test_choices": [("", _("no test")), *((str(one.id), f"T{one.number}: {one.name}"[:80]) for one in tests)],
        "problems": problems[:SHOWN_PROBLEMS],
        "more": max(0, len(problems) - SHOWN_PROBLEMS),
        "segments": [
            ("", _("not yet known")),
            *((str(one.id), one.text.name) for one in segments_of(actor=request.user, venture_id=frame.id)),
        ],
        "plans": [("", _("no plan")), *((str(one.id), f"{kind_names()[one.kind]}: {one.goal[:60]}") for one in plans)],
        "kinds": kind_names(),
        "consents": [(code, text) for code, text in consent_names().items() if code in CONSENTS],
    }
    return venture_page(request, "discovery/interviews/many.html", frame, context, here="interviews", status=status)
